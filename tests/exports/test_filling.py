"""Points put into a file: the rest of it stays as it was, to the byte."""

import pytest

from lab.exports.filling import MAX_BYTES, place_of, put, read_upload
from lab.exports.gradebook import ExportColumn, ExportRow
from lab.values.csvfile import CsvFile, read_csv
from lab.values.errors import BadInput

COLUMN = ExportColumn(7, "Quiz", 20, None)
ANA = ExportRow("Ana", "a1", points={7: "4.50"})


def filled(text: str, place: int | None, lines: tuple[int, ...] = (2,), **rest: int | None) -> str:
    file, _ = put(read_csv(text.encode()), 0, COLUMN, place, dict.fromkeys(lines, ANA), head="Quiz", **rest)
    return file.to_bytes().decode()


def test_only_the_cell_of_a_student_changes() -> None:
    assert filled('"Name" ,"Quiz"\n"An\na" , old ,x\r\n\nBo,7', 1) == '"Name" ,"Quiz"\n"An\na" ,4.50,x\r\n\nBo,7'


@pytest.mark.parametrize("cell", ["4.5", "4.50", '"4,5"', " 4.500 "])
def test_a_cell_that_says_the_same_stays_as_it_is(cell: str) -> None:
    text = f"Name,Quiz\nAna,{cell}\n"
    assert filled(text, 1) == text


def test_a_short_row_is_made_long_enough() -> None:
    assert filled("Name,x,Quiz\nAna\n", 2) == "Name,x,Quiz\nAna,,4.50\n"


def test_a_new_column_stands_behind_the_last_and_in_every_row_that_has_cells() -> None:
    assert filled("Name,x\nAna\n\nMax,\nBo,1,2", None, maximum_at=3) == "Name,x,Quiz\nAna,,4.50\n\nMax,,20\nBo,1,,2"


def test_or_before_another() -> None:
    assert filled("Name,time\nAna,1\nBo,2\n", None, before=1) == "Name,Quiz,time\nAna,4.50,1\nBo,,2\n"


def test_a_file_with_commas_in_its_numbers_gets_commas() -> None:
    assert filled("Name;Quiz;x\nAna;;3,5\n", 1) == "Name;Quiz;x\nAna;4,50;3,5\n"
    assert filled("Name;Quiz;x\nAna;;3.5\n", 1) == "Name;Quiz;x\nAna;4.50;3.5\n"


def test_who_has_no_points_keeps_the_cell() -> None:
    file, count = put(read_csv(b"Name,Quiz\nAna,3\n"), 0, ExportColumn(8, "Quiz", 5, None), 1, {2: ANA}, head="Quiz")
    assert (file.to_bytes(), count) == (b"Name,Quiz\nAna,3\n", 0)


def test_cells_that_say_it_already_are_counted() -> None:
    file: CsvFile = read_csv(b"Name,Quiz\nAna,4.5\nAna,\n")
    assert put(file, 0, COLUMN, 1, {2: ANA, 3: ANA}, head="Quiz")[1] == 2


def test_the_column_is_one_or_none() -> None:
    assert place_of("a", ["a", "b"], [True, False]) == 0
    assert place_of("a", ["a", "b"], [False, False]) is None
    with pytest.raises(BadInput, match=r"fill_column_twice: title=a, heads=a \| a \(1\)"):
        place_of("a", ["a", "a (1)"], [True, True])


@pytest.mark.parametrize(
    ("data", "code"), [(b"x" * (MAX_BYTES + 1), "fill_too_large"), (b"a\n" * 5001, "fill_too_long: found=5001, limit=5000"), (b"\n , \n", "fill_empty"), (b"", "fill_empty")]
)
def test_a_file_that_cannot_be_filled_says_why(data: bytes, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        read_upload(data)
