"""The editor: faults at their line, two windows, help beside it; with and without script."""

from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import MAX_TEXT, create_draft, delete_file, draft_for, file_of
from tests.school.drafting import small_files
from tests.web.browser import Browser


@pytest.fixture
def draft_id(db: Database, teacher: Viewer, markets: Path) -> int:
    db.settings.markets.symlink_to(markets, target_is_directory=True)
    return create_draft(db, teacher, small_files())


def seen(db: Database, teacher: Viewer, draft_id: int, path: str = "scenario.yaml") -> str:
    return file_of(db, teacher, draft_id, path).sha256


def test_a_text_is_saved_with_the_line_ends_of_files(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    address = f"/scenarios/drafts/{draft_id}/edit/tasks/ship.en.md"
    page = at_desk.get(address)
    assert "# Ship\nSend it." in page and 'id="line-3"' in page
    answer = at_desk.send(address, seen=seen(db, teacher, draft_id, "tasks/ship.en.md"), text="# Ship\r\nДа, <b>now</b>.\r\n")
    assert answer.location == address
    assert file_of(db, teacher, draft_id, "tasks/ship.en.md").text == "# Ship\nДа, <b>now</b>.\n"
    assert "<b>now</b>" not in at_desk.client.get(address).text


def test_a_fault_stands_at_its_line_and_may_be_saved(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    address = f"/scenarios/drafts/{draft_id}/edit/scenario.yaml"
    text = file_of(db, teacher, draft_id, "scenario.yaml").text.replace("visits_per_day", "visits_a_day")
    line = text[: text.index("visits_a_day")].count("\n") + 1
    at_desk.get(address)
    at_desk.send(address, 200, seen=seen(db, teacher, draft_id), text=text, do="check")
    assert f'<a href="#line-{line}" data-line="{line}" data-column="3">Line {line}, column 3</a>' in at_desk.page
    assert "unknown key 'visits_a_day'; did you mean 'visits_per_day'?" in at_desk.page
    assert f'<span id="line-{line}" class="bad">' in at_desk.page and "This has not been saved yet" in at_desk.page
    assert "visits_per_day" in file_of(db, teacher, draft_id, "scenario.yaml").text
    at_desk.send(address, seen=seen(db, teacher, draft_id), text=text)
    assert file_of(db, teacher, draft_id, "scenario.yaml").text == text


def test_a_script_asks_for_faults_while_somebody_types(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    at_desk.get(f"/scenarios/drafts/{draft_id}/edit/scenario.yaml")
    address = f"/scenarios/drafts/{draft_id}/check"

    def ask(text: str, path: str = "scenario.yaml") -> dict[str, object]:
        answer = at_desk.client.post(address, data={"csrf_token": at_desk.token, "path": path, "text": text}, headers={"Accept": "application/json"})
        assert answer.status_code == 200
        return dict(answer.get_json())

    good = file_of(db, teacher, draft_id, "scenario.yaml").text
    assert ask(good) == {"faults": [], "words": "No fault found"}
    found = ask(good.replace("total: 10", "total: 12"))
    line = good[: good.index("grading:")].count("\n") + 1
    assert found == {
        "faults": [{"line": line, "column": 18, "place": f"Line {line}, column 18", "text": "grading.total: the checks give 10 points, not 12"}],
        "words": "1 fault",
    }
    assert len(ask("a: [" * 5000)["faults"]) == 1  # type: ignore[arg-type]
    assert "closed" in str(ask("Dear ${buyer", "texts/q1.txt"))
    revision = draft_for(db, teacher, draft_id).revision
    for data in ({"path": "scenario.yaml"}, {"path": "pictures/a.jpg", "text": "x"}, {"path": "../x.md", "text": "x"}, {"text": "x"}):
        answer = at_desk.client.post(address, data={"csrf_token": at_desk.token, **data}, headers={"Accept": "application/json"})
        assert answer.status_code == 422 and answer.get_json()["errors"]
    assert draft_for(db, teacher, draft_id).revision == revision


def test_the_second_window_is_told_and_keeps_its_text(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    address = f"/scenarios/drafts/{draft_id}/edit/tasks/ship.en.md"
    at_desk.get(address)
    both = seen(db, teacher, draft_id, "tasks/ship.en.md")
    at_desk.send(address, seen=both, text="# Ship\nFrom the first window.\n")
    at_desk.send(address, 409, seen=both, text="# Ship\nFrom the second window.\n")
    assert "Somebody saved “tasks/ship.en.md” while you were writing" in at_desk.page
    assert "From the second window.\n</textarea>" in at_desk.page
    assert "-From the first window." in at_desk.page and "+From the second window." in at_desk.page
    assert file_of(db, teacher, draft_id, "tasks/ship.en.md").text == "# Ship\nFrom the first window.\n"
    newest = seen(db, teacher, draft_id, "tasks/ship.en.md")
    assert f'name="seen" value="{newest}"' in at_desk.page
    at_desk.send(address, seen=newest, text="# Ship\nBoth together.\n")
    delete_file(db, teacher, draft_id, "tasks/ship.en.md")
    at_desk.send(address, 409, seen=newest, text="# Ship\nToo late.\n")
    assert "was renamed or deleted while you were writing" in at_desk.page and "Too late." in at_desk.page
    at_desk.send(address, seen="", text="# Ship\nToo late.\n")
    assert file_of(db, teacher, draft_id, "tasks/ship.en.md").text == "# Ship\nToo late.\n"


def test_too_long_a_text_comes_back_with_the_reason(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    address = f"/scenarios/drafts/{draft_id}/edit/tasks/ship.en.md"
    at_desk.get(address)
    at_desk.send(address, 422, seen=seen(db, teacher, draft_id, "tasks/ship.en.md"), text="x" * (MAX_TEXT + 1))
    assert "is too large" in at_desk.page and "x" * 1000 in at_desk.page


def test_help_is_searched_beside_the_text_without_losing_it(at_desk: Browser, db: Database, teacher: Viewer, draft_id: int) -> None:
    address = f"/scenarios/drafts/{draft_id}/edit/scenario.yaml"
    at_desk.get(address)
    at_desk.send(address, 200, seen=seen(db, teacher, draft_id), text="id: typed-but-not-saved\n", do="help", help="replied_within", help_kind="check")
    assert "id: typed-but-not-saved" in at_desk.page
    assert "message.replied_within" in at_desk.page and "steps" in at_desk.page and "1 entry" in at_desk.page


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("replied within", "message.replied_within"), ("visits_per_day", "world"), ("order.ship", "order.ship"), ("meridian/de", "meridian/DE"),
        ("kontorlicht", "small-lighting-shop@1"), ("bulb", "led-bulb"), ("mug/front", "mug/front"), ("common fields", "common fields"),
    ],
)  # fmt: skip
def test_everything_that_an_author_may_name_is_found(at_desk: Browser, draft_id: int, words: str, name: str) -> None:
    assert f">{name}</span>" in at_desk.get(f"/scenarios/help?help={words}")
    answer = at_desk.client.get(f"/scenarios/help?help={words}&draft={draft_id}", headers={"Accept": "application/json"}).get_json()
    assert f">{name}</span>" in answer["html"] and "entr" in answer["words"]


def test_help_for_nothing_and_for_strange_kinds_is_no_error(at_desk: Browser, draft_id: int) -> None:
    assert "0 entries" in at_desk.get("/scenarios/help?help=qqqqzzzz")
    at_desk.get("/scenarios/help?help_kind=strange&help=" + "x" * 500)
    at_desk.get("/scenarios/help?draft=99999999999999")
    at_desk.get("/scenarios/help?draft=999", 404)
