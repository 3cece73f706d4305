"""Puts the doors on the house: a Flask application over one instance."""

import os
from datetime import timedelta
from importlib import import_module
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from lab.school.database import open_database
from lab.school.settings import Settings, load_settings
from lab.values.places import ROOT
from lab.web import access, assets, errors, formats, frame, limits, lookback
from lab.web.languages import page_locale

BLUEPRINTS = (
    "health",
    "auth",
    "student_home",
    "classroom",
    "people",
    "assigning",
    "grouping",
    "review",
    "moments",
    "marking",
    "live",
    "steer",
    "contest",
    "regrades",
    "proposals",
    "appeals",
    "analysis",
    "course_exports",
    "transcripts",
    "authoring",
    "author_newcomer",
    "author_editor",
    "author_preview",
    "author_proofs",
    "desk",
    "brief",
    "decisions",
    "listings",
    "pictures",
    "studio",
    "orders",
    "inbox",
    "shipping",
    "stock",
    "customs",
    "culture",
    "aftersales",
    "keywords",
    "ads",
    "promotions",
    "social",
    "finance",
    "performance",
    "coach",
    "storefront",
    "report",
    "solutions",
    "questions",
    "bundles",
    "class_bundles",
    "receipts",
    "media",
)
"""Modules of `lab.web` with a blueprint named `pages`."""

MAX_REQUEST = 13_000_000
"""Bytes of the largest request: a picture of 12 MB and the rest of its form."""

MAX_FORM_FIELD = 1_000_000


def create_app(settings: Settings, *, time_zone: str = "UTC", allow_demo: bool = False, **config: Any) -> Flask:
    """The web application of an instance, its database opened and migrated.

    `allow_demo` lets the demo accounts in: only where nobody but this machine can reach the server.
    `time_zone` (IANA) is the one in which dates of the real world are shown and typed. `config` is passed to Flask.
    """
    app = Flask("lab", root_path=str(ROOT / "lab"), template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_FIELD,
        SESSION_COOKIE_NAME="tradewind_page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        WTF_CSRF_TIME_LIMIT=None,  # a page may stay open through a long lesson; the token lives as long as the session
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "lab" / "translations"),
        BABEL_DEFAULT_TIMEZONE=time_zone,
        BABEL_DEFAULT_LOCALE="en_GB",
        LAB_ALLOW_DEMO=allow_demo,
    )
    app.config.update(config)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["lab_database"] = open_database(settings)
    limits.register(app)
    Babel(app, locale_selector=page_locale)
    CSRFProtect(app)
    for part in (access, lookback, assets, errors, formats, frame):
        part.register(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"lab.web.{name}").pages)
    if app.debug:
        app.register_blueprint(import_module("lab.web.parts").pages)
    return app


def from_environment() -> Flask:
    """The application of the instance that the environment names; what the server's workers call."""
    return create_app(
        load_settings(os.environ),
        time_zone=os.environ.get("LAB_TIME_ZONE", "UTC"),
        allow_demo=os.environ.get("LAB_LISTENS_ON", "loopback") == "loopback",
    )
