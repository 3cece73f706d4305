"""What is wrong with a listing, field by field."""

from dataclasses import replace
from typing import Any

import pytest

from lab.listings.faults import ListingFault, find_faults, main_image_verdicts
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
