"""The real server with its demo course, and a real browser.

Without Chromium the walks are skipped with the reason, or fail when LAB_REQUIRE_SERVICES=1.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lab.school.accounts import Viewer, viewer_of
from lab.school.database import Database
from lab.school.demo import load_demo
from lab.school.models import User
from tests.journeys.house import House

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo course, with the password that was shown once."""

    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A running server with the demo course, and its database seen from beside."""

    house: House
    db: Database
    student: Person
    teacher: Person

    def viewer(self, person: Person) -> Viewer:
        with self.db.session() as session:
            return viewer_of(session.query(User).filter_by(login=person.login).one())


@pytest.fixture(scope="module")
def demo(markets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One server for all walks of a module; what one module does is not in the way of the next."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "market").symlink_to(markets, target_is_directory=True)
    house = House(folder)
    db = house.open_database()
    people = {role: Person(login, password) for login, password, role in load_demo(db, db.settings)}
    house.start()
    try:
        yield Demo(house, db, people["student"], people["instructor"])
    finally:
        house.kill()
        db.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen. Per module: two of Playwright's drivers cannot live in one process at a time."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("LAB_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
