"""Whatever a student writes to a buyer breaks no page, no export and no grade, and is judged the same each time."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.engine.actions import Advance
from lab.messages.actions import Reply
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.grades import Judgements, grade_now
from lab.school.runs import act, play_of
from tests.web.browser import Browser

MARKUP = ["<script>alert(1)</script>", "{{ 7 * 7 }}", "%(name)s %s %d", "</textarea><b>", "&amp;&lt;", "=cmd|' /C calc'!A0", "\u202e\u2066abc", "\u200f\u200e"]
SCRIPTS = st.sampled_from(["Ä ß", "Ğı İ", "Қ ң", "سلام؟ ۱۲", "नमस्ते।", "สวัสดี", "你好。", "Việt", "😀👩‍👩‍👧", "\x00\x07\x1b[31m", "\ud7ff\ue000"])
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.one_of(SCRIPTS, st.sampled_from(MARKUP), st.text(max_size=20)), min_size=1, max_size=12).map(" ".join))


@pytest.fixture
def asked(db: Database, student: Viewer, run_id: int) -> int:
    """A run in which buyers have written."""
    act(db, student, run_id, Advance(125))
    return run_id


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_reply_breaks_a_page_or_a_grade(at_home: Browser, db: Database, student: Viewer, asked: int, text: str) -> None:
    """The thread, the inbox and its search, the exported journal's grade; twice the same verdicts."""
    act(db, student, asked, Reply("q1", text.encode("utf-8", "replace").decode()))
    for path in ("messages/q1", "messages?view=all", "messages?view=all&q=script", "", "orders.csv"):
        page = at_home.client.get(f"/runs/{asked}/{path}")
        assert page.status_code in (200, 302), path
        assert "<script>alert(1)" not in page.text
    play = play_of(db, student, asked)
    first, second = (grade_now(play, Judgements({}, {})).to_json() for _ in range(2))
    assert first == second
