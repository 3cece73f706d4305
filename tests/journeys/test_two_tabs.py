"""Two browsers of one student act in one run at the same time: nothing that was acknowledged is lost, and who was too late is told."""

import threading
from collections import Counter
from itertools import pairwise
from random import Random

from lab.school.accounts import Viewer
from lab.school.runs import JournalLine, journal_of, run_for
from tests.journeys.conftest import Demo
from tests.journeys.visitor import Visitor

ACTIONS = 40


class Tab(threading.Thread):
    """Sends reflections, and listings from a page that says how far the run had come when it was opened."""

    def __init__(self, visitor: Visitor, run: str, name: str) -> None:
        super().__init__(name=name)
        self.visitor, self.run_path = visitor, run
        self.acknowledged: list[str] = []
        self.told: list[str] = []
        self.broken: list[str] = []

    def run(self) -> None:
        try:
            self._act(Random(self.name))
        except BaseException as error:  # a thread has nobody else to tell it to
            self.broken.append(repr(error))

    def _act(self, chance: Random) -> None:
        editor, reflection = f"{self.run_path}listings/meridian/DE/lamp", f"{self.run_path}hand-in/reflection"
        self.visitor.get(f"{self.run_path}hand-in")
        thoughts = self.visitor.form(reflection)
        for number in range(ACTIONS):
            label = f"{self.name} {number}"
            if chance.random() < 0.5:
                answer = self.visitor.send(thoughts, text=label)
            else:
                self.visitor.get(editor)
                answer = self.visitor.send(self.visitor.form(editor), ("do", "save"), title=label)
            if answer.status == 302:
                self.acknowledged.append(label)
            else:
                assert answer.status == 409, (answer.status, answer.page[:600])
                assert "perhaps in another window" in answer.page
                self.told.append(label)


def label_of(line: JournalLine) -> str:
    return str(line.fields.get("text") or line.fields.get("title"))


def test_two_tabs_at_once_lose_nothing(demo: Demo) -> None:
    viewer: Viewer = demo.viewer(demo.teacher)  # who tries the assignment out may begin as often as they like
    first = Visitor(demo.house.port).sign_in(demo.teacher.login, demo.teacher.password)
    first.get("/assignments/1")
    answer = first.send(first.form("/my/1/open"))
    assert answer.status == 302
    run = answer.location
    run_id = int(run.strip("/").split("/")[-1])
    had = run_for(demo.db, viewer, run_id).seq
    tabs = [
        Tab(first, run, "left"),
        Tab(Visitor(demo.house.port).sign_in(demo.teacher.login, demo.teacher.password), run, "right"),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
        tab.visitor.leave()
    assert [tab.broken for tab in tabs] == [[], []]

    lines = journal_of(demo.db, viewer, run_id)
    assert [line.seq for line in lines] == list(range(had + sum(len(tab.acknowledged) for tab in tabs)))
    written = [label_of(line) for line in lines[had:]]
    assert max(Counter(written).values()) == 1
    for tab in tabs:
        own = [label for label in written if label.startswith(tab.name)]
        assert own == tab.acknowledged
        assert len(tab.acknowledged) + len(tab.told) == ACTIONS
    assert all(line.ok for line in lines[had:])
    turns = sum(before.split()[0] != after.split()[0] for before, after in pairwise(written))
    assert turns > 5, "the two never acted at the same time"
    assert run_for(demo.db, viewer, run_id).seq == len(lines)
