from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import assign
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.releases import (
    change_release,
    newest_release,
    offered_scenario,
    offers,
    release_for,
    releases_of,
    version_key,
)
from lab.values.errors import NotFound
from tests.school.drafting import add_release


@pytest.fixture
def released(db: Database, teacher: Viewer, tmp_path: Path) -> dict[str, int]:
    """Three versions of the small scenario, as their releases stand in the database; by version."""
    return {version: add_release(db, teacher, tmp_path / version, version) for version in ("1.0.0", "1.2.0", "1.10.0")}


def names(db: Database, viewer: Viewer) -> list[str]:
    return [one.name for one in offers(db, viewer) if one.release is not None]


def test_the_newest_version_is_offered_beside_the_library(db: Database, teacher: Viewer, released: dict[str, int]) -> None:
    assert names(db, teacher) == ["small@1.10.0"]
    assert offers(db, teacher)[0].release is None
    newest = newest_release(db, teacher, "small")
    assert newest is not None and newest.version == "1.10.0"
    assert version_key("1.10.0") > version_key("1.9.3")


def test_a_release_is_one_s_own_until_it_is_shared(
    db: Database, teacher: Viewer, other_teacher: Viewer, student: Viewer, admin: Viewer, released: dict[str, int]
) -> None:
    number = released["1.10.0"]
    assert len(releases_of(db, teacher)) == len(releases_of(db, admin)) == 3
    assert releases_of(db, other_teacher) == releases_of(db, student) == []
    for viewer in (other_teacher, student):
        with pytest.raises(NotFound):
            release_for(db, viewer, number)
        with pytest.raises(NotFound):
            offered_scenario(db, viewer, "small@1.10.0")
    assert change_release(db, teacher, number, shared=True).shared
    assert names(db, other_teacher) == ["small@1.10.0"]
    seen = release_for(db, other_teacher, number)
    assert not seen.is_own and offered_scenario(db, other_teacher, seen.name).version == "1.10.0"
    with pytest.raises(NotFound, match="no_such_release"):
        change_release(db, other_teacher, number, withdrawn=True)
    with pytest.raises(NotFound):
        change_release(db, student, number, shared=False)


def test_a_withdrawn_release_is_offered_no_more_but_what_was_assigned_stays(
    db: Database, teacher: Viewer, course: CourseView, released: dict[str, int]
) -> None:
    given = assign(db, teacher, course.id, scenario_id="small@1.10.0")
    assert (given.scenario_id, given.version) == ("small", "1.10.0")
    change_release(db, teacher, released["1.10.0"], withdrawn=True)
    assert names(db, teacher) == ["small@1.2.0"]
    with pytest.raises(NotFound, match="no_such_scenario"):
        assign(db, teacher, course.id, scenario_id="small@1.10.0")
    assert assign(db, teacher, course.id, scenario_id="small@1.0.0").version == "1.0.0"
    change_release(db, teacher, released["1.10.0"], withdrawn=False)
    assert names(db, teacher) == ["small@1.10.0"]


def test_a_release_whose_copy_is_lost_does_not_hide_the_others(db: Database, teacher: Viewer, released: dict[str, int]) -> None:
    lost = release_for(db, teacher, released["1.10.0"])
    (db.settings.scripts / lost.content_hash).rename(db.settings.scripts / "away")
    assert names(db, teacher) == []
    assert len(offers(db, teacher)) >= 4


@pytest.mark.parametrize("name", ["small@", "small@9.9.9", "@1.0.0", "nothing", "x" * 500 + "@1", "small@1.0.0@1"])
def test_a_name_that_nothing_bears_is_not_found(db: Database, teacher: Viewer, released: dict[str, int], name: str) -> None:
    with pytest.raises(NotFound, match="no_such_scenario"):
        offered_scenario(db, teacher, name)
