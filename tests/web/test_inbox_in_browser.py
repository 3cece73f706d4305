"""The inbox in a real browser: rules of accessibility, narrow screens, its keys, the draft, and what is put in at the cursor."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lab.engine.actions import Advance
from lab.languages.glossary import glossary_of
from lab.messages.template_actions import SaveReplyTemplate
from lab.school.accounts import Viewer, set_preferences
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.world.thread import Message
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    """Two buyers wait, one with a very long word; a third has written in Arabic and was answered; one template is kept."""
    act(db, student, run_id, Advance(125))
    act(db, student, run_id, SaveReplyTemplate("Dank", "de", "Guten Tag {name}, danke!"))
    play = play_of(db, student, run_id)
    play.world.setting = replace(play.world.setting, dialogue=True)
    arabic = [Message("buyer", "أين طلبي؟", 30), Message("shop", "نشكركم على رسالتكم.", 60)]
    play.world.threads["ar"] = replace(
        play.world.threads["q1"], id="ar", language="ar", subject="أين طلبي؟", messages=arabic, intent="where_is_order_late",
        mood="upset", met=["apology"], asked="tracking",
    )  # fmt: skip
    play.world.threads["q1"].subject = "Frage zur Donaudampfschifffahrtsgesellschaftskapitänslampe"
    return run_id


@pytest.fixture
def context(chromium: Browser, site: str, student: Viewer) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    sign_in(made.new_page(), site, student.login)
    yield made
    made.close()


def focus_of(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.getAttribute('href') || ''"))


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS[:2])
def test_the_pages_of_the_inbox_are_accessible(
    chromium: Browser, site: str, db: Database, student: Viewer, shop: int, language: str, scheme: str, width: int
) -> None:
    set_preferences(db, student, language=language)
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in(page, site, student.login)
    found = {}
    paths = ("messages?view=all", "messages?q=nobody", "messages/q1", "messages/ar", "phrasebook/ar", "phrasebook/de", "reply-templates?edit=Dank")
    for number, path in enumerate(paths):
        page.goto(f"{site}/runs/{shop}/{path}")
        found[path] = faults_of(page, is_turn(number, language, 2))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[path] = [*found[path], "scrolls sideways"]
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert complaints == []


def test_keys_lead_through_the_inbox_and_send_the_answer(
    context: BrowserContext, site: str, db: Database, student: Viewer, shop: int
) -> None:
    page = context.new_page()
    page.goto(f"{site}/runs/{shop}/messages")
    page.keyboard.press("/")
    assert focus_of(page) == "q"
    page.keyboard.type("jk?")
    assert page.input_value("[name=q]") == "jk?"
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    for key, wanted in (("j", "q1"), ("j", "q2"), ("j", "q2"), ("k", "q1")):
        page.keyboard.press(key)
        assert focus_of(page).endswith(f"/messages/{wanted}"), key
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/q1")
    page.keyboard.press("j")
    page.wait_for_url("**/messages/q2")
    page.keyboard.press("k")
    page.wait_for_url("**/messages/q1")
    page.keyboard.press("r")
    assert focus_of(page) == "text"
    page.keyboard.type("Guten Tag, das Kabel ist 180 cm lang.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Your answer was sent")
    assert page.input_value("[name=text]") == ""
    assert play_of(db, student, shop).world.threads["q1"].messages[-1].by == "shop"


def test_single_keys_can_be_switched_off_and_stay_off(context: BrowserContext, site: str, shop: int) -> None:
    page = context.new_page()
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.click("[data-opens=keys]")
    page.uncheck("[data-single-keys]")
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.keyboard.press("r")
    assert focus_of(page) != "text"
    page.click("[data-opens=keys]")
    expect(page.locator("[data-single-keys]")).not_to_be_checked()


def test_a_draft_is_kept_until_it_is_sent(context: BrowserContext, site: str, shop: int) -> None:
    page = context.new_page()
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.fill("[name=text]", "Guten Tag")
    page.goto(f"{site}/runs/{shop}/messages/q2")
    assert page.input_value("[name=text]") == ""
    page.goto(f"{site}/runs/{shop}/messages/q1")
    assert page.input_value("[name=text]") == "Guten Tag"
    expect(page.locator("[data-draft-note]")).to_be_visible()
    expect(page.locator("#f-text-count")).to_contain_text("9 of")
    page.click("text=Send the answer")
    expect(page.locator("[data-toast]")).to_contain_text("Your answer was sent")
    page.goto(f"{site}/runs/{shop}/messages/q1")
    assert page.input_value("[name=text]") == ""


def test_a_sentence_goes_in_at_the_cursor_and_the_filter_finds_it(context: BrowserContext, site: str, db: Database, student: Viewer, shop: int) -> None:
    german = glossary_of("de")
    assert german is not None
    page = context.new_page()
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.fill("[name=text]", "Anfang Ende")
    page.evaluate("document.querySelector('[name=text]').setSelectionRange(7, 7)")
    page.fill("[data-filter]", "tracking")
    expect(page.locator("#phrasebook [data-phrase]:visible").first).to_be_visible()
    shown = page.locator("#phrasebook [data-phrase]:visible")
    assert all("tracking" in text.casefold() for text in shown.all_inner_texts())
    page.locator("#phrasebook [data-phrase]", has_text=german.phrases["tracking_is"]).get_by_role("button").click()
    assert page.input_value("[name=text]") == f"Anfang {german.phrases['tracking_is']}Ende"
    assert focus_of(page) == "text"
    page.fill("[name=text]", "")
    page.get_by_role("link", name="Insert the template Dank").click()
    name = play_of(db, student, shop).world.threads["q1"].buyer.name
    assert page.input_value("[name=text]") == f"Guten Tag {name}, danke!"
    page.fill("[data-filter]", "qqqq")
    expect(page.locator("[data-filter-none]")).to_be_visible()


def test_without_script_an_answer_is_written_and_sent(
    chromium: Browser, site: str, db: Database, student: Viewer, shop: int
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, student.login)
    page.goto(f"{site}/runs/{shop}/messages/q1")
    page.get_by_role("link", name="Insert the template Dank").click()
    assert page.input_value("[name=text]").startswith("Guten Tag ")
    expect(page.get_by_role("button", name="Insert", exact=True).first).not_to_be_visible()
    expect(page.locator("#keys")).to_be_visible()
    page.fill("[name=text]", "x" * 4001)
    page.click("text=Send the answer")
    assert page.input_value("[name=text]") == "x" * 4001
    page.fill("[name=text]", "Guten Tag, 180 cm.")
    page.click("text=Send the answer")
    assert play_of(db, student, shop).world.threads["q1"].messages[-1].text == "Guten Tag, 180 cm."
    context.close()
