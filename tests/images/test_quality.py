from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from lab.images.compared import UNCLEAR, Compared
from lab.images.intake import accept
from lab.images.measure import ImageFacts, measure
from lab.images.quality import image_quality, main_image_faults
from lab.values.places import SCENARIOS, SEED

PICTURES = SCENARIOS / "desk-lamp-two-markets" / "pictures"
LAMPS = ["arc", "brass", "clamp", "folding"]
# what the two platforms ask of a main picture (platform files, November 2026)
MERIDIAN = {
    "white_background": True, "min_fill": 850, "square": False, "side_min_px": 500, "side_max_px": 10_000, "max_bytes": 10_000_000,
    "formats": ("JPEG", "PNG"),
}  # fmt: skip
CARAVAN = {
    "white_background": True, "min_fill": 700, "square": True, "side_min_px": 800, "side_max_px": 10_000, "max_bytes": 5_000_000,
    "formats": ("JPEG", "PNG"),
}  # fmt: skip


def on_white(box, size=(1000, 1000), colour=(40, 70, 120), backdrop=(255, 255, 255)):
    """A plain rectangle, its right and lower edges outside."""
    image = Image.new("RGB", size, backdrop)
    left, top, right, bottom = box
    ImageDraw.Draw(image).rectangle((left, top, right - 1, bottom - 1), fill=colour)
    return image


def broken_rules(facts, rules):
    return [verdict.rule for verdict in main_image_faults(facts, **rules) if not verdict.passed]


def good_facts():
    return measure(on_white((60, 200, 940, 800)), byte_count=200_000)


def test_every_rule_has_its_verdict_in_order():
    verdicts = main_image_faults(good_facts(), **CARAVAN)
    assert [v.rule for v in verdicts] == [
        "format",
        "bytes",
        "size",
        "square",
        "background",
        "fill",
        "whole",
        "marks",
        "frame",
    ]
    assert all(v.passed for v in verdicts)


def test_rules_that_are_not_asked_for_have_no_verdict():
    verdicts = main_image_faults(good_facts(), **{**CARAVAN, "square": False, "white_background": False})
    assert [v.rule for v in verdicts] == ["format", "bytes", "size", "fill", "whole", "marks", "frame"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"format": "WEBP"}, "format"),
        ({"byte_count": 5_000_001}, "bytes"),
        ({"width_px": 799, "height_px": 799}, "size"),
        ({"width_px": 10_001, "height_px": 10_001}, "size"),
        ({"width_px": 1001}, "square"),
        ({"pure_bg": 994}, "background"),
        ({"white_bg": 991}, "background"),
        ({"ring_white": 994}, "background"),
        ({"fill_long": 694}, "fill"),
        ({"touch": 1}, "whole"),
        ({"foreign": 1}, "marks"),
        ({"frame": 1}, "frame"),
        ({"frame": 4}, "frame"),
    ],
)
def test_one_step_outside_a_limit_breaks_that_rule_alone(change, rule):
    assert broken_rules(replace(good_facts(), **change), CARAVAN) == [rule]


@pytest.mark.parametrize(
    "change",
    [
        {"byte_count": 5_000_000},
        {"width_px": 800, "height_px": 800},
        {"width_px": 10_000, "height_px": 10_000},
        {"pure_bg": 995},
        {"white_bg": 992},
        {"ring_white": 995},
        {"fill_long": 695},
    ],
)
def test_the_limit_itself_is_kept(change):
    assert broken_rules(replace(good_facts(), **change), CARAVAN) == []


def test_a_cut_product_breaks_whole_and_not_the_background_too():
    assert broken_rules(replace(good_facts(), touch=1, ring_white=800), CARAVAN) == ["whole"]


def test_far_from_white_nothing_is_measured_and_nothing_passes():
    verdicts = {v.rule: v for v in main_image_faults(replace(good_facts(), white_bg=300), **MERIDIAN)}
    assert verdicts["fill"].measured is None and not verdicts["fill"].passed
    assert verdicts["whole"].measured is None and not verdicts["whole"].passed


def test_marks_may_be_allowed():
    facts = replace(good_facts(), foreign=20, frame=4)
    assert broken_rules(facts, CARAVAN) == ["marks", "frame"]
    assert broken_rules(facts, {**CARAVAN, "marks_allowed": True}) == []


