"""What the books say to every line of a worksheet."""

from lab.ledger.books import book
from lab.ledger.refund import give_back, give_back_all
from lab.ledger.sale import WORKSHEET_LINES, sale_lines, spend
from lab.ledger.worksheet import LINES, book_lines
from lab.world.world import World
from tests.builders import euro, make_world
from tests.ledger.foreign import sold


def shop() -> World:
    world = make_world()
    first, second = sold(world, "o1", euro("39.90"), charge=390), sold(world, "o2", euro("10.00"))
    spend(world, "postage", "o1", "postage", euro("4.79"))
    spend(world, "duty", "o1", "duty", euro("1.00"))
    book(world, "goods", "o1", [("goods_sold", 1200), ("stock", -1200)])
    book(world, "ads", None, [("ads", 200), ("platform:meridian", -200)])
    spend(world, "storage", None, "storage", euro("0.30"))
    give_back(world, first, euro("10.95"), "damaged", "shop")
    give_back_all(world, second, "cancellation", "buyer")
    return world


def test_some_orders_have_the_five_lines_of_before_and_the_further_ones() -> None:
    world = shop()
    lines = book_lines(world, ("o1",))
    assert tuple(lines) == LINES
    assert {name: lines[name] for name in WORKSHEET_LINES} == {
        name: sale_lines(world, ("o1",))[name] for name in WORKSHEET_LINES
    }
    assert {name: str(lines[name]) for name in LINES} == {
        "revenue": "32.85 EUR", "fees": "5.26 EUR", "shipping": "4.79 EUR", "tax": "5.24 EUR", "profit": "4.56 EUR",
        "ads": "0.00 EUR", "duty": "1.00 EUR", "refunds": "10.95 EUR", "goods": "12.00 EUR", "exchange": "0.00 EUR",
    }  # fmt: skip


def test_the_whole_shop_has_advertising_and_every_other_cost_too() -> None:
    world = shop()
    lines, some = book_lines(world), book_lines(world, ("o1", "o2"))
    assert tuple(lines) == LINES
    assert (lines["ads"], lines["refunds"]) == (euro("2.00"), euro("20.95"))
    assert lines["profit"] == some["profit"] - euro("2.30")
    assert {name: lines[name] for name in LINES if name not in ("ads", "profit")} == {
        name: some[name] for name in LINES if name not in ("ads", "profit")
    }
