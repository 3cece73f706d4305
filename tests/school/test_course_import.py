"""Archives become courses: the same course again, or nothing at all."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from lab.bundles.layout import ENDING, NO_SUM, summed
from lab.engine.staff import StaffHint
from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, viewer_of
from lab.school.assignments import AssignmentView, change_rules
from lab.school.course_import import import_course
from lab.school.courses import CourseView, join_course, members_of
from lab.school.database import Database
from lab.school.gradebooks import gradebook
from lab.school.grades import grades_of
from lab.school.groups import set_groups
from lab.school.media import pictures_of
from lab.school.models import Base, Extra, JournalRow, Receipt, Run, User
from lab.school.receipts import receipts_of
from lab.school.runs import act, journal_of, open_run, override, play_of, report_for
from lab.school.steering import steer
from lab.values.errors import BadInput, NotFound
from tests.school.eventful_course import elsewhere, there
from tests.school.test_course_files import archive, parts, played

__all__ = ["elsewhere", "played", "there"]


def first_format(data: bytes) -> bytes:
    """The archive as the first format had it: without staff, and without what was said about a result."""

    def change(files: dict[str, bytes]) -> None:
        about = json.loads(files["course.json"])
        about["format"] = "course/1"
        del about["staff"]
        for assignment in about["assignments"]:
            assignment.pop("regrades", None)
            for extra in assignment.get("extras", []):
                del extra["by"]
            for run in assignment.get("runs", []):
                run.update({"collected": True} if run.pop("collected_by", None) else {})
        files["course.json"] = json.dumps(about).encode()
        for name in [name for name in files if name.startswith("runs/") and name.endswith(".json")]:
            run = json.loads(files[name])
            for grade in run["grades"]:
                grade.update({"by_person": True} if grade.pop("by", None) else {})
            for mark in run["marks"]:
                del mark["by"]
            run["actors"] = ["staff" if actor.startswith("s") else actor for actor in run["actors"]]
            files[name] = json.dumps({part: run[part] for part in ("times", "actors", "pictures", "grades", "marks")}).encode()

    return rezipped(data, change)


def rezipped(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    files = parts(data)
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def edited(data: bytes, name: str, edit: Callable[[Any], None]) -> bytes:
    def change(files: dict[str, bytes]) -> None:
        plain = json.loads(files[name])
        edit(plain)
        files[name] = json.dumps(plain).encode()

    return rezipped(data, change)


def counts(db: Database) -> dict[str, int]:
    with db.session() as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables}


def test_another_server_makes_the_same_course_of_it(
    db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    override(db, teacher, played, "de_live", "1/2", "half of it")
    data = archive(db, teacher, course.id)
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert (made.title, made.assignments, made.runs, [one.login for one in made.people]) == (course.title, 1, 1, ["aigerim", "stranger"])
    assert archive(elsewhere, there, made.course_id) == data
    (old,), (new,) = gradebook(db, teacher, course.id).rows[:1], gradebook(elsewhere, there, made.course_id).rows[:1]
    assert (old.name, list(old.points.values())) == (new.name, list(new.points.values()))


def test_the_first_format_comes_in_with_the_importer_in_place_of_the_staff(
    db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    override(db, teacher, played, "de_live", "1/2", "half of it")
    made = import_course(elsewhere, there, io.BytesIO(first_format(archive(db, teacher, course.id))))
    assert report_for(elsewhere, there, 1).points == report_for(db, teacher, played).points
    assert [line.made_by for line in grades_of(elsewhere, there, 1)] == ["Chen Li", ""]
    again = archive(elsewhere, there, made.course_id)
    assert json.loads(parts(again)["course.json"])["format"] == "course/2"
    assert archive(elsewhere, there, import_course(elsewhere, there, io.BytesIO(again)).course_id)


def test_runs_can_be_looked_at_and_marked_as_before(
    db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    made = import_course(elsewhere, there, io.BytesIO(archive(db, teacher, course.id)))
    with elsewhere.session() as session:
        run_id = session.scalars(select(Run.id)).one()
        assert set(session.scalars(select(Receipt.kind))) == {"foreign"}
    assert receipts_of(elsewhere, there, run_id) == []
    assert play_of(elsewhere, there, run_id).world_hash() == play_of(db, teacher, played).world_hash()
    assert [(line.action, line.wall_time) for line in journal_of(elsewhere, there, run_id)] == [(line.action, line.wall_time) for line in journal_of(db, teacher, played)]
    assert report_for(elsewhere, there, run_id).points == report_for(db, teacher, played).points
    assert [one.image.sha256 for one in pictures_of(elsewhere, there, run_id)] == [one.image.sha256 for one in pictures_of(db, teacher, played)]
    override(elsewhere, there, run_id, "de_live", "1", "all of it")
    assert report_for(elsewhere, there, run_id).points != report_for(db, teacher, played).points
    assert [member.login for member in members_of(elsewhere, there, made.course_id)] == ["aigerim", "stranger"]


def test_what_staff_did_in_a_run_and_granted_comes_along(
    db: Database, run_id: int, course: CourseView, student: Viewer, stranger: Viewer, teacher: Viewer, assignment: AssignmentView, elsewhere: Database, there: Viewer
) -> None:
    steer(db, teacher, run_id, StaffHint("Look at the cord."))
    act(db, student, run_id, SubmitReflection("I will."))
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    with db.write() as session:
        for attempts in (1, 2):
            session.add(
                Extra(
                    assignment_id=assignment.id, user_id=stranger.id, due_at=None, closes_at=None, attempts=attempts, minutes=5, reason="ill",
                    granted_by=teacher.id, granted_at=assignment.opens_at,
                )
            )  # fmt: skip
            session.flush()
    data = archive(db, teacher, course.id)
    assert json.loads(parts(data)["runs/r1.json"])["actors"] == ["s1", "p1"]
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert archive(elsewhere, there, made.course_id) == data
    with elsewhere.session() as session:
        ids = {user.name: user.id for user in session.scalars(select(User))}
        assert list(session.scalars(select(JournalRow.actor).order_by(JournalRow.seq))) == [f"staff:{ids[teacher.name]}", f"user:{ids[student.name]}"]
        assert list(session.scalars(select(Extra.attempts).order_by(Extra.id))) == [1, 2]


def test_a_group_s_open_run_goes_on_elsewhere(
    db: Database, assignment: AssignmentView, course: CourseView, student: Viewer, stranger: Viewer, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    assert course.join_code is not None
    join_course(db, stranger, course.join_code)
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=replace(assignment.rules, group_size=3))
    set_groups(db, teacher, assignment.id, {student.id: ("Team A", ["service"]), stranger.id: ("Team A", [])})
    first = open_run(db, student, assignment.id)
    act(db, stranger, first, SubmitReflection("We begin."))
    data = archive(db, teacher, course.id)
    made = import_course(elsewhere, there, io.BytesIO(data))
    assert archive(elsewhere, there, made.course_id) == data
    with elsewhere.session() as session:
        run = session.scalars(select(Run)).one()
        user = session.scalars(select(User).where(User.login == "stranger")).one()
    again = viewer_of(user)
    assert open_run(elsewhere, again, run.assignment_id) == run.id
    assert act(elsewhere, again, run.id, SubmitReflection("And go on.")).ok


def test_on_the_same_server_there_are_new_people_with_numbered_logins(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    before = archive(db, teacher, course.id)
    made = import_course(db, teacher, io.BytesIO(before))
    assert [(one.name, one.login) for one in made.people] == [("Aigerim Bekova", "aigerim2"), ("Sam Stranger", "stranger2")]
    assert all(one.password for one in made.people)
    again = archive(db, teacher, made.course_id)
    assert json.loads(parts(again)["course.json"].replace(b"aigerim2", b"aigerim").replace(b"stranger2", b"stranger")) == json.loads(parts(before)["course.json"])
    assert {name: content for name, content in parts(again).items() if name != "course.json"} == {
        name: content for name, content in parts(before).items() if name != "course.json"
    }
    assert archive(db, teacher, course.id) == before


def test_pseudonyms_become_people(db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer) -> None:
    made = import_course(elsewhere, there, io.BytesIO(archive(db, teacher, course.id, with_names=False)))
    assert all(one.login == one.name.casefold() for one in made.people)


def test_a_student_may_not(db: Database, played: int, course: CourseView, teacher: Viewer, student: Viewer) -> None:
    with pytest.raises(NotFound, match="no_such_page"):
        import_course(db, student, io.BytesIO(archive(db, teacher, course.id)))


def test_a_page_takes_only_so_many_actions(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    data = archive(db, teacher, course.id)
    with pytest.raises(BadInput, match="course_file_too_long: found=2, limit=1"):
        import_course(db, teacher, io.BytesIO(data), most_actions=1)
    assert import_course(db, teacher, io.BytesIO(data), most_actions=2).runs == 1


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    [
        ("course.json", lambda data: data.update(format="course/9"), "course_file_unreadable: file=course.json"),
        ("course.json", lambda data: data["people"].append(data["people"][0]), "course_file_wrong: where=people, what=p1"),
        ("course.json", lambda data: data["people"].pop(0), "course_file_wrong: where=a1, what=p1"),
        ("course.json", lambda data: data["people"][0].update(name=" \u200e"), "course_file_wrong: where=people"),
        ("course.json", lambda data: data["assignments"][0]["rules"].update(blind=True), "blind_needs_release"),
        ("course.json", lambda data: data["assignments"][0]["rules"].update(closes_at="2030-01-01T00:00:00"), "course_file_wrong: where=a1, what=rules"),
        ("course.json", lambda data: data["assignments"][0]["runs"][0].update(seed="12"), "course_file_run_wrong: run=r1, what=head"),
        ("course.json", lambda data: data["assignments"][0]["runs"][0].update(market="0" * 64), "course_file_run_wrong: run=r1, what=head"),
        ("course.json", lambda data: data["assignments"][0]["runs"][0].update(group="g9"), "course_file_wrong: where=a1, what=g9"),
        ("course.json", lambda data: data["assignments"][0].update(content_hash="0" * 64), "course_file_lacks: file=scenarios/000000000000"),
        ("runs/r1.json", lambda data: data["times"].pop(), "course_file_run_wrong: run=r1, what=head"),
        ("runs/r1.json", lambda data: data["receipts"][0].update(signed=data["receipts"][0]["signed"].replace('"engine":"', '"engine":"1')), "what=receipts"),
        ("runs/r1.json", lambda data: data["receipts"][1].pop("grade"), "course_file_run_wrong: run=r1, what=receipts"),
        ("runs/r1.json", lambda data: data["actors"].__setitem__(0, "staff"), "course_file_run_wrong: run=r1, what=action, seq=0"),
        ("runs/r1.json", lambda data: data["grades"][0].update(record=data["grades"][0]["record"].replace('"journal_hash":"', '"journal_hash":"0')), "what=grade"),
        ("runs/r1.json", lambda data: data["grades"][0].update(record=data["grades"][0]["record"] + " "), "what=grade"),
        ("runs/r1.json", lambda data: data["grades"][0].update(record="{}"), "course_file_run_wrong: run=r1, what=grade"),
        ("runs/r1.json", lambda data: data["pictures"][0].update(sha256="1" * 64), "course_file_run_wrong: run=r1, what=pictures"),
        ("runs/r1.json", lambda data: data["pictures"][0].update(facts={}), "course_file_wrong: where=pictures"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_refused_and_nothing_is_written(
    db: Database, played: int, course: CourseView, teacher: Viewer, name: str, edit: Callable[[Any], None], code: str
) -> None:
    before = counts(db)
    with pytest.raises(BadInput, match=code):
        import_course(db, teacher, io.BytesIO(edited(archive(db, teacher, course.id), name, edit)))
    assert counts(db) == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda files: files.pop("course.json"), "course_file_lacks: file=course.json"),
        (lambda files: files.pop("runs/r1.json"), "course_file_lacks: file=runs/r1.json"),
        (lambda files: files.pop(f"runs/r1{ENDING}"), "course_file_lacks"),
        (lambda files: files.update({f"runs/r1{ENDING}": files[f"runs/r1{ENDING}"].replace(b"postage", b"Postage")}), "bundle_action_changed"),
    ],
)
def test_an_archive_with_a_part_missing_or_changed_is_refused(
    db: Database, played: int, course: CourseView, teacher: Viewer, change: Callable[[dict[str, bytes]], None], code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        import_course(db, teacher, io.BytesIO(rezipped(archive(db, teacher, course.id), change)))


def test_a_scenario_must_be_what_its_hash_says_and_be_one(
    db: Database, played: int, course: CourseView, teacher: Viewer, elsewhere: Database, there: Viewer
) -> None:
    data = archive(db, teacher, course.id)

    def spoilt(files: dict[str, bytes]) -> None:
        name = next(name for name in files if name.endswith("/scenario.yaml"))
        files[name] += b"\n# changed\n"

    with pytest.raises(BadInput, match="course_file_scenario_wrong"):
        import_course(elsewhere, there, io.BytesIO(rezipped(data, spoilt)))
    with pytest.raises(BadInput, match="draft_path_wrong"):
        import_course(elsewhere, there, io.BytesIO(rezipped(data, lambda files: files.update({f"scenarios/{'1' * 64}/../../evil.yaml": b"x"}))))
    assert not list(elsewhere.settings.instance.rglob("evil*"))
    assert counts(elsewhere)["courses"] == 0


def test_a_market_that_is_not_here_is_named(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    def other(files: dict[str, bytes]) -> None:
        lines, digest = [], NO_SUM
        for line in files[f"runs/r1{ENDING}"].splitlines():
            plain = line[: line.rindex(b',"sum":"')] + b"}"
            if plain.startswith(b'{"head":'):
                head = json.loads(plain)
                head["head"]["market"] = "ab" * 32
                plain = json.dumps(head, separators=(",", ":")).encode()
            whole, digest = summed(digest, plain)
            lines.append(whole)
        files[f"runs/r1{ENDING}"] = b"".join(lines)
        about = json.loads(files["course.json"])
        about["assignments"][0]["runs"][0]["market"] = "ab" * 32
        files["course.json"] = json.dumps(about).encode()

    with pytest.raises(BadInput, match="course_file_market_missing: market=abababababab"):
        import_course(db, teacher, io.BytesIO(rezipped(archive(db, teacher, course.id), other)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"just text" * 99])
def test_what_is_no_zip_is_called_broken(db: Database, teacher: Viewer, data: bytes) -> None:
    with pytest.raises(BadInput, match="course_file_broken"):
        import_course(db, teacher, io.BytesIO(data))


def test_a_bomb_is_cut_off(db: Database, teacher: Viewer) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("course.json", b" " * (40 << 20))
    with pytest.raises(BadInput, match=r"course_file_too_large: file=course\.json, limit=16"):
        import_course(db, teacher, io.BytesIO(out.getvalue()))


def test_a_broken_archive_never_breaks_the_reader(db: Database, played: int, course: CourseView, teacher: Viewer) -> None:
    data = archive(db, teacher, course.id)
    before = counts(db)
    for place in range(0, len(data), max(1, len(data) // 24)):
        spoilt = bytearray(data)
        spoilt[place] ^= 0x5A
        try:
            import_course(db, teacher, io.BytesIO(bytes(spoilt)))
        except BadInput:
            assert counts(db) == before
        else:
            before = counts(db)  # a byte of a date of the zip, which says nothing
