"""Check: parcels abroad go under the right delivery terms, with the right code, value and tax number."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.ship_duty_terms import ShipDutyTerms as Terms
from lab.customs.documents import ContentLine
from lab.customs.papers import DeclaredInvoice
from lab.grading.check import Finding
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_check,
    make_form,
    make_listing,
    make_order,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": ["o1"], "terms": {"o1": "DDP"}}
LAMP = (PackedItem("lamp", 1),)
RULES = ("terms", "code", "value", "tax_number")


def make_invoice(world: World, order_id: str = "o1", incoterm: str = "DDP", goods: str = "") -> DeclaredInvoice:
    order = world.orders[order_id]
    paid = euro(goods) if goods else order.goods
    return DeclaredInvoice(
        incoterm, "Almaty", paid, order.shipping_charge, "940529", "CN", order.items[0].quantity, "sale_of_goods"
    )


def sent(form: bool = True, invoice: dict[str, str] | None = None, **changes: Any) -> World:
    """A lamp sent to Kazakhstan with a form, some fields changed, and perhaps an invoice with figures."""
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP)
    values: dict[str, Any] = {"customs_form": make_form(world, order, **changes)} if form else {}
    if invoice is not None:
        values["invoice"] = make_invoice(world, **invoice)
    assert act(world, "order.ship", order="o1", items=LAMP, lane="kz_tracked", **values).ok
    return world


def sent_from_china(tax_reference: str) -> World:
    """A lamp sent from China to Germany, where the platform collected the tax at the sale."""
    world = make_world(make_listing(DE_LAMP), home="CN")
    order = make_order(world, "o1", DE_LAMP)
    form = make_form(world, order, tax_reference=tax_reference)
    assert act(world, "order.ship", order="o1", items=LAMP, lane="cn_registered", customs_form=form).ok
    return world


def wrong(finding: Finding) -> list[str]:
    return [str(e["rule"]) for e in finding.evidence if e["share"] == "0"]


def test_right_terms_code_value_and_no_tax_number_earn_everything() -> None:
    finding = examine(Terms, sent(), **VALUES)
    assert (finding.fraction, finding.message) == (1, "terms_right")
    assert [e["rule"] for e in finding.evidence] == list(RULES)
    assert share_of(Terms, sent(invoice={}), **VALUES) == 1


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"hs_code": "640110"}, "code"),
        ({"hs_code": ""}, "code"),
        ({"value": euro("9.90")}, "value"),
        ({"value": euro("49.90")}, "value"),
        ({"tax_reference": "IM4420017755"}, "tax_number"),
        ({"invoice": {"incoterm": "DAP"}}, "terms"),
        ({"invoice": {"goods": "9.90"}}, "value"),
    ],
)
def test_each_demand_that_is_not_met_costs_a_quarter(changes: dict[str, Any], rule: str) -> None:
    finding = examine(Terms, sent(**changes), **VALUES)
    assert finding.fraction == Fraction(3, 4)
    assert wrong(finding) == [rule]


def test_an_order_sold_under_other_terms_loses() -> None:
    finding = examine(Terms, sent(), on=["o1"], terms={"o1": "DAP"})
    assert wrong(finding) == ["terms"]
    assert (finding.evidence[0]["found"], finding.evidence[0]["expected"]) == ("sold DDP", "DAP")


def test_without_a_form_only_the_terms_are_right() -> None:
    finding = examine(Terms, sent(form=False), **VALUES)
    assert (finding.fraction, wrong(finding)) == (Fraction(1, 4), ["code", "value", "tax_number"])


def test_the_number_of_the_tax_collected_at_the_sale_must_be_there() -> None:
    right = make_world().setting.platforms["meridian"].tax_numbers["DE"]
    assert share_of(Terms, sent_from_china(right), **VALUES) == 1
    finding = examine(Terms, sent_from_china(""), **VALUES)
    assert wrong(finding) == ["tax_number"]
    assert right in finding.evidence[3]["found"]


def test_goods_in_no_line_have_no_code() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP)
    bulb = ContentLine("Light bulb for desk lamps", "853952", "CN", 1, order.goods, 95)
    items = (*LAMP, PackedItem("bulb", 1))
    form = make_form(world, order)
    assert act(world, "order.ship", order="o1", items=items, lane="kz_tracked", customs_form=form).ok
    assert "code" in wrong(examine(Terms, world, **VALUES))
    whole = make_world()
    form = make_form(whole, make_order(whole, "o1", KZ_LAMP), lines=(bulb,))
    assert act(whole, "order.ship", order="o1", items=items, lane="kz_tracked", customs_form=form).ok
    assert share_of(Terms, whole, **VALUES) == 1


def test_other_codes_can_be_named_and_demands_left_out() -> None:
    world = sent(hs_code="9405.21")
    assert share_of(Terms, world, **VALUES, codes={"o1": ["940521"]}, demands=["code"]) == 1
    assert share_of(Terms, world, **VALUES, codes={"o1": ["940529"]}, demands=["code"]) == 0
    assert share_of(Terms, world, **VALUES, demands=["terms", "value"]) == 1


def test_every_parcel_of_an_order_must_be_right() -> None:
    world = make_world()
    order = make_order(world, "o1", KZ_LAMP, quantity=2)
    form = make_form(world, order, quantity=1, weight_g=1720, value=order.items[0].unit_price)
    ship = {"order": "o1", "items": LAMP, "lane": "kz_tracked"}
    assert act(world, "order.ship", **ship, customs_form=form, more_to_come=True).ok
    assert share_of(Terms, world, **VALUES) == 1
    assert act(world, "order.ship", **ship, customs_form=make_form(world, order)).ok
    assert wrong(examine(Terms, world, **VALUES)) == ["value"]


def test_what_lies_in_one_box_is_declared_together() -> None:
    world = make_world()
    first = make_order(world, "o1", KZ_LAMP)
    make_order(world, "o2", KZ_LAMP)
    form = make_form(world, first, quantity=2, weight_g=3440, value=first.goods + first.goods)
    assert act(world, "order.ship", order="o1", items=LAMP, lane="kz_tracked", customs_form=form, together=("o2",)).ok
    assert share_of(Terms, world, on=["o1", "o2"], terms={"o1": "DDP", "o2": "DDP"}) == 1


def test_a_parcel_that_crosses_no_border_needs_no_form() -> None:
    world = make_world()
    make_order(world, "o1")
    assert act(world, "order.ship", order="o1", items=LAMP, lane="de_parcel").ok
    finding = examine(Terms, world, **VALUES)
    assert (finding.fraction, finding.evidence[1]["found"]) == (1, "no customs border")


def test_orders_that_were_not_sent_earn_nothing() -> None:
    world = make_world()
    make_order(world, "o1", KZ_LAMP)
    assert [e["found"] for e in examine(Terms, world, **VALUES).evidence] == ["not shipped"] * 4


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"terms": {"o1": "DDP", "o2": "DDP"}}, "exactly what 'on' names"),
        ({"terms": {"o1": "FOB"}}, "terms"),
        ({"codes": {"o2": ["940529"]}}, "orders that 'on' names"),
    ],
)
def test_parameters_that_make_no_sense_are_faults_of_the_file(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_check(Terms, **{**VALUES, **values})


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Terms, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    both = {"on": ["o1", "o2"], "terms": {"o1": "DDP", "o2": "DDP"}}
    assert survives_hostile_text(Terms, **both)


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(sent(hs_code="640110")), Terms, **VALUES)
