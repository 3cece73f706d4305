"""Opening a run, acting in it, handing it in; and who may see it."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lab.engine.actions import Advance, EndDay
from lab.ledger.actions import SubmitReflection
from lab.listings.actions import PublishListing, SetPrice
from lab.messages.actions import Reply
from lab.scenarios.play import start
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, change_rules
from lab.school.clock import now
from lab.school.courses import archive_course, remove_member
from lab.school.database import Database
from lab.school.grades import grades_of
from lab.school.loading import deal_for, seed_of
from lab.school.media import pictures_of
from lab.school.models import Assignment, Course, Grade, JournalRow, Run, Snapshot
from lab.school.rules import Rules
from lab.school.runs import act, collect, hand_in, journal_of, open_run, play_of, report_for, run_for
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.money import Money
from tests.dates import move_dates


def rows_of(db: Database, run_id: int) -> list[JournalRow]:
    with db.session() as session:
        return list(session.scalars(select(JournalRow).where(JournalRow.run_id == run_id).order_by(JournalRow.seq)))


def run_row(db: Database, run_id: int) -> Run:
    with db.session() as session:
        return session.get_one(Run, run_id)


# --- opening ---


def test_opening_again_gives_the_same_open_run(db: Database, assignment: AssignmentView, student: Viewer) -> None:
    first = open_run(db, student, assignment.id)
    assert open_run(db, student, assignment.id) == first
    assert run_for(db, student, first).attempt == 1


def test_a_new_attempt_begins_after_hand_in_while_any_are_left(
    db: Database, assignment: AssignmentView, student: Viewer
) -> None:
    first = open_run(db, student, assignment.id)
    hand_in(db, student, first)
    second = open_run(db, student, assignment.id)
    assert (second != first, run_for(db, student, second).attempt) == (True, 2)
    hand_in(db, student, second)
    with pytest.raises(Refused, match="no_attempts_left"):
        open_run(db, student, assignment.id)


def test_a_run_opens_between_its_dates_only(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    move_dates(db, teacher, assignment.id, opens_at=now() + timedelta(hours=1), due_at=None)
    with pytest.raises(Refused, match="not_open_yet"):
        open_run(db, student, assignment.id)
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(hours=1))
    with pytest.raises(Refused, match="past_due"):
        open_run(db, student, assignment.id)


def test_an_archived_course_opens_no_new_runs(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    archive_course(db, teacher, assignment.course_id)
    with pytest.raises(Refused, match="course_archived"):
        open_run(db, student, assignment.id)


def test_a_teacher_tries_the_assignment_out_as_often_as_they_like(
    db: Database, assignment: AssignmentView, teacher: Viewer
) -> None:
    move_dates(db, teacher, assignment.id, opens_at=now() + timedelta(hours=1), due_at=None)
    for attempt in range(1, 5):
        run_id = open_run(db, teacher, assignment.id)
        assert run_for(db, teacher, run_id).attempt == attempt
        hand_in(db, teacher, run_id)


def test_every_person_and_attempt_has_a_seed_of_its_own_and_always_the_same(db: Database) -> None:
    course, other = Course(secret="ab" * 32), Course(secret="cd" * 32)
    seeds = {
        seed_of(one, assignment, user, attempt)
        for one in (course, other) for assignment in (1, 2) for user in (1, 12) for attempt in (1, 2)
    }  # fmt: skip
    assert len(seeds) == 16
    assert all(len(seed) == 16 and int(seed, 16) >= 0 for seed in seeds)
    # printf '7/12/3' | openssl dgst -sha256 -mac HMAC -macopt hexkey:<"ab" * 32>, first 16 digits
    assert seed_of(course, 7, 12, 3) == "395107f76ad4e4f3"


# --- who may see it ---


def test_strangers_are_told_that_there_is_no_such_run(
    db: Database, run_id: int, stranger: Viewer, other_teacher: Viewer
) -> None:
    use_cases: list[Callable[[Viewer, int], object]] = [
        lambda viewer, run: run_for(db, viewer, run), lambda viewer, run: play_of(db, viewer, run),
        lambda viewer, run: act(db, viewer, run, Advance(60)), lambda viewer, run: hand_in(db, viewer, run),
        lambda viewer, run: journal_of(db, viewer, run), lambda viewer, run: report_for(db, viewer, run),
        lambda viewer, run: grades_of(db, viewer, run), lambda viewer, run: pictures_of(db, viewer, run),
    ]  # fmt: skip
    for viewer in (stranger, other_teacher):
        for use_case in use_cases:
            told = []
            for number in (run_id, 999_999):
                with pytest.raises(NotFound) as caught:
                    use_case(viewer, number)
                told.append((caught.value.code, caught.value.args_))
            assert told == [("no_such_run", {})] * 2
    assert rows_of(db, run_id) == []


def test_its_student_its_teacher_and_admins_see_a_run(
    db: Database, run_id: int, student: Viewer, teacher: Viewer, admin: Viewer
) -> None:
    seen = {viewer.role: run_for(db, viewer, run_id) for viewer in (student, teacher, admin)}
    assert {role: (view.is_own, view.is_taught, view.may_act) for role, view in seen.items()} == {
        "student": (True, False, True), "instructor": (False, True, False), "admin": (False, True, False),
    }  # fmt: skip
    assert {view.student for view in seen.values()} == {"Aigerim Bekova"}


def test_nobody_acts_in_anothers_run(db: Database, run_id: int, teacher: Viewer, admin: Viewer) -> None:
    for viewer in (teacher, admin):
        with pytest.raises(Refused, match="not_your_run"):
            act(db, viewer, run_id, Advance(60))
        with pytest.raises(Refused, match="not_your_run"):
            hand_in(db, viewer, run_id)
    assert rows_of(db, run_id) == []


def test_who_left_the_course_no_longer_sees_their_run(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    remove_member(db, teacher, assignment.course_id, student.id)
    with pytest.raises(NotFound, match="no_such_run"):
        run_for(db, student, run_id)
    assert run_for(db, teacher, run_id).id == run_id


def test_no_view_of_a_run_shows_its_seed_or_the_secret(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    act(db, student, run_id, SubmitReflection("Prices differ."))
    hand_in(db, student, run_id)
    with db.session() as session:
        hidden = [session.get_one(Run, run_id).seed, session.get_one(Course, assignment.course_id).secret]
    hidden += [str(int(hidden[0], 16))]
    for viewer in (student, teacher):
        views = [
            run_for(db, viewer, run_id), report_for(db, viewer, run_id), *journal_of(db, viewer, run_id),
            *grades_of(db, viewer, run_id),
        ]  # fmt: skip
        for view in views:
            for secret in hidden:
                assert secret not in repr(view)
                assert secret not in str(asdict(view))


# --- acting ---


def test_an_action_is_one_row_and_moves_the_run(db: Database, run_id: int, student: Viewer) -> None:
    assert act(db, student, run_id, SubmitReflection("Prices differ.")).ok
    assert act(db, student, run_id, Advance(60)).ok
    first, second = rows_of(db, run_id)
    assert (first.seq, first.sim_time, first.actor) == (0, 0, f"user:{student.id}")
    assert first.action == b'{"do":"reflection.submit","text":"Prices differ."}'
    assert first.outcome == b'{"ok":true}'
    assert now() - first.wall_time < timedelta(minutes=1)
    run = run_row(db, run_id)
    assert (run.next_seq, run.chain_hash, run.sim_time) == (2, second.chain_hash, 60)
    assert play_of(db, student, run_id).world.papers.reflection == "Prices differ."


def test_a_refusal_by_the_world_is_journalled_and_changes_nothing(db: Database, run_id: int, student: Viewer) -> None:
    before = play_of(db, student, run_id).world_hash()
    outcome = act(db, student, run_id, PublishListing("meridian/DE/nothing"))
    assert (outcome.ok, outcome.code) == (False, "no_such_listing")
    (line,) = journal_of(db, student, run_id)
    assert (line.seq, line.action, line.ok, line.code) == (0, "listing.publish", False, "no_such_listing")
    assert line.fields == {"listing": "meridian/DE/nothing"}
    assert play_of(db, student, run_id).world_hash() == before


def test_an_action_that_cannot_be_read_leaves_no_row_and_no_changed_world(
    db: Database, run_id: int, student: Viewer
) -> None:
    act(db, student, run_id, SubmitReflection("First."))
    with pytest.raises(BadInput):
        act(db, student, run_id, Advance("soon"))  # type: ignore[arg-type]
    assert len(rows_of(db, run_id)) == 1
    assert act(db, student, run_id, Advance(60)).ok
    assert play_of(db, student, run_id).seq == 2


def test_who_looked_at_an_older_world_is_refused(db: Database, run_id: int, student: Viewer) -> None:
    assert act(db, student, run_id, Advance(60), seen_seq=0).ok
    with pytest.raises(Refused, match="world_moved_on"):
        act(db, student, run_id, Advance(60), seen_seq=0)
    assert act(db, student, run_id, Advance(60), seen_seq=1).ok
    assert run_for(db, student, run_id).seq == 2


def test_nothing_is_done_after_the_due_time_but_handing_in(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer
) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(due_at=now() - timedelta(seconds=1)))
    with pytest.raises(Refused, match="past_due"):
        act(db, student, run_id, Advance(60))
    assert not run_for(db, student, run_id).may_act
    hand_in(db, student, run_id)
    assert run_for(db, student, run_id).state == "handed_in"


def test_a_snapshot_is_kept_when_a_simulated_day_has_passed_and_at_hand_in(
    db: Database, run_id: int, student: Viewer
) -> None:
    act(db, student, run_id, Advance(60))
    act(db, student, run_id, EndDay())
    act(db, student, run_id, SubmitReflection("Prices differ."))
    hand_in(db, student, run_id)
    with db.session() as session:
        snapshots = session.scalars(select(Snapshot).where(Snapshot.run_id == run_id).order_by(Snapshot.seq)).all()
    assert [snapshot.seq for snapshot in snapshots] == [2, 3]
    assert snapshots[1].world_hash == play_of(db, student, run_id).world_hash()


def test_a_run_is_the_same_from_the_cache_the_snapshot_and_the_whole_journal(
    db: Database, run_id: int, student: Viewer
) -> None:
    for action in (Advance(60), EndDay(), SubmitReflection("Prices differ."), EndDay(), Advance(120)):
        act(db, student, run_id, action)
    warm = play_of(db, student, run_id)
    db.plays.drop(run_id)
    from_snapshot = play_of(db, student, run_id)
    with db.write() as session:
        for snapshot in session.scalars(select(Snapshot)):
            session.delete(snapshot)
    db.plays.drop(run_id)
    from_start = play_of(db, student, run_id)
    assert warm is not from_snapshot is not from_start
    assert len({play.world_hash() for play in (warm, from_snapshot, from_start)}) == 1
    assert warm.rows == from_snapshot.rows == from_start.rows


def test_a_page_that_is_being_read_does_not_change_under_its_reader(
    db: Database, run_id: int, student: Viewer
) -> None:
    act(db, student, run_id, SubmitReflection("First."))
    reading = play_of(db, student, run_id)
    before = reading.world_hash()
    act(db, student, run_id, SubmitReflection("Second."))
    act(db, student, run_id, EndDay())
    assert (reading.world_hash(), reading.seq, reading.world.papers.reflection) == (before, 1, "First.")
    assert play_of(db, student, run_id).world.papers.reflection == "Second."


def test_tabs_that_act_at_once_neither_lose_nor_double_an_action(db: Database, run_id: int, student: Viewer) -> None:
    faults: list[Exception] = []

    def tab(name: str) -> None:
        try:
            for number in range(8):
                act(db, student, run_id, SubmitReflection(f"{name} {number}"))
                play_of(db, student, run_id)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=tab, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    lines = journal_of(db, student, run_id)
    assert [line.seq for line in lines] == list(range(24))
    for name in "abc":
        texts = [line.fields["text"] for line in lines if line.fields["text"].startswith(name)]
        assert texts == [f"{name} {number}" for number in range(8)]
    db.plays.drop(run_id)
    assert play_of(db, student, run_id).seq == 24


def test_two_clicks_with_the_same_sight_of_the_world_are_one_action(
    db: Database, run_id: int, student: Viewer
) -> None:
    done: list[str] = []
    gate = threading.Barrier(4)

    def click() -> None:
        gate.wait()
        try:
            act(db, student, run_id, Advance(60), seen_seq=0)
            done.append("done")
        except Refused as error:
            done.append(error.code)

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["done", "world_moved_on", "world_moved_on", "world_moved_on"]
    assert play_of(db, student, run_id).world.now == 60


def test_a_journal_that_somebody_changed_is_noticed(db: Database, run_id: int, student: Viewer) -> None:
    act(db, student, run_id, SubmitReflection("Mine."))
    act(db, student, run_id, Advance(60))
    with db.write() as session:
        session.execute(
            update(JournalRow).where(JournalRow.seq == 0).values(action=b'{"do":"reflection.submit","text":"Ours."}')
        )
    db.plays.drop(run_id)
    with pytest.raises(LabError, match="journal_broken"):
        play_of(db, student, run_id)


def test_a_journal_whose_end_is_missing_is_noticed(db: Database, run_id: int, student: Viewer) -> None:
    for _ in range(2):
        act(db, student, run_id, Advance(60))
    with db.write() as session:
        session.delete(session.get_one(JournalRow, (run_id, 1)))
    db.plays.drop(run_id)
    with pytest.raises(LabError, match="journal_broken"):
        play_of(db, student, run_id)


def test_a_run_is_dealt_from_its_seed(db: Database, run_id: int, student: Viewer) -> None:
    with db.session() as session:
        run = session.get_one(Run, run_id)
        assignment = session.get_one(Assignment, run.assignment_id)
        course = session.get_one(Course, assignment.course_id)
    assert run.seed == seed_of(course, assignment.id, student.id, 1)
    dealt = start(*deal_for(db.settings, run, assignment))
    assert dealt.variant.seed == int(run.seed, 16)
    assert dealt.world_hash() == play_of(db, student, run_id).world_hash()


# --- handing in ---


def test_handing_in_closes_and_grades_the_run(db: Database, run_id: int, student: Viewer) -> None:
    grade_id = hand_in(db, student, run_id)
    run = run_row(db, run_id)
    assert run.state == "handed_in"
    assert run.handed_in_at is not None and now() - run.handed_in_at < timedelta(minutes=1)
    with db.session() as session:
        grade = session.get_one(Grade, grade_id)
    assert (grade.run_id, grade.points, grade.max_points, grade.made_by) == (run_id, "0.00", 100, None)
    for action in (Advance(60), Reply("q1", "Hallo"), SetPrice("meridian/DE/lamp", Money(100, "EUR"))):
        with pytest.raises(Refused, match="run_closed"):
            act(db, student, run_id, action)


def test_handing_in_twice_is_handing_in_once(db: Database, run_id: int, student: Viewer) -> None:
    assert hand_in(db, student, run_id) == hand_in(db, student, run_id)
    assert len(grades_of(db, student, run_id)) == 1


def test_handing_in_while_another_tab_acts_grades_all_that_was_done(
    db: Database, run_id: int, student: Viewer
) -> None:
    closed = threading.Event()

    def other_tab() -> None:
        for number in range(500):
            try:
                act(db, student, run_id, SubmitReflection(f"text {number}"))
            except Refused as error:
                assert error.code == "run_closed"
                closed.set()
                return

    thread = threading.Thread(target=other_tab)
    thread.start()
    grade_id = hand_in(db, student, run_id)
    thread.join()
    assert closed.is_set()
    with db.session() as session:
        record = session.get_one(Grade, grade_id).record
    assert run_row(db, run_id).chain_hash in record


def test_a_class_clock_lets_nobody_ahead_and_a_paced_one_counts_real_days(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer
) -> None:
    def clock(**rules: object) -> None:
        opens = now() - timedelta(hours=30)
        change_rules(db, teacher, assignment.id, opens_at=opens, due_at=None, attempts=2, rules=Rules(**rules))  # type: ignore[arg-type]

    clock(clock="class", clock_days=1)
    run_id = open_run(db, student, assignment.id)
    with pytest.raises(Refused, match="clock_not_yet") as caught:
        act(db, student, run_id, EndDay())
    assert caught.value.args_["day"] == 1
    assert run_for(db, student, run_id).seq == 0
    act(db, student, run_id, Advance(30))
    clock(clock="class", clock_days=2)
    act(db, student, run_id, EndDay())
    with pytest.raises(Refused, match="clock_not_yet"):
        act(db, student, run_id, EndDay())
    clock(clock="paced", clock_days=1)  # the second real day since it opened
    with pytest.raises(Refused, match="clock_tomorrow"):
        act(db, student, run_id, EndDay())
    clock(clock="paced", clock_days=2)
    act(db, student, run_id, EndDay())
    act(db, teacher, open_run(db, teacher, assignment.id), EndDay())


def test_the_time_for_an_attempt_runs_out_and_the_run_is_collected(
    db: Database, assignment: AssignmentView, teacher: Viewer, student: Viewer, other_teacher: Viewer
) -> None:
    change_rules(db, teacher, assignment.id, opens_at=now() - timedelta(days=1), due_at=None, attempts=2, rules=Rules(minutes=30))
    run_id = open_run(db, student, assignment.id)
    act(db, student, run_id, SubmitReflection("done in time"))
    with pytest.raises(Refused, match="still_at_work"):
        collect(db, teacher, run_id)
    with db.write() as session:
        opened = now() - timedelta(minutes=31)
        session.execute(update(Run).where(Run.id == run_id).values(opened_at=opened))
        session.execute(update(JournalRow).where(JournalRow.run_id == run_id).values(wall_time=opened))
    with pytest.raises(Refused, match="time_is_up"):
        act(db, student, run_id, SubmitReflection("too late"))
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            collect(db, viewer, run_id)
    grade_id = collect(db, teacher, run_id)
    assert collect(db, teacher, run_id) == grade_id == hand_in(db, student, run_id)
    with db.session() as session:
        run = session.get_one(Run, run_id)
        assert (run.state, run.collected_by, run.received_at) == ("handed_in", teacher.id, opened)


def test_a_run_that_is_handed_in_in_time_is_received_then(db: Database, run_id: int, student: Viewer) -> None:
    hand_in(db, student, run_id)
    with db.session() as session:
        run = session.get_one(Run, run_id)
        assert run.received_at == run.handed_in_at and run.collected_by is None
