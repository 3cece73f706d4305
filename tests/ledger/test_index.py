"""The index of the books by order keeps up with them."""

from lab.ledger.index import OrderIndex
from lab.ledger.refund import give_back
from tests.builders import euro, make_world
from tests.ledger.foreign import sold


def test_an_index_reads_on_when_the_books_have_grown() -> None:
    world = make_world()
    index = OrderIndex(world.ledger)
    order = sold(world, "o1", euro("43.80"))
    assert index.of("o1") == (1, 2)
    sold(world, "o2", euro("10.00"))
    assert index.of("o2") == (3, 4)
    give_back(world, order, euro("1.00"), "goodwill", "shop")
    assert index.of("o1") == (1, 2, 5)
    assert index.of("no such order") == ()
