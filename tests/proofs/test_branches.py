"""What is played together gives the same as what is played alone."""

from pathlib import Path

from lab.grading.spoil import Timed
from lab.grading.timeline import Watch
from lab.market.base import Market
from lab.orders.actions import ShipOrder
from lab.proofs.branches import Course, moves_after, moves_of, play_all, ready
from lab.proofs.trials import plan_of
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play, grade_seen
from lab.scenarios.play import start
from lab.scenarios.robot import stops_of
from lab.scenarios.script import Scenario, load_scenario
from tests.scenarios.small import write_small

ROBOTS = ("reference", "later", "nothing", "wrong-cord", "late")


def course_of(scenario: Scenario, market: Market, seed: int = 3) -> Course:
    return Course(start(scenario, deal(scenario, seed, market), market), Watch(stops_of(scenario)))


def test_shared_beginnings_give_the_same_record_as_a_replay_of_each(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    plans = {name: moves_of(plan_of(scenario, name)) for name in ROBOTS}
    ended = dict(play_all(course_of(scenario, market), plans))
    assert sorted(ended) == sorted(ROBOTS)
    for course in ended.values():
        assert grade_seen(course.play, course.watch.worlds).to_json() == grade_play(course.play).to_json()
    alone = next(play_all(course_of(scenario, market), {"late": plans["late"]}))[1]
    assert alone.play.chain_hash == ended["late"].play.chain_hash


def test_a_step_that_moves_the_clock_itself_is_seen_as_a_replay_sees_it(tmp_path: Path, market: Market) -> None:
    steps = '  - {id: r3, at: "+4h", do: clock.end_day}\n  - {id: r4, at: "+5h", do: clock.advance, with: {minutes: 2000}}\nalso_ok:'
    scenario = load_scenario(write_small(tmp_path, ("also_ok:", steps)))
    course = next(play_all(course_of(scenario, market), {"": moves_of(plan_of(scenario, "reference"))}))[1]
    assert course.watch.worlds[20 * 60].now == 20 * 60
    assert grade_seen(course.play, course.watch.worlds).to_json() == grade_play(course.play).to_json()


def test_several_moments_in_one_wait_are_each_seen_in_their_minute(tmp_path: Path, market: Market) -> None:
    looks = "- {id: sent, task: ship, at: \"+20h\", check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 0}\n  "
    first = "- {id: answered, task"
    more = "".join(looks.replace("sent,", f"sent{hour},").replace("+20h", f"+{hour}h") for hour in (6, 7, 8, 9))
    steps = '  - {id: r3, at: "+11h", do: stock.set, on: meridian/DE/bulb, with: {quantity: 7}}\nalso_ok:'
    scenario = load_scenario(write_small(tmp_path, (first, more + first), ("also_ok:", steps)))
    course = next(play_all(course_of(scenario, market), {"": moves_of(plan_of(scenario, "reference"))}))[1]
    assert [course.watch.worlds[hour * 60].now for hour in (6, 7, 8, 9)] == [360, 420, 480, 540]
    assert grade_seen(course.play, course.watch.worlds).to_json() == grade_play(course.play).to_json()


def test_one_plan_cannot_touch_the_world_of_another(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    plans = {name: moves_of(plan_of(scenario, name)) for name in ("reference", "nothing")}
    ended = dict(play_all(course_of(scenario, market), plans))
    assert ended["reference"].play.world.orders["o1"].shipped_at is not None
    assert not ended["nothing"].play.rows
    assert len({course.watch.worlds[20 * 60].now for course in ended.values()}) == 2


def test_a_plan_whose_contents_do_not_fit_ends_with_the_reason(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path, ("broken/a1.txt", "broken/gone.txt")))
    plans = {name: moves_of(plan_of(scenario, name)) for name in ("reference", "wrong-cord")}
    ended = dict(play_all(course_of(scenario, market), plans))
    assert "broken/gone.txt" in ended["wrong-cord"].problem
    assert not ended["reference"].problem


def test_a_changed_log_keeps_the_moves_before_its_change(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    right = moves_of(plan_of(scenario, "reference"))
    course = next(play_all(course_of(scenario, market), {"reference": right}))[1]
    log = tuple(course.done)
    assert [timed.action.name for timed in log] == ["message.reply", "order.ship"]
    assert isinstance(log[1].action, ShipOrder)
    late = Timed(log[1].at + 60, log[1].action)
    moves = moves_after(right, log, (log[0], late))
    assert [moves[0] is right[0], moves[1].at] == [True, late.at]
    assert moves_after(right, log, log[:1]) == right[:1]


def test_a_ready_move_does_what_it_was_given(tmp_path: Path, market: Market) -> None:
    scenario = load_scenario(write_small(tmp_path))
    ship = next(play_all(course_of(scenario, market), {"": moves_of(plan_of(scenario, "reference"))}))[1].done[1]
    course = next(play_all(course_of(scenario, market), {"": [ready(ship, 0)]}))[1]
    assert course.done == [ship]
    assert [row.sim_time for row in course.play.rows][-1] == ship.at
