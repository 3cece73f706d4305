"""Check: a title holds the words by which buyers know the goods."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_title_terms import ListingTitleTerms as Terms
from tests.builders import (
    DE_LAMP,
    DE_TITLE,
    KZ_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": DE_LAMP, "groups": [["Schreibtischlampe", "Bürolampe"], ["E27"], ["salbei*", "grün"]]}


def share(title: str, **values: Any) -> Fraction:
    return share_of(Terms, make_world(make_listing(title=title)), **{**VALUES, **values})


def test_a_title_with_a_term_of_every_group_earns_everything() -> None:
    finding = examine(Terms, make_world(make_listing()), **VALUES)
    assert (finding.fraction, finding.message, finding.args) == (1, "title_has_terms", {"right": 3, "of": 3})
    assert [shown["found"] for shown in finding.evidence] == ["Schreibtischlampe", "E27", "salbeigrün"]
    assert DE_TITLE[slice(*finding.evidence[2]["span"])] == "salbeigrün"


@pytest.mark.parametrize(
    ("removed", "left"), [(["E27"], "2/3"), (["E27", "Schreibtischlampe"], "1/3"), (["E27", "Schreibtischlampe", "salbeigrün"], "0")]
)
def test_each_group_whose_terms_are_removed_costs_its_part(removed: list[str], left: str) -> None:
    title = DE_TITLE
    for word in removed:
        title = title.replace(word, "")
    assert share(title) == Fraction(left)


def test_any_synonym_will_do() -> None:
    assert share("Bürolampe E27 in Grün") == 1


def test_other_endings_count_as_the_search_of_the_language_reads_them() -> None:
    groups = [["настольная лампа"], ["шалфейный"]]
    world = make_world(make_listing(KZ_LAMP, title="Лампы настольные Qinglu, лампу настольную шалфейного цвета"))
    finding = examine(Terms, world, on=KZ_LAMP, groups=groups)
    assert [one["found"] for one in finding.evidence] == ["missing", "шалфейный"]
    turned = make_world(make_listing(KZ_LAMP, title="Для настольной лампы"))
    assert share_of(Terms, turned, on=KZ_LAMP, groups=groups[:1]) == 1
    assert share_of(Terms, turned, on=KZ_LAMP, groups=groups[:1], lang="zh") == 0


def test_gaps_and_alternatives_are_read_as_phrases() -> None:
    assert share(DE_TITLE, groups=[["Kabel|Leitung ... cm"]]) == 1
    assert share(DE_TITLE, groups=[["Kabel ... mm"]]) == 0


def test_a_word_inside_another_is_no_term() -> None:
    assert share("Schreibtischlampenschirm E27 grün") == Fraction(2, 3)


@pytest.mark.parametrize("groups", [[], [[]], [["..."]]])
def test_groups_need_terms(groups: list[list[str]]) -> None:
    with pytest.raises(ValueError):
        make_check(Terms, on=DE_LAMP, groups=groups)


def test_no_title_earns_nothing() -> None:
    assert share("") == 0


def test_the_same_title_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(make_world(make_listing())), Terms, **VALUES)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Terms, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Terms, **VALUES)
