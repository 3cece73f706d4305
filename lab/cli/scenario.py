"""`lab scenario`: write, check and play scenarios."""

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from lab.checks.catalogue import check_types
from lab.cli.bundle_files import write_play
from lab.cli.console import out, stages, steps
from lab.cli.newcomer import new
from lab.cli.report import print_record
from lab.cli.terminal import Terminal
from lab.grading.check import Check
from lab.market.store import current_market
from lab.proofs.proof import Proof
from lab.proofs.prove import SCHEMA, SEEDS, prove
from lab.proofs.trials import Trial, plan_of, run_trial
from lab.scenarios.deal import deal
from lab.scenarios.files import changed_pictures
from lab.scenarios.pictures import write_picture_facts
from lab.scenarios.play import start
from lab.scenarios.schema import ScenarioFile
from lab.scenarios.script import FILE, load_scenario, scenario_folders
from lab.school.proofreading import faults_of
from lab.school.settings import load_settings
from lab.values.errors import BadFile, BadInput, Fault

DOING: Mapping[str, str] = {
    "schema": "Reading every variant",
    "rounds": "Playing right, wrong and lazy robots",
    "repeat": "Playing again elsewhere",
    "reading": "Reading what students are shown",
}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def scenario() -> None:
    """List, check and play scenarios."""


scenario.add_command(new)


@scenario.command("list")
def list_() -> None:
    """Every scenario that comes with the lab."""
    for folder in scenario_folders():
        found = load_scenario(folder)
        out.print(f"{found.id}  {found.version}  level {found.file.level}  {found.file.minutes} min  {found.file.title['en']}")


