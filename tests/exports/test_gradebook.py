"""Results as exports take them."""

import pytest

from lab.exports.gradebook import ExportRow, same_number, unique_heads
from tests.exports.books import BOOK


@pytest.mark.parametrize("text", ["", "=1", "1e2", "EX", "4,5"])
def test_points_are_plain_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="not a plain number"):
        ExportRow("Li", "li", points={1: text})


def test_the_login_stands_in_for_an_unknown_login_elsewhere() -> None:
    assert ExportRow("Li", "li").ref("login_id") == "li"
    assert ExportRow("Li", "li", refs={"login_id": "LI@uni"}).ref("login_id") == "LI@uni"
    assert ExportRow("Li", "li").ref("sis_id") == ""


def test_some_columns_may_be_taken() -> None:
    assert [column.title for column in BOOK.only(8).columns] == ["Customs"]
    assert BOOK.only(8).rows == BOOK.rows


@pytest.mark.parametrize(("text", "same"), [("4.5", True), ("4,50", True), (" 4.500 ", True), ("4.51", False), ("-", False), ("", False), ("EX", False)])
def test_the_same_number_may_be_written_otherwise(text: str, same: bool) -> None:
    assert same_number(text, "4.50") is same


def test_heads_are_made_unique() -> None:
    assert unique_heads(["A", "a", "A", "B", "A [2]", "id"], ["ID"]) == ["A", "a [2]", "A [3]", "B", "A [2] [2]", "id [2]"]
