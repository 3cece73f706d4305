"""Check: texts on pictures are right, in the buyers' language, and can be read on a phone."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.image_label_text import ImageLabelText as Labels
from lab.images.labels import LabelFacts
from lab.world.world import World
from tests.builders import (
    DE_LAMP,
    FACTS,
    HOSTILE,
    KZ_LAMP,
    earns_nothing,
    examine,
    make_check,
    make_listing,
    share_of,
    survives_hostile_text,
)
from tests.pictures import FRONT, label, made, picture, shop

VALUES: dict[str, Any] = {"on": DE_LAMP, "lang": "de"}
GOOD = (label("Kabel mit 180 cm Länge"), label("Für Lampen mit Fassung E27"))
RULES = 6


def labelled(*labels: LabelFacts) -> World:
    """A listing whose second picture bears these labels."""
    second = picture("b", FRONT, role="infographic")
    return made(shop(picture("a"), second), second, FRONT, labels=labels)


def broken(*labels: LabelFacts, **values: Any) -> dict[str, str]:
    """Rules that are not kept by all labels, with the share that they earn."""
    evidence = examine(Labels, labelled(*labels), **{**VALUES, **values}).evidence
    return {shown["rule"]: shown["share"] for shown in evidence if "rule" in shown and shown["share"] != "1"}


def test_good_labels_that_state_the_facts_earn_everything() -> None:
    assert share_of(Labels, labelled(*GOOD), states=["cord", "socket"], **VALUES) == 1
    assert broken(*GOOD) == {}


@pytest.mark.parametrize(
    ("changes", "rule", "found", "limit"),
    [
        ({"contrast": 449}, "contrast", 449, 450),
        ({"height": 24}, "letters", 24, 25),
        ({"margin": 19}, "margin", 19, 20),
        ({"margin": -30}, "margin", -30, 20),
        ({"missing": True}, "glyphs", 1, 0),
        ({"text": "Das Kabel dieser Leuchte ist lang genug für die nächste Steckd"}, "short_enough", 62, 60),
    ],
)
def test_each_rule_costs_by_the_share_of_labels_that_break_it(
    changes: dict[str, Any], rule: str, found: int, limit: int
) -> None:
    bad = label(**{"text": "Arm aus Metall", **changes})
    assert broken(*GOOD, bad) == {rule: "2/3"}
    finding = examine(Labels, labelled(*GOOD, bad), **VALUES)
    assert finding.fraction == 1 - Fraction(1, 3) / RULES
    shown = next(one for one in finding.evidence if one.get("rule") == rule)
    assert (shown["found"], shown["expected"], shown["text"]) == (found, limit, bad.text)
    assert (shown["object"], shown["image"]) == (f"{DE_LAMP}:2", "b" * 64)


@pytest.mark.parametrize("changes", [{"contrast": 450}, {"height": 25}, {"margin": 20}])
def test_a_limit_just_reached_is_kept(changes: dict[str, Any]) -> None:
    assert broken(label("Arm aus Metall", **changes)) == {}


def test_limits_are_the_authors() -> None:
    assert broken(label("Arm aus Metall", contrast=800, height=30, margin=0)) == {"margin": "0"}
    strict = {"contrast": 900, "height": 35, "margin": 0, "max_chars": 10}
    assert broken(label("Arm aus Metall", contrast=800, height=30, margin=0), **strict) == {
        "contrast": "0",
        "letters": "0",
        "short_enough": "0",
    }


def test_labels_in_another_language_lose_the_language() -> None:
    assert broken(label("The cord is 180 cm long"), label("For bulbs with an E27 socket")) == {"language": "0"}


def test_numbers_and_codes_alone_are_in_no_language() -> None:
    assert broken(label("43 × 18")) == {}
    finding = examine(Labels, labelled(label("43 × 18")), **VALUES)
    assert finding.evidence[0]["verdict"] == "unsure"


def test_facts_are_stated_over_all_labels_and_a_contradiction_loses_its_fact() -> None:
    assert share_of(Labels, labelled(*GOOD), states=["cord"], **VALUES) == 1
    wrong = share_of(Labels, labelled(*GOOD, label("Kabel mit 150 cm Länge")), states=["cord", "socket"], **VALUES)
    assert wrong == Fraction(RULES + 1, RULES + 2)
    assert share_of(Labels, labelled(GOOD[0]), states=["socket"], **VALUES) == Fraction(RULES, RULES + 1)


def test_labels_of_all_pictures_count() -> None:
    second, third = picture("b", FRONT), picture("c", FRONT)
    world = made(shop(picture("a"), second, third), second, FRONT, labels=[GOOD[0]])
    made(world, third, FRONT, labels=[GOOD[1], label("Metall", contrast=120)])
    shown = next(one for one in examine(Labels, world, **VALUES).evidence if one.get("rule") == "contrast")
    assert (shown["share"], shown["object"]) == ("2/3", f"{DE_LAMP}:3")


def test_no_label_earns_nothing() -> None:
    finding = examine(Labels, labelled(), **VALUES)
    assert (finding.fraction, finding.message) == (0, "labels_missing")
    assert share_of(Labels, shop(picture("a"), picture("b")), **VALUES) == 0


def test_an_infographic_from_elsewhere_is_left_to_a_person() -> None:
    world = shop(picture("a"), picture("b", role="infographic"))
    finding = examine(Labels, world, **VALUES)
    assert (finding.fraction, finding.evidence[0]["verdict"], finding.evidence[0]["reason"]) == (
        1,
        "unsure",
        "made elsewhere",
    )
    assert share_of(Labels, shop(picture("a", role="infographic")), **VALUES) == 0  # the main picture bears no text


def test_the_scenario_knows_which_facts_it_names() -> None:
    check: Any = make_check(Labels, states=["cord"], **VALUES)
    assert check.facts == ("cord",)
    assert set(check.facts) <= set(FACTS)


def test_hostile_labels_do_not_break_it() -> None:
    for text in HOSTILE:
        finding = examine(Labels, labelled(label(text[:200])), states=["cord", "socket"], **VALUES)
        assert 0 <= finding.fraction <= 1


def test_several_listings_are_looked_at() -> None:
    world = labelled(*GOOD)
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP, images=[])
    assert share_of(Labels, world, **{**VALUES, "on": [DE_LAMP, KZ_LAMP]}) == Fraction(RULES, RULES + 1)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Labels, states=["cord"], **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Labels, states=["cord"], **VALUES)
