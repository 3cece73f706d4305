import json
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.images.recipe import MAX_STEPS, TOOLS, Step, check_steps, recipe_bytes, recipe_hash
from lab.values.errors import BadInput

CUT = Step("cutout", {"left": 100, "top": 200, "width": 9000, "height": 8000}, {"outline": "4x1:AQI", "strokes": ""})
SETTINGS = [(do, name) for do, tool in TOOLS.items() for name in tool.numbers]


def step_of(do, **changed):
    """A step with every number at its lowest value, but for those named."""
    tool = TOOLS[do]
    return Step(do, {name: low for name, (low, _) in tool.numbers.items()} | changed, dict.fromkeys(tool.texts, ""))


def recipe_of(step):
    return [CUT, step] if step.do == "frame" else [step]


def refused(steps):
    with pytest.raises(BadInput) as caught:
        check_steps(steps)
    return caught.value.code, caught.value.args_


@pytest.mark.parametrize("do", TOOLS)
def test_every_tool_is_accepted_with_all_its_settings(do):
    check_steps(recipe_of(step_of(do)))


def test_an_empty_recipe_is_a_recipe():
    check_steps([])


@pytest.mark.parametrize(("do", "name"), SETTINGS)
def test_both_ends_of_a_range_are_in_it_and_what_lies_beyond_is_refused(do, name):
    low, high = TOOLS[do].numbers[name]
    check_steps(recipe_of(step_of(do, **{name: low})))
    if (do, name) not in {("crop", "left"), ("crop", "top"), ("cutout", "left"), ("cutout", "top")}:
        check_steps(recipe_of(step_of(do, **{name: high})))
    for outside in (low - 1, high + 1):
        code, args = refused(recipe_of(step_of(do, **{name: outside})))
        assert code == "setting_out_of_range"
        assert (args["tool"], args["setting"], args["found"]) == (do, name, outside)
        assert (args["low"], args["high"]) == (low, high)


@pytest.mark.parametrize("do", TOOLS)
def test_a_setting_that_is_missing_or_too_many_is_named(do):
    step = step_of(do)
    for name in step.n:
        numbers = {key: value for key, value in step.n.items() if key != name}
        code, args = refused(recipe_of(replace(step, n=numbers)))
        assert (code, args["setting"]) == ("setting_missing", name)
    for name in step.t:
        texts = {key: value for key, value in step.t.items() if key != name}
        assert refused(recipe_of(replace(step, t=texts)))[0] == "setting_missing"
    assert refused(recipe_of(replace(step, n=step.n | {"zeal": 1})))[1]["setting"] == "zeal"
    assert refused(recipe_of(replace(step, t=step.t | {"zeal": ""})))[0] == "setting_unknown"


@pytest.mark.parametrize(("do", "name"), [(do, name) for do, tool in TOOLS.items() for name in tool.texts])
def test_a_text_is_as_long_as_its_limit_at_most(do, name):
    step, limit = step_of(do), TOOLS[do].texts[name]
    check_steps(recipe_of(replace(step, t=step.t | {name: "x" * limit})))
    code, args = refused(recipe_of(replace(step, t=step.t | {name: "x" * (limit + 1)})))
    assert (code, args["setting"], args["found"], args["limit"]) == ("setting_too_long", name, limit + 1, limit)


def test_a_tool_that_there_is_not_is_refused_with_its_place():
    code, args = refused([step_of("turn"), Step("smudge" * 20)])
    assert (code, args["step"]) == ("no_such_tool", 2)
    assert len(args["tool"]) == 40


@pytest.mark.parametrize("do", ["crop", "cutout"])
def test_a_box_ends_at_the_edge_of_the_picture_at_the_latest(do):
    check_steps([step_of(do, left=4000, width=6000, top=9900, height=100)])
    assert refused([step_of(do, left=4001, width=6000)])[0] == "box_outside"
    assert refused([step_of(do, top=9901, height=100)])[0] == "box_outside"


def test_a_frame_needs_a_cut_out_before_it():
    check_steps([CUT, step_of("turn"), step_of("frame"), step_of("frame")])
    assert refused([step_of("frame")]) == ("cut_out_first", {"step": 1})
    assert refused([step_of("turn"), step_of("frame"), CUT]) == ("cut_out_first", {"step": 2})


def test_sixty_steps_are_the_most():
    check_steps([step_of("turn")] * MAX_STEPS)
    assert refused([step_of("turn")] * (MAX_STEPS + 1)) == ("too_many_steps", {"found": 61, "limit": 60})


def test_labels_and_lines_are_not_for_main_pictures():
    assert {do for do, tool in TOOLS.items() if not tool.main} == {"label", "line"}


def test_the_bytes_do_not_depend_on_the_order_of_settings():
    one = Step("balance", {"red": 900, "green": 1000, "blue": 1100})
    other = Step("balance", {"blue": 1100, "red": 900, "green": 1000})
    assert recipe_bytes([one]) == recipe_bytes([other])
    assert recipe_bytes([one, other]) != recipe_bytes([one])
    assert json.loads(recipe_bytes([one])) == [{"do": "balance", "n": one.n, "t": {}}]


def test_a_recipe_comes_back_from_its_bytes():
    steps = [CUT, step_of("frame"), replace(step_of("label"), t={"text": "كابل USB-C 1.5 م", "lang": "ar"})]
    assert msgspec.json.decode(recipe_bytes(steps), type=list[Step]) == steps


def test_the_name_of_a_result_follows_from_original_and_every_setting():
    steps = [step_of("turn"), CUT]
    names = {
        recipe_hash("a" * 64, steps),
        recipe_hash("b" * 64, steps),
        recipe_hash("a" * 64, steps[::-1]),
        recipe_hash("a" * 64, steps[:1]),
        recipe_hash("a" * 64, [step_of("turn", quarters=2), CUT]),
        recipe_hash("a" * 64, [step_of("turn"), replace(CUT, t=CUT.t | {"strokes": "+"})]),
    }
    assert len(names) == 6
    # sha256 of "original\n[]", as sha256sum gives it
    assert recipe_hash("original", []) == "562db9b836a4738bd2b277c1a1da16161f99b41a253f5c1aca7f53374421c52b"


@given(
    st.lists(
        st.builds(Step, st.sampled_from([*TOOLS, "x"]), st.dictionaries(st.text(max_size=5), st.integers())), max_size=3
    )
)
def test_whatever_is_refused_is_refused_as_bad_input(steps):
    try:
        check_steps(steps)
    except BadInput as error:
        assert error.code in {"no_such_tool", "setting_missing", "setting_unknown"}
    else:
        assert steps == []
