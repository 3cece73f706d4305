"""From an empty installation to a class of sixty with a running assignment: how long it takes, and how many clicks."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lab.school.models import Member, Run
from lab.values.places import ROOT
from tests.journeys.house import House

pytestmark = pytest.mark.browser
MOST_CLICKS = 25
MOST_SECONDS = 600
NAMES = [f"Student {number:02}, s{number:02}, {'Morning' if number % 2 else 'Evening'}" for number in range(1, 59)] + ["نور الدين", "王小明"]


@dataclass
class Hand:
    """An instructor's hand: counts its clicks. Typing is not counted, and takes no time here."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)


@pytest.fixture
def house(markets: Path, tmp_path: Path) -> Iterator[House]:
    (tmp_path / "market").symlink_to(markets, target_is_directory=True)
    house = House(tmp_path)
    yield house
    house.kill()


def test_a_class_of_sixty_is_at_work_within_ten_minutes_and_twenty_five_clicks(house: House, chromium: Browser) -> None:
    began = time.monotonic()
    house.start()
    password = make_instructor(house)
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    hand = Hand(page)
    page.goto(house.address)
    page.fill("[name=login]", "ada.teacher")
    page.fill("[name=password]", password)
    hand.button("Sign in")
    hand.link("New course")
    page.fill("[name=title]", "Export management")
    hand.button("Create the course")
    hand.click(page.get_by_role("link", name=re.compile("^Students")))
    page.fill("[name=list]", "\n".join(NAMES))
    hand.button("Add to the course")
    expect(page.locator("#passwords tbody tr")).to_have_count(60)
    cells = page.locator("#passwords tbody tr").first.locator("td")
    login, student_password = cells.nth(0).inner_text(), cells.nth(1).inner_text()
    hand.link("Done")
    hand.click(page.get_by_role("link", name=re.compile("^Assignments")))
    hand.link("Assign a scenario")
    hand.click(page.get_by_text("One lamp, two markets").first)
    hand.button("Assign")
    expect(page.get_by_role("heading", level=1)).to_have_text("One lamp, two markets")

    student = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    student.goto(house.address)
    student.fill("[name=login]", login)
    student.fill("[name=password]", student_password)
    student.get_by_role("button", name="Sign in", exact=True).click()
    student.get_by_role("button", name="Start").click()
    student.wait_for_url("**/runs/*/")

    hand.link("Live board")
    expect(page.get_by_text("Student 01").first).to_be_visible()
    seconds = time.monotonic() - began
    print(f"{hand.clicks} clicks, {seconds:.1f} seconds")
    assert hand.clicks <= MOST_CLICKS
    assert seconds < MOST_SECONDS
    db = house.open_database()
    with db.session() as session:
        assert session.query(Member).filter_by(role="student").count() == 60
        assert session.query(Run).count() == 1
    db.close()


def make_instructor(house: House) -> str:
    """The one command that an empty installation needs: an instructor's account; its password."""
    environ = {**os.environ, "LAB_INSTANCE": str(house.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "lab.cli", "account", "add", "ada.teacher", "--name", "Ada Teacher", "--role", "instructor"]
    answer = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\w{4}-\w{4}-\w{4}", answer)
    assert found is not None, answer
    return found.group()
