"""Rows of journals as plain data."""

import pytest

from lab.analysis.steps import step_of
from lab.engine.codec import encode_action
from lab.engine.do import Outcome
from lab.ledger.question_actions import RecordDecision
from lab.messages.actions import Reply
from lab.values.errors import BadInput


def test_a_row_says_what_was_done_to_what() -> None:
    step = step_of(3, 60, encode_action(Reply("q1", "Guten Tag")), Outcome(True).encode())
    assert (step.seq, step.at, step.name, step.about, step.ok) == (3, 60, "message.reply", "q1", True)
    assert step.fields == {"thread": "q1", "text": "Guten Tag"}


def test_a_refused_row_is_not_ok() -> None:
    row = step_of(0, 0, encode_action(RecordDecision("markets", ("de",))), Outcome(False, "no_such_question").encode())
    assert not row.ok and row.about == "markets"


def test_an_action_of_another_lab_is_read_without_an_object() -> None:
    assert step_of(0, 0, b'{"do":"drone.fly","to":"DE"}', b'{"ok":true}').about == ""


@pytest.mark.parametrize(("action", "outcome"), [(b"{", b'{"ok":true}'), (b"[]", b'{"ok":true}'), (b"{}", b"1"), (b"\xff", b"{}")])
def test_what_is_no_row_is_refused(action: bytes, outcome: bytes) -> None:
    with pytest.raises(BadInput):
        step_of(7, 0, action, outcome)
