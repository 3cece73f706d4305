"""Everything that was said about a run is there again, and the next archive is the same."""

import io

from sqlalchemy import select

from lab.school.accounts import Viewer
from lab.school.course_import import import_course
from lab.school.course_import_rows import Accounts
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.models import HelpRequest, Regrade, User
from lab.school.proposals import confirm_proposal, proposals_of
from lab.school.runs import report_for
from tests.school.eventful_course import STUDENT, TABLES, elsewhere, eventful, there, told
from tests.school.test_course_files import archive

__all__ = ["elsewhere", "eventful", "there"]


def test_every_row_survives_the_round_trip(
    db: Database, eventful: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    data = archive(db, teacher, course.id)
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert archive(elsewhere, there, made.course_id) == data
    before, after = told(db, course.id), told(elsewhere, made.course_id)
    for table in TABLES:
        assert before[table.__tablename__], table
        assert after[table.__tablename__] == before[table.__tablename__], table
    assert {row["state"] for row in after["proposals"]} == {"withdrawn", "rejected", "confirmed", "waiting"}
    assert {row["state"] for row in after["appeals"]} == {"granted", "declined", "open"}
    assert {row["state"] for row in after["help_requests"]} == {"answered", "open"}
    assert (made.runs, made.not_recomputed, [one.name for one in made.people]) == (2, 0, [STUDENT])
    with db.session() as session:
        assert session.scalars(select(Regrade).where(Regrade.state == "open")).one()  # and it stayed at home
    with elsewhere.session() as session:
        assert [row.page for row in session.scalars(select(HelpRequest))] == ["/runs/1/listings?x=1", ""]
        keller = session.scalars(select(User).where(User.name == "Petra Keller")).one()
    # What waited for a second person goes on waiting for one.
    (waiting,) = [one for one in proposals_of(elsewhere, there) if one.state == "waiting"]
    assert (waiting.proposed_by, waiting.may_decide) == (keller.name, True)
    confirm_proposal(elsewhere, there, waiting.id)
    assert report_for(elsewhere, there, 1).points == waiting.points


def test_who_is_not_named_is_the_importer_if_somebody_it_was() -> None:
    accounts = Accounts(7, {"p1": 8}, {"s1": 9})
    assert (accounts.by("s1"), accounts.by(None), accounts.maybe(None), accounts.maybe(None, is_known=True)) == (9, 7, None, 7)
    assert [accounts.actor(key) for key in ("staff", "s1", "p1", "")] == ["staff:7", "staff:9", "user:8", "user:0"]
