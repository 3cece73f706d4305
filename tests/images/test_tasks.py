"""What the picture process can be asked for: that each task joins the right parts in the right way."""

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import get_type_hints

import msgspec
import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw

from lab.images import intake, tasks
from lab.images.darkroom import neutral
from lab.images.outline import outline_mask, outline_text
from lab.images.process import PictureProcess
from lab.images.recipe import Step
from lab.images.render import pixels_hash
from lab.values.errors import BadInput

ASSET = "lamp-arc/front"
OTHERS = ("lamp-brass/front", "lamp-folding/front")
ALL = {"left": 0, "top": 0, "width": 10_000, "height": 10_000}
LABEL = Step(
    "label",
    {"x": 500, "y": 500, "width": 9000, "size": 600, "align": 0, "bold": 0, "ink": 0, "plate": 0xFFFFFF},
    {"text": "40 cm", "lang": "en"},
)


def disc(width=800, height=600, exif=None, quality=95):
    """A red disc a little left of the middle, on grey, as a JPEG."""
    image = Image.new("RGB", (width, height), (150, 150, 150))
    ImageDraw.Draw(image).ellipse(_disc_box(width, height), fill=(200, 30, 20))
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, subsampling=0, **({} if exif is None else {"exif": exif}))
    return out.getvalue()


