"""The sentences of errors about lists of people and files of results: what stands where, why it cannot be used, how to mend it."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PEOPLE_SENTENCES: dict[str, LazyString] = {
    # Lists of people
    "roster_too_large": _l("The file is larger than %(limit)s MB. Save only the columns with names, logins and sections."),
    "roster_empty": _l("There is nobody in this list. Write one student per line, or choose a file."),
    "roster_too_many": _l("At most %(limit)s people at once; these are %(found)s. Split the list."),
    "roster_no_names": _l("No column of this file is known as names. Call its head “Name”, or “First name” and “Last name”."),
    "roster_faults": _l("Nobody has been added: the list has %(faults)s faults, the first in line %(line)s. Mend them and send it again."),
    "roster_line_cells": _l("Line %(line)s, “%(text)s”: more than a name, a login and a section. Take the other commas out."),
    "roster_name_missing": _l("Line %(line)s, “%(text)s”: there is no name."),
    "roster_name_long": _l("Line %(line)s, “%(text)s”: a name has at most %(limit)s characters."),
    "roster_section_long": _l("Line %(line)s, “%(text)s”: the name of a section has at most %(limit)s characters."),
    "roster_ref_long": _l("Line %(line)s, “%(text)s”: a number or address has at most %(limit)s characters."),
    "roster_login_wrong": _l("Line %(line)s, “%(text)s”: this cannot be a login. It has 2 to 64 letters and digits; the signs . _ - + @ are allowed as well."),
    "roster_twice": _l("Line %(line)s, “%(text)s”: this person stands in line %(other)s already. Take one of the lines out."),
    "roster_login_not_usable": _l("Line %(line)s: “%(text)s” cannot be a login here, so one was made from the name."),
    "roster_same_name": _l("Line %(line)s: “%(text)s” stands in line %(other)s as well. They were taken for two people."),
    "roster_test_student": _l("Line %(line)s was left out: it is the test student."),
    "roster_not_a_student": _l("Line %(line)s, “%(text)s”, was left out: no student."),
    "roster_deleted": _l("Line %(line)s, “%(text)s”, was left out: marked as deleted."),
    "roster_roles_unknown": _l("The list does not say who is a student, so everybody in it was taken for one."),
    "roster_zip_broken": _l("This zip file is damaged. Download it once more."),
    "roster_zip_locked": _l("This zip file has a password. Save it without one."),
    "roster_zip_no_users": _l("There is no users.csv in this zip file. Choose the whole export of OneRoster."),
    "roster_zip_too_large": _l("“%(file)s” in this zip file is larger than %(limit)s MB."),
    "roster_zip_too_many": _l("There are %(found)s files in this zip file; at most %(limit)s are looked at."),
    "roster_zip_twice": _l("“%(file)s” is twice in this zip file."),
    "csv_encoding": _l("The signs of this file cannot be read. Save it as “CSV UTF-8”."),
    "csv_is_workbook": _l("This is a workbook of a spreadsheet program. Save the sheet as “CSV UTF-8” and choose that file."),
    "csv_quote_open": _l("Line %(line)s: a quotation mark is opened and never closed."),
    "staff_in_list": _l("“%(login)s” belongs to the staff of this course and cannot be its student. Nobody has been added."),
    "solution_not_shown": _l("The solution is not shown yet; your instructor decides when."),
    "login_does_not_match": _l("To be sure that it is the right person, type the login “%(login)s”."),
    # Analysis
    "nothing_to_compare": _l("There is nothing to compare yet: two students have to hand in first."),
    "no_such_likeness": _l("There is no hint about these two runs, or one of them no longer counts."),
    # Extra time
    "extra_for_nobody": _l("Tick the students it is for."),
    "extra_is_earlier": _l("This is earlier than what holds for everybody. Choose a later moment, or leave the field empty."),
}
