"""A course with a small scenario that gives two photos, and people who may see its runs or may not."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from sqlalchemy import func, select

from lab.scenarios.script import load_scenario
from lab.school.accounts import Viewer, create_user
from lab.school.clock import now
from lab.school.courses import create_course, join_course
from lab.school.database import Database
from lab.school.models import Assignment, Course, User
from lab.school.runs import open_run
from lab.school.scripts import keep_script
from tests.scenarios.small import write_small

PASSWORD = "correct horse battery"
OWN, RIVAL = "lamp-arc/front", "mug/front"
"""The photos that every student is given, of the bulb: the shop's own, and another seller's with a watermark."""
RAW = "raw/box.jpg"
"""A picture that the brief gives as a file."""
BRIEF = (
    f"brief: {{pictures: {{bulb: [{RAW}]}}, photos: {{bulb: [{{photo: {OWN}}}, {{photo: {RIVAL}, licence: rival, mark: MUGLAND}}]}}}}\n"
    "facts:\n  cord:"
)
PLACES = "places: [meridian/DE, caravan/KZ]"


@dataclass(frozen=True, slots=True)
class Gallery:
    """`run_id` is the student's open run, `other_run` the classmate's; the stranger is in no course."""

    db: Database
    people: dict[str, Viewer]
    assignment_id: int
    run_id: int
    other_run: int

    @property
    def student(self) -> Viewer:
        return self.people["student"]

    @property
    def classmate(self) -> Viewer:
        return self.people["classmate"]

    @property
    def teacher(self) -> Viewer:
        return self.people["teacher"]

    @property
    def stranger(self) -> Viewer:
        return self.people["stranger"]

    def newcomer(self) -> tuple[Viewer, int]:
        """One student more, with a fresh run."""
        with self.db.session() as session:
            number = session.scalar(select(func.count()).select_from(User))
            code = session.scalars(select(Course)).one().join_code
        made = create_user(self.db, login=f"newcomer{number}", name="New Comer", password=PASSWORD, role="student")
        join_course(self.db, made, code or "")
        return made, open_run(self.db, made, self.assignment_id)


def make_gallery(db: Database, folder: Path, markets: Path) -> Gallery:
    """Fill a fresh database; the scenario is written below `folder`."""
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    script = write_small(folder / "small", ("facts:\n  cord:", BRIEF), ("places: [meridian/DE]", PLACES))
    (script / "pictures" / RAW).parent.mkdir(parents=True)
    Image.new("RGB", (300, 200), "navy").save(script / "pictures" / RAW)
    scenario = load_scenario(script)
    people = {
        key: create_user(db, login=key, name=f"{key.title()} Person", password=PASSWORD, role=role)
        for key, role in (
            ("teacher", "instructor"),
            ("student", "student"),
            ("classmate", "student"),
            ("stranger", "student"),
        )
    }
    course = create_course(db, people["teacher"], "Pictures that sell")
    assert course.join_code is not None
    for key in ("student", "classmate"):
        join_course(db, people[key], course.join_code)
    with db.write() as session:
        row = Assignment(
            course_id=course.id, scenario_id=scenario.id, version=scenario.version,
            content_hash=keep_script(db.settings, scenario), title="Pictures", opens_at=now(), due_at=None, attempts=30,
            show_score="at_hand_in", created_at=now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        assignment_id = row.id
    runs = [open_run(db, people[key], assignment_id) for key in ("student", "classmate")]
    return Gallery(db, people, assignment_id, *runs)
