import numpy as np
import pytest

from lab.images.contrast import contrast_ratio, luminance, worst_contrast

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.mark.parametrize(
    ("one", "other", "hundredths"),
    [
        (BLACK, WHITE, 2100),
        (WHITE, WHITE, 100),
        ((0x77, 0x77, 0x77), WHITE, 447),  # the two greys around WCAG's 4.5 : 1
        ((0x76, 0x76, 0x76), WHITE, 454),
        ((255, 0, 0), WHITE, 399),
        ((0, 0, 255), WHITE, 859),
        ((0, 255, 0), BLACK, 1530),
    ],
)
def test_known_ratios(one, other, hundredths):
    assert contrast_ratio(one, other) == contrast_ratio(other, one) == hundredths


def test_luminance_of_black_and_white_is_exact():
    pixels = np.array([[BLACK, WHITE]], dtype=np.uint8)
    assert luminance(pixels).tolist() == [[0, 65535]]


def test_a_tenth_of_the_ground_is_forgiven_and_no_more():
    ground = np.full((100, 3), 255, np.uint8)
    ground[:10] = 0
    assert worst_contrast(BLACK, ground, forgiven=100) == 2100
    ground[:11] = 0
    assert worst_contrast(BLACK, ground, forgiven=100) == 100


def test_ground_lighter_and_darker_than_the_ink_counts_alike():
    ground = np.array([[255, 255, 255], [0, 0, 0], [0x77, 0x77, 0x77]], dtype=np.uint8)
    # grey ink: 4.47 against white, 4.69 against black, 1 against itself
    assert worst_contrast((0x77, 0x77, 0x77), ground, forgiven=0) == 100
    assert worst_contrast((0x77, 0x77, 0x77), ground[:2], forgiven=0) == 447
