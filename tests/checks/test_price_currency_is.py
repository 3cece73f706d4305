"""Check: buyers pay in the right currency, and the price was really converted."""

from typing import Any

import pytest

from lab.checks.price_currency_is import PriceCurrencyIs as Currency
from lab.values.money import Money
from lab.world.money import PricingRule
from lab.world.world import World
from tests.builders import (
    KZ,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.ledger.foreign import foreign_world, midnight

VALUES: dict[str, Any] = {"on": KZ_LAMP, "currency": "KZT", "tolerance": "10 %"}


def ruled(rate_micro: int = 0, markup: int = 0, ending: Any = "exact", **rates: Any) -> World:
    """The lamp for 39.90 EUR in Kazakhstan, at 590 tenge for a euro unless told otherwise."""
    world = foreign_world(**rates)
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP)
    world.pricing[KZ] = PricingRule(KZ, rate_micro, markup, ending)
    return world


def verdict(world: World, **values: Any) -> str:
    finding = examine(Currency, world, **{**VALUES, **values})
    assert finding.message == ("currency_right" if finding.fraction else "currency_wrong")
    return str(finding.evidence[0]["verdict"])


def test_a_price_converted_by_a_rule_earns_everything_to_the_tolerance() -> None:
    assert share_of(Currency, ruled(), **VALUES) == 1
    assert share_of(Currency, ruled(markup=100), **VALUES) == 1
    assert verdict(ruled(markup=101)) == "far from the rate of the day"
    assert verdict(ruled(markup=-101)) == "far from the rate of the day"


def test_a_number_that_was_kept_while_the_currency_changed_is_caught() -> None:
    world = ruled(rate_micro=1_000_000)
    finding = examine(Currency, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["verdict"]) == (0, "the number was kept")
    assert finding.evidence[0]["found"] == "39.90 KZT (1 EUR = 1.000000 KZT)"
    assert finding.evidence[0]["expected"] == "23541.00 KZT (1 EUR = 590.000000 KZT)"


def test_a_place_where_buyers_pay_in_another_currency_earns_nothing() -> None:
    assert verdict(ruled(), currency="USD") == "another currency"
    assert verdict(make_world(make_listing(KZ_LAMP))) == "another currency"


def test_the_day_whose_rate_counts_may_be_named() -> None:
    world = ruled(rate_micro=590_000_000, kzt={0: 590, 2: 700})
    world.now = midnight(3)
    assert verdict(world) == "far from the rate of the day"
    assert verdict(world, rate_at="+0h") == "right"


def test_a_rule_is_asked_for_unless_the_rate_of_the_day_is_enough() -> None:
    world = ruled()
    world.pricing.clear()
    assert verdict(world) == "no pricing rule"
    assert verdict(world, rule="false") == "right"


def test_endings_can_be_asked_for() -> None:
    assert verdict(ruled(ending="ninety"), endings=["ninety", "nine"]) == "right"
    assert verdict(ruled(ending="exact"), endings=["ninety", "nine"]) == "another ending"


def test_the_rule_that_a_student_saves_is_the_one_looked_at() -> None:
    world = ruled()
    world.pricing.clear()
    assert act(world, "pricing.save", place=KZ, markup_permille=50, ending="ninety").ok
    assert verdict(world) == "right"
    world.listings[KZ_LAMP].price = Money(1, "EUR")
    assert verdict(world) == "far from the rate of the day"  # 5.90 became 90.00


def test_a_draft_earns_nothing() -> None:
    world = ruled()
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, live=False)
    assert examine(Currency, world, **VALUES).evidence[0]["found"] == "no price or never on sale"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"currency": "XXX"}, "no rate for the currency"),
        ({"tolerance": "100 %"}, "below 100 %"),
        ({"rule": "false", "endings": ["nine"]}, "those of a pricing rule"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Currency, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Currency, **VALUES)
    assert share_of(Currency, ruled(), **{**VALUES, "on": []}) == 0


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Currency, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(ruled(markup=50)), Currency, **VALUES)
