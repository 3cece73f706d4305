"""Every kind of page: no violation of WCAG 2.2 AA that axe-core finds, and no sideways scrolling on a phone.

English is looked at on a desktop in the light theme, Chinese on a desktop in the dark one, Arabic on a phone. axe-core looks at
each page in one of the three, in turn; in English and Arabic every page is also tried for its width. The pages are looked at
in other themes and widths in `tests/web/test_*_in_browser.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from lab.listings.actions import SaveListing
from lab.school.accounts import set_preferences
from lab.school.runs import act, hand_in, open_run, play_of
from lab.values.moment import HOUR
from tests.journeys.conftest import Demo, Person
from tests.robot import play_reference

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
LANGUAGES = {"en": (DESKTOP, "light"), "zh": (DESKTOP, "dark"), "ar": (PHONE, "light")}
PHONE_LANGUAGES = ("en", "ar")

ANYBODY = {"sign-in": "/sign-in", "join": "/join"}
STUDENT = {
    "services": "/runs/{busy}/shipping/services",
    "stock": "/runs/{busy}/stock",
    "codes": "/runs/{busy}/customs?q=desk+lamp",
    "landed cost": "/runs/{busy}/customs/landed",
    "incoterms": "/runs/{busy}/customs/incoterms",
    "rules": "/runs/{busy}/customs/rules",
    "culture": "/runs/{busy}/culture?country=SA",
    "returns": "/runs/{busy}/aftersales",
    "claims": "/runs/{busy}/aftersales/claims",
    "reviews to answer": "/runs/{busy}/aftersales/reviews",
    "own page": "/my",
    "account": "/account",
    "join another course": "/join",
    "nothing here": "/no/such/page",
    "desk at the start": "/runs/{fresh}/",
    "listings at the start": "/runs/{fresh}/listings",
    "editor of nothing": "/runs/{fresh}/listings/meridian/DE/lamp",
    "inbox without messages": "/runs/{fresh}/messages",
    "report before hand-in": "/runs/{fresh}/report",
    "desk": "/runs/{busy}/",
    "today": "/runs/{busy}/today?since=0",
    "brief": "/runs/{busy}/brief",
    "listings": "/runs/{busy}/listings",
    "editor on sale": "/runs/{busy}/listings/meridian/DE/lamp",
    "editor with faults": "/runs/{busy}/listings/caravan/KZ/bulb",
    "shipping": "/runs/{busy}/shipping",
    "orders": "/runs/{busy}/orders",
    "order shipped": "/runs/{busy}/orders/o1",
    "order to ship": "/runs/{busy}/orders/o2",
    "inbox": "/runs/{busy}/messages",
    "inbox with all": "/runs/{busy}/messages?view=all",
    "inbox without a find": "/runs/{busy}/messages?q=zzzzzz",
    "conversation answered": "/runs/{busy}/messages/q1",
    "reply templates": "/runs/{busy}/reply-templates",
    "phrasebook": "/runs/{busy}/phrasebook/de",
    "phrasebook in Arabic": "/runs/{busy}/phrasebook/ar",
    "conversation waiting": "/runs/{busy}/messages/q3",
    "keywords": "/runs/{busy}/keywords",
    "ads": "/runs/{busy}/ads",
    "social": "/runs/{busy}/social",
    "post": "/runs/{busy}/social/new",
    "a new campaign": "/runs/{busy}/ads/new",
    "keywords searched": "/runs/{busy}/keywords?place=meridian/DE&q=" + quote("schreibtischlampe e27"),
    "finance": "/runs/{busy}/finance",
    "coach": "/runs/{busy}/coach",
    "coach at the start": "/runs/{fresh}/coach",
    "why this place": "/runs/{busy}/coach/why",
    "where visits went": "/runs/{busy}/coach/visits",
    "nearly sold": "/runs/{busy}/coach/lost",
    "shop front": "/runs/{busy}/store/meridian/DE?q=lampe",
    "shop front in Russian": "/runs/{busy}/store/caravan/KZ?in=ru",
    "shop front without a find": "/runs/{busy}/store/meridian/DE?q=zzzzzz",
    "own item": "/runs/{busy}/store/meridian/DE/item/lamp",
    "rival's item": "/runs/{busy}/store/meridian/DE/item/17",
    "hand in": "/runs/{busy}/hand-in",
    "own questions": "/runs/{busy}/questions",
    "transcript": "/my/transcript/{course}",
    "report": "/runs/{over}/report",
}
TEACHER = {
    "courses": "/courses",
    "new course": "/courses/new",
    "course": "/courses/{course}",
    "students": "/courses/{course}/students",
    "grades": "/courses/{course}/grades",
    "assign": "/courses/{course}/assign",
    "assignment": "/assignments/{assignment}",
    "scenarios": "/scenarios",
    "review before hand-in": "/runs/{busy}/review",
    "review": "/runs/{over}/review",
    "timeline": "/runs/{over}/review/timeline",
    "looking on": "/runs/{busy}/",
    "staff": "/courses/{course}/staff",
    "take out": "/courses/{course}/out",
    "bring in": "/courses/import",
    "competences": "/courses/{course}/competences",
    "rules": "/assignments/{assignment}/rules",
    "groups": "/assignments/{assignment}/groups",
    "extra time": "/assignments/{assignment}/extras",
    "live board": "/assignments/{assignment}/live",
    "questions of the class": "/assignments/{assignment}/live/questions",
    "stepping in": "/runs/{busy}/steer",
    "stepping in for all": "/assignments/{assignment}/steer",
    "contest": "/assignments/{assignment}/board",
    "papers": "/assignments/{assignment}/papers",
    "marking desk": "/assignments/{assignment}/marking",
    "an answer to mark": "/assignments/{assignment}/marking/thoughts",
    "what changed": "/runs/{over}/moment?at=3",
    "desk as it was": "/runs/{over}/?at=3",
    "analysis": "/assignments/{assignment}/analysis",
    "similarity": "/assignments/{assignment}/analysis/similarity",
}
PAGES = [
    *((None, name, path) for name, path in ANYBODY.items()),
    *(("student", name, path) for name, path in STUDENT.items()),
    *(("teacher", name, path) for name, path in TEACHER.items()),
]


def looks() -> Iterator[Any]:
    """Every page with the languages that it is looked at in, and whether axe-core has its turn."""
    for number, (role, name, path) in enumerate(PAGES):
        for place, language in enumerate(LANGUAGES):
            by_rules = number % len(LANGUAGES) == place
            if by_rules or language in PHONE_LANGUAGES:
                yield pytest.param(role, path, language, by_rules, id=f"{role or 'anybody'}: {name}-{language}")


@dataclass
class Shown:
    """The demo course with three runs of its student, and a browser page per role and language."""

    demo: Demo
    chromium: Browser
    numbers: dict[str, int]
    pages: dict[tuple[str | None, str], Page] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, role: str | None, language: str) -> Page:
        """Signed in, in the language; made once."""
        if (role, language) not in self.pages:
            viewport, scheme = LANGUAGES[language]
            context = self.chromium.new_context(viewport=viewport, color_scheme=scheme, locale=language)  # type: ignore[arg-type]
            self.contexts.append(context)
            page = context.new_page()
            if role is not None:
                person = self.demo.student if role == "student" else self.demo.teacher
                sign_in(page, self.demo, person)
            self.pages[role, language] = page
        if role is not None:
            person = self.demo.student if role == "student" else self.demo.teacher
            set_preferences(self.demo.db, self.demo.viewer(person), language=language, theme="auto")
        return self.pages[role, language]

    def open(self, role: str | None, path: str, language: str) -> Page:
        page = self.page(role, language)
        page.goto(self.demo.house.address + path.format_map(self.numbers))
        shown = page.locator("html").get_attribute("lang")
        assert shown == {"zh": "zh-Hans"}.get(language, language), shown
        return page


def sign_in(page: Page, demo: Demo, person: Person) -> None:
    page.goto(f"{demo.house.address}/sign-in")
    page.locator('[name="login"]').fill(person.login)
    page.locator('[name="password"]').fill(person.password)
    page.locator('.door-card button[type="submit"]').click()
    page.wait_for_url("**/my" if person is demo.student else "**/courses")


@pytest.fixture(scope="module")
def shown(demo: Demo, chromium: Browser) -> Iterator[Shown]:
    """Three attempts: one handed in after the reference, one half-way with work left, one just begun by the instructor."""
    db, student, teacher = demo.db, demo.viewer(demo.student), demo.viewer(demo.teacher)
    assignment = 1
    over = open_run(db, student, assignment)
    play_reference(db, student, over, 41 * HOUR)
    hand_in(db, student, over)
    busy = open_run(db, student, assignment)
    play_reference(db, student, busy, 26 * HOUR + 30)
    assert act(db, student, busy, SaveListing("caravan/KZ/bulb", title="LED bulb BEST PRICE", price=None)).ok
    course = 1
    made = Shown(demo, chromium, {"over": over, "busy": busy, "fresh": open_run(db, teacher, assignment), "course": course, "assignment": assignment})
    world = play_of(db, student, busy).world
    assert {"o1", "o2"} <= set(world.orders) and {"q1", "q3"} <= set(world.threads)
    yield made
    for context in made.contexts:
        context.close()


def open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not([data-menu])').forEach(one => { one.open = true })")


def faults_of(page: Page) -> list[str]:
    """What axe-core finds, with every fold open: rule, why, and where."""
    open_folds(page)
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['html'][:160]} | {node['failureSummary'][:300]}"
        for one in found
        for node in one["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """What sticks out of a window 360 px wide, on whichever side; empty when the page does not scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          const out = [...document.querySelectorAll("body *")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && (box.right > width + 1 || box.left < -1);
          });
          return [`page ${document.documentElement.scrollWidth} px`, ...out.map((one) => one.outerHTML.slice(0, 120))].slice(0, 8);
        }"""
    )
    return found


@pytest.mark.parametrize(("role", "path", "language", "by_rules"), list(looks()))
def test_a_page_can_be_used_by_everybody(shown: Shown, role: str | None, path: str, language: str, by_rules: bool) -> None:
    who = "teacher" if "{fresh}" in path else role  # the run just begun is the instructor's own try
    page = shown.open(who, path, language)
    open_folds(page)
    faults = faults_of(page) if by_rules else []
    if language in PHONE_LANGUAGES:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        faults += [f"sideways: {one}" for one in sideways(page)]
        page.set_viewport_size(LANGUAGES[language][0])  # type: ignore[arg-type]
    assert faults == [], "\n".join(faults)


def test_the_passwords_of_new_students_can_be_read_by_everybody(shown: Shown) -> None:
    """The one page that only a form leads to."""
    page = shown.open("teacher", "/courses/{course}/students", "en")
    page.locator('[name="list"]').fill("Nurlan Testov")
    page.get_by_role("button", name="Add to the course").click()
    page.get_by_role("table").wait_for()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert [*faults_of(page), *sideways(page)] == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the focus stands on what a selector names; and it can be seen there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            seen = page.evaluate(
                """() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
                  return box.width > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none"); }"""
            )
            assert seen, f"the focus on {wanted} cannot be seen"
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def test_signing_in_and_ending_the_day_need_only_the_keyboard(shown: Shown) -> None:
    demo = shown.demo
    context = shown.chromium.new_context(viewport=DESKTOP, locale="en")  # type: ignore[arg-type]
    page = context.new_page()
    page.on("dialog", lambda question: question.accept())
    page.goto(f"{demo.house.address}/sign-in?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, '[name="login"]')
    page.keyboard.type(demo.teacher.login)
    tab_to(page, '[name="password"]')
    page.keyboard.type(demo.teacher.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses")
    fresh = shown.numbers["fresh"]
    page.goto(f"{demo.house.address}/runs/{fresh}/")
    tab_to(page, '.runbar [name="by"][value="day"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/runs/{fresh}/today**")
    assert play_of(demo.db, demo.viewer(demo.teacher), fresh).world.now == 24 * HOUR
    context.close()
