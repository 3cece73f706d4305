"""The work of an instructor and of a student by keyboard alone: no mouse, no field filled from outside, one address typed.

At every stop of the Tab key the focus can be seen, and nothing that stays in place lies over it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Download, Page, expect

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, viewer_of
from lab.school.models import Assignment, Course, User
from lab.school.runs import act, hand_in, open_run, play_of
from tests.journeys.conftest import Demo, Person

pytestmark = pytest.mark.browser
MOST_PRESSES = 80
SCENARIO = "One lamp, two markets"
ROSTER = ["Li Wei, li.wei, Morning", "Aigerim Sarsenova", "نور الدين"]
NOWHERE = ("none", "")
"""Role and name where no part of the page has the focus: before its first stop, and past its last one."""
ANSWER = "Guten Tag, das Kabel steht im Angebot. Mit freundlichen Grüßen"

WITHOUT_MARK = """() => {
  const one = document.activeElement;
  if (one === document.body) return ""; // past the last stop of the page, at the browser's own
  // A hidden box or radio button shows its focus on the label around it.
  const marked = [[one], [one, "::after"], [one.closest("label")]].filter(([part]) => part).some((part) => {
    const style = getComputedStyle(...part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  if (!marked) return "the focus shows no mark";
  const isOwn = (found) => found && (one.contains(found) || found.closest("label")?.contains(one));
  // A control has to be seen in full, a whole table or text at least in part.
  const boxes = [...one.getClientRects()];
  const points = [boxes[0], boxes.at(-1)].filter(Boolean).flatMap((box) => {
    const across = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const top = box.top + Math.min(3, box.height / 2), bottom = box.bottom - Math.min(3, box.height / 2);
    return [[across, top], [across, bottom]];
  });
  if (!points.length) return "the focus is on something without a box";
  const seen = points.map(([x, y]) => isOwn(document.elementFromPoint(x, y)));
  const mayBeCut = boxes[0].height > innerHeight / 3 || one.matches("textarea"); // the browser brings its line of writing into view
  if (mayBeCut ? seen.some(Boolean) : seen.every(Boolean)) return "";
  const over = points.map(([x, y]) => document.elementFromPoint(x, y)).find((found) => !isOwn(found));
  return `the focus is out of sight, under ${over ? over.outerHTML.slice(0, 80) : "the edge of the window"}`;
}"""


@dataclass
class Keys:
    """Somebody with a keyboard and no mouse. `way` is what the Tab key has led through since the last thing that was wanted."""

    page: Page
    line: CDPSession
    way: list[str] = field(default_factory=list)

    def focus(self) -> tuple[str, str]:
        """Role and name of what has the focus, as the browser tells them to a screen reader."""
        found = self.line.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        nodes: list[Any] = self.line.send("Accessibility.getPartialAXTree", {"objectId": found["objectId"], "fetchRelatives": False})["nodes"]
        role, name = (str(nodes[0].get(part, {}).get("value", "")) for part in ("role", "name"))
        return role, re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", name)).strip()

    def stop(self, key: str = "Tab") -> tuple[str, str]:
        """One press of Tab or of an arrow; what has the focus then, which has to be seen."""
        self.page.keyboard.press(key)
        role, name = self.focus()
        self.way.append(said((role, name)))
        fault = self.page.evaluate(WITHOUT_MARK)
        assert fault == "", self.told(f"{fault}: {self.way[-1]}")
        return role, name

    def to(self, role: str, name: str, key: str = "Tab", most: int = MOST_PRESSES) -> "Keys":
        """Press a key until the focus is on what has this role and these words in its name."""
        self.way.clear()
        found = self.focus()
        while found[0] != role or name not in found[1]:
            if len(self.way) == most or self.ends() > 1:
                raise AssertionError(self.told(f"{len(self.way)} times {key} do not lead to {role} “{name}”"))
            found = self.stop(key)
        return self

    def ends(self) -> int:
        """How often the way has come past the last stop of the page; from there it goes on at the first."""
        return self.way.count(said(NOWHERE))

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def go(self, role: str, name: str, back: bool = False) -> "Keys":
        """To a link or button and press it; over once another page, or the same one again, is there."""
        self.to(role, name, key="Shift+Tab" if back else "Tab")
        self.page.evaluate("() => { document.documentElement.dataset.left = 'yet' }")
        self.press("Enter")
        self.page.wait_for_function("() => document.readyState === 'complete' && !document.documentElement.dataset.left")
        return self

    def skip(self) -> "Keys":
        """Past the bars of the page: its first stop leads to the content, unless the way begins there after a form."""
        if self.stop() == ("link", "Skip to the content"):
            self.press("Enter")
        arrived = self.page.evaluate("document.getElementById('main').contains(document.activeElement)")
        assert arrived, self.told("the first stop does not lead to the content")
        return self

    def write(self, text: str) -> "Keys":
        """Type; what is a line further down is a press of Enter."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.press("Enter")
            self.page.keyboard.type(line)
        return self

    def told(self, words: str) -> str:
        return f"{words}\nat {self.page.url}, after\n  " + "\n  ".join(self.way)


def said(stop: tuple[str, str]) -> str:
    return "{} “{}”".format(*stop)


@pytest.fixture
def keys(demo: Demo, chromium: Browser) -> Iterator[Keys]:
    """A window before the first page, which is the one that is opened by its address."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en", accept_downloads=True)
    page = context.new_page()
    page.on("dialog", lambda question: question.accept())  # Enter in the browser's own box
    page.goto(demo.house.address)
    yield Keys(page, context.new_cdp_session(page))
    context.close()


def sign_in(keys: Keys, person: Person) -> None:
    keys.to("textbox", "Login").write(person.login)
    keys.to("textbox", "Password").write(person.password)
    keys.go("button", "Sign in")


def somebody(demo: Demo, login: str) -> Viewer:
    with demo.db.session() as session:
        return viewer_of(session.query(User).filter_by(login=login).one())


def class_at_work(demo: Demo, course: str) -> None:
    """Beside the instructor: one student has handed in with a reflection, another has begun."""
    with demo.db.session() as session:
        assignment = session.query(Assignment).join(Course).filter(Course.title == course).one().id
    li, aigerim = somebody(demo, "li.wei"), somebody(demo, "aigerim.sarsenova")
    run = open_run(demo.db, li, assignment)
    act(demo.db, li, run, SubmitReflection("Postage decided what was left of 34.90 EUR."))
    hand_in(demo.db, li, run)
    open_run(demo.db, aigerim, assignment)


def test_an_instructor_needs_no_mouse(demo: Demo, keys: Keys) -> None:
    page, course = keys.page, "Export by keyboard"
    sign_in(keys, demo.teacher)
    keys.skip().go("link", "New course")
    keys.to("textbox", "Name of the course").write(course)
    keys.go("button", "Create the course")

    keys.skip().go("link", "Students")
    keys.skip().to("textbox", "One student per line").write("\n".join(ROSTER))
    keys.go("button", "Add to the course")
    expect(page.locator("#passwords tbody tr")).to_have_count(len(ROSTER))
    keys.skip().go("link", "Done")

    keys.skip().go("link", "Assignments")
    keys.skip().go("link", "Assign a scenario")
    keys.skip().to("radio", "").to("radio", SCENARIO, key="ArrowDown")
    keys.to("radio", "As soon as they hand in").to("radio", "When you release it", key="ArrowDown")
    keys.go("button", "Assign")
    expect(page.get_by_role("heading", level=1)).to_have_text(SCENARIO)
    class_at_work(demo, course)

    keys.skip().go("link", "Live board")
    keys.skip().go("link", "Step in")
    keys.skip().to("textbox", "Hint").write("Mind the postage.")
    keys.go("button", "Give the hint")
    expect(page.locator("#main")).to_contain_text("Mind the postage.")

    keys.skip().go("link", SCENARIO)
    keys.skip().go("link", "Marking")
    keys.skip().go("link", "Mark: 1 answer waits for you")
    keys.skip()
    for _ in range(page.locator("[data-criterion]").count()):
        keys.stop()
        keys.to("radio", "").press("Space", "ArrowDown")
    keys.to("textbox", "Comment for the student").write("Well argued.")
    keys.go("button", "Save, and go on")
    expect(page.locator(".toasts")).to_contain_text("The mark is saved")

    keys.skip().go("link", SCENARIO)
    keys.skip().go("button", "Release the results")
    expect(page.get_by_text("released", exact=False).first).to_be_visible()
    keys.skip().go("link", course)
    keys.skip().go("link", "Grades")
    keys.skip().to("link", "Download CSV")
    with page.expect_download() as waiting:
        keys.press("Enter")
    assert "Li Wei" in text_of(waiting.value)


def text_of(download: Download) -> str:
    return download.path().read_text("utf-8-sig")


def test_a_student_needs_no_mouse(demo: Demo, keys: Keys) -> None:
    page = keys.page
    sign_in(keys, demo.student)
    keys.skip().go("button", "Start")
    page.wait_for_url("**/runs/*/")
    run_id = int(page.url.rstrip("/").rpartition("/")[2])
    student = demo.viewer(demo.student)

    keys.to("DisclosureTriangle", "Let some time pass").press("Enter")
    menu = page.locator(".runbar details")
    expect(menu).to_have_attribute("open", "")
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    assert keys.focus() == ("DisclosureTriangle", "Let some time pass")
    keys.press("Enter").go("button", "Until something happens")

    keys.go("link", "Listings")
    keys.skip().go("link", "lamp")
    keys.skip().to("textbox", "Title").write("Schreibtischlampe E27 aus Metall")
    expect(page.locator("[data-checking]")).to_have_text("Checked just now, not saved yet")
    keys.go("button", "Save")
    assert "Schreibtischlampe E27 aus Metall" in {one.title for one in play_of(demo.db, student, run_id).world.listings.values()}

    keys.go("link", "Messages")
    keys.skip().go("link", play_of(demo.db, student, run_id).world.threads["q1"].buyer.name)
    keys.skip().to("textbox", "Answer in German").write(ANSWER)
    keys.go("button", "Send the answer")
    expect(page.locator(".bubbles")).to_contain_text(ANSWER)

    keys.go("link", "Hand in", back=True)
    keys.skip().to("textbox", "What worked").write("Postage decides.")
    keys.go("button", "Save the reflection")
    keys.skip().to("checkbox", "I have finished").press("Space")
    keys.go("button", "Hand in")
    page.wait_for_url(f"**/runs/{run_id}/report")
