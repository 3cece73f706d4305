"""Check: a listing is written for its buyers, and not copied from the supplier."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_not_source_copy import ListingNotSourceCopy as NotCopy
from lab.grading.check import Finding
from lab.languages.facts import Fact, PhrasesFact, TextFact
from tests.builders import (
    DE_LAMP,
    FACTS,
    earns_nothing,
    evidence_of,
    make_check,
    make_listing,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

SHEET = (
    "Einteiliger gebogener Arm aus Stahl, Glockenschirm am Ende, runder Fuß aus Stahl, Beschläge vermessingt. Der Arm steht fest, "
    "der Schirm lässt sich von Hand ein wenig neigen. Steckertyp dieser Charge ist F mit Schutzkontakt."
)
GIVEN: dict[str, Fact] = {**FACTS, "sheet": TextFact((SHEET,)), "rival": PhrasesFact((("Ganz anderer Text über eine Klemmleuchte.",),))}
VALUES: dict[str, Any] = {"on": DE_LAMP, "source": ["sheet", "rival"]}
OWN = "Die Arc bringt ruhiges Licht auf den Tisch, ohne zu blenden; ihr Bogen führt es über Buch und Tastatur hinweg."


def found(description: str, title: str = "", bullets: tuple[str, ...] = (), **values: Any) -> Finding:
    listing = make_listing(title=title, bullets=list(bullets), description=description)
    return make_check(NotCopy, **{**VALUES, **values}).examine(evidence_of(make_world(listing), facts=GIVEN))


def test_a_text_of_ones_own_earns_everything() -> None:
    finding = found(OWN)
    assert (finding.fraction, finding.message) == (1, "text_own")
    assert finding.evidence[0]["found"] == "0.0 %"


def test_the_suppliers_text_pasted_in_earns_nothing_and_the_longest_run_is_quoted() -> None:
    finding = found(SHEET)
    assert (finding.fraction, finding.message) == (0, "text_copied")
    shown = finding.evidence[0]
    assert (shown["like"], shown["found"], shown["run"]) == ("sheet", "100.0 %", 34)
    assert shown["text"] == SHEET.removesuffix(".")


def test_a_part_that_is_copied_costs_its_part_on_a_straight_line() -> None:
    mixed = f"{OWN} Der Arm steht fest, der Schirm lässt sich von Hand ein wenig neigen."
    finding = found(mixed, full="0 %", zero="100 %")
    assert finding.fraction == 1 - Fraction(13, 33)
    assert finding.message == "text_partly_own"
    assert finding.evidence[0]["run"] == 13
    assert found(mixed, full="40 %", zero="60 %").fraction == 1
    assert found(mixed, full="10 %", zero="35 %").fraction == 0


def test_facts_that_must_be_named_are_no_copy() -> None:
    assert found(f"{OWN} Arm aus Stahl, Fuß rund, Steckertyp F, Beschläge vermessingt.").fraction == 1


def test_only_the_fields_named_are_read() -> None:
    assert found(SHEET, title=OWN, fields=["title"]).fraction == 1
    assert found(OWN, bullets=(SHEET,), fields=["bullets"]).fraction == 0
    assert found(OWN, bullets=(SHEET,), fields=["title", "description"]).fraction == 1


def test_too_few_words_cannot_be_judged_and_earn_nothing() -> None:
    finding = found("Eine schöne Lampe.")
    assert (finding.fraction, finding.evidence[0]["found"]) == (0, "too short")
    assert found("Eine schöne Lampe.", words="3").fraction == 1
    assert found("").evidence[0]["found"] == "empty"


def test_limits_and_source_must_fit() -> None:
    with pytest.raises(ValueError, match="below 'zero'"):
        make_check(NotCopy, **VALUES, full="50 %", zero="50 %")
    with pytest.raises(ValueError):
        make_check(NotCopy, on=DE_LAMP, source=[])
    check = make_check(NotCopy, **VALUES)
    assert isinstance(check, NotCopy) and check.facts == ("sheet", "rival")


def test_the_same_listing_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(make_world(make_listing(description=SHEET)), facts=GIVEN), NotCopy, **VALUES)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(NotCopy, on=DE_LAMP, source="socket")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NotCopy, on=DE_LAMP, source="socket")
