"""What a check may look at: the journal, and the world as it was at a moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lab.languages.facts import Fact
from lab.values.moment import Moment
from lab.world.action import Action, is_staff_action
from lab.world.listing import Listing
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.thread import Message, Thread
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of the journal: when, what, and whether the world allowed it."""

    seq: int
    at: Moment
    action: Action
    ok: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's judgement on one check: a share from 0 to 1, levels by criterion, and words."""

    fraction: Fraction
    levels: Mapping[str, str]
    comment: str
    marker: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known about a run, as seen by one check.

    `moment` is the moment that matters to the check; `worlds` holds the world at every moment that any check
    of the scenario asks for. A run that was handed in before a moment is seen as it was handed in.

    `deeds` are the student's own: what staff did in the run is in the worlds, and nobody is graded for it. The numbers of the
    others stay. `setting` is that of the world at the moment, in which staff may have moved rates and prices.
    """

    setting: Setting
    facts: Mapping[str, Fact]
    deeds: Sequence[Deed]
    worlds: Mapping[Moment, World]
    marks: Mapping[str, Mark]
    moment: Moment

    def __post_init__(self) -> None:
        if any(is_staff_action(deed.action.name) for deed in self.deeds):
            own = [deed for deed in self.deeds if not is_staff_action(deed.action.name)]
            object.__setattr__(self, "deeds", own)
        if self.moment in self.worlds:
            object.__setattr__(self, "setting", self.worlds[self.moment].setting)

    @property
    def world(self) -> World:
        return self.worlds[self.moment]

    def listing(self, key: str) -> Listing | None:
        return self.world.listings.get(key)

    def listings(self, keys: Iterable[str]) -> Iterator[Listing]:
        """Those of some listings that are there, in the order given."""
        yield from (listing for key in keys if (listing := self.listing(key)) is not None)

    def order(self, order_id: str) -> Order | None:
        return self.world.orders.get(order_id)

    def thread(self, thread_id: str) -> Thread | None:
        return self.world.threads.get(thread_id)

    def replies(self, thread_id: str) -> list[Message]:
        """What the shop wrote in a thread up to the moment, in order."""
        thread = self.thread(thread_id)
        return [message for message in thread.messages if message.by == "shop"] if thread else []

    def deed_ref(self, name: str, **fields: str) -> str:
        """"action:41" for the last accepted action of that name with these field values, else ""."""
        for deed in reversed(self.deeds):
            if not deed.ok or deed.at > self.moment or deed.action.name != name:
                continue
            if all(getattr(deed.action, key, None) == value for key, value in fields.items()):
                return f"action:{deed.seq}"
        return ""
