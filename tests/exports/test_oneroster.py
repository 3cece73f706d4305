"""OneRoster: line items and results that replace nobody else's."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given

from lab.exports.gradebook import GradebookExport
from lab.exports.oneroster import FILES, LINE_HEADS, RESULT_HEADS, Links, results_zip
from lab.values.csvfile import read_csv
from tests.exports.books import BOOK, books

LINKS = Links("class-9", "term-2", "https://lab.example/")
NOW = datetime(2026, 11, 26, 8, 0, 5, 120_000, tzinfo=UTC)


def tables(book: GradebookExport) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(results_zip(book, LINKS, NOW).data)) as archive:
        return {name: [row.texts for row in read_csv(archive.read(name)).rows] for name in archive.namelist()}


def test_the_manifest_names_every_file_and_replaces_none() -> None:
    rows = tables(BOOK)["manifest.csv"]
    assert rows[:3] == [["propertyName", "value"], ["manifest.version", "1.0"], ["oneroster.version", "1.1"]]
    modes = {name.removeprefix("file."): mode for name, mode in rows if name.startswith("file.")}
    assert set(modes) == set(FILES)
    assert {name for name, mode in modes.items() if mode == "delta"} == {"categories", "lineItems", "results"}
    assert set(modes.values()) == {"delta", "absent"}


def test_line_items_belong_to_the_class_of_the_other_system() -> None:
    heads, first, second = tables(BOOK)["lineItems.csv"]
    assert heads == list(LINE_HEADS)
    assert first[1:8] == ["active", "2026-11-26T08:00:05.120Z", "First orders", "", "2026-11-26", "2026-12-01", "class-9"]
    assert first[9:] == ["term-2", "0", "20"]
    assert second[6] == "2026-11-26"  # never due
    assert first[8] == tables(BOOK)["categories.csv"][1][0]


def test_results_name_their_line_item_and_student() -> None:
    row = replace(BOOK.rows[0], refs={"oneroster": "u-1"})
    book = replace(BOOK, rows=(row, *BOOK.rows[1:]))
    items = {line[3]: line[0] for line in tables(book)["lineItems.csv"][1:]}
    heads, *results = tables(book)["results.csv"]
    assert heads == list(RESULT_HEADS)
    assert [(line[3], line[4], line[5], line[6], line[7]) for line in results] == [
        (items["First orders"], "u-1", "fully graded", "18.50", "2026-11-26"), (items["Customs"], "u-1", "fully graded", "10.00", "2026-11-26"),
        (items["First orders"], "xm1", "fully graded", "4.00", "2026-11-26"), (items["Customs"], "mali", "fully graded", "-1.00", "2026-11-26"),
    ]  # fmt: skip
    assert [one.login for one in results_zip(book, LINKS, NOW).unlinked] == ["xm1", "mali"]


def test_the_same_results_have_the_same_ids_and_bytes() -> None:
    later = results_zip(BOOK, LINKS, NOW.replace(hour=9))
    assert results_zip(BOOK, LINKS, NOW).data == results_zip(BOOK, LINKS, NOW).data != later.data
    assert len({line[0] for name in ("lineItems.csv", "results.csv") for line in tables(BOOK)[name][1:]}) == 6


@given(books())
def test_every_title_and_all_points_survive(book: GradebookExport) -> None:
    found = tables(book)
    graded = [column for column in book.columns if column.max_points is not None]
    assert [line[3] for line in found["lineItems.csv"][1:]] == [column.title for column in graded]
    assert [line[6] for line in found["results.csv"][1:]] == [row.points[one.id] for row in book.rows for one in graded if one.id in row.points]