@scenario.command("check")
@click.argument("folder", type=FOLDER)
@click.option("--seeds", default=SEEDS, show_default=True, type=click.IntRange(1, 200), help="Seeds for each combination.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes to use; all cores without.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def check(folder: Path, seeds: int, workers: int | None, as_json: bool) -> None:
    """Prove that a scenario is fair. Exit code 1 if a proof fails."""
    settings = load_settings(os.environ)
    holds = True
    try:
        slips = misprints(folder)
    except BadFile as error:
        slips = tuple(str(fault) for fault in error.faults)
    with steps() as progress:
        proving = prove(folder, settings.markets, seeds=seeds, workers=workers, progress=stages(progress, DOING))
        for proof in [Proof(1, SCHEMA, 0, slips)] if slips else proving:
            holds = holds and proof.holds
            if as_json:
                shown = {"proof": proof.number, "name": proof.name, "holds": proof.holds, "tried": proof.tried, "failures": proof.failures}
                click.echo(json.dumps(shown, ensure_ascii=False))
                continue
            mark = "[green]holds[/]" if proof.holds else "[red]fails[/]"
            out.print(f"{mark}  {proof.number:>2}  {proof.name}  ({proof.tried} tried)")
            for line in proof.failures[:40]:
                out.print(f"           {line}", markup=False, soft_wrap=True)
            if len(proof.failures) > 40:
                out.print(f"           and {len(proof.failures) - 40} more")
    sys.exit(0 if holds else 1)


def misprints(folder: Path) -> tuple[str, ...]:
    """What is seen to be wrong in the files of a folder before anything is played, all at once."""
    if not (folder / FILE).is_file():
        other = sorted(path.name for path in folder.iterdir() if path.suffix in (".yml", ".yaml"))
        named = f"; rename {other[0]}" if other else f"; python run.py scenario new {folder / 'my-scenario'} makes one"
        return (str(Fault(FILE, 1, 1, "", f"there is no such file in {folder}{named}")),)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found = [fault for faults in faults_of(files).values() for fault in faults]
    return tuple(str(fault) for fault in [*found, *changed_pictures(folder)])


@scenario.command("play")
@click.argument("folder", type=FOLDER)
@click.option("--robot", help="reference, or the id of another way or a probe; without it you play yourself.")
@click.option("--pick", "picks", multiple=True, metavar="NAME=VALUE", help="Fix one alternative of a pool.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The grade record as canonical JSON.")
@click.option("--bundle", type=click.Path(dir_okay=False, path_type=Path), help="Also write the play as a bundle, with its seed.")
def play(folder: Path, robot: str | None, picks: tuple[str, ...], seed: int, as_json: bool, bundle: Path | None) -> None:
    """Play a scenario in the terminal, or have a robot play it, and print the graded report."""
    loaded = load_scenario(folder)
    chosen = dict(pick.partition("=")[::2] for pick in picks)
    pools = "; ".join(f"{name}: {', '.join(values)}" for name, values in loaded.file.variants.pool.items())
    for name, value in chosen.items():
        if value not in loaded.file.variants.pool.get(name, ()):
            raise BadInput("no_such_pick", pick=f"{name}={value}", pools=pools)
    market = current_market(load_settings(os.environ).markets)
    if robot is None and not as_json and bundle is None:
        terminal = Terminal(start(loaded, deal(loaded, seed, market, chosen), market), chosen)
        terminal.run(["brief", "help"] if sys.stdin.isatty() else [])
        terminal.run(terminal.ask())
        return
    robot = robot or "reference"
    try:
        plan_of(loaded, robot)
    except KeyError:
        raise BadInput("no_such_robot", robot=robot) from None
    tried = run_trial(loaded, market, Trial(robot, tuple(chosen.items()), seed))
    if tried.record is None:
        raise BadInput("cannot_be_played", reason=tried.problem)
    if bundle is not None:
        write_play(loaded, robot, chosen, seed, bundle)
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
    read: dict[str, Any] = _as_editors_read(whole)
    return read


def _as_editors_read(part: Any) -> Any:
    """The schema for editors, which take a plain 0 or yes for a number or a truth value where the lab reads text."""
    if isinstance(part, list):
        return [_as_editors_read(one) for one in part]
    if not isinstance(part, dict):
        return part
    read = {name: _as_editors_read(one) for name, one in part.items()}
    if read.get("type") == "string" and not {"enum", "const"} & set(read):
        read["type"] = ["string", "number", "boolean"]
    return read


@scenario.command("checks")
def checks() -> None:
    """Print the catalogue of check types as Markdown (docs/checks.md)."""
    click.echo(check_catalogue(), nl=False)


COMMON: Mapping[str, str] = {
    "id": "its name in this scenario; never used for another meaning in a later version",
    "check": "the type, one of those below",
    "task": "the task that it belongs to",
    "on": "what it looks at, one or a list: a listing (`place/sku`), a place, a message or an order",
    "points": "whole number; 0 is shown but does not count",
    "by": "the moment that matters, such as `+18h`; without it the task's",
    "at": "the same, for a moment that is no deadline",
    "needs": "checks that must have earned something first; needed by types that can only lose points",
    "visible": "`always`, `after_submit` (without it), `after_due`, `after_release` or `never`",
    "hint": "shown with a result below full, by language",
    "skill": "the competence that it counts for, if other than the type's own",
}


def _examples() -> dict[str, str]:
    """One use of each check type in the library, in one line, without its hint."""
    found: dict[str, str] = {}
    for folder in scenario_folders():
        for written in load_scenario(folder).file.checks:
            plain = {key: value for key, value in written.items() if key not in ("hint", "skill")}
            if len(line := _in_one_line(plain)) < len(found.get(str(written["check"]), "x" * 300)):
                found[str(written["check"])] = line
    return found


def _in_one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_one_line(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_in_one_line, value)) + "]"
    text = str(value)
    return text if re.fullmatch(r"[\w./-]+", text) else json.dumps(text, ensure_ascii=False)


def check_catalogue() -> str:
    """Markdown with every check type: what it earns, and its own fields."""
    common = set(Check.model_fields)
    lines = ["# Check types", "", "Made from the code by `python run.py scenario checks`; do not edit by hand.", ""]
    lines += ["Fields common to all:", "", "| field | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in COMMON.items()]
    lines += ["", "The example of each type is taken from a scenario of the library.", ""]
    examples = _examples()
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
        if name in examples:
            lines += ["```yaml", f"- {examples[name]}", "```", ""]
        lines += [f"Counts for: {cls.skill_default}.", ""]
    return "\n".join(lines)
