"""What all tests share: the real market, built once for all workers of a test session."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from lab.market.base import Market
from lab.market.store import current_market

settings.register_profile("lab", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("lab")


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Other workers wait here until the first has built the market."""
    import fcntl

    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def markets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the session's market file; workers share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "markets"
    folder.mkdir(exist_ok=True)
    with _only_one(folder / "lock"):
        current_market(folder)
    return folder


@pytest.fixture(scope="session")
def market(markets: Path) -> Market:
    """The real market of the author files at hand."""
    return current_market(markets)
