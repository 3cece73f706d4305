"""Followers react: who sees a post, opens the listing, buys, follows or leaves; nobody else's dice are moved."""

from dataclasses import replace
from typing import Any

import pytest

from lab.engine.advance import advance
from lab.engine.pack import pack, unpack, world_hash
from lab.social.networks import load_networks
from lab.social.reach import LIFE, View, close_day, react, tired_of, view_of
from lab.social.segments import Segment, followers_of, segments_in
from lab.values.moment import DAY, HOUR
from lab.world.post import Post, PostDay
from lab.world.world import World
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, act, make_listing, make_world

TEXT = "Welche Lampe steht auf eurem Schreibtisch? Unsere blendet abends nicht. Der Arm aus Metall hält sie fest."
HOMES, SAVERS, MAKERS, OUTDOORS = segments_in("DE")


def shop(**changes: Any) -> World:
    return make_world(make_listing(stock=500), make_listing(KZ_LAMP), make_listing(DE_BULB), **changes)


def post(world: World, name: str = "p1", **changes: Any) -> Post:
    values = {"network": "commonroom", "country": "DE", "text": TEXT, "listing": DE_LAMP, "picture": "a" * 64, "alt": "Lampe", **changes}
    outcome = act(world, "social.post", post=name, **values)
    assert outcome.ok, outcome
    return world.posts[name]


def seen_by(segment: Segment = HOMES, **changes: Any) -> View:
    world = shop()
    view = view_of(world, post(world, **changes), segment)
    assert view is not None
    return view


def test_a_view_can_be_worked_out_by_hand() -> None:
    # 380 permille see it, no tag. Clicks: 70 x 1.25 for a lamp x (650 + 500 picture) x (1000 + 300 x 350 / 600) for the picture.
    view = seen_by()
    assert (view.reach, view.language, view.tired, view.quality, view.interest) == (380, "yes", 0, 1000, 1250)
    assert view.clicks == 118  # 70 x 1.25 x 1.15 x 1.175 = 118.2


def test_the_language_decides_first() -> None:
    text = "Какая лампа стоит у вас на столе? Наша не слепит по вечерам, и провод у неё длинный."
    assert seen_by(text=text).reach == 380 * 120 // 1000
    assert seen_by(MAKERS, text="Which lamp stands on your desk? Ours does not dazzle in the evening.").reach == 380


def test_tags_that_fit_help_up_to_a_limit_and_strange_ones_hurt() -> None:
    assert [seen_by(text=f"{TEXT} {tags}").reach for tags in ("", "#lampe", "#lampe #zuhause", "#lampe #zuhause #wohnen")] == [
        380, 380 * 1060 // 1000, 380 * 1120 // 1000, 380 * 1120 // 1000,
    ]  # fmt: skip
    assert seen_by(text=f"{TEXT} #fussball").reach == 380 * 900 // 1000


@pytest.mark.parametrize(
    ("more", "permille"),
    [(" https://other-shop.com", 400), (" Heute 20 % Rabatt.", 600), (" Die beste der Welt.", 500)],
)
def test_faults_cost_reach(more: str, permille: int) -> None:
    assert seen_by(text=TEXT + more).reach == 380 * permille // 1000


def test_interest_and_what_moves_decide_about_clicks() -> None:
    assert seen_by(OUTDOORS).clicks < seen_by(SAVERS).clicks < seen_by(HOMES).clicks
    plain = TEXT.replace("?", ".")
    assert seen_by(MAKERS).clicks > seen_by(MAKERS, text=plain).clicks  # makers like questions
    assert seen_by(SAVERS, text=f"{TEXT} Nur 39,90 €.").clicks > seen_by(SAVERS).clicks
    assert seen_by(picture="").clicks < seen_by().clicks


def test_without_a_listing_that_is_on_sale_nobody_clicks() -> None:
    assert seen_by(listing="").clicks == 0
    world = shop()
    made = post(world)
    world.listings[DE_LAMP].live_since = None
    view = view_of(world, made, HOMES)
    assert view is not None and view.clicks == 0 and view.reach == 380


