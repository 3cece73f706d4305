"""The pages of orders in a real browser: rules of accessibility, narrow screens, and what the script adds."""

import pytest
from playwright.sync_api import Browser, expect

from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from tests.web.order_shop import ABROAD, HOME, open_shop
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    return open_shop(db, student, run_id)


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS[:2])
def test_the_pages_of_orders_are_accessible(
    chromium: Browser, site: str, db: Database, student: Viewer, shop: int, language: str, scheme: str, width: int
) -> None:
    set_preferences(db, student, language=language)
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, site, student.login)
    found = {}
    for number, path in enumerate(("orders", "orders?q=nobody", f"orders/{HOME}", f"orders/{ABROAD}", "orders/sheet")):
        page.goto(f"{site}/runs/{shop}/{path}")
        found[path] = faults_of(page, is_turn(number, language, 2))
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert complaints == []


def test_the_postage_follows_the_typing_and_a_download_leaves_the_list_usable(
    chromium: Browser, site: str, student: Viewer, shop: int
) -> None:
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    sign_in(page, site, student.login)
    page.goto(f"{site}/runs/{shop}/orders/{ABROAD}")
    page.check("[value=kz_tracked]")
    page.fill("[name='pack.bulb']", "20")
    expect(page.locator("#f-lane-box")).to_contain_text("1,900 g")
    expect(page.locator("[value=kz_tracked]")).to_be_checked()
    page.close(run_before_unload=False)

    page = context.new_page()
    page.goto(f"{site}/runs/{shop}/orders")
    page.check(f"[name=order][value={HOME}]")
    with page.expect_download():
        page.click("[data-download]")
    page.wait_for_timeout(1200)
    page.click("[formaction$=acknowledge]")
    expect(page.locator("[data-toast]")).to_contain_text("1 order is acknowledged.")
    context.close()
