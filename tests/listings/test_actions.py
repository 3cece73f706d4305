"""What a seller does to listings; a refusal changes nothing."""

from typing import Any

import pytest

from lab.engine.pack import world_hash
from lab.values.money import Money
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import (
    DE,
    DE_BULLETS,
    DE_LAMP,
    KZ,
    KZ_LAMP,
    act,
    euro,
    make_image,
    make_listing,
    make_product,
    make_world,
)


def refused(world: World, name: str, **values: Any) -> str:
    before = world_hash(world)
    outcome = act(world, name, **values)
    assert not outcome.ok
    assert world_hash(world) == before
    return outcome.code


def test_saving_makes_a_draft_with_tidied_texts() -> None:
    world = make_world()
    assert act(
        world, "listing.save", listing=DE_LAMP, title="  Lampe\u202e E27 ", bullets=("a ", " "), attributes={"socket": " E27", "x": " \u200b "},
        price=euro("39.90"), stock=5, documents=("weee", "weee"),
    ).ok  # fmt: skip
    listing = world.listings[DE_LAMP]
    assert (listing.title, listing.bullets, listing.attributes) == ("Lampe E27", ["a"], {"socket": "E27"})
    assert (listing.price, listing.stock, listing.documents, listing.is_live) == (euro("39.90"), 5, ["weee"], False)


def test_a_part_that_is_not_given_stays_as_it_was() -> None:
    world = make_world(make_listing())
    world.now = 90
    assert act(world, "listing.save", listing=DE_LAMP, description="Neu").ok
    listing = world.listings[DE_LAMP]
    assert listing.bullets == list(DE_BULLETS)
    assert (listing.description, listing.saved_at, listing.live_since) == ("Neu", 90, 0)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"listing": "meridian/FR/lamp"}, "no_such_place"),
        ({"listing": "meridian/DE/chair"}, "no_such_product"),
        ({"listing": "meridian/DE/lamp/x"}, "no_such_product"),
        ({"listing": ""}, "no_such_place"),
        ({"title": "x" * 501}, "too_long"),
        ({"description": "x" * 10_001}, "too_long"),
        ({"bullets": ("x",) * 11}, "too_long"),
        ({"bullets": ("x" * 1001,)}, "too_long"),
        ({"attributes": {"x": "y" * 500}}, "too_long"),
        ({"attributes": {str(n): "y" for n in range(61)}}, "too_long"),
        ({"category": "x" * 201}, "too_long"),
        ({"price": Money(100, "USD")}, "wrong_currency"),
        ({"price": euro("0")}, "price_out_of_range"),
        ({"price": Money(2**70, "EUR")}, "price_out_of_range"),
        ({"stock": -1}, "stock_out_of_range"),
        ({"stock": 2**70}, "stock_out_of_range"),
        ({"documents": ("weee", "no-such-paper")}, "no_such_document"),
        ({"images": tuple(make_image(c) for c in "0123456789abc")}, "too_long"),
        ({"images": (make_image("a"), make_image("a"))}, "image_already_there"),
        ({"images": (make_image("a", alt="x" * 501),)}, "too_long"),
        ({"images": (make_image("Z"),)}, "no_such_image"),
        ({"images": (make_image("a", byte_count=2**70),)}, "no_such_image"),
    ],
)
def test_a_listing_is_not_saved_with(values: dict[str, Any], code: str) -> None:
    world = make_world(make_listing(live=False))
    assert refused(world, "listing.save", **{"listing": DE_LAMP, **values}) == code


@pytest.mark.parametrize("part", [{"title": " "}, {"category": ""}, {"category": "home/lighting"}, {"title": "Lampe $ E27"}])
def test_a_listing_on_sale_cannot_be_saved_into_a_state_that_could_not_go_on_sale(part: dict[str, str]) -> None:
    assert refused(make_world(make_listing()), "listing.save", listing=DE_LAMP, **part) == "listing_has_faults"
    assert act(make_world(make_listing(live=False)), "listing.save", listing=DE_LAMP, **part).ok


def test_a_listing_on_sale_keeps_a_picture() -> None:
    world = make_world(make_listing())
    assert refused(world, "listing.save", listing=DE_LAMP, images=()) == "live_listing_needs_image"
    assert refused(world, "image.remove", listing=DE_LAMP, sha256="a" * 64) == "live_listing_needs_image"


