"""Numbers that are known, in whatever form somebody writes them."""

import pytest

from lab.messages.tracking import tracking_in

NUMBER = "RR123456785CN"


@pytest.mark.parametrize(
    "text",
    [
        "Die Nummer: RR123456785CN.", "rr123456785cn", "RR 123 456 785 CN", "RR-123456785-CN", "трек-номер RR123456785CN",
        "رقم التتبع: RR١٢٣٤٥٦٧٨٥CN", "ट्रैकिंग RR१२३४५६७८५CN", "номер RR123456785СN",
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    span = tracking_in(text, NUMBER)
    assert span is not None
    assert text[span[0] : span[1]].casefold().startswith("rr")


@pytest.mark.parametrize("text", ["", "RR123456786CN", "XRR123456785CN", "RR123456785CNX", "RR1234567855CN", "123456785"])
def test_another_number_or_a_part_of_it_is_not(text: str) -> None:
    assert tracking_in(text, NUMBER) is None


def test_a_number_that_is_too_short_to_be_one_is_never_found() -> None:
    assert tracking_in("12 cm", "12") is None
