"""Regrades: a table first, records only for what is applied, and nothing lowered by one person alone."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from lab.engine.actions import EndDay
from lab.listings.actions import SaveListing
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, assign
from lab.school.database import Database
from lab.school.gradebooks import gradebook
from lab.school.grades import record_of
from lab.school.jobs import claim
from lab.school.judging import override
from lab.school.models import Grade, Job, JournalRow, Regrade, RegradeRow, Run
from lab.school.proposals import confirm_proposal, proposals_of
from lab.school.regrades import (
    Applied,
    RegradeLine,
    RegradeView,
    apply_regrade,
    ask_regrade,
    do_regrade,
    drop_regrade,
    go_on,
    regrade_for,
    regrades_of,
    sorted_lines,
    versions_for,
)
from lab.school.runs import act, grades_of, hand_in, open_run, report_for
from lab.school.worker import Stopped, do_one, work
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.regrading import SCENARIO, asked, corrected, regraded

LISTED = ("id: de_live\n    task: list\n    check: listing.published\n    on: meridian/DE/lamp\n    by: \"+18h\"\n    points: 4",) * 2
"""Something that a bulb on sale has earned from the start: the check about the lamp, asked of the bulb."""
EASIER = (LISTED[0], LISTED[0].replace("meridian/DE/lamp", "meridian/DE/bulb"))


def only(view: RegradeView) -> RegradeLine:
    (line,) = view.lines
    return line


def count(db: Database) -> int:
    with db.session() as session:
        return session.scalar(select(func.count()).select_from(Grade)) or 0


@pytest.fixture
def second_run(db: Database, handed_in: int, assignment: AssignmentView, student: Viewer) -> int:
    """Another attempt, handed in with nothing."""
    run_id = open_run(db, student, assignment.id)
    hand_in(db, student, run_id)
    return run_id


def test_nothing_counts_before_it_is_applied(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> None:
    regrade_id = ask_regrade(db, teacher, assignment.id, "Checks were mended.")
    view = regrade_for(db, teacher, regrade_id)
    assert (view.waiting, view.is_at_work, only(view).state, only(view).direction) == (1, True, "waiting", "")
    with pytest.raises(Refused, match="regrade_at_work"):
        apply_regrade(db, teacher, regrade_id)
    work(db, threading.Event(), until_idle=True)
    view = regrade_for(db, teacher, regrade_id)
    assert (view.waiting, view.is_at_work, view.job is not None and view.job.state) == (0, False, "done")
    line = only(view)
    assert (line.state, line.direction, line.old_points, line.points, line.changes) == ("found", "same", "0.00", "0.00", ())
    assert count(db) == 1
    assert apply_regrade(db, teacher, regrade_id) == Applied(1, 0, 0)
    assert [grade.reason for grade in grades_of(db, teacher, handed_in)] == ["regrade: Checks were mended.", "hand-in"]
    assert (regrade_for(db, teacher, regrade_id).state, only(regrade_for(db, teacher, regrade_id)).state) == ("applied", "applied")


def test_an_unchanged_run_gets_the_same_record_to_the_byte(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    first = record_of(db, teacher, handed_in)
    db.plays.drop(handed_in)
    regraded(db, teacher, assignment.id)
    assert record_of(db, teacher, handed_in) == first


def test_no_silent_re_score(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer, admin: Viewer, tmp_path: Path
) -> None:
    """A released grade changes only with a table that shows the change, a person who applied it, and one more record."""
    easier = corrected(db, teacher, tmp_path / "new", EASIER)
    regraded(db, teacher, assignment.id, "The check asked for the wrong thing.", content_hash=easier.content_hash)
    before = grades_of(db, student, handed_in)
    assert report_for(db, student, handed_in).points == "4.00"
    regrade_id = asked(db, teacher, assignment.id, "It asked for the right thing after all.")
    (line,) = regrade_for(db, teacher, regrade_id).lines
    assert (line.old_points, line.points, line.direction, line.needs_second) == ("4.00", "0.00", "down", True)
    assert [(one.check, one.falls) for one in line.changes] == [("de_live", True)]
    assert apply_regrade(db, teacher, regrade_id) == Applied(0, 1, 0)
    assert report_for(db, student, handed_in).points == "4.00"
    assert grades_of(db, student, handed_in) == before
    (proposal,) = proposals_of(db, teacher, regrade_id=regrade_id)
    with pytest.raises(Refused, match="second_person_needed"):
        confirm_proposal(db, teacher, proposal.id)
    assert grades_of(db, student, handed_in) == before
    confirm_proposal(db, admin, proposal.id)
    newest, *others = grades_of(db, student, handed_in)
    assert others == before
    assert (newest.points, newest.made_by, newest.confirmed_by) == ("0.00", "Petra Keller", "Ada Admin")
    assert newest.reason == "regrade: It asked for the right thing after all."
    assert report_for(db, student, handed_in).points == "0.00"


def test_a_corrected_scenario_grades_with_its_checks_in_the_world_that_was_played(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer, tmp_path: Path
) -> None:
    scenario = corrected(db, teacher, tmp_path / "new", EASIER)
    assert [(one.version, one.is_assigned, one.is_newest) for one in versions_for(db, teacher, assignment.id)] == [
        (assignment.version, True, False), ("9.0.0", False, True),
    ]  # fmt: skip
    regrade_id = asked(db, teacher, assignment.id, "The check asked for the wrong thing.", content_hash=scenario.content_hash)
    view = regrade_for(db, teacher, regrade_id)
    assert (view.version, view.assigned_version, view.is_corrected) == ("9.0.0", assignment.version, True)
    line = only(view)
    assert (line.direction, line.needs_second) == ("up", False)
    (change,) = line.changes
    assert (change.check, change.was and change.was.fraction, change.now and change.now.fraction, change.rises) == ("de_live", "0", "1", True)
    apply_regrade(db, teacher, regrade_id)
    report = report_for(db, student, handed_in)
    assert (report.points, report.receipt["scenario"]) == ("4.00", f"{SCENARIO} 9.0.0")
    assert (report.receipt["content"], report.receipt["played"]) == (scenario.content_hash, assignment.content_hash)
    # what comes later is graded by the corrected checks too
    override(db, teacher, handed_in, "de_title", "1", "By hand.")
    assert report_for(db, student, handed_in).points == "8.00"
    assert grades_of(db, student, handed_in)[0].version == "9.0.0"
    again = asked(db, teacher, assignment.id, "Once more.", run_id=handed_in)
    assert regrade_for(db, teacher, again).version == "9.0.0"
    assert only(regrade_for(db, teacher, again)).direction == "same"


def test_another_world_is_refused_at_once_or_for_the_run_that_it_is_about(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer, tmp_path: Path
) -> None:
    scenario = corrected(db, teacher, tmp_path / "events", ('- {id: q1, at: "+30m"', '- {id: q1, at: "+40m"'))
    with pytest.raises(Refused, match=r"world_part_changed.*part=events"):
        ask_regrade(db, teacher, assignment.id, "because", content_hash=scenario.content_hash)
    with db.session() as session:
        assert session.scalar(select(func.count()).select_from(Regrade)) == 0


def test_a_changed_text_of_the_world_fails_the_row(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer, tmp_path: Path
) -> None:
    text = Path("scenarios", SCENARIO, "texts", "q1.de.txt").read_text(encoding="utf-8")
    scenario = corrected(db, teacher, tmp_path / "texts", files={"texts/q1.de.txt": (text, text + "\nP.S. Danke!\n")})
    regrade_id = asked(db, teacher, assignment.id, content_hash=scenario.content_hash)
    line = only(regrade_for(db, teacher, regrade_id))
    assert (line.state, line.error, line.direction) == ("failed", "world_texts_changed", "")
    assert apply_regrade(db, teacher, regrade_id) == Applied(0, 0, 0)
    assert count(db) == 1


def test_a_strange_version_is_no_choice(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> None:
    for digest in ("0" * 64, "../..", "x"):
        with pytest.raises(BadInput, match="no_such_choice"):
            ask_regrade(db, teacher, assignment.id, "because", content_hash=digest)


def test_a_row_whose_run_got_another_grade_is_stale(
    db: Database, handed_in: int, second_run: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    regrade_id = asked(db, teacher, assignment.id)
    override(db, teacher, handed_in, "de_live", "1", "Meanwhile.")
    assert apply_regrade(db, teacher, regrade_id) == Applied(1, 0, 1)
    assert {line.run_id: line.state for line in regrade_for(db, teacher, regrade_id).lines} == {handed_in: "stale", second_run: "applied"}
    assert report_for(db, teacher, handed_in).points == "4.00"
    assert len(grades_of(db, teacher, handed_in)) == 2


def test_a_run_that_does_not_replay_fails_alone_and_says_where(
    db: Database, handed_in: int, second_run: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    with db.write() as session:
        session.execute(
            update(JournalRow).where(JournalRow.run_id == handed_in).values(outcome=b'{"ok":false,"code":"no","args":{}}')
        )
    regrade_id = asked(db, teacher, assignment.id)
    lines = {line.run_id: line for line in regrade_for(db, teacher, regrade_id).lines}
    assert (lines[handed_in].state, lines[handed_in].error, lines[handed_in].error_args) == ("failed", "journal_broken", {"seq": 0})
    assert lines[second_run].state == "found"
    assert apply_regrade(db, teacher, regrade_id) == Applied(1, 0, 0)
    assert len(grades_of(db, teacher, handed_in)) == 1


def test_a_stopped_job_goes_on_where_it_was(
    db: Database, handed_in: int, second_run: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    regrade_id = ask_regrade(db, teacher, assignment.id, "because")
    job = claim(db)
    assert job is not None
    told: list[tuple[int, int]] = []

    def stop_after_one(done: int, of: int) -> None:
        told.append((done, of))
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        do_regrade(db, job, stop_after_one)
    states = {line.run_id: line.state for line in regrade_for(db, teacher, regrade_id).lines}
    assert states == {handed_in: "found", second_run: "waiting"}
    with db.write() as session:  # whoever works on it again must not touch this row
        session.get_one(RegradeRow, (regrade_id, handed_in)).points = "77.00"
    told.clear()
    do_regrade(db, job, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert {line.points for line in regrade_for(db, teacher, regrade_id).lines} == {"77.00", "0.00"}


def test_after_a_job_that_failed_it_can_be_asked_to_go_on(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    regrade_id = ask_regrade(db, teacher, assignment.id, "because")
    with db.write() as session:
        session.execute(update(Job).values(state="failed", error="job_gave_up"))
    view = regrade_for(db, teacher, regrade_id)
    assert (view.is_at_work, view.job is not None and view.job.error) == (False, "job_gave_up")
    go_on(db, teacher, regrade_id)
    go_on(db, teacher, regrade_id)
    work(db, threading.Event(), until_idle=True)
    assert only(regrade_for(db, teacher, regrade_id)).state == "found"


def test_a_dropped_regrade_stops_its_job_and_counts_for_nothing(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    regrade_id = ask_regrade(db, teacher, assignment.id, "because")
    job = claim(db)
    assert job is not None
    drop_regrade(db, teacher, regrade_id)
    do_one(db, job, threading.Event())
    view = regrade_for(db, teacher, regrade_id)
    assert (view.state, view.job is not None and view.job.state) == ("dropped", "cancelled")
    for call in (apply_regrade, drop_regrade, go_on):
        with pytest.raises(Refused, match="regrade_is_closed"):
            call(db, teacher, regrade_id)
    assert count(db) == 1


def test_applying_twice_at_once_adds_one_record(db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer) -> None:
    regrade_id = asked(db, teacher, assignment.id)
    got: list[Any] = []

    def apply() -> None:
        try:
            got.append(apply_regrade(db, teacher, regrade_id).applied)
        except Refused as error:
            got.append(error.code)

    threads = [threading.Thread(target=apply) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == ["1", *["regrade_is_closed"] * 3]
    assert count(db) == 2


def test_asked_twice_in_the_same_words_it_is_one_regrade(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer
) -> None:
    first = ask_regrade(db, teacher, assignment.id, "because")
    assert ask_regrade(db, teacher, assignment.id, " because ") == first
    one = ask_regrade(db, teacher, assignment.id, "because", run_id=handed_in)
    assert one != first
    work(db, threading.Event(), until_idle=True)
    assert ask_regrade(db, teacher, assignment.id, "because") not in (first, one)


def test_a_reason_runs_that_were_handed_in_and_the_right_course_are_needed(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer, teacher: Viewer
) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        ask_regrade(db, teacher, assignment.id, " \n")
    with pytest.raises(Refused, match="nothing_to_regrade"):
        ask_regrade(db, teacher, assignment.id, "because")
    with pytest.raises(Refused, match="not_handed_in"):
        ask_regrade(db, teacher, assignment.id, "because", run_id=run_id)
    hand_in(db, student, run_id)
    other = assign(db, teacher, assignment.course_id, scenario_id=SCENARIO)
    with pytest.raises(NotFound, match="no_such_run"):
        ask_regrade(db, teacher, other.id, "because", run_id=run_id)


def test_nobody_else_finds_a_regrade(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, other_teacher: Viewer, teacher: Viewer, admin: Viewer
) -> None:
    regrade_id = asked(db, teacher, assignment.id)
    for viewer in (student, other_teacher):
        for call in (regrade_for, apply_regrade, drop_regrade, go_on):
            with pytest.raises(NotFound, match="no_such_regrade"):
                call(db, viewer, regrade_id)  # type: ignore[operator]
        for listing in (regrades_of, versions_for):
            with pytest.raises(NotFound, match="no_such_assignment"):
                listing(db, viewer, assignment.id)  # type: ignore[operator]
        with pytest.raises(NotFound, match="no_such_assignment"):
            ask_regrade(db, viewer, assignment.id, "because")
    assert [(one.id, one.runs, one.done, one.state) for one in regrades_of(db, admin, assignment.id)] == [(regrade_id, 1, 1, "open")]
    with pytest.raises(NotFound):
        regrade_for(db, teacher, regrade_id + 1)


def test_the_gradebook_follows_what_was_applied(
    db: Database, handed_in: int, assignment: AssignmentView, student: Viewer, teacher: Viewer, tmp_path: Path
) -> None:
    scenario = corrected(db, teacher, tmp_path / "new", EASIER)
    asked(db, teacher, assignment.id, content_hash=scenario.content_hash)
    assert gradebook(db, teacher, assignment.course_id).rows[0].points == {assignment.id: "0.00"}
    regraded(db, teacher, assignment.id, "for good", content_hash=scenario.content_hash)
    assert gradebook(db, teacher, assignment.course_id).rows[0].points == {assignment.id: "4.00"}


def test_the_table_can_be_had_by_what_changes_most() -> None:
    def line(name: str, old: str, new: str) -> RegradeLine:
        direction = "" if not new else "down" if float(new) < float(old) else "up"
        return RegradeLine(1, name, name, 1, "found", direction, old, 10, new, 10, False, False, (), "", {})

    lines = [line("a", "5.00", "7.00"), line("b", "5.00", ""), line("c", "5.00", "1.00"), line("d", "5.00", "4.00")]
    assert [one.student for one in sorted_lines(lines, "change")] == ["c", "d", "a", "b"]
    assert [one.student for one in sorted_lines(lines, "anything")] == ["a", "b", "c", "d"]


def test_what_a_run_did_is_what_is_graded(db: Database, assignment: AssignmentView, student: Viewer, teacher: Viewer) -> None:
    run_id = open_run(db, student, assignment.id)
    act(db, student, run_id, SaveListing("meridian/DE/bulb", title="Glühbirne E27"))
    act(db, student, run_id, EndDay())
    hand_in(db, student, run_id)
    first = record_of(db, teacher, run_id)
    regraded(db, teacher, assignment.id)
    assert record_of(db, teacher, run_id) == first
    with db.session() as session:
        assert session.get_one(Run, run_id).state == "handed_in"
