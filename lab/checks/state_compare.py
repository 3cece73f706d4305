"""Check: something in the shop is as it should be, named by a path."""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Literal, Self, TypeVar

from pydantic import Field, field_validator, model_validator

from lab.grading.check import Check, Finding, all_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names
from lab.grading.spoil import Log, Spoiled, only_changed, without
from lab.ledger.books import balance
from lab.ledger.store import stock_at
from lab.values.errors import LabError
from lab.values.money import Money
from lab.world.action import Action
from lab.world.listing import Listing, ShippingTemplate
from lab.world.order import Order
from lab.world.thread import Thread
from lab.world.world import World

Value = int | str | Money
_T = TypeVar("_T")
Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in"]
_SIGNS: Mapping[Op, str] = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "in": "∈"}

_LISTING: Mapping[str, Callable[[Listing], Value | None]] = {
    "state": lambda one: "live" if one.is_live else "draft",
    "price": lambda one: one.price,
    "stock": lambda one: one.stock,
    "category": lambda one: one.category,
    "title": lambda one: one.title,
    "search_terms": lambda one: one.search_terms,
    "pictures": lambda one: len(one.images),
    "documents": lambda one: len(one.documents),
    "bullets": lambda one: len(one.bullets),
}
_ORDER: Mapping[str, Callable[[Order], Value | None]] = {
    "state": lambda one: one.state,
    "total": lambda one: one.total,
    "refunded": lambda one: one.refunded,
    "parcels": lambda one: len(one.parcels),
    "cancel_answer": lambda one: one.cancel_answer or "none",
    "address_answer": lambda one: one.address_answer or "none",
}
_THREAD: Mapping[str, Callable[[Thread], Value | None]] = {
    "state": lambda one: "closed" if one.closed_at is not None else "open" if one.waits_since is not None else "answered",
    "outcome": lambda one: one.outcome or "none",
    "answers": lambda one: sum(message.by == "shop" for message in one.messages),
}
_TEMPLATE: Mapping[str, Callable[[ShippingTemplate], Value | None]] = {
    "lane": lambda one: one.lane,
    "charge": lambda one: one.charge,
    "handling_hours": lambda one: one.handling_hours,
    "slack_days": lambda one: one.slack_days,
    "incoterm": lambda one: one.incoterm,
}
ROOTS: Mapping[str, str] = {
    "shop": "shop.cash, shop.name",
    "stock": "stock.<sku> in the home store, stock.<sku>.<country> in a warehouse abroad",
    "listings": f"listings.<platform/country/sku>. {', '.join(_LISTING)}, or attributes.<name>",
    "orders": f"orders.count, or orders.<id>. {', '.join(_ORDER)}",
    "threads": f"threads.<id>. {', '.join(_THREAD)}",
    "shipping": f"shipping.<platform/country>. {', '.join(_TEMPLATE)}",
    "health": "health.<platform>",
    "worksheet": "worksheet.<line>",
    "posts": "posts.count",
}
"""What a path can begin with, and what follows."""


def _is_known(path: str) -> str:
    root, *rest = path.split(".")
    fits = {
        "shop": len(rest) == 1 and rest[0] in ("cash", "name"),
        "stock": len(rest) in (1, 2),
        "listings": (len(rest) == 2 and rest[1] in _LISTING) or (len(rest) == 3 and rest[1] == "attributes"),
        "orders": rest == ["count"] or (len(rest) == 2 and rest[1] in _ORDER),
        "threads": len(rest) == 2 and rest[1] in _THREAD,
        "shipping": len(rest) == 2 and rest[1] in _TEMPLATE,
        "health": len(rest) == 1,
        "worksheet": len(rest) == 1,
        "posts": rest == ["count"],
    }
    if not fits.get(root, False) or not all(rest):
        raise ValueError(f"there is no such path; there are {'; '.join(ROOTS.values())}")
    return path


