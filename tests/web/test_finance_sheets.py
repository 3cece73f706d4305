"""Files of the books: sent in parts, read by a spreadsheet as numbers and texts, never run by it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Flask

from lab.ledger.statement import statement
from lab.web.finance_sheets import CHUNK, book_rows, csv_response, month_end_rows, profit_rows
from tests.builders import DE_LAMP, euro, make_listing
from tests.ledger.foreign import foreign_world, sold


def parts(rows: Iterable[Sequence[str]]) -> list[str]:
    with Flask("x").test_request_context():
        return [str(part) for part in csv_response(rows, "x.csv").response]


def test_a_file_is_sent_in_parts_and_runs_no_formula() -> None:
    found = parts([["=1+1", "-2.50", "-cmd", "+4", "@x", "\tx"]] * (CHUNK * 2 + 1))
    assert len(found) == 3
    assert found[0].startswith("\ufeff")
    assert not any(part.startswith("\ufeff") for part in found[1:])
    rows = list(csv.reader(io.StringIO("".join(found).removeprefix("\ufeff"))))
    assert len(rows) == CHUNK * 2 + 1
    assert rows[-1] == ["'=1+1", "-2.50", "'-cmd", "'+4", "'@x", "'\tx"]


def test_a_file_without_rows_has_its_mark_only() -> None:
    assert parts([]) == ["\ufeff"]


def test_postings_stand_on_their_side_with_the_order_and_the_currency() -> None:
    world = foreign_world()
    sold(world, "o1", at=60)
    heads, *rows = book_rows(world, range(1, len(world.ledger)))
    assert len(rows) == sum(len(entry.postings) for entry in world.ledger[1:])
    first = dict(zip(heads, rows[0], strict=True))
    assert first == {
        "entry": "2", "day": "1", "date": "2026-05-04", "time": "09:00", "kind": "sale", "order_number": "o1", "account": "platform:caravan",
        "debit": "23600.00", "credit": "", "currency": "KZT",
    }  # fmt: skip


def test_a_statement_and_its_profit_are_rows() -> None:
    world = foreign_world()
    world.listings[DE_LAMP] = make_listing(DE_LAMP)
    sold(world, "o1")
    sold(world, "o2", euro("39.90"))
    report = statement(world)
    figures = {row[1]: row[5] for row in month_end_rows(world, report) if row[0] == "figure"}
    assert figures["profit"] == str(report.profit).split()[0]
    rows = list(profit_rows(world, report))
    assert [row[:2] for row in rows[1:]] == [
        ["country", "KZ"], ["country", "DE"], ["listing", "caravan/KZ/lamp"], ["listing", DE_LAMP], ["without_order", ""], ["total", ""],
    ]  # fmt: skip
    assert {len(row) for row in rows} == {8}


def test_rows_are_asked_for_as_they_are_sent() -> None:
    asked: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(5 * CHUNK):
            asked.append(number)
            yield [str(number)]

    parts = iter(csv_response(rows(), "numbers.csv").response)
    next(parts)
    assert len(asked) == CHUNK
