"""Lines of the books: double entry, whole minor units."""

from dataclasses import dataclass

from lab.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on one account; debit is positive, credit negative."""

    account: str
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction in one currency; its postings sum to zero. `order` names the order it belongs to."""

    at: Moment
    kind: str
    order: str | None
    currency: str
    postings: tuple[Posting, ...]