def test_followers_tire_of_more_posts_than_they_bear() -> None:
    world = shop()
    posts = [post(world, f"p{number}", text=f"{TEXT} Teil {number}.") for number in range(4)]
    network = load_networks()["commonroom"]
    assert [tired_of(one, network, posts[:place]) for place, one in enumerate(posts)] == [0, 1, 2, 3]
    reaches = [view.reach for one in posts if (view := view_of(world, one, HOMES)) is not None]
    assert reaches == [380, 380 * 650 // 1000, 380 * 400 // 1000, 380 * 200 // 1000]
    world.now = DAY
    later = view_of(world, post(world, "later"), HOMES)
    assert later is not None and later.tired == 0


def test_a_post_is_seen_from_the_next_quarter_for_two_days() -> None:
    world = shop()
    made = post(world)
    advance(world, 3 * HOUR + 59)  # the run starts at eight
    assert made.days == []
    advance(world, 1)
    assert {row.segment for row in made.days} == {segment.id for segment in segments_in("DE")}
    advance(world, LIFE)
    reached = made.total("reach")
    advance(world, DAY)
    assert made.total("reach") == reached > 0


def test_a_planned_post_waits_and_one_taken_back_stops() -> None:
    world = shop()
    made, other = post(world, at=DAY), post(world, "other", network="quillet", picture="", alt="")
    advance(world, DAY - 1)
    assert made.days == [] and other.days
    act(world, "social.remove", post="other")
    reached = other.total("reach")
    advance(world, DAY)
    assert made.days and other.total("reach") == reached


def test_most_see_it_in_their_own_quarter() -> None:
    world = shop()
    made = post(world)
    world.now = 4 * HOUR  # noon: afternoon is the savers' quarter, evening the homes'
    react(world, {})
    noon = {row.segment: row.reach for row in made.days}
    world.now = 10 * HOUR
    react(world, {})
    evening = {row.segment: row.reach - noon[row.segment] for row in made.days}
    assert noon["savers"] > evening["savers"] and noon["homes"] < evening["homes"]


def selling(**changes: Any) -> World:
    world = shop(**changes)
    for name in ("a", "b", "c"):
        post(world, name, network="commonroom")
    for segment in segments_in("DE"):
        world.followers[f"commonroom/DE/{segment.id}"] = 40_000
    return world


def test_sales_reach_orders_books_and_the_record() -> None:
    world = selling(consequences=False)
    advance(world, 16 * HOUR)
    sales = sum(one.total("sales") for one in world.posts.values())
    assert sales > 0
    orders = list(world.orders.values())
    assert 0 < len(orders) <= sales
    assert all(order.source == "shopper" and order.listing == DE_LAMP and order.country == "DE" for order in orders)
    clicks = sum(row.clicks for one in world.posts.values() for row in one.days if row.day == 0)
    assert world.listings[DE_LAMP].record.clicks == 1000 * clicks > 0
    bought = sum(row.sales for one in world.posts.values() for row in one.days if row.day == 0)
    assert world.listings[DE_LAMP].record.orders == 1000 * bought


def test_midnight_adds_what_a_day_brought() -> None:
    world = shop()
    made = post(world)
    made.days = [PostDay(0, "homes", 500, 12, 2), PostDay(1, "homes", 100, 5, 1)]
    close_day(world, 0)
    record = world.listings[DE_LAMP].record
    assert (record.clicks, record.orders, record.looks) == (12_000, 2_000, 12 * 1_000_000 // 60)


def test_no_more_is_sold_than_there_is() -> None:
    world = selling(consequences=False)
    world.listings[DE_LAMP].stock = 2
    react_at_noon(world, {DE_LAMP: 1})
    assert sum(one.total("sales") for one in world.posts.values()) == 1
    assert world.listings[DE_LAMP].record.sold == 1


def react_at_noon(world: World, taken: dict[str, int]) -> None:
    world.now = 4 * HOUR
    react(world, taken)


@pytest.mark.parametrize("lack", ["stock", "shipping", "price"])
def test_only_what_can_be_bought_and_delivered_sells(lack: str) -> None:
    world = selling()
    if lack == "stock":
        world.listings[DE_LAMP].stock = 0
    elif lack == "shipping":
        world.templates.clear()
    else:
        world.listings[DE_LAMP].price = None
    react_at_noon(world, {})
    assert sum(one.total("sales") for one in world.posts.values()) == 0
    assert sum(one.total("reach") for one in world.posts.values()) > 0


def test_good_posts_win_followers_and_bad_ones_lose_them() -> None:
    good, bad = shop(), shop()
    post(good)
    post(bad, text="-20 % auf alles! #f4f https://other-shop.com")
    before = followers_of(good, "commonroom", HOMES)
    for world in (good, bad):
        for segment in segments_in("DE"):
            world.followers[f"commonroom/DE/{segment.id}"] = 50_000
        react_at_noon(world, {})
    assert before == 420
    assert all(followers_of(good, "commonroom", segment) > 50_000 for segment in segments_in("DE"))
    assert all(followers_of(bad, "commonroom", segment) < 50_000 for segment in segments_in("DE"))


def test_a_cheaper_listing_sells_more() -> None:
    dear, cheap = selling(), selling()
    cheap.listings[DE_LAMP].price = make_listing(DE_BULB).price
    for world in (dear, cheap):
        react_at_noon(world, {})
    sold = [sum(one.total("sales") for one in world.posts.values()) for world in (dear, cheap)]
    assert sold[0] < sold[1]


def test_one_post_does_not_re_roll_another() -> None:
    alone, both = shop(), shop()
    post(alone)
    post(both)
    post(both, "other", network="quillet", picture="", alt="")
    for world in (alone, both):
        react_at_noon(world, {})
    assert alone.posts["p1"].days == both.posts["p1"].days


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    hashes = []
    for seed in (7, 7, 8):
        world = selling(consequences=False)
        world.setting = replace(world.setting, seed=seed)
        advance(world, DAY)
        hashes.append(world_hash(world))
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_world_that_is_packed_between_goes_on_in_the_same_way() -> None:
    whole, packed = selling(consequences=False), selling(consequences=False)
    advance(whole, DAY)
    for _ in range(4):
        advance(packed, DAY // 4)
        packed = unpack(pack(packed), packed.setting)
    assert world_hash(whole) == world_hash(packed)


def test_without_a_post_nothing_happens() -> None:
    world = shop()
    before = world_hash(world)
    react(world, {})
    close_day(world, 0)
    assert world_hash(world) == before