def test_marks_have_no_verdict_where_the_outline_is_a_guess():
    facts = replace(good_facts(), foreign=20, white_bg=949)
    rules = [verdict.rule for verdict in main_image_faults(facts, **{**CARAVAN, "white_background": False})]
    assert rules == ["format", "bytes", "size", "square", "fill", "whole", "frame"]


def test_older_records_are_judged_by_the_rules_they_were_measured_for():
    older = ImageFacts(1000, 1000, 200_000, "JPEG", 1000, 1000, 1000, 880, 528, 0, 0, 990, False)
    assert older.metric_version == 1
    assert [verdict.rule for verdict in main_image_faults(older, **MERIDIAN)] == [
        "format",
        "bytes",
        "size",
        "background",
        "fill",
        "whole",
    ]
    assert broken_rules(older, MERIDIAN) == []


def test_quality_is_full_for_a_large_clean_filled_centred_picture():
    assert image_quality(replace(good_facts(), width_px=1600, height_px=1600)) == 1000


def test_quality_by_hand():
    facts = replace(good_facts(), width_px=950, height_px=950, white_bg=746, fill_long=625, off_centre=65, touch=1)
    # size 650/1300 of 250 = 125; background 246/492 of 350 = 175; fill 225/450 of 300, less a quarter = 112; centred 50
    assert image_quality(facts) == 125 + 175 + 112 + 50


TRUE = Compared(
    "lamp/front", same=950, inliers=80, sharpness=1000, enlarged=1000, light=0, cast=0, tilt=0, overlay=0, outline=980
)


def test_an_older_record_is_worth_what_it_was():
    older = ImageFacts(950, 950, 200_000, "JPEG", 700, 746, 900, 625, 400, 1, 65, 990, False)
    assert image_quality(older) == 125 + 175 + 112 + 50
    # the same figures measured again, with everything new at its best
    assert (
        image_quality(
            replace(older, metric_version=2, foreign=0, hi_clip=0, lo_clip=0, frame=0, sharp=50, fill_area=300)
        )
        == 462
    )


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"hi_clip": 20}, 0),
        ({"hi_clip": 60}, 30),
        ({"hi_clip": 400}, 60),
        ({"foreign": 1}, 60),
        ({"foreign": 20}, 150),
        ({"frame": 1}, 40),
        ({"frame": 3}, 100),
        # on a background that earns half its points, marks cost half
        ({"foreign": 20, "white_bg": 746}, 175 + 75),
    ],
)
def test_what_burnt_light_marks_and_strips_cost(change, lost):
    best = replace(good_facts(), width_px=1600, height_px=1600)
    assert image_quality(best) == 1000
    assert image_quality(replace(best, **change)) == 1000 - lost


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({}, 0),
        ({"same": UNCLEAR}, 0),
        ({"same": UNCLEAR - 1}, 1000),
        ({"sharpness": 700}, 0),
        ({"sharpness": 550}, 100),
        ({"sharpness": 100}, 200),
        ({"sharpness": 1700}, 0),
        ({"sharpness": 2100}, 50),
        ({"light": 50}, 0),
        ({"light": -150}, 75),
        ({"light": 300}, 150),
        ({"cast": 170}, 0),
        ({"cast": 285}, 60),
        ({"tilt": -100}, 0),
        ({"tilt": 350}, 30),
        ({"overlay": 5}, 0),
        ({"overlay": 30}, 100),
        ({"outline": 930}, 0),
        ({"outline": 830}, 50),
        (
            {
                "sharpness": None,
                "light": None,
                "cast": None,
                "tilt": None,
                "overlay": None,
                "outline": None,
                "enlarged": None,
            },
            0,
        ),
    ],
)
def test_what_differences_from_the_reference_cost(change, lost):
    best = replace(good_facts(), width_px=1600, height_px=1600)
    assert image_quality(best, replace(TRUE, **change)) == 1000 - lost


