"""What all tests share: the real market, built once for all workers of a test session, and a real browser."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from lab.market.base import Market
from lab.market.store import current_market
from lab.values.errors import LabError
from tests.markets import market_folder

settings.register_profile("lab", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("lab")


@pytest.fixture(scope="session")
def markets() -> Path:
    """The folder of the market file; all workers share it."""
    return market_folder()


@pytest.fixture(scope="session")
def market(markets: Path) -> Market:
    """The real market of the author files at hand."""
    return current_market(markets)


LONGEST = ("tests/proofs/test_library.py", "tests/web/test_bad_input.py", "tests/journeys/")
"""Files whose tests take a minute and more together, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins early, so that no worker is still busy with it when the others are done; files stay together."""

    files = {item: item.nodeid.partition("::")[0] for item in items}
    slow = {files[item] for item in items if item.get_closest_marker("slow") is not None}

    def place(item: pytest.Item) -> int:
        longest = (number for number, name in enumerate(LONGEST) if files[item].startswith(name))
        return next(longest, len(LONGEST) + (files[item] not in slow))

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """A test that sets text on pictures is skipped, visibly, where the library for it is missing; the CI demands it."""
    try:
        return (yield)
    except LabError as error:
        if error.code != "no_text_shaping" or os.environ.get("LAB_REQUIRE_SERVICES") == "1":
            raise
        pytest.skip("no libfribidi on this machine, so no text on pictures: apt-get install libfribidi0")


CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen; one for the whole process, because two drivers cannot live in one.

    Without it the tests are skipped with the reason, or fail when LAB_REQUIRE_SERVICES=1.
    """
    path = os.environ.get("LAB_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("LAB_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()
