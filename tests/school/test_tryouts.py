from pathlib import Path

import pytest

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.assignments import assign
from lab.school.courses import archive_course, courses_of, join_course
from lab.school.database import Database
from lab.school.drafts import create_draft, delete_draft, file_of, save_file
from lab.school.models import Course
from lab.school.runs import act, play_of, run_for
from lab.school.tryouts import TRYOUT, play_draft
from lab.values.errors import BadFile, NotFound, Refused
from tests.school.drafting import small_files


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def tryout_course(db: Database) -> Course:
    with db.session() as session:
        return session.query(Course).filter_by(kind=TRYOUT).one()


def test_a_draft_is_played_by_its_author_and_seen_by_nobody_else(
    db: Database, teacher: Viewer, other_teacher: Viewer, student: Viewer, draft_id: int
) -> None:
    run_id = play_draft(db, teacher, draft_id)
    assert run_for(db, teacher, run_id).may_act
    assert act(db, teacher, run_id, EndDay()).ok
    assert play_of(db, teacher, run_id).scenario.id == "small"
    for viewer in (other_teacher, student):
        with pytest.raises(NotFound):
            run_for(db, viewer, run_id)
        with pytest.raises(NotFound):
            play_draft(db, viewer, draft_id)
    course = tryout_course(db)
    assert courses_of(db, teacher) == []
    with pytest.raises(NotFound, match="no_such_join_code"):
        join_course(db, student, course.join_code)
    with pytest.raises(Refused, match="course_archived"):
        assign(db, teacher, course.id, scenario_id="desk-lamp-two-markets")
    with pytest.raises(NotFound):
        archive_course(db, teacher, course.id, archived=False)


def test_the_open_try_out_goes_on_until_the_draft_changes_or_another_is_wanted(db: Database, teacher: Viewer, draft_id: int) -> None:
    first = play_draft(db, teacher, draft_id)
    assert play_draft(db, teacher, draft_id, anew=True) == first  # nothing was done in it yet
    act(db, teacher, first, EndDay())
    assert play_draft(db, teacher, draft_id) == first
    second = play_draft(db, teacher, draft_id, anew=True)
    assert second != first and run_for(db, teacher, first).state == "handed_in"
    assert play_of(db, teacher, second).variant.seed != play_of(db, teacher, first).variant.seed
    file = file_of(db, teacher, draft_id, "tasks/ship.en.md")
    save_file(db, teacher, draft_id, file.path, b"# Ship it now\n", seen=file.sha256)
    third = play_draft(db, teacher, draft_id)
    assert third not in (first, second)
    assert run_for(db, teacher, second).state == "open"


def test_a_draft_with_faults_is_not_played(db: Database, teacher: Viewer, draft_id: int) -> None:
    file = file_of(db, teacher, draft_id, "scenario.yaml")
    save_file(db, teacher, draft_id, file.path, b"id: x\n", seen=file.sha256)
    with pytest.raises(BadFile):
        play_draft(db, teacher, draft_id)


def test_a_try_out_outlives_its_draft(db: Database, teacher: Viewer, draft_id: int) -> None:
    run_id = play_draft(db, teacher, draft_id)
    delete_draft(db, teacher, draft_id)
    assert run_for(db, teacher, run_id).state == "open"
