"""An instructor's hand in runs: who may, what is written down, and that everybody gets it once and only once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from lab.engine.actions import EndDay
from lab.engine.codec import decode_action
from lab.engine.staff import StaffCustomer, StaffEvent, StaffHint
from lab.listings.actions import PublishListing, SetPrice
from lab.scenarios.play import start
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView
from lab.school.clock import now
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.jobs import claim, give_back
from lab.school.models import JournalRow, Run
from lab.school.runs import act, collect, hand_in, journal_of, open_run, play_of
from lab.school.staff import add_staff
from lab.school.steering import do_steer, interventions, steer, steer_all, steer_report, unread_notes
from lab.school.worker import work
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.money import Money
from tests.dates import move_dates

HINT = StaffHint("Look at the fee line <b>first</b>.")
STRIKE = StaffEvent("strike", "Harbour workers are on strike.", country="DE", days=2)
LETTER = StaffCustomer("Ist die Lampe dimmbar?", place="meridian/DE", buyer="Jule Brandt", language="de", subject="Frage")


@pytest.fixture
def classmate(db: Database, course: CourseView) -> Viewer:
    made = create_user(db, login="bekzat", name="Bekzat Omarov", password="correct horse battery", role="student")
    join_course(db, made, course.join_code or "")
    return made


def test_what_an_instructor_does_is_a_row_by_them_and_replays_to_the_same_world(
    db: Database, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    act(db, student, run_id, EndDay())
    for action in (HINT, STRIKE, LETTER):
        assert steer(db, teacher, run_id, action).ok
    act(db, student, run_id, EndDay())
    lines = journal_of(db, student, run_id)
    assert [(line.actor, line.action) for line in lines[1:4]] == [
        (f"staff:{teacher.id}", name) for name in ("staff.hint", "staff.event", "staff.customer")
    ]
    world = play_of(db, student, run_id).world
    assert [(note.kind, note.text) for note in world.notes] == [("hint", HINT.text), ("event", STRIKE.text)]
    assert world.threads["h-1"].buyer.name == "Jule Brandt"
    db.plays.drop(run_id)
    assert play_of(db, student, run_id).world_hash() == world_hash_again(db, student, run_id)


def world_hash_again(db: Database, viewer: Viewer, run_id: int) -> str:
    """The hash of the world when the whole journal is played from its first row."""
    play = play_of(db, viewer, run_id)
    again = start(play.scenario, play.variant, play.world.setting.market)
    for row in play.rows:
        again.act(decode_action(row.action), row.actor)
    assert again.chain_hash == play.chain_hash
    return again.world_hash()


def test_a_refusal_by_the_world_is_an_outcome_and_is_written_down(db: Database, run_id: int, teacher: Viewer) -> None:
    outcome = steer(db, teacher, run_id, StaffEvent("strike", country="XX", days=2))
    assert (outcome.ok, outcome.code) == (False, "no_such_country")
    (found,) = interventions(play_of(db, teacher, run_id).rows)
    assert (found.seq, found.outcome.code) == (0, "no_such_country")


def test_only_who_leads_the_course_steers_and_only_with_actions_of_staff(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer, other_teacher: Viewer, admin: Viewer
) -> None:
    add_staff(db, teacher, assignment.course_id, "grader", "sara", "Sara Grader")
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_run"):
            steer(db, viewer, run_id, HINT)
        with pytest.raises(NotFound, match="no_such_assignment"):
            steer_all(db, viewer, assignment.id, HINT)
    with pytest.raises(BadInput, match="action_of_another_hand"):
        steer(db, teacher, run_id, EndDay())
    with pytest.raises(BadInput, match="action_of_another_hand"):
        act(db, student, run_id, HINT)
    assert journal_of(db, teacher, run_id) == []
    assert steer(db, admin, run_id, HINT).ok


def test_nobody_steers_a_run_that_is_closed_or_past_its_end(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="past_due"):
        steer(db, teacher, run_id, HINT)
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=None)
    hand_in(db, student, run_id)
    with pytest.raises(Refused, match="run_closed"):
        steer(db, teacher, run_id, HINT)
    assert journal_of(db, teacher, run_id) == []


def test_a_form_filled_in_before_a_hint_is_taken_and_one_before_an_event_is_not(
    db: Database, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    price = SetPrice("meridian/DE/bulb", Money(9_00, "EUR"))
    steer(db, teacher, run_id, HINT)
    assert act(db, student, run_id, price, seen_seq=0).ok
    steer(db, teacher, run_id, STRIKE)
    with pytest.raises(Refused, match="world_moved_on"):
        act(db, student, run_id, price, seen_seq=2)
    with pytest.raises(Refused, match="world_moved_on"):
        act(db, student, run_id, price, seen_seq=0)  # the student's own row came since
    with pytest.raises(Refused, match="world_moved_on"):
        act(db, student, run_id, price, seen_seq=99)


def test_what_staff_do_late_does_not_make_the_student_late(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    act(db, student, run_id, EndDay())
    steer(db, teacher, run_id, HINT)
    early = now() - timedelta(minutes=30)
    with db.write() as session:
        session.execute(update(JournalRow).where(JournalRow.run_id == run_id, JournalRow.seq == 0).values(wall_time=early))
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(minutes=1))
    collect(db, teacher, run_id)
    with db.session() as session:
        assert session.get_one(Run, run_id).received_at == early


def test_notes_are_unread_until_the_student_acts(db: Database, run_id: int, teacher: Viewer, student: Viewer) -> None:
    def unread() -> list[str]:
        return [note.text for note in unread_notes(play_of(db, student, run_id))]

    assert unread() == []
    steer(db, teacher, run_id, HINT)
    steer(db, teacher, run_id, LETTER)
    steer(db, teacher, run_id, StaffEvent("strike", country="XX", days=2))  # refused: nothing to read
    steer(db, teacher, run_id, STRIKE)
    assert unread() == [HINT.text, STRIKE.text]
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    assert unread() == []
    steer(db, teacher, run_id, StaffHint("And now the price."))
    assert unread() == ["And now the price."]


def test_everybody_at_work_gets_it_once_and_the_report_says_what_became_of_it(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, classmate: Viewer
) -> None:
    over = open_run(db, classmate, assignment.id)
    hand_in(db, classmate, over)
    second = open_run(db, classmate, assignment.id)
    own = open_run(db, teacher, assignment.id)
    assert steer_report(db, teacher, assignment.id) is None
    job = steer_all(db, teacher, assignment.id, HINT)
    assert steer_all(db, teacher, assignment.id, HINT) == job  # pressed twice
    assert work(db, threading.Event(), until_idle=True) == 1
    report = steer_report(db, teacher, assignment.id)
    assert report is not None and report.job.state == "done"
    assert (report.action, report.done) == (HINT, 2)
    assert sorted((line.run_id, line.label, line.ok) for line in report.lines) == [(run_id, "Aigerim Bekova", True), (second, "Bekzat Omarov", True)]
    assert [len(journal_of(db, teacher, one)) for one in (run_id, second, over, own)] == [1, 1, 0, 0]


def test_a_run_that_refuses_does_not_keep_the_others_from_it(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, classmate: Viewer
) -> None:
    second = open_run(db, classmate, assignment.id)
    again = StaffCustomer("Noch da?", thread="h-1")
    steer(db, teacher, run_id, LETTER)
    steer_all(db, teacher, assignment.id, again)
    work(db, threading.Event(), until_idle=True)
    report = steer_report(db, teacher, assignment.id)
    assert report is not None
    assert [(line.run_id, line.ok, line.code) for line in report.lines] == [(second, False, "no_such_thread"), (run_id, True, "")]


def test_a_job_begun_again_gives_nobody_the_same_twice(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, classmate: Viewer
) -> None:
    second = open_run(db, classmate, assignment.id)
    steer_all(db, teacher, assignment.id, HINT)
    job = claim(db)
    assert job is not None

    class Killed(Exception):
        pass

    def progress(done: int, of: int) -> None:
        if done == 1:
            raise Killed

    with pytest.raises(Killed):
        do_steer(db, job, progress)
    assert sorted(len(journal_of(db, teacher, one)) for one in (run_id, second)) == [0, 1]
    give_back(db, job)
    work(db, threading.Event(), until_idle=True)
    assert [len(journal_of(db, teacher, one)) for one in (run_id, second)] == [1, 1]
    report = steer_report(db, teacher, assignment.id)
    assert report is not None and report.done == 2

