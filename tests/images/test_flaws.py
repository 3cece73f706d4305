from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from lab.images.flaws import LIGHTS, STOPS, Flaws, Wanted, flaws_in, flaws_of, mark_font, photo_key
from lab.images.framing import framed_cover, room
from lab.images.negatives import Negative, View
from lab.values.errors import BadInput

WIDTH, HEIGHT = 460, 345


def negative_with(role="main", left=0.2, top=0.15, right=0.7, bottom=0.85):
    """A negative whose product is a rectangle, by shares of its sides."""
    cover = np.zeros((HEIGHT, WIDTH), np.uint8)
    cover[round(top * HEIGHT) : round(bottom * HEIGHT), round(left * WIDTH) : round(right * WIDTH)] = 255
    return Negative(View(f"box/{role}", role, "a box"), np.zeros((HEIGHT, WIDTH, 3), np.uint8), cover)


def many(negative, count=300, **wanted):
    return [flaws_in(negative, photo_key(seed, "box/front"), Wanted(**wanted)) for seed in range(count)]


MAIN = many(negative_with())


def test_a_hundred_seeds_give_a_hundred_kinds_of_work():
    first = [replace(flaws, mark="") for flaws in MAIN[:100]]
    assert len(set(first)) == 100
    assert len({(flaws.roll, flaws.stops, flaws.red, flaws.blue) for flaws in first}) == 100


def test_the_same_seed_gives_the_same_flaws_and_another_photo_of_it_others():
    assert flaws_of(7, "lamp-arc/front") == flaws_of(7, "lamp-arc/front")
    assert flaws_of(7, "lamp-arc/front") != flaws_of(8, "lamp-arc/front")
    negative = negative_with()
    assert flaws_in(negative, photo_key(7, "lamp-arc/front")) != flaws_in(negative, photo_key(7, "mug/front"))


def test_a_main_photo_always_has_something_to_straighten():
    rolls = [flaws.roll for flaws in MAIN]
    assert all(120 <= abs(roll) <= 600 for roll in rolls)
    assert 0.3 < sum(roll > 0 for roll in rolls) / len(rolls) < 0.7
    assert max(abs(roll) for roll in rolls) > 450


def test_a_detail_is_nearly_straight():
    assert max(abs(flaws.roll) for flaws in many(negative_with("detail"), 60)) <= 250


def test_exposure_spreads_over_its_range():
    stops = [flaws.stops for flaws in MAIN]
    assert STOPS[0] <= min(stops) < STOPS[0] + 15 and STOPS[1] - 10 < max(stops) <= STOPS[1]


def test_every_light_occurs_and_colours_as_it_should():
    for light, (red, green, blue) in LIGHTS.items():
        for flaws in many(negative_with(), 20, light=light):
            assert (
                red[0] <= flaws.red <= red[1]
                and green[0] <= flaws.green <= green[1]
                and blue[0] <= flaws.blue <= blue[1]
            )
    warm = sum(flaws.red > 1100 for flaws in MAIN)
    cold = sum(flaws.blue > 1090 for flaws in MAIN)
    greenish = sum(flaws.green > 1030 for flaws in MAIN)
    assert min(warm, cold, greenish, len(MAIN) - warm - cold - greenish) > len(MAIN) / 8


def test_a_third_is_turned_in_every_way_and_a_quarter_tells_its_place():
    turned = Counter(flaws.turned for flaws in MAIN)
    assert set(turned) == {1, 3, 6, 8}
    assert 0.55 < turned[1] / len(MAIN) < 0.78
    assert 0.17 < sum(flaws.located for flaws in MAIN) / len(MAIN) < 0.33


def test_dust_goes_from_none_to_six_specks():
    assert {flaws.dust for flaws in MAIN} == set(range(7))


def test_a_dark_photo_is_grainy():
    assert all(flaws.grain >= 90 - flaws.stops * 3 // 4 - 1 for flaws in MAIN if flaws.stops < 0)


@pytest.mark.parametrize("role", ["main", "angle", "in-use", "packaging"])
def test_a_product_in_the_middle_of_the_negative_is_whole_in_every_photo(role):
    # the largest that a negative may hold: 78 % of both sides
    negative = negative_with(role, 0.11, 0.11, 0.89, 0.89)
    for flaws in many(negative, 25):
        seen = framed_cover(negative.cover, flaws.framing)
        frame = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
        assert not frame.any(), flaws


def test_no_photo_leaves_its_negative():
    for role in ("main", "detail"):
        negative = negative_with(role)
        for flaws in many(negative, 100):
            across, down = room(flaws.framing, *negative.size)
            assert abs(flaws.shift_x) <= across and abs(flaws.shift_y) <= down


def test_photos_are_off_the_middle_and_nearer_or_farther():
    assert len({flaws.shift_x for flaws in MAIN}) > 20
    assert max(flaws.zoom for flaws in MAIN) - min(flaws.zoom for flaws in MAIN) > 60


def test_a_product_that_fits_no_photo_and_a_view_without_one_still_get_flaws():
    for negative in (negative_with("main", 0, 0.1, 1, 0.9), negative_with("main", 0, 0, 0, 0)):
        for flaws in many(negative, 10):
            assert abs(flaws.roll) >= 120
            framed_cover(negative.cover, flaws.framing)


def test_wishes_are_kept_and_leave_the_rest_to_chance():
    wanted = {"roll": -310, "stops": -40, "dust": 0, "turned": 6, "located": True, "mark": "Brightwood"}
    found = many(negative_with(), 10, **wanted)
    for flaws in found:
        assert {name: getattr(flaws, name) for name in wanted} == wanted
    assert len({(flaws.red, flaws.shift_x) for flaws in found}) > 5
    assert all(flaws.mark == "" for flaws in MAIN)


def test_a_wish_for_one_flaw_moves_no_other():
    plain, wished = MAIN[3], flaws_in(negative_with(), photo_key(3, "box/front"), Wanted(dust=9))
    assert replace(wished, dust=plain.dust) == plain


@pytest.mark.parametrize(
    "wish",
    [
        {"roll": 601},
        {"roll": -601},
        {"stops": 101},
        {"stops": -201},
        {"dust": -1},
        {"dust": 21},
        {"light": "moon"},
        {"turned": 2},
        {"mark": "x" * 41},
        {"mark": "two\nlines"},
        {"mark": "متجر"},
    ],
)
def test_a_wish_that_no_photo_can_have_is_refused(wish):
    with pytest.raises(BadInput) as refusal:
        flaws_of(1, "lamp-arc/front", Wanted(**wish))
    assert refusal.value.code == "bad_flaw"
    assert refusal.value.args_["flaw"] == next(iter(wish))


def test_a_photo_that_there_is_not_is_refused():
    with pytest.raises(BadInput, match="no_such_photo"):
        flaws_of(1, "lamp-arc/nowhere")


@pytest.mark.parametrize(
    ("mark", "font"),
    [
        ("Söhne & Co", "NotoSans-Regular.ttf"),
        ("Лавка", "NotoSans-Regular.ttf"),
        ("古镇灯饰 Store", "NotoSansSC-Regular.otf"),
        ("古镇 Лавка", None),
        ("\u9fa5", None),  # not in GB 2312, so not in the font
        ("", None),
    ],
)
def test_a_mark_is_written_with_one_font_that_has_all_its_letters(mark, font):
    assert mark_font(mark) == font


def test_flaws_without_a_word_are_none():
    assert Flaws().framing.turn == (1 << 20, 0) and Flaws().turned == 1 and Flaws().mark == ""
