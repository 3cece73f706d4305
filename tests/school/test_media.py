"""Pictures of runs."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from lab.listings.actions import AddImage
from lab.scenarios.brief import brief_of, brief_picture
from lab.school import media
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.courses import join_course
from lab.school.database import Database
from lab.school.media import add_picture, picture, pictures_of
from lab.school.models import Course, Media, RunMedia
from lab.school.runs import act, hand_in, open_run, play_of
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.places import SCENARIOS


def photo(colour: str = "navy", side: int = 1200) -> bytes:
    """A square of one colour on white, as a PNG upload."""
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle((side // 8, side // 8, side - side // 8, side - side // 8), fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_an_upload_is_measured_kept_and_shown(db: Database, run_id: int, student: Viewer, teacher: Viewer) -> None:
    image = add_picture(db, student, run_id, " lamp\x00 front.png ", photo())
    assert (image.facts.width_px, image.facts.height_px, image.facts.format) == (1200, 1200, "PNG")
    for viewer in (student, teacher):
        data, kind = picture(db, viewer, run_id, image.sha256, 400)
        assert (kind, opened(data).size, opened(data).format) == ("image/webp", (480, 480), "WEBP")
        data, kind = picture(db, viewer, run_id, image.sha256, 1600)
        assert (kind, opened(data).size, opened(data).format) == ("image/jpeg", (1200, 1200), "JPEG")
    (kept,) = pictures_of(db, student, run_id)
    assert (kept.name, kept.image) == ("lamp front.png", image)


def test_an_uploaded_picture_goes_into_a_listing_and_survives_a_replay(
    db: Database, run_id: int, student: Viewer
) -> None:
    image = add_picture(db, student, run_id, "lamp.png", photo())
    assert act(db, student, run_id, AddImage("meridian/DE/lamp", image)).ok
    db.plays.drop(run_id)
    assert play_of(db, student, run_id).world.listings["meridian/DE/lamp"].images == [image]


def test_the_same_upload_twice_is_one_picture_with_the_newer_name(db: Database, run_id: int, student: Viewer) -> None:
    first = add_picture(db, student, run_id, "a.png", photo())
    second = add_picture(db, student, run_id, "b.png", photo())
    assert first == second
    assert [kept.name for kept in pictures_of(db, student, run_id)] == ["b.png"]


def test_strangers_neither_see_nor_add_pictures(
    db: Database, run_id: int, student: Viewer, stranger: Viewer, teacher: Viewer
) -> None:
    image = add_picture(db, student, run_id, "lamp.png", photo())
    with pytest.raises(NotFound, match="no_such_run"):
        picture(db, stranger, run_id, image.sha256, 400)
    with pytest.raises(NotFound, match="no_such_run"):
        add_picture(db, stranger, run_id, "x.png", photo())
    with pytest.raises(Refused, match="not_your_run"):
        add_picture(db, teacher, run_id, "x.png", photo())


def test_a_picture_of_another_run_is_not_found_in_ones_own(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer, stranger: Viewer
) -> None:
    with db.session() as session:
        join_course(db, stranger, session.get_one(Course, assignment.course_id).join_code)
    other_run = open_run(db, stranger, assignment.id)
    image = add_picture(db, stranger, other_run, "secret.png", photo("maroon"))
    with pytest.raises(NotFound, match="no_such_picture"):
        picture(db, student, run_id, image.sha256, 400)
    assert add_picture(db, student, run_id, "mine.png", photo("maroon")) == image
    assert picture(db, student, run_id, image.sha256, 400)[1] == "image/webp"


@pytest.mark.parametrize("name", ["", "0" * 63, "0" * 64, "../../secret_key", "g" * 64, "A" * 64])
def test_a_name_that_is_no_picture_is_not_found(db: Database, run_id: int, student: Viewer, name: str) -> None:
    with pytest.raises(NotFound, match="no_such_picture"):
        picture(db, student, run_id, name, 400)


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"<svg/>", "unsupported_format")])
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    db: Database, run_id: int, student: Viewer, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput, match=code):
        add_picture(db, student, run_id, "x.png", data)
    with db.session() as session:
        assert session.scalars(select(Media)).all() == []


def test_a_run_holds_sixty_pictures_and_no_more(
    db: Database, run_id: int, student: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert media.MAX_PICTURES == 60
    monkeypatch.setattr(media, "MAX_PICTURES", 2)
    add_picture(db, student, run_id, "1.png", photo("navy", 200))
    add_picture(db, student, run_id, "2.png", photo("teal", 200))
    with pytest.raises(Refused, match="too_many_pictures"):
        add_picture(db, student, run_id, "3.png", photo("olive", 200))
    add_picture(db, student, run_id, "again.png", photo("teal", 200))
    with db.session() as session:
        assert len(session.scalars(select(RunMedia)).all()) == 2


def test_nothing_is_added_after_hand_in(db: Database, run_id: int, student: Viewer) -> None:
    hand_in(db, student, run_id)
    with pytest.raises(Refused, match="run_closed"):
        add_picture(db, student, run_id, "late.png", photo())


def test_pictures_that_the_scenario_gives_are_shown(db: Database, run_id: int, student: Viewer) -> None:
    play = play_of(db, student, run_id)
    given = brief_of(play.scenario, play.variant, "en").pictures
    raw = [brief_picture(play.scenario, play.variant, name) for names in given.values() for name in names]
    held = [image.sha256 for listing in play.world.listings.values() for image in listing.images]
    assert raw and held
    for sha in [hashlib.sha256(data).hexdigest() for data in raw] + held:
        data, kind = picture(db, student, run_id, sha, 160)
        assert (kind, opened(data).width) == ("image/webp", 160)


def test_pictures_of_the_solution_and_of_other_variants_are_not_found(
    db: Database, run_id: int, student: Viewer, teacher: Viewer
) -> None:
    play = play_of(db, student, run_id)
    folder = SCENARIOS / play.scenario.id / "pictures"
    given = {f"raw/{play.variant.picks['lamp']}-{number}.jpg" for number in (1, 2, 3)}
    hashes = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.jpg")
    }
    own = {hashes[name] for name in given}
    own |= {image.sha256 for listing in play.world.listings.values() for image in listing.images}
    hidden = {sha for name, sha in hashes.items() if name not in given} - own
    assert hidden
    for sha in hidden:
        for viewer in (student, teacher):
            with pytest.raises(LabError, match="no_such_picture"):
                picture(db, viewer, run_id, sha, 400)
