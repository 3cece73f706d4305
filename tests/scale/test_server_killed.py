"""The server is killed with -9 while a student works: what was acknowledged is kept, once and in order, and the run goes on."""

import threading
from pathlib import Path
from random import Random

import pytest

from lab.school.accounts import viewer_of
from lab.school.demo import load_demo
from lab.school.models import User
from lab.school.runs import JournalLine, journal_of, report_for
from tests.journeys.house import House
from tests.journeys.visitor import NoAnswer, Visitor

ACTIONS = 120
DEATHS = 2
LONGEST_MS = 25


@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_killed_server(tmp_path: Path, markets: Path) -> None:
    (tmp_path / "market").symlink_to(markets, target_is_directory=True)
    house = House(tmp_path)
    db = house.open_database()
    login, password = next((login, password) for login, password, role in load_demo(db, db.settings) if role == "student")
    house.start()
    try:
        chance = Random(20261122)
        deaths = set(chance.sample(range(20, ACTIONS - 10), DEATHS))
        student = Visitor(house.port).sign_in(login, password)
        run = student.open_assignment()
        acknowledged: list[str] = []
        unanswered: list[str] = []
        student.get(f"{run}hand-in")
        for number in range(ACTIONS):
            label = f"after action {number}"
            killer = threading.Timer(chance.uniform(0, LONGEST_MS) / 1000, house.kill) if number in deaths else None
            if killer is not None:
                killer.start()
            try:
                if number % 40 == 39:
                    answer = student.send(student.form(f"{run}advance"), ("by", "1"))
                    label = "an hour"
                else:
                    answer = student.send(student.form(f"{run}hand-in/reflection"), text=label)
            except NoAnswer:
                unanswered.append(label)
            else:
                assert answer.status == 302, answer.page[:600]
                acknowledged.append(label)
            if killer is not None:
                killer.join()
                student.leave()
                house.start()
                assert student.get(f"{run}hand-in")  # still signed in; the form carries a token that is in force
        assert len(acknowledged) >= ACTIONS - DEATHS

        with db.session() as session:
            viewer = viewer_of(session.query(User).filter_by(login=login).one())
        run_id = int(run.strip("/").split("/")[-1])
        lines = journal_of(db, viewer, run_id)
        assert [line.seq for line in lines] == list(range(len(lines)))
        written = [label_of(line) for line in lines]
        assert [label for label in written if label not in unanswered or label == "an hour"] == [
            label for label in acknowledged if label not in unanswered or label == "an hour"
        ]
        assert all(written.count(label) <= 1 for label in unanswered)
        assert len(written) <= len(acknowledged) + len(unanswered)

        student.get(f"{run}hand-in")
        answer = student.send(student.form(f"{run}hand-in"), sure="1")
        assert answer.location == f"{run}report", answer.location
        assert "of 100 points" in student.get(answer.location)
        assert report_for(db, viewer, run_id).checks
    finally:
        student.leave()
        house.kill()
        db.close()


def label_of(line: JournalLine) -> str:
    return "an hour" if line.action == "clock.advance" else str(line.fields["text"])
