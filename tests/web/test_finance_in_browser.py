"""Finance and promotions in a real browser: accessible, no wider than the screen, and the preview that follows the typing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from lab.engine.actions import Advance
from lab.listings.promotion_actions import SavePromotion
from lab.school.accounts import Viewer, set_preferences
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import act, play_of
from tests.web.abroad import open_abroad
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser
PATHS = (
    "finance", "finance/month-end?period=all&figure=revenue", "finance/profit?by=country&key=KZ", "finance/payouts", "finance/prices",
    "finance/books", "finance/books?account=exchange&order=x", "finance/worksheet", "promotions", "promotions/new?listing=meridian/DE/bulb",
    "promotions/p1", "promotions/p2",
)  # fmt: skip


@pytest.fixture
def abroad(db: Database, student: Viewer, assignment: AssignmentView, tmp_path: Path) -> int:
    """A run with local money on its second morning, with orders, a discount that runs and a coupon that is planned."""
    run_id = open_abroad(db, student, assignment, tmp_path)
    assert act(db, student, run_id, SavePromotion("p1", "discount", "Mai", ("meridian/DE/bulb",), 10, 0, 7000)).ok
    assert act(db, student, run_id, SavePromotion("p2", "coupon", "Купон", ("caravan/KZ/bulb",), 10, 5000, 7000)).ok
    act(db, student, run_id, Advance(23 * 60))
    return run_id


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_the_pages_are_accessible_and_fit_the_screen(
    chromium: Browser, site: str, db: Database, student: Viewer, abroad: int, language: str, scheme: str, width: int
) -> None:
    set_preferences(db, student, language=language)
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, student.login)
    faults, wide = {}, {}
    for number, path in enumerate(PATHS):
        page.goto(f"{site}/runs/{abroad}/{path}")
        faults[path] = faults_of(page, is_turn(number, language))
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert {path: found for path, found in wide.items() if found > width} == {}
    assert complaints == []


def test_the_margins_follow_the_typing_and_nothing_is_booked(chromium: Browser, site: str, db: Database, student: Viewer, abroad: int) -> None:
    page = chromium.new_context().new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, site, student.login)
    page.goto(f"{site}/runs/{abroad}/promotions/new?listing=meridian/DE/bulb")
    page.get_by_label("Per cent off").fill("55")
    expect(page.locator("#margin-table")).to_contain_text("loss")
    page.goto(f"{site}/runs/{abroad}/finance/prices")
    page.get_by_label("Fixed rate").fill("600")
    expect(page.locator("#place-caravan-KZ-shown")).to_contain_text("not saved yet")
    world = play_of(db, student, abroad).world
    assert (list(world.promotions), world.pricing) == (["p1", "p2"], {})
    page.context.close()
