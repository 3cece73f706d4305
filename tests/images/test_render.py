import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.images.geometry import product_box
from lab.images.outline import outline_text
from lab.images.recipe import TOOLS, Step
from lab.images.render import _TOOLS, WORK_SIDE, opened, pixels_hash, render
from lab.values.chance import mix64_array
from lab.values.errors import BadInput
from lab.values.places import ROOT

# a scene of our own, in whole numbers: a striped vase on a wooden table before a wall, with grain and two specks


@cache
def scene(width, height, seed=1):
    rows, columns = np.mgrid[:height, :width].astype(np.int64)
    x, y = columns * 1000 // width, rows * 1000 // height
    picture = np.empty((height, width, 3), np.int64)
    table = y > 640
    wall = 170 - x // 12 - y // 25
    wood = 110 + (x * 3 + y * y // 90) % 37
    for channel, (of_wall, of_wood) in enumerate(((0, 40), (-6, 0), (-25, -45))):
        picture[..., channel] = np.where(table, wood + of_wood, wall + of_wall)
    product = vase(width, height)
    stripes = (y // 22 + seed) % 3
    for channel, colours in enumerate(((200, 60, 230), (70, 110, 220), (60, 150, 205))):
        picture[..., channel][product] = (np.array(colours)[stripes] - abs(x - 500) // 4)[product]
    for at_x, at_y in ((150, 300), (840, 830)):
        speck = ((x - at_x) * width) ** 2 + ((y - at_y) * height) ** 2 < (6 * max(width, height)) ** 2
        picture[speck] = picture[speck] * 2 // 5
    noise = mix64_array(np.arange(height * width * 3, dtype=np.uint64) + np.uint64(seed << 32))
    picture += (noise % np.uint64(9)).astype(np.int64).reshape(picture.shape) - 4
    return Image.fromarray(picture.clip(0, 255).astype(np.uint8))


def vase(width, height):
    """Where the product is: a belly, a neck, and a handle with a hole."""
    rows, columns = np.mgrid[:height, :width].astype(np.int64)
    x, y = columns * 1000 // width - 500, rows * 1000 // height
    belly = x * x * 4 + (y - 560) ** 2 * 3 < 200_000
    neck = (abs(x) < 55) & (y > 200) & (y < 500)
    ring = (x - 130) ** 2 + (y - 400) ** 2
    return belly | neck | ((ring < 130**2) & (ring > 90**2) & (x > 0))


@cache
def outline(width=600, height=450):
    return outline_text(vase(width, height))


def step(do, text="", lang="en", **numbers):
    texts = {"cutout": {"outline": outline(), "strokes": ""}, "label": {"text": text, "lang": lang}}
    return Step(do, numbers, texts.get(do, {}))


BOX = {"left": 2000, "top": 1500, "width": 6000, "height": 6500}
CUT = step("cutout", **BOX)
HEAL = step("heal", x=1500, y=3000, radius=90)
HEAL_TOO = step("heal", x=8400, y=8300, radius=90)
FRAME = step("frame", across=1, down=1, fill=880)
MAIN = [
    step("balance", red=930, green=1000, blue=1180), step("exposure", stops=45), step("straighten", angle=-180), HEAL, HEAL_TOO,
    CUT, FRAME, step("resize", side=400), step("sharpen", amount=70, radius=10),
]  # fmt: skip
LABEL = step(
    "label", x=500, y=500, width=5000, size=800, align=0, bold=1, ink=0x202020, plate=0xFFFFFF, text="Height 24 cm"
)
LINE = step("line", x1=7500, y1=2000, x2=7500, y2=8000, ends=1, ink=0xC01010, weight=40)
RECIPES = {
    "main": MAIN,
    "turned": [step("turn", quarters=1), step("crop", left=700, top=900, width=8111, height=7003), step("resize", side=777)],
    "corrected": [
        step("straighten", angle=1233), HEAL, step("exposure", stops=-120), step("balance", red=1900, green=600, blue=1000),
        step("sharpen", amount=200, radius=43),
    ],
    "cut first": [
        CUT, step("straighten", angle=333), step("exposure", stops=-60), step("balance", red=1100, green=1000, blue=800),
        step("frame", across=4, down=3, fill=700), step("resize", side=250), step("turn", quarters=2),
    ],
    "cut twice": [
        CUT, step("turn", quarters=3), step("cutout", left=0, top=0, width=10_000, height=10_000), step("frame", across=3, down=5, fill=999),
        step("crop", left=0, top=0, width=10_000, height=5000), step("resize", side=900), step("sharpen", amount=33, radius=5),
    ],
    "labelled": [step("crop", left=1000, top=0, width=9000, height=9000), step("resize", side=800), LABEL, LINE],
}  # fmt: skip
# The first words of the hashes of what comes out. They change when a tool, Pillow or a font changes what it draws:
# then every picture made again looks otherwise than when it was graded, so say so in CHANGELOG.md under Grading.
HASHES = {
    "main": "cde322c9d376d59e",
    "turned": "ea1ba9ef869b354a",
    "corrected": "bf6b4e9599edb705",
    "cut first": "0852d7648299a14b",
    "cut twice": "c8efc7e661ad7ab2",
    "labelled": "4842642a0b98e11c",
}


def made(name):
    return pixels_hash(render(scene(600, 450), RECIPES[name]).image)[:16]


def as_array(image):
    return np.asarray(image).astype(int)


def jpeg_of(image, **settings):
    out = BytesIO()
    image.save(out, "JPEG", quality=92, **settings)
    return out.getvalue()


# the same pixels everywhere


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_gives_the_pixels_it_always_gave(name):
    assert made(name) == HASHES[name]


def test_every_tool_is_tried_by_these_recipes():
    assert {one.do for recipe in RECIPES.values() for one in recipe} == set(TOOLS) == set(_TOOLS)


def test_threads_change_nothing():
    before = cv2.getNumThreads()
    try:
        for threads in (1, 4):
            cv2.setNumThreads(threads)
            with ThreadPoolExecutor(4) as pool:
                assert list(pool.map(made, RECIPES)) == list(HASHES.values())
    finally:
        cv2.setNumThreads(before)


def test_another_processor_changes_nothing():
    """NumPy without the wide instructions that this machine has, in a process of its own."""
    features = np._core._multiarray_umath
    wide = [name for name in features.__cpu_dispatch__ if features.__cpu_features__.get(name)]
    code = "import test_render as t; print(*(t.made(name) for name in t.RECIPES))"
    changed = {
        "NPY_DISABLE_CPU_FEATURES": " ".join(wide),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "images")]),
        "OMP_NUM_THREADS": "1",
        "OPENCV_FOR_THREADS_NUM": "1",
        "PYTHONHASHSEED": "77",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | changed, capture_output=True, text=True)
    assert done.stdout.split() == list(HASHES.values()), done.stderr