PERMILLE = st.integers(0, 1000)
FACTS = st.builds(
    ImageFacts,
    width_px=st.integers(64, 4000), height_px=st.integers(64, 4000), byte_count=st.just(1000), format=st.just("JPEG"), pure_bg=PERMILLE,
    white_bg=PERMILLE, ring_white=PERMILLE, fill_long=PERMILLE, fill_box=PERMILLE, touch=st.integers(0, 4), off_centre=st.integers(0, 500),
    border=PERMILLE, no_product=st.booleans(), metric_version=st.just(2), fill_area=PERMILLE, foreign=st.integers(0, 60), hi_clip=st.integers(0, 300),
    lo_clip=PERMILLE, sharp=PERMILLE, frame=st.integers(0, 4), prints=st.just(""),
)  # fmt: skip
COMPARED = st.builds(
    Compared,
    asset=st.just("lamp/front"), same=PERMILLE, sharpness=st.integers(0, 3000), enlarged=st.integers(100, 4000), light=st.integers(-500, 500),
    cast=st.integers(0, 1000), tilt=st.integers(-2000, 2000), overlay=st.integers(0, 300), outline=PERMILLE,
)  # fmt: skip


@given(FACTS, COMPARED, st.data())
def test_a_picture_that_is_better_in_one_figure_never_gets_fewer_points(facts, compared, data):
    better = {
        "width_px": st.integers(facts.width_px, 5000), "white_bg": st.integers(facts.white_bg, 1000), "fill_long": st.integers(facts.fill_long, 1000),
        "touch": st.integers(0, facts.touch), "off_centre": st.integers(0, facts.off_centre), "foreign": st.integers(0, facts.foreign),
        "hi_clip": st.integers(0, facts.hi_clip), "frame": st.integers(0, facts.frame),
    }  # fmt: skip
    name = data.draw(st.sampled_from(sorted(better)))
    improved = replace(facts, **{name: data.draw(better[name])})
    for beside in (None, compared):
        assert 0 <= image_quality(facts, beside) <= image_quality(improved, beside) <= 1000
    truer = {
        "same": st.integers(compared.same, 1000), "light": st.integers(-abs(compared.light), abs(compared.light)), "cast": st.integers(0, compared.cast),
        "tilt": st.integers(-abs(compared.tilt), abs(compared.tilt)), "overlay": st.integers(0, compared.overlay),
        "outline": st.integers(compared.outline, 1000),
        # better is nearer to the reference's own detail, from either side
        "sharpness": st.integers(min(compared.sharpness, 1000), max(compared.sharpness, 1000)),
    }  # fmt: skip
    name = data.draw(st.sampled_from(sorted(truer)))
    assert image_quality(facts, compared) <= image_quality(facts, replace(compared, **{name: data.draw(truer[name])}))


@pytest.mark.parametrize("name", LAMPS)
def test_the_good_picture_of_each_lamp_passes_both_platforms(name):
    data = (PICTURES / "made" / f"{name}-main.jpg").read_bytes()
    facts = accept(data).facts
    assert broken_rules(facts, MERIDIAN) == []
    assert broken_rules(facts, CARAVAN) == []
    assert 860 <= facts.fill_long <= 920
    assert image_quality(facts) >= 980


@pytest.mark.parametrize("name", LAMPS)
@pytest.mark.parametrize("view", ["in-use", "detail"])
def test_pictures_in_surroundings_fail_on_background_and_are_worth_less(name, view):
    facts = accept((PICTURES / "solution" / f"{name}-{view}.jpg").read_bytes()).facts
    assert "background" in broken_rules(facts, MERIDIAN)
    assert {"square", "background"} <= set(broken_rules(facts, CARAVAN))
    assert image_quality(facts) <= 600


def test_the_small_grey_picture_fails_on_size_and_background():
    facts = accept((PICTURES / "broken" / "small-grey.jpg").read_bytes()).facts
    assert (facts.width_px, facts.height_px) == (420, 420)
    assert {"size", "background"} <= set(broken_rules(facts, MERIDIAN))
    assert {"size", "background"} <= set(broken_rules(facts, CARAVAN))
    assert image_quality(facts) <= 300


def test_the_shop_s_bulb_passes_both_platforms():
    facts = accept((SEED / "shops" / "small-lighting-shop" / "pictures" / "bulb-main.jpg").read_bytes()).facts
    assert broken_rules(facts, MERIDIAN) == []
    assert broken_rules(facts, CARAVAN) == []
