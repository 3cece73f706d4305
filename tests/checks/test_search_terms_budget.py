"""Check: the search terms of a listing are short, free of repeats, and free of words that do not belong there."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.search_terms_budget import MOST_SHOWN
from lab.checks.search_terms_budget import SearchTermsBudget as Budget
from lab.world.listing import Translation
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    KZ_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike
from tests.checks.spoils import changes_noticed

VALUES: dict[str, Any] = {"on": DE_LAMP, "per": "1/4"}


def with_terms(terms: str, **changes: Any) -> World:
    return make_world(make_listing(search_terms=terms, **changes))


def test_good_terms_lose_nothing() -> None:
    finding = examine(Budget, with_terms("leselampe büro retro"), **VALUES)
    assert (finding.fraction, finding.message) == (1, "search_terms_good")


@pytest.mark.parametrize(
    ("terms", "rules"),
    [
        ("retro leselampe retro", ["repeats"]),
        ("Leselampe büro leselampen", ["repeats"]),
        ("ä" * 125, ["size_bytes"]),
        ("billig! leselampe", ["forbidden"]),
        ("bester Preis, leselampe leselampe", ["repeats", "forbidden"]),
    ],
)
def test_each_fault_is_named_and_costs_its_share(terms: str, rules: list[str]) -> None:
    finding = examine(Budget, with_terms(terms), **VALUES, forbid=["billig", "bester preis"])
    assert [one["rule"] for one in finding.evidence] == rules
    assert finding.fraction == 1 - Fraction(len(rules), 4)


def test_a_word_within_another_is_not_forbidden() -> None:
    assert share_of(Budget, with_terms("unbillig leselampe"), **VALUES, forbid="billig") == 1


def test_words_of_the_title_are_a_waste_where_the_author_says_so() -> None:
    world = with_terms("schreibtischlampe leselampe")
    assert share_of(Budget, world, **VALUES) == 1
    assert share_of(Budget, world, **VALUES, not_in_title="true") == Fraction(3, 4)


def test_repeats_may_be_allowed_and_the_limit_be_another() -> None:
    assert share_of(Budget, with_terms("retro retro"), **VALUES, no_repeat="false") == 1
    assert share_of(Budget, with_terms("leselampe"), **VALUES, max_bytes=8) == Fraction(3, 4)


def test_the_terms_of_a_translation_can_be_meant() -> None:
    world = with_terms("leselampe", translations={"en": Translation(search_terms="lamp lamp")})
    assert share_of(Budget, world, **VALUES, language="en") == Fraction(3, 4)
    assert share_of(Budget, world, **VALUES, language="de") == 1


def test_without_search_terms_nothing_is_earned() -> None:
    finding = examine(Budget, with_terms(""), **VALUES)
    assert (finding.fraction, finding.message) == (0, "no_search_terms")


def test_of_two_listings_one_without_terms_counts_as_a_fault() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    assert share_of(Budget, world, on=[DE_LAMP, KZ_LAMP], per="1/4") == Fraction(3, 4)


def test_the_evidence_stays_short() -> None:
    finding = examine(Budget, with_terms(" ".join(f"wort{n} wort{n}" for n in range(60))), **VALUES)
    assert (finding.fraction, len(finding.evidence)) == (0, MOST_SHOWN)


@pytest.mark.parametrize("limit", [None, 60])
def test_the_built_in_change_is_noticed(limit: int | None) -> None:
    world = with_terms("")
    steps = [(10, "listing.save", {"listing": DE_LAMP, "search_terms": "leselampe büro retro"})]
    assert changes_noticed(Budget, world, steps, **VALUES, max_bytes=limit) == ["the search terms repeated past the limit"]


def test_the_built_in_change_is_made_to_the_translation_that_is_meant() -> None:
    steps = [(10, "listing.translate", {"listing": DE_LAMP, "language": "en", "search_terms": "reading lamp office"})]
    found = changes_noticed(Budget, with_terms("leselampe"), steps, **VALUES, language="en")
    assert found == ["the search terms repeated past the limit"]


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Budget, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Budget, **VALUES, forbid=["(", "\u202e", "a.a"], not_in_title="true")


def test_a_second_run_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(with_terms("retro retro")), Budget, **VALUES)
