"""What happened on a day, and the pages about performance."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

import pytest

from lab.engine.actions import Advance
from lab.messages.reviews import review_text
from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.moment import DAY
from lab.values.money import Money
from lab.web.day_words import against, change_text
from lab.world.aftermath import Dispute, Return, Review
from lab.world.health import Health
from lab.world.order import Order, Refund
from lab.world.traffic import Traffic
from lab.world.world import World
from tests.web.browser import Browser

BULB = "meridian/DE/bulb"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u2068", "").replace("\u2069", "")))


@pytest.fixture
def world(db: Database, student: Viewer, run_id: int) -> World:
    """The world of the run on its third day, as the pages see it: shoppers are those that a test says."""
    act(db, student, run_id, Advance(2 * DAY))
    found = play_of(db, student, run_id).world
    found.traffic = [
        Traffic(0, BULB, 3, 100, 90, 50, 4, 1),
        Traffic(1, BULB, 3, 1000, 900, 600, 60, 12, 100, 20, 2_500_000, 4), Traffic(1, BULB, 8, 500, 450, 100, 1, 0),
        Traffic(2, BULB, 3, 10, 9, 5, 0, 0),
    ]  # fmt: skip
    return found


def an_order(world: World) -> Order:
    return next(order for order in world.orders.values() if order.listing == BULB)


def came(order: Order, world: World) -> Order:
    order.state, order.delivered_at = "delivered", world.now
    return order


# ------------------------------------------------------------------------------------------------ the day


def test_a_day_stands_beside_the_day_before(at_home: Browser, run_id: int, world: World) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/today?day=2"))
    assert "What happened on day 2" in page
    assert "Searches 1,500 100 the day before (+1,400%)" in page
    assert "Clicks 61 4 the day before" in page
    assert "The day before began only at 08:00" in page
    assert "the day is not over yet" not in page


def test_the_first_day_has_no_day_before_it(at_home: Browser, run_id: int, world: World) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/today?day=1"))
    assert "Searches 100 Looks 50" in page
    assert "What shaped the day" in page
    assert "the day before" not in page.split("Shoppers come in quarters")[0].split("Events")[0]


def test_a_day_that_goes_on_is_said_to_do_so_and_gets_no_percentages(at_home: Browser, run_id: int, world: World) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/today?day=3"))
    assert "the day is not over yet" in page
    assert "Searches 10 1,500 on the whole day before" in page


@pytest.mark.parametrize("day", ["0", "4", "-1", "x", "999999", "²"])
def test_a_day_that_was_not_lived_does_not_exist(at_home: Browser, run_id: int, world: World, day: str) -> None:
    at_home.get(f"/runs/{run_id}/today?day={day}", status=404)


def test_without_a_day_in_the_address_the_one_that_ended_last_is_shown(at_home: Browser, run_id: int, world: World) -> None:
    assert "What happened on day 2" in text_of(at_home.get(f"/runs/{run_id}/today"))


def test_how_figures_compare(at_home: Browser, run_id: int) -> None:
    with at_home.client.application.test_request_context("/?lang=en"):
        assert against(5, None) == ""
        assert against(5, 5) == "as the day before"
        assert against(5, 0) == "none the day before"
        assert against(5, 4).replace("\u2068", "").replace("\u2069", "") == "4 the day before (+25%)"
        assert change_text(1, 3).strip("\u2068\u2069") == "−67%"


# ----------------------------------------------------------------------------------------------- shoppers


def test_shoppers_are_added_up_from_search_to_purchase(at_home: Browser, run_id: int, world: World) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/performance"))
    assert "Conversion purchases per click: whether the page, the price and the delivery convince 20% 20% 20%" in page  # 13 of 65
    assert "Sponsored places cost €2.50 in these days." in page


def test_keywords_that_sell_and_keywords_that_nobody_clicks_stand_apart(at_home: Browser, run_id: int, world: World) -> None:
    words = [world.setting.market.keywords[query].text for query in (3, 8)]
    page = text_of(at_home.get(f"/runs/{run_id}/performance"))
    best, _heading, rest = page.partition("Keywords that are looked at and not clicked")
    weak = rest.partition("All keywords")[0]
    assert "Keywords that bring buyers" in best
    assert words[0] in best
    assert words[1] in weak
    assert words[0] not in weak


def test_two_hundred_keywords_come_in_pages(at_home: Browser, run_id: int, world: World) -> None:
    world.traffic = [Traffic(0, BULB, query, 50, 40, 400 - query, 1, 0) for query in range(200)]
    first = at_home.get(f"/runs/{run_id}/performance")
    assert "200 lines, most looks first" in first
    assert "page=8" in first
    last = at_home.get(f"/runs/{run_id}/performance?page=8")
    assert world.setting.market.keywords[199].text in text_of(last).partition("All keywords")[2]
    at_home.get(f"/runs/{run_id}/performance?page=77&days=x&listing=nothing")


def test_before_anything_was_on_sale_the_page_says_what_to_do(at_home: Browser, run_id: int, world: World) -> None:
    world.traffic = []
    for listing in world.listings.values():
        listing.first_live_at = listing.live_since = None
    assert "Nothing of yours was on sale yet" in at_home.get(f"/runs/{run_id}/performance")


def test_the_figures_can_be_taken_away_as_a_table(at_home: Browser, run_id: int, world: World) -> None:
    answer = at_home.client.get(f"/runs/{run_id}/performance/traffic.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv"
    assert len(rows) == 5
    assert rows[0][:7] == ["day", "date", "platform", "country", "sku", "language", "keyword"]
    keyword = world.setting.market.keywords[3]
    assert rows[2] == [
        "2", "2026-05-05", "meridian", "DE", "bulb", keyword.language, keyword.text, "1000", "900", "600", "60", "12",
        "100", "20", "4", "2.50", "EUR",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ reviews


def test_without_reviews_the_page_says_when_they_come(at_home: Browser, run_id: int, world: World) -> None:
    world.reviews.clear()
    page = text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))
    assert "No reviews yet" in page
    assert "Nobody has sent anything back." in page


def test_stars_are_shown_by_share_and_each_review_with_what_is_known_about_its_order(at_home: Browser, run_id: int, world: World) -> None:
    order = an_order(world)
    order.delivered_at, order.promised_at = world.now, world.now - DAY
    world.reviews = [Review(order.id, BULB, stars, world.now) for stars in (5, 5, 4, 1)]
    page = text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))
    assert "Stars on average 3.7" in page or "Stars on average 3.8" in page  # 15 of 4
    assert "5 stars 2 · 50%" in page
    assert "came 1 d late" in page
    assert order.number in page


def test_two_hundred_reviews_come_in_pages_and_as_a_table(at_home: Browser, run_id: int, world: World) -> None:
    order = came(an_order(world), world)
    world.reviews = [Review(order.id, BULB, 5, number) for number in range(200)]
    assert "page=10" in at_home.get(f"/runs/{run_id}/performance/reviews")
    answer = at_home.client.get(f"/runs/{run_id}/performance/reviews.csv")
    assert len(answer.get_data().splitlines()) == 201


def test_a_review_stands_there_in_its_words_and_with_the_reply_and_cannot_run_as_a_formula(
    at_home: Browser, run_id: int, world: World
) -> None:
    order = came(an_order(world), world)
    review = Review(order.id, BULB, 2, world.now, "=cmd|' /C calc'!A0", world.now)
    world.reviews = [review]
    written = review_text(world, review)
    page = text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))
    assert written.title in page
    assert written.text in page
    assert "You replied: =cmd" in page
    answer = at_home.client.get(f"/runs/{run_id}/performance/reviews.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[1][6:] == ["2", written.language, written.title, written.text, "'=cmd|' /C calc'!A0", "2026-05-06"]


def test_returns_and_disputes_say_why_and_how_they_ended(at_home: Browser, run_id: int, world: World) -> None:
    order = an_order(world)
    world.returns = [Return(order.id, 10, "not_as_described", order.total, 20, True)]
    world.disputes = [Dispute(order.id, 10, "late", 20, True), Dispute(order.id, 30, "not_arrived")]
    page = text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))
    assert "Not as described" in page
    assert "back in store" in page
    assert "for the buyer" in page
    assert "open" in page
    assert "72 hours to answer; after a contest it is decided within 48 hours" in page
    assert "120 hours to answer" in page


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "decide until Day 3 · 08:00"),
        ({"decision": "declined", "decided_by": "shop"}, "return declined"),
        ({"decision": "keep_goods"}, "your offer is with the buyer"),
        ({"decision": "keep_goods", "decided_by": "shop"}, "stay with the buyer"),
        ({"decision": "free_label", "decided_by": "platform"}, "on the way back"),
        ({"decision": "free_label", "back_at": 100, "restocked": False}, "cannot be sold again"),
    ],
)
def test_a_return_says_what_becomes_of_the_goods(
    at_home: Browser, run_id: int, world: World, changes: dict[str, Any], text: str
) -> None:
    world.returns = [replace(Return(an_order(world).id, 10, "changed_mind", decide_by=2 * DAY), **changes)]
    assert text in text_of(at_home.get(f"/runs/{run_id}/performance/reviews")).partition("Nobody has sent")[0]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "open: answer until Day 4 · 08:00"),
        ({"answer": "contest"}, "answered, not decided yet"),
        ({"closed_at": 100, "refunded": True, "ruling": "unanswered"}, "lost: you did not answer"),
        ({"closed_at": 100, "ruling": "for_shop"}, "decided for you"),
        ({"closed_at": 100, "refunded": True, "ruling": "settled", "answer": "accept"}, "you paid it back"),
        ({"closed_at": 100, "refunded": True, "ruling": "settled", "answer": "offer"}, "closed: paid back before"),
        ({"reason": "return_declined", "kind": "chargeback"}, "You declined the return chargeback by the bank"),
    ],
)
def test_a_claim_says_how_it_stands(at_home: Browser, run_id: int, world: World, changes: dict[str, Any], text: str) -> None:
    world.disputes = [replace(Dispute(an_order(world).id, 10, "late", answer_by=3 * DAY), **changes)]
    assert text in text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))


def test_an_offer_that_was_taken_says_how_much(at_home: Browser, run_id: int, world: World) -> None:
    order = an_order(world)
    order.refunds = [Refund(100, Money(250, "EUR"), "claim", "shop")]
    world.disputes = [Dispute(order.id, 10, "late", 100, True, answer="offer", ruling="settled")]
    assert "settled: the buyer took €2.50" in text_of(at_home.get(f"/runs/{run_id}/performance/reviews"))


# ------------------------------------------------------------------------------------------------- health


def test_every_platform_is_shown_with_its_targets(at_home: Browser, run_id: int, world: World) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/performance/health"))
    assert "Meridian" in page
    assert "Caravan" in page
    assert page.count("orders shipped after the promised day") == 2
    assert "counts from ten orders on" in page


def test_what_counts_leads_to_its_orders_and_listings(at_home: Browser, run_id: int, world: World) -> None:
    order = an_order(world)
    order.ship_by, order.state, order.cancelled_by, order.cancelled_at = 60, "cancelled", "shop", 120
    world.disputes = [Dispute(order.id, 10, "late", 20, ruling="for_shop")]
    page = at_home.get(f"/runs/{run_id}/performance/health")
    assert "Cancelled by you: what counts (1)" in page
    assert f'/runs/{run_id}/orders/{order.id}"' in page
    assert f'/runs/{run_id}/listings/meridian/DE/bulb"' in page
    assert "Orders gone wrong: what counts" not in page
    assert "1 claim was decided for you." in page
    order.platform = "caravan"  # there a claim counts even when it was decided for the shop
    page = at_home.get(f"/runs/{run_id}/performance/health")
    assert "Orders gone wrong: what counts (1)" in page
    assert "A claim counts here even when it was decided for you" in page


def test_measures_and_the_orders_behind_them_can_be_taken_away(at_home: Browser, run_id: int, world: World) -> None:
    order = an_order(world)
    order.state, order.cancelled_by, order.cancelled_at = "cancelled", "shop", 120

    def rows(name: str) -> list[list[str]]:
        data = at_home.client.get(f"/runs/{run_id}/performance/{name}.csv").get_data()
        assert data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))

    placed = world.setting.date_at(order.placed_at).isoformat()
    measures = rows("health")
    assert len(measures) == 1 + 2 * 4
    cancels = next(row for row in measures if row[0] == "meridian" and row[3] == "cancels")
    assert cancels[4] == "1"
    assert ["meridian", "cancels", "cancelled", order.number, placed, "DE", "bulb", ""] in rows("health-orders")


def test_a_restricted_shop_hands_in_a_plan(
    at_home: Browser, at_desk: Browser, db: Database, student: Viewer, run_id: int, world: World
) -> None:
    world.health["meridian"] = Health("restricted", since=DAY)
    address = f"/runs/{run_id}/performance/health/meridian/plan"
    page = at_home.get(f"/runs/{run_id}/performance/health")
    assert f'action="{address}#meridian"' in page
    assert "none of your advertising runs" in page
    assert address not in at_desk.get(f"/runs/{run_id}/performance/health")
    at_home.send(address, status=409, text="  ")
    assert "Write something first." in at_home.page
    at_home.send(address, text="We pack on the same day\nand have hired <b>help</b>.")
    assert play_of(db, student, run_id).world.health["meridian"].plan_at == 2 * DAY
    page = at_home.get(f"/runs/{run_id}/performance/health")
    assert "the restriction ends Day 10" in text_of(page)
    assert address not in page


def test_a_plan_for_a_shop_in_good_standing_is_refused_in_words(at_home: Browser, run_id: int, world: World) -> None:
    at_home.get(f"/runs/{run_id}/performance/health")
    at_home.send(f"/runs/{run_id}/performance/health/meridian/plan", status=409, text="We are sorry.")
    assert "nothing to answer for" in at_home.page
    at_home.send(f"/runs/{run_id}/performance/health/nowhere/plan", status=404, text="We are sorry.")


# ----------------------------------------------------------------------------------------------- calendar


def test_the_calendar_names_what_every_seller_knows_for_thirty_days(at_home: Browser, run_id: int) -> None:
    page = text_of(at_home.get(f"/runs/{run_id}/performance/calendar"))  # 4 May 2026
    assert "10 May 2026 Day 7 Mother's Day presents Germany 6 days" in page
    assert "Mid-year sale" not in page  # 18 June is further off


def test_the_calendar_speaks_the_language_of_the_page(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    set_preferences(db, student, language="zh")
    assert "母亲节" in at_home.get(f"/runs/{run_id}/performance/calendar")
