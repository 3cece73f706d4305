"""Where goods lie and what they have cost."""

from hypothesis import given
from hypothesis import strategies as st

from lab.ledger.books import balance
from lab.ledger.store import put_in, stock_at, take_back, take_out, worth_at
from lab.world.order import PackedItem
from lab.world.stock import Pile
from tests.builders import euro, make_world
from tests.orders.fulfilment import JOHN, US_LAMP, sent, sold, with_warehouse


def test_the_home_store_goes_by_two_names_and_has_purchase_prices() -> None:
    world = make_world()
    for home in ("", "DE"):
        assert (stock_at(world, home, "lamp"), worth_at(world, home, "lamp", 3)) == (50, 3600)
    assert take_out(world, "DE", [PackedItem("lamp", 2), PackedItem("bulb", 1)]) == 2 * 1200 + 160
    put_in(world, "", "lamp", 1, 9_999)
    assert world.shop.stock == {"lamp": 49, "bulb": 199}
    assert world.shop.abroad == {}


def test_what_is_nowhere_is_worth_nothing() -> None:
    world = make_world()
    assert (stock_at(world, "US", "lamp"), worth_at(world, "US", "lamp", 3), stock_at(world, "", "chair")) == (0, 0, 0)


def test_deliveries_lie_on_one_pile() -> None:
    world = make_world()
    put_in(world, "US", "lamp", 3, 4000)
    put_in(world, "US", "lamp", 1, 2001)
    assert world.shop.abroad["US"]["lamp"] == Pile(4, 6001)
    assert worth_at(world, "US", "lamp", 1) == 1500


@given(pieces=st.integers(1, 30), worth=st.integers(0, 100_000), taken=st.lists(st.integers(1, 5), max_size=12))
def test_what_is_taken_and_what_is_left_are_worth_the_whole(pieces: int, worth: int, taken: list[int]) -> None:
    world = make_world()
    put_in(world, "US", "lamp", pieces, worth)
    cost = 0
    for quantity in taken:
        if quantity <= stock_at(world, "US", "lamp"):
            cost += take_out(world, "US", [PackedItem("lamp", quantity)])
    pile = world.shop.abroad["US"]["lamp"]
    assert cost + pile.worth == worth
    assert pile.worth >= 0 and (pile.pieces or not pile.worth)


def test_goods_come_back_to_where_they_came_from_at_what_they_had_cost() -> None:
    world = with_warehouse(pieces=5, worth=8_003)
    order = sold(world, US_LAMP, 2, buyer=JOHN)
    sent(world, pieces=2, lane="us_parcel")
    take_back(world, "o1", order.parcels[0])
    assert world.shop.abroad["US"]["lamp"] == Pile(5, 8_003)
    assert balance(world, "goods_sold", "o1") == euro("0.00")
    assert balance(world, "stock") == euro("1000.03")  # 50 x 12.00, 200 x 1.60 and 80.03
