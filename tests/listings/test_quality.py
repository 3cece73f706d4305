"""How good a listing is, in parts."""

from typing import Any

import pytest

from lab.listings.quality import Quality, quality_of
from tests.builders import DE_LAMP, HOSTILE, KZ_LAMP, TRUTH, make_image, make_listing, make_setting

SETTING = make_setting()


def quality(key: str = DE_LAMP, **changes: Any) -> Quality:
    return quality_of(SETTING, make_listing(key, **changes))


def test_the_parts_add_up_to_a_thousand_in_every_area() -> None:
    for key in (DE_LAMP, KZ_LAMP):
        areas: dict[str, int] = {}
        for part in quality(key).parts:
            areas[part.area] = areas.get(part.area, 0) + part.of
        assert areas == {"title": 1000, "image": 1000, "description": 1000, "attributes": 1000}


def test_a_good_listing_earns_the_whole_title_and_all_attributes() -> None:
    found = quality()
    assert (found.title, found.attributes, found.description) == (1000, 1000, 1000)
    assert found.content == (1000 + found.image + 1000 + 1000 + 2) // 4


def test_an_english_title_loses_its_language_and_its_product_name() -> None:
    found = quality(title="Modern metal desk lamp in sage green with a long power cord for the home office")
    assert {part.name: part.earned for part in found.parts if part.area == "title"} == {
        "rules": 300, "language": 0, "names_product": 0, "length": 200,
    }  # fmt: skip


def test_four_described_pictures_earn_number_and_description() -> None:
    found = quality(images=[make_image(c) for c in "abcd"])
    earned = {part.name: part.earned for part in found.parts if part.area == "image"}
    assert (earned["number"], earned["described"]) == (200, 100)
    assert {part.name: part.earned for part in quality(images=[make_image(c, alt="") for c in "ab"]).parts}["described"] == 0


def test_half_the_attributes_earn_half() -> None:
    assert quality(attributes=dict(list(TRUTH.items())[:4])).attributes == 500


def test_an_empty_listing_earns_nothing() -> None:
    found = quality(title="", bullets=[], description="", attributes={}, images=[])
    assert (found.title, found.image, found.description, found.attributes, found.content) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_measured_like_any_other(text: str) -> None:
    found = quality(title=text, bullets=[text], description=text, attributes={"socket": text})
    assert all(0 <= part.earned <= part.of for part in found.parts)
