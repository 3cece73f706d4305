"""The demo course: one instructor, one student, one assignment of the sample scenario, made once per instance."""

from sqlalchemy import select

from lab.school.accounts import Viewer, create_user, hash_password, new_password, revoke_all, viewer_of
from lab.school.assignments import assign
from lab.school.courses import create_course, join_course
from lab.school.database import Database
from lab.school.models import Assignment, Course, User
from lab.school.settings import Settings
from lab.values.errors import BadInput

SCENARIO = "desk-lamp-two-markets"
COURSE = "Cross-border trade: demo"
ATTEMPTS = 3
_PEOPLE = (("demo-teacher", "Demo Instructor", "instructor"), ("demo-student", "Demo Student", "student"))


def demo_present(db: Database) -> bool:
    """Whether the demo course has been loaded in full."""
    with db.session() as session:
        found = session.scalar(
            select(Assignment.id)
            .join(Course, Assignment.course_id == Course.id)
            .join(User, Course.owner_id == User.id)
            .where(User.is_demo)
            .limit(1)
        )
        return found is not None


def load_demo(db: Database, settings: Settings) -> list[tuple[str, str, str]]:
    """Make the demo course; (login, password, role) of its people, whose passwords are shown this once.

    Gives an empty list when it is there already. A demo that was broken off is finished, with new passwords.
    """
    if settings.instance != db.settings.instance:
        raise BadInput("another_instance")
    if demo_present(db):
        return []
    shown = []
    people: dict[str, Viewer] = {}
    for login, name, role in _PEOPLE:
        password = new_password()
        people[role] = _fresh_person(db, login, name, role, password)
        shown.append((people[role].login, password, role))
    teacher, student = people["instructor"], people["student"]
    course = create_course(db, teacher, COURSE)
    assign(db, teacher, course.id, scenario_id=SCENARIO, attempts=ATTEMPTS)
    assert course.join_code is not None
    join_course(db, student, course.join_code)
    return shown


def _fresh_person(db: Database, login: str, name: str, role: str, password: str) -> Viewer:
    """A demo person with this password; a number is added to a login that somebody else has."""
    for number in range(1, 100):
        wanted = login if number == 1 else f"{login}{number}"
        with db.write() as session:
            user = session.scalar(select(User).where(User.login == wanted))
            if user is not None and user.is_demo and user.role == role:
                user.password_hash = hash_password(password)
                revoke_all(session, user.id)
                return viewer_of(user)
        if user is None:
            return create_user(db, login=wanted, name=name, password=password, role=role, is_demo=True)
    raise BadInput("login_taken", login=login)
