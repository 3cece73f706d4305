"""The sentences of errors about results in files of other systems, course archives and transcripts, by error code."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

EXPORT_SENTENCES: dict[str, LazyString] = {
    # Filling a file of another system
    "fill_no_file": _l("Choose the file that you downloaded from the other system."),
    "fill_nothing_chosen": _l("Choose at least one assignment."),
    "fill_too_large": _l("The file is larger than %(limit)s MB. Export one course only."),
    "fill_too_long": _l("The file has %(found)s rows; at most %(limit)s can be filled."),
    "fill_empty": _l("The file is empty."),
    "csv_too_long": _l("The file has more than %(limit)s rows, or very many cells. Keep only the rows and columns that are needed."),
    "fill_not_canvas": _l("This is no gradebook of Canvas: its first row has to name Student, ID and Section. In Canvas, choose Grades, then Export."),
    "fill_not_moodle": _l("This is no grade export of Moodle: its first row has to name people. In Moodle, choose Grades, then Export as plain text."),
    "fill_column_twice": _l("“%(title)s” could be any of these columns: %(heads)s. Delete or rename all but one of them."),
    # Course archives
    "course_file_missing": _l("Choose the archive of a course."),
    "course_file_broken": _l("This file is not the archive of a course, or it is damaged. Download it once more."),
    "course_file_lacks": _l("“%(file)s” is missing in this archive. Nothing has been made of it."),
    "course_file_too_large": _l("“%(file)s” in this archive is larger than allowed (%(limit)s). Nothing has been made of it."),
    "course_file_too_long": _l(
        "The runs of this course hold %(found)s actions; a page plays at most %(limit)s again. Whoever runs the server can import it with “lab course import”."
    ),
    "course_file_unreadable": _l("“%(file)s” in this archive cannot be read: %(reason)s. Nothing has been made of it."),
    "course_file_wrong": _l("The archive contradicts itself at “%(where)s” (%(what)s). Nothing has been made of it."),
    "course_file_scenario_wrong": _l("A scenario in this archive (%(content)s) cannot be used: %(reason)s. Nothing has been made of it."),
    "course_file_market_missing": _l(
        "A run in this archive was played on a market that is not on this server (%(market)s). Whoever runs the server can put its file into the folder of markets."
    ),
    "course_file_run_wrong": _l("The run “%(run)s” does not come out as the archive says (%(what)s, action %(seq)s). Nothing has been made of it."),
    "course_file_grade_differs": _l(
        "“%(assignment)s”, run %(run)s: the check “%(check)s” does not come out again (%(stored)s points in the archive, %(computed)s computed). "
        "The archive was changed, or it was graded by another version of the checks. Nothing has been made of it."
    ),
    "no_such_instructor": _l("Nobody teaches under the login “%(login)s”."),
    # Transcripts
    "transcript_empty": _l("There is no result yet that could stand in a transcript."),
    "too_many_transcripts": _l("You have %(limit)s transcripts of this course already; no more are made."),
}
