import ast
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from lab.checks.catalogue import check_types
from lab.school.scripts import installed_scenarios
from lab.values.places import ROOT
from lab.web.findings import evidence_row, evidence_value, message_text, place_words
from lab.web.words import ACTION_NAMES, CHECK_NAMES, MESSAGES, SKILL_NAMES
from lab.world.action import ACTIONS

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/sign-in?lang=en"):
        yield


def test_every_check_every_action_and_every_skill_has_a_name() -> None:
    assert set(check_types()) - set(CHECK_NAMES) == set()
    assert set(ACTIONS) - set(ACTION_NAMES) == set()
    skills = {kind.skill_default for kind in check_types().values()}
    skills |= {skill for scenario in installed_scenarios() for skill in scenario.file.skills}
    assert skills - set(SKILL_NAMES) == set()


def test_every_message_of_a_check_has_its_sentence() -> None:
    """Messages are the names given to `right`, `partly` and `wrong`, and the second argument of a `Finding`."""
    found = {"not_reached", "check_broke", "overridden"}
    for path in (ROOT / "lab" / "checks").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            values = [one.value for one in node.keywords if one.arg in ("right", "partly", "wrong")]
            if node.func.id == "Finding" and len(node.args) > 1:
                values.append(node.args[1])
            found |= {one.value for value in values for one in ast.walk(value) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        for node in ast.walk(tree):  # message = "a" if ... else "b"
            if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "message" for one in node.targets):
                found |= {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert found - set(MESSAGES) == set()


def test_a_message_fills_in_its_numbers(page: None) -> None:
    assert message_text("facts_partly_right", {"right": 1, "of": 3}) == "1 of 3 facts are stated and right."
    assert message_text("no_such_message", {}) == "no_such_message"


def test_evidence_is_shown_in_words_and_without_references(page: None) -> None:
    row = evidence_row({"kind": "reply", "ref": "journal:7", "thread": "q1", "found": "no answer", "at": "+30h"}, START)
    assert row == (("Conversation", "q1"), ("Found", "no answer"), ("When", "Day 2 · 14:00"))


def test_languages_in_evidence_are_named(page: None) -> None:
    assert evidence_value("expected", "kk / ru", "language", START) == "Kazakh / Russian"
    assert evidence_value("found", "de", "text", START) == "de"


def test_a_place_is_named_and_anything_else_is_left(page: None) -> None:
    assert place_words("meridian/DE/lamp") == "Meridian · Germany"
    assert place_words("caravan/KZ:title") == "Caravan · Kazakhstan · title"
    assert place_words("a/b") == "a/b"


def test_the_terms_of_a_rank_are_named_in_words(page: None) -> None:
    assert evidence_value("terms", "relevance -414, sales +161", "rank", START) == "Text matches the search -414 · Sales of late +161"