def _disc_box(width, height):
    return (width // 4, height // 4, width // 4 + height // 2, height // 4 + height // 2)


def cut_out(width=800, height=600):
    mask = Image.new("1", (width, height))
    ImageDraw.Draw(mask).ellipse(_disc_box(width, height), fill=1)
    return Step("cutout", ALL, {"outline": outline_text(np.asarray(mask)), "strokes": ""})


def opened(data):
    return Image.open(BytesIO(data)).convert("RGB")


def lying(orientation):
    """The disc as a camera held on its side would write it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = BytesIO()
    undo = {6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180}[orientation]
    opened(disc()).transpose(undo).save(out, "JPEG", quality=95, subsampling=0, exif=exif)
    return out.getvalue()


# what crosses the pipe


@pytest.mark.parametrize("task", tasks.TASKS.values(), ids=list(tasks.TASKS))
def test_every_task_says_what_it_takes_and_gives_in_types_that_can_be_packed(task):
    for type_ in get_type_hints(task).values():
        msgspec.msgpack.Decoder(type_)


def test_what_is_made_here_and_in_the_child_is_the_same():
    steps = (Step("straighten", {"angle": 120}), Step("exposure", {"stops": 20}), cut_out(), LABEL)
    data = disc()
    with PictureProcess() as pictures:
        assert pictures.finish(data, steps, (ASSET,)) == tasks.finish(data, steps, (ASSET,))
        assert pictures.preview(data, steps, 400) == tasks.preview(data, steps, 400)
        assert pictures.suggest(data, (), (2200, 2200, 4400, 5600)) == tasks.suggest(data, (), (2200, 2200, 4400, 5600))
        assert pictures.gains(data, steps[:2], 9000, 9000) == tasks.gains(data, steps[:2], 9000, 9000)
        assert pictures.examine(data, (ASSET,)) == tasks.examine(data, (ASSET,))
        assert pictures.develop(ASSET, 7, "PROOF") == tasks.develop(ASSET, 7, "PROOF")


# developing


def test_a_developed_photo_is_named_by_its_bytes_and_by_what_it_shows():
    photo = tasks.develop(ASSET, 3)
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()
    upright = intake.accept(photo.jpeg)
    assert (photo.width, photo.height) == (upright.width, upright.height)
    assert photo == tasks.develop(ASSET, 3)
    others = [tasks.develop(ASSET, 4), tasks.develop(ASSET, 3, mark="LARKFIELD")]
    assert len({photo.pixels, *(other.pixels for other in others)}) == 3


def test_an_asset_that_there_is_not_is_refused():
    with pytest.raises(BadInput):
        tasks.develop("no-such-thing/front", 1)


# trying out


def test_a_preview_is_never_longer_than_asked():
    for steps in (
        (),
        (Step("resize", {"side": 2400}),),
        (cut_out(), Step("frame", {"across": 1, "down": 1, "fill": 300})),
    ):
        shown = tasks.preview(disc(), steps, 300)
        assert max(shown.width, shown.height) <= 300
        assert opened(shown.jpeg).size == (shown.width, shown.height)


def test_a_preview_of_a_small_resize_is_as_small():
    assert tasks.preview(disc(), (Step("resize", {"side": 200}),), 600).width == 200


def test_a_preview_tells_where_the_cut_out_product_stands():
    assert tasks.preview(disc(), (), 800).box is None
    found = tasks.preview(disc(), (cut_out(),), 800).box
    assert np.abs(np.subtract(found, (2500, 2500, 3750, 5000))).max() <= 60


def test_a_preview_looks_like_the_finished_picture():
    steps = (
        Step("straighten", {"angle": -240}),
        Step("sharpen", {"amount": 120, "radius": 20}),
        cut_out(1600, 1200),
        Step("frame", {"across": 1, "down": 1, "fill": 880}),
        Step("resize", {"side": 1200}),
        Step("sharpen", {"amount": 80, "radius": 10}),
    )
    data = disc(1600, 1200)
    whole = opened(tasks.finish(data, steps).accepted.jpeg)
    shown = opened(tasks.preview(data, steps, 600).jpeg)
    assert whole.size == (1200, 1200)
    assert shown.size == (600, 600)
    gap = np.abs(np.asarray(whole.resize(shown.size, Image.Resampling.BOX)).astype(int) - np.asarray(shown).astype(int))
    assert gap.mean() < 2.5


@pytest.mark.parametrize("orientation", [3, 6])
def test_a_photo_on_its_side_is_worked_on_upright(orientation):
    upright = np.asarray(opened(disc())).astype(int)
    shown = np.asarray(opened(tasks.preview(lying(orientation), (), 800).jpeg)).astype(int)
    assert shown.shape == upright.shape
    assert np.abs(shown - upright).mean() < 3
    finished = np.asarray(opened(tasks.finish(lying(orientation), (cut_out(),)).accepted.jpeg)).astype(int)
    assert finished.shape == upright.shape
    assert np.abs(finished[300, 350] - (200, 30, 20)).max() < 12


def test_neutral_gains_are_read_after_the_steps_so_far():
    tinted = (Step("balance", {"red": 1300, "green": 1000, "blue": 800}),)
    red, green, blue = tasks.gains(disc(), tinted, 9000, 9000)
    assert green == 1000
    assert red == pytest.approx(769, abs=12)
    assert blue == pytest.approx(1250, abs=20)
    with pytest.raises(BadInput, match="patch_unusable"):
        tasks.gains(disc(), (cut_out(),), 9800, 9800)


# suggesting an outline


def test_an_outline_is_suggested_where_the_product_stands_after_the_steps_so_far():
    steps = (Step("turn", {"quarters": 1}), Step("resize", {"side": 1600}))
    # the disc lies at 25 to 75 % across and 25 to 62 % down once the picture is turned
    found = outline_mask(tasks.suggest(disc(), steps, (2200, 2200, 5600, 4400)))
    turned = Image.fromarray(np.rot90(outline_mask(cut_out().t["outline"]), -1))
    truth = np.asarray(turned.resize(found.shape[::-1], Image.Resampling.NEAREST))
    assert (found & truth).sum() / (found | truth).sum() > 0.97


def test_strokes_that_cannot_be_read_are_refused():
    with pytest.raises(BadInput, match="strokes_unreadable"):
        tasks.suggest(disc(), (), (2000, 2000, 5000, 6000), "nonsense!")


# finishing


def test_a_finished_picture_has_the_hash_of_its_pixels_and_the_record_of_its_file():
    done = tasks.finish(disc(), (cut_out(), Step("frame", {"across": 1, "down": 1, "fill": 880})))
    assert done.accepted.sha256 == hashlib.sha256(done.accepted.jpeg).hexdigest()
    facts = done.accepted.facts
    assert (facts.byte_count, facts.format) == (len(done.accepted.jpeg), "JPEG")
    assert (facts.width_px, facts.height_px) == opened(done.accepted.jpeg).size
    assert facts.white_bg >= 992
    assert facts.fill_long == pytest.approx(880, abs=4)
    assert len(done.pixels) == 64
    assert (done.labels, done.compared) == ((), None)


def test_an_untouched_original_keeps_its_pixels():
    assert tasks.finish(disc(), ()).pixels == pixels_hash(opened(disc()))


def test_labels_are_read_where_they_stand_also_when_more_follows():
    done = tasks.finish(disc(), (LABEL, Step("resize", {"side": 500}), LABEL))
    assert [(label.text, label.lang, label.missing) for label in done.labels] == [("40 cm", "en", False)] * 2
    assert tasks.finish(disc(), ()).labels == ()


@pytest.mark.parametrize("task", [tasks.finish, tasks.preview])
def test_a_recipe_that_cannot_be_is_refused(task):
    wrong = (Step("frame", {"across": 1, "down": 1, "fill": 880}),)
    with pytest.raises(BadInput, match="cut_out_first"):
        task(disc(), wrong, *([300] if task is tasks.preview else []))


def test_a_picture_that_gets_too_small_is_refused():
    tiny = (Step("crop", {"left": 0, "top": 0, "width": 100, "height": 10_000}),)
    with pytest.raises(BadInput, match="too_small"):
        tasks.finish(disc(), tiny)


@pytest.mark.parametrize("data", [b"", b"<svg/>", disc()[:5000]])
def test_an_original_that_is_no_whole_jpeg_is_refused(data):
    with pytest.raises(BadInput, match="damaged"):
        tasks.finish(data, ())
    with pytest.raises(BadInput, match="damaged"):
        tasks.preview(data, (), 300)


# beside the reference photos


def test_an_upload_is_compared_with_every_photo_of_the_task():
    image, _ = neutral(ASSET)
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    examined = tasks.examine(out.getvalue(), (OTHERS[0], ASSET, OTHERS[1]))
    alone = intake.accept(out.getvalue())
    # where the product is known, its true outline goes into the record; the rest is the same
    assert replace(examined.accepted, facts=alone.facts) == alone
    assert (examined.accepted.facts.width_px, examined.accepted.facts.border) == (alone.facts.width_px, alone.facts.border)
    assert examined.compared.asset == ASSET
    assert examined.compared.same >= 900
    assert tasks.examine(out.getvalue()).compared is None


def test_references_are_made_once_and_no_more_than_sixteen_are_kept():
    assert tasks._reference.cache_info().maxsize == 16
    tasks.examine(disc(), (ASSET,))
    before = tasks._reference.cache_info()
    tasks.examine(disc(), (ASSET,))
    after = tasks._reference.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 1)
