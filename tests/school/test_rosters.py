"""Lists of people from pasted lines and from files of other systems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.school.rosters import MAX_BYTES, MAX_PEOPLE, BadRoster, RosterEntry, read_roster
from lab.values.errors import BadInput
from tests.school.test_roster_zip import zipped


def people(text: str | bytes, name: str = "") -> list[tuple[str, str, str]]:
    roster = read_roster(text.encode() if isinstance(text, str) else text, name)
    return [(entry.name, entry.login, entry.section) for entry in roster.entries]


def faults(text: str) -> list[tuple[str, int, str, int]]:
    with pytest.raises(BadRoster) as caught:
        read_roster(text.encode())
    return [(fault.code, fault.line, fault.text, fault.other) for fault in caught.value.faults]


def notes(text: str | bytes) -> list[tuple[str, int, str]]:
    return [(note.code, note.line, note.text) for note in read_roster(text.encode() if isinstance(text, str) else text).notes]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Li Wei\nAnna Ruiz, anna\n\n Omar ,  Omar.A , Evening\n", [("Li Wei", "", ""), ("Anna Ruiz", "anna", ""), ("Omar", "omar.a", "Evening")]),
        ("Li Wei;lwei;A\r\nAnna\r\n", [("Li Wei", "lwei", "A"), ("Anna", "", "")]),
        ("Anna\nLi Wei;lwei\nOmar\tomar", [("Anna", "", ""), ("Li Wei", "lwei", ""), ("Omar", "omar", "")]),
        ("王小明，xm1，一班\n李婷、lt2", [("王小明", "xm1", "一班"), ("李婷", "lt2", "")]),
        ("محمد علي، mali", [("محمد علي", "mali", "")]),
        ('"Ruiz, Anna",anna', [("Ruiz, Anna", "anna", "")]),
        ("\u202bمحمد\u202c,x1", [("محمد", "x1", "")]),
    ],
)
def test_pasted_lines(text: str, found: list[tuple[str, str, str]]) -> None:
    assert people(text) == found
    assert read_roster(text.encode()).form == "lines"


CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Quiz 1 (23),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,10.00,(read only)
"Block, Jasen",11,S11,JBlock3430,XC 101,8.00,80.00
"王, 小明",12,S12,xm@uni.example,XC 101 and XC 102,,
"O'Hara, Li, Jr.",13,S13,,XC 102,EX,
"Student, Test",14,,9c1b3f,XC 101,,
"""


def test_a_canvas_gradebook() -> None:
    roster = read_roster(CANVAS.encode())
    assert roster.form == "canvas_gradebook"
    assert roster.entries == (
        RosterEntry("Jasen Block", "jblock3430", "XC 101", {"canvas_id": "11", "sis_id": "S11", "login_id": "JBlock3430"}),
        RosterEntry("王小明", "xm@uni.example", "XC 101 and XC 102", {"canvas_id": "12", "sis_id": "S12", "login_id": "xm@uni.example"}),
        RosterEntry("O'Hara, Li, Jr.", "", "XC 102", {"canvas_id": "13", "sis_id": "S13"}),
    )
    assert notes(CANVAS) == [("roster_test_student", 7, "Test Student")]


def test_canvas_with_names_in_two_columns_and_semicolons() -> None:
    assert people("LastName;FirstName;ID;SIS Login ID;Section\nLi;Wei;1;lwei;A\n") == [("Wei Li", "lwei", "A")]


def test_canvas_users() -> None:
    text = (
        "user_id,login_id,first_name,last_name,full_name,sortable_name,email,status,declared_user_type\n"
        "U1,wli,Wei,Li,,,w@x.example,active,student\nU2,dean,Ann,Dean,,,,active,teacher\nU3,gone,Old,One,,,,deleted,\n"
        'U4,has space,,,,"Ruiz, Ana",,active,\n'
    )
    assert people(text) == [("Wei Li", "wli", ""), ("Ana Ruiz", "", "")]
    assert notes(text) == [("roster_not_a_student", 3, "Ann Dean"), ("roster_deleted", 4, "Old One"), ("roster_login_not_usable", 5, "has space")]
    assert read_roster(text.encode()).entries[0].refs == {"sis_id": "U1", "login_id": "wli", "email": "w@x.example"}


