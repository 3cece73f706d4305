"""Gradescope's results.json: its fields, its words for visibility, and what a student must not see."""

import json
from typing import Any

import pytest

from lab.exports.gradescope import results_json
from tests.exports.results import check, graded, refused, tell

TOP = {"score", "execution_time", "output", "output_format", "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"}
TEST = {"score", "max_score", "status", "name", "number", "output", "output_format", "tags", "visibility", "extra_data"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def written(*results: Any) -> Any:
    return json.loads(results_json(results, tell))


def test_one_bundle_is_one_result_with_only_fields_that_gradescope_knows() -> None:
    found = written(graded(check(), check(id="clean", points="0.50", max_points=1, status="partial")))
    assert found["score"] == 4.0
    assert set(found) <= TOP and all(set(test) <= TEST for test in found["tests"])
    first, second = found["tests"]
    assert (first["name"], first["number"], first["score"], first["max_score"], first["status"]) == ("Answer the buyer: right", "1", 4.0, 4, "passed")
    assert (second["score"], second["status"]) == (0.5, "failed")
    assert found["extra_data"]["run"] == 12 and found["extra_data"]["journal_hash"] == "b" * 64


@pytest.mark.parametrize(
    ("visible", "word"),
    [("always", "visible"), ("after_submit", "visible"), ("after_due", "after_due_date"), ("after_release", "after_published"), ("never", "hidden"), ("strange", "hidden")],
)
def test_a_check_is_shown_when_its_author_says_so(visible: str, word: str) -> None:
    assert written(graded(check(visible=visible)))["tests"][0]["visibility"] == word
    assert word in VISIBILITIES


def test_a_withheld_total_waits_until_it_is_published() -> None:
    found = written(graded(check(), check(visible="never"), withheld=True))
    assert found["visibility"] == "after_published"
    assert [test["visibility"] for test in found["tests"]] == ["after_published", "hidden"]
    assert "withheld" in found["output"]


def test_points_that_wait_for_a_person_are_named() -> None:
    assert "3 points wait" in written(graded(check(), waiting_points=3))["output"]


def test_several_bundles_are_a_list_and_a_refused_one_says_why() -> None:
    good, bad = written(graded(check()), refused())
    assert good["score"] == 4.0
    assert (bad["score"], bad["tests"], bad["visibility"]) == (0, [], "visible")
    assert bad["output"].startswith("told: bundle_action_changed: seq=3")
    assert bad["extra_data"] == {"bundle": "bad.tradewind", "problem": "bundle_action_changed"}
