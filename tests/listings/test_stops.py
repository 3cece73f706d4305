"""What an instructor's events forbid."""

import pytest

from lab.listings.stops import check_lane_open, check_not_recalled, days_left
from lab.values.errors import Refused
from lab.values.moment import DAY
from lab.world.shock import Shock
from tests.builders import make_world


def test_without_events_nothing_is_forbidden() -> None:
    check_not_recalled(make_world(), ("lamp", "bulb"))
    check_lane_open(make_world(), "de_parcel")


def test_the_recall_that_lasts_longest_says_how_long() -> None:
    world = make_world()
    world.shocks += [Shock("recall", 0, 5 * DAY, sku="lamp"), Shock("recall", 60, 2 * DAY, sku="lamp"), Shock("recall", 0, DAY, sku="bulb")]
    world.now = 2 * DAY - 1
    with pytest.raises(Refused) as refusal:
        check_not_recalled(world, ("bulb", "lamp"))
    assert (refusal.value.code, refusal.value.args_) == ("product_recalled", {"sku": "lamp", "days": 4})
    world.now = 5 * DAY
    check_not_recalled(world, ("bulb", "lamp"))


def test_a_service_is_closed_for_some_days_or_for_good() -> None:
    world = make_world()
    world.shocks += [
        Shock("carrier_change", 0, DAY, lane="de_parcel", closed=True),
        Shock("carrier_change", 0, 2 * DAY + 1, lane="de_parcel", closed=True),
        Shock("carrier_change", 0, None, lane="de_parcel", percent=50),
    ]
    with pytest.raises(Refused) as refusal:
        check_lane_open(world, "de_parcel")
    assert (refusal.value.code, refusal.value.args_) == ("lane_closed", {"lane": "de_parcel", "days": 3})
    check_lane_open(world, "de_letter")
    world.now = 2 * DAY + 1
    check_lane_open(world, "de_parcel")
    world.shocks.append(Shock("carrier_change", world.now, None, lane="de_parcel", closed=True))
    with pytest.raises(Refused, match="lane_closed_for_good"):
        check_lane_open(world, "de_parcel")


def test_days_are_counted_as_people_do() -> None:
    world = make_world()
    assert [days_left(world, ends) for ends in (None, 1, DAY, DAY + 1)] == [0, 1, 1, 2]
