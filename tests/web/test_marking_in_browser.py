"""Looking back and the marking desk in a real browser: rules of accessibility, a phone, the slider, the keys."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user, set_preferences
from lab.school.assignments import AssignmentView, change_rules
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.judging import rubric_for
from lab.school.opinions import give_opinion
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run
from lab.school.staff import add_staff
from tests.web.browser import PASSWORD
from tests.web.test_in_browser import LOOKS, faults_of, is_turn, sign_in

pytestmark = pytest.mark.browser
CHECK = "thoughts"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänslampe " * 12 + "\nтысячу раз спасибо, خدمة ممتازة"


@pytest.fixture
def others(db: Database, course: CourseView, assignment: AssignmentView) -> list[int]:
    """Two more runs that were handed in, one with a long text in three scripts."""
    runs = []
    for login, words in (("li", LONG), ("bo", "Postage decides.")):
        made = create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
        assert course.join_code
        join_course(db, made, course.join_code)
        runs.append(open_run(db, made, assignment.id))
        act(db, made, runs[-1], SubmitReflection(words))
        hand_in(db, made, runs[-1])
    return runs


@pytest.fixture
def page(chromium: Browser, site: str, teacher: Viewer) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    sign_in(made, site, teacher.login)
    yield made
    context.close()


def pictured(page: Page, name: str) -> None:
    """A picture of the page for who wants to look at it (LAB_SHOTS names a folder)."""
    if folder := os.environ.get("LAB_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_the_pages_are_accessible_and_fit(
    chromium: Browser, site: str, db: Database, teacher: Viewer, course: CourseView, assignment: AssignmentView, handed_in: int,
    others: list[int], language: str, scheme: str, width: int,
) -> None:  # fmt: skip
    rules = Rules(markers=2, blind=True, show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    best = {one.id: len(one.levels) - 1 for one in rubric_for(db, teacher, handed_in, CHECK).criteria}
    for login, levels in (("gerda", best), ("gustav", dict.fromkeys(best, 0))):
        grader = create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
        add_staff(db, teacher, course.id, "grader", login)
        give_opinion(db, grader, others[0], CHECK, levels, "Well argued, and short.")
    set_preferences(db, teacher, language=language)
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, teacher.login)
    desk = f"/assignments/{assignment.id}/marking"
    paths = [
        desk, f"{desk}/{CHECK}?run={others[0]}", f"{desk}/{CHECK}?run={handed_in}", f"/runs/{handed_in}/moment?at=3",
        f"/runs/{handed_in}/?at=1", f"/runs/{handed_in}/review/timeline",
    ]  # fmt: skip
    faults = {}
    for number, path in enumerate(paths):
        page.goto(f"{site}{path}")
        faults[path] = faults_of(page, is_turn(number, language))
        pictured(page, f"{language}-{scheme}-{width}-{number}")
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert complaints == []


def test_the_slider_moves_through_the_shop_without_a_click(page: Page, site: str, handed_in: int) -> None:
    page.goto(f"{site}/runs/{handed_in}/hand-in?at=0")
    slider = page.get_by_role("slider")
    expect(page.locator("#main")).not_to_contain_text("besser rechnen")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#main")).to_contain_text("besser rechnen")
    expect(page.locator(".moment-words")).to_contain_text("after action 1 of 3")
    page.wait_for_url("**/hand-in?at=1")
    assert page.evaluate("document.activeElement.id") == "moment-at"
    assert slider.get_attribute("aria-valuetext") == "after action 1 of 3"
    page.get_by_role("link", name="Back to now").click()
    expect(page.locator("[data-moments]")).to_have_count(0)


def test_the_slider_is_a_form_without_script(chromium: Browser, site: str, teacher: Viewer, handed_in: int) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, teacher.login)
    page.goto(f"{site}/runs/{handed_in}/orders?at=1&state=open")
    page.locator("#moment-at").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Go there").click()
    assert "at=2" in page.url and "state=open" in page.url
    context.close()


def test_a_whole_answer_is_marked_by_keys(page: Page, site: str, assignment: AssignmentView, handed_in: int, others: list[int]) -> None:
    desk = f"{site}/assignments/{assignment.id}/marking"
    page.goto(f"{desk}/{CHECK}")
    first = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    second = page.url
    page.keyboard.press("p")
    page.wait_for_url(lambda url: url != second)
    criteria = page.locator("[data-criterion]").count()
    for _ in range(criteria):
        page.keyboard.press("2")
    assert page.locator("[data-criterion] input:checked").count() == criteria
    assert page.evaluate("document.activeElement.name") == "comment"
    page.keyboard.type("Press 1 and n here: just text.")
    assert page.locator("textarea").input_value() == "Press 1 and n here: just text."
    before = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: url != before and "run=" in url)
    expect(page.locator(".toast")).to_contain_text("The mark is saved")
    page.get_by_role("button", name="Press 1 and n here").click()
    assert page.locator("textarea").input_value() == "Press 1 and n here: just text."
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.locator("[data-single-keys]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    assert page.locator("[data-criterion] input:checked").count() == 0