def test_a_listing_without_blocking_faults_goes_on_sale_once() -> None:
    world = make_world(make_listing(live=False))
    world.now = 60
    assert act(world, "listing.publish", listing=DE_LAMP).ok
    assert (world.listings[DE_LAMP].live_since, world.listings[DE_LAMP].first_live_at) == (60, 60)
    assert refused(world, "listing.publish", listing=DE_LAMP) == "already_live"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": ""}, "title_missing"),
        ({"category": ""}, "category_missing"),
        ({"category": "home/lighting"}, "category_not_a_leaf"),
        ({"images": []}, "image_missing"),
        ({"price": None}, "price_missing"),
    ],
)
def test_a_blocking_fault_keeps_a_listing_off_the_shelf(changes: dict[str, Any], fault: str) -> None:
    world = make_world(make_listing(live=False, **changes))
    outcome = act(world, "listing.publish", listing=DE_LAMP)
    assert (outcome.code, outcome.args["faults"]) == ("listing_has_faults", [fault])


def test_a_listing_taken_off_sale_remembers_when_it_first_was() -> None:
    world = make_world(make_listing())
    world.now = 60
    assert act(world, "listing.unpublish", listing=DE_LAMP).ok
    listing = world.listings[DE_LAMP]
    assert (listing.is_live, listing.first_live_at) == (False, 0)
    assert refused(world, "listing.unpublish", listing=DE_LAMP) == "not_live"
    assert act(world, "listing.publish", listing=DE_LAMP).ok
    assert (world.listings[DE_LAMP].live_since, world.listings[DE_LAMP].first_live_at) == (60, 0)


def test_pictures_are_added_ordered_described_and_removed() -> None:
    world = make_world()
    assert act(world, "image.add", listing=DE_LAMP, image=make_image("a")).ok
    assert act(world, "image.add", listing=DE_LAMP, image=make_image("b"), as_main=True).ok
    assert act(world, "image.add", listing=DE_LAMP, image=make_image("c")).ok
    listing = world.listings[DE_LAMP]
    assert [image.sha256[0] for image in listing.images] == ["b", "a", "c"]
    assert refused(world, "image.add", listing=DE_LAMP, image=make_image("a")) == "image_already_there"
    assert act(world, "image.order", listing=DE_LAMP, order=("c" * 64, "b" * 64, "a" * 64)).ok
    assert refused(world, "image.order", listing=DE_LAMP, order=("c" * 64, "b" * 64)) == "images_do_not_match"
    assert act(world, "image.describe", listing=DE_LAMP, sha256="c" * 64, alt=" Lampe  von vorn").ok
    assert listing.images[0].alt == "Lampe von vorn"
    assert refused(world, "image.describe", listing=DE_LAMP, sha256="c" * 64, alt="x" * 501) == "too_long"
    assert refused(world, "image.describe", listing=DE_LAMP, sha256="d" * 64, alt="x") == "no_such_image"
    assert act(world, "image.remove", listing=DE_LAMP, sha256="b" * 64).ok
    assert [image.sha256[0] for image in listing.images] == ["c", "a"]


def test_a_listing_holds_twelve_pictures() -> None:
    world = make_world(make_listing(live=False, images=[make_image(c) for c in "0123456789ab"]))
    assert refused(world, "image.add", listing=DE_LAMP, image=make_image("c")) == "too_long"


def test_price_and_stock_are_set_within_limits() -> None:
    world = make_world(make_listing())
    assert act(world, "price.set", listing=DE_LAMP, price=euro("29.90")).ok
    assert act(world, "stock.set", listing=DE_LAMP, quantity=0).ok
    assert (world.listings[DE_LAMP].price, world.listings[DE_LAMP].stock) == (euro("29.90"), 0)
    assert refused(world, "price.set", listing=KZ_LAMP, price=euro("1.00")) == "no_such_listing"
    assert refused(world, "stock.set", listing=DE_LAMP, quantity=1_000_000) == "stock_out_of_range"


def test_papers_come_from_the_suppliers_kit() -> None:
    world = make_world()
    assert act(world, "document.attach", listing=DE_LAMP, document="manual-zh").ok
    assert refused(world, "document.attach", listing=DE_LAMP, document="manual-zh") == "document_already_there"
    assert refused(world, "document.attach", listing=DE_LAMP, document="forged") == "no_such_document"
    assert act(world, "document.detach", listing=DE_LAMP, document="manual-zh").ok
    assert refused(world, "document.detach", listing=DE_LAMP, document="manual-zh") == "no_such_document"


