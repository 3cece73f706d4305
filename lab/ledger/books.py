"""Writing and reading the books.

Accounts: `cash`, `platform:<key>` (what a platform owes the shop), `stock` (goods at purchase cost),
`sales` (net of tax), `vat` (owed), `fees`, `postage`, `duty` (duty and import tax inside the price of a sale abroad),
`goods_sold`, `capital`. Debit is positive.
"""

from collections.abc import Iterable

from lab.values.money import Money
from lab.world.entry import Entry, Posting
from lab.world.world import World


def book(world: World, kind: str, order: str | None, amounts: Iterable[tuple[str, int]]) -> None:
    """Write one transaction in the shop's currency; accounts with nothing on them are left out.

    Raises ValueError if the postings do not sum to zero: that is a fault of the lab, not of a person.
    """
    postings = tuple(Posting(account, amount) for account, amount in amounts if amount)
    if sum(posting.amount for posting in postings):
        raise ValueError(f"{kind} does not balance: {postings}")
    if postings:
        world.ledger.append(Entry(world.now, kind, order, world.setting.currency, postings))


def balance(world: World, account: str, order: str | None = None) -> Money:
    """What stands on an account, over all transactions or over those of one order. Debit is positive."""
    total = sum(
        posting.amount
        for entry in world.ledger
        if order is None or entry.order == order
        for posting in entry.postings
        if posting.account == account
    )
    return Money(total, world.setting.currency)


def balances(world: World) -> dict[str, Money]:
    """Every account with what stands on it, in the order in which accounts were first used."""
    totals: dict[str, int] = {}
    for entry in world.ledger:
        for posting in entry.postings:
            totals[posting.account] = totals.get(posting.account, 0) + posting.amount
    return {account: Money(total, world.setting.currency) for account, total in totals.items()}
