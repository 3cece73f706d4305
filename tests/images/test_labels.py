import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lab.images.labels import draw_label, draw_line
from lab.images.recipe import NO_PLATE, Step, check_steps

GREY, WHITE, BLACK = (128, 128, 128), 0xFFFFFF, 0x000000
SAMPLES = {
    "en": "Folding arm, 1.5 m cable (USB-C) – “quiet”, 50% lighter!",
    "de": "Größe: 45 × 30 × 12 cm – „spülmaschinenfest“, für 230 V~",
    "fr": "Hauteur : 45 cm ; façade en chêne « naturel », œillet doré !",
    "es": "¿Cabe en tu cocina? ¡Sí! Solo 38 cm de ancho, 2,5 kg",
    "pt": "Não risca: base de cortiça, proteção até −10 °C",
    "ru": "Объём 1,5 л, вес 850 г. Съёмная ручка — «не нагревается»",
    "kk": "Қуаты 60 Вт, ұзындығы 1,5 м. Өңдеуге ыңғайлы, жұмсақ төсеніш",
    "uz": "O‘lchami 45 × 30 sm, og‘irligi 2 kg. Bolalar uchun xavfsiz, ma’qul",
    "tr": "Işık gücü 60 W, ağırlığı 1,2 kg. Çocuklar için güvenli",
    "ar": "كابل USB-C بطول 1.5 م (قابل للطي)، قطر 12 سم، مُقاوِم للماء",
    "fa": "کابل USB-C به طول ۱٫۵ متر (تاشو)، می‌شود شست؛ قطر ۱۲ سانتی‌متر",
    "ur": "USB-C کیبل، لمبائی 1.5 میٹر (تہ ہونے والا)، قطر ۱۲ سینٹی میٹر ہے۔",
    "hi": "क्षमता 1.5 लीटर, वज़न 850 ग्राम। मज़बूत ढक्कन, द्विस्तरीय, USB-C",
    "id": "Kapasitas 1,5 L, berat 850 g. Pegangan anti-panas, tahan air IP67",
    "th": "กว้าง 45 ซม. น้ำหนัก 1.5 กก. ปั๊มน้ำเงียบ ใช้ที่นี่ได้ (USB-C)",
    "vi": "Kích thước 45 × 30 cm, chống nước. Ổ điện tiếng Việt: Ế Ẫ Ỗ Ữ ỹ",
    "zh": "折叠臂台灯，线长1.5米（USB-C），“护眼”无频闪；直径12厘米。",
}


def label(text, lang="en", **numbers):
    """At (5 %, 5 %), 90 % wide, letters of 4 % in black."""
    given = {"x": 500, "y": 500, "width": 9000, "size": 400, "align": 0, "bold": 0, "ink": BLACK, "plate": NO_PLATE}
    step = Step("label", given | numbers, {"text": text, "lang": lang})
    check_steps([step])
    return step


def picture(size=(1000, 1000), colour=GREY):
    return Image.new("RGB", size, colour)


def drawn(step, size=(1000, 1000), colour=GREY):
    image = picture(size, colour)
    facts = draw_label(image, step)
    return np.asarray(image).astype(int), facts


