"""Heads of tables of people, in the words of several systems and languages."""

import pytest

from lab.school.roster_heads import FIELDS, read_heads


@pytest.mark.parametrize(
    ("heads", "form", "places"),
    [
        ("Student,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (23)", "canvas_gradebook", {"sortable": 0, "canvas_id": 1, "sis_id": 2, "login_id": 3, "section": 4}),
        ("LastName,FirstName,ID,SIS Login ID,Section", "canvas_gradebook", {"family": 0, "given": 1, "canvas_id": 2, "login_id": 3, "section": 4}),
        ("user_id,login_id,first_name,last_name,email,status", "canvas_sis",
         {"sis_id": 0, "login_id": 1, "given": 2, "family": 3, "email": 4, "status": 5}),
        ("sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email", "oneroster",
         {"oneroster": 0, "status": 1, "role": 5, "login_id": 6, "given": 8, "family": 9, "sis_id": 11, "email": 12}),
        ("First name,Surname,ID number,Institution,Department,Email address,Course total,Last downloaded from this course", "moodle",
         {"given": 0, "family": 1, "number": 2, "email": 5}),
        ("First name,Last name,Email address,Roles,Groups", "moodle", {"given": 0, "family": 1, "email": 2, "role": 3, "section": 4}),
        ("username,firstname,lastname,email,idnumber,group1", "moodle", {"login": 0, "given": 1, "family": 2, "email": 3, "number": 4, "section": 5}),
        ("姓氏,名,学号,电子邮件地址", "moodle", {"family": 0, "given": 1, "number": 2, "email": 3}),
        ("Имя,Фамилия,Адрес электронной почты,Группы", "moodle", {"given": 0, "family": 1, "email": 2, "section": 3}),
        ("الاسم الأول,الاسم الأخير,عنوان البريد الإلكتروني", "moodle", {"given": 0, "family": 1, "email": 2}),
        ("Имя,Фамилия,Индивидуальный номер,Учреждение (организация),Адрес электронной почты,Последние загруженные из этого курса", "moodle",
         {"given": 0, "family": 1, "number": 2, "email": 4}),
        ("الاسم الأول,الاسم الأخير,رقم المُعرَّف,المؤسسة,القسم,مجموعة", "moodle", {"given": 0, "family": 1, "number": 2, "section": 5}),
        ("名,姓,学号,Email地址,上次下载", "moodle", {"given": 0, "family": 1, "number": 2, "email": 3}),
        ("الاسم,القسم", "names", {"name": 0, "section": 1}),
        ("姓名,学号,班级", "names", {"name": 0, "number": 1, "section": 2}),
        ("ФИО;Логин;Группа".replace(";", ","), "names", {"name": 0, "login": 1, "section": 2}),
        ("الاسم,اسم المستخدم,الشعبة", "names", {"name": 0, "login": 1, "section": 2}),
        ("Имя", "names", {"name": 0}),
        (" NAME ,Login,Remarks", "names", {"name": 0, "login": 1}),
        ("login,section", "names", {"login": 0, "section": 1}),
    ],
)  # fmt: skip
def test_the_words_tell_the_form_and_the_places(heads: str, form: str, places: dict[str, int]) -> None:
    found = read_heads(heads.split(","))
    assert found is not None
    assert (found.form, dict(found.places)) == (form, places)


@pytest.mark.parametrize("row", ["Li Wei,lwei", "王小明", "Anna,class", ""])
def test_people_are_no_heads(row: str) -> None:
    assert read_heads(row.split(",")) is None


def test_a_cell_is_tidied_and_loses_its_apostrophe() -> None:
    found = read_heads(["Name", "Login"])
    assert found is not None
    assert found.cell(["'=A1 ", " x "], "name") == "=A1"
    assert found.cell(["'=A1 "], "login") == found.cell(["a", "b"], "email") == ""


def test_no_word_means_two_fields_and_all_are_folded() -> None:
    words = [word for group in FIELDS.values() for word in group]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() for word in words)
