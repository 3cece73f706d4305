"""What the budgets are measured on: the sample scenario, played by its reference robot."""

from pathlib import Path

import pytest

from lab.market.base import Market
from lab.scenarios.deal import all_picks, deal
from lab.scenarios.play import Play
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import Scenario, load_scenario
from lab.values.places import SCENARIOS
from tests.markets import real_market


@pytest.fixture(scope="session")
def market() -> Market:
    return real_market()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load_scenario(Path(SCENARIOS / "desk-lamp-two-markets"))


@pytest.fixture
def played(scenario: Scenario, market: Market) -> Play:
    """A finished reference run, on warm caches."""
    variant = deal(scenario, 1, market, all_picks(scenario)[0])
    return play_plan(scenario, variant, market, reference_plan(scenario)).play
