"""A shop that has lived some days, made once for all tests that only look at it."""

import pytest

from lab.market.base import Market
from lab.scenarios.play import Play
from tests.coach.plays import lived_play


@pytest.fixture(scope="session")
def lived(market: Market) -> Play:
    """Six days of the sample shop; orders from Germany are sent every morning. Not to be changed."""
    return lived_play(market)
