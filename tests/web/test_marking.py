"""The marking desk in the browser: one answer at a time, on to the next, blind where the assignment is."""

import re

import pytest
from flask import Flask

from lab.ledger.actions import SubmitReflection
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, change_rules
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.rules import Rules
from lab.school.runs import act, hand_in, open_run, report_for
from lab.school.staff import add_staff
from tests.web.browser import PASSWORD, Browser

CHECK = "thoughts"
_LEVEL = re.compile(r'name="(level-[a-z_0-9]+)"')


@pytest.fixture
def desk(assignment: AssignmentView) -> str:
    return f"/assignments/{assignment.id}/marking"


def handed_in_by(db: Database, course: CourseView, assignment_id: int, login: str, words: str) -> int:
    made = create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
    assert course.join_code
    join_course(db, made, course.join_code)
    run_id = open_run(db, made, assignment_id)
    act(db, made, run_id, SubmitReflection(words))
    hand_in(db, made, run_id)
    return run_id


def helper(app: Flask, db: Database, teacher: Viewer, course: CourseView, login: str, place: str = "grader") -> Browser:
    create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
    add_staff(db, teacher, course.id, place, login)
    return Browser(app.test_client()).sign_in(login)


def levels(page: str, number: int) -> dict[str, str]:
    return dict.fromkeys(_LEVEL.findall(page), str(number))


def rule(db: Database, teacher: Viewer, assignment: AssignmentView, rules: Rules) -> None:
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)


def test_marking_goes_from_answer_to_answer_until_none_waits(
    at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer, desk: str
) -> None:
    other = handed_in_by(db, course, assignment.id, "li", "Postage made the difference.")
    page = at_desk.get(desk)
    assert "2 answers wait for you" in page and "Aigerim Bekova" in page
    page = at_desk.get(f"{desk}/{CHECK}")
    first = handed_in if "Ich würde <b>früher</b>" in page else other
    answer = at_desk.send(f"{desk}/{CHECK}", run=str(first), do="save", comment="Well argued.", **levels(page, 1))
    second = other if first == handed_in else handed_in
    assert answer.location.endswith(f"{desk}/{CHECK}?run={second}")
    page = at_desk.get(answer.location)
    assert "The mark is saved" in page and 'data-comment="Well argued."' in page
    answer = at_desk.send(f"{desk}/{CHECK}", run=str(second), do="save", **levels(page, 0))
    assert answer.location.endswith(desk)
    page = at_desk.get(desk)
    assert "No other answer to this check waits for you." in page and "No answer waits for you." in page
    status = [next(one for one in report_for(db, teacher, run_id).checks if one.id == CHECK).status for run_id in (first, second)]
    assert "waiting" not in status


def test_a_missing_level_keeps_what_was_typed(at_desk: Browser, handed_in: int, desk: str) -> None:
    page = at_desk.get(f"{desk}/{CHECK}?run={handed_in}")
    one = _LEVEL.findall(page)[0]
    answer = at_desk.send(f"{desk}/{CHECK}", 422, run=str(handed_in), do="save", comment="Half <done>.", **{one: "1"})
    assert "Choose one level for each criterion." in answer.text and "Half &lt;done&gt;." in answer.text
    assert re.search(rf'name="{one}" value="1" required checked', answer.text)


def test_runs_of_other_places_and_wrong_numbers_are_not_there(at_desk: Browser, handed_in: int, desk: str) -> None:
    at_desk.get(f"{desk}/{CHECK}?run={handed_in}")
    for wish in ("999999", "x", "-1", "1" * 30, "٣"):
        at_desk.get(f"{desk}/{CHECK}?run={wish}", 404)
        at_desk.send(f"{desk}/{CHECK}", 404, run=wish, do="save")
    at_desk.get(f"{desk}/de_live", 404)
    at_desk.get(f"{desk}/nothing?run={handed_in}", 404)


