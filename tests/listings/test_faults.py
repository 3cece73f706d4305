"""What is wrong with a listing, field by field."""

from dataclasses import replace
from typing import Any

import pytest

from lab.listings.faults import ListingFault, find_faults, main_image_verdicts, translation_faults
from lab.world.listing import Translation
from tests.builders import (
    DE_BULLETS,
    DE_LAMP,
    HOSTILE,
    KZ_LAMP,
    RIGHT_PAPERS,
    TRUTH,
    make_document,
    make_image,
    make_listing,
    make_product,
    make_setting,
)

SETTING = make_setting()


def codes(key: str = DE_LAMP, **changes: Any) -> list[str]:
    return [fault.code for fault in find_faults(make_listing(key, **changes), SETTING)]


def test_good_listings_have_no_faults() -> None:
    assert codes() == []
    assert codes(KZ_LAMP) == []


PRINTS = "00ff00ff00ff00ff:ff00ff00ff00ff00:40k81A"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": ""}, "title_missing"),
        ({"title": "LAMPE"}, "title_capitals"),
        ({"category": ""}, "category_missing"),
        ({"category": "home"}, "category_not_a_leaf"),
        ({"bullets": list(DE_BULLETS[:1])}, "bullets_too_few"),
        ({"bullets": [f"{text} {n}" for n in range(3) for text in DE_BULLETS]}, "bullets_too_many"),
        ({"bullets": [*DE_BULLETS[:4], "kurz"]}, "bullet_too_short"),
        ({"bullets": [*DE_BULLETS[:4], "x " * 300]}, "bullet_too_long"),
        ({"bullets": [*DE_BULLETS[:4], "Tolles Licht™ für jeden Raum"]}, "bullet_symbols"),
        ({"description": "x" * 9_000}, "description_too_long"),
        ({"search_terms": "ü" * 200}, "search_terms_too_long"),
        ({"attributes": {k: v for k, v in TRUTH.items() if k != "socket"}}, "attribute_missing"),
        ({"attributes": {**TRUTH, "smell": "none"}}, "attribute_unknown"),
        ({"attributes": {**TRUTH, "socket": "E28"}}, "attribute_not_a_choice"),
        ({"attributes": {**TRUTH, "cord_length": "lang"}}, "attribute_not_a_number"),
        ({"attributes": {**TRUTH, "adjustable": "maybe"}}, "attribute_not_yes_or_no"),
        ({"images": []}, "image_missing"),
        ({"images": [make_image(white_bg=400, pure_bg=300)]}, "image_background"),
        ({"images": [make_image(metric_version=2, foreign=3, frame=0)]}, "image_marks"),
        ({"images": [make_image(metric_version=2, foreign=0, frame=1)]}, "image_frame"),
        ({"images": [make_image("a", prints=PRINTS), make_image("b", prints=PRINTS)]}, "images_alike"),
        ({"images": [make_image(c) for c in "0123456789ab"]}, "images_too_many"),
        ({"price": None}, "price_missing"),
        ({"stock": 0}, "stock_empty"),
    ],
)
def test_a_fault_is_found(changes: dict[str, Any], code: str) -> None:
    assert code in codes(**changes)


@pytest.mark.parametrize("role", ["dimensions", "infographic"])
def test_a_drawing_of_the_same_photo_is_no_copy(role: str) -> None:
    drawn = replace(make_image("b", prints=PRINTS), role=role)
    assert "images_alike" not in codes(images=[make_image("a", prints=PRINTS), drawn])


def test_bullets_are_not_asked_for_where_a_platform_has_none() -> None:
    assert not SETTING.platforms["caravan"].bullets_used
    assert codes(KZ_LAMP, bullets=["x"]) == []


