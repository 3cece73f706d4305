"""From what an author writes to the fields of an action."""

from pathlib import Path
from typing import Any

import pytest

from lab.orders.dispatch import declared_faults, form_faults
from lab.scenarios.contents import action_of, lookup_in
from lab.scenarios.deal import Variant
from lab.values.errors import BadFile
from lab.world.action import Action
from lab.world.listing import ShippingTemplate
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import ANNA, DE, KZ_LAMP, act, euro, make_order, make_world

VARIANT = Variant(1, {"lamp": "arc"}, {"cord_cm": "180", "price": "39.90 EUR"}, {"buyer": ANNA})


def made(
    folder: Path, do: str, content: Any, on: str | None = "meridian/DE/lamp", world: World | None = None
) -> Action:
    return action_of(folder, do, on, content, VARIANT, world or make_world())


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_a_text_file_becomes_the_body_of_the_action(tmp_path: Path) -> None:
    write(tmp_path, "a.arc.txt", "Guten Tag ${buyer}, ${cord_cm} cm.")
    reply = made(tmp_path, "message.reply", "a.${lamp}.txt", on="q1")
    assert (reply.thread, reply.text) == ("q1", "Guten Tag Anna Vogel, 180 cm.")


def test_a_yaml_file_becomes_the_fields_with_numbers_and_amounts_read(tmp_path: Path) -> None:
    name = write(
        tmp_path,
        "de.yaml",
        'title: "Lampe ${cord_cm} cm"\nprice: "${price}"\nstock: 5\nattributes: {cord_length: "${cord_cm}"}\nbullets: [eins, zwei]\n',
    )
    saved = made(tmp_path, "listing.save", name)
    assert (saved.title, saved.price, saved.stock) == ("Lampe 180 cm", euro("39.90"), 5)
    assert (saved.attributes, saved.bullets) == ({"cord_length": "180"}, ("eins", "zwei"))
    assert saved.description is None


def test_a_mapping_may_stand_in_the_scenario_itself(tmp_path: Path) -> None:
    content = {"lane": "de_parcel", "regions": ["DE"], "handling_hours": "24", "charge": "0 EUR"}
    saved = made(tmp_path, "shipping.save", content, on=DE)
    assert (saved.place, saved.handling_hours, saved.charge) == (DE, 24, euro("0"))


def test_an_action_without_contents_needs_only_what_it_is_on(tmp_path: Path) -> None:
    assert made(tmp_path, "listing.publish", None).listing == "meridian/DE/lamp"


def test_a_worksheet_copies_the_books_or_reckons_from_its_own_lines(tmp_path: Path) -> None:
    world = make_world()
    make_order(world)
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    lines = {"revenue": "ledger", "fees": "0 EUR", "shipping": "ledger", "tax": "ledger", "profit": "carried"}
    sheet = made(tmp_path, "worksheet.submit", {"lines": lines, "orders": ["o1"]}, on=None, world=world)
    assert sheet.lines["revenue"] == euro("43.80")
    assert sheet.lines["profit"] == euro("20.02")


def test_a_customs_form_may_take_its_value_from_the_order(tmp_path: Path) -> None:
    world = make_world()
    make_order(world, "o2", KZ_LAMP, quantity=2)
    form = {
        "kind": "sale_of_goods",
        "description": "d",
        "hs_code": "940529",
        "origin": "CN",
        "quantity": "2",
        "value": "${order.o2.goods}",
        "weight_g": "3440",
    }
    ship = made(
        tmp_path,
        "order.ship",
        {"lane": "kz_tracked", "items": [{"sku": "lamp", "quantity": "2"}], "customs_form": form},
        on="o2",
        world=world,
    )
    assert ship.customs_form.value == euro("79.80")


