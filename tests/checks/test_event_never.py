"""Check: something was not done."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.event_never import EventNever as Never
from tests.builders import DE_LAMP, earns_nothing, euro, make_listing, make_world, survives_hostile_text
from tests.checks.journal import Journal, reads_alike
from tests.checks.spoils import changes_noticed

WHERE = {"action": "price.set", "listing": DE_LAMP}


def priced(*amounts: str) -> Journal:
    journal = Journal(make_world(make_listing()))
    for number, amount in enumerate(amounts):
        assert journal.act("price.set", 10 + number, listing=DE_LAMP, price=euro(amount))
    return journal


def test_what_was_not_done_loses_nothing() -> None:
    finding = priced().examine(Never, where=WHERE)
    assert (finding.fraction, finding.message, finding.evidence) == (1, "not_done", ())


@pytest.mark.parametrize(("times", "share"), [(1, "2/3"), (2, "1/3"), (3, "0"), (4, "0")])
def test_each_time_costs_its_share_and_never_more_than_there_is(times: int, share: str) -> None:
    prices = [f"{40 + number}.00" for number in range(times)]
    finding = priced(*prices).examine(Never, where=WHERE, per="1/3")
    assert (finding.fraction, finding.message) == (Fraction(share), "done_although_forbidden")
    assert finding.evidence[0]["ref"] == "action:1"


def test_only_what_was_meant_counts() -> None:
    journal = priced("41.00", "42.00")
    assert journal.examine(Never, where={**WHERE, "price": "42.00 EUR"}, per="1/2").fraction == Fraction(1, 2)
    assert journal.examine(Never, where=WHERE, since="+1h").fraction == 1


def test_a_refused_attempt_counts_only_when_asked_for() -> None:
    journal = priced()
    assert not journal.act("price.set", 50, listing=DE_LAMP, price=euro("0.00"))
    assert journal.examine(Never, where=WHERE).fraction == 1
    assert journal.examine(Never, where={**WHERE, "outcome": "refused"}).fraction == 0


@pytest.mark.parametrize(
    "where",
    [
        {**WHERE, "price": "48.00 EUR"},
        {"action": "listing.unpublish", "listing": DE_LAMP},
        {"action": "listing.save", "listing": DE_LAMP, "title": "Lampe"},
        {"action": "stock.reorder", "sku": "lamp", "quantity": "7", "outcome": "any"},
    ],
)
def test_the_built_in_change_is_noticed(where: dict[str, Any]) -> None:
    steps = [(10, "listing.save", {"listing": DE_LAMP, "stock": 12})]
    assert changes_noticed(Never, make_world(make_listing()), steps, where=where) == ["done all the same"]


def test_a_change_is_taken_from_an_action_of_that_name_where_there_is_one() -> None:
    steps = [(10, "price.set", {"listing": DE_LAMP, "price": euro("45.00")})]
    assert changes_noticed(Never, make_world(make_listing()), steps, where=WHERE, since="+30m") == ["done all the same"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Never, where=WHERE)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Never, where={"action": "message.reply", "text": "(\u202e"})


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(priced("41.00").evidence(), Never, where=WHERE)
