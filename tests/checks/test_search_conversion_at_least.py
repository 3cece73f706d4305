"""Check: enough of those who open a listing buy."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.search_conversion_at_least import SearchConversionAtLeast as Conversion
from lab.market.base import Market
from lab.values.moment import DAY
from lab.world.traffic import Traffic
from lab.world.world import World
from tests.builders import (
    DE,
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

VALUES: dict[str, Any] = {"on": DE_LAMP, "full": "6 %", "zero": "2 %"}


def visited(*days: tuple[int, int], listing: str = DE_LAMP) -> World:
    """A shop whose listing was visited and bought so often on each day."""
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    for day, (clicked, bought) in enumerate(days):
        world.traffic.append(Traffic(day, listing, 1, 900, 800, 700, clicked, bought))
    world.now = len(days) * DAY - DAY
    return world


@pytest.mark.parametrize(
    ("bought", "share", "message"),
    [
        (1, "0", "conversion_low"), (2, "0", "conversion_low"), (3, "1/4", "conversion_near"), (5, "3/4", "conversion_near"),
        (6, "1", "conversion_reached"), (50, "1", "conversion_reached"),
    ],
)  # fmt: skip
def test_the_share_is_a_straight_line_between_zero_and_full(bought: int, share: str, message: str) -> None:
    finding = examine(Conversion, visited((100, bought)), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(share), message)


def test_too_few_visits_say_nothing() -> None:
    finding = examine(Conversion, visited((49, 40)), **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (0, "too_few_visits", {"visits": 49, "least": 50})
    assert share_of(Conversion, visited((49, 40)), **VALUES, min_visits=49) == 1


def test_only_the_window_counts() -> None:
    world = visited((1000, 0), (100, 6), (100, 6))
    assert share_of(Conversion, world, **VALUES) == 0
    assert share_of(Conversion, world, **VALUES, window="24h") == 1


def test_only_what_is_named_counts() -> None:
    world = visited((100, 6))
    world.traffic.append(Traffic(0, KZ_LAMP, 1, 900, 800, 700, 500, 0))
    assert share_of(Conversion, world, **VALUES) == 1
    assert share_of(Conversion, world, **{**VALUES, "on": DE}) == 1
    assert share_of(Conversion, world, **{**VALUES, "on": []}) == 0


def test_the_evidence_has_the_counts() -> None:
    shown = examine(Conversion, visited((100, 5)), **VALUES).evidence[0]
    assert (shown["found"], shown["expected"], shown["visits"], shown["sold"], shown["days"]) == ("5.0 %", "≥ 6.0 %", 100, 5, 1)


@pytest.mark.parametrize("values", [{"full": "2 %", "zero": "2 %"}, {"full": "0 %"}, {"full": "101 %"}])
def test_limits_that_make_no_sense_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"above|greater|less"):
        make_check(Conversion, on=DE_LAMP, **values)


def test_the_built_in_change_is_noticed(market: Market) -> None:
    world = make_world(make_listing(live=False, stock=5000, price=euro("24.90")), market=market, visits_per_day=60_000_000, stock={"lamp": 5000})
    steps = [(10, "listing.publish", {"listing": DE_LAMP})]
    found = changes_noticed(Conversion, world, steps, moment=2 * DAY, on=DE_LAMP, full="0.1 %", min_visits=5)
    assert found == ["never on sale"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Conversion, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Conversion, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(visited((100, 5))), Conversion, **VALUES)
