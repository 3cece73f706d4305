"""Who gets in where, read off the URL map itself."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from lab.school.courses import CourseView
from lab.web.access import OPEN_TO_ALL, local_path
from tests.web.browser import Browser


def some_value(kind: BaseConverter) -> str | int:
    """Something that fits into an address."""
    if isinstance(kind, AnyConverter):
        return min(kind.items)
    return 1 if isinstance(kind, IntegerConverter) else "x"


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Every rule that takes a method, with an address that fits it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()):
            arguments = {name: some_value(kind) for name, kind in rule._converters.items()}
            yield rule, adapter.build(rule.endpoint, arguments, method=method)


def test_nobody_signed_in_reaches_only_what_is_open_to_all(app: Flask, browser: Browser) -> None:
    for rule, path in rules(app, "GET"):
        if rule.endpoint not in OPEN_TO_ALL:
            answer = browser.client.get(path)
            assert answer.status_code == 302, rule.rule
            assert answer.location.startswith("/sign-in?next="), rule.rule


def test_nobody_signed_in_can_send_no_form(app: Flask, browser: Browser) -> None:
    browser.get("/sign-in")
    for rule, path in rules(app, "POST"):
        if rule.endpoint not in OPEN_TO_ALL:
            answer = browser.client.post(path, data={"csrf_token": browser.token})
            assert answer.status_code == 302, rule.rule
            assert answer.location == "/sign-in", rule.rule


def test_no_form_is_taken_without_its_token(app: Flask, at_desk: Browser) -> None:
    for rule, path in rules(app, "POST"):
        assert at_desk.client.post(path, data={"login": "x"}).status_code == 400, rule.rule


def test_a_student_finds_nothing_in_the_classroom(app: Flask, at_home: Browser, course: CourseView) -> None:
    for method in ("GET", "POST"):
        for rule, path in rules(app, method):
            if rule.endpoint.split(".")[0] in ("author_editor", "author_newcomer", "author_preview", "author_proofs", "authoring", "classroom", "review"):
                answer = at_home.client.open(path, method=method, data={"csrf_token": at_home.token})
                assert answer.status_code == 404, (method, rule.rule)


def test_another_instructor_finds_no_strange_course(app: Flask, at_desk: Browser) -> None:
    for rule, path in rules(app, "GET"):
        if "<int:course_id>" in rule.rule or "<int:assignment_id>" in rule.rule or "<int:run_id>" in rule.rule:
            assert at_desk.client.get(path).status_code == 404, rule.rule


@pytest.mark.parametrize(
    "wish", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", None, "/a\nb", "x"]
)
def test_nobody_is_sent_to_another_site(wish: str | None) -> None:
    assert local_path(wish, "/") == "/"


def test_an_address_of_this_site_is_kept_with_its_question() -> None:
    assert local_path("/courses/3?tab=x", "/") == "/courses/3?tab=x"


def test_every_answer_carries_a_strict_policy(browser: Browser) -> None:
    for path in ("/sign-in", "/nowhere", "/static/app.css", "/healthz"):
        headers = browser.client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "data:" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_sign_in_cookie_is_out_of_reach_of_scripts(browser: Browser, teacher: object) -> None:
    browser.get("/sign-in")
    cookies = browser.send("/sign-in", login="frau.keller", password="correct horse battery").headers.getlist("Set-Cookie")
    cookie = next(one for one in cookies if one.startswith("tradewind="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_pages_of_a_person_are_not_kept_by_caches(at_desk: Browser) -> None:
    assert at_desk.client.get("/courses").headers["Cache-Control"] == "no-store"
