"""The seller centre in a real browser: accessibility, narrow screens, the live check, and work without script."""


import pytest
from playwright.sync_api import Browser, Page, expect

from lab.engine.actions import Advance
from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from lab.school.runs import act, play_of
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    """A run on its second morning, with messages and orders."""
    act(db, student, run_id, Advance(23 * 60))
    return run_id


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_page_of_the_seller_centre_is_accessible(
    chromium: Browser, site: str, db: Database, student: Viewer, shop: int, language: str, scheme: str, width: int
) -> None:
    set_preferences(db, student, language=language)
    # The checker is put into the page as a script, which the policy of the site would refuse.
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, student.login)
    faults = {}
    paths = (
        "", "brief", "today", "listings", "listings/meridian/DE/lamp", "listings/caravan/KZ/bulb", "orders", "orders/o1",
        "messages", "messages/q2", "keywords?q=led", "keywords?type=all", "ads", "ads/new", "shipping", "finance", "today?day=1", "performance", "performance/reviews",
        "performance/health", "performance/calendar", "hand-in", "report", "store/meridian/DE?q=lampe",
        "store/caravan/KZ", "store/caravan/KZ/item/bulb", "store/meridian/DE/item/3",
    )  # fmt: skip
    for number, path in enumerate(paths):
        page.goto(f"{site}/runs/{shop}/{path}")
        faults[path] = faults_of(page, is_turn(number, language))
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert complaints == []


def at_editor(chromium: Browser, site: str, login: str, run_id: int, *, script: bool = True) -> Page:
    page = chromium.new_context(java_script_enabled=script).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, site, login)
    page.goto(f"{site}/runs/{run_id}/listings/meridian/DE/lamp")
    return page


def test_faults_and_quality_follow_the_typing(chromium: Browser, site: str, db: Database, student: Viewer, run_id: int) -> None:
    page = at_editor(chromium, site, student.login, run_id)
    title = page.get_by_label("Title", exact=True)
    title.fill("Lampe!")
    faults = page.locator("[data-faults-for=title]")
    expect(faults).to_contain_text("6 characters are too short for a title")
    expect(title).to_have_attribute("aria-invalid", "true")
    title.fill("Schreibtischlampe E27 aus Metall, verstellbarer Arm, Kabel 180 cm")
    expect(faults).to_be_empty()
    page.get_by_label("Price", exact=True).fill("34.90")
    row = page.locator("#bench tr", has_text="schreibtischlampe").first
    expect(row.locator("strong")).to_be_visible()  # it is found by now
    assert play_of(db, student, run_id).seq == 0  # nothing was saved
    page.context.close()


def test_a_listing_can_be_written_without_script(chromium: Browser, site: str, db: Database, student: Viewer, run_id: int) -> None:
    page = at_editor(chromium, site, student.login, run_id, script=False)
    page.fill("[name=title]", "Schreibtischlampe E27 aus Metall, verstellbarer Arm")
    page.fill("[name=price]", "34.90")
    page.press("[name=price]", "Enter")  # Enter saves, and does nothing else
    saved = play_of(db, student, run_id).world.listings["meridian/DE/lamp"]
    assert (saved.title, saved.is_live) == ("Schreibtischlampe E27 aus Metall, verstellbarer Arm", False)
    page.context.close()


def test_ending_a_day_with_unanswered_buyers_asks_first(chromium: Browser, site: str, db: Database, student: Viewer, shop: int) -> None:
    act(db, student, shop, Advance(90))  # day 2, 8:30: q1 is due now
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, site, student.login)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(f"{site}/runs/{shop}/")
    before = play_of(db, student, shop).world.now
    page.get_by_role("button", name="End the day").click()
    assert len(asked) == 1
    assert "fall" in asked[0]
    assert play_of(db, student, shop).world.now == before
    context.close()


def test_the_shop_can_be_worked_by_keyboard_alone(chromium: Browser, site: str, db: Database, student: Viewer, shop: int) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, site, student.login)
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _step in range(40):
        if page.evaluate("document.activeElement.name") == "text":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Guten Tag, das Kabel ist 180 cm lang.")
    while page.evaluate("document.activeElement.textContent.trim()") != "Send the answer":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-toast]")
    assert play_of(db, student, shop).world.threads["q1"].messages[-1].by == "shop"
    context.close()