def test_search_terms_are_measured_in_bytes() -> None:
    limit = SETTING.platforms["meridian"].search_terms_max_bytes
    assert codes(search_terms="ü" * (limit // 2)) == []
    assert codes(search_terms="ü" * (limit // 2 + 1)) == ["search_terms_too_long"]


def test_without_a_picture_there_are_no_verdicts() -> None:
    assert main_image_verdicts(make_listing(images=[]), SETTING.platforms["meridian"]) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_gives_faults_and_no_crash(text: str) -> None:
    faults = find_faults(
        make_listing(
            title=text,
            bullets=[text] * 5,
            description=text,
            search_terms=text,
            category=text,
            attributes={"socket": text, text: text},
        ),
        SETTING,
    )
    assert any(fault.blocks for fault in faults)


def faults_of(key: str = DE_LAMP, *, lamp: dict[str, Any], **changes: Any) -> list[ListingFault]:
    setting = make_setting(products={"lamp": make_product(**lamp), "bulb": make_product("bulb")})
    return find_faults(make_listing(key, **changes), setting)


def test_a_ban_blocks_and_cites_its_rule() -> None:
    found = faults_of(KZ_LAMP, lamp={"hs_accept": ("854340",)})
    assert [(fault.code, fault.args) for fault in found if fault.blocks] == [("banned_here", {"rule": "vapes_kz"})]


def test_papers_that_a_rule_asks_for_are_named_and_do_not_block() -> None:
    found = faults_of(lamp={"flags": ("lithium",)})
    assert [(fault.field, fault.code, fault.args["rule"], fault.blocks) for fault in found] == [
        ("documents", "rule_papers_missing", "lithium_summary", False)
    ]
    assert found[0].args["found"] == "battery_test_summary"
    kit = {**make_product().documents, "summary": make_document("battery_test_summary")}
    assert faults_of(lamp={"flags": ("lithium",), "documents": kit}, documents=[*RIGHT_PAPERS, "summary"]) == []


@pytest.mark.parametrize(
    ("title", "code", "blocks"),
    [
        ("Schreibtischlampe Velquanto, grün, E27 aus Metall", "name_brand", False),
        ("Schreibtischlampe im Stil von Velquanto, E27", "name_passing_off", True),
        ("Schreibtischlampe E27, Replik aus Metall, grün", "name_replica", True),
    ],
)
def test_foreign_names_are_faults_and_trading_on_them_blocks(title: str, code: str, blocks: bool) -> None:
    found = faults_of(lamp={}, title=title)
    assert [(fault.code, fault.blocks) for fault in found if fault.code.startswith("name_")] == [(code, blocks)]


TITLE = "Desk lamp QL-A430 with an E27 socket, arched metal, sage green"
ENGLISH = "This lamp stands firmly and throws its light where you read and work. " * 8


def faults_in_english(key: str = DE_LAMP, **text: Any) -> list[tuple[str, str]]:
    listing = make_listing(key, translations={"en": Translation(**text)})
    found = translation_faults(listing, SETTING, "en")
    assert all(fault.language == "en" for fault in found)
    assert found == [fault for fault in find_faults(listing, SETTING) if fault.language]
    return [(fault.field, fault.code) for fault in found]


def test_a_good_translation_has_no_faults_and_what_is_not_written_is_none() -> None:
    assert faults_in_english(title=TITLE, description=ENGLISH) == []
    assert faults_in_english(search_terms="reading light") == []
    assert translation_faults(make_listing(), SETTING, "en") == []


def test_a_translation_keeps_the_rules_of_the_main_text() -> None:
    assert faults_in_english(title=f"{TITLE}!") == [("title", "title_characters")]
    assert ("bullets", "bullets_too_few") in faults_in_english(bullets=("A calm light for the desk and for reading",))
    assert faults_in_english(search_terms="ü" * 200) == [("search_terms", "search_terms_too_long")]
    assert faults_in_english(KZ_LAMP, description="A calm lamp for reading in the evening.") == [("description", "description_too_short")]


def test_the_title_of_a_translation_is_as_long_as_its_own_language_may_be() -> None:
    long = f"{TITLE} with a long and flexible power cord and a switch for reading at night in any room"
    assert 128 < len(long) <= SETTING.platforms["caravan"].title_max_chars("KZ", "ru")
    assert faults_in_english(KZ_LAMP, title=long) == [("title", "title_short_enough")]


def test_a_translation_in_another_language_is_a_fault_that_does_not_block() -> None:
    listing = make_listing(translations={"en": Translation(bullets=DE_BULLETS)})
    [fault] = translation_faults(listing, SETTING, "en")
    assert (fault.field, fault.code, fault.args, fault.blocks) == ("bullets", "text_in_another_language", {"found": "de", "limit": "en"}, False)
