"""Shipping, keywords, finance, the shop front, handing in and the report, each walked through once and broken once."""

import json
import re

from lab.engine.actions import Advance
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, release_scores
from lab.school.database import Database
from lab.school.runs import act, hand_in, play_of, run_for
from tests.web.browser import Browser


def test_shipping_is_saved_for_a_market(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    at_home.send(f"/runs/{run_id}/shipping/caravan/KZ", lane="kz_tracked", regions="KZ", handling_hours="48", charge="9,90")
    saved = play_of(db, student, run_id).world.templates["caravan/KZ"]
    assert (saved.lane, saved.regions, saved.handling_hours, str(saved.charge)) == ("kz_tracked", ["KZ"], 48, "9.90 EUR")


def test_slack_and_who_pays_the_duty_are_saved(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/shipping")
    assert page.count('name="slack_days"') == 2
    assert page.count('name="incoterm"') == 2  # two choices, only where a border is crossed
    values = {"lane": "kz_tracked", "regions": "KZ", "handling_hours": "48", "charge": "9,90"}
    answer = at_home.send(f"/runs/{run_id}/shipping/caravan/KZ", status=409, **values, slack_days="31")
    assert "The slack lies between 0 and 30 days." in answer.text
    at_home.send(f"/runs/{run_id}/shipping/caravan/KZ", **values, slack_days="4", incoterm="DAP")
    saved = play_of(db, student, run_id).world.templates["caravan/KZ"]
    assert (saved.slack_days, saved.incoterm) == (4, "DAP")
    assert "the buyer pays at the door (DAP)" in at_home.get(f"/runs/{run_id}/shipping")


def test_shipping_that_goes_elsewhere_is_refused_beside_the_countries(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    answer = at_home.send(
        f"/runs/{run_id}/shipping/caravan/KZ", status=409, lane="kz_tracked", regions="DE", handling_hours="30", charge="5.00"
    )
    assert "This shipping service does not go to DE." in answer.text
    assert 'value="30"' in answer.text


def test_shipping_without_an_amount_asks_for_it(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    answer = at_home.send(f"/runs/{run_id}/shipping/caravan/KZ", status=422, lane="kz_tracked", regions="KZ", handling_hours="x", charge="")
    assert "“x” is not a whole number." in answer.text
    assert "Write an amount" in answer.text


def test_keywords_show_searches_and_the_place_of_the_shops_goods(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/keywords?place=meridian/DE&in=de")
    assert "schreibtischlampe e27" in page
    row = page[page.index(">led lampe<") :].split("</tr>")[0]
    assert re.search(r'data-sort="\d+"', row)  # the bulb is on sale and found


def test_a_typed_search_is_answered_with_its_parts(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/keywords?place=meridian/DE&in=de&q=led+e27")
    assert re.search(r"place \d+ of \d+", page)
    assert "Text matches the search" in page


def test_a_worksheet_is_handed_in_and_shown_again(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/finance/worksheet")
    at_home.send(f"/runs/{run_id}/finance/worksheet", revenue="121,50", profit="-3.20")
    own = play_of(db, student, run_id).world.papers.worksheet
    assert {name: str(value) for name, value in own.items()} == {"revenue": "121.50 EUR", "profit": "-3.20 EUR"}
    assert 'value="121.50"' in at_home.get(f"/runs/{run_id}/finance/worksheet")


def test_an_unreadable_figure_keeps_the_others(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/finance")
    answer = at_home.send(f"/runs/{run_id}/finance/worksheet", status=422, revenue="lots", fees="4.10")
    assert 'value="lots"' in answer.text
    assert 'value="4.10"' in answer.text


def test_the_books_show_a_sale_on_its_accounts(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(21 * 60))
    page = at_home.get(f"/runs/{run_id}/finance/books")
    assert "Owed by Meridian" in page
    assert "Value-added tax owed" in page


def test_the_shop_front_speaks_the_buyers_language_and_money(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/store/caravan/KZ?q=настольная лампа")
    assert '<div class="store caravan" lang="ru" dir="ltr">' in page
    assert "По запросу «настольная лампа» найдено:" in page
    assert re.search(r"\d{1,3}\s\d{3}\s₸", page)
    kazakh = at_home.get(f"/runs/{run_id}/store/caravan/KZ?in=kk")
    assert "Көп сатылатын тауарлар" in kazakh


def test_an_own_listing_is_marked_among_the_results(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/store/meridian/DE?q=led e27 warmweiß")
    assert "Yours, place" in page


def test_a_product_page_carries_schema_org_data(at_home: Browser, run_id: int) -> None:
    page = at_home.client.get(f"/runs/{run_id}/store/meridian/DE/item/bulb").text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert data["@type"] == "Product"
    assert data["offers"]["priceCurrency"] == "EUR"
    assert data["offers"]["price"] == "6.90"
    assert 'rel="canonical"' in page
    assert 'hreflang="de"' in page


def test_a_rivals_page_exists_and_a_strange_one_does_not(at_home: Browser, run_id: int) -> None:
    assert "aggregateRating" in at_home.get(f"/runs/{run_id}/store/meridian/DE/item/3")
    at_home.get(f"/runs/{run_id}/store/meridian/DE/item/99999", status=404)
    at_home.get(f"/runs/{run_id}/store/meridian/KZ", status=404)


def test_handing_in_asks_for_a_tick_first(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/hand-in")
    at_home.send(f"/runs/{run_id}/hand-in")
    assert run_for(db, student, run_id).state == "open"
    assert "Tick the box first" in at_home.get(f"/runs/{run_id}/hand-in")
    answer = at_home.send(f"/runs/{run_id}/hand-in", sure="1")
    assert answer.headers["Location"].endswith(f"/runs/{run_id}/report")
    assert run_for(db, student, run_id).state == "handed_in"


def test_a_reflection_is_kept_and_an_endless_one_stays_in_the_box(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/hand-in")
    at_home.send(f"/runs/{run_id}/hand-in/reflection", text="Früher antworten.")
    assert play_of(db, student, run_id).world.papers.reflection == "Früher antworten."
    answer = at_home.send(f"/runs/{run_id}/hand-in/reflection", status=409, text="x" * 6001)
    assert "x" * 6001 in answer.text


def test_the_report_says_of_each_check_what_was_found_and_where_to_look(
    at_home: Browser, db: Database, student: Viewer, teacher: Viewer, assignment: AssignmentView, run_id: int
) -> None:
    act(db, student, run_id, Advance(60))
    act(db, student, run_id, SubmitReflection("Früher antworten."))
    hand_in(db, student, run_id)
    assert "when your instructor releases the results" in at_home.get(f"/runs/{run_id}/report")
    release_scores(db, teacher, assignment.id)
    page = at_home.get(f"/runs/{run_id}/report")
    check = page[page.index('id="check-de_live"') :].split("</li>")[0]
    assert "Missed" in check
    assert f"/runs/{run_id}/listings/meridian/DE/lamp" in page
    assert "Hand in" not in page[page.index('class="rail"') : page.index("</nav>", page.index('class="rail"'))]


def test_after_handing_in_nothing_can_be_done(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    hand_in(db, student, run_id)
    page = at_home.get(f"/runs/{run_id}/")
    assert f"/runs/{run_id}/advance" not in page
    at_home.send(f"/runs/{run_id}/advance", by="1")
    assert "This run has been handed in" in at_home.get(f"/runs/{run_id}/")
    assert play_of(db, student, run_id).world.now == 0
