"""Results as Gradescope's `results.json`: the autograder specification of gradescope-autograders, section "Output format"."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from lab.bundles.batch import Graded
from lab.exports.findings import outcome_words
from lab.grading.grade import CheckResult
from lab.values.errors import LabError

VISIBILITY = {
    "always": "visible", "after_submit": "visible", "after_due": "after_due_date", "after_release": "after_published", "never": "hidden",
}  # fmt: skip
"""When a student may see a check, in Gradescope's words; what is not known is hidden."""


def results_json(graded: Sequence[Graded], tell: Callable[[LabError], str]) -> bytes:
    """One submission as Gradescope reads it; of several, a list of such results. `tell` puts an error into a sentence."""
    found = [result_of(one, tell) for one in graded]
    return msgspec.json.format(msgspec.json.encode(found[0] if len(found) == 1 else found), indent=1) + b"\n"


def result_of(graded: Graded, tell: Callable[[LabError], str]) -> dict[str, Any]:
    """One result. A bundle that was refused has no points and says why; a total that is withheld waits until
    somebody publishes it.
    """
    problem, record = graded.problem, graded.record
    shared: dict[str, Any] = {"output_format": "text", "stdout_visibility": "hidden"}
    extra: dict[str, Any] = {"bundle": graded.path.name}
    if problem is not None or record is None:
        words = tell(problem) if problem is not None else ""
        return {"score": 0, "output": words, "visibility": "visible", **shared, "tests": [], "extra_data": {**extra, "problem": graded.code}}
    grade = record.grade
    lines = [f"{record.scenario} {record.version}"]
    if grade.waiting_points:
        lines.append(f"{grade.waiting_points} points wait for a person's mark.")
    if grade.withheld:
        lines.append("A check could not be graded: the total is withheld until somebody has looked at it.")
    extra |= {
        "scenario": record.scenario, "version": record.version, "content_hash": record.content_hash, "market": record.market,
        "engine": record.engine, "journal_hash": record.journal_hash, "world_hash": record.world_hash,
        "max_points": grade.max_points, "waiting_points": grade.waiting_points, "withheld": grade.withheld,
        "run": graded.head.deal.run if graded.head else None,
    }  # fmt: skip
    return {
        "score": float(grade.points), "output": "\n".join(lines),
        "visibility": "after_published" if grade.withheld else "visible", **shared,
        "tests": [_test(number, check, graded.tasks, grade.withheld) for number, check in enumerate(grade.checks, 1)],
        "extra_data": extra,
    }  # fmt: skip


def _test(number: int, check: CheckResult, tasks: dict[str, str], withheld: bool) -> dict[str, Any]:
    task = tasks.get(check.task, check.task)
    visibility = VISIBILITY.get(check.visible, "hidden")
    if withheld and visibility != "hidden":
        visibility = "after_published"
    return {
        "number": str(number), "name": f"{task}: {check.id}", "score": float(check.points), "max_score": check.max_points,
        "status": "passed" if check.status == "pass" else "failed", "output": outcome_words(check), "output_format": "text",
        "tags": [check.type, check.skill], "visibility": visibility,
        "extra_data": {"id": check.id, "status": check.status, "fraction": check.fraction},
    }  # fmt: skip
