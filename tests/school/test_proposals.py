"""Two persons: what lowers a released score is proposed by one and decided by another."""

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.judging import override
from lab.school.models import Assignment, Mark, Proposal
from lab.school.proposals import (
    confirm_proposal,
    lowers,
    proposals_of,
    proposals_to_decide,
    reason_given,
    reject_proposal,
    withdraw_proposal,
)
from lab.school.runs import grades_of, report_for
from lab.values.errors import BadInput, NotFound, Refused


@dataclass(frozen=True)
class Made:
    """A total."""

    points: str
    max_points: int = 10
    withheld: bool = False


@pytest.fixture
def proposal(db: Database, handed_in: int, teacher: Viewer) -> int:
    """The teacher would take back what was granted before."""
    override(db, teacher, handed_in, "de_live", "1", "Granted.")
    judged = override(db, teacher, handed_in, "de_live", "1/4", "Taken back.")
    assert judged.proposal_id is not None
    return judged.proposal_id


def test_lower_is_fewer_points_a_smaller_share_or_a_total_that_is_taken_away() -> None:
    shown, kept = Assignment(show_score="at_hand_in"), Assignment(show_score="after_release", released_at=None)
    old = Made("5.00")
    for new, expected in (
        (Made("5.00"), False), (Made("5.01"), False), (Made("4.99"), True), (Made("5.00", 11), True), (Made("4.90", 9), True),
        (Made("6.00", 12), False), (Made("9.00", withheld=True), True),
    ):  # fmt: skip
        assert lowers(shown, old, new) is expected, new
        assert not lowers(kept, old, new)
    assert not lowers(shown, None, Made("0.00"))
    assert not lowers(shown, Made("5.00", withheld=True), Made("1.00"))


def test_nothing_changes_until_a_second_person_confirms(
    db: Database, handed_in: int, proposal: int, student: Viewer, teacher: Viewer, admin: Viewer
) -> None:
    before = grades_of(db, teacher, handed_in)
    assert report_for(db, student, handed_in).points == "4.00"
    with pytest.raises(Refused, match="second_person_needed"):
        confirm_proposal(db, teacher, proposal)
    with pytest.raises(Refused, match="second_person_needed"):
        reject_proposal(db, teacher, proposal, "no")
    assert grades_of(db, teacher, handed_in) == before
    confirm_proposal(db, admin, proposal)
    assert report_for(db, student, handed_in).points == "1.00"
    newest, *others = grades_of(db, teacher, handed_in)
    assert others == before
    assert (newest.made_by, newest.confirmed_by, newest.reason) == ("Petra Keller", "Ada Admin", "override of de_live: Taken back.")
    with db.session() as session:
        row = session.scalars(select(Mark).order_by(Mark.id.desc())).first()
    assert row is not None and (row.before, row.fraction, row.marker_id) == ("1", "1/4", teacher.id)


def test_what_is_confirmed_is_decided_for_good(db: Database, handed_in: int, proposal: int, teacher: Viewer, admin: Viewer) -> None:
    confirm_proposal(db, admin, proposal)
    for call in (
        lambda: confirm_proposal(db, admin, proposal),
        lambda: reject_proposal(db, admin, proposal, "too late"),
        lambda: withdraw_proposal(db, teacher, proposal),
    ):
        with pytest.raises(Refused, match="proposal_is_decided"):
            call()
    assert len(grades_of(db, teacher, handed_in)) == 3


def test_a_rejection_has_a_reason_and_leaves_the_score(
    db: Database, handed_in: int, proposal: int, teacher: Viewer, admin: Viewer
) -> None:
    with pytest.raises(BadInput, match="reason_needed"):
        reject_proposal(db, admin, proposal, " ")
    reject_proposal(db, admin, proposal, "It was granted for good reason.")
    assert report_for(db, teacher, handed_in).points == "4.00"
    (view,) = proposals_of(db, teacher, run_id=handed_in)
    assert (view.state, view.decided_by, view.answer) == ("rejected", "Ada Admin", "It was granted for good reason.")
    assert (view.check_id, view.before, view.fraction, view.old_points, view.points) == ("de_live", "1", "1/4", "4.00", "1.00")


