"""Whether a text gives a number that is known: a tracking or an order number, however it is cut and in whatever case.

Spaces, hyphens and full stops inside do not count, nor digits of another script, nor Cyrillic letters that look like Latin ones.
"""

from functools import lru_cache

import regex

from lab.languages.folding import WORD_CHAR, fold, folded

_ALIKE = {"a": "aа", "b": "bв", "c": "cс", "e": "eе", "h": "hн", "k": "kк", "m": "mм", "o": "oо", "p": "pр", "t": "tт", "x": "xх", "y": "yу"}
_BETWEEN = r"[\s.\-/]{0,2}"


def tracking_in(text: str, number: str) -> tuple[int, int] | None:
    """The span (of the NFC text) of a known number in a text; None if it does not stand there whole."""
    pattern = _pattern(number)
    if pattern is None:
        return None
    whole = fold(text)
    match = pattern.search(whole.text)
    return whole.span(*match.span()) if match else None


@lru_cache(maxsize=4096)
def _pattern(number: str) -> "regex.Pattern[str] | None":
    signs = [char for char in folded(number) if char.isalnum()]
    if len(signs) < 4:
        return None
    body = _BETWEEN.join(f"[{_ALIKE[char]}]" if char in _ALIKE else regex.escape(char) for char in signs)
    return regex.compile(rf"(?<!{WORD_CHAR}){body}(?!{WORD_CHAR})")
