"""The setting of a world as its shocks have changed it; figures worked out by hand."""

from dataclasses import replace
from fractions import Fraction

from lab.customs.lanes import lane_price
from lab.customs.postage import quote
from lab.engine.shocks import at_price, under_shocks
from lab.values.moment import DAY
from lab.values.money import Money
from lab.world.shock import Shock
from tests.builders import make_setting

PLAIN = make_setting()
DEARER = Shock("carrier_change", 0, 2 * DAY, lane="de_parcel", percent=50)
TWICE = Shock("carrier_change", DAY, None, lane="de_parcel", percent=100)
CLOSED = Shock("carrier_change", 0, None, lane="de_parcel", closed=True)
TENGE = Shock("rate_shock", 0, None, currency="KZT", percent=-20)


def postage(shocks: list[Shock], now: int) -> Money:
    return lane_price(under_shocks(PLAIN, shocks, now).lanes["de_parcel"], 1000)


def test_without_a_change_it_is_the_very_same_setting() -> None:
    strike, recall = Shock("strike", 0, DAY, country="DE"), Shock("recall", 0, DAY, sku="lamp")
    for shocks in ([], [strike, recall], [CLOSED], [replace(DEARER, begins=5)]):
        assert under_shocks(PLAIN, shocks, 0) is PLAIN
    moved = under_shocks(PLAIN, [TENGE], 0)
    assert under_shocks(moved, [TENGE], 9) is moved


def test_price_changes_in_force_multiply_and_end() -> None:
    usual = postage([], 0)
    assert postage([DEARER, TWICE], DAY - 1) == usual.times(Fraction(3, 2))
    assert postage([DEARER, TWICE], DAY) == usual.times(3)
    assert postage([DEARER, TWICE], 2 * DAY) == usual.times(2)


def test_it_follows_from_the_plain_setting_whatever_had_been_changed_before() -> None:
    once = under_shocks(PLAIN, [DEARER], 0)
    again = under_shocks(once, [DEARER, TENGE], 1)
    assert again.lanes == once.lanes and again.usual_lanes is PLAIN.lanes and again.rate_shocks == (TENGE,)
    over = under_shocks(again, [DEARER, TENGE], 2 * DAY)
    assert (over.lanes, over.usual_lanes, over.rate_shocks) == (PLAIN.lanes, {}, (TENGE,))
    assert under_shocks(over, [], 2 * DAY) == PLAIN
    assert all(once.lanes[key] is lane for key, lane in PLAIN.lanes.items() if key != "de_parcel")
    assert list(once.lanes) == list(PLAIN.lanes)


def test_every_amount_of_every_kind_of_tariff_is_multiplied() -> None:
    seen = set()
    for lane in PLAIN.lanes.values():
        twice = at_price(lane, Fraction(2))
        remote = next(((areas[0], country) for country, areas in lane.remote_postcodes.items() if areas), ("", ""))
        for grams in (weight for weight in (1, 700, 1900) if weight <= lane.max_weight_g):
            plain, dear = quote(lane, grams, None, *remote), quote(twice, grams, None, *remote)
            # twice the sum, but for the half cent by which a line may have been rounded before
            slack = 0 if lane.price_steps else len(plain.lines)
            assert abs(dear.total.amount - 2 * plain.total.amount) <= slack
            seen |= {line.key for line in plain.lines}
        assert replace(twice, price_steps=lane.price_steps, curve=lane.curve, remote=lane.remote) == lane
    assert seen >= {"carriage", "first", "steps", "fuel", "fee", "remote"}


def test_amounts_are_rounded_half_up() -> None:
    lane = PLAIN.lanes["de_parcel"]
    one = replace(lane, price_steps=(replace(lane.price_steps[0], price=Money(5, "EUR")),))
    assert at_price(one, Fraction(11, 10)).price_steps[0].price == Money(6, "EUR")  # 5.5
    assert at_price(one, Fraction(108, 100)).price_steps[0].price == Money(5, "EUR")  # 5.4
