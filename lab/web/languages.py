"""The languages and themes that a person can choose, and which one a page is shown in.

A language is the viewer's own setting; before sign-in it is the one asked for with `?lang=` or the switch
(kept in a cookie), and only then the best that the browser names.
"""

from flask import g, request

LANGUAGES = {"en": "English", "zh": "简体中文", "ar": "العربية", "ru": "Русский"}
"""Code in profiles and addresses, and the language's own name for itself."""

LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN", "ar": "ar", "ru": "ru"}
"""CLDR locale whose formats and catalogue are used."""

THEMES = ("auto", "light", "dark")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
LANGUAGE_COOKIE = "lang"
THEME_COOKIE = "theme"
COOKIE_SECONDS = 365 * 24 * 3600


def page_language() -> str:
    """The language of the page being made: one of `LANGUAGES`."""
    viewer = g.get("viewer")
    if viewer is not None:
        return viewer.language if viewer.language in LANGUAGES else "en"
    for wish in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wish in LANGUAGES:
            return wish
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def page_theme() -> str:
    """The theme of the page being made: one of `THEMES`."""
    viewer = g.get("viewer")
    wish = viewer.theme if viewer is not None else request.cookies.get(THEME_COOKIE)
    return wish if wish in THEMES else "auto"


def page_locale() -> str:
    """What Flask-Babel asks for."""
    return LOCALES[page_language()]


def direction(language: str) -> str:
    """The writing direction of a language, for the attribute `dir`."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
