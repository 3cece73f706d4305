"""Balances of long books: what was added up before is not added up again, and is never another shop's."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lab.engine.clone import clone
from lab.ledger.books import all_balances, balance, book
from lab.ledger.totals import LONG, totals_of
from lab.world.entry import Entry
from lab.world.world import World
from tests.builders import euro, make_world


def plainly(ledger: list[Entry]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for entry in ledger:
        for posting in entry.postings:
            place = (posting.account, entry.currency)
            found[place] = found.get(place, 0) + posting.amount
    return found


@pytest.fixture
def world() -> World:
    """A shop with long books."""
    world = make_world()
    spend(world, LONG + 50)
    return world


def spend(world: World, times: int, account: str = "fees") -> None:
    for number in range(times):
        book(world, "fee", None, [(account, number + 1), ("cash", -number - 1)], "KZT" if number % 3 else "")


def test_short_books_are_added_up() -> None:
    world = make_world()
    spend(world, 5)
    assert totals_of(world.ledger) == plainly(world.ledger)


def test_long_books_that_grow_keep_right_sums(world: World) -> None:
    for _ in range(3):
        assert totals_of(world.ledger) == plainly(world.ledger)
        assert list(totals_of(world.ledger)) == list(plainly(world.ledger))
        spend(world, 7, "ads")
    assert balance(world, "ads") == euro("0.36")
    assert all_balances(world)["ads", "EUR"] == euro("0.36")


class Watched(list[Entry]):
    """Books that remember which parts of them were asked for, and whether they were gone through."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__(entries)
        self.read: list[object] = []

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            self.read.append(place.start)
        return super().__getitem__(place)

    def __iter__(self) -> Iterator[Entry]:
        self.read.append("all")
        return super().__iter__()


def test_only_what_came_after_is_added(world: World) -> None:
    length = len(world.ledger)
    first = Watched(world.ledger)
    totals_of(first)
    assert first.read == ["all"]
    copied = clone(world)
    spend(copied, 2)
    grown = Watched(copied.ledger)
    totals_of(grown)
    totals_of(grown)
    assert grown.read == [length]


def test_two_copies_that_go_different_ways_have_their_own_sums(world: World) -> None:
    totals_of(world.ledger)
    copied = clone(world)
    spend(world, 1, "ads")
    spend(copied, 1, "rent")
    assert totals_of(world.ledger) == plainly(world.ledger)
    assert totals_of(copied.ledger) == plainly(copied.ledger)


def test_equal_entries_of_another_shop_are_not_taken_for_the_same(world: World) -> None:
    totals_of(world.ledger)
    others = [replace(entry) for entry in world.ledger]
    others[3] = replace(others[3], postings=others[4].postings)
    assert others[-1] == world.ledger[-1]
    assert totals_of(others) == plainly(others)


def test_what_is_given_out_is_the_callers_own(world: World) -> None:
    totals_of(world.ledger).clear()
    assert totals_of(world.ledger) == plainly(world.ledger)
