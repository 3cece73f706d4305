"""Time passes: shoppers come, parcels arrive, messages and orders come in, in one explicit order.

Shoppers come in quarters of the calendar day (00-06, 06-12, 12-18, 18-24). Each quarter is simulated at its
beginning, with the shop as it is then, and so are the followers who meet its posts; the purchases are put on the
agenda at their own minutes. What is changed within a quarter is seen by shoppers from the next one on, as with a
search index that is built anew a few times a day.
"""

from lab.ads.spending import bill_day
from lab.engine.shocks import under_shocks
from lab.ledger.payouts import pay_out
from lab.messages.arrival import receive_message
from lab.messages.asking import patience_until, question_id, receive_question
from lab.messages.dialogue import read_answer, remind
from lab.messages.letters import expect_letters, expect_letters_after, write_letter
from lab.orders.agenda import put
from lab.orders.arrival import receive_order
from lab.orders.events import happen
from lab.orders.health import update_health
from lab.orders.ratings import update_ratings
from lab.orders.warehousing import pay_rent, receive_inbound
from lab.shoppers.answered import decide
from lab.shoppers.day import Asked, close_day, close_part, quantity_of, simulate_part
from lab.social.reach import close_day as close_posts
from lab.social.reach import react
from lab.values.moment import HOUR, Moment, day_of, minute_of_day, to_datetime
from lab.world.due import ComingOrder, Due, OrderTarget, Question
from lab.world.world import World

PART = 6 * HOUR
MONDAY = 1


def advance(world: World, minutes: int) -> None:
    """Let `minutes` pass, at most to the end of the run."""
    target = min(world.now + minutes, world.setting.end)
    while True:
        coming = world.agenda[0].at if world.agenda else target
        step = min(target, next_part(world), max(coming, world.now))
        begins_part = step == next_part(world)
        world.now = step
        if begins_part:
            _open_part(world)
        while world.agenda and world.agenda[0].at <= world.now:
            _happen(world, world.agenda.pop(0))
        if world.now >= target:
            return


def next_part(world: World) -> Moment:
    """The next moment at which a quarter of a day begins; never the present one."""
    return world.now + PART - minute_of_day(world.setting.start, world.now) % PART


def open_day(world: World, day: int) -> None:
    """What midnight does to a world before the first shoppers of a day come."""
    close_day(world, day - 1)
    close_posts(world, day - 1)
    bill_day(world)
    if to_datetime(world.setting.start, world.now).isoweekday() == MONDAY:
        pay_rent(world)
    pay_out(world)
    update_ratings(world)
    update_health(world)


def _open_part(world: World) -> None:
    day = day_of(world.setting.start, world.now)
    part = minute_of_day(world.setting.start, world.now) // PART
    if part == 0:
        open_day(world, day)
    result = simulate_part(world, day, part)
    close_part(world, result)
    taken: dict[str, int] = {}
    for purchase in result.purchases:
        taken[purchase.listing] = taken.get(purchase.listing, 0) + purchase.quantity
        target = OrderTarget(purchase.listing, purchase.quantity)
        coming = ComingOrder("", purchase.buyer, (target,), "shopper", purchase.price, purchase.key)
        put(world, Due(at=max(purchase.at, world.now + 1), number=0, kind="order", order=coming))
    for asked in result.questions:
        _expect_question(world, asked)
    react(world, taken)


def _expect_question(world: World, asked: Asked) -> None:
    at = max(asked.at, world.now + 1)
    question = Question(
        question_id(asked.key), asked.listing, asked.buyer, asked.attribute, asked.key, asked.worth, asked.other,
        quantity_of(asked.key), asked.query, patience_until(asked.key, at), asked.ad,
    )  # fmt: skip
    put(world, Due(at=at, number=0, kind="question", question=question))


def _happen(world: World, due: Due) -> None:
    if due.kind == "order":
        assert due.order is not None
        order = receive_order(world, due.order)
        if order is not None:
            expect_letters(world, order)
    elif due.kind == "message":
        assert due.message is not None
        receive_message(world, due.message)
    elif due.kind == "question":
        assert due.question is not None
        receive_question(world, due.question)
    elif due.kind == "decision":
        assert due.question is not None
        decide(world, due.question)
    elif due.kind == "letter":
        write_letter(world, due)
    elif due.kind == "reading":
        read_answer(world, due)
    elif due.kind == "reminder":
        remind(world, due)
    elif due.kind == "stock":
        world.shop.stock[due.ref] = world.shop.stock.get(due.ref, 0) + due.quantity
    elif due.kind == "inbound":
        receive_inbound(world, due.ref)
    elif due.kind == "shock_end":
        world.setting = under_shocks(world.setting, world.shocks, world.now)
    else:
        what = happen(world, due)
        if what:
            expect_letters_after(world, world.orders[due.ref], what)