def test_the_hash_is_that_of_size_and_pixels():
    # printf '2x1\n\x01\x02\x03\x04\x05\x06' | sha256sum
    image = Image.fromarray(np.arange(1, 7, dtype=np.uint8).reshape(1, 2, 3))
    assert pixels_hash(image) == "7819e9ad0fc64529a16d644e6593057123d1e3f2e3ffc355886c6a75719cca5a"
    assert pixels_hash(Image.new("RGB", (2, 3))) != pixels_hash(Image.new("RGB", (3, 2)))


# a recipe as a whole


def test_an_empty_recipe_is_the_original():
    rendered = render(scene(600, 450), [])
    assert pixels_hash(rendered.image) == pixels_hash(scene(600, 450))
    assert rendered.alpha is None and rendered.labels == ()


@pytest.mark.parametrize("name", RECIPES)
def test_the_original_stays_as_it_is(name):
    before = pixels_hash(scene(600, 450))
    render(scene(600, 450), RECIPES[name])
    assert pixels_hash(scene(600, 450)) == before


def test_undoing_a_step_is_a_shorter_recipe():
    original = scene(600, 450)
    seen = [render(original, MAIN[:count]) for count in range(len(MAIN) + 1)]
    assert len({pixels_hash(one.image) for one in seen}) == len(MAIN) + 1
    # forward again from any point before the cut-out is the same as in one go
    for count in range(6):
        assert pixels_hash(render(seen[count].image, MAIN[count:6]).image) == pixels_hash(seen[6].image)


