"""Check: what an answer claims about an order was true when it was sent."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_matches_state import MessageMatchesState as State
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    act,
    earns_nothing,
    examine,
    make_order,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"on": "q3", "claims": ["shipped", "tracking_number"]}
SENT = "Guten Tag, Ihr Paket wurde heute versandt. Die Sendungsnummer lautet {number}."


def answered(text: str, *, ship_at: int | None = 50, answer_at: int = 100) -> World:
    world = make_world()
    make_order(world, at=10)
    if ship_at is not None:
        world.now = ship_at
        assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    parcels = world.orders["o1"].parcels
    number = parcels[0].tracking_number if parcels else "000"
    make_thread(world, "q3", (answer_at, text.format(number=number)), order="o1", at=20)
    return world


@pytest.mark.parametrize(
    ("text", "share"),
    [(SENT, "1"), ("Guten Tag, Ihr Paket wurde heute versandt.", "1/2"), ("Ihre Nummer: {number}", "1/2"), ("Guten Tag, wir kümmern uns darum.", "0")],
)
def test_true_claims_earn_their_part(text: str, share: str) -> None:
    assert share_of(State, answered(text), **VALUES) == Fraction(share)


def test_saying_shipped_too_early_earns_nothing() -> None:
    assert share_of(State, answered(SENT, ship_at=None), **VALUES) == 0
    finding = examine(State, answered(SENT, ship_at=200), **VALUES)
    assert finding.fraction == 0
    assert [e["found"] for e in finding.evidence] == ["untrue", "untrue"]


def test_the_minute_of_shipping_is_in_time() -> None:
    assert share_of(State, answered(SENT, ship_at=100, answer_at=100), **VALUES) == 1


def test_an_untrue_claim_is_not_healed_by_a_later_true_one() -> None:
    world = answered("Ihr Paket wurde versandt.", ship_at=50, answer_at=100)
    make_thread(world, "q3", (30, "Ihr Paket wurde versandt."), (100, "Ihr Paket wurde versandt."), order="o1", at=20)
    assert share_of(State, world, on="q3", claims=["shipped"]) == 0


def test_a_number_may_be_written_in_groups() -> None:
    world = answered("Ihr Paket wurde versandt: {number}")
    message = world.threads["q3"].messages[-1]
    number = world.orders["o1"].parcels[0].tracking_number
    spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    make_thread(world, "q3", (message.at, message.text.replace(number, spaced)), order="o1", at=20)
    assert share_of(State, world, **VALUES) == 1


def test_a_thread_without_an_order_earns_nothing() -> None:
    world = make_world()
    make_thread(world, "q3", (60, SENT))
    assert share_of(State, world, **VALUES) == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(State, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(State, **VALUES)


@pytest.mark.parametrize("form", [str.lower, lambda number: "-".join(number[i : i + 5] for i in range(0, len(number), 5))])
def test_a_number_counts_however_it_is_written_but_only_whole(form: Callable[[str], str]) -> None:
    world = answered(SENT)
    number = world.orders["o1"].parcels[0].tracking_number
    make_thread(world, "q3", (100, f"Ihr Paket wurde versandt: {form(number)}"), order="o1", at=20)
    assert share_of(State, world, **VALUES) == 1
    make_thread(world, "q3", (100, f"Ihr Paket wurde versandt: {number}7"), order="o1", at=20)
    assert share_of(State, world, **VALUES) == Fraction(1, 2)


def test_a_short_answer_is_read_in_the_buyers_language() -> None:
    world = answered("Ware ist raus, versandt!")
    assert share_of(State, world, on="q3", claims=["shipped"]) == 1
