import time
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from lab.images.intake import accept
from lab.images.measure import ImageFacts, measure
from lab.values.places import SCENARIOS

PICTURES = SCENARIOS / "desk-lamp-two-markets" / "pictures"


def on_white(box, size=(1000, 1000), colour=(40, 70, 120), backdrop=(255, 255, 255)):
    """A plain rectangle, its right and lower edges outside."""
    image = Image.new("RGB", size, backdrop)
    left, top, right, bottom = box
    ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return image


@pytest.mark.parametrize(
    ("box", "size", "fill_long", "fill_box"),
    [
        ((100, 200, 900, 700), (1000, 1000), 800, 400),
        ((60, 60, 940, 940), (1000, 1000), 880, 774),
        ((450, 60, 550, 940), (1000, 1000), 880, 88),
        ((400, 200, 2800, 1400), (3200, 1600), 750, 563),
        ((100, 160, 500, 640), (600, 800), 667, 400),
    ],
)
def test_fill_is_the_box_of_the_product_against_the_canvas(box, size, fill_long, fill_box):
    facts = measure(on_white(box, size))
    assert abs(facts.fill_long - fill_long) <= 2
    assert abs(facts.fill_box - fill_box) <= 4
    assert not facts.no_product


def test_a_clean_picture_has_a_full_background():
    facts = measure(on_white((60, 60, 940, 940)))
    assert (facts.pure_bg, facts.white_bg, facts.ring_white) == (1000, 1000, 1000)
    assert (facts.touch, facts.off_centre) == (0, 0)


def test_jpeg_does_not_cost_the_background():
    out = BytesIO()
    on_white((100, 60, 900, 940), (1600, 1600)).save(out, "JPEG", quality=60)
    facts = accept(out.getvalue()).facts
    assert facts.pure_bg >= 995
    assert facts.white_bg >= 992


def test_off_centre_is_the_distance_of_the_middles():
    facts = measure(on_white((300, 250, 900, 750)))
    assert facts.off_centre == 100


@pytest.mark.parametrize(
    ("box", "touch"),
    [
        ((0, 100, 800, 900), 1),
        ((0, 0, 800, 900), 2),
        ((0, 100, 1000, 900), 2),
        ((4, 100, 800, 900), 1),
        ((5, 100, 800, 900), 0),
    ],
)
def test_touch_counts_the_sides_that_cut_the_product(box, touch):
    assert measure(on_white(box)).touch == touch


def test_grey_of_250_is_white_but_not_pure():
    facts = measure(on_white((200, 200, 800, 800), backdrop=(250, 250, 250)))
    assert facts.pure_bg == 0
    assert facts.white_bg == 1000


def test_grey_of_245_is_neither():
    facts = measure(on_white((200, 200, 800, 800), backdrop=(245, 245, 245)))
    assert (facts.pure_bg, facts.white_bg, facts.ring_white) == (0, 0, 0)


@pytest.mark.parametrize(("levels", "pure_low", "pure_high"), [(8, 850, 970)])
def test_a_faint_shadow_costs_purity(levels, pure_low, pure_high):
    shade = on_white((200, 760, 800, 860), colour=(255 - levels,) * 3).filter(ImageFilter.GaussianBlur(10))
    shade.paste((40, 70, 120), (250, 150, 750, 780))
    facts = measure(shade)
    assert pure_low <= facts.pure_bg <= pure_high


def test_a_product_on_another_colour_is_found_by_its_colour():
    facts = measure(on_white((200, 100, 800, 900), colour=(180, 30, 30), backdrop=(120, 125, 120)))
    assert abs(facts.fill_long - 800) <= 2
    assert facts.white_bg == 0


def test_holes_and_specks_do_not_count():
    image = on_white((200, 200, 800, 800))
    ImageDraw.Draw(image).rectangle((400, 400, 500, 500), fill=(255, 255, 255))
    ImageDraw.Draw(image).rectangle((30, 30, 33, 33), fill=(0, 0, 0))
    facts = measure(image)
    assert abs(facts.fill_long - 600) <= 2


def test_a_second_thing_of_a_quarter_belongs_to_the_product_and_a_smaller_one_does_not():
    pair, crumb = on_white((100, 300, 500, 700)), on_white((100, 300, 500, 700))
    ImageDraw.Draw(pair).rectangle((700, 400, 899, 599), fill=(0, 0, 0))  # 200 x 200 beside 400 x 400
    ImageDraw.Draw(crumb).rectangle((700, 400, 889, 599), fill=(0, 0, 0))
    assert abs(measure(pair).fill_long - 800) <= 2
    assert abs(measure(crumb).fill_long - 400) <= 2


@pytest.mark.parametrize("colour", [(255, 255, 255), (90, 90, 90)])
def test_an_empty_picture_has_no_product(colour):
    facts = measure(Image.new("RGB", (800, 800), colour))
    assert facts.no_product
    assert (facts.fill_long, facts.fill_area, facts.foreign, facts.hi_clip, facts.sharp) == (0, 0, 0, 0, 0)


