"""Strikes: which parcels stand still, and for how long."""

import pytest

from lab.orders.strikes import hits, hold_up, put_off, standstill
from lab.values.moment import DAY
from lab.world.order import Scan
from lab.world.shock import Shock
from tests.builders import KZ_LAMP, act, make_form, make_order, make_world

OF_LANE = Shock("strike", 0, 3 * DAY, lane="kz_tracked")
OF_COUNTRY = Shock("strike", 0, 2 * DAY, country="KZ")
LAMP = [{"sku": "lamp", "quantity": 1}]


@pytest.mark.parametrize(
    ("strike", "parcel", "is_hit"),
    [
        (OF_LANE, ("kz_tracked", "DE", "KZ"), True),
        (OF_LANE, ("kz_economy", "DE", "KZ"), False),
        (OF_COUNTRY, ("kz_economy", "DE", "KZ"), True),
        (OF_COUNTRY, ("kz_parcel", "KZ", "KZ"), True),
        (OF_COUNTRY, ("cn_line", "KZ", "UZ"), True),
        (OF_COUNTRY, ("de_parcel", "DE", "DE"), False),
    ],
)
def test_a_strike_hits_its_service_or_what_goes_from_and_to_its_country(strike: Shock, parcel: tuple[str, str, str], is_hit: bool) -> None:
    assert hits(strike, *parcel) is is_hit


def test_a_parcel_stands_still_until_the_last_strike_that_hits_it_is_over() -> None:
    world = make_world()
    assert standstill(world, "kz_tracked", "DE", "KZ") == 0
    world.shocks += [OF_LANE, OF_COUNTRY, Shock("recall", 0, 9 * DAY, sku="lamp"), Shock("strike", 5 * DAY, 9 * DAY, country="KZ")]
    world.now = DAY
    assert standstill(world, "kz_tracked", "DE", "KZ") == 2 * DAY
    assert standstill(world, "kz_economy", "DE", "KZ") == DAY
    assert standstill(world, "de_parcel", "DE", "DE") == 0
    world.now = 2 * DAY  # a strike is over at the very minute of its end
    assert standstill(world, "kz_economy", "DE", "KZ") == 0


def test_only_scans_to_come_are_put_off() -> None:
    scans = (Scan("handed_over", 5), Scan("export", 10), Scan("import", 11))
    assert put_off(scans, 10, 60) == (Scan("handed_over", 5), Scan("export", 10), Scan("import", 71))
    assert put_off(scans, 10, 0) is scans


def test_what_has_come_or_gets_lost_has_no_delivery_to_be_moved() -> None:
    world = make_world()
    for name in ("o1", "o2"):
        order = make_order(world, name, KZ_LAMP)
        assert act(world, "order.ship", order=name, items=LAMP, lane="kz_tracked", customs_form=make_form(world, order)).ok
    came, lost = world.orders["o1"], world.orders["o2"]
    came.settled_parcels.append(0)
    world.agenda = [due for due in world.agenda if due.kind != "delivery"]
    before, was_due, agenda = came.parcels[0], lost.parcels[0].due_at, list(world.agenda)
    hold_up(world, OF_LANE)
    assert came.parcels[0] is before
    assert lost.parcels[0].due_at == was_due + 3 * DAY
    assert world.agenda == agenda


def test_parcels_keep_the_order_in_which_they_come() -> None:
    world = make_world()
    for name in ("o1", "o2", "o3"):
        order = make_order(world, name, KZ_LAMP)
        order.key = 5
        assert act(world, "order.ship", order=name, items=LAMP, lane="kz_tracked", customs_form=make_form(world, order)).ok
    hold_up(world, OF_LANE)
    moved = [(due.at, due.ref) for due in world.agenda if due.kind == "delivery"]
    assert [ref for _, ref in moved] == ["o1", "o2", "o3"] and len({at for at, _ in moved}) == 1
    assert world.agenda == sorted(world.agenda, key=lambda due: (due.at, due.number))
    assert len({due.number for due in world.agenda}) == len(world.agenda)
