"""Every term of the trade that a page can meet has its words."""

from collections.abc import Iterator
from typing import get_args

import pytest
from flask import Flask

from lab.customs.classify import Level, NoteKind, PartsAt, Where
from lab.customs.incoterms import COSTS, Cover, Party, Place, RiskPoint
from lab.customs.landed import Key, LineRule, Payer, When
from lab.customs.lanes import load_lanes
from lab.customs.postage import Mode, quote
from lab.customs.warehouses import freight_quote, load_freight
from lab.listings.hazards import HANDLING_FLAGS
from lab.values.dated import Confidence
from lab.web import customs_words as words
from lab.web.customs_words import bill_line, weight_text


@pytest.fixture(autouse=True)
def _page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def flat(literal: object) -> set[str]:
    """All the words of a Literal, those of Literals inside it too."""
    found: set[str] = set()
    for one in get_args(literal):
        found |= {one} if isinstance(one, str) else flat(one)
    return found


def test_every_term_has_its_words() -> None:
    assert set(words.CONFIDENCE) == flat(Confidence)
    assert set(words.MODES) == flat(Mode)
    assert set(words.HAZARDS) == set(HANDLING_FLAGS)
    assert set(words.COST_LINES) == flat(Key)
    assert set(words.COST_RULES) == flat(LineRule) - {"value_basis"}
    assert set(words.PAY_WHEN) == {(payer, when) for payer in flat(Payer) for when in flat(When)}
    assert set(words.PAYERS) == flat(Party)
    assert set(words.INCOTERM_COSTS) == set(COSTS)
    assert set(words.INCOTERM_COVERS) == flat(Cover)
    assert set(words.INCOTERM_PLACES) == flat(Place)
    assert set(words.RISK_POINTS) == flat(RiskPoint)
    assert set(words.HS_LEVELS) == flat(Level)
    assert set(words.HS_HITS) == flat(Where)
    assert set(words.HS_NOTES) == flat(NoteKind)
    assert set(words.HS_PARTS) == flat(PartsAt)


def test_every_line_of_every_bill_has_its_words() -> None:
    lines = [line for lane in load_lanes().values() for line in quote(lane, min(900, lane.max_weight_g), (90, 60, 30)).lines]
    lines += [line for lane in load_freight().values() for line in freight_quote(lane, 40_000, 80_000_000).lines]
    for line in lines:
        assert line.code in words.BILL_LINES
        assert "%(" not in bill_line(line)


def test_weights_are_said_in_grams_and_kilograms() -> None:
    assert (weight_text(999), weight_text(1000), weight_text(1720)) == ("999 g", "1 kg", "1.72 kg")
