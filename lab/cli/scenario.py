"""`lab scenario`: write, check and play scenarios."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from lab.checks.catalogue import check_types
from lab.cli.console import err, out
from lab.cli.report import print_record
from lab.grading.check import Check
from lab.market.store import current_market
from lab.proofs.prove import SEEDS, prove
from lab.proofs.trials import Trial, plan_of, run_trial
from lab.scenarios.pictures import write_picture_facts
from lab.scenarios.schema import ScenarioFile
from lab.scenarios.script import load_scenario, scenario_folders
from lab.school.settings import load_settings
from lab.values.errors import BadInput

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def scenario() -> None:
    """List, check and play scenarios."""


@scenario.command("list")
def list_() -> None:
    """Every scenario that comes with the lab."""
    for folder in scenario_folders():
        found = load_scenario(folder)
        out.print(f"{found.id}  {found.version}  level {found.file.level}  {found.file.minutes} min  {found.file.title['en']}")


@scenario.command("check")
@click.argument("folder", type=FOLDER)
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1, 200), help="Seeds for each combination.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(folder: Path, seeds: int, as_json: bool) -> None:
    """Prove that a scenario is fair. Exit code 1 if a proof fails."""
    settings = load_settings(os.environ)
    holds = True
    with err.status("") as status:
        for proof in prove(folder, settings.markets, seeds=seeds, progress=lambda name: status.update(f"Trying: {name} ...")):
            holds = holds and proof.holds
            if as_json:
                shown = {"proof": proof.number, "name": proof.name, "holds": proof.holds, "tried": proof.tried, "failures": proof.failures}
                click.echo(json.dumps(shown, ensure_ascii=False))
                continue
            mark = "[green]holds[/]" if proof.holds else "[red]fails[/]"
            out.print(f"{mark}  {proof.number:>2}  {proof.name}  ({proof.tried} tried)")
            for line in proof.failures[:40]:
                out.print(f"           {line}", markup=False)
            if len(proof.failures) > 40:
                out.print(f"           and {len(proof.failures) - 40} more")
    sys.exit(0 if holds else 1)


@scenario.command("play")
@click.argument("folder", type=FOLDER)
@click.option("--robot", default="reference", show_default=True, help="reference, or the id of another way or a probe.")
@click.option("--pick", "picks", multiple=True, metavar="NAME=VALUE", help="Fix one alternative of a pool.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The grade record as canonical JSON.")
def play(folder: Path, robot: str, picks: tuple[str, ...], seed: int, as_json: bool) -> None:
    """Have a robot play a scenario and print its graded report."""
    loaded = load_scenario(folder)
    try:
        plan_of(loaded, robot)
    except KeyError:
        raise BadInput("no_such_robot", robot=robot) from None
    chosen = dict(pick.partition("=")[::2] for pick in picks)
    pools = "; ".join(f"{name}: {', '.join(values)}" for name, values in loaded.file.variants.pool.items())
    for name, value in chosen.items():
        if value not in loaded.file.variants.pool.get(name, ()):
            raise BadInput("no_such_pick", pick=f"{name}={value}", pools=pools)
    tried = run_trial(loaded, current_market(load_settings(os.environ).markets), Trial(robot, tuple(chosen.items()), seed))
    if tried.record is None:
        raise BadInput("cannot_be_played", reason=tried.problem)
    if as_json:
        click.echo(tried.record.to_json().decode())
    else:
        print_record(robot, tried.record)
        for line in tried.refused:
            out.print(f"refused: {line}", markup=False)


@scenario.command("pictures")
@click.argument("folder", type=FOLDER)
def pictures(folder: Path) -> None:
    """Measure the pictures of a scenario and write pictures/facts.yaml."""
    count = write_picture_facts(folder)
    out.print(f"measured {count} pictures")


@scenario.command("schema")
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    click.echo(json.dumps(scenario_schema(), ensure_ascii=False, indent=1, sort_keys=True))


def scenario_schema() -> dict[str, Any]:
    """JSON Schema of the author's file, each check type with its own fields."""
    whole = ScenarioFile.model_json_schema()
    kinds = []
    for name, cls in check_types().items():
        part = cls.model_json_schema(ref_template=f"#/$defs/{cls.__name__}_{{model}}")
        for inner, definition in part.pop("$defs", {}).items():
            whole["$defs"][f"{cls.__name__}_{inner}"] = definition
        part["properties"]["check"] = {"const": name, "description": cls.__doc__ or ""}
        kinds.append(part)
    whole["properties"]["checks"]["items"] = {"anyOf": kinds}
    whole["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return whole


@scenario.command("checks")
def checks() -> None:
    """Print the catalogue of check types as Markdown (docs/checks.md)."""
    click.echo(check_catalogue(), nl=False)


def check_catalogue() -> str:
    """Markdown with every check type: what it earns, and its own fields."""
    common = set(Check.model_fields)
    lines = ["# Check types", "", "Made from the code by `python run.py scenario checks`; do not edit by hand.", ""]
    lines += ["Fields common to all: " + ", ".join(f"`{name}`" for name in Check.model_fields) + ".", ""]
    for name, cls in check_types().items():
        lines += [f"## {name}", "", " ".join((cls.__doc__ or "").split()), ""]
        if cls.only_loses:
            lines += ["It can only lose points, so it must name other checks in `needs`.", ""]
        own = [(field, info) for field, info in cls.model_fields.items() if field not in common]
        if own:
            lines += ["| field | needed | default |", "|---|---|---|"]
            for field, info in own:
                default = "" if info.is_required() else f"`{info.default}`"
                lines.append(f"| `{info.alias or field}` | {'yes' if info.is_required() else 'no'} | {default} |")
            lines.append("")
        lines += [f"Counts for: {cls.skill_default}.", ""]
    return "\n".join(lines)