def test_only_who_proposed_takes_it_back(db: Database, proposal: int, teacher: Viewer, admin: Viewer) -> None:
    with pytest.raises(Refused, match="proposal_of_another"):
        withdraw_proposal(db, admin, proposal)
    withdraw_proposal(db, teacher, proposal)
    with pytest.raises(Refused, match="proposal_is_decided"):
        confirm_proposal(db, admin, proposal)


def test_a_proposal_about_an_older_grade_is_stale(
    db: Database, handed_in: int, proposal: int, teacher: Viewer, admin: Viewer
) -> None:
    override(db, teacher, handed_in, "de_title", "1", "A better look.")
    with pytest.raises(Refused, match="grade_moved_on"):
        confirm_proposal(db, admin, proposal)
    assert report_for(db, teacher, handed_in).points == "8.00"
    (view,) = proposals_of(db, admin)
    assert view.is_stale and view.may_decide and not view.may_withdraw
    reject_proposal(db, admin, proposal, "Out of date.")


def test_the_same_check_is_proposed_once(db: Database, handed_in: int, proposal: int, teacher: Viewer) -> None:
    with pytest.raises(Refused, match="proposal_waits"):
        override(db, teacher, handed_in, "de_live", "0", "Nothing at all.")
    withdraw_proposal(db, teacher, proposal)
    assert override(db, teacher, handed_in, "de_live", "0", "Nothing at all.").waits


def test_two_second_persons_at_once_make_one_grade(db: Database, handed_in: int, proposal: int, teacher: Viewer, admin: Viewer) -> None:
    got: list[str] = []

    def confirm() -> None:
        try:
            confirm_proposal(db, admin, proposal)
            got.append("done")
        except Refused as error:
            got.append(error.code)

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == ["done", *["proposal_is_decided"] * 3]
    assert len(grades_of(db, teacher, handed_in)) == 3


def test_others_find_no_proposal(
    db: Database, proposal: int, student: Viewer, other_teacher: Viewer, admin: Viewer, teacher: Viewer
) -> None:
    for viewer in (student, other_teacher):
        assert proposals_of(db, viewer) == [] and proposals_to_decide(db, viewer) == 0
        for call in (
            lambda viewer=viewer: confirm_proposal(db, viewer, proposal),  # type: ignore[misc]
            lambda viewer=viewer: reject_proposal(db, viewer, proposal, "no"),  # type: ignore[misc]
            lambda viewer=viewer: withdraw_proposal(db, viewer, proposal),  # type: ignore[misc]
        ):
            with pytest.raises(NotFound, match="no_such_proposal"):
                call()
    with pytest.raises(NotFound, match="no_such_proposal"):
        confirm_proposal(db, admin, proposal + 1)
    assert (proposals_to_decide(db, admin), proposals_to_decide(db, teacher)) == (1, 0)


def test_lists_hold_what_waits_first(db: Database, handed_in: int, assignment: AssignmentView, proposal: int, teacher: Viewer, admin: Viewer) -> None:
    reject_proposal(db, admin, proposal, "No.")
    override(db, teacher, handed_in, "de_title", "1", "Well read.")
    waiting = override(db, teacher, handed_in, "de_live", "1/2", "Half of it.").proposal_id
    confirmed = override(db, teacher, handed_in, "de_title", "0", "None.").proposal_id
    assert waiting is not None and confirmed is not None
    confirm_proposal(db, admin, confirmed)
    views = proposals_of(db, admin)
    assert [view.state for view in views] == ["waiting", "confirmed", "rejected"]
    assert views[0].id == waiting and views[0].is_stale
    assert (views[0].student, views[0].assignment_title, views[0].course_title) == ("Aigerim Bekova", assignment.title, "Export management")
    with db.session() as session:
        assert session.get_one(Proposal, waiting).grade_id is None


def test_a_reason_is_tidied_and_has_a_limit() -> None:
    assert reason_given("  so\n it is ") == "so it is"
    with pytest.raises(BadInput, match="comment_too_long"):
        reason_given("x" * 2001)
