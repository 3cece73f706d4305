"""`lab demo`: a whole scenario without a server, played by the reference robot and a careless one."""

import os

import click
import msgspec

from lab.cli.console import err
from lab.cli.market import market_of
from lab.cli.report import print_record
from lab.proofs.rounds import Round, run_rounds
from lab.scenarios.deal import all_picks
from lab.scenarios.script import load_scenario
from lab.school.settings import load_settings
from lab.values.errors import BadInput
from lab.values.places import SCENARIOS

SAMPLE = "desk-lamp-two-markets"
ROBOTS = ("reference", "careless")
_SEED = 2026


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Canonical JSON on one line, the same bytes everywhere.")
@click.option("--all-variants", is_flag=True, help="Every combination of the pools instead of the first.")
def demo(as_json: bool, all_variants: bool) -> None:
    """Play the sample scenario with the reference robot and a careless one, and print both graded reports."""
    folder = SCENARIOS / SAMPLE
    scenario = load_scenario(folder)
    picks = all_picks(scenario) if all_variants else all_picks(scenario)[:1]
    rounds = [Round(tuple(pick.items()), _SEED, ROBOTS) for pick in picks]
    markets = load_settings(os.environ).markets
    market = market_of(markets)
    with err.status("Playing ..."):
        played = [tried for ended in run_rounds(folder, markets, rounds) for tried in ended.tried]
    runs = []
    for tried in played:
        if tried.record is None:
            raise BadInput("cannot_be_played", robot=tried.trial.robot, reason=tried.problem)
        grade = tried.record.grade
        runs.append(
            {
                "robot": tried.trial.robot,
                "picks": dict(tried.trial.picks),
                "journal_hash": tried.record.journal_hash,
                "world_hash": tried.record.world_hash,
                "points": grade.points,
                "max_points": grade.max_points,
                "checks": [
                    {"id": c.id, "status": c.status, "fraction": c.fraction, "points": c.points, "evidence": c.evidence}
                    for c in grade.checks
                ],
            }
        )
        if not as_json:
            print_record(tried.trial.robot, tried.record)
    if as_json:
        whole = {"scenario": scenario.id, "version": scenario.version, "market": market.sha256, "runs": runs}
        click.echo(msgspec.json.encode(whole, order="sorted").decode())
