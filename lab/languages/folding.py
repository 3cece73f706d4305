"""Text folded for matching, with the way back to the original characters.

Folding makes two spellings of one thing equal: compatibility forms and case (NFKC, case folding), digits of
every script as 0-9, the Arabic decimal signs and letter variants, Turkish dotless i, Cyrillic io, apostrophes
and dashes. It is lossy on purpose and only for comparing; nothing folded is ever shown.
Spans handed out always count characters of the NFC form of the text, which is the form the lab stores.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

_SPECIAL = {
    "½": ".5", "¼": ".25", "¾": ".75", "٪": "%", "ı": "i", "İ": "i", "ё": "е", "Ё": "е", "№": "#", "™": "", "®": "",
    "٫": ".", "٬": ",", "،": ",", "؟": "?", "؛": ";", "、": ", ", "\t": " ", "\r": "\n",
    "″": '"', "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "′": "'",
    "ـ": "", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا",
    **dict.fromkeys("أإآ", "ا"), **dict.fromkeys("’‘ʻʼ`´ʹ‛", "'"), **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000", " "),
}  # fmt: skip
# Hidden when shown: direction marks, joiners, variation selectors, vowel marks of Arabic.
_DROPPED = regex.compile(r"[\p{Cf}\p{Cs}\uFE00-\uFE0F\u064B-\u065F\u0670]")

# Scripts written without spaces between words: no word boundary can be asked for there.
# Ranges of blocks rather than names of scripts: thousands of patterns hold them, and names take longer to read.
UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Burmese
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u9fff\uf900-\ufaff"  # Chinese characters, kana
)
WORD_CHAR = rf"[^\W{UNSPACED}]"

# After these a full stop ends no sentence: "Kabel ca. 180 cm".
_ABBREVIATION = regex.compile(
    r"(?<!\p{L})(?:ca|approx|max|min|inkl|exkl|incl|excl|tel|тел|прим|прибл|ок|макс|мин|дл|nr|no|art|aprox|máx|mín|env"
    r"|yakl|ungef|z|b|d|h|u|a|т|е|ул|св|г|inc|etwa|zzgl|bzw|vgl|mr|mrs|ms|dr|st)$"
)
_SENTENCE_END = regex.compile(r"[!?。।॥۔\n]+|(?<![\d.])\.+(?=\s|$)|(?<=\d)\.(?=\s*$)|(?<=\p{L})\.(?=\p{Lu})")
_CLAUSE_END = regex.compile(r",(?!\d)|(?<!\d),|[;•|]")


class _Folds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        if (special := _SPECIAL.get(char)) is not None:
            folded = special
        elif _DROPPED.match(char):
            folded = ""
        elif char.isdecimal():
            folded = str(unicodedata.decimal(char))
        else:
            folded = unicodedata.normalize("NFKC", char).casefold()
        self[char] = folded
        return folded


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, its NFC original, and for each folded character where it began (None: at the same place)."""

    text: str
    original: str
    starts: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of folded characters start..end (end not included)."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1 if end > start else self.starts[start]

    def quote(self, start: int, end: int) -> str:
        """The original characters behind folded characters start..end."""
        first, last = self.span(start, end)
        return self.original[first:last]


@lru_cache(maxsize=1024)
def fold(text: str) -> Folded:
    """Fold a text of any length; an empty text stays empty."""
    original = unicodedata.normalize("NFC", text)
    parts = [_FOLDS[char] for char in original]
    folded = "".join(parts)
    if all(len(part) == 1 for part in parts):
        return Folded(folded, original, None)
    starts = [place for place, part in enumerate(parts) for _ in part]
    return Folded(folded, original, starts)


def folded(text: str) -> str:
    """Only the folded characters."""
    return fold(text).text


def _is_abbreviated(text: str, stop: int) -> bool:
    return _ABBREVIATION.search(text, max(0, stop - 8), stop) is not None


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every sentence of a folded text; line ends end one, "9. Mai" and "ca. 5" do not."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match[0] == "." and _is_abbreviated(text, match.start()):
            continue
        if text[start : match.start()].strip():
            spans.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return tuple(spans)


@lru_cache(maxsize=1024)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every clause: sentences cut at commas (not decimal ones), semicolons and bullets."""
    spans = []
    for start, end in sentences(text):
        begin = start
        for match in _CLAUSE_END.finditer(text, start, end):
            spans.append((begin, match.end()))
            begin = match.end()
        spans.append((begin, end))
    return tuple(span for span in spans if text[span[0] : span[1]].strip())
