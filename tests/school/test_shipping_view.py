"""Services compared for one parcel, and the templates as rows."""

from lab.ledger.store import put_in
from lab.listings.hazards import HANDLING_FLAGS
from lab.school.shipping_view import TEMPLATE_COLUMNS, parcel_of, service_offers, template_rows
from tests.builders import euro, make_product, make_world


def test_services_stand_by_price_and_those_that_cannot_come_last() -> None:
    offers = service_offers(make_world(), "DE", "lamp", 1)
    assert [offer.lane.key for offer in offers] == ["de_parcel", "de_letter"]
    assert offers[0].home is not None
    assert (offers[1].quote, offers[1].code) == (None, "parcel_too_heavy")


def test_more_pieces_are_heavier_and_higher() -> None:
    world = make_world()
    world.setting.products["lamp"] = make_product(sides_mm=(300, 250, 200))  # type: ignore[index]
    box = parcel_of(world, "lamp", 3)
    assert (box.weight_g, box.sides_mm) == (3 * 1720, (300, 250, 600))
    assert parcel_of(make_world(), "lamp", 3).sides_mm is None


def test_only_what_the_shop_declared_is_held_against_a_service() -> None:
    world = make_world()
    assert all(not offer.refused for offer in service_offers(world, "KZ", "bulb", 1))
    world.hazards["bulb"] = ("lithium", "magnet")
    refused = {offer.lane.key: offer.refused for offer in service_offers(world, "KZ", "bulb", 1)}
    assert refused["kz_tracked"] == ("lithium",)
    assert refused["kz_express"] == ()
    assert service_offers(world, "KZ", "bulb", 1)[0].is_possible
    assert set(refused["kz_tracked"]) <= set(HANDLING_FLAGS)


def test_a_warehouse_abroad_brings_its_services_and_its_pick_fee() -> None:
    world = make_world()
    assert {offer.lane.from_country for offer in service_offers(world, "KZ", "bulb", 1)} == {"DE"}
    put_in(world, "KZ", "bulb", 10, 2_000)
    local = [offer for offer in service_offers(world, "KZ", "bulb", 1) if offer.lane.from_country == "KZ"]
    assert local
    assert all(offer.pick is not None and offer.home is not None and offer.pick < offer.home for offer in local if offer.quote)


def test_the_sheet_has_a_row_for_each_market() -> None:
    world = make_world()
    del world.templates["caravan/KZ"]
    world.templates["meridian/DE"].charge = euro("3.90")
    rows = list(template_rows(world))
    assert rows[0] == list(TEMPLATE_COLUMNS)
    assert rows[1] == ["meridian", "DE", "de_parcel", "DE", "24", "3.90", "EUR", "0", "DDP"]
    assert rows[2] == ["caravan", "KZ", "", "KZ", "", "", "EUR", "0", "DDP"]