def test_a_main_picture_comes_out_as_a_platform_wants_it():
    rendered = render(scene(600, 450), MAIN)
    assert rendered.image.size == (400, 400)
    left, top, right, bottom = product_box(rendered.alpha)
    assert abs(max(right - left, bottom - top) - 352) <= 2
    assert abs(left - (400 - right)) <= 2 and abs(top - (400 - bottom)) <= 2
    assert (np.asarray(rendered.image)[rendered.alpha == 0] == 255).all()
    # the hole of the handle is white too
    hole = rendered.alpha[top:bottom, left:right]
    assert (hole[: hole.shape[0] // 2, hole.shape[1] // 2 :] == 0).mean() > 0.3


@pytest.mark.parametrize("name", ["main", "corrected", "cut first", "turned"])
def test_a_preview_shows_what_the_full_picture_will_be(name):
    # a size would make both the same, a frame is measured from the product's edge, and sharpening counts in pixels
    steps = [one for one in RECIPES[name] if one.do not in ("frame", "resize", "sharpen")]
    large, preview = previewed(steps)
    assert abs(large.image.width - 2 * preview.image.width) <= 1
    assert abs(large.image.height - 2 * preview.image.height) <= 1
    # at a quarter of the size, where a shift by part of a pixel does not count
    size = (preview.image.width // 4, preview.image.height // 4)
    one, other = (as_array(made.image.resize(size, Image.Resampling.LANCZOS)) for made in (large, preview))
    assert np.abs(one - other).mean() < 1.2
    assert np.percentile(np.abs(one - other), 99) < 15


@pytest.mark.parametrize("name", ["main", "cut first"])
def test_a_framed_preview_is_filled_as_the_full_picture_will_be(name):
    steps = [one for one in RECIPES[name] if one.do not in ("resize", "sharpen")]
    boxes = []
    for rendered in previewed(steps):
        width, height = rendered.image.size
        left, top, right, bottom = product_box(rendered.alpha)
        boxes.append(np.array([left / width, top / height, right / width, bottom / height]))
    assert np.abs(boxes[0] - boxes[1]).max() < 0.004


def previewed(steps):
    """What a recipe makes of an original, and of the same at half its size."""
    full = scene(1600, 1200)
    return render(full, steps), render(full.resize((800, 600), Image.Resampling.LANCZOS), steps)


def test_the_cover_has_the_size_of_the_picture_after_every_step():
    steps = [CUT, *(one for one in RECIPES["cut first"] if one.do != "cutout"), *RECIPES["turned"], FRAME, LABEL, LINE]
    for count in range(1, len(steps) + 1):
        rendered = render(scene(200, 150), steps[:count])
        assert rendered.alpha.shape == (rendered.image.height, rendered.image.width)
        assert rendered.image.mode == "RGB"


def test_a_second_cut_out_brings_nothing_back():
    cut = render(scene(600, 450), [CUT])
    everything = outline_text(np.ones((45, 60), bool))
    again = render(scene(600, 450), [CUT, replace(CUT, t=CUT.t | {"outline": everything})])
    assert (again.alpha == cut.alpha).all()
    assert pixels_hash(again.image) == pixels_hash(cut.image)


def test_what_is_written_beside_a_product_stays_through_later_steps():
    steps = [CUT, LABEL, step("resize", side=500), step("straighten", angle=50), step("exposure", stops=30)]
    corner = as_array(render(scene(600, 450), steps).image)[:120, :220]
    assert (corner.max(axis=2) < 80).sum() > 300


def test_labels_are_told_in_their_order():
    other = replace(LABEL, n=LABEL.n | {"y": 8000}, t={"text": "Ваза", "lang": "ru"})
    rendered = render(scene(600, 450), [LABEL, LINE, other])
    assert [(label.text, label.lang) for label in rendered.labels] == [("Height 24 cm", "en"), ("Ваза", "ru")]


def test_a_place_is_in_ten_thousandths_and_a_radius_of_the_longer_side():
    image = Image.new("RGB", (400, 200), (120, 120, 120))
    image.paste((0, 0, 0), (298, 98, 303, 103))
    gone = render(image, [step("heal", x=7500, y=5000, radius=100)]).image
    assert gone.getcolors() == [(80_000, (120, 120, 120))]
    # the same disc half as large leaves the corners of the speck
    assert len(render(image, [step("heal", x=7500, y=5000, radius=25)]).image.getcolors()) > 1


# what is refused


def test_nothing_left_cannot_be_framed():
    nothing = replace(CUT, t=CUT.t | {"outline": outline_text(np.zeros((45, 60), bool))})
    with pytest.raises(BadInput, match="nothing_to_frame: step=2"):
        render(scene(600, 450), [nothing, FRAME])
    away = step("crop", left=0, top=0, width=1000, height=1000)
    with pytest.raises(BadInput, match="nothing_to_frame: step=3"):
        render(scene(600, 450), [CUT, away, FRAME])


@pytest.mark.parametrize("text", ["", "junk", "4x1:AQI=", "9999x9999:AQI"])
def test_an_outline_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadInput, match="outline_unreadable"):
        render(scene(600, 450), [replace(CUT, t=CUT.t | {"outline": text})])


def numbers(do):
    # sizes are kept small, so that a hundred recipes take a few seconds
    most = {"side": 300}
    return {name: st.integers(low, min(high, most.get(name, high))) for name, (low, high) in TOOLS[do].numbers.items()}


def boxed(one):
    """A box that may stick out, pushed into the picture."""
    if one.do not in ("crop", "cutout"):
        return one
    n = one.n
    return replace(one, n=n | {"left": min(n["left"], 10_000 - n["width"]), "top": min(n["top"], 10_000 - n["height"])})


OUTLINES = st.sampled_from([outline(60, 45), outline(45, 80), outline_text(np.ones((1, 1), bool))])
TEXTS = {
    "cutout": st.fixed_dictionaries({"outline": OUTLINES, "strokes": st.just("")}),
    "label": st.fixed_dictionaries({"text": st.text(max_size=12), "lang": st.sampled_from(["en", "ar", "zh", "th", ""])}),
}  # fmt: skip
STEPS = {
    do: st.builds(Step, st.just(do), st.fixed_dictionaries(numbers(do)), TEXTS.get(do, st.just({}))).map(boxed)
    for do in TOOLS
}
ANY_STEP = st.one_of(*(STEPS[do] for do in TOOLS if do != "frame"))
AFTER_CUT = st.one_of(*STEPS.values())
ANY_RECIPE = st.builds(
    lambda before, cut, after: [*before, *([cut, *after] if cut else [])],
    st.lists(ANY_STEP, max_size=4),
    st.none() | STEPS["cutout"],
    st.lists(AFTER_CUT, max_size=4),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_RECIPE, st.sampled_from([(60, 45), (45, 80), (1, 70), (3, 2)]))
def test_any_valid_recipe_gives_a_picture(steps, size):
    try:
        rendered = render(scene(*size), steps)
    except BadInput as error:
        # a product of a few pixels may be cropped or shrunk away
        assert error.code == "nothing_to_frame"
        return
    assert rendered.image.mode == "RGB" and min(rendered.image.size) >= 1
    assert (rendered.alpha is not None) == any(one.do == "cutout" for one in steps)
    assert len(rendered.labels) == sum(one.do == "label" for one in steps)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_recipe_with_a_fault_is_refused_before_anything_is_made(data):
    steps = data.draw(st.lists(ANY_STEP, min_size=1, max_size=3))
    number = data.draw(st.integers(0, len(steps) - 1))
    one = steps[number]
    name = data.draw(st.sampled_from(sorted(one.n)))
    low, high = TOOLS[one.do].numbers[name]
    faulty = data.draw(
        st.sampled_from([
            replace(one, do=one.do + "s"),
            replace(one, n=one.n | {name: low - 1}),
            replace(one, n=one.n | {name: high + 1}),
            replace(one, n=one.n | {"": 1}),
            replace(one, t=one.t | {"more": ""}),
            replace(one, n={key: value for key, value in one.n.items() if key != name}),
        ])
    )  # fmt: skip
    with pytest.raises(BadInput):
        render(scene(60, 45), [*steps[:number], faulty, *steps[number + 1 :]])


# opening an original


@cache
def large_jpeg():
    return jpeg_of(scene(1000, 750).resize((4000, 3000), Image.Resampling.BICUBIC))


def test_a_large_original_is_opened_at_work_size():
    image = opened(large_jpeg())
    assert (image.size, image.mode) == ((WORK_SIDE, 2250), "RGB")


def test_work_size_never_depends_on_a_coarser_decoding():
    # so long that the decoder could leave out half and still give twice the asked size
    data = jpeg_of(scene(775, 100).resize((12_400, 1600), Image.Resampling.NEAREST))
    with Image.open(BytesIO(data)) as whole:
        expected = whole.convert("RGB").resize((3000, 387), Image.Resampling.LANCZOS)
    assert pixels_hash(opened(data)) == pixels_hash(expected)


def test_a_smaller_original_is_opened_as_it_is():
    data = jpeg_of(scene(600, 450))
    with Image.open(BytesIO(data)) as whole:
        assert pixels_hash(opened(data)) == pixels_hash(whole)


@pytest.mark.parametrize(("side", "size"), [(1000, (1000, 750)), (333, (333, 250))])
def test_a_preview_is_opened_small_and_looks_the_same(side, size):
    image = opened(large_jpeg(), side)
    assert image.size == size
    expected = as_array(opened(large_jpeg()).resize(size, Image.Resampling.LANCZOS))
    assert np.abs(as_array(image) - expected).mean() < 1


def test_a_grey_original_becomes_rgb():
    assert opened(jpeg_of(scene(600, 450).convert("L"))).mode == "RGB"


@pytest.mark.parametrize("data", [b"", b"no picture", large_jpeg()[: len(large_jpeg()) // 2]])
def test_what_is_no_whole_jpeg_is_refused(data):
    with pytest.raises(BadInput, match="damaged"):
        opened(data)


def test_other_formats_are_not_opened():
    out = BytesIO()
    scene(60, 45).save(out, "PNG")
    with pytest.raises(BadInput, match="damaged"):
        opened(out.getvalue())
