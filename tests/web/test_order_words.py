import re
from fractions import Fraction
from typing import Any, get_args

from flask import Flask

from lab.customs.landed import CostLine, Key
from lab.customs.postage import QuoteLine
from lab.ledger.actions import ShopReason
from lab.listings.hazards import HANDLING_FLAGS
from lab.platforms.profile import ORDER_STATES
from lab.school.order_sheets import SheetFault
from lab.school.order_view import EventKind, OrderEvent
from lab.values.money import Money
from lab.values.places import ROOT
from lab.web.order_words import (
    _SHEET_FAULTS,
    HANDLING,
    REFUND_REASONS,
    STATES,
    cost_name,
    cost_why,
    event_text,
    quote_line_text,
    reason_text,
    sheet_fault,
)

EURO = Money(100, "EUR")


def test_everything_has_its_word() -> None:
    assert tuple(STATES) == ORDER_STATES
    assert set(REFUND_REASONS) == set(get_args(ShopReason))
    assert set(HANDLING) == set(HANDLING_FLAGS)


def test_every_event_has_its_sentence(app: Flask) -> None:
    with app.test_request_context("/"):
        texts = [event_text(OrderEvent(0, kind, "import" if kind == "scan" else "", EURO, 2)) for kind in get_args(EventKind)]
    assert all(texts) and len(set(texts)) == len(texts)


def test_every_line_of_a_bill_is_explained(app: Flask) -> None:
    args: dict[str, Any] = {
        "up_to_g": 500, "first_g": 500, "steps": 2, "step_g": 500, "step": EURO, "price": EURO, "grams": 700, "share": Fraction(1, 8),
        "on": EURO, "postcode": "AB1", "per_kg": EURO, "at_least": EURO,
    }  # fmt: skip
    source = (ROOT / "lab/customs/postage.py").read_text("utf-8")
    codes = {*re.findall(r'"(postage_(?!per_)\w+)"', source), "postage_per_kg", "postage_per_m3"}
    with app.test_request_context("/"):
        for code in codes:
            assert quote_line_text(QuoteLine("carriage", EURO, code, args)) != code


def test_every_cost_has_its_name_and_rule(app: Flask) -> None:
    with app.test_request_context("/"):
        for key in get_args(Key):
            line = CostLine(key, EURO, "seller", "at_sale", "commercial")
            assert cost_name(line) != key and cost_why(line) != "commercial"
        assert cost_why(CostLine("customs_value", EURO, "seller", "at_border", "value_basis", words="CIF")).startswith("CIF basis")


def test_every_fault_of_a_sheet_says_why_and_how_to_mend_it(app: Flask) -> None:
    source = "".join((ROOT / f"lab/school/{name}.py").read_text("utf-8") for name in ("order_sheets",))
    assert set(re.findall(r'"(sheet_\w+)"', source)) == set(_SHEET_FAULTS)
    with app.test_request_context("/"):
        why, mend = sheet_fault(SheetFault(2, "lane", "sheet_lane_unknown", {"text": "x", "lanes": ["a", "b"]}))
    assert (why, mend) == ("“x” does not take parcels to this buyer.", "Write one of: a, b.")


def test_reasons_of_platforms_have_words_too(app: Flask) -> None:
    with app.test_request_context("/"):
        assert reason_text("chargeback") == "Chargeback by the buyer's bank"
        assert reason_text("late") == "Late"
