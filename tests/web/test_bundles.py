"""Downloading a run, and the receipts on its report."""

import io

from lab.bundles.reading import read_lines
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView, release_scores
from lab.school.database import Database
from lab.school.receipts import receipts_of
from tests.web.browser import Browser


def test_a_student_downloads_the_run_after_handing_in(at_home: Browser, handed_in: int) -> None:
    page = at_home.get(f"/runs/{handed_in}/report")
    assert f'href="/runs/{handed_in}/bundle"' in page
    answer = at_home.client.get(f"/runs/{handed_in}/bundle")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="run-{handed_in}.tradewind"'
    bundle = read_lines(io.BytesIO(answer.data))
    assert (bundle.head.actions, bundle.head.deal.seed) == (3, None)


def test_an_open_run_sends_the_student_back_with_the_reason(at_home: Browser, run_id: int) -> None:
    answer = at_home.client.get(f"/runs/{run_id}/bundle")
    assert (answer.status_code, answer.location) == (302, f"/runs/{run_id}/report")
    assert "once you have handed it in" in at_home.get(f"/runs/{run_id}/report")
    assert "/bundle" not in at_home.page


def test_the_report_lists_the_receipts_that_its_reader_may_have(
    db: Database, at_home: Browser, at_desk: Browser, handed_in: int, student: Viewer, teacher: Viewer, assignment: AssignmentView
) -> None:
    grade, hand = receipts_of(db, teacher, handed_in)
    page = at_home.get(f"/runs/{handed_in}/report")
    assert hand.code in page and grade.code not in page
    page = at_desk.get(f"/runs/{handed_in}/review")
    assert hand.code in page and grade.code in page
    release_scores(db, teacher, assignment.id)
    assert grade.code in at_home.get(f"/runs/{handed_in}/report")
