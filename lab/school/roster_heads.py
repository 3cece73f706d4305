"""Which column of a list of people is which, by the words at its head, and which system wrote it.

Forms: "canvas_gradebook" (Student or LastName and FirstName, ID, SIS User ID, SIS Login ID, Section: canvas-lms
lib/gradebook_exporter.rb), "canvas_sis" (user_id, login_id, …: Canvas SIS CSV format, users.csv), "oneroster" (OneRoster 1.1 and 1.2
users.csv), "moodle" (participants, grade export and the upload form: moodle lib grade/export/txt), else "names": any table with heads in
English, Chinese, Arabic or Russian. All read 2026-11. What Moodle writes in these languages is from its language packs of zh_cn, ar and ru
(moodle.php: firstname, lastname, fullnameuser, middlename, idnumber, email, username, group; in github.com/projectestac/moodle-langpacks).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.values.csvfile import undefused
from lab.values.text import tidy

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "fullname", "student", "student name", "display name", "user full name", "姓名", "学生", "学生姓名", "學生", "全名", "الاسم",
        "الاسم الكامل", "الاسم كاملا", "الاسم كاملًا", "اسم الطالب", "الطالب", "фио", "ф.и.о.", "полное имя", "полное имя пользователя", "студент",
        "учащийся", "用户全名",
    ),
    "given": (
        "first name", "firstname", "given name", "given names", "givenname", "forename", "名", "名字", "имя", "الاسم الأول", "الاسم الاول", "الاسم الشخصي",
    ),
    "family": (
        "last name", "lastname", "surname", "family name", "familyname", "姓", "姓氏", "фамилия", "اسم العائلة", "الاسم الأخير", "الاسم الاخير", "اللقب", "الكنية",
    ),
    "middle": ("отчество", "отчество или второе имя", "中间名字"),
    "login": (
        "login", "username", "user name", "login name", "login id", "account", "用户名", "登录名", "登录", "账号", "帐号", "账户", "логин", "имя пользователя",
        "учётная запись", "учетная запись", "اسم المستخدم", "اسم الدخول", "الحساب",
    ),
    "section": (
        "section", "class", "group", "groups", "group1", "班级", "班", "班組", "小组", "组", "分组", "群组", "группа", "группы", "класс", "секция", "الشعبة", "مجموعة",
        "المجموعة", "المجموعات", "القسم", "الفصل", "الصف",
    ),
    "email": (
        "email", "e-mail", "email address", "e-mail address", "mail", "邮箱", "电子邮件", "电子邮箱", "电子邮件地址", "邮件地址", "email地址", "почта", "эл. почта", "электронная почта",
        "адрес электронной почты", "البريد الإلكتروني", "البريد الالكتروني", "عنوان البريد الإلكتروني", "بريد إلكتروني",
    ),
    "number": (
        "id number", "idnumber", "student id", "student number", "number", "id", "学号", "學號", "编号", "学生编号", "номер зачётной книжки", "номер зачетной книжки",
        "номер студента", "индивидуальный номер", "студенческий номер", "رقم الطالب", "الرقم الجامعي", "رقم المعرف", "رقم المُعرَّف", "رقم التعريف",
    ),
    "role": ("role", "roles", "role1", "角色", "роль", "роли", "الدور", "الأدوار"),
}  # fmt: skip
"""The words that mean each field, case folded."""
STUDENT_WORDS = ("student", "learner", "学生", "學生", "студент", "учащийся", "ученик", "слушатель", "طالب", "طلاب", "متعلم")
_INSTITUTION, _DEPARTMENT = "المؤسسة", "القسم"
"""Moodle's department has in Arabic the word that other tables use for a class section; its institution stands beside it."""
_FIELD_OF = {word: field for field, words in FIELDS.items() for word in words}
_MOODLE = re.compile(r"id ?number|institution|department|last downloaded from this course|groups?|group1|roles?|role1|last access.*|username|email address")


@dataclass(frozen=True, slots=True)
class Heads:
    """The form of a table, and the place of each field that it has.

    Fields: name, sortable (a name for sorting), given, family, middle, login, section, email, number, role, status, and the references
    canvas_id, sis_id, login_id, oneroster.
    """

    form: str
    places: Mapping[str, int]

    def cell(self, cells: Sequence[str], field: str) -> str:
        """A field of a row, tidied and without the apostrophe of `defused`; empty where there is none."""
        place = self.places.get(field)
        return tidy(undefused(cells[place])) if place is not None and place < len(cells) else ""


def read_heads(cells: Sequence[str]) -> Heads | None:
    """What the first row of a table says; None when it is no row of heads, so that people stand in it already."""
    words = [folded(cell) for cell in cells]
    first: dict[str, int] = {}
    for place, word in enumerate(words):
        first.setdefault(word, place)
    if {"id", "section"} <= first.keys() and ("student" in first or {"lastname", "firstname"} <= first.keys()):
        return _named(
            "canvas_gradebook", first, sortable="student", family="lastname", given="firstname", canvas_id="id", sis_id="sis user id",
            login_id="sis login id", section="section",
        )  # fmt: skip
    if {"sourcedid", "givenname", "familyname"} <= first.keys():
        return _named(
            "oneroster", first, oneroster="sourcedid", given="givenname", family="familyname", role="role", login_id="username",
            sis_id="identifier", email="email", status="status",
        )  # fmt: skip
    if {"user_id", "login_id"} <= first.keys():
        return _named(
            "canvas_sis", first, sis_id="user_id", login_id="login_id", given="first_name", family="last_name", name="full_name",
            sortable="sortable_name", email="email", status="status", role="declared_user_type",
        )  # fmt: skip
    places: dict[str, int] = {}
    for place, word in enumerate(words):
        if word == _DEPARTMENT and _INSTITUTION in first:
            continue
        if field := _FIELD_OF.get(word):
            places.setdefault(field, place)
    if "name" not in places and "given" in places and "family" not in places:
        places["name"] = places.pop("given")
    is_named = bool(places.keys() & {"name", "given", "family"})
    if not is_named and len(places) < 2:
        return None
    in_parts = {"given", "family"} <= places.keys()
    is_moodle = in_parts and any(_MOODLE.fullmatch(word) or word in _MOODLE_FIELDS for word in words)
    return Heads("moodle" if is_moodle else "names", places)


def folded(head: str) -> str:
    """A head as words are compared: tidied, case folded."""
    return tidy(undefused(head)).casefold()


def _named(form: str, first: Mapping[str, int], **fields: str) -> Heads:
    return Heads(form, {field: first[word] for field, word in fields.items() if word in first})


_MOODLE_FIELDS = frozenset(word for field in ("login", "email", "number", "section", "role") for word in FIELDS[field])
"""A name in two parts beside one of these is what Moodle writes in any language."""
