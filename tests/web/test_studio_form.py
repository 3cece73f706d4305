"""The forms of the studio's tools: what people type becomes a step, and a step becomes words."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from lab.images.recipe import NO_PLATE, Step, check_steps
from lab.images.recipe import TOOLS as KNOWN
from lab.values.errors import BadInput
from lab.web.studio_form import SHAPES, TOOLS, box_sent, colour, scaled, step_sent, step_text

BOX = {"left": "10", "top": "5.5", "width": "80", "height": "90"}
LABEL = {
    "text": " Höhe  43 cm ", "lang": "de", "x": "5", "y": "5", "width": "40", "size": "5", "align": "0", "bold": "1",
    "ink": "#151d21", "plate": "#FFFFFF", "with_plate": "1",
}  # fmt: skip
LINE = {"x1": "10", "y1": "95", "x2": "90", "y2": "95", "ends": "1", "ink": "151d21", "weight": "0.3"}
GOOD: dict[str, tuple[dict[str, str], dict[str, int]]] = {
    "turn": ({"quarters": "3"}, {"quarters": 3}),
    "straighten": ({"angle": "-2,5"}, {"angle": -250}),
    "crop": (BOX, {"left": 1000, "top": 550, "width": 8000, "height": 9000}),
    "balance": ({"red": "98.5", "green": "100", "blue": "120"}, {"red": 985, "green": 1000, "blue": 1200}),
    "exposure": ({"stops": "0.3"}, {"stops": 30}),
    "heal": ({"x": "50", "y": "33.33", "radius": "0.05"}, {"x": 5000, "y": 3333, "radius": 5}),
    "frame": ({"shape": "4:3", "fill": "88"}, {"across": 4, "down": 3, "fill": 880}),
    "resize": ({"side": "1600"}, {"side": 1600}),
    "sharpen": ({"amount": "60", "radius": "0.8"}, {"amount": 60, "radius": 8}),
    "label": (LABEL, {
        "x": 500, "y": 500, "width": 4000, "size": 500, "align": 0, "bold": 1, "ink": 0x151D21, "plate": 0xFFFFFF,
    }),
    "line": (LINE, {"x1": 1000, "y1": 9500, "x2": 9000, "y2": 9500, "ends": 1, "ink": 0x151D21, "weight": 30}),
}  # fmt: skip


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/sign-in?lang=en"):
        app.preprocess_request()
        yield


def test_every_tool_of_a_recipe_has_words_and_a_form() -> None:
    assert set(TOOLS) == set(KNOWN)
    assert set(GOOD) | {"cutout"} == set(KNOWN)


@pytest.mark.parametrize("tool", GOOD)
def test_what_is_typed_becomes_the_step(tool: str) -> None:
    sent, numbers = GOOD[tool]
    step = step_sent(tool, sent)
    assert (step.do, step.n) == (tool, numbers)
    assert step.t == ({"text": "Höhe 43 cm", "lang": "de"} if tool == "label" else {})


@pytest.mark.parametrize("tool", GOOD)
def test_a_form_with_nothing_typed_is_no_step(tool: str) -> None:
    with pytest.raises(BadInput):
        step_sent(tool, {})


@pytest.mark.parametrize(
    ("tool", "changes", "code"),
    [
        ("turn", {"quarters": "4"}, "setting_out_of_range"),
        ("turn", {"quarters": "once"}, "decimal_unreadable"),
        ("straighten", {"angle": "15.1"}, "setting_beyond"),
        ("straighten", {"angle": "1e400"}, "decimal_unreadable"),
        ("straighten", {"angle": "NaN"}, "decimal_unreadable"),
        ("straighten", {"angle": "-Infinity"}, "decimal_unreadable"),
        ("straighten", {"angle": "9" * 400}, "decimal_unreadable"),
        ("straighten", {"angle": ""}, "decimal_unreadable"),
        ("crop", {"left": "30", "width": "80"}, "box_outside"),
        ("crop", {"width": "0.5"}, "setting_beyond"),
        ("crop", {"left": "-1"}, "setting_beyond"),
        ("balance", {"red": "40"}, "setting_beyond"),
        ("exposure", {"stops": "3.1"}, "setting_beyond"),
        ("heal", {"radius": "0"}, "setting_beyond"),
        ("resize", {"side": "63"}, "setting_beyond"),
        ("resize", {"side": "100001"}, "decimal_unreadable"),
        ("sharpen", {"radius": "6"}, "setting_beyond"),
        ("label", {"text": " \u200b\n "}, "label_empty"),
        ("label", {"text": "x" * 201}, "setting_too_long"),
        ("label", {"lang": "x" * 13}, "setting_too_long"),
        ("label", {"ink": "red"}, "colour_unreadable"),
        ("label", {"plate": ""}, "colour_unreadable"),
        ("label", {"align": "3"}, "setting_out_of_range"),
        ("line", {"ink": "#12345"}, "colour_unreadable"),
        ("line", {"weight": "3"}, "setting_beyond"),
        ("line", {"x2": "101"}, "setting_beyond"),
        ("paint", {}, "no_such_tool"),
        ("cutout", BOX, "no_such_tool"),
        ("", {}, "no_such_tool"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_code(tool: str, changes: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        step_sent(tool, {**GOOD.get(tool, ({}, {}))[0], **changes})
    assert caught.value.code == code


def test_a_canvas_is_left_to_the_recipe_because_it_needs_a_cut_out_before_it() -> None:
    step = step_sent("frame", {"shape": "no such shape", "fill": "88"})
    assert (step.n["across"], step.n["down"]) == (1, 1)
    with pytest.raises(BadInput, match="cut_out_first"):
        check_steps([step])
    for key, (across, down, _name) in SHAPES.items():
        assert key == f"{across}:{down}"


def test_a_text_may_stand_without_a_ground_and_in_several_lines() -> None:
    step = step_sent("label", {**LABEL, "text": "Höhe\r\n43 cm", "with_plate": "", "plate": "", "bold": ""})
    assert (step.t["text"], step.n["plate"], step.n["bold"]) == ("Höhe\n43 cm", NO_PLATE, 0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", 1250),
        ("12,5", 1250),
        (" 12.345 ", 1234),
        ("12.355", 1236),
        ("-0", 0),
        ("\u22123", -300),
        ("1\u066b5", 150),
        ("+4", 400),
        ("1e1", 1000),
    ],
)
def test_decimals_are_read_as_people_write_them_and_rounded(text: str, number: int) -> None:
    assert scaled({"a": text}, "a", 100) == number


def test_a_rectangle_is_read_in_per_cent() -> None:
    assert box_sent(BOX) == (1000, 550, 8000, 9000)
    with pytest.raises(BadInput, match="decimal_unreadable"):
        box_sent({**BOX, "top": "a third"})


@pytest.mark.parametrize(
    ("text", "number"), [("#1b6b42", 0x1B6B42), (" 1B6B42 ", 0x1B6B42), ("#000000", 0), ("ffffff", 0xFFFFFF)]
)
def test_a_colour_is_read_as_browsers_send_it(text: str, number: int) -> None:
    assert colour({"ink": text}, "ink") == number


WORDS: dict[str, tuple[Step, str]] = {
    "turn": (Step("turn", {"quarters": 3}), "Turned by 270°"),
    "straighten": (Step("straighten", {"angle": -250}), "Straightened by -2.5°"),
    "crop": (Step("crop", {"left": 0, "top": 0, "width": 8050, "height": 9000}), "Cropped to 80.5 × 90 %"),
    "balance": (
        Step("balance", {"red": 985, "green": 1000, "blue": 1200}),
        "White balance: red 98.5, green 100, blue 120 %",
    ),
    "exposure": (Step("exposure", {"stops": -40}), "Exposure -0.4 stops"),
    "heal": (Step("heal", {"x": 1, "y": 1, "radius": 5}), "Speck covered"),
    "cutout": (Step("cutout", {}, {"outline": "", "strokes": ""}), "Cut out"),
    "frame": (Step("frame", {"across": 3, "down": 4, "fill": 885}), "Canvas 3 : 4, product 88.5 %"),
    "resize": (Step("resize", {"side": 1600}), "Longer side 1600 px"),
    "sharpen": (Step("sharpen", {"amount": 60, "radius": 8}), "Sharpened by 60 %"),
    "label": (Step("label", {}, {"text": "100 % " + "x" * 60, "lang": "de"}), "Text: 100 % " + "x" * 34),
    "line": (Step("line", {}), "Dimension line"),
}


def test_every_tool_has_words_for_its_steps(page: Any) -> None:
    assert set(WORDS) == set(KNOWN)
    for step, text in WORDS.values():
        assert step_text(step) == text
    assert step_text(Step("cutout", {}, {"outline": "", "strokes": "keep 150 1,1"})) == "Cut out by hand"
