"""Check: parcels carry the papers they need, and the papers are right."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.order_documents import OrderDocuments as Papers
from lab.grading.check import Finding
from lab.world.order import PackedItem
from tests.builders import (
    KZ_LAMP,
    act,
    earns_nothing,
    examine,
    make_check,
    make_form,
    make_order,
    make_world,
    survives_hostile_text,
)

VALUES: dict[str, Any] = {"on": ["o1", "o2"], "required": {"o1": ["invoice"], "o2": ["invoice", "customs_form"]}}


def sent(home: tuple[str, ...] = ("invoice",), abroad: tuple[str, ...] = ("invoice",), form: bool = True, **changes: Any) -> Finding:
    world = make_world()
    make_order(world, "o1")
    order = make_order(world, "o2", KZ_LAMP)
    lamp = (PackedItem("lamp", 1),)
    assert act(world, "order.ship", order="o1", items=lamp, lane="de_parcel", documents=home).ok
    customs = make_form(world, order, **changes) if form else None
    assert act(world, "order.ship", order="o2", items=lamp, lane="kz_tracked", documents=abroad, customs_form=customs).ok
    return examine(Papers, world, **VALUES)


def test_all_papers_earn_everything() -> None:
    assert sent().fraction == 1


def test_each_paper_left_out_costs_its_part() -> None:
    assert sent(form=False).fraction == Fraction(2, 3)
    assert sent(home=()).fraction == Fraction(2, 3)
    assert sent(home=(), abroad=(), form=False).fraction == 0


@pytest.mark.parametrize("change", [{"hs_code": "640110"}, {"kind": "gift"}, {"quantity": 2}, {"origin": "DE"}])
def test_a_form_with_a_wrong_field_does_not_count_and_the_field_is_named(change: dict[str, Any]) -> None:
    finding = sent(**change)
    assert finding.fraction == Fraction(2, 3)
    assert next(iter(change)) in finding.evidence[2]["found"]


def test_orders_that_were_not_sent_earn_nothing() -> None:
    world = make_world()
    make_order(world, "o1")
    assert [e["found"] for e in examine(Papers, world, **VALUES).evidence] == ["not shipped"] * 3


@pytest.mark.parametrize("required", [{"o1": ["invoice"]}, {"o1": ["invoice"], "o2": ["invoice"], "o3": ["invoice"]}])
def test_every_order_named_must_have_its_papers(required: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="must speak of exactly what 'on' names"):
        make_check(Papers, on=["o1", "o2"], required=required)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Papers, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Papers, **VALUES)
