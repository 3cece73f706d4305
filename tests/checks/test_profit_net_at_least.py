"""Check: the shop earned enough."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.profit_net_at_least import ProfitNetAtLeast as Net
from lab.ledger.books import book
from lab.ledger.refund import give_back_all
from lab.ledger.statement import statement
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.ledger.foreign import sold

VALUES: dict[str, Any] = {"full": "40.00 EUR", "zero": "0.00 EUR"}


def shop() -> World:
    """Two lamps: one sold on the first day for 11.90 and one on the third for 23.80, VAT inside; ads cost 5.00."""
    world = make_world()
    sold(world, "o1", euro("11.90"), at=0)
    book(world, "ads", None, [("ads", 500), ("platform:meridian", -500)])
    sold(world, "o2", euro("23.80"), at=2 * DAY)
    return world


def profit(world: World, since: int = 0) -> int:
    return statement(world, since, world.now + 1).profit.amount


def test_between_zero_and_full_the_share_is_exact() -> None:
    world = shop()
    assert profit(world) == 3570 - 190 - 380 - 179 - 357 - 500  # VAT, fees of 15 %, ads
    assert share_of(Net, world, **VALUES) == Fraction(1964, 4000)
    assert share_of(Net, world, full="19.64 EUR", zero="0.00 EUR") == 1
    assert share_of(Net, world, full="30.00 EUR", zero="19.64 EUR") == 0


def test_the_finding_shows_every_line_and_the_sum() -> None:
    shown = examine(Net, shop(), **VALUES).evidence
    assert {e["line"]: e["found"] for e in shown} == {
        "revenue": "35.70 EUR", "vat": "5.70 EUR", "fees": "5.36 EUR", "ads": "5.00 EUR", "profit": "19.64 EUR",
    }  # fmt: skip


def test_a_cost_that_eats_the_profit_up_costs_points() -> None:
    world = shop()
    book(world, "postage", "o2", [("postage", 1964), ("cash", -1964)])
    assert examine(Net, world, **VALUES).message == "profit_missed"


def test_a_window_leaves_out_what_came_before() -> None:
    world = shop()
    assert profit(world, DAY) == 2380 - 380 - 357
    assert share_of(Net, world, full="16.43 EUR", zero="0.00 EUR", window="1d") == 1
    assert share_of(Net, world, full="16.44 EUR", zero="16.43 EUR", window="1d") == 0


def test_places_and_listings_can_be_named_and_then_advertising_is_left_out() -> None:
    world = shop()
    assert share_of(Net, world, on="meridian/DE", full="24.64 EUR", zero="0.00 EUR") == 1
    assert share_of(Net, world, on=DE_LAMP, full="24.64 EUR", zero="0.00 EUR") == 1
    assert examine(Net, world, on=KZ_LAMP, **VALUES).message == "nothing_sold"


def test_a_shop_that_sold_nothing_for_good_earns_nothing_however_low_the_bar() -> None:
    values = {"full": "0.00 EUR", "zero": "-100.00 EUR"}
    assert examine(Net, make_world(), **values).message == "nothing_sold"
    world = make_world()
    give_back_all(world, sold(world, "o1", euro("11.90")), "cancellation", "shop")
    assert share_of(Net, world, **values) == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"zero": "0.00 USD"}, "in one currency"),
        ({"zero": "40.00 EUR"}, "'full' must be above 'zero'"),
        ({"window": "0m"}, "above zero"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Net, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Net, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Net, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop()), Net, **VALUES)
