"""How much better than true a listing makes the goods look."""

from typing import Any

import pytest

from lab.listings.over_claim import over_claim, severity_of
from lab.market.catalogue import Attribute
from tests.builders import DE_BULLETS, DE_LAMP, HOSTILE, KZ_LAMP, TRUTH, make_image, make_listing, make_setting

SETTING = make_setting()
LAMP = SETTING.type_of("lamp")


def claimed(**changes: Any) -> int:
    return over_claim(SETTING, make_listing(**changes)).permille


def stated(**values: str) -> dict[str, str]:
    return {"attributes": {**TRUTH, **values}}  # type: ignore[dict-item]


def attribute(key: str) -> Attribute:
    found = LAMP.attribute(key)
    assert found is not None
    return found


def test_honest_listings_claim_nothing() -> None:
    assert claimed() == 0
    assert over_claim(SETTING, make_listing(KZ_LAMP)).claims == ()
    assert claimed(title="", bullets=[], description="", attributes={}, images=[]) == 0


def test_each_false_attribute_counts_by_whether_the_market_demands_it() -> None:
    assert claimed(**stated(socket="E14")) == 200  # demanded everywhere
    assert claimed(**stated(adjustable="yes")) == 120  # demanded nowhere
    assert claimed(**stated(socket="E14", adjustable="yes", material="wood")) == 200 + 120 + 200


@pytest.mark.parametrize(
    ("key", "value", "severity"),
    [
        ("cord_length", "180", 0), ("cord_length", "183", 0),  # 1.7 % is rounding
        ("cord_length", "200", 444),  # 11.1 % off, times four
        ("cord_length", "160", 444), ("cord_length", "260", 1000), ("cord_length", "much", 0), ("cord_length", "99999999", 0),
        ("adjustable", "yes", 1000), ("adjustable", "no", 0), ("socket", "E14", 1000), ("socket", "E99", 0),
    ],
)  # fmt: skip
def test_severity_of_a_stated_value(key: str, value: str, severity: int) -> None:
    assert severity_of(attribute(key), value, TRUTH[key]) == severity


def test_a_feature_that_is_denied_makes_nobody_expect_too_much() -> None:
    assert severity_of(attribute("adjustable"), "no", "yes") == 0


def test_a_number_in_the_text_counts_where_the_clause_names_the_thing() -> None:
    assert claimed(description="Kabellänge: 300 cm.") == 200
    assert claimed(description="Kabellänge: 180 cm, Höhe 43 cm.") == 0
    assert claimed(description="Höhe 60 cm.") == 120
    assert claimed(description="Kabellänge 1,80 m.") == 0
    # Numbers that stand near a name and are the truth about something else, or about nothing that can be told.
    assert claimed(description="Die Höhe passt. Das Kabel misst 180 cm.") == 0
    assert claimed(description="Reicht für Tische von 300 cm.") == 0


def test_a_wrong_code_in_the_text_counts_unless_the_right_one_stands_there_too() -> None:
    plain: dict[str, Any] = {"title": "Schreibtischlampe aus Metall", "bullets": [], "attributes": {}}
    assert claimed(**plain, description="Mit Fassung E14.") == 200
    assert claimed(**plain, description="Mit Fassung E27, Adapter auf E14 liegt bei.") == 0
    found = over_claim(SETTING, make_listing(**plain, description="Mit Fassung E14.")).claims
    assert [(claim.about, claim.where, claim.said, claim.truth) for claim in found] == [("socket", "text", "E14", "E27")]


def test_one_attribute_counts_once() -> None:
    assert claimed(**stated(cord_length="300"), description="Kabellänge: 300 cm.") == 200
    assert claimed(**stated(cord_length="200"), description="Kabellänge: 200 cm.") == 200  # the text claims it in full


def test_a_main_picture_without_the_product_misleads() -> None:
    assert claimed(images=[make_image(no_product=True)]) == 250
    assert claimed(images=[make_image(), make_image("b", no_product=True)]) == 0


def test_nothing_is_worse_than_a_thousand() -> None:
    everything = stated(socket="E14", cord_length="300", max_power="60", height="90", material="wood", colour="red", adjustable="yes")
    assert claimed(**everything, images=[make_image(no_product=True)]) == 1000


def test_an_edited_listing_is_judged_anew() -> None:
    listing = make_listing(bullets=list(DE_BULLETS))
    assert over_claim(SETTING, listing).permille == 0
    listing.attributes["socket"] = "E14"
    assert over_claim(SETTING, listing).permille == 200


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_give_a_share(text: str) -> None:
    listing = make_listing(DE_LAMP, title=text, bullets=[text] * 2, description=text, attributes={"socket": text, "cord_length": text, text: text})
    assert 0 <= over_claim(SETTING, listing).permille <= 1000
