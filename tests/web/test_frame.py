"""What every page is given by the frame around it, and that no page takes it away."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

from lab.values.places import ROOT
from lab.web.frame import frame

SENDERS = ("page", "render_template")
BY_DESIGN = {("lab/web/storeframe.py", "here")}
"""A mark that is replaced by the address when the page is sent."""


def names_of_the_frame(app: Flask) -> set[str]:
    with app.test_request_context("/"):
        return set(frame())


def given(text: str) -> Iterator[str]:
    """The names under which Python code gives things to pages that stand in the frame."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENDERS and node.args:
            template = node.args[0]
            if isinstance(template, ast.Constant) and stands_in_frame(ROOT / "templates" / str(template.value)):
                yield from (word.arg for word in node.keywords if word.arg)


def stands_in_frame(template: Path) -> bool:
    return "{% extends" in template.read_text("utf-8")


def set_at_top(text: str) -> Iterator[str]:
    """The names that a template sets for the whole page, outside of its blocks and macros."""
    for node in Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(text).body:
        if isinstance(node, nodes.Assign):
            yield from (name.name for name in node.find_all(nodes.Name) if name.ctx == "store")


def test_no_page_gives_something_else_under_a_name_of_the_frame(app: Flask) -> None:
    names = names_of_the_frame(app)
    taken = {
        (str(path.relative_to(ROOT)), name)
        for path in sorted((ROOT / "lab" / "web").glob("*.py"))
        for name in given(path.read_text("utf-8"))
        if name in names
    }
    assert taken - BY_DESIGN == set()


def test_no_template_sets_a_name_of_the_frame_for_its_whole_page(app: Flask) -> None:
    names = names_of_the_frame(app)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        assert not names & set(set_at_top(path.read_text("utf-8"))), path


def test_the_rules_can_fail() -> None:
    assert list(given('page("pictures/picture.html", seat, here=1)')) == ["here"]
    assert list(given('render_template("report/report.html", here=1)')) == ["here"]
    assert list(given('render_template("storefront/item_links.html", here=1)')) == []
    assert list(set_at_top('{% extends "base.html" %}{% set here = [] %}{% block main %}{% set there = 1 %}{% endblock %}')) == ["here"]
