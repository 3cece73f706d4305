"""Small, exact operations on text that several packages share."""

import re
import unicodedata
from collections.abc import Mapping

_SPACES = re.compile(r"\s+")
LocalText = Mapping[str, str]


def tidy(text: str) -> str:
    """NFC, control and direction characters dropped, white space folded to single spaces, ends trimmed.

    The two joiners stay: Persian, Sinhala and joined emoji are misspelt without them.
    """
    text = unicodedata.normalize("NFC", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") or c in "\u200c\u200d")
    return _SPACES.sub(" ", "".join(kept)).strip()


def tidy_lines(text: str) -> str:
    """`tidy` line by line; blank lines at the ends are dropped."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(tidy(line) for line in lines).strip("\n")


def chosen(texts: LocalText, language: str) -> str:
    """The text in a language (BCP 47), else in its base language, else in English, else the first."""
    for code in (language, language.split("-")[0], "en"):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), "")


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
