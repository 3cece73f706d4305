"""Check: the student knows what the exchange of currencies has brought or cost."""

from typing import Any

from lab.checks.profit_exchange import ProfitExchange as Exchange
from lab.ledger.payouts import pay_out
from lab.ledger.statement import statement
from lab.values.moment import DAY
from lab.world.world import World
from tests.builders import earns_nothing, euro, evidence_of, examine, share_of, survives_hostile_text
from tests.checks.journal import reads_alike
from tests.ledger.foreign import delivered, foreign_world, midnight, sold

VALUES: dict[str, Any] = {"tolerance": "0.05 EUR"}


def paid_out(figure: str | None = None) -> World:
    """A lamp sold at 590 tenge for a euro and paid out when it takes 610 to get one."""
    world = foreign_world({0: 590, 20: 610})
    delivered(sold(world), DAY)
    world.now = midnight(21)
    pay_out(world)
    assert len(world.payouts) == 1
    if figure is not None:
        world.papers.worksheet = {"exchange": euro(figure)}
    return world


def loss() -> int:
    return -statement(paid_out()).figures["exchange"].amount.amount


def amount(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def test_the_loss_of_the_books_earns_everything_to_the_tolerance() -> None:
    assert loss() > 10
    for off in (-5, 0, 5):
        assert share_of(Exchange, paid_out(amount(-loss() + off)), **VALUES) == 1
    for off in (-6, 6):
        assert share_of(Exchange, paid_out(amount(-loss() + off)), **VALUES) == 0


def test_gain_and_loss_mixed_up_are_told_apart() -> None:
    finding = examine(Exchange, paid_out(amount(loss())), **VALUES)
    assert (finding.fraction, finding.message) == (0, "exchange_wrong")
    assert finding.evidence[0]["verdict"] == "gain and loss mixed up"


def test_the_payouts_behind_it_are_shown() -> None:
    world = paid_out("0.00")
    shown = examine(Exchange, world, **VALUES).evidence[1]
    assert (shown["found"], shown["books"]) == (str(world.payouts[0].paid), str(world.payouts[0].booked))


def test_a_line_left_out_earns_nothing() -> None:
    world = paid_out()
    assert examine(Exchange, world, **VALUES).message == "worksheet_missing"
    world.papers.worksheet = {"fees": euro("1.00")}
    assert examine(Exchange, world, **VALUES).evidence[0]["found"] == "left out"


def test_before_the_first_payout_nothing_is_realised() -> None:
    world = foreign_world()
    sold(world)
    world.papers.worksheet = {"exchange": euro("0.00")}
    assert examine(Exchange, world, **VALUES).message == "nothing_exchanged"


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Exchange, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Exchange, **VALUES)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(paid_out("1.00")), Exchange, **VALUES)
