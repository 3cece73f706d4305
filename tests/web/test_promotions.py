"""Promotions pages: one is looked at, checked without booking, booked, changed, refused, called off and ended."""

from typing import Any

import pytest

from lab.engine.actions import Advance
from lab.listings.actions import SetPrice
from lab.listings.promotion_actions import SavePromotion
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.money import Money
from lab.world.promotion import Promotion
from tests.web.browser import Browser

BULB = "meridian/DE/bulb"
DAY = 24 * 60
FORM: dict[str, Any] = {
    "kind": "discount", "title": "Mai", "listings": [BULB], "percent": "10", "begins_day": "", "begins_time": "", "ends_day": "4",
    "ends_time": "12:30", "budget": "", "pieces": "", "do": "save",
}  # fmt: skip


def send(browser: Browser, run_id: int, status: int = 302, promotion: str = "new", **changes: Any) -> str:
    browser.get(f"/runs/{run_id}/promotions/{promotion}")
    browser.send(f"/runs/{run_id}/promotions/{promotion}/save", status=status, **{**FORM, **changes})
    return browser.page


def promotions(db: Database, student: Viewer, run_id: int) -> dict[str, Promotion]:
    return play_of(db, student, run_id).world.promotions


def test_without_a_promotion_the_page_says_what_to_do_first(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/promotions")
    assert "No promotion yet" in page
    assert f'href="/runs/{run_id}/promotions/new"' in page
    assert "In the European Union (Germany)" in page


def test_a_discount_is_booked_from_now_until_a_day_and_hour_of_the_shop(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(90))
    send(at_home, run_id)
    made = promotions(db, student, run_id)["p1"]
    assert (made.kind, made.name, made.listings, made.percent) == ("discount", "Mai", [BULB], 10)
    assert (made.begins, made.ends) == (90, 3 * DAY + 12 * 60 + 30 - 8 * 60)
    page = at_home.get(f"/runs/{run_id}/promotions")
    assert "Running" in page
    assert "until Day 4 · 12:30" in page
    page = at_home.get(f"/runs/{run_id}/promotions/p1")
    assert "cannot be changed" in page
    assert 'name="percent"' not in page


def test_a_check_shows_what_a_piece_leaves_and_books_nothing(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = send(at_home, run_id, 200, do="check")
    assert "It could be booked like this" in page
    assert "From Day 1 · 08:00 until Day 4 · 12:30" in page
    assert 'id="margin-table"' in page
    assert "6.21" in page  # 6.90 less 10 per cent
    assert "go by your lowest price of the last 30 days" in page
    assert promotions(db, student, run_id) == {}
    assert play_of(db, student, run_id).seq == 0


def test_a_sale_below_cost_is_warned_of(at_home: Browser, run_id: int) -> None:
    page = send(at_home, run_id, 200, do="check", percent="60")
    assert "Sold at a loss" in page
    assert "never enough" in page
    assert "Sold at a loss" not in send(at_home, run_id, 200, do="check", percent="1")


def test_a_price_raised_and_then_cut_is_no_reduction(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, Advance(60))
    assert act(db, student, run_id, SetPrice(BULB, Money(990, "EUR"))).ok
    page = send(at_home, run_id, 200, do="check", percent="20")
    assert "It could not be booked like this" in page
    assert "no reduction" in page
    send(at_home, run_id, 409, percent="20")
    assert promotions(db, student, run_id) == {}
    send(at_home, run_id, percent="40")
    assert list(promotions(db, student, run_id)) == ["p1"]


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"listings": []}, 409, "listings"),
        ({"listings": [BULB, "caravan/KZ/bulb"]}, 409, "listings"),
        ({"percent": "ten"}, 422, "percent"),
        ({"percent": "90"}, 409, "percent"),
        ({"kind": "loud"}, 422, "kind"),
        ({"ends_day": ""}, 422, "ends"),
        ({"ends_day": "1", "ends_time": "07:00"}, 409, "ends"),
        ({"ends_time": "25:00"}, 422, "ends"),
        ({"begins_day": "1", "begins_time": "07:00"}, 409, "begins"),
        ({"begins_time": "09:00"}, 422, "begins"),
        ({"ends_day": "999999999"}, 409, "ends"),
        ({"kind": "coupon", "budget": "lots"}, 422, "budget"),
        ({"budget": "5.00"}, 409, "budget"),
        ({"pieces": "3"}, 409, "pieces"),
        ({"kind": "flash"}, 409, "pieces"),
        ({"kind": "flash", "pieces": "3", "percent": "30"}, 409, "begins"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    at_home: Browser, db: Database, student: Viewer, run_id: int, changes: dict[str, Any], status: int, field: str
) -> None:
    page = send(at_home, run_id, status, **changes)
    assert f'id="f-{field}-fault"' in page
    assert 'value="Mai"' in page
    for name in ("percent", "ends_day", "ends_time", "begins_day", "budget", "pieces"):
        typed = {**FORM, **changes}[name]
        assert not typed or f'value="{typed}"' in page
    assert promotions(db, student, run_id) == {}


