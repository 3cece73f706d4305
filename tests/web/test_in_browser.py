"""The classroom in a real browser: accessibility rules, no sideways scrolling on a phone, no error in the console."""


import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from lab.school.accounts import Viewer, set_preferences
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from tests.web.browser import PASSWORD

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}

pytestmark = pytest.mark.browser

LOOKS = [("en", "light", 1280), ("ar", "dark", 360), ("zh", "light", 768)]
"""Language, theme and width of the window in which pages are looked at."""


def sign_in(page: Page, site: str, login: str) -> None:
    page.goto(f"{site}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def is_turn(number: int, language: str, looks: int = len(LOOKS)) -> bool:
    """Whether page `number` of a list is put before the accessibility rules in the look of a language.

    Each page is in one look, the next page in the next; the rules take longer than the page itself.
    """
    return number % looks == [look[0] for look in LOOKS].index(language)


def faults_of(page: Page, by_rules: bool = True) -> list[str]:
    """What the accessibility rules and a narrow screen have against the page that is open; without `by_rules` only the screen."""
    page.evaluate("document.querySelectorAll('details:not([data-menu])').forEach(part => { part.open = true })")
    violations = Axe().run(page, options=RULES).response["violations"] if by_rules else []
    found = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in violations]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page scrolls sideways")
    return found


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
def test_every_page_of_the_classroom_is_accessible(
    chromium: Browser, site: str, db: Database, teacher: Viewer, assignment: AssignmentView, handed_in: int,
    language: str, scheme: str, width: int,
) -> None:  # fmt: skip
    set_preferences(db, teacher, language=language)
    # The checker is put into the page as a script, which the policy of the site would refuse.
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, teacher.login)
    course = f"/courses/{assignment.course_id}"
    paths = [
        "/courses", "/courses/new", course, f"{course}/students", f"{course}/grades", f"{course}/assign", "/scenarios",
        f"/assignments/{assignment.id}", f"/runs/{handed_in}/review", f"/runs/{handed_in}/review/timeline", "/account",
    ]  # fmt: skip
    faults = {}
    for number, path in enumerate(paths):
        page.goto(f"{site}{path}")
        faults[path] = faults_of(page, is_turn(number, language))
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}
    assert complaints == []


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "dark", 1280), ("ar", "light", 360)])
def test_the_pages_before_and_after_a_student_s_sign_in_are_accessible(
    chromium: Browser, site: str, db: Database, student: Viewer, handed_in: int, language: str, scheme: str, width: int
) -> None:
    set_preferences(db, student, language=language)
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    faults = {}
    for path in ("/sign-in", "/join"):
        page.goto(f"{site}{path}?lang={language}")
        faults[path] = faults_of(page)
    sign_in(page, site, student.login)
    for path in ("/my", "/account"):
        page.goto(f"{site}{path}")
        faults[path] = faults_of(page)
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_the_policy_of_the_site_lets_its_own_pages_work(chromium: Browser, site: str, teacher: Viewer) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    sign_in(page, site, teacher.login)
    page.click("details.menu >> nth=1")
    page.click("button[name=theme][value=dark]")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate("getComputedStyle(document.body.parentElement).colorScheme") == "dark"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.close()
    assert complaints == []


def test_everything_works_without_script(chromium: Browser, site: str, teacher: Viewer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, teacher.login)
    page.goto(f"{site}/courses/new")
    page.fill("[name=title]", "Without script")
    page.click("main button[type=submit]")
    assert page.locator("h1").inner_text() == "Without script"
    page.click("details.menu >> nth=0")
    page.click("button[name=language][value=ar]")
    assert page.locator("html").get_attribute("dir") == "rtl"
    context.close()
