"""Phrases as authors write them, compiled to patterns over folded text.

A phrase is words with spaces. A word may end in `*` (any ending) or begin with it (any beginning) and hold `|`
between single words; alternatives of several words stand in brackets: "(has been|was) shipped|sent". Three
points between two words stand for up to 60 characters of the same sentence: "haben ... versandt|verschickt".
Matching is by whole words where the script has them; Arabic words may carry the usual one-letter prefixes
and the article.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import regex

from lab.languages.folding import WORD_CHAR, folded

_GAP = r"(?:[^.!?;\n。।॥۔]|(?<=\d)\.){0,60}?"
_NO_WORD_BEFORE, _NO_WORD_AFTER = rf"(?<!{WORD_CHAR})", rf"(?!{WORD_CHAR})"
# Vowel signs and other marks end a word as letters do: "ना" is not the beginning of "नाम".
_IS_WORD_CHAR = regex.compile(WORD_CHAR)
_IS_ARABIC = regex.compile(r"\p{Arabic}")
_ARABIC_PREFIX = r"(?:[وف]?[بلكس]?(?:ال|لل)?)"


def word_pattern(word: str, *, any_ending: bool = False) -> str:
    """The pattern source of one folded word or code, with word boundaries where its script has them."""
    body = regex.escape(word, special_only=True)
    first, last = word[:1], word[-1:]
    if _IS_ARABIC.match(first):
        before = _NO_WORD_BEFORE + _ARABIC_PREFIX
    elif not _IS_WORD_CHAR.match(first):
        before = ""
    else:
        before = _NO_WORD_BEFORE
    if any_ending:
        return before + body + rf"{WORD_CHAR}*"
    after = _NO_WORD_AFTER if _IS_WORD_CHAR.match(last) else ""
    return before + body + after


_TOKENS = regex.compile(r"\([^()]*\)|[^\s()]+")
_SPACE = r"\s+"


@dataclass(frozen=True, slots=True)
class _Source:
    """The source of a pattern, with what must not stand before it and after it; both are left out beside a space."""

    before: str
    body: str
    after: str


def _word_source(word: str) -> _Source:
    bare = word.strip("*")
    if not bare or "(" in bare or ")" in bare:
        raise ValueError(f"a word is missing: {word!r}")
    body = regex.escape(bare, special_only=True)
    after = _NO_WORD_AFTER if word.endswith("*") or _IS_WORD_CHAR.match(bare[-1]) else ""
    if word.startswith("*"):
        before, body = _NO_WORD_BEFORE, rf"{WORD_CHAR}{{0,30}}{body}"
    elif _IS_ARABIC.match(bare):
        before, body = _NO_WORD_BEFORE, _ARABIC_PREFIX + body
    else:
        before = _NO_WORD_BEFORE if _IS_WORD_CHAR.match(bare) else ""
    return _Source(before, body + rf"{WORD_CHAR}*" if word.endswith("*") else body, after)


def _option_source(option: str) -> _Source:
    words = [_word_source(word) for word in option.split()]
    if not words:
        raise ValueError("an alternative is empty")
    return _Source(words[0].before, _SPACE.join(word.body for word in words), words[-1].after)


def _token_source(token: str) -> _Source:
    """Alternatives share what stands around them where they can; patterns become shorter and are compiled sooner."""
    options = [_option_source(option) for option in token.strip("()").split("|")]
    if len(options) == 1:
        return options[0]
    before = options[0].before if len({option.before for option in options}) == 1 else ""
    after = options[0].after if len({option.after for option in options}) == 1 else ""
    bodies = (
        ("" if before else option.before) + option.body + ("" if after else option.after) for option in options
    )
    return _Source(before, f"(?:{'|'.join(bodies)})", after)


def _stretch_source(tokens: Sequence[str]) -> str:
    sources = [_token_source(token) for token in tokens]
    return sources[0].before + _SPACE.join(source.body for source in sources) + sources[-1].after


@lru_cache(maxsize=16384)
def phrase_pattern(phrase: str) -> "regex.Pattern[str]":
    """The pattern of one phrase. Raises ValueError for a phrase without a word."""
    stretches = [_TOKENS.findall(folded(part)) for part in phrase.split("...")]
    if not all(stretches):
        raise ValueError(f"a phrase needs words, also on both sides of `...`: {phrase!r}")
    return regex.compile(_GAP.join(_stretch_source(stretch) for stretch in stretches))


_Anchor: TypeAlias = tuple[str, ...]
"""Stretches of which one must stand in any text that holds the phrase."""


def _anchors(phrase: str) -> tuple[_Anchor, ...]:
    """One anchor for every word or bracket of a phrase, the one that is rarest in texts first."""
    found = []
    for token in _TOKENS.findall(folded(phrase.replace("...", " "))):
        options = (option.split() for option in token.strip("()").split("|"))
        words = tuple(dict.fromkeys(max((word.strip("*") for word in option), key=len, default="") for option in options))
        if not all(words):
            raise ValueError(f"a word is missing: {phrase!r}")
        found.append(words)
    return tuple(sorted(dict.fromkeys(found), key=lambda anchor: (-min(map(len, anchor)), len(anchor), anchor)))


@dataclass(frozen=True, slots=True)
class Found:
    """One phrase found: the phrase as written in the data, and its span in the folded text."""

    phrase: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of a book; its pattern is compiled when a text first holds its words, since most never do."""

    number: int
    phrase: str
    others: tuple[_Anchor, ...]

    @property
    def pattern(self) -> "regex.Pattern[str]":
        return phrase_pattern(self.phrase)


