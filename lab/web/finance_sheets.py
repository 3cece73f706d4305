"""The books, a statement and the profit as CSV files, written row by row while they are sent.

UTF-8 with a byte order mark; the first row names the fields, in English in every language, so that a formula or a program that
reads the file goes on working. Amounts have a point and stand beside their currency.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from flask import Response

from lab.ledger.statement import Group, Statement
from lab.values.moment import day_of
from lab.values.money import Money
from lab.web.formats import amount_text
from lab.web.sheets import row_parts
from lab.web.tables import defused
from lab.world.world import World

CHUNK = 200
"""Rows that are sent together."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
BOOKS = ("entry", "day", "date", "time", "kind", "order_number", "account", "debit", "credit", "currency")
MONTH_END = ("part", "name", "currency", "opening", "closing", "amount", "entries")
PROFIT = ("by", "key", "orders", "pieces", "net_revenue", "profit", "profit_per_piece", "currency")


def csv_response(rows: Iterable[Sequence[str]], name: str) -> Response:
    """A file that is made while it is sent."""
    answer = Response(_parts(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _parts(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    mark = "\ufeff"
    for part in row_parts(rows, CHUNK, _clean):
        yield mark + part
        mark = ""
    if mark:
        yield mark


def _clean(cell: str) -> str:
    """A figure as it is, also below nothing; any other cell so that no spreadsheet runs it."""
    return cell if _NUMBER.fullmatch(cell) else defused(cell)


def book_rows(world: World, places: Iterable[int]) -> Iterator[Sequence[str]]:
    """One row per posting of the entries at some places in the ledger, numbered from 1."""
    start = world.setting.start
    yield BOOKS
    for place in places:
        entry = world.ledger[place]
        stamp = start + timedelta(minutes=entry.at)
        order = world.orders.get(entry.order) if entry.order else None
        head = [
            str(place + 1), str(day_of(start, entry.at) + 1), stamp.date().isoformat(), f"{stamp:%H:%M}", entry.kind,
            order.number if order else "",
        ]  # fmt: skip
        for posting in entry.postings:
            money = amount_text(Money(abs(posting.amount), entry.currency))
            sides = [money, ""] if posting.amount > 0 else ["", money]
            yield [*head, posting.account, *sides, entry.currency]


def month_end_rows(world: World, report: Statement) -> Iterator[Sequence[str]]:
    """The figures of a statement, then every account with what stood on it before and after."""
    currency = world.setting.currency
    yield MONTH_END
    for name, figure in report.figures.items():
        yield ["figure", name, currency, "", "", amount_text(figure.amount), str(len(figure.entries))]
    for line in report.accounts:
        moved = line.closing - line.opening
        yield ["account", line.account, line.currency, amount_text(line.opening), amount_text(line.closing), amount_text(moved), ""]


def profit_rows(world: World, report: Statement) -> Iterator[Sequence[str]]:
    """Profit by country and by listing, and what belongs to no order."""
    currency = world.setting.currency
    yield PROFIT
    for by, groups in (("country", report.countries), ("listing", report.listings)):
        for group in groups:
            yield [by, *_group(group), currency]
    yield ["without_order", "", "", "", "", amount_text(report.without_order), "", currency]
    yield ["total", "", "", str(report.pieces), amount_text(report.net), amount_text(report.profit), amount_text(report.profit_per_piece), currency]


def _group(group: Group) -> list[str]:
    return [
        group.key, str(len(group.orders)), str(group.pieces), amount_text(group.net), amount_text(group.profit),
        amount_text(group.profit_per_piece),
    ]  # fmt: skip
