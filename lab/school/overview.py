"""What a student needs to see at a glance, read off a play: what to do next, what happened, how much money there is.

Nothing here looks at a check: the next steps follow from the shop and from the tasks' own due times, so they never
tell whether something was done well.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lab.checks.decision_recorded import DecisionRecorded
from lab.engine.actions import until_morning
from lab.ledger.books import balances
from lab.ledger.statement import KEPT
from lab.listings.compliance import bans_of, decision_on, restrictions_of
from lab.listings.faults import find_faults
from lab.listings.promotions import for_sale
from lab.messages.hazards import customs_notice_at
from lab.orders.dispatch import HOLD_DAYS
from lab.orders.returns import waits_for_buyer
from lab.scenarios.play import Play
from lab.scenarios.script import Scenario
from lab.school.traffic import Counts, Sums
from lab.school.unsendable import Stops
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.values.text import chosen
from lab.world.action import is_staff_actor
from lab.world.listing import Listing
from lab.world.order import Order
from lab.world.setting import Setting
from lab.world.thread import Thread
from lab.world.world import World

SOON = 4 * HOUR
_RULES_TO_READ = {"banned", "age_check", "registration", "cultural"}
_STEPS_OF: Mapping[str, "StepKind"] = {"ship": "ship", "cancel": "cancel_stopped", "refund": "refund_stopped"}
SOLD_DAYS = 7
"""Days of which the sales tell how fast goods go."""

TaskState = Literal["open", "soon", "past"]
StepKind = Literal[
    "read_brief", "decide", "write_listing", "mend_listing", "publish_listing", "set_shipping", "answer", "ship", "restock",
    "plan", "worksheet", "reflection", "decision", "pass_time", "hand_in",
    "acknowledge", "address_wish", "cancel_wish", "return", "claim", "chargeback", "review", "reorder", "held",
    "cancel_stopped", "refund_stopped", "wait_recall", "take_off",
]  # fmt: skip
EventKind = Literal[
    "order", "message", "delivered", "cancelled", "shipped", "answered", "on_sale", "review", "return", "dispute", "dispute_end",
    "verified", "cancel_wish", "customs", "refused", "lost", "return_decided", "goods_back", "chargeback", "goods_in", "payout",
    "promotion", "promotion_over",
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

    `morning` is when the day ends; `pressing` counts answers, decisions and parcels that fall due before. `open_orders` are
    those from which goods can be sent.
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
    """One thing worth doing now. `ref` is a listing's key, a place, a platform, a SKU, an order's or a thread's id, by kind.

    `count` are the faults of a listing, the reviews without a reply, the orders on hold or to be acknowledged, or the pieces of a
    SKU that are free.
    """

    kind: StepKind
    ref: str = ""
    due: Moment | None = None
    name: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: to an order, in a thread, to a listing, a delivery of goods or a promotion (`ref`; a payout's is
    its number). `count` are the stars of a review, the pieces of a delivery, and 1 for a dispute that was decided for the shop.
    `name` is an order's number, a buyer, a SKU, a platform or what a promotion is called, by kind."""

    at: Moment
    kind: EventKind
    ref: str
    name: str = ""
    amount: Money | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Purse:
    """The shop's money, in its currency. `owed` is what platforms owe as the books have it, foreign money at the rate of each
    sale. `stock` are the goods at home and abroad at cost, `on_way` those that are still coming. `profit` is that of the
    month-end statement over the whole run: sales without tax less every cost, exchange gains and losses included."""

    cash: Money
    owed: Money
    stock: Money
    on_way: Money
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
    falling_due = [*_message_steps(world), *_order_steps(world), *_after_steps(world)]
    return Bar(
        now=world.now,
        end=world.setting.end,
        is_over=world.now >= world.setting.end,
        morning=morning,
        pressing=sum(step.due is not None and step.due <= morning for step in falling_due),
        waiting=len(waiting_threads(world)),
        open_orders=sum(order.is_open for order in world.orders.values()),
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
    steps = [
        *_message_steps(world), *_acknowledge_steps(world), *_order_steps(world), *_after_steps(world), *_shop_steps(play),
        *_stock_steps(world), *_paper_steps(play), *_quiet_steps(world),
    ]  # fmt: skip
    steps.sort(key=lambda step: step.due if step.due is not None else world.setting.end + DAY)
    if not any(row.deed.ok and not is_staff_actor(row.actor) for row in play.rows):
        steps.insert(0, Step("read_brief"))
    past_all = all(world.now > due for due in play.scenario.due.values())
    steps.append(Step("hand_in" if past_all or world.now >= world.setting.end else "pass_time"))
    return steps


def _message_steps(world: World) -> Iterator[Step]:
    for thread in waiting_threads(world):
        yield Step("answer", thread.id, reply_due(world.setting, thread), thread.buyer.name)


def _order_steps(world: World) -> Iterator[Step]:
    """What orders that have not left ask for; one whose buyer wants something else is to be answered before it is packed, and goods
    that may not be sent are not proposed to be."""
    stops = Stops(world)
    for order in world.orders.values():
        if order.state not in ("held", "unshipped", "part_shipped"):
            continue
        wishes = [*_wishes(world, order)]
        yield from wishes
        if order.is_open and not any(step.kind == "cancel_wish" for step in wishes):
            way = stops.way_of(order)
            if way == "wait":
                yield Step("wait_recall", order.id, name=order.number)
            elif way:
                yield Step(_STEPS_OF[way], order.id, order.ship_by, order.number)


def _wishes(world: World, order: Order) -> Iterator[Step]:
    if order.address_wish is not None and not order.address_answer and order.state in ("held", "unshipped"):
        yield Step("address_wish", order.id, order.ship_by, order.number)
    if order.cancel_wish_at is not None and not order.cancel_answer and order.state == "unshipped":
        hours = world.setting.platforms[order.platform].cancel_wish_hours
        yield Step("cancel_wish", order.id, order.cancel_wish_at + hours * HOUR, order.number)


def _acknowledge_steps(world: World) -> Iterator[Step]:
    """One step for all orders that are to be acknowledged, due with the first of them."""
    waiting = [order for order in world.orders.values() if order.is_open and order.acknowledged_at is None]
    if waiting:
        due, first = min(((acknowledge_due(world.setting, order), order) for order in waiting), key=lambda pair: pair[0])
        yield Step("acknowledge", first.id, due, first.number, len(waiting))


def acknowledge_due(setting: Setting, order: Order) -> Moment:
    """Until when an order is to be acknowledged: from the purchase, or from the end of the hold, as the profile says."""
    return max(order.placed_at, order.held_until) + setting.platforms[order.platform].acknowledge_hours * HOUR


def _after_steps(world: World) -> Iterator[Step]:
    """Returns to decide, and claims and chargebacks to answer."""
    for wished in world.returns:
        # A return of before returns were decided has no time limit, and nothing to decide.
        if wished.decide_by and not wished.decided_by and not waits_for_buyer(wished):
            yield Step("return", wished.order, wished.decide_by, world.orders[wished.order].number)
    for dispute in world.disputes:
        if dispute.closed_at is None and dispute.answer_by and not dispute.answer:
            kind: StepKind = "claim" if dispute.kind == "claim" else "chargeback"
            yield Step(kind, dispute.order, dispute.answer_by, world.orders[dispute.order].number)


def _stock_steps(world: World) -> Iterator[Step]:
    """Goods that will be sold out before new ones could be there, as they sold in the last days."""
    since = world.now - SOLD_DAYS * DAY
    sold: dict[str, int] = {}
    promised: dict[str, int] = {}
    for order in world.orders.values():
        if order.state in ("held", "unshipped", "part_shipped"):
            for sku, pieces in order.missing.items():
                promised[sku] = promised.get(sku, 0) + max(0, pieces)
        if order.placed_at > since and order.state != "cancelled":
            for item in order.items:
                sold[item.sku] = sold.get(item.sku, 0) + item.quantity
    for sku, pieces in sold.items():
        product = world.setting.products.get(sku)
        if product is None or world.recall_of(sku) is not None:
            continue
        free = free_pieces(world, sku) - promised.get(sku, 0)
        if free * SOLD_DAYS < pieces * product.lead_days:
            yield Step("reorder", sku, count=max(0, free))


def free_pieces(world: World, sku: str) -> int:
    """Pieces of a SKU at home, in warehouses abroad, and on their way to either."""
    abroad = sum(piles[sku].pieces for piles in world.shop.abroad.values() if sku in piles)
    coming = sum(one.quantity for one in world.inbound if one.sku == sku and one.arrived_at is None)
    return world.shop.stock.get(sku, 0) + abroad + coming


def _quiet_steps(world: World) -> Iterator[Step]:
    """What has no time limit: reviews that nobody has answered, and orders that must wait."""
    silent = [review for review in world.reviews if review.replied_at is None]
    if silent:
        worst = min(silent, key=lambda review: (review.stars, -review.at))
        yield Step("review", worst.order, count=len(silent))
    held = [order for order in world.orders.values() if order.state == "held"]
    if held:
        yield Step("held", held[0].id, name=held[0].number, count=len(held))


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
            if world.recall_of(sku) is None:
                yield from _listing_steps(play, place, sku)
    for listing in world.listings.values():
        if listing.is_live and _is_refused(world, listing.sku, listing.country):
            yield Step("take_off", listing.key)
        elif listing.is_live and for_sale(world, listing) == 0:
            yield Step("restock", listing.key)
    for platform, health in world.health.items():
        if health.state == "restricted" and health.plan_at is None:
            yield Step("plan", platform)


def _listing_steps(play: Play, place: str, sku: str) -> Iterator[Step]:
    """What a product that is wanted at a place asks for until it is on sale there; nothing once the shop has refused it."""
    world = play.world
    key = f"{place}/{sku}"
    due = wanted_by(play.scenario, key)
    country = place.partition("/")[2]
    listing = world.listings.get(key)
    if listing is None:
        kind = _before_listing(world, sku, country)
        if kind:
            yield Step(kind, key, due)
        return
    if listing.is_live or _is_refused(world, sku, country):
        return
    if bans_of(world.setting, sku, country):
        yield Step("decide", key, due)  # no change to the listing lifts a ban
        return
    blocking = sum(fault.blocks for fault in find_faults(listing, world.setting))
    yield Step("mend_listing", key, due, count=blocking) if blocking else Step("publish_listing", key, due)


def _is_refused(world: World, sku: str, country: str) -> bool:
    """Whether the shop has decided not to sell a product in a country."""
    decision = decision_on(world, sku, country)
    return decision is not None and decision.choice == "refuse"


def _before_listing(world: World, sku: str, country: str) -> Literal["", "decide", "write_listing"]:
    """What comes before a product is listed in a country: nothing once the shop has refused it, a look at the rules while
    there are some to look at and nothing is decided."""
    decision = decision_on(world, sku, country)
    if decision is not None:
        return "" if decision.choice == "refuse" else "write_listing"
    asks = any(rule.kind in _RULES_TO_READ for rule in restrictions_of(world.setting, sku, country))
    return "decide" if asks else "write_listing"


def _paper_steps(play: Play) -> Iterator[Step]:
    asked = {check.name: play.scenario.due[check.task] for check in play.scenario.checks}
    papers = play.world.papers
    if "profit.worksheet_matches" in asked and papers.worksheet_at is None and play.world.orders:
        yield Step("worksheet", due=asked["profit.worksheet_matches"])
    if "reflection.rubric" in asked and papers.reflection_at is None and play.world.orders:
        yield Step("reflection", due=asked["reflection.rubric"])
    for key in play.world.setting.questions:
        if key not in play.world.choices:
            yield Step("decision", key, question_due(play.scenario, key))


def question_due(scenario: Scenario, key: str) -> Moment | None:
    """The earliest due moment of a task that asks for the decision of a question; None if none does."""
    return min((scenario.due[task] for task in _tasks_asking(scenario, key)), default=None)


def questions_of_task(scenario: Scenario, task: str) -> tuple[str, ...]:
    """The questions that a task asks to be decided, in the order of the scenario."""
    return tuple(part.id for part in scenario.file.questions if task in _tasks_asking(scenario, part.id))


def _tasks_asking(scenario: Scenario, key: str) -> list[str]:
    return [check.task for check in scenario.checks if isinstance(check, DecisionRecorded) and check.question == key]


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
            if parcel.held:
                yield Event(customs_notice_at(parcel, HOLD_DAYS * DAY), "customs", order.id, order.number)
        if order.delivered_at is not None:
            yield Event(order.delivered_at, "delivered", order.id, order.number)
        if order.state in ("refused", "lost") and order.refunded_at is not None:
            yield Event(order.refunded_at, "refused" if order.state == "refused" else "lost", order.id, order.number)
        if order.cancelled_at is not None:
            yield Event(order.cancelled_at, "cancelled", order.id, order.number)
        if order.held_until and (order.cancelled_at is None or order.cancelled_at > order.held_until):
            yield Event(order.held_until, "verified", order.id, order.number)
        if order.cancel_wish_at is not None:
            yield Event(order.cancel_wish_at, "cancel_wish", order.id, order.number)
    for thread in world.threads.values():
        for message in thread.messages:
            kind: EventKind = "message" if message.by == "buyer" else "answered"
            yield Event(message.at, kind, thread.id, thread.buyer.name)
    yield from _afterwards(world)
    yield from _of_the_shop(world)
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
        if sent_back.decided_by == "platform" and sent_back.decided_at is not None:
            yield Event(sent_back.decided_at, "return_decided", sent_back.order, number(sent_back.order))
        if sent_back.back_at is not None:
            yield Event(sent_back.back_at, "goods_back", sent_back.order, number(sent_back.order))
    for dispute in world.disputes:
        kind: EventKind = "chargeback" if dispute.kind == "chargeback" else "dispute"
        yield Event(dispute.at, kind, dispute.order, number(dispute.order))
        if dispute.closed_at is not None and dispute.closed_at > dispute.at:
            yield Event(dispute.closed_at, "dispute_end", dispute.order, number(dispute.order), count=int(not dispute.refunded))


def _of_the_shop(world: World) -> Iterator[Event]:
    """Goods that came, money that was paid out, promotions that began and ended."""
    for inbound in world.inbound:
        if inbound.arrived_at is not None:
            yield Event(inbound.arrived_at, "goods_in", inbound.id, inbound.sku, count=inbound.quantity)
    for payout in world.payouts:
        yield Event(payout.at, "payout", str(payout.number), payout.platform, payout.paid)
    for promotion in world.promotions.values():
        if promotion.begins < promotion.ends:  # one that was called off before never ran
            yield Event(promotion.begins, "promotion", promotion.id, promotion.name)
            yield Event(promotion.ends, "promotion_over", promotion.id, promotion.name)


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

    return Purse(
        cash=on(["cash"]),
        # What is owed in other currencies stands on `exchange`, at the rate of each sale.
        owed=on(account for account in books if account.startswith("platform:") or account == "exchange"),
        stock=on(["stock"]),
        on_way=on(["stock_on_way"]),
        sales=-on(["sales"]),
        profit=-on(account for account in books if account.partition(":")[0] not in KEPT),
    )
