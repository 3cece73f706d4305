"""What a day brought, compared with the day before, and the reasons that can be named."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from lab.engine.actions import Advance
from lab.ledger.books import book
from lab.listings.actions import SetPrice, SetStock
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.play import Play, start
from lab.scenarios.script import load_scenario
from lab.school.daybook import Cause, Turn, causes, day_start, days_of_shop, differ, shown_day, turn_between
from lab.school.traffic import Counts, sums_of
from lab.values.moment import DAY, HOUR
from lab.values.money import Money
from lab.values.places import SCENARIOS
from lab.world.aftermath import Dispute, Return, Review
from lab.world.campaign import AdTraffic, Campaign
from lab.world.health import Health
from lab.world.promotion import Promotion
from lab.world.traffic import Traffic
from tests.builders import DE_LAMP, euro, make_listing, make_order, make_thread, make_world
from tests.ledger.foreign import foreign_world, sold

BULB = "meridian/DE/bulb"
MIDNIGHT = 16 * HOUR
"""The first midnight of a run that begins at eight in the morning."""


@pytest.fixture
def play(market: Market) -> Play:
    """The sample scenario; it begins on Monday, 4 May 2026, at eight."""
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    return start(scenario, deal(scenario, 7, market), market)


def reasons(play: Play, day: int) -> list[Cause]:
    return causes(play, day, sums_of(play.world, day, day), sums_of(play.world, day - 1, day - 1))


def kinds(found: Iterable[Cause]) -> list[str]:
    return [cause.kind for cause in found]


# ------------------------------------------------------------------------------------------------- figures


def test_a_day_begins_at_midnight_and_the_first_one_before_the_run(play: Play) -> None:
    assert day_start(play.world.setting, 0) == -8 * HOUR
    assert day_start(play.world.setting, 1) == MIDNIGHT


def test_everything_counts_on_the_day_on_which_it_happened() -> None:
    world = make_world(make_listing(stock=100))
    first, second = make_order(world, "o1", at=HOUR), make_order(world, "o2", at=MIDNIGHT)
    first.delivered_at = MIDNIGHT + 30
    make_thread(world, "q1", (MIDNIGHT + 5, "Guten Tag!"), at=MIDNIGHT - 1)
    world.reviews = [Review("o1", DE_LAMP, 4, MIDNIGHT), Review("o1", DE_LAMP, 1, MIDNIGHT + 1)]
    world.returns = [Return("o1", MIDNIGHT - 1, "changed_mind")]
    world.disputes = [Dispute("o2", MIDNIGHT, "late")]
    world.now = 20 * HOUR
    zero, one = days_of_shop(world)
    assert (zero.orders, zero.messages, zero.delivered, zero.reviews, zero.returns, zero.disputes) == (1, 1, 0, 0, 1, 0)
    assert (one.orders, one.messages, one.delivered, one.reviews, one.stars, one.returns, one.disputes) == (1, 0, 1, 2, 5, 0, 1)
    assert second.placed_at == MIDNIGHT


def test_money_in_is_what_buyers_paid_and_money_out_what_was_given_away() -> None:
    world = make_world(make_listing(stock=100))
    world.ledger = []
    world.now = HOUR
    book(world, "sale", "o1", [("platform:meridian", 3490), ("sales", -2933), ("vat", -557)])
    book(world, "fee", "o1", [("fees", 524), ("platform:meridian", -524)])
    book(world, "postage", "o1", [("postage", 479), ("cash", -479)])
    book(world, "goods", "o1", [("goods_sold", 1200), ("stock", -1200)])
    world.now = 20 * HOUR
    book(world, "refund", "o1", [("platform:meridian", -2966), ("sales", 2933), ("vat", 557), ("fees", -524)])
    zero, one = days_of_shop(world)
    assert (zero.paid, zero.fees, zero.postage, zero.money_out) == (3490, 524, 479, 1003)
    assert (one.paid, one.given_back, one.fees, one.money_out) == (0, 3490, -524, 2966)


def test_the_opening_balance_is_no_money_in() -> None:
    world = make_world()
    assert days_of_shop(world)[0].paid == 0


def test_advertising_belongs_to_the_day_that_it_was_shown_on_though_it_is_billed_at_midnight() -> None:
    world = make_world()
    world.now = MIDNIGHT
    book(world, "ads", None, [("ads", 300), ("platform:meridian", -300)])
    world.campaigns["c1"] = Campaign("c1", "meridian/DE", "Lampen", euro("5.00"), [DE_LAMP], [], spent=1_250_000)
    world.now = 20 * HOUR
    zero, one = days_of_shop(world)
    assert (zero.ads, one.ads) == (300, 125)


def test_money_in_other_currencies_counts_once_at_the_rate_of_the_day() -> None:
    world = foreign_world()
    sold(world)
    world.now = HOUR
    book(world, "exchange_result", None, [("exchange", -120), ("exchange_result", 120)])
    figures = days_of_shop(world)[0]
    assert (figures.paid, figures.exchange) == (4000, 120)  # 23,600 KZT at 590
    assert figures.money_out == figures.fees + 120


def test_rent_belongs_to_the_day_before_its_midnight_and_import_tax_is_nobodys_refund() -> None:
    world = make_world()
    world.now = MIDNIGHT
    book(world, "storage", None, [("storage", 250), ("cash", -250)])
    book(world, "transfer", None, [("stock_on_way", 900), ("vat", 100), ("cash", -1000)])
    zero, one = days_of_shop(world)
    assert (zero.storage, one.storage, one.given_back) == (250, 0, 0)


@pytest.mark.parametrize(
    ("since", "until", "day"),
    [(0, HOUR, 0), (0, 24 * HOUR, 0), (MIDNIGHT, 17 * HOUR, 1), (24 * HOUR, 48 * HOUR, 1), (-1, 0, 0), (0, 3 * DAY, 2)],
)
def test_a_report_is_about_the_last_day_that_ended_or_about_the_present_one(play: Play, since: int, until: int, day: int) -> None:
    assert shown_day(play.world, since, until) == day


# ------------------------------------------------------------------------------------------- where it turned


def test_the_turn_is_the_step_that_changed_most_beyond_chance() -> None:
    before = Counts(1000, 1000, 500, 50, 5)
    assert turn_between(Counts(1000, 1000, 250, 25, 3), before) == Turn("looks", Fraction(1, 2), Fraction(1, 4))
    assert turn_between(Counts(2000, 2000, 1000, 40, 4), before) == Turn("clicks", Fraction(1, 10), Fraction(1, 25))
    turn = turn_between(Counts(500, 500, 250, 25, 3), before)
    assert turn is not None
    assert (turn.step, turn.percent) == ("searches", -50)


def test_few_purchases_more_or_less_are_chance() -> None:
    assert turn_between(Counts(1000, 1000, 500, 60, 1), Counts(1000, 1000, 500, 48, 4)) is None


def test_two_shares_differ_when_their_gap_is_more_than_two_standard_errors() -> None:
    # 10 and 20 of 100: gap 0.1, pooled share 0.15, standard error sqrt(0.15 * 0.85 * 0.02) = 0.0505
    assert not differ(10, 100, 20, 100)
    assert differ(10, 100, 21, 100)
    assert not differ(0, 19, 19, 19)  # too few to say anything


# ------------------------------------------------------------------------------------------------- reasons


def test_the_first_day_has_nothing_before_it_and_the_second_a_short_one(play: Play) -> None:
    assert kinds(causes(play, 0, sums_of(play.world, 0, 0), sums_of(play.world, 0, 0))) == ["first_day"]
    found = reasons(play, 1)
    assert (found[0].kind, found[0].args["minute"]) == ("short_day_before", 8 * HOUR)


def test_weekdays_count_when_they_differ_enough(play: Play) -> None:
    assert "weekday" not in kinds(reasons(play, 2))  # Wednesday after Tuesday: 105 against 108
    saturday = next(cause for cause in reasons(play, 5) if cause.kind == "weekday")  # 84 against 94
    assert (saturday.args["weekday"], saturday.args["before"], saturday.args["percent"]) == (5, 4, -11)


def test_holidays_count_where_the_shop_sells(play: Play) -> None:
    ahead = [cause.args for cause in reasons(play, 2) if cause.kind == "presents"]
    assert {"name": "mothers_day", "country": "DE", "days": 4} in ahead  # 6 May; Mother's Day is on Sunday the 10th
    assert ("occasion", "mothers_day") in [(cause.kind, cause.args.get("name")) for cause in reasons(play, 6)]
    assert ("occasion_over", "mothers_day") in [(cause.kind, cause.args.get("name")) for cause in reasons(play, 7)]
    for listing in play.world.listings.values():
        listing.first_live_at = None
    assert "presents" not in kinds(reasons(play, 2))


def test_reviews_of_the_day_before_change_the_rating_that_shoppers_see(play: Play) -> None:
    play.world.reviews = [Review("o1", BULB, 5, HOUR), Review("o2", BULB, 5, MIDNIGHT + 1), Review("o3", BULB, 2, MIDNIGHT + 2)]
    found = [cause for cause in reasons(play, 2) if cause.kind == "rating"]
    assert [(cause.listing, dict(cause.args)) for cause in found] == [(BULB, {"now": 4000, "before": 5000, "reviews": 2})]
    assert [cause.args["before"] for cause in reasons(play, 1) if cause.kind == "rating"] == [0]
    assert "rating" not in kinds(reasons(play, 3))


def test_a_campaign_that_spent_its_budget_is_named(play: Play) -> None:
    play.world.campaigns["c1"] = Campaign("c1", "meridian/DE", "Leuchten", Money(300, "EUR"), [BULB], [])
    play.world.ad_traffic = [AdTraffic(2, "c1", BULB, 0, "auto", "", cost=2_000_000), AdTraffic(2, "c1", BULB, 1, "auto", "", cost=999_999)]
    assert "budget_spent" not in kinds(reasons(play, 2))
    play.world.ad_traffic[1] = replace(play.world.ad_traffic[1], cost=1_000_000)
    assert "budget_spent" in kinds(reasons(play, 2))
    assert "budget_spent" not in kinds(reasons(play, 3))


def test_clicks_on_advertising_that_came_or_went_are_named(play: Play) -> None:
    play.world.traffic = [
        Traffic(1, BULB, 0, 100, 90, 50, 9, 0, ad_clicked=9), Traffic(2, BULB, 0, 100, 90, 50, 4, 0, ad_clicked=4),
        Traffic(3, BULB, 0, 100, 90, 50, 2, 0, ad_clicked=2),
    ]  # fmt: skip
    assert [dict(cause.args) for cause in reasons(play, 2) if cause.kind == "ads"] == [{"now": 4, "before": 9}]
    assert "ads" not in kinds(reasons(play, 3))


def test_the_keyword_on_which_a_listing_moved_most_is_named(play: Play) -> None:
    play.world.traffic = [
        Traffic(1, BULB, 3, 1000, 900, 300, 9, 0), Traffic(1, BULB, 8, 1000, 900, 100, 9, 0),
        Traffic(2, BULB, 3, 1000, 900, 200, 9, 0), Traffic(2, BULB, 8, 1000, 900, 130, 9, 0),
    ]  # fmt: skip
    found = [dict(cause.args) for cause in reasons(play, 2) if cause.kind == "reach"]
    assert found == [{"query": 3, "now": 20, "before": 30}]


def test_a_new_price_is_named_with_the_one_before(play: Play) -> None:
    play.act(SetPrice(BULB, Money(450, "EUR")), "test")
    play.act(Advance(17 * HOUR), "test")
    play.act(SetPrice(BULB, Money(400, "EUR")), "test")
    play.act(SetPrice(BULB, Money(390, "EUR")), "test")
    found = [dict(cause.args) for cause in reasons(play, 1) if cause.kind == "price"]
    assert found == [{"now": Money(390, "EUR"), "before": Money(450, "EUR")}]


def test_a_listing_without_stock_is_named_with_the_moment_at_which_the_last_piece_went(play: Play) -> None:
    play.act(Advance(HOUR), "test")
    play.act(SetStock(BULB, 0), "test")
    play.act(Advance(40 * HOUR), "test")
    assert [cause.args["at"] for cause in reasons(play, 1) if cause.kind == "sold_out" and cause.listing == BULB] == [HOUR]
    play.act(SetStock(BULB, 5), "test")
    assert "sold_out" not in kinds(reasons(play, 1))


def test_promotions_are_named_on_the_days_on_which_they_began_and_ended(play: Play) -> None:
    world = play.world
    begins, ends = day_start(world.setting, 1), day_start(world.setting, 3)
    world.promotions = {
        "f": Promotion("f", "flash", "Blitz", [BULB], 30, begins, ends, 0, pieces=5),
        "n": Promotion("n", "discount", "Nie", [BULB], 30, begins, begins - 1, 0),
    }
    world.now = ends
    found = {day: [(cause.kind, cause.args["name"]) for cause in reasons(play, day) if "promotion" in cause.kind] for day in (1, 2, 3)}
    assert found == {1: [("promotion", "Blitz")], 2: [], 3: [("promotion_over", "Blitz")]}
    world.now = ends - 1
    assert [cause for cause in reasons(play, 3) if "promotion" in cause.kind] == []


def test_a_warning_is_named_on_the_day_that_it_began(play: Play) -> None:
    play.world.health["meridian"] = Health("warned", since=day_start(play.world.setting, 2))
    assert "standing" in kinds(reasons(play, 2))
    assert "standing" not in kinds(reasons(play, 3))
