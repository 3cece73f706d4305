"""CSV of other systems: encodings, delimiters, quotes, and formulas that do not run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.values.csvfile import (
    MARK,
    CsvFile,
    cell_of,
    csv_text,
    decode,
    defused,
    delimiter_of,
    heads_row,
    is_number,
    read_csv,
    read_rows,
    undefused,
)
from lab.values.errors import BadInput

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", " =1", "'=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Li Wei", "'quoted'", "O'Hara", "3-4", "a=b", "王小明"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text == undefused(text)


@given(TEXTS)
def test_the_apostrophe_is_taken_away_exactly(text: str) -> None:
    assert undefused(defused(text)) == text


@given(st.sampled_from(["=", "'", "''=", "' =", "\t", "-", "'-5", "x"]), TEXTS)
def test_also_where_the_text_has_apostrophes_of_its_own(start: str, text: str) -> None:
    assert undefused(defused(start + text)) == start + text


def test_numbers() -> None:
    assert [is_number(text) for text in ("5", "-5", "-5.25", "05", "5.", "1e3", "-", "5-3", "=5", "٣", "5\n")] == [
        True, True, True, True, False, False, False, False, False, True, False,
    ]  # fmt: skip


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5))
def test_rows_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    assert [row.texts for row in read_rows(csv_text(rows), ",")] == rows


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), st.sampled_from(["\n", "\r\n"]))
def test_what_another_program_wrote_is_read_and_written_again_byte_for_byte(rows: list[list[str]], quoting: int, end: str) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    read = read_rows(out.getvalue(), ",")
    assert [row.texts for row in read if row.cells != ()] == [row or [""] for row in rows]
    assert CsvFile(tuple(read), ",", "utf-8", MARK).to_bytes() == MARK + out.getvalue().encode()


@given(st.text(st.sampled_from('",;\r\n ab=\t'), max_size=40))
def test_any_text_is_read_exactly_or_refused_with_its_line(text: str) -> None:
    for delimiter in ",;\t":
        try:
            rows = read_rows(text, delimiter)
        except BadInput as error:
            assert error.code == "csv_quote_open" and 1 <= error.args_["line"] <= text.count("\n") + text.count("\r") + 1  # type: ignore[operator]
        else:
            assert CsvFile(tuple(rows), delimiter, "utf-8", b"").to_bytes() == text.encode()


def test_a_row_knows_the_line_in_which_it_begins() -> None:
    rows = read_rows('a,"b\nc"\r\n\nd\n', ",")
    assert [(row.line, row.texts, row.is_blank) for row in rows] == [(1, ["a", "b\nc"], False), (3, [""], True), (4, ["d"], False)]


def test_blanks_around_quotation_marks_are_no_part_of_the_cell() -> None:
    (row,) = read_rows('"First name", "Feedback, long" ,x "y" z', ",")
    assert row.texts == ["First name", "Feedback, long", 'x "y" z']


def test_a_quotation_mark_that_stays_open_is_named_with_its_line() -> None:
    with pytest.raises(BadInput, match="csv_quote_open: line=3"):
        read_rows('a,b\n"x\n",c\n"d,e\nf\n'.replace('"x\n"', "x"), ",")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb", "\t"), ('"x;y;z",b', ","), ("one", ","), ("\n\nName;Login\n", ";"), ("", ",")],
)
def test_the_first_row_tells_the_delimiter(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


@pytest.mark.parametrize(("text", "place"), [("a,b\n", 0), ("\n\na\n", 2), ("sep=;\na;b\n", 1), ('"sep=,"\n\na,b\n', 2), ("", 0), ("sep=;\n", 0)])
def test_the_heads_stand_after_blank_rows_and_what_excel_is_told(text: str, place: int) -> None:
    assert heads_row(read_csv(text.encode())) == place


CHINESE = "姓名,学号\n王小明,20260101\n欧阳娜娜,20260102\n李婷,20260103\n"
RUSSIAN = "Фамилия;Имя;Группа\nИванов;Пётр;А-1\nЩербакова;Ольга;А-2\n"
ARABIC = "الاسم,اسم المستخدم\nمحمد علي,mali\nفاطمة الزهراء,fzahra\n"
WESTERN = "Name,Login\nJosé Núñez,jnunez\nFrançois Lefèvre,flefevre\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gb18030"), (RUSSIAN, "cp1251"), (RUSSIAN.upper(), "cp1251"), (ARABIC, "cp1256"), (WESTERN, "cp1252"), (CHINESE, "utf-8"), ("plain", "utf-8")],
)
def test_a_code_page_is_told_by_how_its_words_hang_together(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, b"")


@pytest.mark.parametrize("name", ["王小明", "Иванов Пётр", "محمد علي"])
def test_also_where_there_is_one_name_only(name: str) -> None:
    encoding = {"王": "gb18030", "И": "cp1251", "م": "cp1256"}[name[0]]
    assert decode(f"name,login\n{name},x1\n".encode(encoding))[0] == f"name,login\n{name},x1\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_with_and_without_a_mark(encoding: str) -> None:
    data = (CHINESE + RUSSIAN).encode(encoding)
    read = read_csv(data)
    assert read.rows[1].texts == ["王小明", "20260101"]
    assert read.to_bytes() == data


@pytest.mark.parametrize("data", [b"a,b\0c\n", b"\xff\xfe\x00\xd8", bytes(range(128, 256)) * 3])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="csv_encoding"):
        read_csv(data)


@pytest.mark.parametrize("data", [b"\n" * 50_001, b"," * 600_001])
def test_what_is_longer_than_any_list_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(BadInput, match="csv_too_long: limit=50000"):
        read_csv(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04...", b"\xd0\xcf\x11\xe0..."])
def test_a_workbook_is_called_one(data: bytes) -> None:
    with pytest.raises(BadInput, match="csv_is_workbook"):
        read_csv(data)


def test_a_sign_that_the_code_page_lacks_makes_the_file_unicode() -> None:
    read = read_csv(RUSSIAN.encode("cp1251"))
    first = read.rows[0]
    grown = CsvFile((type(first)(1, (*first.cells, cell_of("任务")), first.end), *read.rows[1:]), read.delimiter, read.encoding, read.mark)
    assert grown.to_bytes().decode("utf-8-sig") == RUSSIAN.replace("Группа", "Группа;任务")