def test_a_frame_shows_as_a_border_and_a_lamp_does_not():
    framed = on_white((200, 200, 400, 400), (600, 600))
    ImageDraw.Draw(framed).rectangle((10, 10, 589, 589), outline=(0, 0, 0), width=4)
    assert measure(framed).border >= 900
    assert measure(on_white((200, 200, 400, 400), (600, 600))).border == 0


def test_the_same_picture_measures_the_same_twice():
    noise = np.random.default_rng(5).integers(0, 256, (700, 900, 3), dtype=np.uint8)
    assert measure(Image.fromarray(noise)) == measure(Image.fromarray(noise))


def test_twelve_megapixels_are_measured_within_a_second():
    noise = np.random.default_rng(5).integers(0, 256, (750, 1000, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize((4000, 3000))
    began = time.process_time()
    measure(image)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(("size", "foreign"), [(31, 0), (32, 1), (100, 10)])
def test_what_stands_beside_the_product_is_foreign(size, foreign):
    image = on_white((300, 300, 800, 800))
    ImageDraw.Draw(image).rectangle((60, 60, 59 + size, 59 + size), fill=(120, 0, 0))
    assert measure(image).foreign == foreign


def test_a_line_of_small_text_in_a_corner_is_foreign():
    image = on_white((300, 300, 1300, 1300), (1600, 1600))
    ImageDraw.Draw(image).text((40, 1540), "www.example.com/shop", font=ImageFont.load_default(28), fill=(90, 90, 90))
    assert measure(image).foreign >= 1


def test_a_loose_end_close_to_the_product_belongs_to_it():
    image = on_white((300, 300, 800, 800))
    ImageDraw.Draw(image).rectangle((805, 400, 855, 500), fill=(40, 70, 120))
    assert measure(image).foreign == 0
    ImageDraw.Draw(image).rectangle((880, 400, 930, 500), fill=(40, 70, 120))
    assert measure(image).foreign == 5


def test_a_known_outline_claims_loose_parts_and_white_ones():
    image = on_white((300, 300, 800, 800), colour=(245, 245, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((300, 300, 799, 400), fill=(30, 30, 30))
    draw.rectangle((500, 850, 560, 900), fill=(30, 30, 30))
    alone = measure(image)
    assert (alone.fill_long, alone.foreign) == (500, 3)
    assert alone.white_bg < 800
    truth = np.zeros((1000, 1000), bool)
    truth[300:800, 300:800] = truth[850:901, 500:561] = True
    known = measure(image, product=truth)
    assert (known.fill_long, known.foreign, known.white_bg, known.pure_bg) == (601, 0, 1000, 1000)


def test_area_and_sides_with_a_strip_are_counted():
    image = on_white((300, 300, 700, 800))
    assert measure(image).fill_area == 200
    assert measure(image).frame == 0
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 980, 999, 999), fill=(0, 0, 0))
    assert measure(image).frame == 1
    draw.rectangle((10, 10, 989, 989), outline=(0, 0, 0), width=6)
    assert measure(image).frame == 4


@pytest.mark.parametrize(("length", "frame"), [(898, 0), (902, 1)])
def test_a_strip_is_nearly_as_long_as_its_side(length, frame):
    image = on_white((300, 300, 700, 800))
    ImageDraw.Draw(image).rectangle((0, 975, length - 1, 985), fill=(0, 0, 0))
    assert measure(image).frame == frame


def test_burnt_out_and_sunk_parts_of_the_product_are_counted():
    sunk = on_white((200, 200, 800, 800), colour=(3, 3, 3))
    assert measure(sunk).lo_clip == 1000
    assert measure(on_white((200, 200, 800, 800))).hi_clip == 0


def test_blur_lowers_the_advice_on_sharpness():
    image = Image.open(PICTURES / "made" / "brass-main.jpg").convert("RGB")
    assert measure(image).sharp > 100 > measure(image.filter(ImageFilter.GaussianBlur(3))).sharp


def test_a_record_says_its_version_and_an_older_one_lacks_the_newer_figures():
    facts = measure(on_white((200, 200, 800, 800)))
    assert facts.metric_version == 2
    assert None not in (
        facts.fill_area,
        facts.foreign,
        facts.hi_clip,
        facts.lo_clip,
        facts.sharp,
        facts.frame,
        facts.prints,
    )
    assert ImageFacts(1, 1, 1, "JPEG", 0, 0, 0, 0, 0, 0, 0, 0, False).metric_version == 1


def test_the_pictures_stay_small():
    sizes = [path.stat().st_size for path in PICTURES.rglob("*.jpg")]
    assert max(sizes) <= 350_000
    assert sum(sizes) <= 6_000_000
