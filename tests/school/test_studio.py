"""The picture studio of a run."""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from lab.images.process import shared_process
from lab.images.recipe import MAX_STEPS, Step
from lab.listings.picture_actions import AddImage, EditImage
from lab.scenarios.remade import remade
from lab.school import studio
from lab.school.accounts import Viewer
from lab.school.media import add_picture, original, picture, picture_of, pictures_of
from lab.school.models import Media, PictureDraft, RunMedia
from lab.school.photos import raw_photo
from lab.school.privacy import delete_person, export_person
from lab.school.runs import act, hand_in, play_of
from lab.school.studio import (
    add_step,
    draft_measured,
    draft_of,
    drafts_of,
    make_picture,
    neutral_gains,
    original_of,
    preview,
    redo,
    suggest_outline,
    take_up_recipe,
    undo,
)
from lab.values.errors import BadInput, LabError, NotFound, Refused
from tests.gallery import OWN, Gallery, make_gallery
from tests.instances import fresh_database

PHOTO = f"photo:{OWN}"
TURN = Step("turn", {"quarters": 1})
CROP = Step("crop", {"left": 1000, "top": 1000, "width": 8000, "height": 8000})
LIGHTER = Step("exposure", {"stops": 40})
SMALL = Step("resize", {"side": 300})
FRAME = Step("frame", {"across": 1, "down": 1, "fill": 880})
BOX = (500, 500, 9000, 9000)
LISTING = "meridian/DE/bulb"
Desk = tuple[Gallery, Viewer, int]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Gallery]:
    folder = tmp_path_factory.mktemp("studio")
    db = fresh_database(folder / "instance")
    yield make_gallery(db, folder, markets)
    db.close()


@pytest.fixture
def desk(gallery: Gallery) -> tuple[Gallery, Viewer, int]:
    """The gallery, a student who is new in it, and their run."""
    return (gallery, *gallery.newcomer())


