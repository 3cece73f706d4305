"""The style sheet: all files of `static/css` but the dark tokens, joined in a fixed order, and addresses with a hash.

One request instead of twenty, with no build step: the files are joined when the process starts (and again
when one of them changes while developing).
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, url_for

from lab.values.places import ROOT

STATIC = ROOT / "static"
CSS = STATIC / "css"
YEAR = 365 * 24 * 3600
pages = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The joined style sheet: its text, the same compressed, and the hash in its address."""

    text: bytes
    packed: bytes
    hash: str


def style_files() -> list[Path]:
    """Tokens and plain elements first, then the parts, then the pages, each by name."""
    return [CSS / "tokens.css", CSS / "base.css", *sorted(CSS.glob("parts/*.css")), *sorted(CSS.glob("pages/*.css"))]


def joined_style() -> StyleSheet:
    text = b"\n".join(path.read_bytes() for path in style_files())
    return StyleSheet(text, gzip.compress(text, mtime=0), hashlib.sha256(text).hexdigest()[:12])


def style_sheet() -> StyleSheet:
    """The style sheet of this process."""
    kept = current_app.extensions.get("lab_style")
    if isinstance(kept, StyleSheet) and not current_app.debug:
        return kept
    fresh = joined_style()
    current_app.extensions["lab_style"] = fresh
    return fresh


@pages.get("/static/app.css")
def get_style() -> Response:
    """The joined style sheet. Kept by browsers for a year: its address changes with its content."""
    sheet = style_sheet()
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(sheet.packed if packed else sheet.text, mimetype="text/css")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    return response


def style_url() -> str:
    return url_for("assets.get_style", v=style_sheet().hash)


def asset(name: str) -> str:
    """The address of a file under `static/`, with a hash of its content.

    Raises FileNotFoundError for a file that is not there: a typing error in a template.
    """
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault("lab_asset_urls", {})
    key = (request.script_root, name)
    if key not in known or current_app.debug:  # dozens of icons a page: the address is worked out once
        version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
        known[key] = url_for("static", filename=name, v=version)
    return known[key]


def register(app: Flask) -> None:
    app.register_blueprint(pages)
    app.add_template_global(asset)
    app.add_template_global(style_url)
