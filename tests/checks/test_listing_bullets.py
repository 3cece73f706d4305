"""Check: bullet points are as many, as short and as different as they should be."""

from fractions import Fraction
from typing import Any

import pytest

from lab.checks.listing_bullets import ListingBullets as Bullets
from lab.grading.check import Finding
from tests.builders import (
    DE_BULLETS,
    DE_LAMP,
    earns_nothing,
    evidence_of,
    examine,
    make_check,
    make_listing,
    make_world,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": DE_LAMP, "min": 3, "max": 5, "max_len": 120}


def found(*bullets: str, **values: Any) -> Finding:
    return examine(Bullets, make_world(make_listing(bullets=list(bullets))), **{**VALUES, **values})


def broken(finding: Finding) -> list[str]:
    return [one["rule"] for one in finding.evidence if one["verdict"] == "wrong"]


def test_good_bullet_points_earn_everything() -> None:
    finding = found(*DE_BULLETS)
    assert (finding.fraction, finding.message, finding.args) == (1, "bullets_right", {"right": 4, "of": 4})
    assert finding.evidence[2]["found"] == ", ".join(str(len(text)) for text in DE_BULLETS)


@pytest.mark.parametrize(
    ("bullets", "rule"),
    [
        (DE_BULLETS[:2], "enough"),
        ((*DE_BULLETS, "Noch etwas: Der Schirm lässt sich von Hand neigen."), "not_too_many"),
        ((*DE_BULLETS[:3], "Lang: " + "Wort und Satz ohne Ende " * 6), "lengths"),
        ((*DE_BULLETS[:4], DE_BULLETS[0]), "distinct"),
        ((*DE_BULLETS[:4], DE_BULLETS[0].replace("Sanfter Bogen", "Weicher Bogen").upper()), "distinct"),
    ],
)
def test_each_broken_rule_costs_its_part(bullets: tuple[str, ...], rule: str) -> None:
    finding = found(*bullets)
    assert broken(finding) == [rule]
    assert (finding.fraction, finding.message) == (Fraction(3, 4), "bullets_partly_right")


def test_pairs_that_say_the_same_are_named() -> None:
    finding = found(*DE_BULLETS[:4], DE_BULLETS[1])
    assert finding.evidence[3]["found"] == "2=5"
    assert found(*DE_BULLETS[:4], DE_BULLETS[1], distinct="no").fraction == 1


def test_what_is_not_given_is_what_the_platform_asks_for() -> None:
    world = make_world(make_listing())
    profile = world.setting.platforms["meridian"]
    shown = examine(Bullets, world, on=DE_LAMP).evidence
    assert [one["expected"] for one in shown[:3]] == [
        f"≥ {max(1, profile.bullets_min)}", f"≤ {profile.bullets_max}", f"{profile.bullet_min_chars}–{profile.bullet_max_chars}",
    ]  # fmt: skip


def test_empty_bullet_points_are_none() -> None:
    assert broken(found(*DE_BULLETS[:2], "", "  ", "–")) == ["enough"]
    finding = found("", " ")
    assert (finding.fraction, finding.message) == (0, "bullets_missing")


def test_short_bullet_points_that_are_the_same_in_other_case_are_found() -> None:
    assert broken(found("Fassung E27 für Lampen", "FASSUNG E27 FÜR LAMPEN", "Kabel 180 cm lang und weiß", min_len=1)) == ["distinct"]


@pytest.mark.parametrize("values", [{"min": 6}, {"min_len": 200}, {"min": 0}])
def test_limits_must_fit(values: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        make_check(Bullets, **{**VALUES, **values})


def test_the_same_listing_gives_the_same_bytes() -> None:
    assert reads_alike(evidence_of(make_world(make_listing())), Bullets, **VALUES)


def test_an_empty_shop_earns_nothing() -> None:
    assert earns_nothing(Bullets, **VALUES)
    assert earns_nothing(Bullets, on=DE_LAMP)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(Bullets, **VALUES)
