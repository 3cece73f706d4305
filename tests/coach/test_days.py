"""What a shop lived through, day by day."""

from fractions import Fraction

from lab.coach.days import Figures, days_of, still_to_pay, summed
from lab.ledger.books import balance
from lab.scenarios.play import Play
from lab.values.money import Money
from lab.world.aftermath import Review
from lab.world.traffic import Traffic
from tests.builders import DE_LAMP, make_order, make_world


def test_there_is_a_row_for_every_calendar_day_up_to_now(lived: Play) -> None:
    assert len(days_of(lived.world)) == 7
    assert len(days_of(lived.world, 0)) == 1


def test_counts_of_shoppers_are_those_of_the_traffic(lived: Play) -> None:
    total = summed(days_of(lived.world))
    assert total.clicked == sum(row.clicked for row in lived.world.traffic) > 0
    assert total.looked == sum(row.looked for row in lived.world.traffic)
    assert total.orders == len(lived.world.orders) > 0


def test_sales_and_profit_are_those_of_the_books(lived: Play) -> None:
    world = lived.world
    total = summed(days_of(world))
    assert total.sales == -balance(world, "sales").amount
    spent = sum(balance(world, name).amount for name in ("fees", "postage", "duty", "goods_sold", "ads"))
    waiting = sum(still_to_pay(world, order) for order in world.orders.values() if order.state == "unshipped")
    assert total.profit == total.sales - spent - waiting


def test_a_day_gets_what_happened_on_it() -> None:
    world = make_world()
    world.now = 3 * 1440
    world.traffic = [Traffic(0, DE_LAMP, 1, looked=9, clicked=2), Traffic(1, DE_LAMP, 1, looked=5, clicked=1)]
    # the run starts at 08:00: minute 959 is 23:59 of day 0, minute 960 begins day 1
    world.reviews = [Review("a", DE_LAMP, 4, 959), Review("b", DE_LAMP, 5, 960), Review("c", DE_LAMP, 2, 961)]
    days = days_of(world)
    assert [(day.looked, day.clicked, day.stars, day.reviews) for day in days] == [(9, 2, 4, 1), (5, 1, 7, 2), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert (days[1].rating, days[2].rating, summed(days).rating) == (3500, None, 3666)


def test_an_order_that_has_not_left_still_costs_goods_and_postage() -> None:
    world = make_world()
    order = make_order(world)
    parcel = world.setting.lanes[world.templates[order.place].lane]
    pieces = sum(item.quantity for item in order.items)
    goods = world.setting.products["lamp"].unit_cost.times(Fraction(pieces))
    assert isinstance(goods, Money)
    assert still_to_pay(world, order) > goods.amount
    assert parcel.key == world.templates[order.place].lane
    before = summed(days_of(world)).profit
    order.state = "shipped"
    assert summed(days_of(world)).profit == before + still_to_pay(world, order)


def test_nothing_adds_up_to_nothing() -> None:
    assert summed([]) == Figures()
    assert Figures().rating is None
