"""The page of the student's own reply templates."""

import pytest

from lab.messages.template_actions import MAX_TEMPLATES
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import journal_of, play_of
from lab.world.reply_template import ReplyTemplate
from tests.web.browser import Browser


@pytest.fixture
def place(at_home: Browser, run_id: int) -> str:
    """The address of the page, opened."""
    path = f"/runs/{run_id}/reply-templates"
    at_home.get(path)
    return path


def kept(db: Database, student: Viewer, run_id: int) -> dict[str, ReplyTemplate]:
    return play_of(db, student, run_id).world.reply_templates


def test_a_text_is_saved_shown_changed_and_taken_away(at_home: Browser, db: Database, student: Viewer, run_id: int, place: str) -> None:
    assert "No reply templates yet" in at_home.page
    at_home.send(place, template="Dank", language="de", text="Guten Tag {name},\r\n\r\nvielen Dank!")
    assert kept(db, student, run_id) == {"Dank": ReplyTemplate("Dank", "de", "Guten Tag {name},\n\nvielen Dank!")}
    page = at_home.get(place)
    assert "The reply template is saved." in page
    assert '<p lang="de" dir="ltr">Guten Tag {name},<br><br>vielen Dank!</p>' in page
    assert "Change a template" in at_home.get(f"{place}?edit=Dank")
    at_home.send(place, template="Dank", language="ar", text="شكرًا {name}")
    assert '<p lang="ar" dir="rtl">شكرًا {name}</p>' in at_home.get(place)
    at_home.send(f"{place}/drop", template="Dank")
    assert kept(db, student, run_id) == {}
    names = [line.action for line in journal_of(db, student, run_id)]
    assert names[-3:] == ["message.template.save", "message.template.save", "message.template.drop"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"template": " ", "language": "de", "text": "Hallo"}, 'id="f-template-fault"'),
        ({"template": "x" * 61, "language": "de", "text": "Hallo"}, 'id="f-template-fault"'),
        ({"template": "a", "language": "", "text": "Hallo"}, 'id="f-language-fault"'),
        ({"template": "a", "language": "de", "text": "x" * 4001}, 'id="f-text-fault"'),
        ({}, 'id="f-template-fault"'),
    ],
)
def test_what_cannot_be_kept_stays_typed_with_its_fault(
    at_home: Browser, db: Database, student: Viewer, run_id: int, place: str, fields: dict[str, str], fault: str
) -> None:
    answer = at_home.send(place, status=409, **fields)
    assert fault in answer.text
    assert fields.get("text", "") in answer.text
    assert kept(db, student, run_id) == {}


def test_the_fifty_first_is_refused_at_the_top_of_the_form(at_home: Browser, db: Database, student: Viewer, run_id: int, place: str) -> None:
    templates = kept(db, student, run_id)
    templates.update({f"n{number}": ReplyTemplate(f"n{number}", "de", "Hallo") for number in range(MAX_TEMPLATES)})
    assert "At most 50 reply templates can be kept." in at_home.send(place, status=409, template="more", language="de", text="Hallo").text


def test_what_is_not_there_cannot_be_taken_away(at_home: Browser, place: str) -> None:
    at_home.send(f"{place}/drop", template="nothing")
    assert "There is no such reply template." in at_home.get(place)
    assert "A new template" in at_home.get(f"{place}?edit=nothing")


def test_markup_in_a_template_is_text(at_home: Browser, place: str) -> None:
    at_home.send(place, template="<b>x</b>", language="de", text="<script>alert(1)</script> {{ 7 * 7 }}")
    answer = at_home.client.get(place).text
    assert "<script>alert" not in answer and "&lt;script&gt;alert(1)" in answer
    assert "{{ 7 * 7 }}" in answer