def box_of(changed):
    rows, columns = np.nonzero(changed.any(axis=1))[0], np.nonzero(changed.any(axis=0))[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def changed_box(pixels, colour=GREY):
    return box_of((pixels != colour).any(axis=2))


def test_the_facts_of_a_plain_label():
    _, facts = drawn(label("Folding  arm\u202e", plate=WHITE))
    assert facts.text == "Folding arm"
    assert facts.lang == "en"
    assert facts.height == 40
    assert facts.contrast == 2100
    assert facts.inside
    assert facts.margin == 50
    assert not facts.missing


def test_a_plate_begins_at_the_corner_and_lies_around_the_letters():
    pixels, _ = drawn(label("HHH", plate=WHITE))
    left, top, right, bottom = changed_box(pixels)
    # letters of 40 pixels: 12 beside them, 6 above and below a line of 50
    assert (left, top, bottom) == (50, 50, 50 + 50 + 12)
    ink = box_of((pixels == 0).all(axis=2))
    assert ink[0] - left == pytest.approx(12 + 0.098 * 40, abs=1)
    assert right - ink[2] == pytest.approx(12 + 0.098 * 40, abs=1.5)
    assert ink[3] - ink[1] == pytest.approx(0.714 * 40, abs=1)


@pytest.mark.parametrize(("align", "edges"), [(0, (50, None)), (1, None), (2, (None, 950))])
def test_alignment_in_a_language_written_from_left_to_right(align, edges):
    left, _, right, _ = changed_box(drawn(label("HHH", plate=WHITE, align=align))[0])
    if align == 1:
        assert abs(left + right - 1000) <= 1
    else:
        assert edges in ((left, None), (None, right))


def test_alignment_in_arabic_begins_at_the_right():
    for align, place in ((0, 950), (2, 50)):
        left, top, right, _ = changed_box(drawn(label("قطر", "ar", x=9500, plate=WHITE, align=align))[0])
        assert top == 50
        assert place == (right if align == 0 else left)
    left, _, right, _ = changed_box(drawn(label("قطر", "ar", x=9500, plate=WHITE, align=1))[0])
    assert abs(left + right - 1000) <= 1


def test_the_direction_comes_from_the_language_and_not_from_the_text():
    left, _, right, _ = changed_box(drawn(label("USB-C", "ar", x=9500, plate=WHITE))[0])
    assert right == 950
    left, _, _, _ = changed_box(drawn(label("قطر", "en", plate=WHITE))[0])
    assert left == 50


def test_every_line_of_a_label_is_aligned():
    pixels, _ = drawn(label("HHHHHH\nHH", align=2))
    dark = (pixels < 20).all(axis=2)
    upper, lower = dark[:100], dark[100:]
    assert abs(box_of(upper)[2] - box_of(lower)[2]) <= 1
    assert box_of(upper)[0] < box_of(lower)[0]


def test_lines_stand_a_line_and_a_quarter_apart():
    pixels, _ = drawn(label("H\nH\nH"))
    dark = (pixels < 20).all(axis=2).any(axis=1)
    tops = np.nonzero(dark[1:] & ~dark[:-1])[0]
    assert np.diff(tops).tolist() == [50, 50]


@pytest.mark.parametrize(
    "text", ["gjpqy\nẾỮẪỔ", "กุ ญู\nปั๊ม น้ำ", "ट्रि द्वि\nर्कें मैं", "e" + "\u0323" * 5 + "\ne" + "\u0302" * 8]
)
def test_lines_with_marks_do_not_touch(text):
    both, facts = drawn(label(text, "vi", size=1000))
    assert facts.inside
    upper = changed_box(drawn(label(text.split("\n")[0], "vi", size=1000))[0])
    assert (both[upper[3] : upper[3] + 3] == GREY).all()
    assert changed_box(both)[3] > upper[3] + 70


def test_a_plate_covers_all_marks():
    pixels, facts = drawn(label("E" + "\u0302\u0301" * 5 + "\u0323" * 5, plate=WHITE, y=3000))
    assert facts.inside
    plate = changed_box(pixels)
    ink = box_of((pixels < 100).all(axis=2))
    assert plate[1] == 300  # never above its corner
    assert ink[1] >= plate[1] + 5
    assert ink[3] <= plate[3] - 5


def test_contrast_is_that_of_the_ground_under_the_letters():
    assert drawn(label("HHH"), colour=(255, 255, 255))[1].contrast == 2100
    assert drawn(label("HHH", ink=0x777777), colour=(255, 255, 255))[1].contrast == 447
    image = picture(colour=(255, 255, 255))
    image.paste((0, 0, 0), (0, 0, 1000, 75))  # the upper part of the letters lies on black
    assert draw_label(image, label("HHH")).contrast == 100
    image.paste((0, 0, 0), (500, 0, 1000, 1000))  # far from the letters
    image.paste((255, 255, 255), (0, 0, 500, 1000))
    assert draw_label(image, label("HHH")).contrast == 2100


def test_a_plate_makes_the_ground_not_matter():
    image = Image.effect_noise((1000, 1000), 200).convert("RGB")
    assert draw_label(image, label("HHH", plate=WHITE)).contrast == 2100
    assert draw_label(picture(), label("HHH", plate=WHITE, ink=0xEEEEEE)).contrast < 120


@pytest.mark.parametrize(
    ("numbers", "inside", "margin"),
    [
        ({"x": 0, "y": 0}, True, 0),
        ({"x": 100, "y": 2000}, True, 10),
        ({"x": 2000, "y": 300}, True, 30),
        ({"x": 500, "y": 9380}, True, 0),  # 62 high
        ({"x": 500, "y": 9400}, False, -2),
        ({"x": 500, "y": 10_000}, False, -62),
    ],
)
def test_whether_a_label_is_inside_and_how_far(numbers, inside, margin):
    facts = drawn(label("HHH", plate=WHITE, **numbers))[1]
    assert (facts.inside, facts.margin) == (inside, margin)


def test_without_a_plate_the_letters_count():
    _, facts = drawn(label("H", x=0, y=0, size=1000))
    assert facts.inside
    assert facts.margin == 9  # the space left of an H


def test_a_label_at_the_right_frame_in_arabic_is_outside_beyond_the_left_one():
    facts = drawn(label("كابل USB-C بطول 1.5 م", "ar", x=500, plate=WHITE, size=800))[1]
    assert not facts.inside
    assert facts.margin < 0


@pytest.mark.parametrize("height", [64, 333, 1600])
def test_height_is_the_letters_size_in_the_picture(height):
    facts = drawn(label("H", size=600), size=(height, height))[1]
    assert facts.height == pytest.approx(60, abs=500 / height + 1)


@pytest.mark.parametrize("language", SAMPLES)
def test_a_preview_breaks_its_lines_as_the_final_picture_does(language):
    x = 9500 if language in ("ar", "fa", "ur") else 500
    step = label(SAMPLES[language], language, x=x, width=5000, size=500, plate=WHITE)
    boxes = [changed_box(drawn(step, size=(side, side))[0]) for side in (400, 1600)]
    for small, large in zip(*boxes, strict=True):
        assert large / 4 == pytest.approx(small, abs=6)


@pytest.mark.parametrize("language", SAMPLES)
def test_every_language_is_drawn_whole(language):
    x = 9500 if language in ("ar", "fa", "ur") else 500
    pixels, facts = drawn(label(SAMPLES[language], language, x=x), colour=(255, 255, 255))
    assert (facts.missing, facts.inside, facts.text) == (False, True, SAMPLES[language])
    assert (pixels < 50).sum() > 5000


def test_missing_characters_are_told_and_shown():
    pixels, facts = drawn(label("한국어 😀"))
    assert facts.missing
    assert facts.text == "한국어 😀"
    assert (pixels != GREY).any()


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e\x00", "\n\n"])
def test_a_label_without_a_character_draws_nothing(text):
    pixels, facts = drawn(label(text, plate=WHITE))
    assert (pixels == GREY).all()
    assert (facts.text, facts.height, facts.contrast, facts.inside) == ("", 0, 100, False)


def test_the_same_label_gives_the_same_pixels_as_ever():
    # drifts with Pillow's FreeType or HarfBuzz, with ICU's line breaking, and with a font
    digest = hashlib.sha256()
    for number, (language, text) in enumerate(SAMPLES.items()):
        image = picture((640, 360), (200, 210, 220))
        x = 9500 if language in ("ar", "fa", "ur") else 500
        step = label(
            text, language, x=x, size=700 + 50 * number, bold=number % 2, plate=WHITE if number % 3 else NO_PLATE
        )
        digest.update(f"{draw_label(image, step)}".encode())
        digest.update(image.tobytes())
    assert digest.hexdigest() == "6f0700c01f4e9669b82e123db31754c3fc21d626f5b95133e3bfac9555191ecc"


def test_other_pictures_than_rgb_are_refused():
    with pytest.raises(ValueError, match="RGB"):
        draw_label(Image.new("L", (10, 10)), label("a"))


def test_lines_come_from_here_too():
    image = picture((100, 100))
    draw_line(
        image, Step("line", {"x1": 0, "y1": 5000, "x2": 10_000, "y2": 5000, "ends": 0, "ink": WHITE, "weight": 100})
    )
    assert (np.asarray(image) == 255).any()


scripts = st.characters(exclude_categories=["Cs"])
place = st.integers(0, 10_000)


@settings(max_examples=120)
@given(
    st.text(scripts, max_size=200) | st.text("aب👨‍👩‍👧🏳️‍🌈\u0301\u0e49\u094d\n\u200d\u202e﷽", max_size=200),
    st.sampled_from([*SAMPLES, "", "tlh", "\x00?"]),
    st.fixed_dictionaries(
        {
            "x": place, "y": place, "width": st.integers(200, 10_000), "size": st.integers(100, 2000), "align": st.integers(0, 2),
            "bold": st.integers(0, 1), "ink": st.integers(0, WHITE), "plate": st.integers(-1, WHITE),
        }
    ),
    st.tuples(st.integers(20, 240), st.integers(20, 240)),
)  # fmt: skip
def test_any_label_on_any_picture(text, language, numbers, size):
    pixels, facts = drawn(label(text, language, **numbers), size=size)
    assert 100 <= facts.contrast <= 2100
    assert facts.inside == (facts.margin >= 0 and facts.height > 0)
    if facts.inside:
        # nothing was drawn nearer to the frame than is said
        changed = (pixels != GREY).any(axis=2)
        if changed.any():
            left, top, right, bottom = changed_box(pixels)
            across, down = min(left, size[0] - right), min(top, size[1] - bottom)
            assert min(1000 * across // size[0], 1000 * down // size[1]) >= facts.margin
    again, same = drawn(label(text, language, **numbers), size=size)
    assert (again == pixels).all()
    assert same == facts
