"""Sixteen faults that published task sets were found to have, each by its name: here they are found, or cannot happen."""

import ast
import random
import re
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from lab.grading.check import Check, Finding
from lab.grading.evidence import Evidence
from lab.languages.facts import QuantityFact, find_fact
from lab.market.base import Market
from lab.proofs.prove import Verdicts, prove_secrecy, rounds_of
from lab.proofs.rounds import Changed, Ended, Swap, play_round
from lab.proofs.trials import Trial, run_trial
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import start
from lab.scenarios.script import Scenario, load_scenario
from lab.school import clock
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.grades import grade_now, grades_of, marks_of, record_of, replayed, report_for
from lab.school.loading import find_taught_run
from lab.school.regrades import ask_regrade
from lab.school.runs import hand_in, open_run, play_of
from lab.search.rank import rank
from lab.values.places import ROOT
from tests.scenarios.small import write_small
from tests.shoppers.worlds import shop

PLAIN_YAML = {".yaml", ".html", ".js", ".css", ".md", ".txt"}


def verdicts(folder: Path, market: Market) -> Verdicts:
    scenario = load_scenario(folder)
    return Verdicts(scenario, [play_round(scenario, market, one) for one in rounds_of(scenario, 1, 1)])


def test_do_nothing_passes(tmp_path: Path, market: Market) -> None:
    """A check that holds before anybody has done anything is found by proof 4."""
    free = ("check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1", "check: listing.published, on: meridian/DE/bulb, points: 1")
    proof = verdicts(write_small(tmp_path, free), market).nothing()
    assert any("nothing" in line and "sent pay" in line for line in proof.failures)


def test_say_everything_passes(tmp_path: Path, market: Market) -> None:
    """A scenario that pays for having answered, whatever was said, is found by the spammer of proof 4."""
    anything = ("check: message.answers_facts, on: q1, facts: {q1: [cord]}, points: 4", "check: message.thread_closed, on: q1, points: 4")
    proof = verdicts(write_small(tmp_path, anything, ("breaks: {right: 0}, same", "same")), market).nothing()
    assert any("a spammer" in line and "(spam_max)" in line for line in proof.failures)


def test_silent_check(tmp_path: Path, market: Market) -> None:
    """A check that nothing makes fail is found by proof 5."""
    silent = ("check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1", "check: ship.template_set, on: meridian/DE, regions: [DE], points: 1")
    assert any("sent was never seen to fail" in line for line in verdicts(write_small(tmp_path, silent), market).changes().failures)


def test_wrong_gold(tmp_path: Path, market: Market) -> None:
    """A reference that is wrong itself is found by proof 2, with the check, the share and the line."""
    folder = write_small(tmp_path, files={"solution/a1.txt": "Guten Tag, das Kabel ist 90 cm lang.\n"})
    failures = verdicts(folder, market).reference().failures
    assert failures and all(re.match(r"scenario\.yaml:\d+:\d+: reference, .*: right earns 0", line) for line in failures)


def test_correct_alternative_rejected(tmp_path: Path, market: Market) -> None:
    """Another right wording counts as much; a check too narrow for it is found by proof 3."""
    other = {"solution/other.txt": "Hallo ${buyer}, es misst ${cord_cm} Zentimeter, das Kabel.\n"}
    way = ('{id: later, move: {r2: "+5h"}}', "{id: in-other-words, set: {r1: solution/other.txt}}")
    assert verdicts(write_small(tmp_path / "a", way, files=other), market).other_ways().holds
    narrow = ("facts: {q1: [cord]}, points: 4", "facts: {q1: [socket]}, points: 4")
    gold = {**other, "solution/a1.txt": "Guten Tag ${buyer}, das Kabel ist ${cord_cm} cm lang, Fassung E27.\n"}
    failures = verdicts(write_small(tmp_path / "b", way, narrow, files=gold), market).other_ways().failures
    assert failures and all("in-other-words" in line and "right earns 0" in line for line in failures)


def test_row_order(tmp_path: Path, market: Market) -> None:
    """The order of what is about different things changes no grade; a check that looks at it is found by proof 7."""
    scenario = load_scenario(write_small(tmp_path))
    same = {check.id: "1" for check in scenario.checks}
    trial = Trial("reference", (), 1)
    held = Verdicts(scenario, [Ended(swaps=[Swap(trial, 1, same, same, "")])]).order()
    broken = Verdicts(scenario, [Ended(swaps=[Swap(trial, 1, same, {**same, "sent": "0"}, "")])]).order()
    assert (held.holds, held.tried) == (True, 1)
    assert "sent earns 1, and 0 with steps of one minute exchanged" in broken.failures[0]


def test_leaked_answer(tmp_path: Path, market: Market, markets: Path) -> None:
    """A line of the solution in what students are shown is found by proof 9."""
    answer = "Guten Tag, das Kabel dieser Lampe ist von der Steckdose an 180 cm lang.\n"
    folder = write_small(tmp_path, files={"solution/a1.txt": answer, "tasks/answer.de.md": f"# Antworten\n\n{answer}"})
    assert "shows a line of solution/a1.txt" in prove_secrecy(load_scenario(folder), markets).failures[0]


class _Later(datetime):
    """A clock that goes two years and some hours ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(days=731, hours=5)


def test_judge_differs_by_day(db: Database, handed_in: int, teacher: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graded again on another day of the calendar, a run gets the same record to the byte."""
    first = record_of(db, teacher, handed_in)
    for name, module in list(sys.modules.items()):
        if name.startswith("lab.") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", _Later)
    assert clock.now() > datetime.now(UTC) + timedelta(days=700)
    with db.session() as session:
        found = find_taught_run(session, teacher, handed_in)
        again = grade_now(replayed(db, session, found), marks_of(session, handed_in))
    assert again.to_json() == first


