"""Rows of another system's file and students: exact or not at all."""

from lab.exports.gradebook import ExportRow
from lab.exports.matching import FileRow, Matched, Unsure, match, values_of

KEYS = {"number": ("sis_id", "moodle_id"), "login": ("login", "email"), "name": ("name",)}


def row(line: int, name: str = "", number: str = "", login: str = "") -> FileRow:
    return FileRow(line, name, {"number": number, "login": login, "name": name})


def student(name: str, login: str = "", **refs: str) -> ExportRow:
    return ExportRow(name, login, refs=refs)


def found(rows: list[FileRow], students: list[ExportRow]) -> tuple[dict[int, str], Matched]:
    result = match(rows, students, KEYS)
    return {line: one.login for line, one in result.by_line.items()}, result


def test_the_surest_key_decides() -> None:
    by_line, _ = found([row(2, "Ana", "S2", "a1")], [student("Ana", "a1", sis_id="S1"), student("Bo", "b1", sis_id="S2")])
    assert by_line == {2: "b1"}


def test_keys_are_compared_tidied_and_whatever_their_case() -> None:
    by_line, _ = found([row(2, "ANA  RUIZ "), row(3, login="B@X.example")], [student("Ana Ruiz", "a1"), student("Bo", "b1", email="b@x.example")])
    assert by_line == {2: "a1", 3: "b1"}


def test_a_name_finds_nobody_whose_number_says_otherwise() -> None:
    by_line, result = found([row(2, "Ana", "S9")], [student("Ana", "a1", sis_id="S1")])
    assert by_line == {}
    assert (result.unknown, result.missing) == ((row(2, "Ana", "S9"),), (student("Ana", "a1", sis_id="S1"),))


def test_a_name_finds_whose_number_nobody_knows() -> None:
    assert found([row(2, "Ana", "S9")], [student("Ana", "a1")])[0] == {2: "a1"}


def test_two_of_a_name_are_told_apart_by_number_or_not_at_all() -> None:
    students = [student("Ana", "a1", sis_id="S1"), student("Ana", "a2")]
    assert found([row(2, "Ana", "S1")], students)[0] == {2: "a1"}
    by_line, result = found([row(2, "Ana")], students)
    assert (by_line, result.unsure, result.missing) == ({}, (Unsure(2, "Ana", "name"),), ())


def test_a_student_whom_two_rows_fit_is_left_alone() -> None:
    by_line, result = found([row(2, "Ana"), row(3, "Ana"), row(4, "Bo")], [student("Ana", "a1"), student("Bo", "b1")])
    assert by_line == {4: "b1"}
    assert result.unsure == (Unsure(2, "Ana", "name"), Unsure(3, "Ana", "name"))
    assert result.missing == result.unknown == ()


def test_who_is_on_one_side_only_is_told() -> None:
    _, result = found([row(2, "Ana")], [student("Bo", "b1")])
    assert (result.unknown, result.missing) == ((row(2, "Ana"),), (student("Bo", "b1"),))


def test_what_may_stand_for_a_student() -> None:
    assert values_of(student("Ana", "a1", login_id="ANA", sis_id="S1"), ("login", "sis_id", "email", "name")) == {"ana", "s1"}
    assert values_of(student("Ana", "a1"), ("login", "email")) == {"a1"}