def test_a_shipping_template_names_a_lane_that_serves_its_regions() -> None:
    world = make_world(templates=False)
    values: dict[str, Any] = {"place": KZ, "lane": "kz_tracked", "regions": ("KZ", "KZ"), "handling_hours": 48, "charge": euro("4.90")}
    assert act(world, "shipping.save", **values).ok
    template = world.templates[KZ]
    assert (template.lane, template.regions, template.handling_hours) == ("kz_tracked", ["KZ"], 48)
    assert (template.slack_days, template.incoterm) == (0, "DDP")
    assert act(world, "shipping.save", **values, slack_days=30, incoterm="DAP").ok
    assert (world.templates[KZ].slack_days, world.templates[KZ].incoterm) == (30, "DAP")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"place": "meridian/US"}, "no_such_place"),
        ({"place": ""}, "no_such_place"),
        ({"lane": "pigeon"}, "no_such_lane"),
        ({"regions": ()}, "lane_does_not_serve"),
        ({"regions": ("DE", "KZ")}, "lane_does_not_serve"),
        ({"handling_hours": 0}, "handling_out_of_range"),
        ({"handling_hours": 721}, "handling_out_of_range"),
        ({"slack_days": -1}, "slack_out_of_range"),
        ({"slack_days": 31}, "slack_out_of_range"),
        ({"charge": euro("-0.01")}, "charge_out_of_range"),
        ({"charge": Money(100, "KZT")}, "charge_out_of_range"),
    ],
)
def test_a_shipping_template_is_refused_with(values: dict[str, Any], code: str) -> None:
    good: dict[str, Any] = {"place": DE, "lane": "de_parcel", "regions": ("DE",), "handling_hours": 24, "charge": euro("0.00")}
    assert refused(make_world(), "shipping.save", **{**good, **values}) == code


def test_a_lane_from_another_country_is_not_the_shops() -> None:
    world = make_world()
    elsewhere = next(lane for lane in world.setting.lanes.values() if lane.from_country != "DE" and "KZ" in lane.regions)
    values: dict[str, Any] = {"place": KZ, "regions": ("KZ",), "handling_hours": 24, "charge": euro("0.00")}
    assert refused(world, "shipping.save", lane=elsewhere.key, **values) == "no_such_lane"


def test_every_price_is_kept_with_its_moment() -> None:
    world = make_world()
    assert act(world, "listing.save", listing=DE_LAMP, title="Lampe").ok
    assert world.prices == []
    for moment, price in ((10, "39.90"), (20, "39.90"), (30, "29.90")):
        world.now = moment
        assert act(world, "listing.save", listing=DE_LAMP, price=euro(price)).ok
    world.now = 40
    assert act(world, "price.set", listing=DE_LAMP, price=euro("35.00")).ok
    kept = [(point.listing, point.at, str(point.price)) for point in world.prices]
    assert kept == [(DE_LAMP, 10, "39.90 EUR"), (DE_LAMP, 30, "29.90 EUR"), (DE_LAMP, 40, "35.00 EUR")]


def test_what_a_country_has_banned_does_not_go_on_sale_there() -> None:
    products = {"lamp": make_product(hs_accept=("854340",)), "bulb": make_product("bulb")}
    world = make_world(make_listing(live=False), make_listing(KZ_LAMP, live=False), products=products)
    outcome = act(world, "listing.publish", listing=KZ_LAMP)
    assert (outcome.code, outcome.args["faults"]) == ("listing_has_faults", ["banned_here"])
    assert act(world, "listing.publish", listing=DE_LAMP).ok  # notified there, not banned


def test_a_listing_that_trades_on_a_brand_does_not_go_on_sale() -> None:
    world = make_world(make_listing(live=False, title="Schreibtischlampe im Stil von Velquanto, E27"))
    outcome = act(world, "listing.publish", listing=DE_LAMP)
    assert (outcome.code, outcome.args["faults"]) == ("listing_has_faults", ["name_passing_off"])


def test_a_template_may_start_from_a_warehouse_that_has_goods() -> None:
    world = make_world()
    values: dict[str, Any] = {"place": KZ, "lane": "kz_parcel", "regions": ("KZ",), "handling_hours": 24, "charge": euro("0.00")}
    assert refused(world, "shipping.save", **values) == "no_such_lane"
    world.shop.abroad["KZ"] = {"lamp": Pile(1, 1500)}
    assert act(world, "shipping.save", **values).ok
