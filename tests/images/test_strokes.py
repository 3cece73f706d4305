import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.images.recipe import MAX_STROKES, WHOLE
from lab.images.strokes import LARGEST, Stroke, strokes_of, strokes_text
from lab.values.errors import BadInput

POINTS = st.tuples(st.integers(0, WHOLE), st.integers(0, WHOLE))
STROKES = st.lists(st.builds(Stroke, st.booleans(), st.integers(1, LARGEST), st.lists(POINTS, min_size=1, max_size=8).map(tuple)), max_size=6)


@given(STROKES)
def test_strokes_come_back_from_their_text(strokes):
    assert strokes_of(strokes_text(strokes)) == tuple(strokes)


def test_the_text_is_the_one_that_recipes_hold():
    text = "keep 150 5000,4000 5020,4100;drop 80 100,200"
    assert strokes_of(text) == (Stroke(True, 150, ((5000, 4000), (5020, 4100))), Stroke(False, 80, ((100, 200),)))
    assert strokes_text(strokes_of(text)) == text


@pytest.mark.parametrize(
    "text",
    ["keep", "keep 10", "paint 10 1,1", "keep 0 1,1", "keep 3001 1,1", "keep 10 10001,1", "keep 10 1,10001", "keep 10 1,1;", "keep 10 1,1 ", "keep -1 1,1", "keep 10 1;1", "\x00"],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(BadInput, match="strokes_unreadable"):
        strokes_of(text)


def test_a_text_beyond_the_limit_is_refused_before_it_is_read():
    with pytest.raises(BadInput, match="setting_too_long"):
        strokes_of("keep 10 1,1;" * (MAX_STROKES // 12 + 1))


@given(st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text):
    try:
        strokes_of(text)
    except BadInput as error:
        assert error.code == "strokes_unreadable"
