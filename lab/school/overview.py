"""What a student needs to see at a glance, read off a play: what to do next, what happened, how much money there is.

Nothing here looks at a check: the next steps follow from the shop and from the tasks' own due times, so they never
tell whether something was done well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lab.engine.actions import until_morning
from lab.ledger.books import balances
from lab.listings.faults import find_faults
from lab.scenarios.play import Play
from lab.scenarios.script import Scenario
from lab.school.traffic import Counts, Sums
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.values.text import chosen
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.thread import Thread
from lab.world.world import World

SOON = 4 * HOUR

TaskState = Literal["open", "soon", "past"]
StepKind = Literal[
    "read_brief", "write_listing", "mend_listing", "publish_listing", "set_shipping", "answer", "ship", "restock",
    "plan", "worksheet", "reflection", "pass_time", "hand_in",
]  # fmt: skip
EventKind = Literal[
    "order", "message", "delivered", "cancelled", "shipped", "answered", "on_sale", "review", "return", "dispute", "dispute_end",
]  # fmt: skip
Diagnosis = Literal["not_live", "not_searched", "not_seen", "not_clicked", "not_bought", "sells"]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task and how near its due moment is; nothing about whether it was done well."""

    id: str
    title: str
    due: Moment
    state: TaskState


@dataclass(frozen=True, slots=True)
class Bar:
    """What every page of the seller centre shows at its top.

    `morning` is when the day ends; `pressing` counts answers and parcels that fall due before.
    """

    now: Moment
    end: Moment
    is_over: bool
    morning: Moment
    pressing: int
    waiting: int
    open_orders: int
    cash: Money
    tasks: tuple[TaskLine, ...]

    @property
    def next_task(self) -> TaskLine | None:
        """The task that is due next; None when all due times have passed."""
        return next((task for task in self.tasks if task.state != "past"), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing worth doing now. `ref` is a listing's key, a place, a platform, an order's or a thread's id, by kind."""

    kind: StepKind
    ref: str = ""
    due: Moment | None = None
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: to an order, in a thread, or to a listing (`ref`). `count` are the stars of a review, and
    1 for a dispute that was decided for the shop."""

    at: Moment
    kind: EventKind
    ref: str
    name: str = ""
    amount: Money | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Purse:
    """The shop's money. `profit` is sales without tax less fees, postage and the purchase cost of goods sent."""

    cash: Money
    owed: Money
    stock: Money
    sales: Money
    profit: Money


@dataclass(frozen=True, slots=True)
class Funnel:
    """How shoppers met one listing: searches that could find it, places shown, looks, clicks, purchases."""

    listing: str
    visits: int
    shown: int
    looked: int
    clicked: int
    bought: int
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class QueryLine:
    """How one listing did on one search."""

    text: str
    language: str
    shown: int
    looked: int
    clicked: int
    bought: int


def task_lines(play: Play, language: str) -> tuple[TaskLine, ...]:
    """The tasks by due moment."""
    tasks = sorted(play.scenario.file.tasks, key=lambda task: task.due)
    return tuple(
        TaskLine(task.id, chosen(task.title, language), task.due, _task_state(task.due, play.world.now)) for task in tasks
    )


def _task_state(due: Moment, now: Moment) -> TaskState:
    if now > due:
        return "past"
    return "soon" if due - now <= SOON else "open"


def bar_of(play: Play, language: str) -> Bar:
    world = play.world
    morning = min(world.now + until_morning(world), world.setting.end)
    falling_due = [*_message_steps(world), *_order_steps(world)]
    return Bar(
        now=world.now,
        end=world.setting.end,
        is_over=world.now >= world.setting.end,
        morning=morning,
        pressing=sum(step.due is not None and step.due <= morning for step in falling_due),
        waiting=len(waiting_threads(world)),
        open_orders=sum(order.state == "unshipped" for order in world.orders.values()),
        cash=purse_of(world).cash,
        tasks=task_lines(play, language),
    )


def waiting_threads(world: World) -> list[Thread]:
    """Conversations in which the buyer waits for an answer, the longest wait first."""
    waiting = [thread for thread in world.threads.values() if thread.waits_since is not None]
    return sorted(waiting, key=lambda thread: thread.waits_since or 0)


def reply_due(setting: Setting, thread: Thread) -> Moment | None:
    """Until when the platform expects an answer; None while nobody waits."""
    if thread.waits_since is None:
        return None
    return thread.waits_since + setting.platforms[thread.platform].message_reply_hours * HOUR


# ------------------------------------------------------------------------------------------ what to do next


def next_steps(play: Play) -> list[Step]:
    """What is worth doing now, the most pressing first; never empty.

    Steps with the earliest due moment come first, and what is late before all; steps without one come last.
    """
    world = play.world
    steps = [*_message_steps(world), *_order_steps(world), *_shop_steps(play), *_paper_steps(play)]
    steps.sort(key=lambda step: step.due if step.due is not None else world.setting.end + DAY)
    if not any(row.deed.ok for row in play.rows):
        steps.insert(0, Step("read_brief"))
    past_all = all(world.now > due for due in play.scenario.due.values())
    steps.append(Step("hand_in" if past_all or world.now >= world.setting.end else "pass_time"))
    return steps


def _message_steps(world: World) -> Iterator[Step]:
    for thread in waiting_threads(world):
        yield Step("answer", thread.id, reply_due(world.setting, thread), thread.buyer.name)


def _order_steps(world: World) -> Iterator[Step]:
    for order in world.orders.values():
        if order.state == "unshipped":
            yield Step("ship", order.id, order.ship_by, order.number)


def goods_to_list(scenario: Scenario) -> tuple[str, ...]:
    """SKUs that the scenario brings in for the student to sell; all of the shop's when it brings none."""
    return tuple(scenario.file.world.products) or tuple(scenario.shop.products)


def _shop_steps(play: Play) -> Iterator[Step]:
    world = play.world
    setting = world.setting
    for place in setting.places:
        if place not in world.templates:
            yield Step("set_shipping", place, wanted_by(play.scenario, place))
        for sku in goods_to_list(play.scenario):
            key = f"{place}/{sku}"
            listing = world.listings.get(key)
            due = wanted_by(play.scenario, key)
            if listing is None:
                yield Step("write_listing", key, due)
            elif not listing.is_live:
                blocking = sum(fault.blocks for fault in find_faults(listing, setting))
                yield Step("mend_listing", key, due, count=blocking) if blocking else Step("publish_listing", key, due)
    for listing in world.listings.values():
        if listing.is_live and listing.stock == 0:
            yield Step("restock", listing.key)
    for platform, health in world.health.items():
        if health.state == "restricted" and health.plan_at is None:
            yield Step("plan", platform)


def _paper_steps(play: Play) -> Iterator[Step]:
    asked = {check.name: play.scenario.due[check.task] for check in play.scenario.checks}
    papers = play.world.papers
    if "profit.worksheet_matches" in asked and papers.worksheet_at is None and play.world.orders:
        yield Step("worksheet", due=asked["profit.worksheet_matches"])
    if "reflection.rubric" in asked and papers.reflection_at is None and play.world.orders:
        yield Step("reflection", due=asked["reflection.rubric"])


def wanted_by(scenario: Scenario, ref: str) -> Moment | None:
    """The earliest due moment of a task that is about a listing, place, order or thread; None if none is."""
    dues = [scenario.due[check.task] for check in scenario.checks if ref in check.on]
    return min(dues, default=None)


# ------------------------------------------------------------------------------------------- what happened


def events_between(world: World, since: Moment, until: Moment) -> list[Event]:
    """What happened after `since` and up to `until`, the newest first."""
    events = [event for event in _all_events(world) if since < event.at <= until]
    events.sort(key=lambda event: event.at, reverse=True)
    return events


def _all_events(world: World) -> Iterator[Event]:
    for order in world.orders.values():
        yield Event(order.placed_at, "order", order.id, order.number, order.total)
        for parcel in order.parcels:
            yield Event(parcel.shipped_at, "shipped", order.id, order.number)
        if order.delivered_at is not None:
            yield Event(order.delivered_at, "delivered", order.id, order.number)
        if order.cancelled_at is not None:
            yield Event(order.cancelled_at, "cancelled", order.id, order.number)
    for thread in world.threads.values():
        for message in thread.messages:
            kind: EventKind = "message" if message.by == "buyer" else "answered"
            yield Event(message.at, kind, thread.id, thread.buyer.name)
    yield from _afterwards(world)
    for listing in world.listings.values():
        if listing.live_since:  # what was on sale before the run began is no news
            yield Event(listing.live_since, "on_sale", listing.key)


def _afterwards(world: World) -> Iterator[Event]:
    def number(order: str) -> str:
        return world.orders[order].number if order in world.orders else order

    for review in world.reviews:
        yield Event(review.at, "review", review.order, number(review.order), count=review.stars)
    for sent_back in world.returns:
        yield Event(sent_back.at, "return", sent_back.order, number(sent_back.order))
    for dispute in world.disputes:
        yield Event(dispute.at, "dispute", dispute.order, number(dispute.order))
        if dispute.closed_at is not None and dispute.closed_at > dispute.at:
            yield Event(dispute.closed_at, "dispute_end", dispute.order, number(dispute.order), count=int(not dispute.refunded))


def last_passage(play: Play) -> tuple[Moment, Moment]:
    """From when to when time passed at the last action that let it pass; the start of the run if none did."""
    after = play.world.now
    for row in reversed(play.rows):
        if row.sim_time < after:
            return row.sim_time, after
        after = row.sim_time
    return -1, after


# ------------------------------------------------------------------------------------------------ shoppers


def funnels(world: World, sums: Sums) -> tuple[Funnel, ...]:
    """One funnel per listing, in the order of the listings, over the days that were added up."""
    return tuple(_funnel(listing, sums.of(key)) for key, listing in world.listings.items())


def _funnel(listing: Listing, counts: Counts) -> Funnel:
    found = (counts.visits, counts.shown, counts.looked, counts.clicked, counts.bought)
    return Funnel(listing.key, *found, _diagnosis(listing, found))


def _diagnosis(listing: Listing, row: tuple[int, int, int, int, int]) -> Diagnosis:
    visits, shown, looked, clicked, bought = row
    if not listing.is_live:
        return "not_live"
    if not visits and not shown:
        return "not_searched"
    if looked * 10 < max(visits, 1):
        return "not_seen"
    if not clicked:
        return "not_clicked"
    return "sells" if bought else "not_bought"


def query_lines(world: World, counts: Mapping[int, Counts], most: int = 8) -> tuple[QueryLine, ...]:
    """The searches that brought the most looks, of those given by their keyword's number."""
    best = sorted(counts, key=lambda query: (-counts[query].looked, query))[:most]
    keywords = world.setting.market.keywords
    return tuple(
        QueryLine(keywords[query].text, keywords[query].language, one.shown, one.looked, one.clicked, one.bought)
        for query, one in ((query, counts[query]) for query in best)
    )


# --------------------------------------------------------------------------------------------------- money


def purse_of(world: World) -> Purse:
    """Cash, what platforms owe, goods in store, and what was earned so far, off the books."""
    books = balances(world)
    zero = Money(0, world.setting.currency)

    def on(accounts: Iterable[str]) -> Money:
        total = zero
        for account in accounts:
            total = total + books.get(account, zero)
        return total

    sales = -on(["sales"])
    return Purse(
        cash=on(["cash"]),
        owed=on(account for account in books if account.startswith("platform:")),
        stock=on(["stock"]),
        sales=sales,
        profit=sales - on(["fees", "postage", "duty", "goods_sold"]),
    )
