"""Check: the reflection rests on culture cards of the countries compared."""

from fractions import Fraction

from lab.checks.culture_cards_cited import CultureCardsCited
from lab.culture.cards import load_cards
from lab.grading.check import Finding
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_listing,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike


def written(text: str) -> World:
    world = make_world(make_listing(DE_LAMP))
    world.papers.reflection = text
    return world


def of(text: str, **values: object) -> Finding:
    return examine(CultureCardsCited, written(text), **{"countries": ("CN", "SA"), **values})  # type: ignore[arg-type]


def test_a_card_for_each_country_earns_all() -> None:
    finding = of("I changed the clock for a lamp (cn_clock_as_present) and answered on Sunday (gulf_friday_saturday).")
    assert (finding.fraction, finding.message) == (1, "cards_cited")
    assert [(row["object"], row["card"]) for row in finding.evidence] == [("CN", "cn_clock_as_present"), ("SA", "gulf_friday_saturday")]


def test_titles_count_in_every_language_of_the_lab() -> None:
    cards = load_cards()
    for language in ("en", "zh", "ar", "ru"):
        text = f"… {cards['cn_clock_as_present'].titles[language]} … {cards['saudi_flag'].titles[language]}"
        assert of(text).fraction == 1, language


def test_half_for_one_country_of_two() -> None:
    finding = of("Only cn_clock_as_present.")
    assert (finding.fraction, finding.message, finding.args) == (Fraction(1, 2), "cards_partly_cited", {"right": 1, "of": 2})
    assert of("cn_clock_as_present, cn_250", each=2).fraction == Fraction(1, 2)
    assert of("cn_clock_as_present, cn_250, saudi_flag, pigs_and_pork", each=2).fraction == 1


def test_cards_of_another_country_or_topic_earn_nothing() -> None:
    assert of("us_month_first and br_ok_hand").message == "cards_not_cited"
    assert of("cn_clock_as_present, saudi_flag", topics=("weekends",)).fraction == 0
    assert of("xcn_clock_as_presentx").fraction == 0


def test_one_card_counts_for_one_country() -> None:
    assert of("four_as_a_present", countries=("CN", "JP")).fraction == Fraction(1, 2)


def test_a_copy_of_the_list_earns_nothing() -> None:
    finding = of(" ".join(load_cards()))
    assert (finding.fraction, finding.message) == (0, "too_many_cards")
    assert of(" ".join(list(load_cards())[:3]), most=2).fraction == 0


def test_without_a_reflection_and_in_an_empty_shop_nothing_is_earned() -> None:
    assert of("").message == "reflection_missing"
    assert of(" \n").fraction == 0
    assert earns_nothing(CultureCardsCited, countries=("CN",))


def test_it_reads_the_same_twice() -> None:
    assert reads_alike(evidence_of(written("cn_250 " * 200)), CultureCardsCited, countries=("CN", "SA"))


def test_a_hostile_shop_cannot_break_it() -> None:
    assert survives_hostile_text(CultureCardsCited, countries=("CN", "SA"))