@pytest.mark.parametrize(
    ("do", "content", "message"),
    [
        ("message.reply", "missing.txt", "there is no such file"),
        ("message.reply", "../outside.txt", "there is no such file"),
        ("listing.save", {"title": "${nobody}"}, "no_such_name: name=nobody"),
        ("listing.save", {"titel": "x"}, "action_field_unknown: action=listing.save, field=titel"),
        ("listing.save", {"price": "cheap"}, "money_unreadable"),
        ("listing.save", {"price": None, "stock": "many"}, "action_field_wrong"),
        ("listing.save", {"images": [{"alt": "x"}]}, "a picture is a file name"),
        ("listing.save", {"images": [None]}, "a picture is a file name"),
        ("listing.save", ["title"], "the contents must be a mapping"),
        ("listing.publish", "text.txt", "action_field_unknown"),
        ("worksheet.submit", {"lines": {"luck": "ledger"}}, "there is no line 'luck'"),
        ("worksheet.submit", {"lines": {"fees": None}}, "money_unreadable"),
        ("order.ship", {"customs_form": {"value": None}}, "money_unreadable"),
        ("order.ship", {"customs_form": {"kind": "gift"}}, "action_field_wrong"),
        ("shipping.save", "list.yaml", "the contents must be a mapping"),
        ("clock.advance", {"minutes": "5"}, "action_field_unknown"),
    ],
)
def test_contents_that_do_not_fit_are_a_fault_of_the_file(tmp_path: Path, do: str, content: Any, message: str) -> None:
    folder = tmp_path / "scenario"
    folder.mkdir()
    write(tmp_path, "outside.txt", "secret")
    write(folder, "text.txt", "x")
    write(folder, "list.yaml", "- a\n")
    with pytest.raises(BadFile) as caught:
        made(folder, do, content)
    assert message in str(caught.value)


def test_names_of_an_order_are_answered_from_the_world() -> None:
    world = make_world()
    order = make_order(world)
    look = lookup_in(world)
    assert look("order.o1.number") == order.number
    assert (look("order.o1.goods"), look("order.o1.buyer")) == ("39.90 EUR", "Anna Vogel")
    expected = look("order.o1.tracking")
    assert act(world, "order.ship", order="o1", items=(PackedItem("lamp", 1),), lane="de_parcel").ok
    assert look("order.o1.tracking") == expected == order.parcels[0].tracking_number
    assert [look(name) for name in ("order.o9.number", "order.o1.luck", "order.o1", "shop.name.x")] == [None] * 4


def test_a_campaign_is_written_with_amounts_as_text(tmp_path: Path) -> None:
    content = {
        "place": DE, "title": "Lampen", "daily_budget": "5.00 EUR", "listings": ["meridian/DE/lamp"],
        "targets": [{"match": "broad", "language": "de", "bid": "0.40 EUR", "text": "lampe ${cord_cm}"},
                    {"match": "auto", "language": "de", "bid": "0.20 EUR"}],
        "negatives": [{"match": "phrase", "language": "de", "text": "kinder"}],
    }  # fmt: skip
    saved = made(tmp_path, "ads.save", content, on="c1")
    assert (saved.campaign, saved.daily_budget, saved.listings) == ("c1", euro("5.00"), ("meridian/DE/lamp",))
    assert [(one.match, one.bid, one.text) for one in saved.targets] == [
        ("broad", euro("0.40"), "lampe 180"), ("auto", euro("0.20"), ""),
    ]  # fmt: skip
    assert [one.text for one in saved.negatives] == ["kinder"]


def test_a_bid_without_a_currency_is_a_fault(tmp_path: Path) -> None:
    content = {"place": DE, "title": "", "daily_budget": "5.00 EUR", "listings": [], "targets": [{"match": "auto", "bid": "0.20"}]}
    with pytest.raises(BadFile):
        made(tmp_path, "ads.save", content, on="c1")


def shipped(folder: Path, world: World, on: str = "o2", **fields: Any) -> Any:
    """The action of a robot that sends an order abroad and leaves out what is not in `fields`."""
    return made(folder, "order.ship", {"lane": "kz_tracked", **fields}, on=on, world=world)


