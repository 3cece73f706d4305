"""A run's own raw photos."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, select

from lab.images.process import shared_process
from lab.images.store import MediaStore
from lab.scenarios.photos import photo_seed
from lab.school.media import picture, pictures_of
from lab.school.models import RunMedia
from lab.school.photos import raw_photo
from lab.school.runs import hand_in, open_run, play_of
from lab.values.errors import NotFound
from tests.gallery import OWN, RIVAL, Gallery, make_gallery
from tests.instances import fresh_database


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Gallery]:
    folder = tmp_path_factory.mktemp("photos")
    db = fresh_database(folder / "instance")
    yield make_gallery(db, folder, markets)
    db.close()


def kept(gallery: Gallery, run_id: int) -> list[RunMedia]:
    with gallery.db.session() as session:
        return list(session.scalars(select(RunMedia).where(RunMedia.run_id == run_id).order_by(RunMedia.source)))


def test_a_photo_is_developed_when_somebody_looks_and_kept_as_the_camera_wrote_it(gallery: Gallery) -> None:
    photo = raw_photo(gallery.db, gallery.student, gallery.run_id, OWN)
    assert (photo.asset, photo.sku, photo.sha256) == (OWN, "bulb", hashlib.sha256(photo.jpeg).hexdigest())
    with Image.open(BytesIO(photo.jpeg)) as opened:
        assert (opened.format, opened.getexif()[271]) == ("JPEG", "Larkfield")
        assert sorted(opened.size) == sorted((photo.width, photo.height)) == [1200, 1600]
    (row,) = [row for row in kept(gallery, gallery.run_id) if row.source == OWN]
    assert (row.sha256, row.kind, row.name) == (photo.sha256, "photo", OWN)
    assert MediaStore(gallery.db.settings.media).get(photo.sha256) == photo.jpeg


def test_the_same_student_always_gets_the_same_photo(gallery: Gallery) -> None:
    first = raw_photo(gallery.db, gallery.student, gallery.run_id, OWN)
    assert raw_photo(gallery.db, gallery.student, gallery.run_id, OWN) == first
    MediaStore(gallery.db.settings.media).remove(first.sha256)  # as after a restore without its media folder
    assert raw_photo(gallery.db, gallery.student, gallery.run_id, OWN) == first
    with gallery.db.write() as session:
        session.execute(delete(RunMedia).where(RunMedia.run_id == gallery.run_id))
    assert raw_photo(gallery.db, gallery.student, gallery.run_id, OWN) == first


def test_two_students_and_two_attempts_get_other_bytes_of_the_same_view(gallery: Gallery) -> None:
    student, first = gallery.newcomer()
    hand_in(gallery.db, student, first)
    second = open_run(gallery.db, student, gallery.assignment_id)
    assert second != first
    photos = [
        raw_photo(gallery.db, gallery.classmate, gallery.other_run, OWN),
        raw_photo(gallery.db, student, first, OWN),
        raw_photo(gallery.db, student, second, OWN),
    ]
    assert len({photo.sha256 for photo in photos}) == 3
    assert {photo.asset for photo in photos} == {OWN}


def test_the_teacher_sees_the_students_photo_and_not_another(gallery: Gallery) -> None:
    assert raw_photo(gallery.db, gallery.teacher, gallery.other_run, OWN) == raw_photo(
        gallery.db, gallery.classmate, gallery.other_run, OWN
    )


def test_a_rivals_photo_bears_its_watermark(gallery: Gallery) -> None:
    given = raw_photo(gallery.db, gallery.student, gallery.run_id, RIVAL)
    seed = photo_seed(play_of(gallery.db, gallery.student, gallery.run_id).variant, RIVAL)
    assert given.sha256 == shared_process().develop(RIVAL, seed, "MUGLAND").sha256
    assert given.sha256 != shared_process().develop(RIVAL, seed).sha256


@pytest.mark.parametrize("asset", ["lamp-brass/front", "lamp-arc/side", "lamp-arc", "", "../secret", "lamp-arc/front/"])
def test_a_photo_that_was_not_given_is_not_there(gallery: Gallery, asset: str) -> None:
    before = len(kept(gallery, gallery.run_id))
    with pytest.raises(NotFound, match="no_such_picture"):
        raw_photo(gallery.db, gallery.student, gallery.run_id, asset)
    assert len(kept(gallery, gallery.run_id)) == before


def test_for_strangers_there_is_no_run_and_for_classmates_none_but_their_own(gallery: Gallery) -> None:
    for viewer in (gallery.stranger, gallery.classmate):
        with pytest.raises(NotFound, match="no_such_run"):
            raw_photo(gallery.db, viewer, gallery.run_id, OWN)
    sha = raw_photo(gallery.db, gallery.student, gallery.run_id, OWN).sha256
    with pytest.raises(NotFound, match="no_such_picture"):
        picture(gallery.db, gallery.classmate, gallery.other_run, sha, 480, "webp")


def test_photos_take_no_room_among_the_students_own_pictures(gallery: Gallery) -> None:
    raw_photo(gallery.db, gallery.student, gallery.run_id, OWN)
    assert pictures_of(gallery.db, gallery.student, gallery.run_id) == []


def test_the_small_copies_of_a_photo_are_upright_and_tell_nothing_of_the_camera(gallery: Gallery) -> None:
    photo = raw_photo(gallery.db, gallery.student, gallery.run_id, OWN)
    with Image.open(BytesIO(picture(gallery.db, gallery.student, gallery.run_id, photo.sha256, 160, "jpeg"))) as small:
        assert (small.width > small.height) == (photo.width > photo.height)
        assert dict(small.getexif()) == {}


def test_a_run_that_was_handed_in_still_shows_its_photos(gallery: Gallery) -> None:
    student, run_id = gallery.newcomer()
    hand_in(gallery.db, student, run_id)
    photo = raw_photo(gallery.db, student, run_id, OWN)
    assert raw_photo(gallery.db, gallery.teacher, run_id, OWN) == photo
