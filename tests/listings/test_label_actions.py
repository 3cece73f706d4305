"""Saying who stands behind the goods of a listing."""

import zlib
from typing import Any

import pytest

from lab.customs.label_data import Label
from lab.engine.pack import pack, unpack, world_hash
from lab.listings.faults import find_faults
from lab.world.world import World
from tests.builders import DE_LAMP, KZ_LAMP, act, make_listing, make_product, make_world

ON_GOODS = Label(
    "Qinglu Lighting Co., Ltd.", "88 Huanshi Road, Zhongshan, China", "service@qinglu.example", "Kontor Nord GmbH",
    "Speicherstraße 4, 20457 Hamburg, Germany", "safety@kontor-nord.example", (("de", "Nur in trockenen Räumen verwenden."),),
)  # fmt: skip


def shop(**changes: Any) -> World:
    return make_world(make_listing(**changes), make_listing(KZ_LAMP), products={"lamp": make_product(label=ON_GOODS)}, stock={"lamp": 50})


def test_parts_that_are_not_named_stay_as_they_were() -> None:
    world = shop()
    assert act(world, "listing.label", listing=DE_LAMP, manufacturer=" Qinglu ", warnings={"en": "Keep dry.\r\nIndoors."}).ok
    assert act(world, "listing.label", listing=DE_LAMP, address="Zhongshan", warnings={"de": "Trocken halten."}).ok
    assert world.listings[DE_LAMP].label == Label("Qinglu", "Zhongshan", warnings=(("de", "Trocken halten."), ("en", "Keep dry.\nIndoors.")))
    assert act(world, "listing.label", listing=DE_LAMP, manufacturer="", address="", warnings={"de": "", "en": " "}).ok
    assert world.listings[DE_LAMP].label is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"manufacturer": "x" * 301}, "too_long"), ({"warnings": {"de": "x" * 2001}}, "too_long"),
        ({"warnings": {"ru": "Сухо."}}, "language_not_used_here"), ({"listing": "meridian/FR/lamp"}, "no_such_place"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_changes_nothing(fields: dict[str, Any], code: str) -> None:
    world = shop()
    before = world_hash(world)
    outcome = act(world, "listing.label", **{"listing": DE_LAMP, "contact": "a@b.example", **fields})
    assert (outcome.ok, outcome.code) == (False, code)
    assert world_hash(world) == before


def test_a_listing_without_it_keeps_its_bytes_and_one_with_it_comes_back() -> None:
    world = shop()
    assert b"label" not in zlib.decompress(pack(world))
    assert act(world, "listing.label", listing=DE_LAMP, manufacturer="Qinglu", warnings={"de": "Trocken halten."}).ok
    assert unpack(pack(world), world.setting) == world


def faults(world: World, key: str = DE_LAMP) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in find_faults(world.listings[key], world.setting) if fault.field.startswith("label")]


def test_the_editor_names_what_an_offer_in_the_union_lacks() -> None:
    world = shop()
    names = ("manufacturer", "address", "contact", "responsible", "responsible_address", "responsible_contact")
    assert faults(world) == [*((f"label.{name}", "label_missing") for name in names), ("label.warnings.de", "label_missing")]
    given = {name: getattr(ON_GOODS, name) for name in names}
    assert act(world, "listing.label", listing=DE_LAMP, **given, warnings={"de": "Use this lamp in dry rooms only, and never near water."}).ok
    assert faults(world) == [("label.warnings.de", "label_language")]
    assert act(world, "listing.label", listing=DE_LAMP, warnings={"de": "Diese Leuchte nur in trockenen Räumen verwenden."}).ok
    assert faults(world) == []
    assert all(not fault.blocks for fault in find_faults(shop().listings[DE_LAMP], world.setting) if fault.code == "label_missing")


def test_a_manufacturer_in_the_union_needs_nobody_to_answer_for_it() -> None:
    world = make_world(make_listing(), products={"lamp": make_product(label=ON_GOODS, maker_country="FR")}, stock={"lamp": 50})
    assert [field for field, _ in faults(world)] == ["label.manufacturer", "label.address", "label.contact", "label.warnings.de"]


def test_elsewhere_and_of_goods_without_such_data_nothing_is_asked() -> None:
    assert faults(shop(), KZ_LAMP) == []
    world = make_world(make_listing())
    assert faults(world) == []
    assert act(world, "listing.label", listing=DE_LAMP, contact="a@b.example").ok
    assert ("label.manufacturer", "label_missing") in faults(world)
