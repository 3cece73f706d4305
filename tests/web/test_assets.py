import gzip
import re

import pytest
from flask import Flask

from lab.values.places import ROOT
from lab.web.assets import STATIC, asset, joined_style, style_files
from tests.web.browser import Browser

FIRST_PAGE_LIMIT = 100_000


def test_the_style_sheet_holds_every_file_once() -> None:
    assert len(set(style_files())) == len(style_files()) == len(list((STATIC / "css").rglob("*.css"))) - 2  # dark.css, papers.css


def test_the_style_sheet_is_sent_compressed_and_kept_for_a_year(browser: Browser) -> None:
    page = browser.get("/sign-in")
    path = re.search(r'href="(/static/app\.css\?v=[0-9a-f]{12})"', page)
    assert path is not None
    answer = browser.client.get(path[1], headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data) == joined_style().text
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert browser.client.get(path[1], headers={"Accept-Encoding": "identity"}).data == joined_style().text


def test_the_first_page_weighs_less_than_its_limit(browser: Browser) -> None:
    page = browser.get("/sign-in")
    weight = len(page.encode()) + len(joined_style().packed) + (STATIC / "css/dark.css").stat().st_size
    weight += sum(path.stat().st_size for path in (STATIC / "js").glob("*.js"))
    weight += sum(path.stat().st_size for path in (STATIC / "img").glob("*.svg"))
    assert weight < FIRST_PAGE_LIMIT


def test_the_dark_tokens_are_names_that_the_light_ones_have() -> None:
    names = [set(re.findall(r"^\s*(--[\w-]+):", (STATIC / "css" / file).read_text("utf-8"), re.M)) for file in ("dark.css", "tokens.css")]
    assert names[0] <= names[1]


def test_styles_know_no_left_and_right() -> None:
    wrong = re.compile(r"(margin|padding|border)-(left|right)|[\s{;](left|right):|text-align:\s*(left|right)|float:\s*(left|right)")
    for path in style_files():
        assert wrong.findall(path.read_text("utf-8")) == [], path


def test_only_tokens_name_colours() -> None:
    for path in style_files():
        if path.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", path.read_text("utf-8")) == [], path


def test_every_token_that_is_used_exists() -> None:
    text = "\n".join(path.read_text("utf-8") for path in style_files())
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    used = {name for name, rest in re.findall(r"var\((--[\w-]+)(.)", text) if rest != ","}
    assert used - defined == set()


def test_no_template_carries_styles_scripts_or_strange_addresses() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert re.findall(r'\sstyle="|<style|\son\w+="|javascript:|https?://(?!www\.w3\.org|schema\.org)', text) == [], path
        assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", text) if "ld+json" not in tag), path


def test_scripts_stay_short() -> None:
    assert {path.name: len(path.read_text("utf-8").splitlines()) for path in (STATIC / "js").glob("*.js") if len(path.read_text("utf-8").splitlines()) >= 200} == {}


def test_an_asset_that_is_not_there_is_an_error(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(FileNotFoundError):
        asset("js/no-such-module.js")


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text("utf-8")))
    named: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        named |= set(re.findall(r'\bicon\("([\w-]+)"', text)) | set(re.findall(r'\bsign(?:=|": )"([\w-]+)"', text))
    assert named - drawn == set()
