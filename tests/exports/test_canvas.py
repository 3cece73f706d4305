"""Canvas: a gradebook to import, and one that was exported there, filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.exports.canvas import fill, gradebook_csv, head_of, heads_of
from lab.exports.gradebook import ExportColumn, ExportRow, GradebookExport
from lab.exports.matching import Unsure
from lab.school.rosters import read_roster
from lab.values.csvfile import read_csv
from lab.values.errors import BadInput
from tests.exports.books import BOOK, books


def test_the_file_that_canvas_imports() -> None:
    assert gradebook_csv(BOOK).decode("utf-8-sig").split("\r\n") == [
        "Student,ID,SIS User ID,SIS Login ID,Section,First orders,Customs",
        '"    Points Possible",,,,,20,10',
        "Wei Li,11,S1,wli,A,18.50,10.00",
        "王小明,12,,xm1,A,4.00,",
        "محمد علي,,S3,mali,B,,-1.00",
        "Ana Ruiz,,,aruiz,B,,",
        "",
    ]


@pytest.mark.parametrize(
    ("title", "head"),
    [("Week (1)", "Week [1]"), ("Week (one)", "Week (one)"), ("Final Score of term", "Final-Score of term"), ("my current grade", "my current-grade"), ("Finals", "Finals")],
)
def test_no_title_is_taken_for_an_id_or_a_total(title: str, head: str) -> None:
    assert head_of(title) == head


EXPORTED = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,First orders (991),Other (5),Current Score\r\n"
    '"    Points Possible",,,,,20.00,10.00,(read only)\r\n'
    '"Li, Wei",11,S1,wei.li,A,,7.00,70.00\r\n'
    '"小明, 王",12,,xm1,A,4.0,N/A,\r\n'
    '"Ruiz, Ana",77,,,"B, C",EX,1.00,\r\n'
    '"Nobody, Ned",78,,,B,3.00,1.00,\r\n'
    '"Student, Test",79,,x,B,,,\r\n'
)


def test_an_exported_gradebook_is_filled_and_the_rest_stays() -> None:
    result = fill(EXPORTED.encode(), BOOK)
    assert result.data.decode() == (
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,First orders (991),Other (5),Current Score,Customs\r\n"
        '"    Points Possible",,,,,20.00,10.00,(read only),10\r\n'
        '"Li, Wei",11,S1,wei.li,A,18.50,7.00,70.00,10.00\r\n'
        '"小明, 王",12,,xm1,A,4.0,N/A,,\r\n'
        '"Ruiz, Ana",77,,,"B, C",EX,1.00,,\r\n'
        '"Nobody, Ned",78,,,B,3.00,1.00,,\r\n'
        '"Student, Test",79,,x,B,,,,\r\n'
    )
    assert (result.filled, result.new) == (3, ("Customs",))
    assert [(row.line, row.name) for row in result.unknown] == [(6, "Ned Nobody")]
    assert [row.name for row in result.missing] == ["محمد علي"]
    assert result.unsure == ()


def test_filling_twice_changes_nothing() -> None:
    once = fill(EXPORTED.encode(), BOOK)
    again = fill(once.data, BOOK)
    assert (again.data, again.filled, again.new) == (once.data, once.filled, ())


def test_one_column_may_be_filled_alone() -> None:
    assert b"Customs" not in fill(EXPORTED.encode(), BOOK.only(7)).data


def test_who_fits_twice_is_reported_and_left_alone() -> None:
    text = "Student,ID,SIS Login ID,Section,First orders\nAna Ruiz,,,,\nAna Ruiz,,,,\n"
    book = GradebookExport(1, "", (ExportColumn(7, "First orders", 20, None),), (ExportRow("Ana Ruiz", "a1", points={7: "3.00"}),))
    result = fill(text.encode(), book)
    assert (result.data.decode(), result.unsure) == (text, (Unsure(2, "Ana Ruiz", "name"), Unsure(3, "Ana Ruiz", "name")))


def test_the_encoding_and_the_delimiter_stay() -> None:
    text = EXPORTED.lstrip("\ufeff").replace(",", ";").replace("Li;", "Li,").replace("明; ", "明, ").replace("Ruiz; ", "Ruiz, ")
    data = fill(text.encode("utf-16"), BOOK).data
    assert data.decode("utf-16").splitlines()[2] == '"Li, Wei";11;S1;wei.li;A;18.50;7.00;70.00;10.00'


@pytest.mark.parametrize(
    ("text", "code"),
    [("Name,Login\nx,y\n", "fill_not_canvas"), ("First name,Last name,ID number\n", "fill_not_canvas"), ("", "fill_empty"),
     ("Student,ID,Section,Customs (1),Customs (2)\n", "fill_column_twice: title=Customs"), ('Student,ID,Section\n"x,1,2\n', "csv_quote_open: line=2")],
)  # fmt: skip
def test_what_is_no_export_of_canvas_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        fill(text.encode(), BOOK)


@given(books())
def test_our_own_file_is_filled_with_the_same_bytes(book: GradebookExport) -> None:
    data = gradebook_csv(book)
    result = fill(data, book)
    assert result.data == data
    assert result.filled == sum(len(row.points) for row in book.rows)
    assert (result.unknown, result.missing, result.unsure, result.new) == ((), (), (), ())


@given(books())
def test_an_empty_gradebook_filled_says_all_points_and_filling_is_final(book: GradebookExport) -> None:
    bare = gradebook_csv(GradebookExport(1, "", (), book.rows))
    once = fill(bare, book)
    assert once.new == tuple(heads_of(book))
    assert fill(once.data, book).data == once.data
    places = range(5, 5 + len(book.columns))
    rows = read_csv(once.data).rows[2:]
    assert [[row.texts[place] for place in places] for row in rows] == [[one.points.get(column.id, "") for column in book.columns] for one in book.rows]


@given(books())
def test_our_own_file_is_read_as_the_same_people(book: GradebookExport) -> None:
    if not book.rows:
        return
    roster = read_roster(gradebook_csv(book))
    assert roster.form == "canvas_gradebook"
    assert [(entry.name, entry.login, entry.section) for entry in roster.entries] == [(row.name, row.login, row.section) for row in book.rows]


@given(st.text(st.sampled_from('Li, Wei"\'=\t;0.5\n\r-王'), max_size=60), st.sampled_from(",;"))
def test_any_rows_are_filled_once_and_for_all_or_refused(rows: str, delimiter: str) -> None:
    heads = delimiter.join(("Student", "ID", "SIS Login ID", "Section", "First orders (9)"))
    try:
        once = fill(f"{heads}\n{rows}".encode(), BOOK)
    except BadInput as error:
        assert error.code == "csv_quote_open"
        return
    again = fill(once.data, BOOK)
    assert (again.data, again.new) == (once.data, ())
