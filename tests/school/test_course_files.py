"""Courses as archives: what stands in one, who gets it, and what is left out."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import update

from lab.ledger.actions import SubmitReflection
from lab.listings.actions import PublishListing
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, change_rules
from lab.school.course_files import write_course
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.groups import set_groups
from lab.school.media import add_picture
from lab.school.models import Assignment, Member, Run
from lab.school.privacy import delete_person
from lab.school.runs import act, hand_in, open_run
from lab.values.errors import NotFound
from tests.school.test_media import photo


def archive(db: Database, viewer: Viewer, course_id: int, *, with_names: bool = True) -> bytes:
    file = io.BytesIO()
    write_course(db, viewer, course_id, file, with_names=with_names)
    return file.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture
def played(db: Database, run_id: int, student: Viewer, stranger: Viewer, course: CourseView) -> int:
    """A run with a picture and a few actions, handed in; a second student who has begun."""
    add_picture(db, student, run_id, "front.png", photo())
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    hand_in(db, student, run_id)
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    with db.write() as session:
        session.execute(update(Member).where(Member.user_id == stranger.id).values(section="B", refs={"sis_id": "SIS-0007"}))
    return run_id


def test_an_archive_holds_course_scenario_and_runs(db: Database, played: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    found = parts(archive(db, teacher, course.id))
    about = json.loads(found["course.json"])
    assert [(person["key"], person["login"], person.get("section", ""), person.get("refs", {})) for person in about["people"]] == [
        ("p1", "aigerim", "", {}), ("p2", "stranger", "B", {"sis_id": "SIS-0007"}),
    ]  # fmt: skip
    (given,) = about["assignments"]
    assert (given["title"], given["attempts"], given["content_hash"], len(given["runs"])) == (assignment.title, 2, assignment.content_hash, 1)
    run = json.loads(found["runs/r1.json"])
    assert run["actors"] == ["p1", "p1"] and len(run["times"]) == 2 and len(run["grades"]) == 1
    assert [picture["name"] for picture in run["pictures"]] == ["front.png"]
    assert found["runs/r1.tradewind"].startswith(b'{"head":')
    assert f"scenarios/{assignment.content_hash}/scenario.yaml" in found


def test_no_secret_of_the_server_is_in_it(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    whole = b"".join(parts(archive(db, teacher, course.id)).values())
    assert course.join_code is not None
    for secret in (course.join_code, db.settings.secret_key, "argon2", '"run":'):
        assert secret.encode() not in whole


def test_the_same_course_gives_the_same_bytes(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    assert archive(db, teacher, course.id) == archive(db, teacher, course.id)


def test_without_names_there_are_pseudonyms(db: Database, played: int, course: CourseView, teacher: Viewer, student: Viewer) -> None:
    found = parts(archive(db, teacher, course.id, with_names=False))
    whole = b"".join(data for name, data in found.items() if not name.startswith("scenarios/"))
    for name in (student.name, student.login, "Sam Stranger", "stranger", "SIS-0007"):
        assert name.encode() not in whole
    people = json.loads(found["course.json"])["people"]
    assert all(len(person["name"]) == 7 and "login" not in person for person in people)
    assert [person["name"] for person in people] == sorted(person["name"] for person in people)


def test_only_who_leads_the_course_gets_it(db: Database, played: int, course: CourseView, student: Viewer, other_teacher: Viewer, admin: Viewer) -> None:
    for viewer in (student, other_teacher):
        with pytest.raises(NotFound):
            write_course(db, viewer, course.id, io.BytesIO())
    assert archive(db, admin, course.id)


def test_runs_of_a_blind_assignment_wait_for_the_release(db: Database, played: int, course: CourseView, teacher: Viewer, assignment: AssignmentView) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True, show_score="after_release"))
    (given,) = json.loads(parts(archive(db, teacher, course.id))["course.json"])["assignments"]
    assert (given["sealed"], given.get("runs", [])) == (True, [])
    with db.write() as session:
        session.execute(update(Assignment).values(released_at=assignment.opens_at))
    assert len(json.loads(parts(archive(db, teacher, course.id))["course.json"])["assignments"][0]["runs"]) == 1


def test_who_is_gone_is_not_in_it_nor_are_their_runs(db: Database, played: int, course: CourseView, teacher: Viewer, student: Viewer) -> None:
    delete_person(db, student, student.id)
    about = json.loads(parts(archive(db, teacher, course.id))["course.json"])
    assert [person["login"] for person in about["people"]] == ["stranger"]
    assert about["assignments"][0].get("runs", []) == []


def test_groups_keep_their_members_and_roles(db: Database, assignment: AssignmentView, course: CourseView, teacher: Viewer, student: Viewer) -> None:
    change_rules(
        db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=replace(assignment.rules, group_size=3)
    )
    set_groups(db, teacher, assignment.id, {student.id: ("Team A", ["service"])})
    run_id = open_run(db, student, assignment.id)
    act(db, student, run_id, SubmitReflection("We begin."))
    with db.session() as session:
        assert session.get_one(Run, run_id).group_id is not None
    (given,) = json.loads(parts(archive(db, teacher, course.id))["course.json"])["assignments"]
    assert [(group["key"], group["name"], group["members"]) for group in given["groups"]] == [("g1", "Team A", [{"person": "p1", "roles": ["service"]}])]
    assert [(run["group"], run["state"]) for run in given["runs"]] == [("g1", "open")]