def test_a_flash_sale_takes_its_length_from_the_platform(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    profile = play_of(db, student, run_id).world.setting.platforms["meridian"]
    send(at_home, run_id, kind="flash", percent="30", pieces="5", begins_day="4", begins_time="10:00", ends_day="", ends_time="")
    made = promotions(db, student, run_id)["p1"]
    assert (made.ends - made.begins, made.pieces) == (profile.flash_hours * 60, 5)
    assert "set aside" in at_home.get(f"/runs/{run_id}/promotions")


def test_a_planned_promotion_is_changed_then_called_off(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id, begins_day="2", begins_time="09:00")
    page = at_home.get(f"/runs/{run_id}/promotions/p1")
    assert 'value="09:00"' in page
    assert 'id="margin-table"' in page
    send(at_home, run_id, promotion="p1", begins_day="3", begins_time="", percent="15", kind="coupon", budget="20,00")
    made = promotions(db, student, run_id)
    assert list(made) == ["p1"]
    assert (made["p1"].kind, made["p1"].percent, str(made["p1"].budget), made["p1"].begins) == ("coupon", 15, "20.00 EUR", 2 * DAY - 8 * 60)
    at_home.get(f"/runs/{run_id}/promotions/p1")
    at_home.send(f"/runs/{run_id}/promotions/p1/end")
    assert "The promotion is called off." in at_home.get(f"/runs/{run_id}/promotions")
    assert promotions(db, student, run_id)["p1"].ends == 0


def test_a_running_promotion_is_ended_once(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id)
    act(db, student, run_id, Advance(60))
    at_home.get(f"/runs/{run_id}/promotions/p1")
    at_home.send(f"/runs/{run_id}/promotions/p1/end")
    assert promotions(db, student, run_id)["p1"].ends == 60
    at_home.get(f"/runs/{run_id}/promotions/p1")
    at_home.send(f"/runs/{run_id}/promotions/p1/end")
    assert promotions(db, student, run_id)["p1"].ends == 60
    send(at_home, run_id, 409, promotion="p1")


def test_many_promotions_are_listed(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    for number in range(60):
        begins = 60 + number * 1440
        assert act(db, student, run_id, SavePromotion(f"c{number}", "coupon", "<b>&x", (BULB,), 5, begins, begins + 60)).ok
    page = at_home.client.get(f"/runs/{run_id}/promotions").text
    assert page.count("/end\"") == 60
    assert "<b>&" not in page


def test_a_promotion_that_is_not_there_has_no_page(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/promotions/p9", status=404)
    at_home.get(f"/runs/{run_id}/promotions")
    at_home.send(f"/runs/{run_id}/promotions/p9/save", status=404)
    at_home.send(f"/runs/{run_id}/promotions/new/end", status=302)
