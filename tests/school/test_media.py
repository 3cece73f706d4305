"""Pictures of runs."""

import hashlib
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select, update

from lab.images.store import MediaStore
from lab.listings.picture_actions import AddImage
from lab.scenarios.brief import brief_picture
from lab.scenarios.script import load_scenario
from lab.school import media
from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.courses import join_course
from lab.school.database import Database
from lab.school.media import add_picture, make_next_copies, original, picture, picture_of, pictures_of
from lab.school.models import Assignment, Course, Media, Run, RunMedia
from lab.school.runs import act, hand_in, open_run, play_of
from lab.school.scripts import keep_script
from lab.school.worker import work
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.places import SCENARIOS
from tests.scenarios.small import write_small


def photo(colour: str = "navy", side: int = 240) -> bytes:
    """A square of one colour on white, as a PNG upload."""
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle((side // 8, side // 8, side - side // 8, side - side // 8), fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_an_upload_is_measured_kept_and_shown(db: Database, run_id: int, student: Viewer, teacher: Viewer) -> None:
    image = add_picture(db, student, run_id, " lamp\x00 front.png ", photo(side=1200))
    assert (image.facts.width_px, image.facts.height_px, image.facts.format) == (1200, 1200, "PNG")
    for viewer in (student, teacher):
        for width, kind, size in ((400, "webp", 480), (100, "avif", 160), (1600, "webp", 1200), (9000, "jpeg", 1200)):
            shown = opened(picture(db, viewer, run_id, image.sha256, width, kind))
            assert (shown.size, shown.format) == ((size, size), kind.upper())
        kept = opened(original(db, viewer, run_id, image.sha256))
        assert (kept.size, kept.format) == ((1200, 1200), "JPEG")
    (held,) = pictures_of(db, student, run_id)
    assert (held.name, held.image, held.kind, held.source) == ("lamp front.png", image, "upload", "")
    assert picture_of(db, teacher, run_id, image.sha256) == held


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
        picture(db, stranger, run_id, image.sha256, 400, "webp")
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
        picture(db, student, run_id, image.sha256, 400, "webp")
    mine = add_picture(db, student, run_id, "mine.png", photo("maroon"))
    assert (mine.sha256, mine.facts) == (image.sha256, image.facts)
    assert opened(picture(db, student, run_id, image.sha256, 400, "webp")).format == "WEBP"


@pytest.mark.parametrize("name", ["", "0" * 63, "0" * 64, "../../secret_key", "g" * 64, "A" * 64])
def test_a_name_that_is_no_picture_is_not_found(db: Database, run_id: int, student: Viewer, name: str) -> None:
    with pytest.raises(NotFound, match="no_such_picture"):
        picture(db, student, run_id, name, 400, "webp")
    with pytest.raises(NotFound, match="no_such_picture"):
        original(db, student, run_id, name)
    with pytest.raises(NotFound, match="no_such_picture"):
        picture_of(db, student, run_id, name)


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


def test_pictures_that_the_scenario_gives_are_shown(
    db: Database, run_id: int, assignment: AssignmentView, student: Viewer, tmp_path: Path
) -> None:
    brief = 'brief: {pictures: {bulb: ["raw/${worry}.jpg"]}}\nfacts:\n  cord:'
    folder = write_small(tmp_path / "small", ("facts:\n  cord:", brief))
    (folder / "pictures" / "raw").mkdir(parents=True)
    for number, worry in enumerate(("cord", "gift")):
        Image.new("RGB", (300 + number, 200), "navy").save(folder / "pictures" / "raw" / f"{worry}.jpg")
    with db.write() as session:
        row = session.get_one(Assignment, assignment.id)
        row.content_hash = keep_script(db.settings, load_scenario(folder))
        session.execute(update(Run).where(Run.id == run_id).values(picks={}))
    db.plays.drop(run_id)
    play = play_of(db, student, run_id)
    own = brief_picture(play.scenario, play.variant, f"raw/{play.variant.values['worry']}.jpg")
    held = [image.sha256 for listing in play.world.listings.values() for image in listing.images]
    assert held
    for sha in [hashlib.sha256(own).hexdigest(), *held]:
        shown = opened(picture(db, student, run_id, sha, 160, "webp"))
        assert (shown.format, shown.width) == ("WEBP", 160)
    other = {"cord": "gift", "gift": "cord"}[play.variant.values["worry"]]
    hidden = hashlib.sha256((folder / "pictures" / "raw" / f"{other}.jpg").read_bytes()).hexdigest()
    with pytest.raises(NotFound, match="no_such_picture"):
        picture(db, student, run_id, hidden, 160, "webp")


def test_pictures_of_the_solution_and_of_other_variants_are_not_found(
    db: Database, run_id: int, student: Viewer, teacher: Viewer
) -> None:
    play = play_of(db, student, run_id)
    folder = SCENARIOS / play.scenario.id / "pictures"
    own = {image.sha256 for listing in play.world.listings.values() for image in listing.images}
    hidden = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.jpg")} - own
    assert len(hidden) > 4
    for sha in hidden:
        for viewer in (student, teacher):
            with pytest.raises(LabError, match="no_such_picture"):
                picture(db, viewer, run_id, sha, 400, "webp")


def test_smaller_copies_are_made_at_the_first_look_and_all_at_once(db: Database, run_id: int, student: Viewer) -> None:
    image = add_picture(db, student, run_id, "lamp.png", photo())
    store = MediaStore(db.settings.media)
    assert not store.has_renditions(image.sha256)
    first = picture(db, student, run_id, image.sha256, 480, "avif")
    assert store.has_renditions(image.sha256)
    assert picture(db, student, run_id, image.sha256, 480, "avif") == first


def sizes_made(db: Database) -> list[bool]:
    with db.session() as session:
        rows = session.scalars(select(Media).order_by(Media.first_seen_at, Media.sha256))
        return [row.sizes_at is not None for row in rows]


def test_a_worker_makes_the_copies_of_one_picture_after_another_until_none_is_left(
    db: Database, run_id: int, student: Viewer
) -> None:
    images = [add_picture(db, student, run_id, f"{colour}.png", photo(colour, 200)) for colour in ("navy", "teal")]
    store = MediaStore(db.settings.media)
    done = []
    while make_next_copies(db):
        done.append([store.has_renditions(image.sha256) for image in images])
    assert done == [[True, False], [True, True]]
    assert sizes_made(db) == [True, True]


def test_a_worker_that_has_no_job_makes_copies_and_then_stops(db: Database, run_id: int, student: Viewer) -> None:
    image = add_picture(db, student, run_id, "navy.png", photo("navy", 200))
    assert work(db, Event(), until_idle=True) == 0
    assert MediaStore(db.settings.media).has_renditions(image.sha256)


def test_a_picture_whose_file_is_gone_or_broken_is_passed_over(
    db: Database, run_id: int, student: Viewer, caplog: pytest.LogCaptureFixture
) -> None:
    gone, broken, whole = (
        add_picture(db, student, run_id, f"{colour}.png", photo(colour, 200)).sha256
        for colour in ("navy", "teal", "olive")
    )
    store = MediaStore(db.settings.media)
    store.remove(gone)
    (store.folder / broken[:2] / broken[2:]).write_bytes(b"\xff\xd8 not a picture")
    while make_next_copies(db):
        pass
    assert sizes_made(db) == [True] * 3
    assert [store.has_renditions(sha) for sha in (gone, broken, whole)] == [False, False, True]
    assert len(caplog.records) == 2
