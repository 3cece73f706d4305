"""What holds whatever a person does, over random sequences of right and wrong actions.

Every property is tried in two shops: one with money of one kind and one store-room, and one whose buyers pay in their own
currencies, with goods in a warehouse abroad as well.
"""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.chain import START, chain
from lab.engine.codec import decode_action, encode_action
from lab.engine.do import do
from lab.engine.pack import pack, unpack, world_hash
from lab.engine.runoff import run_off
from lab.ledger.books import balance
from lab.values.moment import DAY
from lab.world.action import ACTIONS as REGISTERED
from lab.world.action import Action
from lab.world.order import OPEN_STATES, Order
from lab.world.world import World
from tests.engine.sequences import ACTIONS, COURSES, MORE_LAMPS, MORE_LAMPS_AT, busy_world

in_both_shops = pytest.mark.parametrize("abroad", [False, True], ids=["at home", "abroad"])


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


@in_both_shops
@settings(max_examples=100)
@given(course=COURSES)
def test_a_refusal_changes_nothing(abroad: bool, course: list[Action]) -> None:
    world = busy_world(abroad)
    for action in course:
        before = world_hash(world)
        if not do(world, action).ok:
            assert world_hash(world) == before


@in_both_shops
@settings(max_examples=150)
@given(course=COURSES)
def test_books_balance_pieces_are_counted_and_nothing_is_sent_or_given_back_twice(
    abroad: bool, course: list[Action]
) -> None:
    world = busy_world(abroad)
    had = pieces(world)
    for action in course:
        before = {order.id: (order.state, len(order.parcels)) for order in world.orders.values()}
        do(world, action)
        check_books(world)
        check_orders(world)
        assert pieces(world) == had
        for order in world.orders.values():
            state, parcels = before.get(order.id, ("unshipped", 0))
            assert len(order.parcels) == parcels or state in OPEN_STATES


@in_both_shops
@settings(max_examples=100)
@given(course=COURSES)
def test_run_to_their_end_orders_leave_nothing_open(abroad: bool, course: list[Action]) -> None:
    world = busy_world(abroad)
    had = pieces(world)
    for action in course:
        do(world, action)
    after = run_off(world)
    check_books(after)
    check_orders(after)
    assert pieces(after, world) == had
    for order in after.orders.values():
        assert order.state in ("delivered", "cancelled", "refused", "lost", "returned")
        if not order.refundable.amount:
            assert balance(after, "sales", order.id).amount == balance(after, "vat", order.id).amount == 0
    for review in after.reviews:
        assert 1 <= review.stars <= 5 and after.orders[review.order].parcels
    assert all(found.decided_by for found in after.returns)
    assert all(dispute.closed_at is not None for dispute in after.disputes)
    assert len({found.order for found in after.returns}) == len(after.returns)
    assert len({review.order for review in after.reviews}) == len(after.reviews)


@in_both_shops
@settings(max_examples=50)
@given(course=COURSES, cut=st.integers(0, 20))
def test_a_replay_and_a_packed_world_go_the_same_way(abroad: bool, course: list[Action], cut: int) -> None:
    first = busy_world(abroad)
    journal = follow(first, course)
    again = busy_world(abroad)
    assert follow(again, course) == journal
    assert world_hash(again) == world_hash(first)

    halfway = busy_world(abroad)
    follow(halfway, course[:cut])
    copy = unpack(pack(halfway), halfway.setting)
    assert world_hash(copy) == world_hash(halfway)
    follow(copy, course[cut:])
    assert world_hash(copy) == world_hash(first)
    assert pack(copy) == pack(first)


@in_both_shops
@settings(max_examples=30)
@given(a=st.integers(1, 2 * DAY), b=st.integers(1, 2 * DAY), course=st.lists(ACTIONS, max_size=4))
def test_time_may_pass_in_one_go_or_in_two(abroad: bool, a: int, b: int, course: list[Action]) -> None:
    one, two = busy_world(abroad), busy_world(abroad)
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


