"""Where goods lie, how long they last, and freight compared."""

from fractions import Fraction

from lab.ledger.store import put_in
from lab.orders.warehousing import warehouse_in
from lab.school.stock_view import (
    cover_lines,
    freight_offers,
    goods_lines,
    per_piece,
    rent_example,
    stock_rows,
    transfer_countries,
)
from lab.values.moment import DAY, HOUR
from tests.builders import DE_LAMP, KZ_LAMP, act, euro, make_listing, make_order, make_product, make_world


def test_goods_stand_where_they_lie_and_open_orders_need_theirs() -> None:
    world = make_world()
    make_order(world, quantity=3)
    put_in(world, "KZ", "lamp", 10, 15_000)
    lamp = goods_lines(world)[0]
    assert [(pile.country, pile.pieces, pile.needed, pile.free) for pile in lamp.piles] == [("", 50, 3, 47), ("KZ", 10, 0, 10)]
    assert lamp.piles[1].worth == euro("150.00")
    assert lamp.pieces == 60


def test_goods_on_the_way_stand_by_arrival() -> None:
    world = make_world()
    act(world, "stock.reorder", sku="lamp", quantity=4)
    world.now += HOUR
    act(world, "stock.reorder", sku="lamp", quantity=6)
    assert [one.quantity for one in goods_lines(world)[0].on_way] == [4, 6]
    assert per_piece(world.inbound[0]) == euro("12.00")
    world.inbound[0].arrived_at = world.now
    assert [one.quantity for one in goods_lines(world)[0].on_way] == [6]


def test_cover_goes_by_the_last_week_and_by_what_is_free() -> None:
    world = make_world(make_listing(DE_LAMP), make_listing(KZ_LAMP))
    make_order(world, "old", quantity=9, at=DAY)
    make_order(world, "o1", quantity=4, at=10 * DAY)
    make_order(world, "o2", KZ_LAMP, quantity=3, at=10 * DAY)
    world.now = 14 * DAY
    german, kazakh = cover_lines(world)
    assert (german.sold, kazakh.sold) == (4, 3)
    assert german.per_day == Fraction(4, 7)
    assert german.free == 50 - 16
    assert german.days == kazakh.days == 34  # both sell from home, seven in seven days


def test_without_sales_nothing_can_be_said() -> None:
    (line,) = cover_lines(make_world(make_listing(DE_LAMP)))
    assert (line.sold, line.days, line.next_arrival) == (0, None, None)


def test_a_cancelled_order_is_no_sale() -> None:
    world = make_world()
    make_order(world).state = "cancelled"
    assert cover_lines(world)[0].sold == 0


def test_a_listing_that_ships_from_abroad_lasts_by_the_pile_there() -> None:
    world = make_world(make_listing(KZ_LAMP))
    put_in(world, "KZ", "lamp", 5, 8_000)
    world.templates["caravan/KZ"].lane = "kz_parcel"
    (line,) = cover_lines(world)
    assert (line.ships_from, line.free) == ("KZ", 5)


def test_freight_is_compared_by_what_is_to_be_paid() -> None:
    world = make_world()
    world.setting.products["lamp"] = make_product(sides_mm=(300, 250, 200))  # type: ignore[index]
    assert "KZ" in transfer_countries(world.setting)
    offers = freight_offers(world, "lamp", 20, "KZ")
    prices = [offer.cash.amount for offer in offers if offer.cash is not None]
    assert prices == sorted(prices)
    assert len(prices) == len(offers) > 1
    first = offers[0]
    assert first.bill is not None
    assert first.per_piece == first.bill.per_piece(20)
    warehouse = warehouse_in("KZ")
    assert warehouse is not None
    assert first.days_min == first.lane.days_min + warehouse.receiving_min


def test_goods_that_were_never_measured_have_no_freight_price() -> None:
    offers = freight_offers(make_world(), "lamp", 20, "KZ")
    assert {offer.code for offer in offers} == {"freight_without_volume"}
    assert freight_offers(make_world(), "lamp", 20, "DE") == ()
    assert freight_offers(make_world(), "lamp", 20, "FR") == ()


def test_rent_is_shown_for_measured_goods_only() -> None:
    warehouse = warehouse_in("KZ")
    assert warehouse is not None
    assert rent_example(warehouse, make_product()) is None
    rent = rent_example(warehouse, make_product(sides_mm=(300, 250, 200)))
    assert rent is not None
    assert rent.amount > 0


def test_the_sheet_has_a_row_for_each_pile_and_delivery() -> None:
    world = make_world()
    act(world, "stock.reorder", sku="bulb", quantity=7)
    rows = list(stock_rows(world))
    assert rows[1][:7] == ["stock", "lamp", "DE", "50", "0", "50", "600.00"]
    assert rows[-1][:4] == ["purchase", "bulb", "DE", "7"]
    assert {len(row) for row in rows} == {len(rows[0])}