class StateCompare(Check):
    """Earns everything when the value at `path` compares with `value` as `op` says; what is not there earns nothing, whatever the comparison.

    A value is a number, an amount ("39.90 EUR"; another currency compares with nothing) or a text; `in` takes a list. Only numbers and amounts
    are above or below each other.
    """

    name: ClassVar[str] = "state.compare"
    skill_default: ClassVar[str] = "management"
    path: str = Field(min_length=3, max_length=200)
    op: Op = "eq"
    value: Names

    @field_validator("path")
    @classmethod
    def _path_is_known(cls, path: str) -> str:
        return _is_known(path)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.on:
            raise ValueError("the check is about its 'path'; 'on' is not used")
        if not self.value or (self.op != "in" and len(self.value) != 1):
            raise ValueError("'value' is one value; only 'in' takes a list")
        return self

    def targets(self) -> tuple[str, ...]:
        """The listing, place, order or thread in the path."""
        root, *rest = self.path.split(".")
        return (rest[0],) if root in ("listings", "shipping", "orders", "threads") and rest != ["count"] else ()

    def examine(self, evidence: Evidence) -> Finding:
        found = value_at(evidence.world, self.path)
        kept = found is not None and self._compares(found)
        shown = proof("state", rule=self.path, found="not there" if found is None else str(found), expected=f"{_SIGNS[self.op]} {', '.join(self.value)}")
        return all_finding(kept, right="as_it_should_be", wrong="not_as_it_should_be", evidence=(shown,))

    def _compares(self, found: Value) -> bool:
        if self.op in ("eq", "in"):
            return any(_equal(found, wanted) for wanted in self.value)
        (wanted,) = self.value
        if self.op == "ne":
            return not _equal(found, wanted)
        pair = _in_order(found, wanted)
        if pair is None:
            return False
        one, other = pair
        return {"lt": one < other, "le": one <= other, "gt": one > other, "ge": one >= other}[self.op]

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        """Nothing done about the object in the path."""
        root, *rest = self.path.split(".")
        if root not in _SPOILED or self.op not in ("eq", "in", "gt", "ge"):
            return
        about = rest[0]

        def is_about(action: Action) -> bool:
            return action.name.startswith(_SPOILED[root]) and getattr(action, action.about, None) == about

        if root in ("orders", "threads") and rest[1] not in ("state", "refunded", "parcels", "cancel_answer", "address_answer", "answers"):
            return
        yield from only_changed(log, "nothing done about it", without(log, is_about))


_SPOILED: Mapping[str, tuple[str, ...]] = {
    "listings": ("listing.", "price.", "stock.set", "image.", "document."),
    "orders": ("order.", "return.", "dispute."),
    "threads": ("message.",),
    "shipping": ("shipping.",),
}
"""The actions that make an object what it is, by the root of its path."""


def value_at(world: World, path: str) -> Value | None:
    """The value at a path of `ROOTS`; None where the object is not there."""
    root, *rest = path.split(".")
    match root:
        case "shop":
            return balance(world, "cash") if rest[0] == "cash" else world.shop.name
        case "stock":
            return stock_at(world, rest[1] if len(rest) > 1 else "", rest[0]) if rest[0] in world.setting.products else None
        case "listings":
            return _of_listing(world.listings.get(rest[0]), rest[1:])
        case "orders":
            return len(world.orders) if rest == ["count"] else _of(world.orders.get(rest[0]), _ORDER, rest[1])
        case "threads":
            return _of(world.threads.get(rest[0]), _THREAD, rest[1])
        case "shipping":
            return _of(world.templates.get(rest[0]), _TEMPLATE, rest[1])
        case "health":
            health = world.health.get(rest[0])
            return health.state if health is not None else None
        case "worksheet":
            return world.papers.worksheet.get(rest[0])
        case _:
            return len(world.posts)


def _of(one: _T | None, fields: Mapping[str, Callable[[_T], Value | None]], name: str) -> Value | None:
    return None if one is None else fields[name](one)


def _of_listing(listing: Listing | None, rest: list[str]) -> Value | None:
    if listing is None:
        return None
    return listing.attributes.get(rest[1]) if rest[0] == "attributes" else _LISTING[rest[0]](listing)


def _number(found: Value, wanted: str) -> int | None:
    """What is wanted, in the unit of what was found; None where it is neither a number nor an amount of that currency."""
    try:
        if isinstance(found, Money):
            money = Money.parse(wanted)
            return money.amount if money.currency == found.currency else None
        return int(wanted)
    except (LabError, ValueError):
        return None


def _in_order(found: Value, wanted: str) -> tuple[int, int] | None:
    """Both as whole numbers, where they can be compared."""
    other = _number(found, wanted)
    if isinstance(found, str):
        other = _number(int(found), wanted) if found.isascii() and found.isdecimal() else None
        return None if other is None else (int(found), other)
    return None if other is None else (found.amount if isinstance(found, Money) else found, other)


def _equal(found: Value, wanted: str) -> bool:
    if isinstance(found, str):
        return found == wanted
    pair = _in_order(found, wanted)
    return pair is not None and pair[0] == pair[1]
