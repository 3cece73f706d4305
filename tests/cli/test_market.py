"""`lab market`."""

from lab.market.base import Market
from tests.cli.conftest import Run


def test_the_market_is_named_by_its_hash(run: Run, market: Market) -> None:
    done = run("market", "build")
    assert done.code == 0
    assert done.out.splitlines()[0] == f"market {market.version}  sha256 {market.sha256}"
    assert f"{len(market.keywords)} keywords" in done.out
