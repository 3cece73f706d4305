"""What every check is made of."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.checks.listing_published import ListingPublished
from lab.grading.check import Item, all_finding, items_finding, linear, proof
from lab.values.money import Money
from tests.builders import DE_LAMP, make_check


def item(share: str) -> Item:
    return Item(Fraction(share), proof("state", found=share))


def finding(*shares: str) -> tuple[Fraction, str, dict[str, object]]:
    found = items_finding([item(share) for share in shares], right="right", partly="partly", wrong="wrong")
    return found.fraction, found.message, found.args


def test_items_earn_the_mean_of_their_shares() -> None:
    assert finding("1", "1") == (1, "right", {"right": 2, "of": 2})
    assert finding("1", "1/2", "0") == (Fraction(1, 2), "partly", {"right": 1, "of": 3})
    assert finding("0", "0") == (0, "wrong", {"right": 0, "of": 2})


def test_nothing_to_look_at_earns_nothing() -> None:
    assert finding() == (0, "wrong", {"right": 0, "of": 0})


def test_everything_or_nothing() -> None:
    assert all_finding(True, right="a", wrong="b", evidence=[]).fraction == 1
    assert all_finding(False, right="a", wrong="b", evidence=[], limit=5).args == {"limit": 5}


def test_a_line_runs_from_zero_to_full_and_no_further() -> None:
    line = [linear(Fraction(n, 100), full=Fraction(18, 100), zero=Fraction(0)) for n in (-5, 0, 9, 18, 40)]
    assert line == [0, 0, Fraction(1, 2), 1, 1]


def test_less_can_be_better() -> None:
    assert [linear(Fraction(n), full=Fraction(10), zero=Fraction(30)) for n in (5, 10, 20, 30, 50)] == [1, 1, Fraction(1, 2), 0, 0]
    with pytest.raises(ValueError, match="must differ"):
        linear(Fraction(1), full=Fraction(2), zero=Fraction(2))


@given(st.fractions(), st.fractions(), st.fractions())
def test_a_line_never_leaves_zero_to_one(value: Fraction, full: Fraction, zero: Fraction) -> None:
    if full != zero:
        assert 0 <= linear(value, full=full, zero=zero) <= 1


def test_evidence_is_plain_cut_to_length_and_leaves_out_what_is_empty() -> None:
    shown = proof("text", ref="", found="x" * 400, expected=Money(5, "EUR"), span=[1, 2], right=True, count=0, more=None)
    assert shown == {"kind": "text", "found": "x" * 299 + "…", "expected": "0.05 EUR", "span": [1, 2], "right": "True", "count": 0}


def test_a_check_takes_one_object_or_several_and_nothing_unknown() -> None:
    assert make_check(ListingPublished, on=DE_LAMP).on == (DE_LAMP,)
    assert make_check(ListingPublished, on=[DE_LAMP, "caravan/KZ/lamp"]).targets() == (DE_LAMP, "caravan/KZ/lamp")
    for values in ({"weight": "2"}, {"id": "A"}, {"points": "-1"}, {"by": "18h"}, {"visible": "sometimes"}):
        with pytest.raises(ValueError, match="1 validation error"):
            make_check(ListingPublished, on=DE_LAMP, **values)
