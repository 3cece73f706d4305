"""What the frame of every page needs: places to go, languages, themes, and addresses of the present page."""

from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from lab.web.languages import LANGUAGES, direction, page_language, page_theme
from lab.web.words import RUN_STATES, SKILL_NAMES

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def role_names() -> dict[str, str]:
    return {"admin": _("Administrator"), "instructor": _("Instructor"), "guest": _("Guest"), "student": _("Student")}


def theme_names() -> dict[str, str]:
    return {"auto": _("As the device"), "light": _("Light"), "dark": _("Dark")}


def places() -> list[dict[str, Any]]:
    """The entries of the top bar for the person signed in."""
    viewer = g.get("viewer")
    if viewer is None:
        return []
    entries: list[tuple[str, str, str, tuple[str, ...]]] = []
    below: tuple[str, ...]
    if viewer.role == "student":
        below = ("/my",) if viewer.is_staff else ("/my", "/runs")
        entries.append((_("My work"), "student_home.get_my", "/my", below))
    if viewer.is_staff:
        below = ("/courses", "/assignments", "/runs", "/regrades", "/proposals")
        entries.append((_("Courses"), "classroom.get_courses", "/courses", below))
    if viewer.may_teach:
        entries.append((_("Scenarios"), "classroom.get_scenarios", "/scenarios", ("/scenarios",)))
    elif viewer.may_author:
        entries.append((_("Scenarios"), "authoring.get_drafts", "/scenarios/drafts", ("/scenarios",)))
    return [
        {
            "label": label,
            "href": url_for(endpoint),
            "exact": request.path == path,
            "current": request.path.startswith(below),
        }
        for label, endpoint, path, below in entries
    ]


def url_with(**changes: Any) -> str:
    """The address of the present page with some of its arguments changed."""
    arguments: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "auth.get_start", **arguments)


def frame() -> dict[str, Any]:
    """What every page is given beside its own; no page may give something else under one of these names."""
    language = page_language()
    return {
        "viewer": g.get("viewer"),
        "language": language,
        "languages": LANGUAGES,
        "direction": direction(language),
        "theme": page_theme(),
        "themes": theme_names(),
        "account_roles": role_names(),
        "top_places": places(),
        "run_states": RUN_STATES,
        "skill_names": SKILL_NAMES,
        "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
    }


def register(app: Flask) -> None:
    app.context_processor(frame)
    app.add_template_global(url_with)

    @app.after_request
    def add_headers(response: Any) -> Any:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
