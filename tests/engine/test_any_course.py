"""What holds whatever a person does, over random sequences of right and wrong actions."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.chain import START, chain
from lab.engine.codec import decode_action, encode_action
from lab.engine.do import do
from lab.engine.pack import pack, unpack, world_hash
from lab.engine.runoff import run_off
from lab.ledger.books import balance, balances
from lab.market.base import Market
from lab.values.moment import DAY
from lab.world.action import ACTIONS as REGISTERED
from lab.world.action import Action
from lab.world.world import World
from tests.engine.sequences import ACTIONS, MORE_LAMPS_AT, busy_world

COURSES = st.lists(ACTIONS, min_size=1, max_size=20)


def follow(world: World, course: list[Action]) -> str:
    """Do everything in order; gives the hash of the journal."""
    hashed = START
    for action in course:
        data = encode_action(action)
        hashed = chain(hashed, data, do(world, decode_action(data)).encode())
    return hashed


def test_the_sequences_try_every_action_there_is() -> None:
    tried = {strategy_name(part) for part in ACTIONS.branches}
    assert tried == set(REGISTERED)


def strategy_name(part: "st.SearchStrategy[Action]") -> str:
    names: set[str] = set()

    @settings(max_examples=1, database=None)
    @given(part)
    def look(action: Action) -> None:
        names.add(action.name)

    look()
    return names.pop()


@settings(max_examples=150)
@given(course=COURSES)
def test_a_refusal_changes_nothing(market: Market, course: list[Action]) -> None:
    world = busy_world(market)
    for action in course:
        before = world_hash(world)
        if not do(world, action).ok:
            assert world_hash(world) == before


@settings(max_examples=150)
@given(course=COURSES)
def test_books_balance_goods_are_counted_and_nothing_is_sent_twice(market: Market, course: list[Action]) -> None:
    world = busy_world(market)
    had = Counter(world.shop.stock)
    for action in course:
        do(world, action)
        sums: Counter[str] = Counter()
        for entry in world.ledger:
            assert sum(posting.amount for posting in entry.postings) == 0
            for posting in entry.postings:
                sums[entry.currency] += posting.amount
        assert set(sums.values()) <= {0}
        assert all(count >= 0 for count in world.shop.stock.values())
        assert all(listing.stock >= 0 for listing in world.listings.values())
        assert all(len(order.parcels) <= 1 for order in world.orders.values())
    came = Counter({"lamp": 10 if world.now >= MORE_LAMPS_AT else 0})
    assert {sku: had[sku] + came[sku] - gone(world)[sku] for sku in had} == world.shop.stock


def gone(world: World) -> Counter[str]:
    """Goods that were sent and are not back."""
    sent: Counter[str] = Counter()
    back = {found.order for found in world.returns if found.restocked}
    on_the_way = {due.ref for due in world.agenda if due.kind == "goods_back"}
    for order in world.orders.values():
        assert bool(order.parcels) == (order.state not in ("unshipped", "cancelled"))
        is_back = order.id in back or (order.state == "refused" and order.id not in on_the_way)
        for parcel in order.parcels:
            for item in parcel.items:
                sent[item.sku] += 0 if is_back else item.quantity
    return sent


@settings(max_examples=60)
@given(course=COURSES)
def test_run_to_their_end_orders_leave_books_that_balance_and_goods_that_are_counted(market: Market, course: list[Action]) -> None:
    world = busy_world(market)
    had = Counter(world.shop.stock)
    for action in course:
        do(world, action)
    came = Counter({"lamp": 10 if world.now >= MORE_LAMPS_AT else 0})
    after = run_off(world)
    assert sum(money.amount for money in balances(after).values()) == 0
    assert {sku: had[sku] + came[sku] - gone(after)[sku] for sku in had} == after.shop.stock
    assert all(count >= 0 for count in [*after.shop.stock.values(), *(listing.stock for listing in after.listings.values())])
    for order in after.orders.values():
        assert order.state not in ("unshipped", "shipped")
        kept = order.state == "delivered" and order.refunded_at is None
        assert (balance(after, "sales", order.id).amount == 0) != kept or order.total.amount == 0
    for review in after.reviews:
        assert 1 <= review.stars <= 5 and after.orders[review.order].parcels
    assert len({found.order for found in after.returns}) == len(after.returns)
    assert len({dispute.order for dispute in after.disputes}) == len(after.disputes)
    assert len({review.order for review in after.reviews}) == len(after.reviews)


@settings(max_examples=60)
@given(course=COURSES, cut=st.integers(0, 20))
def test_a_replay_and_a_packed_world_go_the_same_way(market: Market, course: list[Action], cut: int) -> None:
    first = busy_world(market)
    journal = follow(first, course)
    again = busy_world(market)
    assert follow(again, course) == journal
    assert world_hash(again) == world_hash(first)

    halfway = busy_world(market)
    follow(halfway, course[:cut])
    copy = unpack(pack(halfway), halfway.setting)
    assert world_hash(copy) == world_hash(halfway)
    follow(copy, course[cut:])
    assert world_hash(copy) == world_hash(first)
    assert pack(copy) == pack(first)


@settings(max_examples=40)
@given(a=st.integers(1, 2 * DAY), b=st.integers(1, 2 * DAY), course=st.lists(ACTIONS, max_size=4))
def test_time_may_pass_in_one_go_or_in_two(market: Market, a: int, b: int, course: list[Action]) -> None:
    one, two = busy_world(market), busy_world(market)
    follow(one, course)
    follow(two, course)
    advance(one, a + b)
    advance(two, a)
    advance(two, b)
    assert world_hash(one) == world_hash(two)


@settings(max_examples=300)
@given(ACTIONS)
def test_an_action_is_read_back_from_its_canonical_form(action: Action) -> None:
    data = encode_action(action)
    assert decode_action(data) == action
    assert encode_action(decode_action(data)) == data
