"""Two courses with everybody who could look at a run: made once for tests that try every page with every role."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

from flask import Flask

from lab.coach.change import Change
from lab.images.recipe import Step
from lab.school.accounts import Viewer, create_user
from lab.school.appeals import appeal
from lab.school.assignments import AssignmentView, assign, take_appeals
from lab.school.clock import now
from lab.school.coaching import ask_what_if
from lab.school.courses import CourseView, create_course, join_course
from lab.school.database import Database
from lab.school.drafts import create_draft
from lab.school.judging import override
from lab.school.regrades import ask_regrade
from lab.school.runs import hand_in, open_run, play_of
from lab.school.staff import add_staff
from lab.school.studio import add_step, make_picture
from lab.school.worker import work
from lab.values.moment import HOUR
from lab.world.picture import PHOTO
from tests.instances import fresh_app
from tests.robot import play_reference
from tests.school.drafting import add_release, small_files
from tests.web.browser import PASSWORD, SCENARIO, Browser

HALF_WAY = 26 * HOUR + 30
"""Both orders have come, one has been sent; the third buyer waits for an answer."""

ROLES = ("student", "classmate", "outsider", "teacher", "colleague", "grader", "guest", "other_teacher", "admin")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A course of the teacher's with the student and a classmate, another course with an outsider.

    A colleague leads the course as well, a grader marks in it, and a guest from a company does so without learning names.

    `run_id` is the student's open run, half-way, with a picture made in the studio; `over` one that the student handed in; `job_id` an answered question to
    the coach about the open run. About the run that is over there is a regrade with its table, a proposal of the teacher's that
    waits for a second person, and an open appeal. The teacher writes a draft and has a release.
    """

    app: Flask
    db: Database
    people: dict[str, Viewer]
    course: CourseView
    assignment: AssignmentView
    run_id: int
    over: int
    job_id: int
    regrade_id: int
    proposal_id: int
    appeal_id: int
    draft_id: int
    release_id: int

    def browser(self, role: str) -> Browser:
        """A browser in which a person of this role is signed in, or nobody for an empty role."""
        made = Browser(self.app.test_client())
        if role:
            return made.sign_in(self.people[role].login)
        made.get("/sign-in")
        return made

    def close(self) -> None:
        self.db.close()


def make_lesson(folder: Path, markets: Path) -> Lesson:
    app = fresh_app(folder / "instance")
    db: Database = app.extensions["lab_database"]
    db.settings.markets.symlink_to(markets, target_is_directory=True)

    def person(login: str, name: str, role: str) -> Viewer:
        return create_user(db, login=login, name=name, password=PASSWORD, role=role)

    people = {
        "teacher": person("frau.keller", "Petra Keller", "instructor"),
        "other_teacher": person("mr.osman", "Omar Osman", "instructor"),
        "admin": person("ada", "Ada Admin", "admin"),
        "colleague": person("bo.colleague", "Bo Colleague", "instructor"),
        "grader": person("grace", "Grace Grader", "student"),
        "guest": person("acme.buyer", "Bea Buyer", "guest"),
        "student": person("aigerim", "Aigerim Bekova", "student"),
        "classmate": person("li.wei", "Li Wei", "student"),
        "outsider": person("sam", "Sam Stranger", "student"),
    }
    course = _course(db, people["teacher"], "Export management", people["student"], people["classmate"])
    for place, role in (("teacher", "colleague"), ("grader", "grader"), ("guest", "guest")):
        add_staff(db, people["teacher"], course.id, place, people[role].login)
    other = _course(db, people["other_teacher"], "Online trade", people["outsider"])
    assignment = assign(db, people["teacher"], course.id, scenario_id=SCENARIO, attempts=3)
    elsewhere = assign(db, people["other_teacher"], other.id, scenario_id=SCENARIO, attempts=3)
    over = open_run(db, people["student"], assignment.id)
    hand_in(db, people["student"], over)
    run_id = open_run(db, people["student"], assignment.id)
    play_reference(db, people["student"], run_id, HALF_WAY)
    _make_picture(db, people["student"], run_id)
    open_run(db, people["classmate"], assignment.id)
    open_run(db, people["outsider"], elsewhere.id)
    job_id = ask_what_if(db, people["student"], run_id, Change("price_percent", "meridian/DE/bulb", percent=-10))
    appeal_id = _appeal(db, people, assignment.id, over)
    override(db, people["teacher"], over, "de_title", "1", "Read by hand.")
    proposal_id = override(db, people["teacher"], over, "de_title", "1/2", "Read once more.").proposal_id
    assert proposal_id is not None
    draft_id = create_draft(db, people["teacher"], small_files())
    release_id = add_release(db, people["teacher"], folder / "released")
    regrade_id = ask_regrade(db, people["teacher"], assignment.id, "A check was mended.")
    work(db, Event(), until_idle=True)
    return Lesson(app, db, people, course, assignment, run_id, over, job_id, regrade_id, proposal_id, appeal_id, draft_id, release_id)


def _appeal(db: Database, people: dict[str, Viewer], assignment_id: int, run_id: int) -> int:
    take_appeals(db, people["teacher"], assignment_id, now() + timedelta(days=7))
    return appeal(db, people["student"], run_id, "de_live", "It was on sale in time.")


def _make_picture(db: Database, student: Viewer, run_id: int) -> None:
    """A picture made in the studio, and the draft that it came from."""
    source = f"{PHOTO}{play_of(db, student, run_id).world.setting.assets[0]}"
    add_step(db, student, run_id, source, Step("resize", {"side": 400}))
    outcome, _image = make_picture(db, student, run_id, source, "Lamp, small")
    assert outcome.ok


def _course(db: Database, teacher: Viewer, title: str, *students: Viewer) -> CourseView:
    made = create_course(db, teacher, title)
    assert made.join_code is not None
    for student in students:
        join_course(db, student, made.join_code)
    return made
