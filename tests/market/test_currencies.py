"""Exchange rates by day. Real ones: European Central Bank, reference rates of the days named."""

import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.customs.exchange import load_rates, rate
from lab.market.calendars import DAYS, FIRST_DAY
from lab.market.currencies import FILE, _file, last_real_days, rate_paths
from lab.values.errors import BadFile, BadInput
from lab.values.places import ROOT

CURRENCIES = sorted({destination.currency for destination in load_destinations(date(2026, 5, 4)).values()} | {"CNY"})
PLAIN = """sources: {lab: "for a test"}
paths:
  USD: {value: {drift_permille: 0, volatility_micro: 0}, source: lab, as_of: 2026-11-01, confidence: set}
  KZT: {value: {start: "100.00", on: 2026-04-30, drift_permille: 261, volatility_micro: 0}, source: lab, as_of: 2026-11-01, confidence: set}
pegs:
  AED: {value: {to: USD, rate: "3.6725"}, source: lab, as_of: 2026-11-01, confidence: set}
"""


def written(folder: Path, text: str = PLAIN) -> Path:
    path = folder / "currency_paths.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def on(currency: str, day: date, path: Path = FILE) -> int:
    return rate_paths([currency], path)[currency][(day - FIRST_DAY).days]


def test_every_currency_of_the_lab_has_a_rate_above_nought_on_every_day() -> None:
    paths = rate_paths(CURRENCIES)
    assert list(paths) == CURRENCIES
    for currency, rates in paths.items():
        assert len(rates) == DAYS, currency
        assert all(type(micro) is int and micro > 0 for micro in rates), currency


def test_without_names_every_currency_comes_in_the_order_of_the_alphabet() -> None:
    assert list(rate_paths()) == CURRENCIES


def test_the_euro_is_always_one() -> None:
    assert set(rate_paths(["EUR"])["EUR"]) == {1_000_000}


@pytest.mark.parametrize(
    ("currency", "day", "micro"),
    [
        ("USD", date(2025, 1, 2), 1_032_100),
        ("GBP", date(2025, 1, 2), 831_180),
        ("MXN", date(2025, 1, 2), 21_437_500),
        ("BRL", date(2026, 4, 30), 5_829_200),
        ("CNY", date(2026, 4, 30), 7_991_000),
        ("USD", date(2026, 10, 30), 1_117_200),
    ],
)
def test_where_the_bank_lists_a_currency_its_rate_counts(currency: str, day: date, micro: int) -> None:
    assert on(currency, day) == micro


def test_weekends_and_holidays_take_the_last_rate_before() -> None:
    assert {on("USD", date(2026, 4, 30) + timedelta(days=later)) for later in range(4)} == {1_170_200}  # 1 May, a weekend
    assert on("USD", date(2026, 5, 4)) != 1_170_200
    assert on("USD", FIRST_DAY) == 1_038_900  # 1 January takes the rate of 31 December 2024


def test_pegged_currencies_follow_the_dollar() -> None:
    paths = rate_paths(["USD", "SAR", "AED"])
    for dollar, riyal, dirham in zip(paths["USD"], paths["SAR"], paths["AED"], strict=True):
        assert abs(riyal - dollar * Fraction(15, 4)) <= Fraction(1, 2)
        assert abs(dirham - dollar * Fraction(36725, 10000)) <= Fraction(1, 2)


def test_the_last_real_day_is_told() -> None:
    ends = last_real_days(["EUR", "USD", "AED", "KZT"])
    assert ends["USD"] is not None and ends["USD"] >= date(2026, 10, 30)
    assert ends == {"EUR": None, "USD": ends["USD"], "AED": ends["USD"], "KZT": None}


def test_after_the_last_real_day_the_path_goes_on_from_it(tmp_path: Path) -> None:
    end = last_real_days(["USD"])["USD"]
    assert end is not None
    quiet = rate_paths(["USD"], written(tmp_path))["USD"]
    place = (end - FIRST_DAY).days
    assert set(quiet[place:]) == {quiet[place]}
    moving = rate_paths(["USD"])["USD"]
    assert moving[: place + 1] == quiet[: place + 1]
    assert len(set(moving[place:])) > 200


def test_a_seeded_path_passes_through_the_frozen_rate_on_its_day() -> None:
    for currency, figure in _file(FILE).paths.items():
        if figure.value.start is not None and figure.value.on is not None:
            assert figure.value.on == load_rates().date
            assert figure.value.start == rate(currency)
            assert on(currency, figure.value.on) == rate(currency) * 1_000_000


def test_without_chance_only_the_drift_of_each_working_day_is_left(tmp_path: Path) -> None:
    path = written(tmp_path)  # 261 permille a year over 261 days: 1000 millionths a day; 30 April 2026 is a Thursday
    days = [on("KZT", date(2026, 4, 30) + timedelta(days=later), path) for later in range(-1, 6)]
    assert days == [99_900_100, 100_000_000, 100_100_000, 100_100_000, 100_100_000, 100_200_100, 100_300_300]


def test_rates_rest_on_saturdays_and_sundays() -> None:
    for currency, rates in rate_paths(["KZT", "UZS", "EGP", "CLP"]).items():
        for place, (before, after) in enumerate(pairwise(rates), start=1):
            day = FIRST_DAY + timedelta(days=place)
            assert before == after or day.isoweekday() <= 5, f"{currency} {day}"


def test_the_steps_of_a_path_are_as_wide_as_the_file_says() -> None:
    for currency in ("KZT", "UZS", "EGP", "CLP"):
        rates = rate_paths([currency])[currency]
        moves = [(after - before) * 1_000_000 // before for before, after in pairwise(rates) if before != after]
        spread = (sum(move * move for move in moves) / len(moves)) ** 0.5
        assert 0.9 < spread / _file(FILE).paths[currency].value.volatility_micro < 1.1, currency


def test_paths_are_the_same_every_time_and_differ_by_currency() -> None:
    assert rate_paths(["KZT", "UZS"]) == rate_paths(["UZS", "KZT"])
    assert on("KZT", date(2027, 12, 31)) == 640_518_431  # seen once; the raw integers of Philox never change
    steps = {tuple(after > before for before, after in pairwise(rate_paths([code])[code])) for code in ("KZT", "UZS", "EGP", "CLP")}
    assert len(steps) == 4


def test_a_currency_that_the_file_does_not_hold_is_refused() -> None:
    with pytest.raises(BadInput, match="no_exchange_rate: currency=CHF"):
        rate_paths(["CHF"])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('start: "100.00", on: 2026-04-30, ', "", "no bank gives its rates: a start is missing"),
        (", on: 2026-04-30", "", "start and on stand together or not at all"),
        ("on: 2026-04-30", "on: 2024-04-30", "the day must lie between 2025-01-01 and 2027-12-31"),
        ('start: "100.00"', 'start: "0"', "greater than 0"),
        ("to: USD", "to: CHF", "a peg must hang on a currency with a path"),
        ("  AED: ", "  USD: ", "a peg must hang on a currency with a path"),
        ("source: lab", "source: bank", "the source 'bank' is not in this file's list of sources"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in PLAIN
    with pytest.raises(BadFile) as caught:
        rate_paths(["KZT"], written(tmp_path, PLAIN.replace(old, new)))
    assert fault in str(caught.value)


def test_the_module_itself_does_not_load_the_package_of_rates() -> None:
    code = "import sys, lab.market.currencies; sys.exit('currency_converter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