def drawing(colour: str = "navy", width: int = 360, height: int = 300) -> bytes:
    image = Image.new("RGB", (width, height), (250, 240, 225))
    ImageDraw.Draw(image).rectangle((width // 4, height // 4, width - width // 4, height - height // 4), fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def upload(desk: Desk) -> str:
    """A small upload in the student's run, as a source; quicker to work on than a photo."""
    gallery, student, run_id = desk
    return f"upload:{add_picture(gallery.db, student, run_id, 'box.png', drawing()).sha256}"


def shown(jpeg: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(jpeg)) as opened:
        return opened.size


def test_a_draft_begins_empty_and_outlives_a_reload(desk: Desk) -> None:
    gallery, student, run_id = desk
    assert draft_of(gallery.db, student, run_id, PHOTO) == studio.Draft(PHOTO, (), (), None)
    add_step(gallery.db, student, run_id, PHOTO, TURN)
    made = add_step(gallery.db, student, run_id, PHOTO, CROP)
    gallery.db.plays.drop(run_id)
    again = draft_of(gallery.db, student, run_id, PHOTO)
    assert (again.steps, again.undone) == ((TURN, CROP), ()) == (made.steps, made.undone)
    assert not again.is_cut_out
    assert list(drafts_of(gallery.db, student, run_id)) == [PHOTO]


def test_steps_are_taken_back_and_done_again_in_their_order(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    for step in (TURN, CROP, LIGHTER):
        add_step(gallery.db, student, run_id, upload, step)
    assert undo(gallery.db, student, run_id, upload).steps == (TURN, CROP)
    back = undo(gallery.db, student, run_id, upload, 2)
    assert (back.steps, back.undone) == ((), (LIGHTER, CROP, TURN))
    assert drafts_of(gallery.db, student, run_id) == {}
    assert redo(gallery.db, student, run_id, upload).steps == (TURN,)
    assert redo(gallery.db, student, run_id, upload).steps == (TURN, CROP)
    other = add_step(gallery.db, student, run_id, upload, SMALL)
    assert (other.steps, other.undone) == ((TURN, CROP, SMALL), ())
    assert redo(gallery.db, student, run_id, upload).steps == (TURN, CROP, SMALL)


def test_starting_over_takes_everything_back_and_no_more(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    for step in (TURN, CROP):
        add_step(gallery.db, student, run_id, upload, step)
    over = undo(gallery.db, student, run_id, upload, 999)
    assert (over.steps, over.undone) == ((), (CROP, TURN))
    assert undo(gallery.db, student, run_id, upload).undone == (CROP, TURN)
    assert undo(gallery.db, student, run_id, upload, 0).undone == (CROP, TURN)


def test_every_source_and_every_run_has_a_draft_of_its_own(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    other, other_run = gallery.newcomer()
    add_step(gallery.db, student, run_id, PHOTO, TURN)
    add_step(gallery.db, student, run_id, upload, CROP)
    add_step(gallery.db, other, other_run, PHOTO, LIGHTER)
    assert {source: draft.steps for source, draft in drafts_of(gallery.db, student, run_id).items()} == {
        PHOTO: (TURN,), upload: (CROP,),
    }  # fmt: skip
    assert [draft.steps for draft in drafts_of(gallery.db, other, other_run).values()] == [(LIGHTER,)]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([Step("paint")], "no_such_tool"),
        ([Step("turn", {"quarters": 0})], "setting_out_of_range"),
        ([FRAME], "cut_out_first"),
        ([Step("crop", {"left": 9000, "top": 0, "width": 2000, "height": 2000})], "box_outside"),
        ([TURN] * (MAX_STEPS + 1), "too_many_steps"),
    ],
)
def test_a_step_that_cannot_be_leaves_the_draft_as_it_was(
    desk: Desk, upload: str, steps: list[Step], code: str
) -> None:
    gallery, student, run_id = desk
    with pytest.raises(BadInput, match=code):
        for step in steps:
            add_step(gallery.db, student, run_id, upload, step)
    assert draft_of(gallery.db, student, run_id, upload).steps == tuple(steps[:-1])


@pytest.mark.parametrize(
    "source",
    ["photo:lamp-brass/front", "photo:", "upload:" + "0" * 64, "upload:../x", "a poem", "", "photo:" + "x" * 200],
)
def test_nothing_is_worked_on_that_the_run_does_not_have(desk: Desk, source: str) -> None:
    gallery, student, run_id = desk
    for deed in (
        lambda: original_of(gallery.db, student, run_id, source),
        lambda: add_step(gallery.db, student, run_id, source, TURN),
        lambda: undo(gallery.db, student, run_id, source),
        lambda: suggest_outline(gallery.db, student, run_id, source, BOX),
        lambda: neutral_gains(gallery.db, student, run_id, source, 5000, 5000),
        lambda: preview(gallery.db, student, run_id, source, (), 480),
    ):
        with pytest.raises(NotFound, match="no_such_picture"):
            deed()
    with pytest.raises(LabError):
        make_picture(gallery.db, student, run_id, source, "x")
    with gallery.db.session() as session:
        assert session.scalars(select(PictureDraft).where(PictureDraft.run_id == run_id)).all() == []


def test_a_preview_is_as_large_as_asked_and_made_once(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    first = preview(gallery.db, student, run_id, upload, (CROP,), 480)
    assert (first.width, first.height) == shown(first.jpeg) == (288, 240)
    assert preview(gallery.db, student, run_id, upload, (CROP,), 1) is first
    assert preview(gallery.db, student, run_id, upload, (CROP, TURN), 480).jpeg != first.jpeg
    large = preview(gallery.db, student, run_id, PHOTO, (), 99_999)
    assert max(large.width, large.height) == 1600
    small = preview(gallery.db, student, run_id, PHOTO, (), 400)
    assert max(small.width, small.height) == 480
    assert preview(gallery.db, student, run_id, PHOTO, (), 99_999) is large


def test_old_previews_are_forgotten(desk: Desk, upload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery, student, run_id = desk
    monkeypatch.setattr(studio, "_KEPT", 2)
    steps = [(Step("exposure", {"stops": stops}),) for stops in (10, 20, 30)]
    first = preview(gallery.db, student, run_id, upload, steps[0], 480)
    second = preview(gallery.db, student, run_id, upload, steps[1], 480)
    assert preview(gallery.db, student, run_id, upload, steps[0], 480) is first  # used again, so the second is older
    preview(gallery.db, student, run_id, upload, steps[2], 480)
    assert preview(gallery.db, student, run_id, upload, steps[0], 480) is first
    again = preview(gallery.db, student, run_id, upload, steps[1], 480)
    assert again is not second and again == second


def test_a_grey_place_gives_the_gains_that_make_it_neutral(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    step = neutral_gains(gallery.db, student, run_id, upload, 500, 500)
    assert step.do == "balance" and step.n["red"] < step.n["green"] < step.n["blue"]
    made = preview(gallery.db, student, run_id, upload, (step,), 480)
    with Image.open(BytesIO(made.jpeg)) as opened:
        corner = opened.convert("RGB").getpixel((10, 10))
    assert isinstance(corner, tuple) and max(corner) - min(corner) <= 3
    with pytest.raises(BadInput, match="patch_unusable"):  # the box is so dark that it tells nothing of the light
        neutral_gains(gallery.db, student, run_id, upload, 5000, 5000)


def test_a_cut_out_is_put_right_in_place_and_can_be_framed(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, LIGHTER)
    first = suggest_outline(gallery.db, student, run_id, upload, BOX)
    assert [step.do for step in first.steps] == ["exposure", "cutout"] and first.is_cut_out
    assert first.steps[-1].t["outline"] and first.steps[-1].t["strokes"] == ""
    strokes = "drop 300 3000,3000"
    second = suggest_outline(gallery.db, student, run_id, upload, BOX, strokes)
    assert [step.do for step in second.steps] == ["exposure", "cutout"]
    assert second.steps[-1].t["strokes"] == strokes and second.steps[-1].t["outline"] != first.steps[-1].t["outline"]
    framed = add_step(gallery.db, student, run_id, upload, FRAME)
    third = suggest_outline(gallery.db, student, run_id, upload, BOX)
    assert [step.do for step in framed.steps + third.steps[3:]] == ["exposure", "cutout", "frame", "cutout"]
    with pytest.raises(BadInput, match="strokes_unreadable"):
        suggest_outline(gallery.db, student, run_id, upload, BOX, "scribble")


def test_what_a_draft_measures_is_told_before_it_is_made(desk: Desk) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, PHOTO, SMALL)
    measured = draft_measured(gallery.db, student, run_id, PHOTO)
    assert max(measured.facts.width_px, measured.facts.height_px) == 300
    assert measured.compared is not None and measured.compared.asset == OWN
    assert draft_measured(gallery.db, student, run_id, PHOTO) is measured
    assert pictures_of(gallery.db, student, run_id) == []
    tiny = Step("crop", {"left": 0, "top": 0, "width": 1000, "height": 1000})
    add_step(gallery.db, student, run_id, PHOTO, tiny)
    with pytest.raises(BadInput, match="too_small"):
        draft_measured(gallery.db, student, run_id, PHOTO)


def test_a_picture_is_made_kept_and_written_into_the_journal_with_its_recipe(desk: Desk) -> None:
    gallery, student, run_id = desk
    for step in (CROP, LIGHTER, SMALL):
        add_step(gallery.db, student, run_id, PHOTO, step)
    outcome, image = make_picture(gallery.db, student, run_id, PHOTO, " Lamp\x00, lighter ")
    assert outcome.ok
    data = original(gallery.db, student, run_id, image.sha256)
    assert hashlib.sha256(data).hexdigest() == image.sha256 and max(shown(data)) == 300
    (kept,) = pictures_of(gallery.db, student, run_id)
    assert (kept.name, kept.kind, kept.source, kept.image) == ("Lamp, lighter", "made", PHOTO, image)
    play = play_of(gallery.db, student, run_id)
    (row,) = play.rows
    action = row.deed.action
    assert isinstance(action, EditImage) and row.deed.ok
    photo = raw_photo(gallery.db, student, run_id, OWN)
    assert (action.source, action.original, action.steps) == (PHOTO, photo.sha256, (CROP, LIGHTER, SMALL))
    assert action.image == image and image.compared is not None and image.compared.asset == OWN
    assert play.world.pictures[image.sha256].steps == [CROP, LIGHTER, SMALL]
    assert draft_of(gallery.db, student, run_id, PHOTO).steps == (CROP, LIGHTER, SMALL)


def test_a_made_picture_goes_into_a_listing_and_a_replay_comes_to_the_same_world(desk: Desk) -> None:
    gallery, student, run_id = desk
    for step in (CROP, Step("label", {
        "x": 500, "y": 500, "width": 9000, "size": 800, "align": 0, "bold": 0, "ink": 0x151D21, "plate": 0xFFFFFF,
    }, {"text": "E27, 8 W", "lang": "de"}), SMALL):  # fmt: skip
        add_step(gallery.db, student, run_id, PHOTO, step)
    _, image = make_picture(gallery.db, student, run_id, PHOTO, "Lamp")
    assert act(gallery.db, student, run_id, AddImage(LISTING, image)).ok
    play = play_of(gallery.db, student, run_id)
    assert play.world.listings[LISTING].images[-1] == image
    assert [label.text for label in play.world.pictures[image.sha256].labels] == ["E27, 8 W"]
    before, chained = play.world_hash(), play.chain_hash
    gallery.db.plays.drop(run_id)
    again = play_of(gallery.db, student, run_id)
    assert (again.world_hash(), again.chain_hash) == (before, chained)
    (found,) = remade(again, shared_process(), dict[str, bytes]().get)
    assert (found.found, found.original_is_same, found.is_same) == (True, True, True)


def test_an_upload_can_be_worked_on_and_is_made_again_from_the_store(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    outcome, image = make_picture(gallery.db, student, run_id, upload, "box")
    assert outcome.ok and shown(original(gallery.db, student, run_id, image.sha256)) == (288, 240)
    assert [one.kind for one in pictures_of(gallery.db, student, run_id)] == ["upload", "made"]
    play = play_of(gallery.db, student, run_id)
    (found,) = remade(play, shared_process(), lambda sha: original(gallery.db, student, run_id, sha))
    assert (found.source, found.original_is_same, found.is_same) == (upload, True, True)


def test_making_the_same_picture_twice_keeps_one(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    images = [make_picture(gallery.db, student, run_id, upload, name)[1] for name in ("first", "second")]
    assert images[0] == images[1]
    assert [one.name for one in pictures_of(gallery.db, student, run_id) if one.kind == "made"] == ["second"]


def test_a_recipe_can_be_taken_up_again(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    _, image = make_picture(gallery.db, student, run_id, upload, "box")
    undo(gallery.db, student, run_id, upload)
    add_step(gallery.db, student, run_id, upload, TURN)
    assert take_up_recipe(gallery.db, student, run_id, image.sha256) == upload
    draft = draft_of(gallery.db, student, run_id, upload)
    assert (draft.steps, draft.undone) == ((CROP,), ())
    for sha in ("0" * 64, upload.removeprefix("upload:"), ""):
        with pytest.raises(NotFound, match="no_such_picture"):
            take_up_recipe(gallery.db, student, run_id, sha)


def test_an_empty_draft_makes_no_picture(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    with pytest.raises(Refused, match="nothing_done_yet"):
        make_picture(gallery.db, student, run_id, upload, "x")
    assert play_of(gallery.db, student, run_id).rows == []


def test_a_picture_that_would_be_too_small_is_not_made(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, Step("crop", {"left": 0, "top": 0, "width": 1000, "height": 1000}))
    with pytest.raises(BadInput, match="too_small"):
        make_picture(gallery.db, student, run_id, upload, "x")
    assert play_of(gallery.db, student, run_id).rows == []
    assert [one.kind for one in pictures_of(gallery.db, student, run_id)] == ["upload"]


def test_a_full_run_makes_no_more(desk: Desk, upload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    monkeypatch.setattr("lab.school.media.MAX_PICTURES", 1)
    with pytest.raises(Refused, match="too_many_pictures"):
        make_picture(gallery.db, student, run_id, upload, "x")
    assert play_of(gallery.db, student, run_id).rows == []


def test_after_hand_in_the_draft_can_be_seen_and_nothing_done(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    _, image = make_picture(gallery.db, student, run_id, upload, "box")
    hand_in(gallery.db, student, run_id)
    for deed in (
        lambda: add_step(gallery.db, student, run_id, upload, TURN),
        lambda: undo(gallery.db, student, run_id, upload),
        lambda: suggest_outline(gallery.db, student, run_id, upload, BOX),
        lambda: make_picture(gallery.db, student, run_id, upload, "x"),
        lambda: take_up_recipe(gallery.db, student, run_id, image.sha256),
    ):
        with pytest.raises(Refused, match="run_closed"):
            deed()
    assert draft_of(gallery.db, student, run_id, upload).steps == (CROP,)
    assert preview(gallery.db, student, run_id, upload, (CROP,), 480).width == 288


def test_other_people_see_no_draft_and_the_teacher_only_looks(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    _, image = make_picture(gallery.db, student, run_id, upload, "box")
    for viewer in (gallery.stranger, gallery.classmate):
        for look in (
            lambda viewer=viewer: draft_of(gallery.db, viewer, run_id, upload),
            lambda viewer=viewer: drafts_of(gallery.db, viewer, run_id),
            lambda viewer=viewer: original_of(gallery.db, viewer, run_id, upload),
            lambda viewer=viewer: preview(gallery.db, viewer, run_id, upload, (), 480),
            lambda viewer=viewer: draft_measured(gallery.db, viewer, run_id, upload),
            lambda viewer=viewer: add_step(gallery.db, viewer, run_id, upload, TURN),
            lambda viewer=viewer: make_picture(gallery.db, viewer, run_id, upload, "x"),
            lambda viewer=viewer: take_up_recipe(gallery.db, viewer, run_id, image.sha256),
            lambda viewer=viewer: picture_of(gallery.db, viewer, run_id, image.sha256),
        ):
            with pytest.raises(NotFound, match="no_such_run"):
                look()
    assert draft_of(gallery.db, gallery.teacher, run_id, upload).steps == (CROP,)
    for deed in (
        lambda: add_step(gallery.db, gallery.teacher, run_id, upload, TURN),
        lambda: undo(gallery.db, gallery.teacher, run_id, upload),
        lambda: make_picture(gallery.db, gallery.teacher, run_id, upload, "x"),
    ):
        with pytest.raises(Refused, match="not_your_run"):
            deed()
    assert draft_of(gallery.db, student, run_id, upload).steps == (CROP,)


def test_a_draft_is_part_of_what_a_person_can_take_along(desk: Desk, upload: str) -> None:
    gallery, student, run_id = desk
    add_step(gallery.db, student, run_id, upload, CROP)
    make_picture(gallery.db, student, run_id, upload, "box")
    (run,) = export_person(gallery.db, student, student.id)["runs"]
    (draft,) = run["picture_drafts"]
    assert (draft["source"], draft["steps"]) == (upload, msgspec.to_builtins([CROP]))
    assert [(one["name"], one["kind"]) for one in run["pictures"]] == [("box.png", "upload"), ("box", "made")]
    assert [row["action"]["do"] for row in run["journal"]] == ["image.edit"]


def test_with_a_person_go_their_drafts_their_photos_and_all_copies(desk: Desk) -> None:
    gallery, student, run_id = desk
    upload = f"upload:{add_picture(gallery.db, student, run_id, 'own.png', drawing('maroon')).sha256}"
    add_step(gallery.db, student, run_id, upload, CROP)
    _, image = make_picture(gallery.db, student, run_id, upload, "box")
    photo = raw_photo(gallery.db, student, run_id, OWN)
    picture(gallery.db, student, run_id, photo.sha256, 160, "webp")
    names = [image.sha256, photo.sha256]
    delete_person(gallery.db, student, student.id)
    with gallery.db.session() as session:
        for table in (PictureDraft, RunMedia):
            assert session.scalars(select(table).where(table.run_id == run_id)).all() == []
        assert session.scalars(select(Media).where(Media.sha256.in_(names))).all() == []
    left = [path for path in gallery.db.settings.media.rglob("*") if path.name in {name[2:] for name in names}]
    assert left == []
