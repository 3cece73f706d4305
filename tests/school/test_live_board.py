"""The live board: who is where and who needs somebody, with as many questions for three hundred students as for three."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, update

from lab.engine.actions import Advance, EndDay
from lab.engine.do import Outcome
from lab.engine.staff import StaffCustomer, StaffHint
from lab.listings.actions import PublishListing
from lab.messages.actions import Reply
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView
from lab.school.clock import now
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.help_requests import ask
from lab.school.inbox_list import InboxWish, find_threads
from lab.school.live_board import LiveRow, board, is_stuck
from lab.school.models import Assignment, Group, GroupMember, JournalRow, Member, Run, User
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.staff import add_staff
from lab.school.steering import steer
from lab.values.errors import NotFound
from lab.values.moment import DAY, HOUR

OK, REFUSED = Outcome(True).encode(), Outcome(False, "no_such_listing", {}).encode()


def only(db: Database, viewer: Viewer, assignment: AssignmentView) -> LiveRow:
    (row,) = board(db, viewer, assignment.id).rows
    return row


def fill(
    db: Database, course_id: int, assignment_id: int, number: int, *, actions: int = 12, day: int = 0, minutes_ago: int = 1,
    refused: tuple[int, ...] = (), state: str = "open", waiting: int | None = None, waits_since: int | None = None,
) -> int:  # fmt: skip
    """A student with a run and a journal of so many rows, without playing it; the id of the run."""
    moment = now() - timedelta(minutes=minutes_ago)
    with db.write() as session:
        user = User(
            login=f"s{number}", name=f"Student {number:03}", role="student", password_hash="x", language="en", theme="auto", time_zone=None,
            created_at=moment, disabled_at=None, deleted_at=None, is_demo=False,
        )  # fmt: skip
        session.add(user)
        session.flush()
        session.add(Member(course_id=course_id, user_id=user.id, role="student", joined_at=moment, section="B", refs=None))
        run = Run(
            assignment_id=assignment_id, user_id=user.id, attempt=1, seed="0" * 16, picks=None, market_sha256="0" * 64, state=state,
            opened_at=moment - timedelta(hours=1), handed_in_at=moment if state == "handed_in" else None, next_seq=actions,
            chain_hash="0" * 64, sim_time=day * DAY, group_id=None, received_at=None, collected_by=None,
            waiting=waiting, waits_since=waits_since,
        )  # fmt: skip
        session.add(run)
        session.flush()
        rows = [
            {
                "run_id": run.id, "seq": seq, "sim_time": 0, "wall_time": moment - timedelta(seconds=actions - 1 - seq), "actor": f"user:{user.id}",
                "action": b'{"do":"price.set"}', "outcome": REFUSED if seq in refused else OK, "chain_hash": "0" * 64,
            }
            for seq in range(actions)
        ]  # fmt: skip
        if rows:
            session.execute(insert(JournalRow), rows)
        return run.id


def states(db: Database, viewer: Viewer, assignment: AssignmentView) -> dict[str, str]:
    return {row.label: row.state for row in board(db, viewer, assignment.id).rows}


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_student_goes_from_not_begun_to_done(db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    row = only(db, teacher, assignment)
    assert (row.state, row.run_id, row.attempt, row.seen_at) == ("not_started", None, 0, None)
    run_id = open_run(db, student, assignment.id)
    row = only(db, teacher, assignment)
    assert (row.state, row.run_id, row.day, row.actions, row.last_action) == ("working", run_id, 1, 0, "")
    act(db, student, run_id, EndDay())
    row = only(db, teacher, assignment)
    assert (row.state, row.day, row.actions, row.last_action) == ("working", 2, 1, "clock.end_day")
    hand_in(db, student, run_id)
    assert only(db, teacher, assignment).state == "done"
    second = open_run(db, student, assignment.id)
    row = only(db, teacher, assignment)
    assert (row.state, row.run_id, row.attempt) == ("working", second, 2)


def test_refusals_of_the_world_are_seen_and_those_of_staff_are_not(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    for _ in range(2):
        assert not act(db, student, run_id, PublishListing("meridian/DE/lamp")).ok
    row = only(db, teacher, assignment)
    assert (row.state, row.refusals, row.refusal) == ("working", 2, "no_such_listing")
    steer(db, teacher, run_id, StaffHint("x" * 5000))  # refused, but not the student's doing
    row = only(db, teacher, assignment)
    assert (row.state, row.refusals, row.last_action) == ("working", 2, "listing.publish")
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    assert only(db, teacher, assignment).state == "stuck"


@pytest.mark.parametrize(
    ("refusals", "stuck"),
    [
        ([], False), (["a"], False), (["a", "a"], False), (["a", "a", "a"], True), (["a", "b", "a"], False), (["a", "a", "a", ""], False),
        (["a", "", "b", "", "c", "", "d", "", "e", ""], True), (["a", "", "b", "", "c", "", "d", "", "", ""], False),
        (["a", "b", "c", "d", "e"] + [""] * 6, False),
    ],
)  # fmt: skip
def test_stuck_is_half_of_the_last_ten_or_the_same_three_times(refusals: list[str], stuck: bool) -> None:
    assert is_stuck(refusals) is stuck


def test_who_does_nothing_is_idle_in_class_and_away_at_home(db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer) -> None:
    fill(db, assignment.course_id, assignment.id, 1, minutes_ago=11)
    fill(db, assignment.course_id, assignment.id, 2, minutes_ago=9)
    fill(db, assignment.course_id, assignment.id, 3, minutes_ago=40)
    assert states(db, teacher, assignment) == {
        "Aigerim Bekova": "not_started", "Student 001": "idle", "Student 002": "working", "Student 003": "idle",
    }  # fmt: skip
    fill(db, assignment.course_id, assignment.id, 4, minutes_ago=600)
    assert states(db, teacher, assignment)["Student 001"] == "away"  # one of four is no class at work


def test_ahead_is_two_days_or_half_again_as_many_actions_beyond_the_median(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    for number in range(3):
        fill(db, assignment.course_id, assignment.id, number, actions=12, day=3)
    fill(db, assignment.course_id, assignment.id, 3, actions=12, day=4)
    fill(db, assignment.course_id, assignment.id, 4, actions=12, day=5)
    fill(db, assignment.course_id, assignment.id, 5, actions=17, day=3)
    fill(db, assignment.course_id, assignment.id, 6, actions=18, day=3)
    found = states(db, teacher, assignment)
    assert [found[f"Student 00{number}"] for number in range(7)] == ["working"] * 4 + ["ahead", "working", "ahead"]
    assert board(db, teacher, assignment.id).median_day == 4


def test_a_run_past_its_end_is_over_until_it_is_collected(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    fill(db, assignment.course_id, assignment.id, 1)
    with db.write() as session:
        session.execute(update(Assignment).values(minutes=90))
    row = board(db, teacher, assignment.id).rows[1]
    assert (row.state, row.seconds_left is not None and 0 < row.seconds_left <= 29 * 60) == ("working", True)
    with db.write() as session:
        session.execute(update(Assignment).values(minutes=30))
    found = board(db, teacher, assignment.id)
    assert (found.rows[1].state, found.rows[1].seconds_left, found.overdue) == ("over", 0, 1)


def test_questions_that_wait_are_counted(db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer) -> None:
    ask(db, student, run_id, "How?")
    ask(db, student, run_id, "And how?")
    found = board(db, teacher, assignment.id)
    assert (found.questions, found.rows[0].questions) == (2, 2)


def test_customers_who_wait_are_those_of_the_inbox_after_every_action(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer
) -> None:
    assert (only(db, teacher, assignment).waiting, only(db, teacher, assignment).longest_wait) == (None, 0)  # nothing was done yet
    for minutes, somebody_waits in ((1, False), (6 * HOUR, True)):
        assert act(db, student, run_id, Advance(minutes)).ok
        world = play_of(db, teacher, run_id).world
        inbox, row = find_threads(world, InboxWish()), only(db, teacher, assignment)
        assert row.waiting == inbox.counts["waiting"]
        assert (row.waiting > 0) is somebody_waits
    first = inbox.rows[0].thread
    assert first.waits_since is not None and row.longest_wait == world.now - first.waits_since > 0
    assert act(db, student, run_id, Reply(first.id, "Thank you for your message.")).ok
    assert only(db, teacher, assignment).waiting == row.waiting - 1
    hint = StaffCustomer(thread=first.id, text="And how long will it take?")
    steer(db, teacher, run_id, hint)  # what staff do is an action too
    assert only(db, teacher, assignment).waiting == row.waiting
    hand_in(db, student, run_id)
    assert only(db, teacher, assignment).waiting is None


def test_shops_whose_customers_wait_stand_by_the_longest_wait(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    fill(db, assignment.course_id, assignment.id, 1, day=2, waiting=1, waits_since=2 * DAY - 30)
    fill(db, assignment.course_id, assignment.id, 2, day=1, waiting=2, waits_since=DAY - 90)
    fill(db, assignment.course_id, assignment.id, 3, day=1, waiting=0)
    fill(db, assignment.course_id, assignment.id, 4, day=1)  # from before they were counted
    fill(db, assignment.course_id, assignment.id, 5, day=1, waiting=4, waits_since=0, state="handed_in")
    found = board(db, teacher, assignment.id)
    assert [(row.label, row.waiting, row.longest_wait) for row in found.with_waiting] == [("Student 002", 2, 90), ("Student 001", 1, 30)]
    assert found.waiting == 3
    assert [row.waiting for row in found.rows[1:]] == [1, 2, 0, None, None]


def test_a_group_stands_on_the_board_once(db: Database, assignment: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer) -> None:
    mate = create_user(db, login="bekzat", name="Bekzat Omarov", password="correct horse battery", role="student")
    join_course(db, mate, course.join_code or "")
    with db.write() as session:
        group = Group(assignment_id=assignment.id, name="Team Tulip", made_at=now())
        session.add(group)
        session.flush()
        for one in (student, mate):
            session.add(GroupMember(assignment_id=assignment.id, user_id=one.id, group_id=group.id, roles=[]))
    assert only(db, teacher, assignment).label == "Team Tulip"
    run_id = open_run(db, mate, assignment.id)
    assert (only(db, teacher, assignment).run_id, only(db, teacher, assignment).state) == (run_id, "working")


def test_staff_who_try_it_out_are_not_part_of_the_class(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    run_id = open_run(db, teacher, assignment.id)
    act(db, teacher, run_id, EndDay())
    found = board(db, teacher, assignment.id)
    assert ([row.state for row in found.rows], found.median_day) == (["not_started"], 0)


def test_names_are_hidden_from_guests_and_while_blind(
    db: Database, assignment: AssignmentView, run_id: int, teacher: Viewer, student: Viewer, stranger: Viewer
) -> None:
    add_staff(db, teacher, assignment.course_id, "guest", "stranger")
    for _ in range(2):
        row = only(db, stranger, assignment)
        assert "Aigerim" not in row.label and row.section == ""
        assert board(db, stranger, assignment.id).names_hidden
    assert only(db, teacher, assignment).label == "Aigerim Bekova"
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True))
    assert only(db, teacher, assignment).label == row.label


def test_only_staff_see_it(db: Database, assignment: AssignmentView, student: Viewer, stranger: Viewer, other_teacher: Viewer) -> None:
    for viewer in (student, stranger, other_teacher):
        with pytest.raises(NotFound):
            board(db, viewer, assignment.id)


def test_the_number_of_questions_does_not_grow_with_the_class(db: Database, assignment: AssignmentView, teacher: Viewer) -> None:
    board(db, teacher, assignment.id)
    with counted(db) as few:
        board(db, teacher, assignment.id)
    for number in range(30):
        fill(db, assignment.course_id, assignment.id, number, refused=(3, 4) if number % 3 else ())
    with counted(db) as many:
        assert len(board(db, teacher, assignment.id).rows) == 31
    assert len(many) == len(few) <= 12
