"""One action: done, or refused with a reason."""

from lab.engine.do import Outcome, decode_outcome, do
from lab.listings.actions import SetStock
from tests.builders import DE_LAMP, make_listing, make_world


def test_a_refusal_is_an_outcome_with_code_and_arguments() -> None:
    world = make_world(make_listing())
    assert do(world, SetStock(DE_LAMP, 5)) == Outcome(True)
    assert do(world, SetStock(DE_LAMP, -1)) == Outcome(False, "stock_out_of_range", {"found": -1, "limit": 999_999})


def test_outcomes_are_read_back_from_their_canonical_form() -> None:
    refusal = Outcome(False, "too_long", {"limit": 5, "field": "title", "found": 2**70})
    assert refusal.encode() == b'{"args":{"field":"title","found":1180591620717411303424,"limit":5},"code":"too_long","ok":false}'
    assert decode_outcome(refusal.encode()) == refusal
    assert Outcome(True).encode() == b'{"ok":true}'
    assert decode_outcome(b'{"ok":true}') == Outcome(True)
