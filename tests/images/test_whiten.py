import numpy as np
import pytest

from lab.images.outline import soft_alpha
from lab.images.whiten import on_white

PRODUCT, BACKDROP = (40, 90, 160), (150, 60, 20)


def shape_of(size, thick):
    """A ring and a slanting bar: curved and straight edges, wide and thin parts."""
    down, across = np.mgrid[:size, :size]
    far = np.hypot(down - size * 0.45, across - size * 0.5)
    return (np.abs(far - size * 0.25) < thick) | (
        (np.abs(across - down * 0.6 - size * 0.1) < thick) & (down > size * 0.1) & (down < size * 0.9)
    )


def photo(cover, product=PRODUCT, backdrop=BACKDROP, blur=1.2):
    """The product before a backdrop, both mixed at the edge as a lens does."""
    reach = np.arange(-4, 5)
    kernel = np.exp(-(reach**2) / (2 * blur * blur))
    soft = cover.astype(float)
    for axis in (0, 1):
        soft = np.apply_along_axis(np.convolve, axis, soft, kernel / kernel.sum(), mode="same")
    picture = soft[..., None] * np.array(product) + (1 - soft[..., None]) * np.array(backdrop)
    return np.rint(picture).astype(np.uint8)


def off_the_line(result, product):
    """Distances of pixels from the line between the product's colour and white, in 0..255 of colour."""
    towards = np.array(product, float) - 255
    towards /= np.linalg.norm(towards)
    away = result.reshape(-1, 3).astype(float) - 255
    return np.linalg.norm(away - np.outer(away @ towards, towards), axis=1)


def test_background_is_exactly_white_and_the_inside_unchanged():
    rng = np.random.default_rng(5)
    rgb = rng.integers(0, 255, (90, 120, 3), np.uint8)
    alpha = np.zeros((90, 120), np.uint8)
    alpha[20:70, 30:100] = 255
    result = on_white(rgb, alpha)
    assert (result[alpha == 0] == 255).all()
    assert (result[22:68, 32:98] == rgb[22:68, 32:98]).all()


@pytest.mark.parametrize("backdrop", [BACKDROP, (10, 10, 10), (250, 240, 60), (0, 200, 0)])
@pytest.mark.parametrize("thick", [4, 12])
def test_the_edge_has_no_fringe_of_the_backdrop(backdrop, thick):
    grid = shape_of(300, thick / 2)
    alpha = soft_alpha(grid, 600, 600)
    cover = shape_of(600, thick)
    rgb = photo(cover, backdrop=backdrop)
    result = on_white(rgb, alpha)
    edge = (alpha > 0) & (alpha < 255)
    plain = (rgb * (alpha[..., None] / 255) + 255 * (1 - alpha[..., None] / 255))[edge]
    freed, mixed = off_the_line(result[edge], PRODUCT).mean(), off_the_line(plain, PRODUCT).mean()
    assert freed < 4
    assert freed < mixed / 3


def test_a_part_without_an_inside_keeps_its_own_colours():
    alpha = np.zeros((9, 9), np.uint8)
    alpha[4, :] = 255
    alpha[3, :] = 100
    rgb = np.full((9, 9, 3), 30, np.uint8)
    result = on_white(rgb, alpha)
    assert (result[4] == 30).all()
    assert (result[3] == round((30 * 100 + 255 * 155) / 255)).all()
    assert (result[[0, 1, 2, 5, 6, 7, 8]] == 255).all()


def test_a_faint_veil_far_from_any_product_keeps_its_own_colours():
    alpha = np.full((5, 5), 51, np.uint8)
    result = on_white(np.full((5, 5, 3), (255, 0, 100), np.uint8), alpha)
    assert (result == (255, 204, 224)).all()


def test_the_frame_of_the_picture_is_no_edge():
    rgb = np.random.default_rng(2).integers(0, 255, (30, 40, 3), np.uint8)
    assert (on_white(rgb, np.full((30, 40), 255, np.uint8)) == rgb).all()
    assert (on_white(rgb, np.zeros((30, 40), np.uint8)) == 255).all()


def test_input_is_left_as_it_was():
    rgb, alpha = np.full((20, 20, 3), 7, np.uint8), np.full((20, 20), 200, np.uint8)
    on_white(rgb, alpha)
    assert (rgb == 7).all() and (alpha == 200).all()


def test_the_same_pixels_everywhere():
    """These numbers are the same on every machine: whole-number arithmetic."""
    down, across = np.mgrid[:40, :40]
    rgb = np.stack([down * 6, across * 6, (down + across) * 3], axis=2).astype(np.uint8)
    alpha = np.clip((15 - np.hypot(down - 20, across - 20)) * 128, 0, 255).astype(np.uint8)
    assert on_white(rgb, alpha)[20, 4:10].tolist() == [
        [255, 255, 255],
        [255, 255, 255],
        [187, 154, 171],
        [120, 54, 87],
        [120, 54, 87],
        [120, 54, 87],
    ]
