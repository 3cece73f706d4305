"""Check: a title keeps the platform's rules."""

from fractions import Fraction

from lab.checks.listing_title_rules import ListingTitleRules as TitleRules
from tests.builders import (
    DE_LAMP,
    DE_TITLE,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_listing,
    make_world,
    share_of,
    survives_hostile_text,
)


def share(title: str, key: str = DE_LAMP) -> Fraction:
    return share_of(TitleRules, make_world(make_listing(key, title=title)), on=key, rules="market")


def test_titles_that_keep_every_rule_earn_everything() -> None:
    assert share(DE_TITLE) == 1
    world = make_world(make_listing(KZ_LAMP))
    assert share_of(TitleRules, world, on=KZ_LAMP, rules="market") == 1


def test_each_broken_rule_costs_its_part() -> None:
    assert share(DE_TITLE.replace("Bogenlampe", "BOGENLAMPE")) == Fraction(5, 6)  # capitals
    assert share("GRATIS Bestseller: Lampe! Lampe Lampe") == Fraction(2, 6)  # signs, repeats, promotion, capitals


def test_a_title_doubled_in_length_breaks_length_and_repeats() -> None:
    finding = examine(TitleRules, make_world(make_listing(title=" ".join([DE_TITLE] * 3))), on=DE_LAMP, rules="market")
    assert finding.fraction == Fraction(4, 6)
    assert finding.message == "title_breaks_some_rules"


def test_no_title_earns_nothing() -> None:
    assert share("") == 0


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(TitleRules, on=DE_LAMP, rules="market")


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(TitleRules, on=DE_LAMP, rules="market")
