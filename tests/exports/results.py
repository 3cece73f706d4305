"""Results of bundles for the writers to write."""

from pathlib import Path
from typing import Any

from lab.bundles.batch import Graded
from lab.bundles.layout import Deal, Head
from lab.grading.grade import CheckResult, Grade
from lab.scenarios.marking import GradeRecord
from lab.values.errors import LabError


def check(**changed: Any) -> CheckResult:
    fields: dict[str, Any] = {
        "id": "right", "type": "message.answers_facts", "task": "answer", "status": "pass", "fraction": "1", "points": "4.00",
        "max_points": 4, "message": "facts_match", "args": {}, "evidence": [], "visible": "after_submit", "skill": "service",
    }  # fmt: skip
    return CheckResult(**{**fields, **changed})


def graded(*checks: CheckResult, name: str = "one.tradewind", **grade: Any) -> Graded:
    fields: dict[str, Any] = {"points": "4.00", "max_points": 4, "withheld": False, "waiting_points": 0, "checks": list(checks)}
    record = GradeRecord("small", "1.0.0", "c" * 64, "a" * 64, "0.1.0", {}, "b" * 64, "d" * 64, Grade(**{**fields, **grade}))
    head = Head(
        format="bundle/1", scenario="small", version="1.0.0", content_hash="c" * 64, market="a" * 64, engine="0.1.0", deal=Deal(run=12),
        state="handed_in", actions=0, pictures=0, receipts=0, ended_at=0, journal_hash="b" * 64, world_hash="d" * 64,
    )  # fmt: skip
    return Graded(Path("some") / name, head, record, {"answer": "Answer the buyer"})


def refused(name: str = "bad.tradewind") -> Graded:
    return Graded(Path(name), code="bundle_action_changed", args={"seq": 3, "action": "order.ship", "line": 5})


def tell(error: LabError) -> str:
    return f"told: {error}"
