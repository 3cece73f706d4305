"""The real server with its demo course."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab.school.accounts import Viewer, viewer_of
from lab.school.database import Database
from lab.school.demo import load_demo
from lab.school.models import User
from tests.journeys.house import House


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