def test_moodle_grades_and_participants() -> None:
    grades = (
        '"First name",Surname,"ID number",Institution,Department,"Email address","Assignment: Grapes (Real)","Last downloaded from this course"\n'
        "Anne,Able,17,,HQ,anne@mail.example,56.00,1790000000\n"
    )
    roster = read_roster(grades.encode())
    assert (roster.form, roster.entries) == ("moodle", (RosterEntry("Anne Able", "", "", {"moodle_id": "17", "email": "anne@mail.example"}),))
    participants = "First name,Last name,Email address,Roles,Groups\nWei,Li,w@x.example,Student,\"A, B\"\nTea,Cher,t@x.example,Teacher,\nNo,Role,,,\n"
    assert people(participants) == [("Wei Li", "", "A, B"), ("No Role", "", "")]
    assert notes(participants) == [("roster_not_a_student", 3, "Tea Cher")]
    assert people("姓氏,名,用户名,角色\n王,小明,xm1,学生\n李,老师,ls,教师\n") == [("王小明", "xm1", "")]


USERS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email\n"
    "u1,active,,true,o,student,wli,,Wei,Li,,S1,w@x.example\nt1,active,,true,o,teacher,tea,,Tea,Cher,,,\nu2,tobedeleted,,true,o,student,old,,Old,One,,,\n"
)


def test_oneroster_users_are_students_only() -> None:
    roster = read_roster(USERS.encode())
    assert roster.entries == (RosterEntry("Wei Li", "wli", "", {"oneroster": "u1", "login_id": "wli", "sis_id": "S1", "email": "w@x.example"}),)
    assert notes(USERS) == [("roster_not_a_student", 3, "Tea Cher"), ("roster_deleted", 4, "Old One")]


def test_a_oneroster_zip_says_the_classes() -> None:
    files = {
        "users.csv": USERS, "manifest.csv": "propertyName,value\n", "classes.csv": "sourcedId,title\nc1,Trade A\nc2,Trade B\n",
        "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,c2,u1,student\ne2,c1,u1,student\ne3,c1,t1,teacher\n",
    }  # fmt: skip
    assert people(zipped(files)) == [("Wei Li", "wli", "Trade A, Trade B")]


@pytest.mark.parametrize(
    "extra",
    [{"roles.csv": "userSourcedId,role\nu1,student\nt1,teacher\n"}, {"enrollments.csv": "classSourcedId,userSourcedId,role\nc,u1,student\nc,t1,teacher\n"}],
)
def test_since_oneroster_1_2_roles_stand_elsewhere(extra: dict[str, str]) -> None:
    users = "sourcedId,username,givenName,familyName\nu1,wli,Wei,Li\nt1,tea,Tea,Cher\n"
    assert [name for name, *_ in people(zipped({"users.csv": users, **extra}))] == ["Wei Li"]
    assert notes(users) == [("roster_roles_unknown", 0, "")]


def test_a_canvas_zip_says_the_sections() -> None:
    files = {
        "users.csv": "user_id,login_id,full_name\nU1,wli,Wei Li\n", "sections.csv": "section_id,course_id,name\ns1,c,Morning\n",
        "enrollments.csv": "course_id,user_id,role,section_id,status\nc,U1,student,s1,active\n",
    }  # fmt: skip
    assert people(zipped(files)) == [("Wei Li", "wli", "Morning")]


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("姓名,学号,班级\n王小明,2026,一班\n", "gb18030", [("王小明", "", "一班")]),
        ("Фамилия;Имя;Отчество;Логин\nИванов;Пётр;Сергеевич;ivanov\n", "cp1251", [("Пётр Сергеевич Иванов", "ivanov", "")]),
        ("الاسم\tاسم المستخدم\nمحمد علي\tmali\n", "cp1256", [("محمد علي", "mali", "")]),
        ("ФИО\tЛогин\nПётр\tpetr\n", "utf-16", [("Пётр", "petr", "")]),
        ("sep=;\nName;Login\nLi Wei;lwei\n", "utf-8-sig", [("Li Wei", "lwei", "")]),
    ],
)
def test_tables_of_other_languages_and_code_pages(text: str, encoding: str, found: list[tuple[str, str, str]]) -> None:
    assert people(text.encode(encoding)) == found


