"""Other people's names in the texts of a listing."""

from typing import Any

import pytest

from lab.listings.protected import traps_of
from tests.builders import HOSTILE, make_listing, make_product, make_setting


def traps(brand: str = "Qinglu", **texts: Any) -> list[tuple[str, str, str]]:
    setting = make_setting(products={"lamp": make_product(brand=brand)})
    return [(field, trap.kind, trap.brand) for field, trap in traps_of(setting, make_listing(**texts))]


def test_a_good_listing_names_nobody() -> None:
    assert traps() == []


@pytest.mark.parametrize("field", ["title", "description", "search_terms"])
def test_a_foreign_brand_is_found_in_every_text(field: str) -> None:
    assert [found[:2] for found in traps(**{field: "Lampe Velquanto grün"})] == [(field, "brand")]
    assert [found[:2] for found in traps(bullets=["Gut", "Lampe Velquanto"])] == [("bullets", "brand")]


def test_trading_on_a_name_and_copies_are_told_apart() -> None:
    assert [kind for _, kind, _ in traps(title="Lampe im Stil von Velquanto")] == ["passing_off"]
    assert "replica" in [kind for _, kind, _ in traps(title="Replik einer Designerlampe")]


def test_what_it_fits_and_the_own_name_may_be_said() -> None:
    assert traps(title="Tischlampe passend für Velquanto") == []
    assert traps(brand="Velquanto", title="Velquanto Tischlampe") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert traps(title=text, bullets=[text], description=text, search_terms=text) == []