def test_papers_that_an_author_leaves_empty_are_read_off_the_goods(tmp_path: Path) -> None:
    world = make_world()
    order = make_order(world, "o2", KZ_LAMP, quantity=2)
    ship = shipped(tmp_path, world, customs_form={}, invoice={}, packing_list={})
    assert ship.items == (PackedItem("lamp", 2),)
    assert not form_faults(world, order, ship.items, ship.customs_form)
    items = {"o2": ship.items}
    assert not declared_faults(world, [order], items, ship.customs_form, ship.invoice, ship.packing_list)


def test_a_field_that_an_author_gives_stands_as_it_is(tmp_path: Path) -> None:
    world = make_world()
    order = make_order(world, "o2", KZ_LAMP, quantity=2)
    ship = shipped(tmp_path, world, customs_form={"value": "1.00 EUR"}, invoice={"place": ""}, packing_list={"packages": "3"})
    assert (ship.customs_form.value, ship.invoice.place, ship.packing_list.packages) == (euro("1.00"), "", 3)
    faults = declared_faults(world, [order], {"o2": ship.items}, ship.customs_form, ship.invoice, ship.packing_list)
    assert {(fault.field, fault.code) for fault in faults if fault.other == "goods"} == {
        ("value", "undervalued"),
        ("place", "missing"),
        ("packages", "wrong"),
    }


def test_papers_of_a_part_of_an_order_speak_of_that_part(tmp_path: Path) -> None:
    world = make_world()
    make_order(world, "o2", KZ_LAMP, quantity=2)
    ship = shipped(tmp_path, world, items=[{"sku": "lamp", "quantity": "1"}], customs_form={}, packing_list={})
    assert (ship.customs_form.quantity, ship.packing_list.quantity) == (1, 1)
    assert ship.invoice is None


def test_papers_of_a_box_speak_of_every_order_in_it(tmp_path: Path) -> None:
    world = make_world()
    make_order(world, "o2", KZ_LAMP, quantity=2)
    make_order(world, "o3", KZ_LAMP, quantity=1)
    ship = shipped(tmp_path, world, together=["o3"], customs_form={}, invoice={})
    assert (ship.customs_form.quantity, ship.invoice.quantity) == (3, 3)


def test_papers_stay_as_written_where_there_is_no_such_order_or_service(tmp_path: Path) -> None:
    world = make_world()
    make_order(world, "o2", KZ_LAMP)
    with pytest.raises(BadFile, match="action_field_wrong"):
        shipped(tmp_path, world, on="o9", items=[], customs_form={})
    with pytest.raises(BadFile, match="action_field_wrong"):
        shipped(tmp_path, world, lane="by_dragon", customs_form={})
    with pytest.raises(BadFile, match="action_field_wrong"):
        shipped(tmp_path, world, items=["lamp"], customs_form={})


def test_a_robot_takes_the_service_of_the_template_when_none_is_named(tmp_path: Path) -> None:
    world = make_world()
    make_order(world)
    world.templates[DE] = ShippingTemplate(DE, "de_parcel", ["DE"], 24, euro("3.90"))
    assert made(tmp_path, "order.ship", {"documents": ["invoice"]}, on="o1", world=world).lane == "de_parcel"


def test_a_worksheet_without_orders_is_that_of_the_whole_shop(tmp_path: Path) -> None:
    world = make_world()
    make_order(world)
    make_order(world, "o2")
    content = {"lines": {"revenue": "ledger", "refunds": "ledger"}}
    sheet = made(tmp_path, "worksheet.submit", content, on=None, world=world)
    assert sheet.lines == {"revenue": euro("87.60"), "refunds": euro("0")}


def test_a_refund_may_be_the_price_of_one_piece(tmp_path: Path) -> None:
    world = make_world()
    order = make_order(world, "o2", KZ_LAMP, quantity=2)
    content = {"amount": "${order.o2.unit_price}", "reason": "damaged"}
    refund = made(tmp_path, "order.refund", content, on="o2", world=world)
    assert refund.amount == order.items[0].unit_price
    assert lookup_in(world)("order.o2.total") == str(order.total)
