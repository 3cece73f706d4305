import ast

from flask import Flask

from lab.values.money import Money
from lab.values.places import ROOT
from lab.web.errors import say
from lab.web.sentences import SENTENCES
from tests.web.browser import Browser

NOT_FOR_PAGES = {
    # The command line and scenario files only.
    "action_field_unknown", "action_field_wrong", "action_unreadable", "another_instance", "bad_media_name", "bad_rendition",
    "bundle_is_not_the_run", "bundle_of_another_server",
    "cannot_be_played", "database_not_supported", "duration_unreadable", "folder_not_empty", "no_figure_in_force", "no_such_action",
    "no_such_document_kind", "no_such_figure", "no_such_name", "no_such_pick", "no_such_robot", "no_title_limit", "offset_unreadable",
    "port_in_use", "secret_too_short",
}  # fmt: skip


def codes_raised() -> dict[str, set[str]]:
    """Every code that the lab raises, with the files it is raised in."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "lab").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in ("LabError", "Refused", "NotFound", "BadInput") and isinstance(first, ast.Constant):
                    found.setdefault(str(first.value), set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_every_code_that_can_reach_a_page_has_its_sentence() -> None:
    missing = {
        code: files
        for code, files in codes_raised().items()
        if code not in SENTENCES and code not in NOT_FOR_PAGES and not all(file.startswith(("lab/bundles/", "lab/cli/")) for file in files)
    }
    assert missing == {}


def test_a_sentence_writes_amounts_and_lists_as_people_do(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        assert say("lane_does_not_serve", countries=["KZ", "DE"]) == "This shipping service does not go to KZ, DE."
        assert say("price_out_of_range", found=Money(1_234_50, "EUR")) == "The price €1,234.50 is outside what can be asked."


def test_a_sentence_survives_a_missing_argument_and_an_unknown_code(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        assert say("not_in_store") == "Only – pieces of – are in store."
        assert say("no_such_code_at_all") == "This could not be done (no_such_code_at_all)."


def test_a_script_gets_its_error_as_data(at_desk: Browser) -> None:
    answer = at_desk.client.get("/courses/99", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.get_json()["errors"][0]["code"] == "no_such_course"


def test_a_page_that_is_not_there_says_so(at_desk: Browser) -> None:
    page = at_desk.get("/no/such/page", 404)
    assert "There is nothing here" in page and "<h1>" in page


def test_too_large_a_request_is_refused_with_a_page(at_desk: Browser) -> None:
    answer = at_desk.client.post("/courses/new", data={"csrf_token": at_desk.token, "title": "x" * 13_500_000})
    assert answer.status_code == 413
    assert "up to 12 MB" in answer.text


def test_an_old_form_says_what_to_do(at_desk: Browser) -> None:
    answer = at_desk.client.post("/courses/new", data={"csrf_token": "old", "title": "x"})
    assert answer.status_code == 400
    assert "reload the page" in answer.text
