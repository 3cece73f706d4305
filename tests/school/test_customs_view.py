"""Who pays what when, and what the shop has decided."""

from datetime import date

from lab.customs.landed import Consignment, ConsignmentLine
from lab.school.customs_view import country_line, currencies, decisions, reckon, sale_countries
from lab.values.money import Money
from tests.builders import act, euro, make_world


def parcel(value: str, **changes: object) -> Consignment:
    plain = {"incoterm": "DAP", **changes}
    return Consignment((ConsignmentLine("940529", euro(value), 1, 1700),), euro("10.00"), euro("0.00"), "CN", "DE", date(2026, 5, 4), **plain)  # type: ignore[arg-type]


def test_payments_add_up_to_the_landed_cost() -> None:
    for value in ("40.00", "400.00"):
        for changes in ({}, {"incoterm": "DDP"}, {"number_travels": False}):
            found = reckon(parcel(value, **changes))
            total = sum((one.amount for one in found.payments), Money(0, "EUR"))
            assert total == found.cost.total
            for one in found.payments:
                assert one.amount == sum((line.amount for line in one.lines), Money(0, "EUR"))


def test_a_buyer_who_takes_dap_pays_at_the_door() -> None:
    sides = [(one.payer, one.when) for one in reckon(parcel("400.00")).payments]
    assert sides == [("seller", "at_sale"), ("buyer", "at_border")]
    assert ("buyer", "at_border") not in [(one.payer, one.when) for one in reckon(parcel("400.00", incoterm="DDP")).payments]


def test_the_last_decision_counts() -> None:
    world = make_world()
    assert country_line(world, "lamp", "KZ").decision is None
    act(world, "compliance.decide", sku="lamp", country="KZ", choice="refuse", reason="papers")
    act(world, "compliance.decide", sku="lamp", country="KZ", choice="sell")
    line = country_line(world, "lamp", "KZ")
    assert line.decision is not None
    assert line.decision.choice == "sell"
    assert decisions(world) == {("lamp", "KZ"): line.decision}
    assert line.rule("no such rule") is None


def test_countries_and_currencies_stand_once() -> None:
    setting = make_world().setting
    assert sale_countries(setting) == ("DE", "KZ")
    found = currencies(setting)
    assert found[0] == "EUR"
    assert len(set(found)) == len(found)
    assert "XDR" not in found
