"""Nothing is lost: killed processes, and processes that act at once."""

import random
import subprocess
import time
from itertools import pairwise

import pytest

from lab.engine.actions import Advance
from lab.ledger.actions import SubmitReflection
from lab.school.grades import replayed
from lab.school.loading import find_run
from lab.school.runs import act, hand_in, journal_of, play_of, run_for
from tests.scale.conftest import BOTH, Instance

ACTIONS = 120


def labels_of(instance: Instance, run_id: int) -> list[str]:
    """What the journal holds, in the words of the actors; its numbers must have no gap."""
    lines = journal_of(instance.db, instance.student, run_id)
    assert [line.seq for line in lines] == list(range(len(lines)))
    assert run_for(instance.db, instance.student, run_id).seq == len(lines)
    return [line.fields.get("text", "time") for line in lines]


def goes_on(instance: Instance, run_id: int) -> None:
    """The run can be played on, handed in, and replayed from its first action with every hash the same."""
    instance.db.plays.drop(run_id)
    before = run_for(instance.db, instance.student, run_id).seq
    assert act(instance.db, instance.student, run_id, SubmitReflection("afterwards")).ok
    assert play_of(instance.db, instance.student, run_id).world.papers.reflection == "afterwards"
    assert run_for(instance.db, instance.student, run_id).seq == before + 1
    hand_in(instance.db, instance.student, run_id)
    with instance.db.session() as session:
        assert replayed(instance.db, session, find_run(session, instance.teacher, run_id)).seq == before + 1


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_what_was_acknowledged_survives_kill_9_at_any_moment(instance: Instance) -> None:
    chance = random.Random(20261122)
    run_id = instance.open_run()
    acknowledged: list[list[str]] = []
    rounds = 0
    while sum(map(len, acknowledged)) < ACTIONS:
        rounds += 1
        process = instance.start_actor(run_id, f"round{rounds}", ACTIONS)
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(chance.randint(30, 50))]
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        lines += process.stdout.read().splitlines()  # told before the end, read after it
        process.stdout.close()
        assert process.wait() == -9
        acknowledged.append([line for line in lines if line])
    assert rounds >= 3
    found = labels_of(instance, run_id)
    for told in acknowledged:
        # One action more may have been kept in each round: done, but its actor died before saying so.
        assert found[: len(told)] == told
        rest = found[len(told) :]
        later = rest[:1] == [told_next(told)]
        found = rest[1:] if later else rest
    assert found == []
    goes_on(instance, run_id)


def told_next(told: list[str]) -> str:
    """The label of the action after those."""
    name = next(line for line in told if line != "time").split()[0]
    return "time" if len(told) % 10 == 9 else f"{name} {len(told)}"


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
@pytest.mark.parametrize(("death", "kept"), [("inserted", 4), ("before_commit", 4), ("committed", 5)])
def test_a_process_that_dies_inside_an_action_leaves_all_of_it_or_nothing(
    instance: Instance, death: str, kept: int
) -> None:
    run_id = instance.open_run()
    process = instance.start_actor(run_id, "a", 10, death)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == -9
    assert told.splitlines() == ["a 0", "a 1", "a 2", "a 3"]
    assert labels_of(instance, run_id) == [f"a {number}" for number in range(kept)]
    goes_on(instance, run_id)


@pytest.mark.slow
@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_two_processes_that_act_at_once_make_one_journal_without_gaps(instance: Instance) -> None:
    run_id = instance.open_run()
    processes = {name: instance.start_actor(run_id, name, 60) for name in ("left", "right")}
    told = {name: finish(process) for name, process in processes.items()}
    found = labels_of(instance, run_id)
    assert len(found) == 120
    for name in processes:
        own = [label for label in found if label.startswith(name)]
        assert own == [label for label in told[name] if label != "time"]
        assert len(own) == 54
    switches = sum(one.split()[0] != two.split()[0] for one, two in pairwise(found))
    assert switches > 4, "the two processes never met"
    goes_on(instance, run_id)


def finish(process: "subprocess.Popen[str]") -> list[str]:
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return told.splitlines()


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_process_sees_what_another_one_did(instance: Instance) -> None:
    run_id = instance.open_run()
    assert play_of(instance.db, instance.student, run_id).seq == 0
    assert finish(instance.start_actor(run_id, "other", 12))[-1] == "other 11"
    play = play_of(instance.db, instance.student, run_id)
    assert (play.seq, play.world.now, play.world.papers.reflection) == (12, 180, "other 11")
    act(instance.db, instance.student, run_id, Advance(60))
    assert play_of(instance.db, instance.student, run_id).world.now == 240
