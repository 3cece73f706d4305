"""A run with very many orders: a month of a bulb shop that sells hundreds of pieces a day and packs them every morning.

The orders come over the agenda, and everything that follows from them (parcels, letters, reviews, returns, claims,
payouts, account health) comes from the engine as in any run. The shop packs without a journal: its world is kept as the
first snapshot of the run, and only the last day is ended by an action.
"""

import shutil

from sqlalchemy import update

from lab.engine.actions import EndDay
from lab.engine.advance import advance
from lab.engine.do import do
from lab.ledger.actions import RefundOrder
from lab.ledger.books import book
from lab.orders.actions import AcknowledgeOrder, CancelOrder, ShipOrder
from lab.orders.agenda import put
from lab.scenarios.script import FILE, content_hash
from lab.school.accounts import Viewer
from lab.school.assignments import assign
from lab.school.database import Database
from lab.school.loading import find_run, load_play
from lab.school.models import Assignment, Snapshot
from lab.school.runs import act, open_run
from lab.school.settings import Settings
from lab.values.chance import below, draw
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.values.places import SCENARIOS
from lab.world.due import ComingOrder, Due, OrderTarget
from lab.world.listing import ShippingTemplate
from lab.world.order import Order, PackedItem
from lab.world.world import World
from tests.builders import make_form

SCENARIO = "desk-lamp-two-markets"
DAYS = 28
GERMAN, KAZAKH = "meridian/DE/bulb", "caravan/KZ/bulb"
LANES = {"DE": "de_parcel", "KZ": "kz_tracked"}
CHANGES = (
    ('end: "2026-05-07T18:00:00+02:00"', 'end: "2026-06-07T18:00:00+02:00"'),
    ("consequences: off", "consequences: on\n  money: local\n  visits_per_day: 2000000"),
)
"""The sample scenario for a month, with consequences, foreign money, and few other shoppers."""


def keep_long_script(settings: Settings) -> str:
    """Put the changed scenario into an instance; the hash of its content."""
    draft = settings.scripts / "draft"
    shutil.copytree(SCENARIOS / SCENARIO, draft)
    text = (draft / FILE).read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new)
    (draft / FILE).write_text(text, encoding="utf-8")
    digest = content_hash(draft)
    draft.rename(settings.scripts / digest)
    return digest


def open_long_run(db: Database, teacher: Viewer, student: Viewer, course_id: int) -> int:
    """The id of a student's run of the changed scenario, before its first action."""
    given = assign(db, teacher, course_id, scenario_id=SCENARIO)
    digest = keep_long_script(db.settings)
    with db.write() as session:
        session.execute(update(Assignment).where(Assignment.id == given.id).values(content_hash=digest))
    return open_run(db, student, given.id)


def fill_run(db: Database, viewer: Viewer, run_id: int, orders: int) -> None:
    """Let the month pass in a new run with so many orders at least; its last day is the one row of the journal."""
    with db.session() as session:
        play = load_play(db.settings, session, find_run(session, viewer, run_id))
    sell_and_ship(play.world, orders)
    with db.write() as session:
        session.add(Snapshot(run_id=run_id, seq=0, world_hash=play.world_hash(), data=play.snapshot()))
    db.plays.drop(run_id)
    assert act(db, viewer, run_id, EndDay()).ok


def sell_and_ship(world: World, orders: int) -> None:
    """Sell so many orders or a few more over a month, and send them but for those of the last day.

    Of a hundred buyers some cannot pay, so more of them come.
    """
    prepare(world, orders)
    coming = orders + orders // 16
    for number in range(coming):
        key = draw(world.setting.seed, f"many {number}")
        at = HOUR + number * (DAYS * DAY - 2 * HOUR) // coming
        listing = KAZAKH if below(key, 10) < 3 else GERMAN
        people = world.setting.market.people[listing.split("/")[1]]
        buyer = people[below(draw(key, "buyer"), len(people))]
        target = OrderTarget(listing, 1 + below(draw(key, "pieces"), 2))
        put(world, Due(at, 0, "order", order=ComingOrder(f"m{number}", buyer, (target,), "shopper", key=key)))
    for _ in range(DAYS - 1):
        advance(world, DAY)
        pack_everything(world)
    advance(world, 6 * HOUR)


def prepare(world: World, orders: int) -> None:
    """Goods for all of it, paid by the owner, and shipping to Kazakhstan."""
    pieces = 3 * orders + 1000
    cost = world.setting.products["bulb"].unit_cost.times(pieces).amount
    world.shop.stock["bulb"] += pieces
    book(world, "opening", None, [("cash", 50_000_00), ("stock", cost), ("capital", -cost - 50_000_00)])
    for key in (GERMAN, KAZAKH):
        world.listings[key].stock = pieces
    world.templates["caravan/KZ"] = ShippingTemplate("caravan/KZ", LANES["KZ"], ["KZ"], 48, Money(0, "EUR"))


def pack_everything(world: World) -> None:
    """Send what is open; now and then a parcel is forgotten, called off, or followed by a refund."""
    for order in [order for order in world.orders.values() if order.is_open]:
        chance = below(draw(order.key, f"morning {world.now}"), 1000)
        if chance < 10:
            continue
        do(world, AcknowledgeOrder(order.id))
        if chance < 18:
            do(world, CancelOrder(order.id))
            continue
        outcome = do(world, parcel_for(world, order))
        assert outcome.ok, outcome
        if chance < 40:
            do(world, RefundOrder(order.id, Money(max(1, order.total.amount // 5), order.currency), "goodwill"))


def parcel_for(world: World, order: Order) -> ShipOrder:
    """The right parcel for an order."""
    items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
    form = make_form(world, order, description="LED bulb E27") if order.country == "KZ" else None
    return ShipOrder(order.id, items, LANES[order.country], ("invoice",), form)