def test_every_fault_is_told_with_its_line_and_nobody_is_taken() -> None:
    text = "Name,Login,Section\nLi Wei,lwei,A\n,nobody,A\nAnna,LWEI,A\nOmar,has space,A\n" + "x" * 121 + ",long1,A\nBo,bo,\"" + "s" * 81 + '"\n'
    assert [(code, line, other) for code, line, _, other in faults(text)] == [
        ("roster_name_missing", 3, 0), ("roster_twice", 4, 2), ("roster_login_wrong", 5, 0), ("roster_name_long", 6, 0), ("roster_section_long", 7, 0),
    ]  # fmt: skip
    assert faults("a,b,c,d\nLi\n") == [("roster_line_cells", 1, "a, b, c, d", 0)]
    assert faults("Student,ID,Section\nA,7,\nB,7,\n") == [("roster_twice", 3, "7", 2)]


def test_a_fault_can_be_put_into_words() -> None:
    with pytest.raises(BadRoster) as caught:
        read_roster(("Name\n" + "x" * 121).encode())
    assert str(caught.value.faults[0].error) == f"roster_name_long: line=2, text={'x' * 79}…, other=0, limit=120"
    assert (caught.value.code, caught.value.args_) == ("roster_faults", {"faults": 1, "line": 2})


def test_twenty_faults_are_enough_but_all_are_counted() -> None:
    with pytest.raises(BadRoster) as caught:
        read_roster(b"Name,Login\n" + b",x\n" * 30)
    assert (len(caught.value.faults), caught.value.args_["faults"]) == (20, 30)


def test_two_people_may_have_one_name_and_that_is_told() -> None:
    assert notes("Li Wei\nAnna\nli wei\n") == [("roster_same_name", 3, "li wei")]
    assert notes("Li Wei,a1\nLi Wei,a2\n") == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster_empty"), (b" \n,,\n", "roster_empty"), (b"Name,Login\n", "roster_empty"), (b"login,section\nx,y\n", "roster_no_names"),
        (b"x" * (MAX_BYTES + 1), "roster_too_large"), (b"Li\n" * (MAX_PEOPLE + 1), "roster_too_many: found=1001, limit=1000"), (b'Li,"x\nAnna\n', "csv_quote_open: line=1"),
        (b"PK\x03\x04 no zip", "roster_zip_broken"), (b"\xd0\xcf\x11\xe0 old Excel", "csv_is_workbook"), (zipped({"users.csv": "Li Wei\n", "classes.csv": ""}), "roster_no_names"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(data: bytes, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read_roster(data)


def test_a_thousand_people_are_taken() -> None:
    assert len(read_roster(b"".join(b"Li %d\n" % number for number in range(MAX_PEOPLE))).entries) == MAX_PEOPLE


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", b"Student,ID,Section\n", b"sourcedId,givenName,familyName\n", "姓名,班级\n".encode()):
        try:
            roster = read_roster(start + data)
        except BadInput:
            continue
        assert roster.entries and all(entry.name and len(entry.name) <= 120 for entry in roster.entries)


@given(st.lists(st.text(st.sampled_from("Liwé王 ,;\"'=\tم1\n"), max_size=10), max_size=12))
def test_what_is_read_is_read_whole(cells: list[str]) -> None:
    text = "\n".join(",".join(cells[start : start + 3]) for start in range(0, len(cells), 3))
    try:
        roster = read_roster(text.encode())
    except BadInput:
        return
    logins = [entry.login for entry in roster.entries if entry.login]
    assert len(logins) == len(set(logins))
