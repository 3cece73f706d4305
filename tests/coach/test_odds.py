"""Milli-utils as per cent of odds."""

from lab.coach.odds import odds_percent


def test_nothing_changes_nothing() -> None:
    assert odds_percent(0) == 0


def test_ln_two_doubles_and_its_opposite_halves() -> None:
    # e**0.693 = 1.9997, e**-0.693 = 0.5001
    assert (odds_percent(693), odds_percent(-693)) == (100, -50)


def test_a_fifth_more() -> None:
    assert odds_percent(182) == 20  # e**0.182 = 1.1996


def test_odds_beyond_counting_are_cut_off() -> None:
    assert odds_percent(50_000) == odds_percent(5_000) == 14741  # e**5 = 148.413
    assert odds_percent(-50_000) == odds_percent(-5_000) == -99
