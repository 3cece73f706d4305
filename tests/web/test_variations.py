"""Variations of one product: linked in the editor, shown to buyers as choices."""

from pathlib import Path

import pytest

from lab.listings.actions import SaveListing
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.world.world import World
from tests.web.browser import Browser
from tests.web.rewritten import open_rewritten
from tests.web.test_listings import PATH, send

BRASS = "meridian/DE/brass"


def add_brass(folder: Path) -> None:
    path = folder / "scenario.yaml"
    text = path.read_text("utf-8")
    old = 'products: {lamp: "products/${lamp}.yaml"}'
    assert text.count(old) == 1
    path.write_text(text.replace(old, 'products: {lamp: "products/${lamp}.yaml", brass: products/brass.yaml}'), "utf-8")


@pytest.fixture
def two_lamps(db: Database, student: Viewer, assignment: AssignmentView, tmp_path: Path) -> int:
    """The student's run of the sample with a second lamp, of which a listing has been begun."""
    run_id = open_rewritten(db, student, assignment, tmp_path, add_brass)
    assert act(db, student, run_id, SaveListing(BRASS, title="Lampe Messing", attributes={"colour": "gold"})).ok
    return run_id


def world(db: Database, student: Viewer, run_id: int) -> World:
    return play_of(db, student, run_id).world


def link(browser: Browser, run_id: int, path: str = PATH, *, status: int = 302, **changes: str) -> str:
    answer = send(browser, run_id, path, **{"family": "Arc", "axis": "colour", "attribute.colour": "green", **changes})
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def test_linked_listings_are_choices_on_one_page(at_home: Browser, db: Database, student: Viewer, two_lamps: int) -> None:
    link(at_home, two_lamps)
    link(at_home, two_lamps, f"listings/{BRASS}", **{"attribute.colour": "gold", "family": " Arc "})
    listings = world(db, student, two_lamps).listings
    assert [(one.family, one.axis) for one in (listings["meridian/DE/lamp"], listings[BRASS])] == [("Arc", "colour")] * 2
    page = at_home.get(f"/runs/{two_lamps}/{PATH}")
    assert f'href="/runs/{two_lamps}/listings/{BRASS}"' in page and "<bdi>gold</bdi>" in page
    shop = at_home.get(f"/runs/{two_lamps}/store/meridian/DE/item/lamp")
    assert "item-choices" not in shop  # the other is not on sale, so buyers have no choice
    listings[BRASS].live_since = 0
    shop = at_home.get(f"/runs/{two_lamps}/store/meridian/DE/item/lamp")
    choices = shop[shop.index("item-choices") : shop.index("</nav>", shop.index("item-choices"))]
    assert 'aria-label="Farbe"' in choices and 'href="brass"' in choices and ">gold</a>" in choices
    assert 'href="lamp" aria-current="page">grün</a>' in choices


def test_a_link_is_taken_away_by_emptying_its_name(at_home: Browser, db: Database, student: Viewer, two_lamps: int) -> None:
    link(at_home, two_lamps)
    before = play_of(db, student, two_lamps).seq
    link(at_home, two_lamps)
    assert play_of(db, student, two_lamps).seq == before  # nothing has changed
    link(at_home, two_lamps, family=" ")
    assert world(db, student, two_lamps).listings["meridian/DE/lamp"].family == ""


def test_what_does_not_fit_is_said_beside_its_field(at_home: Browser, db: Database, student: Viewer, two_lamps: int) -> None:
    link(at_home, two_lamps)
    page = link(at_home, two_lamps, f"listings/{BRASS}", status=409, axis="socket")
    assert 'id="f-axis-fault"' in page and "differ in something else" in page
    page = link(at_home, two_lamps, f"listings/{BRASS}", status=409, axis="")
    assert 'id="f-axis-fault"' in page
    page = link(at_home, two_lamps, f"listings/{BRASS}", status=409, family="x" * 61)
    assert 'id="f-family-fault"' in page
    link(at_home, two_lamps, f"listings/{BRASS}")
    assert "Another variation is “green” too" in at_home.get(f"/runs/{two_lamps}/listings/{BRASS}")


def test_the_live_check_reads_them_too(at_home: Browser, db: Database, student: Viewer, two_lamps: int) -> None:
    faults = send(at_home, two_lamps, f"{PATH}/check", family="Arc", axis="colour").json
    assert faults is not None and "family" in faults["faults"]
    assert world(db, student, two_lamps).listings.get("meridian/DE/lamp") is None
