"""xAPI: statements about runs, that a store keeps once however often they come."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from lab.exports.xapi import score_of, statements_json
from lab.school.run_facts import RunFacts, Score

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
RUN = RunFacts(5, 2, 3, "Trade A", 7, "First orders", "wli", "王小明 \"Li\"", AT, AT + timedelta(hours=2), (Score(11, "18.50", 20, AT + timedelta(hours=3)),))


def told(*runs: RunFacts, home: str = "https://lab.example/") -> list[dict[str, Any]]:
    return json.loads(statements_json(runs, home))  # type: ignore[no-any-return]


def test_a_run_is_opened_handed_in_and_scored() -> None:
    opened, handed_in, scored = told(RUN)
    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in (opened, handed_in, scored)] == ["initialized", "completed", "scored"]
    assert [one["timestamp"] for one in (opened, handed_in, scored)] == [f"2026-11-26T{hour}:00:00.000Z" for hour in ("08", "10", "11")]
    assert "result" not in opened
    assert handed_in["result"] == {"completion": True}
    assert scored["result"] == {"score": {"raw": 18.5, "min": 0.0, "max": 20.0, "scaled": 0.925}}
    assert opened["object"]["id"] == "https://lab.example/assignments/7"
    assert opened["context"]["contextActivities"]["parent"][0]["id"] == "https://lab.example/courses/3"


def test_statements_have_only_parts_that_the_form_knows() -> None:
    for one in told(RUN):
        assert set(one) <= {"id", "actor", "verb", "object", "result", "context", "timestamp"}
        assert set(one["context"]) <= {"registration", "platform", "contextActivities", "extensions"}
        assert all(key.startswith("https://") for key in one["context"]["extensions"])
        assert uuid.UUID(one["id"]).version == uuid.UUID(one["context"]["registration"]).version == 5


def test_a_student_is_an_account_and_a_pseudonym_has_no_name() -> None:
    assert told(RUN)[0]["actor"] == {"objectType": "Agent", "account": {"homePage": "https://lab.example", "name": "wli"}, "name": "王小明 \"Li\""}
    assert told(replace(RUN, account="7KQ-2MX", name=""))[0]["actor"] == {
        "objectType": "Agent", "account": {"homePage": "https://lab.example", "name": "7KQ-2MX"},
    }  # fmt: skip


def test_ids_are_the_same_each_time_and_different_for_each_fact() -> None:
    other = replace(RUN, run_id=6, scores=(Score(12, "1.00", 20, AT), Score(13, "2.00", 20, AT)))
    ids = [one["id"] for one in told(RUN, other)]
    assert len(set(ids)) == 7
    assert ids == [one["id"] for one in told(RUN, other, home="https://lab.example")]
    assert not set(ids) & {one["id"] for one in told(replace(RUN, account="another"))}
    assert not set(ids) & {one["id"] for one in told(RUN, other, home="https://other.example")}


def test_an_open_run_was_only_opened() -> None:
    assert len(told(replace(RUN, handed_in_at=None, scores=()))) == 1
    assert told() == []


def test_times_are_in_utc() -> None:
    assert told(replace(RUN, opened_at=AT.astimezone(timezone(timedelta(hours=8)))))[0]["timestamp"] == "2026-11-26T08:00:00.000Z"


@pytest.mark.parametrize(
    ("points", "most", "score"),
    [("0", 20, {"raw": 0, "min": 0, "max": 20, "scaled": 0}), ("21", 20, {"raw": 21}), ("-1.50", 20, {"raw": -1.5}), ("0", 0, {"raw": 0}),
     ("1", 3, {"raw": 1, "min": 0, "max": 3, "scaled": 0.3333})],
)  # fmt: skip
def test_a_score_keeps_within_its_limits_or_names_none(points: str, most: int, score: dict[str, float]) -> None:
    assert score_of(Score(1, points, most, AT)) == score