class PhraseBook:
    """Many phrases searched at once; a cheap test for all needed words comes before each pattern.

    Phrases are filed under the words of their rarest anchor, so that a word which many phrases need is looked for once.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        filed: dict[str, list[_Entry]] = {}
        for number, phrase in enumerate(dict.fromkeys(phrases)):
            if not (anchors := _anchors(phrase)):
                raise ValueError(f"a phrase needs words: {phrase!r}")
            first, *others = anchors
            entry = _Entry(number, phrase, tuple(others))
            for word in first:
                filed.setdefault(word, []).append(entry)
        self._filed = tuple((word, tuple(entries)) for word, entries in filed.items())

    def _possible(self, text: str, start: int, stop: int) -> Iterator[_Entry]:
        """Phrases whose words all stand in folded text[start:stop], each once."""
        seen: set[int] = set()
        for word, entries in self._filed:
            if text.find(word, start, stop) < 0:
                continue
            for entry in entries:
                if entry.number in seen:
                    continue
                seen.add(entry.number)
                if all(any(text.find(other, start, stop) >= 0 for other in anchor) for anchor in entry.others):
                    yield entry

    def narrowed(self, text: str) -> "PhraseBook":
        """A book of the phrases whose words stand in a folded text: for many searches in parts of it."""
        return PhraseBook(entry.phrase for entry in self._possible(text, 0, len(text)))

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Found]:
        """Every occurrence in folded text[start:end], by place; overlapping phrases are all given."""
        stop = len(text) if end is None else end
        hits = [
            Found(entry.phrase, match.start(), match.end())
            for entry in self._possible(text, start, stop)
            for match in entry.pattern.finditer(text, start, stop)
        ]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.phrase))

    def is_in(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Whether any of the phrases stands in folded text[start:end]."""
        stop = len(text) if end is None else end
        return any(entry.pattern.search(text, start, stop) is not None for entry in self._possible(text, start, stop))

    def blank(self, text: str) -> str:
        """The text with every occurrence replaced by as many spaces, so that places stay."""
        hits = self.find(text)
        if not hits:
            return text
        left = list(text)
        for hit in hits:
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
        return "".join(left)


def example_of(phrase: str) -> str:
    """Words that a phrase of the lists stands for: of alternatives the first, without gaps and endings left open."""
    first = regex.sub(r"\(([^|()]*)[^()]*\)", r"\1", phrase)
    words = [word.partition("|")[0].replace("*", "") for word in first.split() if word != "..."]
    return " ".join(words)
