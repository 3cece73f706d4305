"""What students did, as xAPI statements for a learning record store: a run was opened, handed in, graded.

Form: xAPI 1.0.3, part two, Experience API data (adlnet/xAPI-Spec, xAPI-Data.md), with verbs of ADL's vocabulary, read 2026-11. Statements
have ids made from what they say, so that sending them twice stores them once. A student is an account of this server, by login or
by pseudonym; there is no e-mail address.
"""

import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lab.school.run_facts import RunFacts, Score

VERBS = {name: f"http://adlnet.gov/expapi/verbs/{name}" for name in ("initialized", "completed", "scored")}
_TYPES = {"assignment": "http://adlnet.gov/expapi/activities/simulation", "course": "http://adlnet.gov/expapi/activities/course"}


def statements_json(runs: Iterable[RunFacts], home: str) -> bytes:
    """A JSON array of statements, by run and then in the order of time; `home` is the address of this server."""
    statements = [statement for run in runs for statement in statements_of(run, home.rstrip("/"))]
    return json.dumps(statements, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def statements_of(run: RunFacts, home: str) -> list[dict[str, Any]]:
    """What there is to tell of one run."""
    told = [_statement(run, home, "initialized", f"runs/{run.run_id}/opened/{run.account}", run.opened_at)]
    if run.handed_in_at is not None:
        told.append(_statement(run, home, "completed", f"runs/{run.run_id}/handed-in/{run.account}", run.handed_in_at, {"completion": True}))
    for score in run.scores:
        told.append(_statement(run, home, "scored", f"grades/{score.grade_id}/{run.account}", score.made_at, {"score": score_of(score)}))
    return told


def score_of(score: Score) -> dict[str, float]:
    """Raw points and the share of the most, which has to lie between -1 and 1; the limits only where the points keep them."""
    points = Decimal(score.points)
    found = {"raw": float(points)}
    if score.max_points > 0 and 0 <= points <= score.max_points:
        found |= {"min": 0.0, "max": float(score.max_points), "scaled": float(round(points / score.max_points, 4))}
    return found


def _statement(run: RunFacts, home: str, verb: str, fact: str, when: datetime, result: dict[str, Any] | None = None) -> dict[str, Any]:
    actor: dict[str, Any] = {"objectType": "Agent", "account": {"homePage": home, "name": run.account}}
    if run.name:
        actor["name"] = run.name
    statement: dict[str, Any] = {
        "id": _id(home, fact),
        "actor": actor,
        "verb": {"id": VERBS[verb], "display": {"en-US": verb}},
        "object": _activity(f"{home}/assignments/{run.assignment_id}", "assignment", run.assignment),
    }
    if result is not None:
        statement["result"] = result
    statement["context"] = {
        "registration": _id(home, f"runs/{run.run_id}/{run.account}"),
        "platform": "Tradewind Lab",
        "contextActivities": {"parent": [_activity(f"{home}/courses/{run.course_id}", "course", run.course)]},
        "extensions": {f"{home}/xapi/attempt": run.attempt},
    }
    statement["timestamp"] = when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return statement


def _activity(address: str, kind: str, title: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": address, "definition": {"type": _TYPES[kind], "name": {"und": title}}}


def _id(home: str, fact: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{home}/{fact}"))
