"""What carriers and customs must know of goods."""

import pytest

from lab.customs.hs import HANDLING_FLAGS as HS_FLAGS
from lab.listings.hazards import HANDLING_FLAGS, handling_flags
from tests.builders import make_product

POWER_BANK = ("850760",)


def test_goods_have_the_flags_of_their_code_unless_they_have_their_own() -> None:
    assert handling_flags(make_product(hs_accept=POWER_BANK)) == ("lithium",)
    assert handling_flags(make_product(hs_accept=POWER_BANK, flags=("magnet",))) == ("magnet",)
    assert handling_flags(make_product()) == ()


@pytest.mark.parametrize("codes", [(), ("000000",), ("",)])
def test_goods_without_a_known_code_have_none(codes: tuple[str, ...]) -> None:
    assert handling_flags(make_product(hs_accept=codes)) == ()


def test_flags_come_in_one_order_and_those_for_the_packer_are_left_out() -> None:
    assert handling_flags(make_product(flags=("magnet", "fragile", "lithium"))) == ("lithium", "magnet")
    assert len(set(HANDLING_FLAGS)) == len(HANDLING_FLAGS)
    assert "fragile" in HS_FLAGS
