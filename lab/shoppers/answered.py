"""Shoppers who asked before buying read the answer, and decide.

A right answer makes a listing worth 400 more to the shopper, a wrong one 300 less (milli-utils); who finds it worth more
than all else then buys, at the price of that moment. Chat raised the chance of buying by 16 % after correcting for who
chats (Tan and others 2019); the figures are set within that. Who has had no answer by the end of patience is gone.
Only an answer that states the attribute, right or wrong, ends the waiting: "we will look it up" does not.
A sale counts as bought on the day of the decision, and for the advert that was clicked.
"""

from lab.ledger.pricing import basket_price
from lab.messages.answers import Judgement
from lab.messages.asking import READING
from lab.messages.needs import judgement_of
from lab.orders.agenda import put
from lab.orders.arrival import may_sell
from lab.search.offer import in_reference
from lab.shoppers.day import add_ad_traffic, add_traffic
from lab.values.moment import day_of
from lab.world.campaign import AdTraffic
from lab.world.due import ComingOrder, Due, OrderTarget, Question
from lab.world.listing import Listing
from lab.world.thread import Message, Thread
from lab.world.traffic import Traffic
from lab.world.world import World

RIGHT, WRONG = 400, -300


def decide(world: World, question: Question) -> None:
    """The shopper who asked looks at the answers read so far, and buys, leaves or waits on."""
    thread = world.threads[question.id]
    if thread.outcome:
        return
    in_time = [message for message in thread.messages if message.by == "shop" and message.at <= question.until]
    read = [message for message in in_time if message.at + READING <= world.now]
    judgement = _newest(world, thread, read)
    if judgement is None:
        if world.now >= question.until and len(read) == len(in_time):
            thread.outcome = "left"
        return
    listing = world.listings.get(question.listing)
    worth = question.worth + (RIGHT if judgement.verdict == "right" else WRONG)
    thread.outcome = "left"
    if worth > question.other and listing is not None:
        quantity = min(question.quantity, listing.stock)
        if quantity and may_sell(listing, quantity):
            thread.outcome = "bought"
            _buy(world, question, listing, quantity)


def _newest(world: World, thread: Thread, messages: list[Message]) -> Judgement | None:
    """The judgement of the newest message that states the attribute."""
    for message in reversed(messages):
        judgement = judgement_of(world, thread, message.text)
        if judgement is not None and judgement.verdict != "silent":
            return judgement
    return None


def _buy(world: World, question: Question, listing: Listing, quantity: int) -> None:
    day = day_of(world.setting.start, world.now)
    paid = question.ad is not None
    add_traffic(world.traffic, (Traffic(day, listing.key, question.query, bought=1, ad_bought=int(paid)),))
    if question.ad is not None:
        campaign, match, target = question.ad
        sales = in_reference(basket_price(world, listing).times(quantity))
        add_ad_traffic(world.ad_traffic, (AdTraffic(day, campaign, listing.key, question.query, match, target, bought=1, sales=sales),))
    listing.record.sold += quantity
    coming = ComingOrder("", question.buyer, (OrderTarget(listing.key, quantity),), "shopper", None, question.key)
    put(world, Due(at=world.now, number=0, kind="order", order=coming))
