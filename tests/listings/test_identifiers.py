"""The numbers under bar codes."""

import pytest

from lab.listings.identifiers import check_digit, gtin_fault, same_gtin, tidied_gtin


@pytest.mark.parametrize(
    "number",
    [
        "629104150021",  # the example of GS1 for working out a check digit
        "400638133393", "03600029145", "9638507", "1234567890123"[:12], "1001234512345"[:13],
    ],
)  # fmt: skip
def test_the_check_digit_makes_a_number_right_and_no_other_does(number: str) -> None:
    right = check_digit(number)
    assert [gtin_fault(f"{number}{digit}") for digit in range(10)].count("check_digit") == 9
    assert gtin_fault(f"{number}{right}") is None


def test_known_numbers_are_right() -> None:
    assert check_digit("629104150021") == 3
    assert [gtin_fault(number) for number in ("6291041500213", "4006381333931", "036000291452", "96385074")] == [None] * 4


@pytest.mark.parametrize("text", ["", "123", "629104150021", "62910415002133", "6291041500213 ", "629104150021X", "٦٢٩١٠٤١٥٠٠٢١٣", "²" * 13, "0" * 15])
def test_what_is_no_number_of_a_length_that_there_is_is_no_gtin(text: str) -> None:
    assert gtin_fault(text) in ("form", "check_digit")
    assert gtin_fault(text) is not None


@pytest.mark.parametrize("number", ["200000000001", "299123456789", "020123456789"])
def test_a_number_for_use_within_a_shop_identifies_nothing_outside(number: str) -> None:
    assert gtin_fault(f"{number}{check_digit(number)}") == "internal"


def test_numbers_of_different_lengths_can_be_the_same() -> None:
    assert same_gtin("036000291452", "0036000291452") and same_gtin("036000291452", "00036000291452")
    assert not same_gtin("036000291452", "6291041500213")


def test_spaces_and_hyphens_are_not_part_of_it() -> None:
    assert tidied_gtin(" 6 291041-500213\n") == "6291041500213"
