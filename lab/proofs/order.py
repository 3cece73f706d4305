"""Which neighbouring steps of a right play have nothing to do with each other, and the play with those exchanged.

A grade must not hang on the order of two steps of one minute that are about different things.
"""

from dataclasses import dataclass

from lab.grading.spoil import Log, Timed
from lab.values.moment import HOUR
from lab.world.action import Action
from lab.world.world import World

NEAR = HOUR
"""Steps further apart than this are not moved into one minute: what happens between them may matter."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an action changes, and what else it looks at, by name."""

    changes: frozenset[str]
    looks_at: frozenset[str]


def reach_of(action: Action, world: World) -> Reach | None:
    """The reach of an action that is about one thing; None for one that is about the whole shop. `world` knows all orders and threads."""
    name = getattr(action, action.about, None) if action.about else None
    if not isinstance(name, str):
        return None
    looks_at: set[str] = set()
    if name in world.orders:
        order = world.orders[name]
        looks_at = {order.place, *(f"{order.place}/{item.sku}" for item in order.items)}
    elif name in world.threads:
        thread = world.threads[name]
        looks_at = {part for part in (thread.order, thread.listing) if part}
    elif name.count("/") == 2:
        place, _, sku = name.rpartition("/")
        looks_at = {place, sku}
    looks_at |= set(getattr(action, "listings", ())) | set(getattr(action, "together", ()))
    return Reach(frozenset({name}), frozenset(looks_at))


def are_apart(one: Action, other: Action, world: World) -> bool:
    """Whether neither action changes anything that the other changes or looks at."""
    first, second = reach_of(one, world), reach_of(other, world)
    if first is None or second is None:
        return False
    return not first.changes & (second.changes | second.looks_at) and not second.changes & first.looks_at


def exchanged(log: Log, world: World, offset: int) -> tuple[Log, Log, int]:
    """The log with neighbouring pairs brought into one minute, as they are and exchanged; and how many pairs.

    Pairs begin at `offset`; a step belongs to one pair at most.
    """
    kept: list[Timed] = list(log[:offset])
    turned: list[Timed] = list(log[:offset])
    place, pairs = offset, 0
    while place < len(log):
        pair = log[place : place + 2]
        if len(pair) == 2 and pair[1].at - pair[0].at <= NEAR and are_apart(pair[0].action, pair[1].action, world):
            later = pair[1].at
            first, second = Timed(later, pair[0].action), pair[1]
            kept += [first, second]
            turned += [second, first]
            pairs += 1
            place += 2
        else:
            kept.append(pair[0])
            turned.append(pair[0])
            place += 1
    return tuple(kept), tuple(turned), pairs
