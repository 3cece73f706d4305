"""`lab course`: out into a file, and in from one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from lab.cli.course import course
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import create_user
from lab.school.assignments import assign
from lab.school.courses import courses_of, create_course, join_course, members_of
from lab.school.database import Database, open_database
from lab.school.models import Assignment
from lab.school.runs import act, hand_in, open_run
from lab.school.settings import load_settings
from lab.values.errors import BadInput, NotFound
from tests.school.test_course_import_grades import aged

PASSWORD = "correct horse battery"


@pytest.fixture
def db(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("LAB_INSTANCE", str(instance))
    monkeypatch.delenv("LAB_DATABASE_URL", raising=False)
    found = open_database(load_settings({"LAB_INSTANCE": str(instance)}))
    yield found
    found.close()


@pytest.fixture
def course_id(db: Database) -> int:
    teacher = create_user(db, login="teacher", name="Teacher", password=PASSWORD, role="instructor")
    student = create_user(db, login="li.wei", name="Li Wei", password=PASSWORD, role="student")
    made = create_course(db, teacher, "Trade [A]")
    join_course(db, student, made.join_code or "")
    given = assign(db, teacher, made.id, scenario_id="desk-lamp-two-markets")
    run_id = open_run(db, student, given.id)
    act(db, student, run_id, SubmitReflection("Prices differ because postage does."))
    hand_in(db, student, run_id)
    return made.id


def said(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(course, [*words], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def test_a_course_goes_out_and_comes_in(db: Database, course_id: int, tmp_path: Path) -> None:
    file = tmp_path / "trade.tradewind-course"
    assert said("export", str(course_id), str(file)) == "Trade [A]: 1 people, 1 assignments, 1 runs\n"
    text = said("import", str(file), "--owner", "Teacher")
    first, second = text.splitlines()
    assert first.endswith("Trade [A]: 1 people, 1 assignments, 1 runs")
    assert second.startswith("student li.wei2  password ") and second.endswith("  Li Wei")
    teacher = create_user(db, login="admin", name="Admin", password=PASSWORD, role="admin")
    newest = courses_of(db, teacher)[0]
    assert [member.login for member in members_of(db, teacher, newest.id)] == ["li.wei2"]


def test_what_was_not_recomputed_is_told(db: Database, course_id: int, tmp_path: Path) -> None:
    file = tmp_path / "trade.zip"
    said("export", str(course_id), str(file))
    file.write_bytes(aged(file.read_bytes()))
    assert "that come out otherwise today (1)" in " ".join(said("import", str(file), "--owner", "teacher").split())


def test_pseudonyms_stand_for_names(db: Database, course_id: int, tmp_path: Path) -> None:
    file = tmp_path / "trade.zip"
    said("export", str(course_id), str(file), "--pseudonyms")
    assert "Li Wei" not in said("import", str(file), "--owner", "teacher")


def test_what_is_left_out_is_told(db: Database, course_id: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with db.write() as session:
        session.execute(update(Assignment).values(blind=True, show_score="after_release", title="Blind one"))
    text = said("export", str(course_id), str(tmp_path / "a.zip"))
    assert "0 runs" in text


def test_no_file_is_written_over_and_none_is_left_half(db: Database, course_id: int, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    file.write_bytes(b"mine")
    assert "exists already" in said("export", str(course_id), str(file), code=2)
    assert file.read_bytes() == b"mine"
    with pytest.raises(NotFound, match="no_such_course"):
        said("export", "999", str(tmp_path / "none.zip"))
    assert "cannot be written" in said("export", str(course_id), str(tmp_path / "no" / "such.zip"), code=2)
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["kept.zip"]


def test_a_strange_owner_or_file_is_refused(db: Database, course_id: int, tmp_path: Path) -> None:
    file = tmp_path / "trade.zip"
    said("export", str(course_id), str(file))
    for login in ("nobody", "li.wei"):
        with pytest.raises(NotFound, match="no_such_instructor"):
            said("import", str(file), "--owner", login)
    file.write_bytes(b"x")
    with pytest.raises(BadInput, match="course_file_broken"):
        said("import", str(file), "--owner", "teacher")
