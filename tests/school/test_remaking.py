"""Pictures of runs made again from their originals: the same pixels, or the one that differs is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from lab.images.recipe import Step
from lab.images.store import MediaStore
from lab.school.media import add_picture
from lab.school.models import PictureDraft
from lab.school.remaking import remake_pictures
from lab.school.studio import add_step, make_picture
from lab.values.errors import NotFound
from tests.gallery import OWN, Gallery, make_gallery
from tests.instances import fresh_database
from tests.school.test_media import photo

TURN, SMALL = Step("turn", {"quarters": 1}), Step("resize", {"side": 300})


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Gallery]:
    """The student has made a picture from the own photo, the classmate from an upload."""
    folder = tmp_path_factory.mktemp("remaking")
    db = fresh_database(folder / "instance")
    made = make_gallery(db, folder, markets)
    for step in (TURN, SMALL):
        add_step(db, made.student, made.run_id, f"photo:{OWN}", step)
    assert make_picture(db, made.student, made.run_id, f"photo:{OWN}", "turned")[0].ok
    upload = add_picture(db, made.classmate, made.other_run, "own.png", photo()).sha256
    add_step(db, made.classmate, made.other_run, f"upload:{upload}", SMALL)
    assert make_picture(db, made.classmate, made.other_run, f"upload:{upload}", "small")[0].ok
    with db.write() as session:  # drafts have no part in it
        session.execute(delete(PictureDraft))
    yield made
    db.close()


def test_every_picture_comes_out_with_the_same_pixels(gallery: Gallery) -> None:
    found = list(remake_pictures(gallery.db, ()))
    assert [(run_id, result.source.partition(":")[0]) for run_id, result in found] == [
        (gallery.run_id, "photo"), (gallery.other_run, "upload"),
    ]  # fmt: skip
    assert all(result.found and result.original_is_same and result.is_same for _, result in found)


def test_only_the_runs_named_are_looked_at(gallery: Gallery) -> None:
    assert [run_id for run_id, _ in remake_pictures(gallery.db, (gallery.other_run,))] == [gallery.other_run]


def test_an_upload_that_is_gone_is_named(gallery: Gallery) -> None:
    store = MediaStore(gallery.db.settings.media)
    ((_, before),) = remake_pictures(gallery.db, (gallery.other_run,))
    sha = before.source.removeprefix("upload:")
    data = store.get(sha)
    assert data is not None
    store.remove(sha)
    try:
        ((_, result),) = remake_pictures(gallery.db, (gallery.other_run,))
    finally:
        store.put(sha, data)
    assert (result.found, result.problem) == (False, "original_missing")


def test_a_run_that_is_not_there_is_not_found(gallery: Gallery) -> None:
    with pytest.raises(NotFound, match="no_such_run"):
        list(remake_pictures(gallery.db, (10_000,)))
