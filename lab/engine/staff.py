"""What an instructor can do in a student's run while it is open: give a hint, make something happen, play a buyer by hand.

These are rows of the run's journal like any other, by an actor of their own ("staff:12", see `Play.act`), so that a replay and a
grade see the same world. No student can do one: they are not among `ACTIONS`, and are not counted as the student's deeds.
What the events do in detail: `lab.orders.strikes`, `lab.listings.stops`, `lab.engine.shocks`, `lab.ledger.rates`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lab.engine.actions import check_time_is_left
from lab.engine.shocks import under_shocks
from lab.ledger.rates import rate_micro
from lab.market.people import Person
from lab.messages.arrival import receive_again, receive_message
from lab.messages.naming import languages_written
from lab.messages.phrasebook import letter_languages
from lab.orders.agenda import put
from lab.orders.strikes import hold_up
from lab.values.chance import below, draw, key_of, mix64
from lab.values.errors import BadInput, Refused
from lab.values.moment import DAY
from lab.values.text import tidy, tidy_lines
from lab.world.action import Action, action
from lab.world.due import ComingMessage, Due
from lab.world.note import StaffNote
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.shock import Shock, ShockKind
from lab.world.world import World

MAX_TEXT = 2000
MAX_NAME, MAX_SUBJECT = 80, 120
MOST_DAYS = 60
LEAST_PERCENT, MOST_PERCENT = -50, 100
MOST_EVENTS = 30
"""Events of one run. Doublings of a rate and of a price multiply; so few of them still leave amounts that can be written down."""
FIELDS: dict[ShockKind, tuple[str, ...]] = {
    "strike": ("country", "lane", "days"),
    "recall": ("sku", "days"),
    "rate_shock": ("currency", "percent", "days"),
    "carrier_change": ("lane", "closed", "percent", "days"),
}
"""What is said of each kind of event, beside its announcement."""
FOR_GOOD: frozenset[ShockKind] = frozenset({"rate_shock", "carrier_change"})
"""Events that may last to the end of the run; they have 0 days then."""


@action("staff.hint", body="text")
@dataclass(frozen=True, slots=True)
class StaffHint(Action):
    """Tell the student something (1 to 2000 characters); also when the run's time is over."""

    text: str

    def apply(self, world: World) -> None:
        world.notes.append(StaffNote(world.now, "hint", checked_text(self.text)))


@action("staff.event")
@dataclass(frozen=True, slots=True)
class StaffEvent(Action):
    """Make something happen to the world around the shop, from this minute on, with an announcement if `text` is not empty.

    strike (`country` or `lane`; 1 to 60 `days`): the parcels of a service, or those from and to a country, stand still. Those under way
    arrive so many days later, those handed over meanwhile by what is left of the strike; promises to buyers stay as they are.
    recall (`sku`, 1 to 60 `days`): its listings are taken off sale at once and cannot be put on sale again, nor can any parcel with it be
    handed over, before the recall ends. Orders of it stay open, with their ship-by dates: the shop can cancel them or let the platform do
    so. They do not come back on sale by themselves.
    rate_shock (`currency`, `percent`; 0 `days` is for good): one unit of a currency other than the shop's is worth -50 to +100 per cent
    more from now on, in everything that goes by the rate of the day: buyers' prices, sales, postage, payouts.
    carrier_change (`lane`, and either `closed` or `percent`; 0 `days` is for good): nothing more can be sent by a service, or every amount
    of its tariff changes by -50 to +100 per cent. Parcels under way are not touched.
    """

    kind: ShockKind
    text: str = ""
    country: str = ""
    lane: str = ""
    sku: str = ""
    currency: str = ""
    percent: int = 0
    closed: bool = False
    days: int = 0

    def apply(self, world: World) -> None:
        check_time_is_left(world)
        if len(world.shocks) >= MOST_EVENTS:
            raise Refused("too_many_events", limit=MOST_EVENTS)
        text = checked_text(self.text, may_be_empty=True)
        self._check_fields()
        self._check_target(world)
        self._check_size()
        ends = world.now + self.days * DAY if self.days else None
        shock = Shock(self.kind, world.now, ends, self.country, self.lane, self.sku, self.currency, self.percent, self.closed)
        if self.kind == "strike":
            hold_up(world, shock)
        if self.kind == "recall":
            for listing in world.listings.values():
                if listing.sku == self.sku:
                    listing.live_since = None
        world.shocks.append(shock)
        world.setting = under_shocks(world.setting, world.shocks, world.now)
        world.notes.append(StaffNote(world.now, "event", text, len(world.shocks) - 1))
        if ends is not None:
            put(world, Due(at=ends, number=0, kind="shock_end"))

    def _check_fields(self) -> None:
        """Raises Refused for something said that such an event does not have."""
        for field in ("country", "lane", "sku", "currency", "percent", "closed", "days"):
            if getattr(self, field) and field not in FIELDS[self.kind]:
                raise Refused("staff_field_unfit", field=field)

    def _check_target(self, world: World) -> None:
        setting = world.setting
        if self.kind == "strike" and bool(self.country) == bool(self.lane):
            raise Refused("strike_of_one")
        if self.country and self.country not in countries_served(setting):
            raise Refused("no_such_country", country=self.country[:40])
        if (self.lane or self.kind == "carrier_change") and self.lane not in setting.lanes:
            raise Refused("no_such_lane", lane=self.lane[:60])
        if self.kind == "recall" and self.sku not in setting.products:
            raise Refused("no_such_product", sku=self.sku[:60])
        if self.kind == "rate_shock" and not _has_rate(world, self.currency):
            raise Refused("no_such_currency", currency=self.currency[:10])

    def _check_size(self) -> None:
        if self.kind == "carrier_change" and self.closed == bool(self.percent):
            raise Refused("lane_closed_or_priced")
        if self.kind == "rate_shock" and not self.percent:
            raise Refused("percent_is_nought")
        if not LEAST_PERCENT <= self.percent <= MOST_PERCENT:
            raise Refused("percent_out_of_range", found=self.percent, low=LEAST_PERCENT, high=MOST_PERCENT)
        least = 0 if self.kind in FOR_GOOD else 1
        if not least <= self.days <= MOST_DAYS:
            raise Refused("event_days_out_of_range", found=self.days, low=least, high=MOST_DAYS)


