"""The bytes of a market."""

import numpy as np
import pytest

from lab.market.base import Market
from lab.market.codec import Array, data_of, opened


def test_a_market_is_read_back_to_the_same_bytes(market: Market) -> None:
    data = data_of(market)
    again = opened(data)
    assert data_of(again) == data
    assert (again.goods.price == market.goods.price).all() and again.wordings == market.wordings
    assert again.sha256 == market.sha256


def test_an_array_keeps_type_shape_and_order_of_bytes_and_cannot_be_written_to() -> None:
    stored = Array.of(np.array([[1, -2], [3, 4]], dtype=">i4"))
    assert (stored.kind, stored.shape, stored.data[:4]) == ("<i4", (2, 2), b"\x01\x00\x00\x00")
    back = stored.plain()
    assert back.tolist() == [[1, -2], [3, 4]]
    with pytest.raises(ValueError, match="read-only"):
        back[0, 0] = 9
