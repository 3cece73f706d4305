"""Payments fail, more often from abroad."""

from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.orders.payment import FILE, failures_permille, is_paid, load_payment
from lab.values.errors import BadFile
from tests.builders import TODAY


def test_at_home_six_of_a_hundred_fail_and_abroad_eight_to_sixteen() -> None:
    assert failures_permille("DE", "DE") == failures_permille("KZ", "KZ") == 60
    abroad = [failures_permille("CN", country) for country in load_destinations(TODAY)]
    assert min(abroad) == 80 and max(abroad) <= 160
    assert failures_permille("DE", "NO") == 120  # a country without a figure of its own


def test_half_of_those_who_fail_try_again() -> None:
    # Kazakhstan fails 12 %: 0.12 * (1 - 0.5 * 0.88) = 6.7 % are lost; at home 0.06 * (1 - 0.5 * 0.94) = 3.2 %.
    lost = sum(not is_paid("DE", "KZ", key) for key in range(8000)) / 8000
    assert lost == pytest.approx(0.067, abs=0.009)
    assert sum(not is_paid("DE", "DE", key) for key in range(8000)) / 8000 == pytest.approx(0.032, abs=0.006)


def test_whoever_pays_abroad_pays_at_home_too() -> None:
    assert all(is_paid("DE", "DE", key) for key in range(500) if is_paid("DE", "KZ", key))


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "payment.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace('value: "60"', 'value: "6000"'), encoding="utf-8")
    with pytest.raises(BadFile):
        load_payment(path)
