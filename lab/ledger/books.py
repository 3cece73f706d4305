"""Writing and reading the books.

Accounts: `cash`, `platform:<key>` (what a platform owes the shop), `stock` (goods at purchase cost),
`sales` (net of tax), `vat` (owed), `fees`, `postage`, `duty` (duty and import tax inside the price of a sale abroad),
`goods_sold`, `capital`. Debit is positive.

Every entry is in one currency. What happens in another currency than the shop's is two entries that meet on `exchange`:
one in the money that is owed, one in the shop's at the rate of the day. A payout takes the foreign side to nothing;
what is then left on the home side is a realised gain or loss (`exchange_result`, a loss is a debit).
"""

from collections.abc import Iterable

from lab.ledger.totals import totals_of
from lab.values.money import Money
from lab.world.entry import Entry, Posting
from lab.world.world import World


def book(world: World, kind: str, order: str | None, amounts: Iterable[tuple[str, int]], currency: str = "") -> None:
    """Write one transaction, in the shop's currency unless another is named. Accounts with nothing on them are left out.

    Raises ValueError if the postings do not sum to zero: that is a fault of the lab, not of a person.
    """
    postings = tuple(Posting(account, amount) for account, amount in amounts if amount)
    if sum(posting.amount for posting in postings):
        raise ValueError(f"{kind} does not balance: {postings}")
    if postings:
        world.ledger.append(Entry(world.now, kind, order, currency or world.setting.currency, postings))


def balance(world: World, account: str, order: str | None = None, currency: str = "") -> Money:
    """What stands on an account in one currency (the shop's unless named), over everything or over one order.

    Debit is positive.
    """
    currency = currency or world.setting.currency
    if order is None:
        return Money(totals_of(world.ledger).get((account, currency), 0), currency)
    total = sum(
        posting.amount
        for entry in world.ledger
        if entry.currency == currency and entry.order == order
        for posting in entry.postings
        if posting.account == account
    )
    return Money(total, currency)


def balances(world: World, currency: str = "") -> dict[str, Money]:
    """Every account of one currency (the shop's unless named) with what stands on it, in the order of first use."""
    currency = currency or world.setting.currency
    return {account: money for (account, found), money in all_balances(world).items() if found == currency}


def all_balances(world: World) -> dict[tuple[str, str], Money]:
    """Every account and currency with what stands there, in the order of first use."""
    totals = totals_of(world.ledger)
    return {(account, currency): Money(total, currency) for (account, currency), total in totals.items()}
