"""Check: a listing claims nothing that it may not claim."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_no_forbidden_claims import ListingNoForbiddenClaims as NoClaims
from lab.grading.check import Finding
from tests.builders import (
    DE_BULLETS,
    DE_DESCRIPTION,
    DE_LAMP,
    DE_TITLE,
    KZ_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": DE_LAMP}


def found(key: str = DE_LAMP, values: dict[str, Any] | None = None, **changes: Any) -> Finding:
    return examine(NoClaims, make_world(make_listing(key, **changes)), **{"on": key, **(values or {})})


def test_plain_listings_lose_nothing() -> None:
    for key in (DE_LAMP, KZ_LAMP):
        finding = found(key)
        assert (finding.fraction, finding.message, finding.evidence) == (1, "nothing_forbidden_claimed", ())


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Die beste Leuchte der Welt.", "superlative"),
        ("Sie schützt Ihre Augen.", "health"),
        ("Umweltfreundlich hergestellt.", "green"),
        ("Absolut sicher.", "safety"),
        ("TÜV-geprüft.", "certificate"),
        ("Lebenslange Garantie.", "guarantee"),
        ("Wie das Original.", "imitation"),
        ("Fragen an lampen@example.com.", "contact"),
        ("100% safe.", "safety"),
    ],
)
def test_each_claim_put_in_is_found_and_quoted_with_its_reason(claim: str, kind: str) -> None:
    text = f"{DE_DESCRIPTION} {claim}"
    finding = found(description=text)
    assert (finding.fraction, finding.message, finding.args) == (0, "forbidden_claims_made", {"found": 1})
    shown = finding.evidence[0]
    assert (shown["rule"], shown["object"]) == (kind, f"{DE_LAMP}:description")
    assert text[slice(*shown["span"])] == shown["found"] and shown["note"]


def test_every_field_is_read_and_a_claim_counts_once_in_a_listing() -> None:
    values = {"per": "1/4"}
    assert found(values=values, title=f"{DE_TITLE} klimaneutral", bullets=[*DE_BULLETS, "Klimaneutral"]).fraction == Fraction(3, 4)
    both = found(values=values, title=f"{DE_TITLE} klimaneutral", search_terms="bestseller")
    assert both.fraction == Fraction(1, 2) and both.args == {"found": 2}
    assert found(values={"fields": ["title"]}, search_terms="bestseller").fraction == 1


def test_no_share_falls_below_zero() -> None:
    assert found(values={"per": "2/3"}, description="Klimaneutral, ein Bestseller, absolut sicher.").fraction == 0


def test_only_the_lists_named_count() -> None:
    text = "Klimaneutral und ein Bestseller."
    assert found(values={"lists": ["health", "contact"]}, description=text).fraction == 1
    assert found(values={"lists": ["green"]}, description=text).args == {"found": 1}


def test_languages_are_those_of_the_market_unless_named() -> None:
    assert found(KZ_LAMP, description="Лучшая лампа в мире. Әлемдегі ең жақсы шам.").args == {"found": 2}
    assert found(description="Лучшая лампа в мире.").fraction == 1
    assert found(values={"langs": ["ru"]}, description="Лучшая лампа в мире.").fraction == 0


def test_ce_certified_needs_the_declaration_of_this_model() -> None:
    claim = "CE-zertifiziert."
    assert found(description=claim).fraction == 1
    assert found(description=claim, documents=[]).fraction == 0
    assert found(description=claim, documents=["declaration-other-model"]).fraction == 0


def test_the_same_listing_gives_the_same_bytes() -> None:
    world = make_world(make_listing(description="Klimaneutral, ein Bestseller, absolut sicher."))
    assert reads_alike(evidence_of(world), NoClaims, **VALUES)


def test_an_empty_shop_earns_nothing_behind_its_gate() -> None:
    assert NoClaims.only_loses
    assert earns_nothing(NoClaims, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NoClaims, **VALUES)
