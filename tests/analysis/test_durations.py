"""Time by task and by area."""

from fractions import Fraction

from lab.analysis.durations import (
    BREAK,
    NO_TASK,
    TimeSpent,
    actions_cited,
    area_of,
    durations,
    objects_of_tasks,
    time_spent,
)
from lab.engine.codec import ACTIONS
from lab.scenarios.script import load_scenario
from lab.values.places import SCENARIOS
from tests.analysis.classes import result, step

OBJECTS = {"meridian/DE/lamp": frozenset({"list"}), "q1": frozenset({"answer"}), "meridian/DE": frozenset({"ship"}), "o1": frozenset({"ship", "list"})}


def test_time_up_to_an_action_counts_for_its_task_and_area() -> None:
    steps = [step(0, "listing.save", "meridian/DE/lamp", at=100), step(1, "message.reply", "q1", at=160), step(2, "clock.end_day", at=170)]
    spent = time_spent(steps, {}, OBJECTS)
    assert spent.tasks == {"list": 100, "answer": 60, NO_TASK: 10}
    assert spent.areas == {"listings": 100, "messages": 60, "clock": 10} and spent.seconds == 170


def test_a_long_gap_is_a_break_and_counts_for_nothing() -> None:
    steps = [step(0, "price.set", "meridian/DE/lamp", at=BREAK), step(1, "message.reply", "q1", at=2 * BREAK + 1)]
    spent = time_spent(steps, {}, OBJECTS)
    assert (spent.tasks, spent.breaks) == ({"list": BREAK}, 1)


def test_what_a_check_cites_goes_before_what_it_is_about() -> None:
    steps = [step(4, "listing.save", "meridian/DE/lamp", at=30)]
    assert time_spent(steps, {4: frozenset({"repair"})}, OBJECTS).tasks == {"repair": 30}
    assert time_spent(steps, {4: frozenset({"repair", "list"})}, OBJECTS).tasks == {"list": 30}


def test_what_several_tasks_are_about_belongs_to_none_and_a_place_stands_for_its_listings() -> None:
    steps = [step(0, "order.ship", "o1", at=10), step(1, "listing.save", "meridian/DE/bulb", at=30)]
    assert time_spent(steps, {}, OBJECTS).tasks == {NO_TASK: 10, "ship": 20}


def test_an_instructors_row_takes_no_time_and_hides_none() -> None:
    steps = [step(0, "staff.hint", at=100), step(1, "message.reply", "q1", at=150)]
    assert time_spent(steps, {}, OBJECTS).tasks == {"answer": 150}


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    steps = [step(0, "message.reply", "q1", at=100), step(1, "message.reply", "q1", at=40), step(2, "message.reply", "q1", at=120)]
    assert time_spent(steps, {}, OBJECTS).seconds == 120


def test_citations_are_read_from_evidence() -> None:
    results = [result("a", evidence=[{"ref": "action:3"}, {"ref": "order:o1"}, {}], task="list"), result("b", evidence=[{"ref": "action:3"}], task="ship")]
    assert actions_cited(results) == {3: frozenset({"list", "ship"})}


def test_objects_of_a_real_scenario_lead_to_its_tasks() -> None:
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    objects = objects_of_tasks(scenario.checks)
    assert set().union(*objects.values()) <= {task.id for task in scenario.file.tasks}
    assert "meridian/DE/lamp" in objects


def test_every_action_has_an_area() -> None:
    assert {name for name in ACTIONS if area_of(name) == "other" and not name.startswith("staff.")} == set()


def test_a_class_is_told_by_quartiles_over_those_who_spent_any_time() -> None:
    runs = [TimeSpent({"list": seconds, NO_TASK: 10}, {"listings": seconds + 10}, 0) for seconds in (10, 20, 30, 40, 50)]
    found = durations([*runs, TimeSpent({}, {}, 2)], ["list", "answer"])
    (listing, answer) = found.tasks
    assert (listing.n, listing.lower, listing.median, listing.upper) == (5, 20, 30, 40)
    assert (answer.n, answer.median) == (0, 0) and found.n == 6
    assert found.told == Fraction(150, 200) and [area.name for area in found.areas] == ["listings"]


def test_nobody_has_no_time() -> None:
    assert durations([], ["list"]).told is None
