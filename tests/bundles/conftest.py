"""One bundle for all tests of this folder."""

from pathlib import Path

import pytest

from lab.bundles.shelf import Shelf
from lab.market.base import Market
from tests.bundles.made import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, market: Market) -> Made:
    return make(tmp_path_factory.mktemp("bundle") / "small", market)


@pytest.fixture
def shelf(made: Made, markets: Path) -> Shelf:
    return Shelf([made.folder], markets)
