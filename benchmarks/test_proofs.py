"""Budget of `lab scenario check`: one scenario, all proofs, two cores."""

import time
from pathlib import Path

from benchmarks.test_engine import yardstick
from lab.market.store import current_market
from lab.proofs.prove import prove
from lab.values.places import SCENARIOS


def test_all_proofs_of_the_sample_scenario_take_under_six_thousand_yardsticks(tmp_path: Path) -> None:
    """Six thousand yardsticks are about a minute. The market is built before."""
    current_market(tmp_path)
    begin = time.perf_counter()
    proofs = list(prove(SCENARIOS / "desk-lamp-two-markets", tmp_path))
    taken = time.perf_counter() - begin
    print(f"all proofs: {taken:.1f} s")
    assert all(proof.holds for proof in proofs)
    assert taken < yardstick() * 6000
