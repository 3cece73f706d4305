"""Normal numbers from draws."""

from statistics import NormalDist

import pytest

from lab.values.normal import normal_at, normal_milli


def test_every_place_has_the_rounded_quantile() -> None:
    exact = NormalDist()
    worst = max(abs(normal_at(place) - 1000 * exact.inv_cdf((place + 0.5) / 65536)) for place in range(65536))
    assert worst <= 0.5 + 1e-9


def test_the_table_is_symmetrical_and_never_falls() -> None:
    table = [normal_at(place) for place in range(65536)]
    assert all(table[place] == -table[65535 - place] for place in range(32768))
    assert table == sorted(table)
    assert (table[0], table[-1]) == (-4325, 4325)  # the quantile at 0.5 / 65536 is -4.3248


@pytest.mark.parametrize(("share", "milli"), [(0.5, 0), (0.8413447, 1000), (0.975, 1960), (0.0013499, -3000)])
def test_known_quantiles(share: float, milli: int) -> None:
    assert normal_milli(int(share * 2**64)) == pytest.approx(milli, abs=4)  # the table is coarse in its tails


def test_a_place_outside_the_table_is_refused() -> None:
    for place in (-1, 65536):
        with pytest.raises(ValueError, match="places"):
            normal_at(place)
