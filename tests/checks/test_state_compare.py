"""Check: something in the shop is as it should be, named by a path."""

from typing import Any

import pytest

from lab.checks.state_compare import StateCompare as Compare
from lab.checks.state_compare import value_at
from lab.values.money import Money
from lab.world.health import Health
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import (
    DE,
    DE_LAMP,
    KZ_LAMP,
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_order,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

LIVE: dict[str, Any] = {"path": f"listings.{DE_LAMP}.state", "value": "live"}


def shop() -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP, live=False))
    make_order(world, "o1", quantity=2, at=10)
    make_thread(world, "q1", (50, "180 cm."), at=20)
    world.health["meridian"] = Health("warned")
    world.papers.worksheet = {"profit": euro("4.20")}
    world.shop.abroad["US"] = {"lamp": Pile(7, 0)}
    return world


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("shop.name", "Kontorlicht"), ("stock.lamp", 50), ("stock.lamp.US", 7), ("stock.bulb.US", 0), ("stock.chair", None),
        (f"listings.{DE_LAMP}.state", "live"), (f"listings.{KZ_LAMP}.state", "draft"), ("listings.meridian/DE/bulb.state", None),
        (f"listings.{DE_LAMP}.price", euro("39.90")), (f"listings.{DE_LAMP}.attributes.socket", "E27"),
        (f"listings.{DE_LAMP}.attributes.smell", None), (f"listings.{DE_LAMP}.pictures", 1), ("orders.count", 1), ("orders.o1.state", "unshipped"),
        ("orders.o1.total", euro("83.70")), ("orders.o1.refunded", euro("0.00")), ("orders.o1.cancel_answer", "none"), ("orders.o2.state", None),
        ("threads.q1.state", "answered"), ("threads.q1.answers", 1), ("threads.q1.outcome", "none"), (f"shipping.{DE}.handling_hours", 24),
        ("health.meridian", "warned"), ("health.caravan", None), ("worksheet.profit", euro("4.20")), ("worksheet.tax", None), ("posts.count", 0),
    ],
)  # fmt: skip
def test_a_path_leads_to_its_value(path: str, value: Any) -> None:
    assert value_at(shop(), path) == value


def test_cash_is_what_the_books_say() -> None:
    cash = value_at(shop(), "shop.cash")
    assert isinstance(cash, Money) and share_of(Compare, shop(), path="shop.cash", op="ge", value=str(cash)) == 1


@pytest.mark.parametrize(
    ("path", "op", "value", "share"),
    [
        ("stock.lamp", "eq", "50", 1), ("stock.lamp", "eq", "50 ", 1), ("stock.lamp", "eq", "49", 0), ("stock.lamp", "ne", "49", 1),
        ("stock.lamp", "ne", "50", 0), ("stock.lamp", "lt", "51", 1), ("stock.lamp", "lt", "50", 0), ("stock.lamp", "le", "50", 1),
        ("stock.lamp", "gt", "49", 1), ("stock.lamp", "gt", "50", 0), ("stock.lamp", "ge", "50", 1), ("stock.lamp", "ge", "many", 0),
        ("stock.lamp", "in", ["1", "50"], 1), ("stock.lamp", "in", ["1", "2"], 0), ("stock.chair", "ne", "1", 0),
        (f"listings.{DE_LAMP}.price", "eq", "39.90 EUR", 1), (f"listings.{DE_LAMP}.price", "lt", "40 EUR", 1),
        (f"listings.{DE_LAMP}.price", "lt", "40 USD", 0), (f"listings.{DE_LAMP}.price", "ne", "39.90 USD", 1),
        (f"listings.{DE_LAMP}.attributes.cord_length", "ge", "180", 1), (f"listings.{DE_LAMP}.attributes.socket", "ge", "1", 0),
        (f"listings.{DE_LAMP}.state", "in", ["live", "draft"], 1),
    ],
)  # fmt: skip
def test_values_are_compared_as_their_kind_allows(path: str, op: str, value: Any, share: int) -> None:
    assert share_of(Compare, shop(), path=path, op=op, value=value) == share


def test_the_evidence_says_what_was_found_and_wanted() -> None:
    shown = examine(Compare, shop(), path="stock.lamp", op="lt", value="5").evidence[0]
    assert (shown["rule"], shown["found"], shown["expected"]) == ("stock.lamp", "50", "< 5")
    assert examine(Compare, shop(), path="stock.chair", value="5").evidence[0]["found"] == "not there"


@pytest.mark.parametrize("path", ["shop.seed", "setting.seed", "listings.x.record", "stock", "orders.o1", "orders.o1.buyer", "x", "stock.", "shop.__class__", "threads.q1.messages.0"])
def test_only_what_is_on_the_list_can_be_looked_at(path: str) -> None:
    with pytest.raises(ValueError, match=r"no such path|at least 3"):
        make_check(Compare, path=path, value="1")


@pytest.mark.parametrize("values", [{"value": ["1", "2"]}, {"value": []}, {"value": "1", "on": DE_LAMP}])
def test_what_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"'value' is one value|'on' is not used"):
        make_check(Compare, path="stock.lamp", **values)


def test_the_object_in_the_path_must_be_in_the_scenario() -> None:
    assert make_check(Compare, **LIVE).targets() == (DE_LAMP,)
    assert make_check(Compare, path="orders.o1.state", value="shipped").targets() == ("o1",)
    assert make_check(Compare, path="orders.count", value="1").targets() == make_check(Compare, path="shop.cash", value="1 EUR").targets() == ()


def test_the_built_in_change_is_noticed() -> None:
    world = make_world(make_listing(live=False))
    assert changes_noticed(Compare, world, [(10, "listing.publish", {"listing": DE_LAMP})], **LIVE) == ["nothing done about it"]
    refund = {"order": "o1", "amount": euro("5.00"), "reason": "goodwill"}
    steps = [(20, "order.refund", refund)]
    assert changes_noticed(Compare, shop(), steps, path="orders.o1.refunded", op="ge", value="5 EUR") == ["nothing done about it"]


def test_what_no_change_surely_hurts_has_none() -> None:
    assert changes_noticed(Compare, shop(), [(20, "stock.reorder", {"sku": "lamp", "quantity": 1})], path="orders.o1.state", op="ne", value="lost") == []


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Compare, **LIVE)
    assert earns_nothing(Compare, path=f"listings.{DE_LAMP}.state", op="ne", value="live")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Compare, path=f"listings.{DE_LAMP}.title", op="ge", value="1")
    assert survives_hostile_text(Compare, path=f"listings.{DE_LAMP}.search_terms", value="(\u202e")


def test_a_second_run_gives_the_same_bytes() -> None:
    world = shop()
    assert act(world, "price.set", listing=DE_LAMP, price=euro("41.00")).ok
    assert reads_alike(evidence_of(world), Compare, path=f"listings.{DE_LAMP}.price", value="41.00 EUR")
