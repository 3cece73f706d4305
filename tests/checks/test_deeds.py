"""Which actions an author means."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from lab.checks.deeds import Where, deeds_where, is_meant, where_text
from lab.engine.codec import action_from
from tests.builders import DE_LAMP, KZ_LAMP, make_world
from tests.checks.journal import Journal

PRICE = {"amount": 4990, "currency": "EUR"}


def action(name: str, **fields: Any) -> Any:
    return action_from(name, fields)


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        ({}, True),
        ({"listing": DE_LAMP}, True),
        ({"listing": KZ_LAMP}, False),
        ({"price": "49.90 EUR"}, True),
        ({"price": "49.90 USD"}, False),
        ({"price": "dear"}, False),
        ({"price": "49.90 EUR", "listing": KZ_LAMP}, False),
    ],
)
def test_values_of_fields_are_compared_as_an_author_writes_them(where: dict[str, str], meant: bool) -> None:
    done = action("price.set", listing=DE_LAMP, price=PRICE)
    assert is_meant(done, {"action": "price.set", **where}) == meant
    assert not is_meant(done, {"action": "stock.set", **where})


def test_of_several_things_one_must_be_what_was_asked_for() -> None:
    reply = action("order.answer_cancel", order="o1", agree=True)
    assert is_meant(reply, {"action": "order.answer_cancel", "agree": "true"})
    assert not is_meant(reply, {"action": "order.answer_cancel", "agree": "1"})
    ship = action("order.ship", order="o1", items=[{"sku": "lamp", "quantity": 2}], lane="de_parcel", documents=["invoice"], customs_form=None)
    assert is_meant(ship, {"action": "order.ship", "items": "lamp", "documents": "invoice"})
    assert not is_meant(ship, {"action": "order.ship", "items": "bulb"})
    sheet = action("worksheet.submit", lines={"profit": PRICE})
    assert is_meant(sheet, {"action": "worksheet.submit", "lines": "profit"})
    assert not is_meant(action("listing.save", listing=DE_LAMP), {"action": "listing.save", "title": "None"})


def test_outcome_and_time_choose_among_the_deeds() -> None:
    journal = Journal(make_world())
    assert journal.act("stock.reorder", 10, sku="lamp", quantity=5)
    assert not journal.act("stock.reorder", 20, sku="lamp", quantity=0)
    assert journal.act("stock.reorder", 30, sku="lamp", quantity=6)
    evidence = journal.evidence()

    def seqs(since: int = 0, **where: str) -> list[int]:
        return [deed.seq for deed in deeds_where(evidence, {"action": "stock.reorder", **where}, since)]

    assert (seqs(), seqs(outcome="refused"), seqs(outcome="any"), seqs(since=11), seqs(quantity="6")) == ([1, 3], [2], [1, 2, 3], [3], [3])


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ({"listing": "x"}, "there is no action ''"),
        ({"action": "listing.sell"}, "there is no action 'listing.sell'"),
        ({"action": "price.set", "outcome": "ok"}, "'outcome' is one of done, refused, any"),
        ({"action": "price.set", "cost": "1"}, "'price.set' has no 'cost'; it has listing, price"),
    ],
)
def test_what_no_action_has_is_named(where: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        TypeAdapter(Where).validate_python(where)


def test_what_was_asked_for_can_be_read() -> None:
    assert where_text({"action": "price.set", "listing": DE_LAMP}) == f"price.set listing={DE_LAMP}"
