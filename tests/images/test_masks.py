import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lab.images.masks import closed, components, dilated, filled, painted


def mask_of(*rows):
    return np.array([[c == "#" for c in row] for row in rows])


def counted_by_flood(mask, diagonal):
    """Component areas by the slow plain way: flood from every pixel not yet seen."""
    left, areas = {(int(y), int(x)) for y, x in np.argwhere(mask)}, []
    steps = [(0, 1), (1, 0), (0, -1), (-1, 0)] + ([(1, 1), (1, -1), (-1, 1), (-1, -1)] if diagonal else [])
    while left:
        todo, area = [left.pop()], 0
        while todo:
            y, x = todo.pop()
            area += 1
            for dy, dx in steps:
                if (y + dy, x + dx) in left:
                    left.remove((y + dy, x + dx))
                    todo.append((y + dy, x + dx))
        areas.append(area)
    return sorted(areas)


masks = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda size: st.lists(st.booleans(), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
        lambda bits: np.array(bits).reshape(size)
    )
)


@given(masks, st.booleans())
def test_components_are_those_of_a_flood(mask, diagonal):
    assert sorted(components(mask, diagonal=diagonal).areas.tolist()) == counted_by_flood(mask, diagonal)


@given(masks)
def test_painting_every_component_gives_the_mask_back(mask):
    parts = components(mask)
    assert (painted(parts, np.ones(len(parts.areas), bool), mask.shape) == mask).all()


@given(masks, st.integers(1, 3))
def test_dilation_is_the_square_around_every_pixel(mask, reach):
    expected = np.zeros_like(mask)
    for y, x in np.argwhere(mask):
        expected[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = True
    assert (dilated(mask, reach) == expected).all()


def test_corners_join_only_if_asked():
    mask = mask_of("#.", ".#")
    assert len(components(mask).areas) == 1
    assert len(components(mask, diagonal=False).areas) == 2


def test_a_spiral_is_one_component_with_its_box():
    mask = mask_of("#####", "....#", "###.#", "#...#", "#####")
    parts = components(mask)
    assert parts.areas.tolist() == [17]
    assert parts.boxes.tolist() == [[0, 0, 5, 5]]


def test_closing_bridges_four_pixels_and_not_five():
    row = np.zeros((9, 30), bool)
    row[:, :8] = row[:, 12:16] = True
    row[:, 21:] = True
    result = closed(row, 2)
    assert result[:, 8:12].all()
    assert not result[:, 16:21].any()


def test_closing_leaves_the_frame_as_it_is():
    mask = np.zeros((20, 20), bool)
    mask[5:15, 5:15] = True
    assert (closed(mask, 2) == mask).all()


def test_a_hole_is_filled_and_a_bay_is_not():
    ring = mask_of("#####", "#...#", "#...#", "#####")
    bay = mask_of("#####", "#...#", "#...#", "##.##")
    assert filled(ring).all()
    assert (filled(bay) == bay).all()


def test_a_diagonal_wall_holds_water():
    mask = mask_of("..#..", ".#.#.", "#...#", ".#.#.", "..#..")
    assert filled(mask).sum() == 8 + 5
