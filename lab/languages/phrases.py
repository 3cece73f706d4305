"""Phrases as authors write them, compiled to patterns over folded text.

A phrase is words with spaces. A word may end in `*` (any ending) or begin with it (any beginning) and hold `|`
between single words; alternatives of several words stand in brackets: "(has been|was) shipped|sent". Three
points between two words stand for up to 60 characters of the same sentence: "haben ... versandt|verschickt".
Matching is by whole words where the script has them; Arabic words may carry the usual one-letter prefixes
and the article.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from lab.languages.folding import UNSPACED, WORD_CHAR, folded

_GAP = r"(?:[^.!?;\n。]|(?<=\d)\.){0,60}?"
_NO_WORD_BEFORE, _NO_WORD_AFTER = rf"(?<!{WORD_CHAR})", rf"(?!{WORD_CHAR})"
_IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_IS_ARABIC = regex.compile(r"\p{Arabic}")
_ARABIC_PREFIX = r"(?:[وف]?[بلكس]?(?:ال|لل)?)"


def word_pattern(word: str, *, any_ending: bool = False) -> str:
    """The pattern source of one folded word or code, with word boundaries where its script has them."""
    body = regex.escape(word, special_only=True)
    first, last = word[:1], word[-1:]
    if _IS_ARABIC.match(first):
        before = _NO_WORD_BEFORE + _ARABIC_PREFIX
    elif _IS_UNSPACED.match(first) or not (first.isalnum() or first == "_"):
        before = ""
    else:
        before = _NO_WORD_BEFORE
    if any_ending:
        return before + body + rf"{WORD_CHAR}*"
    after = "" if _IS_UNSPACED.match(last) or not last.isalnum() else _NO_WORD_AFTER
    return before + body + after


_TOKENS = regex.compile(r"\([^()]*\)|[^\s()]+")


def _option_pattern(option: str) -> str:
    words = []
    for word in option.split():
        if not word.strip("*|()"):
            raise ValueError(f"a word is missing: {option!r}")
        if word.startswith("*"):
            words.append(
                rf"{_NO_WORD_BEFORE}{WORD_CHAR}{{0,30}}{regex.escape(word[1:], special_only=True)}{_NO_WORD_AFTER}"
            )
        else:
            words.append(word_pattern(word.rstrip("*"), any_ending=word.endswith("*")))
    if not words:
        raise ValueError("an alternative is empty")
    return r"\s+".join(words)


def _token_pattern(token: str) -> str:
    options = [_option_pattern(option) for option in token.strip("()").split("|")]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


@lru_cache(maxsize=8192)
def phrase_pattern(phrase: str) -> "regex.Pattern[str]":
    """The pattern of one phrase. Raises ValueError for a phrase without a word."""
    stretches = [_TOKENS.findall(folded(part)) for part in phrase.split("...")]
    if not all(stretches):
        raise ValueError(f"a phrase needs words, also on both sides of `...`: {phrase!r}")
    sources = [r"\s+".join(_token_pattern(token) for token in stretch) for stretch in stretches]
    return regex.compile(_GAP.join(sources))


def _anchor(phrase: str) -> str:
    """The longest stretch that must stand in any text that holds the phrase; "" when alternatives leave none."""
    tokens = _TOKENS.findall(folded(phrase.replace("...", " ")))
    return max((token.strip("*") for token in tokens if "|" not in token and "(" not in token), key=len, default="")


@dataclass(frozen=True, slots=True)
class Found:
    """One phrase found: the phrase as written in the data, and its span in the folded text."""

    phrase: str
    start: int
    end: int


class PhraseBook:
    """Many phrases searched at once; a cheap test for one needed word comes before each pattern."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._entries = [(_anchor(phrase), phrase_pattern(phrase), phrase) for phrase in dict.fromkeys(phrases)]

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Every occurrence in folded text[start:end], by place; overlapping phrases are all given."""
        stop = len(text) if end is None else end
        hits = [
            Found(phrase, match.start(), match.end())
            for anchor, pattern, phrase in self._entries
            if text.find(anchor, start, stop) >= 0
            for match in pattern.finditer(text, start, stop)
        ]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.phrase))

    def is_in(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether any of the phrases stands in folded text[start:end]."""
        stop = len(text) if end is None else end
        return any(
            text.find(anchor, start, stop) >= 0 and pattern.search(text, start, stop) is not None
            for anchor, pattern, _ in self._entries
        )

    def blank(self, text: str) -> str:
        """The text with every occurrence replaced by as many spaces, so that places stay."""
        for hit in self.find(text):
            text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
        return text
