"""Prints the grade records of a scenario's reference, for comparing bytes between processes and machines."""

import sys
from pathlib import Path

from lab.market.store import current_market
from lab.proofs.trials import Trial, run_trial
from lab.scenarios.deal import all_picks
from lab.scenarios.script import load_scenario


def main(folder: Path, markets: Path) -> None:
    """Write one line of canonical JSON for the first and the last combination of the pools."""
    scenario, market = load_scenario(folder), current_market(markets)
    picks = all_picks(scenario)
    for pick in (picks[0], picks[-1]):
        tried = run_trial(scenario, market, Trial("reference", tuple(pick.items()), 7))
        line = tried.record.to_json() if tried.record else tried.problem.encode()
        sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
