"""A class at work in a real browser: accessibility in three shapes, a board that keeps itself fresh, and a time that runs out."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from lab.engine.actions import EndDay
from lab.engine.staff import StaffEvent, StaffHint
from lab.listings.actions import PublishListing
from lab.school.accounts import Viewer, create_user, set_preferences
from lab.school.assignments import AssignmentView
from lab.school.clock import now
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.help_requests import ask
from lab.school.runs import act, open_run
from lab.school.steering import steer
from tests.dates import move_dates
from tests.web.browser import PASSWORD
from tests.web.test_in_browser import faults_of, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def at_work(db: Database, course: CourseView, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> int:
    """The student's run with a hint, an event and a question in it; a classmate is at work as well, and the end is near."""
    mate = create_user(db, login="maximilian", name="Maximilian Müller-Lüdenscheidt", password=PASSWORD, role="student")
    join_course(db, mate, course.join_code or "")
    act(db, mate, open_run(db, mate, assignment.id), EndDay())
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    ask(db, student, run_id, "كيف أحسب الرسوم؟", f"/runs/{run_id}/listings")
    steer(db, teacher, run_id, StaffHint("Mind the fees."))
    steer(db, teacher, run_id, StaffEvent("recall", sku="bulb", days=3))
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=1), due_at=now() + timedelta(minutes=10, seconds=2))
    return run_id


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
def test_the_pages_of_a_class_are_accessible(
    chromium: Browser, site: str, db: Database, assignment: AssignmentView, at_work: int, teacher: Viewer, student: Viewer,
    language: str, scheme: str, width: int,
) -> None:  # fmt: skip
    given = f"/assignments/{assignment.id}"
    faults = {}
    complaints: list[str] = []
    for viewer, paths in (
        (teacher, [f"{given}/live", f"{given}/live/questions", f"{given}/steer", f"{given}/board", f"{given}/papers", f"/runs/{at_work}/steer"]),
        (student, [f"/runs/{at_work}/", f"/runs/{at_work}/questions"]),
    ):
        set_preferences(db, viewer, language=language)
        # The checker is put into the page as a script, which the policy of the site would refuse.
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, site, viewer.login)
        for path in paths:
            page.goto(f"{site}{path}")
            faults[path] = faults_of(page)
        context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert complaints == []


def test_the_board_keeps_itself_fresh_and_in_the_order_that_was_chosen(
    chromium: Browser, site: str, db: Database, assignment: AssignmentView, at_work: int, teacher: Viewer, student: Viewer
) -> None:
    page = chromium.new_page()
    sign_in(page, site, teacher.login)
    page.goto(f"{site}/assignments/{assignment.id}/live")
    heads = page.locator("#live-table tbody th")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name="Actions").click()
    expect(heads).to_contain_text(["Aigerim", "Maximilian"])
    page.locator("#live-table a", has_text="Maximilian").focus()
    for _ in range(2):
        act(db, student, at_work, PublishListing("meridian/DE/lamp"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#live-table tbody tr").first).to_contain_text("Stuck")
    expect(heads).to_contain_text(["Aigerim", "Maximilian"])
    expect(page.locator("#live-table th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#live-table a", has_text="Maximilian")).to_be_focused()
    page.close()


def test_the_time_that_is_left_runs_and_says_so_at_ten_and_two_minutes(
    chromium: Browser, site: str, db: Database, assignment: AssignmentView, at_work: int, teacher: Viewer, student: Viewer
) -> None:
    page = chromium.new_page()
    page.clock.install()
    sign_in(page, site, student.login)
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=1), due_at=now() + timedelta(minutes=12))
    page.goto(f"{site}/runs/{at_work}/")
    says = page.locator("[data-timer-says]")
    expect(says).to_have_text("")
    for seconds, words in ((150, "Ten minutes left"), (480, "Two minutes left"), (120, "Time is up")):
        page.clock.run_for(seconds * 1000)
        expect(says).to_have_text(words)
    expect(page.locator("[data-timer-text]")).to_have_text("Time is up")
    page.close()
