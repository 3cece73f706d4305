"""A draft as a student sees it, and played."""

import re
from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import create_draft, file_of, save_file
from lab.school.runs import run_for
from lab.school.scripts import installed_scenario
from lab.web.authoring_form import scenario_files
from tests.school.drafting import small_files
from tests.web.browser import SCENARIO, Browser


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def test_the_brief_reads_as_it_will_and_nothing_of_the_solution_is_in_it(at_desk: Browser, draft_id: int) -> None:
    page = at_desk.get(f"/scenarios/drafts/{draft_id}/preview")
    assert re.search(r"The supplier measured a cord of \d{3} cm\.", page) and "8 points" not in page
    assert "1. Answer" in page and "9 points" in page
    assert "Guten Tag" not in page
    german = at_desk.get(f"/scenarios/drafts/{draft_id}/preview?language=de&student=3&pick.worry=gift")
    assert re.search(r"Der Lieferant misst \d{3} cm Kabel\.", german) and 'value="gift" selected' in german
    numbers = {re.search(r"cord of (\d{3}) cm", at_desk.get(f"/scenarios/drafts/{draft_id}/preview?student={n}"))[1] for n in range(1, 8)}  # type: ignore[index]
    assert len(numbers) > 2


def test_strange_choices_are_answered_with_a_page(at_desk: Browser, draft_id: int) -> None:
    for query in ("student=abc", "student=0", "student=99999", "language=xx", "language=%00", "pick.strange=1"):
        assert "The supplier measured" in at_desk.get(f"/scenarios/drafts/{draft_id}/preview?{query}"), query
    assert "This choice is not offered." in at_desk.get(f"/scenarios/drafts/{draft_id}/preview?pick.worry=moon")


def test_pictures_and_photos_of_the_brief_can_be_looked_at(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    other = create_draft(db, teacher, scenario_files(installed_scenario(SCENARIO)))
    page = at_desk.get(f"/scenarios/drafts/{other}/preview?pick.lamp=arc")
    photos = re.findall(r'src="(/scenarios/photos/lamp-arc/[^"]+)"', page)
    assert len(photos) == 3
    answer = at_desk.client.get(photos[0])
    assert answer.mimetype == "image/jpeg" and answer.data.startswith(b"\xff\xd8")
    assert at_desk.client.get(photos[0].replace("seed=1", "seed=2")).data != answer.data
    at_desk.get("/scenarios/photos/lamp-arc/nowhere", 404)


def test_faults_stand_where_the_brief_would_be(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    file = file_of(db, teacher, draft_id, "scenario.yaml")
    save_file(db, teacher, draft_id, file.path, file.data.replace(b"total: 10", b"total: 3"), seen=file.sha256)
    assert "the checks give 10 points, not 3" in at_desk.get(f"/scenarios/drafts/{draft_id}/preview")
    at_desk.send(f"/scenarios/drafts/{draft_id}/play", 422)
    assert "the checks give 10 points, not 3" in at_desk.page


def test_a_draft_is_played_in_the_seller_centre_and_stays_out_of_the_lists(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    at_desk.get(f"/scenarios/drafts/{draft_id}/preview")
    answer = at_desk.send(f"/scenarios/drafts/{draft_id}/play")
    page = at_desk.get(answer.location)
    assert "This is a try-out of your draft" in page and "End the day" in page
    run_id = int(re.search(r"/runs/(\d+)/", answer.location)[1])  # type: ignore[index]
    assert run_for(db, teacher, run_id).may_act
    assert "Try-outs" not in at_desk.get("/courses")
    at_desk.send(f"/runs/{run_id}/advance", by="day")
    at_desk.get(f"/scenarios/drafts/{draft_id}/preview")
    assert at_desk.send(f"/scenarios/drafts/{draft_id}/play").location == answer.location
    assert at_desk.send(f"/scenarios/drafts/{draft_id}/play", anew="1").location != answer.location
