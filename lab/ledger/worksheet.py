"""What the books say to the lines of a student's worksheet.

`lab.ledger.sale` has the five lines that every worksheet may have. The others are optional: `goods` (purchase cost of
goods sent), `duty` (duty and import tax paid by the shop), `ads`, `refunds` (what buyers got back; revenue is already
without it) and `exchange` (the gain of exchange, a loss below nothing).
"""

from collections.abc import Iterable

from lab.ledger.sale import WORKSHEET_LINES, sale_lines
from lab.ledger.statement import GIVEN_BACK, statement
from lab.values.money import Money
from lab.world.world import World

OPTIONAL_LINES = ("ads", "duty", "refunds", "goods", "exchange")
LINES = (*WORKSHEET_LINES, *OPTIONAL_LINES)
"""Every name that a line of a worksheet may have, in order."""


def book_lines(world: World, orders: Iterable[str] | None = None) -> dict[str, Money]:
    """The books' figure for every line, in the shop's currency: of some orders together, or of the whole shop.

    Advertising and exchange belong to no order, so both are nothing where orders are named. Profit of the whole shop is
    after every cost, also one without a line (storage).
    """
    currency = world.setting.currency
    if orders is None:
        whole = statement(world)
        found = {name: figure.amount for name, figure in whole.figures.items()}
        lines = {
            "revenue": found["revenue"] - found["refunds"], "fees": found["fees"], "shipping": found["postage"],
            "tax": found["vat"], "profit": found["profit"],
        }  # fmt: skip
        return {**lines, **{name: found[name] for name in OPTIONAL_LINES}}
    wanted = frozenset(orders)
    back = sum(
        posting.amount
        for entry in world.ledger
        if entry.order in wanted and entry.kind in GIVEN_BACK and entry.currency == currency
        for posting in entry.postings
        if posting.account in ("sales", "vat")
    )
    lines = sale_lines(world, wanted)
    nothing = Money(0, currency)
    optional = {
        "ads": nothing,
        "duty": lines["duty"],
        "refunds": Money(back, currency),
        "goods": lines["goods"],
        "exchange": nothing,
    }
    return {**{name: lines[name] for name in WORKSHEET_LINES}, **optional}
