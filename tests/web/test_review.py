import json
from datetime import UTC, datetime
from threading import Event

from flask import Flask

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import JournalLine, open_run, report_for
from lab.school.worker import work
from lab.web.review import timeline
from tests.web.browser import Browser


def test_the_report_shows_every_task_with_its_points(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "Aigerim Bekova" in page and "of 100 points" in page
    for text in ("Two listings", "Written in the buyers' language", "Not on sale at the moment that counts.", "Grade records"):
        assert text in page, text


def test_a_run_at_work_has_a_timeline_and_no_report_yet(at_desk: Browser, db: Database, student: Viewer, assignment: AssignmentView) -> None:
    run_id = open_run(db, student, assignment.id)
    assert "Not handed in yet" in at_desk.get(f"/runs/{run_id}/review")
    assert "Nothing has been done yet" in at_desk.get(f"/runs/{run_id}/review/timeline")


def test_the_timeline_tells_what_was_done_when_and_why_not(at_desk: Browser, handed_in: int) -> None:
    page = at_desk.get(f"/runs/{handed_in}/review/timeline")
    assert page.index("Handed in the reflection") < page.index("Put a listing on sale") < page.index("Ended the day")
    assert "Refused" in page
    assert "<b>früher</b>" not in at_desk.client.get(f"/runs/{handed_in}/review/timeline").text


def test_a_decision_by_hand_changes_the_points_and_stays_on_record(at_desk: Browser, handed_in: int, db: Database, teacher: Viewer) -> None:
    before = report_for(db, teacher, handed_in)
    missed = next(check for check in before.checks if check.status == "fail" and check.max_points)
    at_desk.get(f"/runs/{handed_in}/review")
    path = f"/runs/{handed_in}/review/override/{missed.id}"
    at_desk.send(path, 422, share="1", reason=" ")
    assert "Give a reason; the student reads it." in at_desk.page
    at_desk.send(path, share="1", reason="The platform was down.")
    after = report_for(db, teacher, handed_in)
    assert float(after.points or 0) == float(before.points or 0) + missed.max_points
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "Decided by the instructor: 1 instead of 0." in page and "The platform was down." in page
    assert f"override of {missed.id}: The platform was down." in page


def test_a_mark_needs_every_criterion_and_then_counts(at_desk: Browser, handed_in: int, db: Database, teacher: Viewer) -> None:
    waiting = next(check for check in report_for(db, teacher, handed_in).checks if check.status == "waiting")
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "Ich würde <b>früher</b> antworten.<br>Und besser rechnen." in page
    path = f"/runs/{handed_in}/review/mark/{waiting.id}"
    at_desk.send(path, 422, comment="well done")
    assert "Choose one level for each criterion." in at_desk.page
    names = {part.split('"')[0] for part in page.split('name="level-')[1:]}
    at_desk.send(path, comment="Sehr gut", **{f"level-{name}": "1" for name in names})
    marked = next(check for check in report_for(db, teacher, handed_in).checks if check.id == waiting.id)
    assert marked.message == "marked"
    assert "Sehr gut" in at_desk.get(f"/runs/{handed_in}/review")


def test_grading_again_shows_what_would_change_and_then_adds_a_record(at_desk: Browser, handed_in: int, db: Database) -> None:
    at_desk.get(f"/runs/{handed_in}/review")
    at_desk.send(f"/runs/{handed_in}/review/regrade", 422, reason="")
    answer = at_desk.send(f"/runs/{handed_in}/review/regrade", reason="A student asked.")
    work(db, Event(), until_idle=True)
    assert "Nothing counts yet." in at_desk.get(answer.location)
    assert "A student asked." not in at_desk.get(f"/runs/{handed_in}/review")
    at_desk.send(f"{answer.location}/apply")
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "regrade: A student asked." in page and page.count("<tr><th scope=\"row\"><time") == 2


def test_a_decision_that_lowers_a_shown_score_waits_for_a_second_person(
    at_desk: Browser, handed_in: int, assignment: AssignmentView, db: Database, teacher: Viewer
) -> None:
    at_desk.get(f"/runs/{handed_in}/review")
    at_desk.send(f"/runs/{handed_in}/review/override/de_live", share="1", reason="Seen by hand.")
    at_desk.send(f"/assignments/{assignment.id}/release")
    at_desk.send(f"/runs/{handed_in}/review/override/de_live", share="1/2", reason="Only half of it.")
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert "It waits for a second person and does not count yet." in page
    assert "A lower score waits for a second person" in page and "Only half of it." in page
    assert next(check for check in report_for(db, teacher, handed_in).checks if check.id == "de_live").fraction == "1"


def test_the_whole_record_can_be_taken_away(at_desk: Browser, handed_in: int) -> None:
    answer = at_desk.client.get(f"/runs/{handed_in}/review/record.json")
    record = json.loads(answer.data)
    assert record["scenario"] == "desk-lamp-two-markets" and record["grade"]["max_points"] == 100
    assert "seed" not in record and "attachment" in answer.headers["Content-Disposition"]


def test_a_student_cannot_review_and_waits_for_the_release(at_home: Browser, at_desk: Browser, handed_in: int, assignment: AssignmentView) -> None:
    for path in ("review", "review/timeline", "review/record.json"):
        at_home.get(f"/runs/{handed_in}/{path}", 404)
    assert "Result not shown yet" in at_home.get("/my")
    at_desk.get(f"/assignments/{assignment.id}")
    at_desk.send(f"/assignments/{assignment.id}/release")
    assert "Result not shown yet" not in at_home.get("/my")


def test_progress_counts_who_began_and_who_handed_in(at_desk: Browser, handed_in: int, assignment: AssignmentView) -> None:
    page = at_desk.get(f"/assignments/{assignment.id}")
    assert "Handed in" in page and f"/runs/{handed_in}/review" in page
    assert "Results of the class" in page


def test_a_new_attempt_opens_the_desk(at_home: Browser, handed_in: int, assignment: AssignmentView) -> None:
    at_home.get("/my")
    answer = at_home.send(f"/my/{assignment.id}/open")
    assert answer.location == f"/runs/{handed_in + 1}/"
    at_home.get(answer.location)


def test_the_gradebook_holds_the_best_points(at_desk: Browser, handed_in: int, assignment: AssignmentView, db: Database, teacher: Viewer) -> None:
    points = report_for(db, teacher, handed_in).points
    page = at_desk.get(f"/courses/{assignment.course_id}/grades")
    assert f'data-sort="{points}"' in page
    answer = at_desk.client.get(f"/courses/{assignment.course_id}/grades.csv")
    assert answer.data.decode("utf-8-sig").splitlines()[1] == f"Aigerim Bekova,aigerim,{points}"


def test_what_was_sent_is_told_in_plain_words(app: Flask) -> None:
    fields = {
        "listing": "meridian/DE/lamp", "price": {"amount": 2490, "currency": "EUR"}, "minutes": 190,
        "items": [{"sku": "lamp", "quantity": 2}], "bullets": ["one", "two"], "title": None,
    }  # fmt: skip
    line = JournalLine(0, 190, datetime(2026, 9, 1, tzinfo=UTC), "user:1", "listing.save", fields, True, "", {})
    with app.test_request_context("/sign-in?lang=en"):
        day = timeline([line], datetime(2026, 9, 1, 8, 0, tzinfo=UTC))[0]
    assert (day.number, day.rows[0].about) == (1, "meridian/DE/lamp")
    assert dict(day.rows[0].fields) == {"price": "€24.90", "minutes": "3 h 10 min", "items": "sku lamp, quantity 2", "bullets": "one\ntwo"}
