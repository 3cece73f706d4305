"""A run after any of its actions: the same world as it was then, whoever asks when, and nothing else is touched."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from lab.engine.actions import EndDay
from lab.ledger.actions import SubmitReflection
from lab.listings.actions import PublishListing, SetPrice
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, change_rules, release_scores
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.models import Snapshot
from lab.school.moments import LIMIT, _Kept, checks_at, past_of
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.staff import add_staff
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.money import Money
from tests.school.conftest import PASSWORD

LAMP = "meridian/DE/lamp"


@pytest.fixture
def played(db: Database, run_id: int, student: Viewer) -> tuple[int, list[str]]:
    """A run of six actions over three days, and the hash of its world after each number of them."""
    hashes = [play_of(db, student, run_id).world_hash()]
    for action in (
        SubmitReflection("First thoughts."), PublishListing(LAMP), EndDay(), SetPrice("meridian/DE/bulb", Money(999, "EUR")), EndDay(),
        SubmitReflection("Second thoughts."),
    ):  # fmt: skip
        act(db, student, run_id, action)
        hashes.append(play_of(db, student, run_id).world_hash())
    return run_id, hashes


def test_every_moment_is_the_world_that_was_in_whatever_order_they_are_asked_for(
    db: Database, played: tuple[int, list[str]], teacher: Viewer
) -> None:
    run_id, hashes = played
    for at in (3, 0, 6, 4, 5, 1, 2, 3):
        past = past_of(db, teacher, run_id, at)
        assert past.play.world_hash() == hashes[at], at
        assert (past.at, past.last, past.play.seq) == (at, 6, at)


def test_without_snapshots_it_is_the_same(db: Database, played: tuple[int, list[str]], teacher: Viewer) -> None:
    run_id, hashes = played
    with db.write() as session:
        assert session.scalars(select(Snapshot.seq).order_by(Snapshot.seq)).all() == [3, 5]
        session.execute(delete(Snapshot))
    assert [past_of(db, teacher, run_id, at).play.world_hash() for at in range(7)] == hashes


def test_the_way_leads_by_actions_and_by_days(db: Database, played: tuple[int, list[str]], teacher: Viewer) -> None:
    run_id, _ = played
    ways = [past_of(db, teacher, run_id, at) for at in range(7)]
    assert [one.back for one in ways] == [0, 0, 1, 2, 3, 4, 5]
    assert [one.next for one in ways] == [1, 2, 3, 4, 5, 6, 6]
    assert [one.day_before for one in ways] == [0, 0, 0, 2, 2, 4, 4]
    assert [one.day_after for one in ways] == [3, 3, 3, 5, 5, 6, 6]


def test_looking_back_leaves_the_play_that_goes_on_alone(db: Database, played: tuple[int, list[str]], student: Viewer, teacher: Viewer) -> None:
    run_id, hashes = played
    past_of(db, teacher, run_id, 2)
    assert play_of(db, student, run_id).world_hash() == hashes[6]
    assert act(db, student, run_id, SubmitReflection("Third.")).ok
    past = past_of(db, teacher, run_id, 6)
    assert past.play.world_hash() == hashes[6]
    assert play_of(db, student, run_id).seq == 7 and past.last == 7


def test_a_moment_beyond_the_journal_is_none(db: Database, played: tuple[int, list[str]], teacher: Viewer) -> None:
    for at in (-1, 7, 10**9):
        with pytest.raises(BadInput, match="no_such_moment"):
            past_of(db, teacher, played[0], at)


def test_its_student_looks_back_once_the_score_is_shown(
    db: Database, played: tuple[int, list[str]], assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    run_id, hashes = played
    rules = Rules(show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    for _ in range(2):  # at work, then handed in without a score
        assert past_of(db, teacher, run_id, 1).play.world_hash() == hashes[1]
        with pytest.raises(Refused, match="past_not_shown"):
            past_of(db, student, run_id, 1)
        hand_in(db, student, run_id)
    release_scores(db, teacher, assignment.id)
    assert past_of(db, student, run_id, 1).play.world_hash() == hashes[1]


def test_for_others_there_is_no_run_and_graders_look_back(
    db: Database, played: tuple[int, list[str]], course: CourseView, stranger: Viewer, other_teacher: Viewer, teacher: Viewer
) -> None:
    for viewer in (stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_run"):
            past_of(db, viewer, played[0], 1)
    grader = create_user(db, login="grader", name="Gerda Grader", password=PASSWORD, role="student")
    add_staff(db, teacher, course.id, "grader", "grader")
    assert past_of(db, grader, played[0], 1).at == 1


def test_checks_are_as_they_would_have_been_then(db: Database, played: tuple[int, list[str]], student: Viewer, teacher: Viewer) -> None:
    run_id, _ = played
    before, after = (checks_at(db, teacher, past_of(db, teacher, run_id, at)) for at in (0, 1))
    thoughts = [next(one for one in checks if one.id == "thoughts") for checks in (before, after)]
    assert [one.status for one in thoughts] == ["fail", "waiting"]
    hand_in(db, student, run_id)
    shown = checks_at(db, student, past_of(db, student, run_id, 0))
    assert {one.id for one in shown} <= {one.id for one in before} and shown


def test_a_student_sees_no_checks_whose_evidence_is_never_shown(
    db: Database, played: tuple[int, list[str]], assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    rules = Rules(show_evidence="never")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    hand_in(db, student, played[0])
    assert checks_at(db, student, past_of(db, student, played[0], 3)) == ()
    assert checks_at(db, teacher, past_of(db, teacher, played[0], 3))


def test_only_so_many_plays_are_held(db: Database, assignment: AssignmentView, student: Viewer) -> None:
    kept, play = _Kept(limit=2), play_of(db, student, open_run(db, student, assignment.id))
    for run_id in (1, 2, 3):
        kept.keep(run_id, replace(play))
    assert kept.nearest(1, 5) is None
    assert kept.nearest(2, 5) is not None and kept.nearest(3, 0) is not None
    assert LIMIT > 2