@action("staff.customer", about="thread", body="text")
@dataclass(frozen=True, slots=True)
class StaffCustomer(Action):
    """Write to the shop as a buyer: once more in a `thread` that is there, or in a new one.

    A new one has a `subject` and a `language` in which buyers of the shop write, and is either about an `order` that is there, and from
    its buyer, or from somebody new: the name of a `buyer`, and the `place` of sale ("platform/country"). It waits for an answer as any message does.
    """

    text: str
    thread: str = ""
    order: str = ""
    place: str = ""
    buyer: str = ""
    language: str = ""
    subject: str = ""

    def apply(self, world: World) -> None:
        check_time_is_left(world)
        text = checked_text(self.text)
        if self.thread:
            self._check_empty("order", "place", "buyer", "language", "subject")
            thread = world.threads.get(self.thread)
            if thread is None:
                raise Refused("no_such_thread", thread=self.thread[:60])
            receive_again(world, thread, text)
            return
        if self.language not in customer_languages(world.setting):
            raise Refused("no_such_buyers_language", language=self.language[:20])
        subject = tidy(self.subject)
        if not subject:
            raise Refused("text_empty", field="subject")
        if len(subject) > MAX_SUBJECT:
            raise Refused("too_long", field="subject", found=len(subject), limit=MAX_SUBJECT)
        number = next_thread(world)
        order = self._order(world)
        buyer = self._new_buyer(world, number) if order is None else None
        receive_message(world, ComingMessage(number, self.place, buyer, self.language, subject, text, None if order is None else order.id))

    def _check_empty(self, *fields: str) -> None:
        for field in fields:
            if getattr(self, field):
                raise Refused("staff_field_unfit", field=field)

    def _order(self, world: World) -> Order | None:
        if not self.order:
            return None
        self._check_empty("place", "buyer")
        order = world.orders.get(self.order)
        if order is None:
            raise Refused("no_such_order", order=self.order[:60])
        return order

    def _new_buyer(self, world: World, number: str) -> Person:
        """Somebody of that name at an address of the country. Raises Refused."""
        setting = world.setting
        if self.place not in setting.places:
            raise Refused("no_such_place", place=self.place[:60])
        name = tidy(self.buyer)
        if not 1 <= len(name) <= MAX_NAME:
            raise Refused("name_length", found=len(name), limit=MAX_NAME)
        country = self.place.partition("/")[2]
        crowd = setting.market.people[country]
        key = mix64(setting.seed ^ key_of("staff customer", number))
        return replace(crowd[below(draw(key, "person"), len(crowd))], name=name, language=self.language)


def checked_text(text: str, *, may_be_empty: bool = False) -> str:
    """A text of staff, tidied. Raises Refused for one that is empty or too long."""
    tidied = tidy_lines(text)
    if not tidied and not may_be_empty:
        raise Refused("text_empty", field="text")
    if len(tidied) > MAX_TEXT:
        raise Refused("too_long", field="text", found=len(tidied), limit=MAX_TEXT)
    return tidied


def countries_served(setting: Setting) -> tuple[str, ...]:
    """The countries from or to which some service goes: those in which a strike makes sense, in the order of their codes."""
    return tuple(sorted({country for lane in setting.lanes.values() for country in (lane.from_country, *lane.regions)}))


def shockable_currencies(setting: Setting) -> tuple[str, ...]:
    """The currencies in which buyers of the shop or its carriers are paid, without the shop's own, in the order of their codes."""
    countries = {place.partition("/")[2] for place in setting.places}
    found = {setting.destinations[country].currency for country in countries} | {lane.currency for lane in setting.lanes.values()}
    return tuple(sorted(found - {setting.currency}))


def customer_languages(setting: Setting) -> tuple[str, ...]:
    """The languages in which buyers of the shop's destinations write, in the order of their codes."""
    spoken = set(_languages(setting))
    return tuple(language for language in letter_languages() if language in spoken)


def next_thread(world: World) -> str:
    """The id of the next conversation that staff open."""
    number = 1
    while f"h-{number}" in world.threads:
        number += 1
    return f"h-{number}"


def _languages(setting: Setting) -> Iterator[str]:
    for country in dict.fromkeys(place.partition("/")[2] for place in setting.places):
        yield from languages_written(country, setting.destinations[country].languages)


def _has_rate(world: World, currency: str) -> bool:
    """Whether a currency is another than the shop's and has a rate."""
    if currency == world.setting.currency:
        return False
    try:
        rate_micro(world.setting, currency, world.now)
    except BadInput:
        return False
    return True
