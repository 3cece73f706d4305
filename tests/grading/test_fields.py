"""The kinds of value that checks take from author files."""

from fractions import Fraction

import pytest
from pydantic import BaseModel, ValidationError

from lab.grading.fields import Amount, Minutes, Names, Offset, Percent, Share, read_fraction, read_percent
from lab.values.money import Money


class Sheet(BaseModel):
    share: Share = Fraction(0)
    percent: Percent = Fraction(0)
    at: Offset = 0
    length: Minutes = 0
    amount: Amount = Money(0, "EUR")
    names: Names = ()


@pytest.mark.parametrize(("text", "share"), [("0", 0), ("1", 1), ("1/2", Fraction(1, 2)), (" 4/5 ", Fraction(4, 5))])
def test_shares_are_exact(text: str, share: Fraction) -> None:
    assert read_fraction(text) == share


@pytest.mark.parametrize("text", ["", "2", "3/2", "1/0", "0.5", "-1/2", "50 %", "1/2/3"])
def test_what_is_no_share_from_nothing_to_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a share is written"):
        read_fraction(text)


@pytest.mark.parametrize(("text", "share"), [("18 %", Fraction(18, 100)), ("2.5%", Fraction(1, 40)), ("-5 %", Fraction(-1, 20)), ("0 %", 0)])
def test_percentages_are_exact(text: str, share: Fraction) -> None:
    assert read_percent(text) == share


@pytest.mark.parametrize("text", ["18", "", "%", "1,5 %", "five %"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a percentage is written"):
        read_percent(text)


def test_fields_read_moments_durations_amounts_and_names() -> None:
    sheet = Sheet.model_validate({"at": "+18h", "length": "24h", "amount": "0.05 EUR", "names": "q1"})
    assert (sheet.at, sheet.length, sheet.amount, sheet.names) == (1080, 1440, Money(5, "EUR"), ("q1",))


@pytest.mark.parametrize("values", [{"at": "18h"}, {"length": "+1h"}, {"amount": "5 cents"}])
def test_an_unreadable_field_says_how_to_write_it(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="write it like"):
        Sheet.model_validate(values)
