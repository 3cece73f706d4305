"""How alike two texts are, and how much of one is taken over from another.

`likeness` is for short letters: the mean of two measures over the words as the search index knows them, how far the two sets of
words agree (rapidfuzz, token set ratio) and how many runs of four characters of the shorter text stand in the longer one. What
both were given (a template, the buyer's own words) is taken out first. `overlap` is for longer texts: which words stand in a
run of words that the source has too. All results are whole thousandths or fractions.
Known limits: a text that was translated, or told anew in other words, is alike to nothing.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

import regex
from icu4py.breakers import WordBreaker
from rapidfuzz.fuzz import token_set_ratio

from lab.languages.folding import UNSPACED, Folded, fold
from lab.languages.search_tokens import search_tokens

FEWEST_OWN = 3
"""Words that must be left of a text for it to be compared without what was given; below that it is compared as a whole."""
SHORTEST_RUN = 4
"""Words in a row that are taken over and not the same by chance."""
_GRAM = 4
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_IS_WORD = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a text of so many words a source has too: the share of the words, the words of the longest run, and its span (of the
    NFC text)."""

    words: int
    share: Fraction
    longest: int
    span: tuple[int, int] | None


def likeness(text: str, other: str, language: str, given: Collection[str] = ()) -> int:
    """How alike two texts in a language (BCP 47) are, from 0 to 1000, without the words of the texts given to both.

    A text without words is like nothing.
    """
    taken = {token for one in given for token in search_tokens(one, language)}
    pair = [search_tokens(text, language), search_tokens(other, language)]
    own = [[token for token in tokens if token not in taken] for tokens in pair]
    first, second = own if min(len(tokens) for tokens in own) >= FEWEST_OWN else pair
    if not first or not second:
        return 0
    one, two = " ".join(first), " ".join(second)
    return (round(token_set_ratio(one, two) * 10) + _contained(one, two)) // 2


def overlap(text: str, source: str, language: str) -> Overlap:
    """Which words of a text in a language (BCP 47) stand in runs of `SHORTEST_RUN` or more that a source has too."""
    whole = fold(text)
    words = list(_words(whole, language))
    places: dict[str, list[int]] = {}
    for place, (word, _, _) in enumerate(_words(fold(source), language)):
        places.setdefault(word, []).append(place)
    taken, longest, last = 0, 0, -1
    covered = 0  # words before this one are counted already
    runs: dict[int, int] = {}
    for number, (word, _, _) in enumerate(words):
        runs = {place: runs.get(place - 1, 0) + 1 for place in places.get(word, ())}
        here = max(runs.values(), default=0)
        if here >= SHORTEST_RUN:
            taken += number + 1 - max(covered, number + 1 - here)
            covered = number + 1
        if here > longest:
            longest, last = here, number
    share = Fraction(taken, len(words)) if words else Fraction(0)
    if longest == 0:
        return Overlap(len(words), share, 0, None)
    return Overlap(len(words), share, longest, whole.span(words[last + 1 - longest][1], words[last][2]))


def _contained(text: str, other: str) -> int:
    """How many runs of characters of the shorter text the longer one has, in thousandths."""
    few, many = sorted((_grams(text), _grams(other)), key=len)
    return 1000 * len(few & many) // len(few)


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[place : place + _GRAM] for place in range(max(1, len(text) - _GRAM + 1)))


def _words(whole: Folded, language: str) -> Iterator[tuple[str, int, int]]:
    """The words of a folded text with their places; cut by ICU where a script writes no spaces."""
    for match in _WORD.finditer(whole.text):
        if not _IS_UNSPACED.search(match[0]):
            yield match[0], match.start(), match.end()
            continue
        for start, end in WordBreaker(match[0], language).segments():
            if _IS_WORD.search(match[0][start:end]):
                yield match[0][start:end], match.start() + start, match.start() + end