def check_books(world: World) -> None:
    """Every entry and every currency balances; what platforms owe for each order, and what lies in store, is on the books."""
    home = world.setting.currency
    sums: Counter[str] = Counter()
    on: Counter[tuple[str, str]] = Counter()
    of_orders: Counter[tuple[str | None, str, str]] = Counter()
    for entry in world.ledger:
        assert sum(posting.amount for posting in entry.postings) == 0
        for posting in entry.postings:
            sums[entry.currency] += posting.amount
            on[posting.account, entry.currency] += posting.amount
            of_orders[entry.order, posting.account, entry.currency] += posting.amount
    assert not any(sums.values())
    open_abroad: Counter[tuple[str, str]] = Counter()
    for order in world.orders.values():
        account = f"platform:{order.platform}"
        assert order.owed == of_orders[order.id, account, order.currency]
        if order.currency == home:
            assert (order.owed, order.paid_out) == (order.owed_home, order.paid_out_home)
        else:
            open_abroad[account, order.currency] += order.owed - order.paid_out
            assert order.owed_home == of_orders[order.id, "exchange", home]
    assert all(on[place] == amount for place, amount in open_abroad.items())
    check_worth(world, on)


def check_worth(world: World, on: Counter[tuple[str, str]]) -> None:
    """The books have the goods in store, on the way and sent at what they have cost."""
    home, products = world.setting.currency, world.setting.products
    in_store = sum(products[sku].unit_cost.amount * count for sku, count in world.shop.stock.items())
    in_store += sum(pile.worth for piles in world.shop.abroad.values() for pile in piles.values())
    given = MORE_LAMPS if world.now >= MORE_LAMPS_AT and not any(due.kind == "stock" for due in world.agenda) else 0
    assert on["stock", home] in (in_store, in_store - given * products["lamp"].unit_cost.amount)
    assert on["stock_on_way", home] == sum(one.landed.amount for one in world.inbound if one.arrived_at is None)
    assert on["goods_sold", home] == sum(
        parcel.cost for order in world.orders.values() for place, parcel in enumerate(order.parcels) if not is_back(world, order, place)
    )


def check_orders(world: World) -> None:
    """No store is short of nothing, no piece is sent twice, nobody gets back more than was paid."""
    assert all(count >= 0 for count in world.shop.stock.values())
    assert all(pile.pieces >= 0 and pile.worth >= 0 for piles in world.shop.abroad.values() for pile in piles.values())
    assert all(listing.stock >= 0 for listing in world.listings.values())
    for order in world.orders.values():
        assert all(refund.amount.amount > 0 for refund in order.refunds)
        assert 0 <= order.refunded.amount <= order.total.amount
        assert bool(order.parcels) == (order.state not in ("held", "unshipped", "cancelled"))
        for sku, missing in order.missing.items():
            first = order.parcels[0].items if order.parcels else ()  # in which the packer may put what he likes
            ordered = any(item.sku == sku for item in order.items)
            assert missing >= 0 or not ordered or sum(item.quantity for item in first if item.sku == sku) > 0
            if ordered and missing < 0:
                assert len([parcel for parcel in order.parcels if any(item.sku == sku for item in parcel.items)]) == 1
    labels = Counter((parcel.tracking_number, parcel.together_with == ()) for order in world.orders.values() for parcel in order.parcels)
    assert all(count == 1 for (number, alone), count in labels.items() if number and alone)


def pieces(world: World, then: World | None = None) -> dict[str, int]:
    """Every piece, wherever it is, by SKU: in a store, on the way, or sent; without those that came from outside since.

    `then` is the world in which purchases and gifts are looked up, where it is not this one.
    """
    found: Counter[str] = Counter(world.shop.stock)
    for piles in world.shop.abroad.values():
        found.update({sku: pile.pieces for sku, pile in piles.items()})
    for one in world.inbound:
        found[one.sku] += one.quantity if one.arrived_at is None else 0
    for order in world.orders.values():
        for place, parcel in enumerate(order.parcels):
            for item in parcel.items:
                found[item.sku] += 0 if is_back(world, order, place) else item.quantity
    return {sku: found[sku] - came(then or world, sku) for sku in world.setting.products}


def came(world: World, sku: str) -> int:
    """Pieces bought, and those that the scenario brought."""
    bought = sum(one.quantity for one in world.inbound if one.kind == "purchase" and one.sku == sku)
    is_there = sku == "lamp" and not any(due.kind == "stock" for due in world.agenda)
    return bought + (MORE_LAMPS if is_there else 0)


def is_back(world: World, order: Order, place: int) -> bool:
    """Whether the goods of a parcel can be sold again."""
    if order.parcels[place].lost:
        return False
    if order.state == "refused":
        travels = any(due.kind == "goods_back" and (due.ref, due.parcel) == (order.id, place) for due in world.agenda)
        return place in order.settled_parcels and not travels
    return any(found.order == order.id and found.restocked for found in world.returns)
