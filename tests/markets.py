"""The real market for tests: built once per machine and version, however many processes ask for it."""

import fcntl
import tempfile
import time
from functools import cache
from pathlib import Path

from lab.market.base import Market
from lab.market.store import current_market

KEPT_SECONDS = 24 * 3600


def market_folder() -> Path:
    """The folder of the market file, with the current market in it. Others wait until the first has built it."""
    folder = Path(tempfile.gettempdir()) / "tradewind-lab-test-markets"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        current_market(folder)
        for old in folder.glob("*.market"):
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                old.unlink()
    return folder


@cache
def real_market() -> Market:
    """The market of the author files at hand."""
    return current_market(market_folder())