def test_unseeded_world(tmp_path: Path, market: Market) -> None:
    """Chance comes from the run's seed alone: other states of the machine's dice change nothing, another seed does."""
    scenario = load_scenario(write_small(tmp_path, ("visits_per_day: 0", "visits_per_day: 25000000")))

    def world_of(seed: int) -> str:
        tried = run_trial(scenario, market, Trial("reference", (("worry", "cord"),), seed))
        assert tried.record is not None
        return tried.record.world_hash

    random.seed(1)
    np.random.seed(1)
    first = world_of(5)
    random.seed(2)
    np.random.seed(2)
    assert world_of(5) == first
    assert world_of(6) != first


def test_stuffing_wins() -> None:
    """A title crammed with searches stands behind the honest one."""
    key, query = "meridian/DE/LAMP", "schreibtischlampe e27"
    honest = rank(shop(), key, query, "de")
    world = shop()
    listing = world.listings[key]
    crammed = " ".join(["Schreibtischlampe Tischlampe Stehlampe Leselampe Nachttischlampe Yogamatte Fahrrad E27"] * 4)
    world.listings[key] = replace(listing, title=crammed, search_terms=crammed)
    stuffed = rank(world, key, query, "de")
    assert honest.position is not None
    assert stuffed.position is None or stuffed.position > honest.position


def test_early_end_loses_feedback(db: Database, assignment: AssignmentView, student: Viewer) -> None:
    """A run handed in at once still says for every check what it wanted."""
    run_id = open_run(db, student, assignment.id)
    hand_in(db, student, run_id)
    report = report_for(db, student, run_id)
    assert report.points == "0.00"
    visible = {check.id for check in play_of(db, student, run_id).scenario.checks if check.visible in ("always", "after_submit")}
    assert visible <= {check.id for check in report.checks}
    assert all(check.message and (check.evidence or check.args) for check in report.checks)


def test_attempt_race(db: Database, assignment: AssignmentView, student: Viewer) -> None:
    """Two windows that open an assignment at the same moment get one attempt."""
    found: list[int] = []
    barrier = threading.Barrier(4)

    def click() -> None:
        barrier.wait()
        found.append(open_run(db, student, assignment.id))

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_silent_re_score(db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer) -> None:
    """Asking for a regrade shows a table and changes nobody's grade; see also `test_no_silent_re_score` of regrades."""
    before = grades_of(db, student, handed_in)
    ask_regrade(db, teacher, assignment.id, "Only to see.")
    assert grades_of(db, student, handed_in) == before


def test_links_that_rot() -> None:
    """Nothing that students need is fetched from elsewhere: no page loads anything, and every file that docs name is there."""
    loads = re.compile(r"""(?:src|href)=["']https?://|@import\s+["'(]?https?:|url\(["']?https?:|fetch\(["']https?:""")
    shipped = [path for top in ("templates", "static") for path in (ROOT / top).rglob("*") if path.suffix in PLAIN_YAML]
    assert len(shipped) > 100
    assert [path.name for path in shipped if loads.search(path.read_text(encoding="utf-8"))] == []
    missing = []
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                missing.append(f"{path.name}: {target}")
    assert missing == []


def test_install_fails() -> None:
    """Every package that the lab imports stands in the lock file, with hashes, and no file names a registry."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s\\;]+)", lock, re.MULTILINE))
    assert len(locked) > 20
    for block in re.split(r"\n(?=[a-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, block[:80]
    assert not re.search(r"--(?:extra-)?index-url|https?://", lock)
    names = {"pil": "pillow", "yaml": "pyyaml", "cv2": "opencv-python-headless", "argon2": "argon2-cffi", "markdown_it": "markdown-it-py",
             "currency_converter": "currencyconverter", "flask_wtf": "flask-wtf", "flask_babel": "flask-babel"}  # fmt: skip
    optional = {"numba"}
    for path in (ROOT / "lab").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in {module.partition(".")[0].lower() for module in modules} - {"lab"} - optional:
                if top not in {name.lower() for name in sys.stdlib_module_names}:
                    assert names.get(top, top.replace("_", "-")) in locked, f"{path.name} imports {top}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Kabel ist 180 cm lang, die Lampe 42 cm hoch.", "de"),
        ("The cord is 1.8 m long; the arm reaches 60 cm.", "en"),
        ("Длина шнура 180 см, а высота лампы — 42 см.", "ru"),
        ("电源线长180厘米，灯高42厘米。", "zh"),
    ],
)
def test_false_contradictions(text: str, language: str) -> None:
    """A right figure beside others that speak of something else is right."""
    fact = QuantityFact("180", "cm", ("Kabel", "cord", "шнур", "шнура", "电源线"))
    assert find_fact(text, fact, language).status == "right"


class _Breaks(Check):
    """A check that breaks whatever it sees."""

    name: ClassVar[str] = "test.breaks"

    def examine(self, evidence: Evidence) -> Finding:
        raise RuntimeError("broken")


def test_a_check_that_breaks_is_told_by_the_proofs_and_never_becomes_a_zero(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    broken = Scenario(scenario.folder, scenario.file, scenario.shop, (_Breaks(id="odd", check="test.breaks", task="ship", points=1), *scenario.checks), scenario.content_hash)
    record = grade_play(start(broken, deal(broken, 1, market), market))
    assert record.grade.withheld
    changed = Changed(Trial("reference", (), 1), "sent", "left out", None, "the world ended")
    assert any("the world ended" in line for line in Verdicts(scenario, [Ended(changed=[changed])]).changes().failures)
