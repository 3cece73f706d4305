"""Results as a sheet: CSV in UTF-8 with a byte order mark, a row for each bundle, a column for each check."""

from collections.abc import Callable, Sequence

from lab.bundles.batch import Graded
from lab.exports.findings import plain
from lab.exports.spreadsheet import csv_bytes, defused
from lab.values.errors import LabError

HEADS = (
    "bundle", "run", "scenario", "version", "state", "points", "max_points", "waiting_points", "withheld", "journal_hash", "world_hash",
    "problem",
)  # fmt: skip

__all__ = ["HEADS", "defused", "results_csv"]


def results_csv(graded: Sequence[Graded], tell: Callable[[LabError], str]) -> bytes:
    """The sheet; `tell` puts an error into a sentence. No cell can be run as a formula."""
    checks: dict[str, None] = {}
    for one in graded:
        checks |= dict.fromkeys(f"{one.record.scenario}: {check.id}" for check in one.record.grade.checks) if one.record else {}
    lines = ([*_cells(one, tell), *(_points(one).get(name, "") for name in checks)] for one in graded)
    return csv_bytes([[*HEADS, *checks], *lines])


def _cells(graded: Graded, tell: Callable[[LabError], str]) -> list[str]:
    head, record, problem = graded.head, graded.record, graded.problem
    run = str(head.deal.run) if head is not None and head.deal.run is not None else ""
    cells = [plain(graded.path.name), run, *((plain(head.scenario), plain(head.version), head.state) if head is not None else ("", "", ""))]
    if record is None:
        return [*cells, *[""] * 6, plain(tell(problem)) if problem is not None else ""]
    grade = record.grade
    points = "" if grade.withheld else grade.points
    counts = [points, str(grade.max_points), str(grade.waiting_points), "yes" if grade.withheld else ""]
    return [*cells, *counts, record.journal_hash, record.world_hash, ""]


def _points(graded: Graded) -> dict[str, str]:
    record = graded.record
    return {f"{record.scenario}: {check.id}": check.points for check in record.grade.checks} if record is not None else {}
