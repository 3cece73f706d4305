"""Moodle: a file for its import, and a grade export, filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.exports.gradebook import GradebookExport
from lab.exports.moodle import fill, gradebook_csv, heads_of, titles_in
from lab.school.rosters import read_roster
from lab.values.csvfile import read_csv
from lab.values.errors import BadInput
from tests.exports.books import BOOK, books


def test_the_file_for_the_import() -> None:
    assert gradebook_csv(BOOK).decode("utf-8-sig").split("\r\n") == [
        "First name,Last name,Username,ID number,Email address,Groups,First orders,Customs",
        "Wei,Li,wli,S1,wei@x.example,A,18.50,10.00",
        "小明,王,xm1,,,A,4.00,",
        "محمد,علي,mali,S3,,B,,-1.00",
        "Ana,Ruiz,aruiz,,,B,,",
        "",
    ]


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        ("Assignment: First orders (Real)", {"assignment: first orders", "first orders"}), ("First orders (Real)", {"first orders"}),
        ("作业:报关（实际）", {"作业:报关", "报关"}), ("Задание: Заказы (реальная)", {"задание: заказы", "заказы"}),
        ("Задание: Заказы (Значение)", {"задание: заказы", "заказы"}), ("الواجب: الطلبات (حقيقي)", {"الواجب: الطلبات", "الطلبات"}),
        ("First orders (Percentage)", set()),
        ("First orders (Feedback)", set()), ("First orders", set()),
    ],
)  # fmt: skip
def test_a_head_of_points_has_a_title(head: str, titles: set[str]) -> None:
    assert titles_in(head) == titles


EXPORTED = (
    '"First name","Last name","ID number","Email address","Assignment: First orders (Real)","Assignment: First orders (Percentage)",'
    '"Last downloaded from this course"\n'
    "Wei,Li,,WEI@x.example,-,-,1790000000\n"
    "小明,王,,xm@x.example,4.00,20%,1790000000\n"
    "محمد,علي,S3,,-,-,1790000000\n"
    "Ned,Nobody,S9,,1.00,-,1790000000\n"
)


def test_an_export_is_filled_and_the_rest_stays() -> None:
    result = fill(EXPORTED.encode(), BOOK)
    assert result.data.decode().splitlines() == [
        '"First name","Last name","ID number","Email address","Assignment: First orders (Real)","Assignment: First orders (Percentage)",Customs,'
        '"Last downloaded from this course"',
        "Wei,Li,,WEI@x.example,18.50,-,10.00,1790000000",
        "小明,王,,xm@x.example,4.00,20%,,1790000000",
        "محمد,علي,S3,,-,-,-1.00,1790000000",
        "Ned,Nobody,S9,,1.00,-,,1790000000",
    ]
    assert (result.filled, result.new) == (4, ("Customs",))
    assert ([row.name for row in result.unknown], [row.name for row in result.missing]) == (["Ned Nobody"], ["Ana Ruiz"])
    assert fill(result.data, BOOK).data == result.data


def test_staff_are_nobody_to_look_for() -> None:
    text = "First name,Last name,Email address,Roles\nTea,Cher,t@x.example,Teacher\n"
    assert fill(text.encode(), BOOK).unknown == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("Student,ID,Section\n", "fill_not_moodle"), ("Li Wei,lwei\n", "fill_not_moodle"),
     ("First name,Last name,ID number,Quiz: Customs (Real),Task: Customs (Real)\n", "fill_column_twice")],
)  # fmt: skip
def test_what_is_no_export_of_moodle_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        fill(text.encode(), BOOK)


@given(books())
def test_our_own_file_is_filled_with_the_same_bytes(book: GradebookExport) -> None:
    data = gradebook_csv(book)
    result = fill(data, book)
    assert result.data == data
    assert (result.unknown, result.missing, result.unsure, result.new) == ((), (), (), ())


@given(books())
def test_an_empty_export_filled_says_all_points_and_filling_is_final(book: GradebookExport) -> None:
    bare = gradebook_csv(GradebookExport(1, "", (), book.rows))
    once = fill(bare, book)
    assert once.new == tuple(heads_of(book))
    assert fill(once.data, book).data == once.data
    rows = read_csv(once.data).rows[1:]
    assert [row.texts[6:] for row in rows] == [[one.points.get(column.id, "") for column in book.columns] for one in book.rows]


@given(books())
def test_our_own_file_is_read_as_the_same_people(book: GradebookExport) -> None:
    if not book.rows:
        return
    roster = read_roster(gradebook_csv(book))
    assert roster.form == "moodle"
    assert [(entry.name, entry.login, entry.section) for entry in roster.entries] == [(row.name, row.login, row.section) for row in book.rows]


@given(st.binary(max_size=120))
def test_no_bytes_break_it(data: bytes) -> None:
    for start in (b"", b"First name,Last name,ID number,First orders (Real)\n"):
        try:
            once = fill(start + data, BOOK)
        except BadInput:
            continue
        assert fill(once.data, BOOK).data == once.data