def test_two_markers_work_apart_and_a_leader_settles(
    app: Flask, at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer, desk: str
) -> None:
    rule(db, teacher, assignment, Rules(markers=2, show_score="after_release"))
    gerda, gustav = (helper(app, db, teacher, course, login) for login in ("gerda", "gustav"))
    page = gerda.get(f"{desk}/{CHECK}?run={handed_in}")
    gerda.send(f"{desk}/{CHECK}", run=str(handed_in), do="save", comment="Only mine to see.", **levels(page, 1))
    assert "It counts once the second marker" in gerda.get(desk)
    for browser in (gustav, at_desk):
        page = browser.get(f"{desk}/{CHECK}?run={handed_in}")
        assert "Somebody has marked this answer." in page and "Only mine to see." not in page and "Gerda" not in page
    gustav.send(f"{desk}/{CHECK}", run=str(handed_in), do="save", comment="Rather thin.", **levels(page, 0))
    page = gustav.get(f"{desk}/{CHECK}?run={handed_in}")
    assert "The two of you differ." in page and "Only mine to see." in page and 'value="settle"' not in page
    gustav.send(f"{desk}/{CHECK}", 409, run=str(handed_in), do="settle", reason="I am right.", **levels(page, 0))
    page = at_desk.get(f"{desk}/{CHECK}?run={handed_in}")
    assert "Rather thin." in page and "Only mine to see." in page and "Settle it" in page
    answer = at_desk.send(f"{desk}/{CHECK}", 422, run=str(handed_in), do="settle", reason=" ", **levels(page, 1))
    assert "Give a reason" in answer.text
    at_desk.send(f"{desk}/{CHECK}", run=str(handed_in), do="settle", reason="Reasons are given.", comment="Good.", **levels(page, 1))
    page = at_desk.get(desk)
    assert "How far the two markers agree" in page and "Kappa" in page
    assert "settled between two markers of thoughts: Reasons are given." in at_desk.get(f"/runs/{handed_in}/review")


def test_the_review_leads_to_the_desk_where_two_mark_and_a_grader_cannot_decide_by_hand(
    app: Flask, at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer
) -> None:
    rule(db, teacher, assignment, Rules(markers=2, show_score="after_release"))
    grader = helper(app, db, teacher, course, "gerda")
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "Two people mark this check, each on their own." in page and "Save the mark" not in page and "Decide by hand" in page
    chosen = levels(at_desk.get(f"/assignments/{assignment.id}/marking/{CHECK}"), 1)
    answer = at_desk.send(f"/runs/{handed_in}/review/mark/{CHECK}", 409, **chosen)
    assert "Two people mark this assignment" in answer.text
    page = grader.get(f"/runs/{handed_in}/review")
    assert "At the marking desk" in page and "Decide by hand" not in page and "Replay and compare" not in page
    grader.send(f"/runs/{handed_in}/review/override/de_live", 404, share="1", reason="Because.")
    grader.send(f"/runs/{handed_in}/review/regrade", 404, reason="Because.")


def test_blind_no_page_of_the_desk_tells_who_it_was(
    app: Flask, at_desk: Browser, db: Database, course: CourseView, assignment: AssignmentView, handed_in: int, teacher: Viewer,
    student: Viewer, desk: str,
) -> None:  # fmt: skip
    rule(db, teacher, assignment, Rules(blind=True, show_score="after_release"))
    for browser in (at_desk, helper(app, db, teacher, course, "gerda"), helper(app, db, teacher, course, "gast", "guest")):
        for path in (desk, f"{desk}/{CHECK}", f"{desk}/{CHECK}?run={handed_in}"):
            page = browser.get(path)
            assert student.name not in page and student.login not in page and f"user:{student.id}" not in page
            assert re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}", page)


def test_students_and_strangers_find_nothing(at_home: Browser, handed_in: int, desk: str) -> None:
    for path in (desk, f"{desk}/{CHECK}", f"{desk}/{CHECK}?run={handed_in}"):
        at_home.get(path, 404)
    at_home.send(f"{desk}/{CHECK}", 404, run=str(handed_in), do="save")


def test_an_assignment_without_answers_says_so(at_desk: Browser, assignment: AssignmentView, desk: str) -> None:
    assert "Nobody has handed in yet." in at_desk.get(desk)
    at_desk.get(f"{desk}/{CHECK}", 302)
