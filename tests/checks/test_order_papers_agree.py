"""Check: what the papers of a parcel declare agrees among themselves and with the goods."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_papers_agree import OrderPapersAgree as Agree
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.grading.check import Finding
from lab.world.order import PackedItem
from lab.world.world import World
from tests.builders import (
    KZ_LAMP,
    act,
    earns_nothing,
    euro,
    evidence_of,
    examine,
    make_form,
    make_order,
    make_product,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": "o1"}
LAMP = (PackedItem("lamp", 1),)
INVOICE = DeclaredInvoice("DDP", "Almaty", euro("39.90"), euro("0.00"), "940529", "CN", 1, "sale_of_goods")
LIST = DeclaredPackingList(1, 1, 1720, 1720)


def sent(
    form: dict[str, Any] | None = None, invoice: DeclaredInvoice | None = INVOICE,
    packing_list: DeclaredPackingList | None = LIST,
    **changes: Any,
) -> World:  # fmt: skip
    world = make_world(**changes)
    order = make_order(world, "o1", KZ_LAMP)
    customs = make_form(world, order, **(form or {}))
    outcome = act(
        world,
        "order.ship",
        order="o1",
        items=LAMP,
        lane="kz_tracked",
        customs_form=customs,
        invoice=invoice,
        packing_list=packing_list,
    )
    assert outcome.ok, outcome
    return world


def found(finding: Finding) -> list[str]:
    return [e["found"] for e in finding.evidence]


def test_papers_that_say_the_same_earn_everything() -> None:
    finding = examine(Agree, sent(), **VALUES)
    assert (finding.fraction, finding.message) == (1, "papers_agree")
    assert found(finding) == ["every field right"] * 3


def test_a_wrong_figure_costs_its_paper_and_not_the_others() -> None:
    finding = examine(Agree, sent(packing_list=replace(LIST, quantity=2)), **VALUES)
    assert (finding.fraction, finding.message) == (Fraction(2, 3), "papers_partly_agree")
    assert [e["share"] for e in finding.evidence] == ["1", "1", "0"]
    assert found(finding)[2] == "quantity: wrong (2, expected 1)"


def test_a_paper_without_figures_costs_its_part() -> None:
    finding = examine(Agree, sent(invoice=None), **VALUES)
    assert (finding.fraction, found(finding)[1]) == (Fraction(2, 3), "not written out")
    assert share_of(Agree, sent(invoice=None), on="o1", papers=["customs_form", "packing_list"]) == 1


def test_two_papers_that_differ_in_what_the_goods_leave_open_are_both_wrong() -> None:
    products = {"lamp": make_product(hs_accept=("940529", "940521"))}
    finding = examine(
        Agree, sent(invoice=replace(INVOICE, hs_code="940521"), products=products, stock={"lamp": 9}), **VALUES
    )
    assert finding.fraction == Fraction(1, 3)
    assert "hs_code: different" in found(finding)[0] and "hs_code: different" in found(finding)[1]


@pytest.mark.parametrize("form", [{"kind": "gift"}, {"value": euro("4.00")}])
def test_an_untruthful_paper_costs_the_whole_order(form: dict[str, Any]) -> None:
    finding = examine(Agree, sent(form), **VALUES)
    assert (finding.fraction, finding.message) == (0, "papers_disagree")
    assert finding.evidence[0]["reason"].startswith("customs_form: ")


def test_the_forms_own_fields_count_too() -> None:
    finding = examine(Agree, sent({"description": "gift"}), **VALUES)
    assert finding.fraction == Fraction(2, 3)
    assert "description" in found(finding)[0]


def test_an_order_that_was_not_sent_earns_nothing() -> None:
    world = sent()
    make_order(world, "o2", KZ_LAMP)
    finding = examine(Agree, world, on=["o1", "o2"])
    assert finding.fraction == Fraction(1, 2)
    assert found(finding)[3:] == ["not shipped"] * 3


def test_a_box_for_two_orders_is_held_against_the_goods_of_both() -> None:
    world = make_world()
    make_order(world, "o1", KZ_LAMP)
    order = make_order(world, "o2", KZ_LAMP)
    form = make_form(world, order, quantity=2, value=euro("79.80"), weight_g=3440)
    invoice = replace(INVOICE, goods=euro("79.80"), quantity=2)
    papers = {"customs_form": form, "invoice": invoice, "packing_list": DeclaredPackingList(1, 2, 3440, 3440)}
    outcome = act(world, "order.ship", order="o1", items=LAMP, lane="kz_tracked", together=("o2",), **papers)
    assert outcome.ok, outcome
    assert share_of(Agree, world, on=["o1", "o2"]) == 1


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Agree, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Agree, on=["o1", "o2"])


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(sent({"kind": "gift"})), Agree, **VALUES)
