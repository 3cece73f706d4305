"""A graded report for the terminal."""

from rich.table import Table

from lab.cli.console import out
from lab.scenarios.marking import GradeRecord

_COLOUR = {"pass": "green", "partial": "yellow", "fail": "red", "not_reached": "dim", "error": "bold red", "waiting": "cyan"}


def print_record(robot: str, record: GradeRecord) -> None:
    """Every check with its points and the first thing that shows why."""
    grade = record.grade
    picks = ", ".join(f"{name} = {pick}" for name, pick in record.picks.items())
    out.print(f"\n[bold]{record.scenario} {record.version}[/]  played by [bold]{robot}[/]" + (f"  ({picks})" if picks else ""))
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for title, justify in (("check", "left"), ("result", "left"), ("points", "right"), ("of", "right"), ("what was found", "left")):
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for result in grade.checks:
        wrong = (piece for piece in result.evidence if piece.get("share", "1") != "1")
        shown = next(wrong, result.evidence[0] if result.evidence else {})
        what = next((f"{shown[name]}: " for name in ("rule", "attribute", "fact", "claim", "line") if name in shown), "")
        found = f"{result.message.replace('_', ' ')}" + (f"; {what}{shown['found']}" if "found" in shown else "")
        colour = _COLOUR[result.status]
        table.add_row(result.id, f"[{colour}]{result.status}[/]", result.points, str(result.max_points), _cut(found))
    out.print(table, soft_wrap=False)
    waiting = f", {grade.waiting_points} wait for a person" if grade.waiting_points else ""
    out.print(f"[bold]{grade.points}[/] of {grade.max_points} points{waiting}")
    out.print(f"journal {record.journal_hash[:16]}  world {record.world_hash[:16]}  market {record.market[:16]}", style="dim")


def _cut(text: str) -> str:
    flat = " ".join(text.split()).replace("[", "\\[")
    return flat if len(flat) <= 110 else flat[:109] + "…"
