"""Passages that two runs share word for word, and nobody gave them.

A text is cut into runs of words (shingles; Broder 1997), folded, with every number alike. What stands in the scenario's own material, and
what more than a third of the class wrote, is left out. Shingles of all runs are compared exactly by one index, so a class of 300
needs no sampling. Passages are then put together from neighbouring shingles.
Known limits: a text that was translated, or told anew in other words, is like nothing; short answers with the same facts are
alike by nature, so that a hint needs `FEWEST_WORDS` in passages of `SHORTEST` or more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex

from lab.analysis.hints import Hint, Passage
from lab.analysis.written import Written
from lab.languages.folding import UNSPACED, fold

SHINGLE, SHINGLE_UNSPACED = 5, 10
"""Words of a shingle; characters, in scripts that write no spaces between words."""
SHORTEST, FEWEST_WORDS = 8, 20
"""Words of a passage, and of all passages together, below which nothing is said. Two unspaced characters count as a word."""
LONG = 25
"""A text with so many own words may be a copy by itself; shorter ones only count together."""
FLAGGED = 300
"""Permille of the own words of the shorter side."""
FEWEST_COMMON = 3
MOST = 200
_TOKEN = regex.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_DIGITS = regex.compile(r"\d+")

Shingle = tuple[str, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in words: their spans in the NFC text, and the shingle that begins at each word, None for one that does not count."""

    source: Written
    spans: tuple[tuple[int, int], ...]
    size: int
    shingles: tuple[Shingle | None, ...]

    @property
    def half(self) -> int:
        """How many of these words make one: characters count half."""
        return 1 if self.size == SHINGLE else 2

    @property
    def own(self) -> int:
        """The words that stand in a shingle that counts."""
        return len({place + step for place, one in enumerate(self.shingles) if one is not None for step in range(self.size)})


def similar_texts(runs: Mapping[int, Sequence[Written]], given: Iterable[str], progress: Progress | None = None) -> tuple[Hint, ...]:
    """Pairs of runs with shared passages, the most alike first, at most `MOST`.

    `runs` are the texts of each run by its number; `given` is all that is the scenario's own: tasks, sheets, buyers' messages, starting
    listings, and the solution, which may have been shown.
    """
    known = {shingle for text in given for size in (SHINGLE, SHINGLE_UNSPACED) for shingle in _shingles(_tokens(text), size)}
    cuts = {run: [_cut(text) for text in runs[run]] for run in sorted(runs)}
    in_runs: dict[Shingle, list[int]] = {}
    for run, texts in cuts.items():
        for shingle in {one for cut in texts for one in cut.shingles if one is not None} - known:
            in_runs.setdefault(shingle, []).append(run)
    common = max(FEWEST_COMMON, len(runs) // 3)
    shared = {shingle: own for shingle, own in in_runs.items() if 1 < len(own) <= common}
    usable = {shingle for shingle, own in in_runs.items() if len(own) <= common}
    counts = _pair_counts(shared.values())
    least = FEWEST_WORDS - 3 * (SHINGLE - 1)  # passages of `SHORTEST` words: at most three fit into `FEWEST_WORDS`
    likely = sorted(pair for pair, count in counts.items() if count >= least)
    counted = {run: [_counting(cut, usable) for cut in texts] for run, texts in cuts.items()}
    hints = []
    for number, (run, other) in enumerate(likely):
        if progress is not None and number % 50 == 0:
            progress(number, len(likely))
        hint = _hint(run, other, counted[run], counted[other])
        if hint is not None:
            hints.append(hint)
    return tuple(sorted(hints, key=lambda hint: (-hint.permille, hint.run, hint.other))[:MOST])


def _pair_counts(groups: Iterable[Sequence[int]]) -> Counter[tuple[int, int]]:
    """How many shingles each pair of runs shares. Equal groups are counted together: a class that copies in rings has few."""
    counts: Counter[tuple[int, int]] = Counter()
    for runs, times in Counter(map(tuple, groups)).items():
        for place, run in enumerate(runs):
            for other in runs[place + 1 :]:
                counts[run, other] += times
    return counts


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, folded and with every number as 0, with their spans in the NFC text."""
    whole = fold(text)
    return [
        (_DIGITS.sub("0", match[0]), *whole.span(match.start(), match.end())) for match in _TOKEN.finditer(whole.text)
    ]


def _shingles(tokens: Sequence[tuple[str, int, int]], size: int) -> list[Shingle]:
    words = [word for word, _, _ in tokens]
    return [tuple(words[place : place + size]) for place in range(len(words) - size + 1)]


def _cut(source: Written) -> _Cut:
    tokens = _tokens(source.text)
    unspaced = sum(_IS_UNSPACED.match(word) is not None for word, _, _ in tokens)
    size = SHINGLE_UNSPACED if 2 * unspaced > len(tokens) else SHINGLE
    return _Cut(source, tuple((start, end) for _, start, end in tokens), size, tuple(_shingles(tokens, size)))


def _counting(cut: _Cut, usable: set[Shingle]) -> _Cut:
    """The text without the shingles that were given to all or that many wrote."""
    return _Cut(cut.source, cut.spans, cut.size, tuple(one if one in usable else None for one in cut.shingles))


def _hint(run: int, other: int, texts: Sequence[_Cut], others: Sequence[_Cut]) -> Hint | None:
    places: dict[Shingle, list[tuple[int, int]]] = {}
    for number, cut in enumerate(others):
        for place, shingle in enumerate(cut.shingles):
            if shingle is not None:
                places.setdefault(shingle, []).append((number, place))
    found: list[tuple[int, int, int, int, int]] = []  # text, place, other text, other place, words
    for number, cut in enumerate(texts):
        place = 0
        while place < len(cut.shingles):
            shingle = cut.shingles[place]
            ends = [(_reach(cut, place, others[where], at), where, at) for where, at in places.get(shingle, ())] if shingle else []
            if not ends:
                place += 1
                continue
            reach, where, at = max(ends, key=lambda end: (end[0], -end[1], -end[2]))
            words = reach + cut.size - 1
            if words // cut.half >= SHORTEST:
                found.append((number, place, where, at, words))
            place += reach
    covered = sum(words // texts[number].half for number, _, _, _, words in found)
    if covered < FEWEST_WORDS:
        return None
    permille = max(_share(texts, others, found), *(_share_of_text(texts, others, found, pair) for pair in {(one[0], one[2]) for one in found}))
    if permille < FLAGGED:
        return None
    passages = tuple(_passage(texts[number], place, others[where], at, words) for number, place, where, at, words in found)
    return Hint("texts", run, other, permille, passages=tuple(sorted(passages, key=lambda one: (-one.words, one.seq, one.start))))


def _reach(cut: _Cut, place: int, other: _Cut, at: int) -> int:
    """How many shingles in a row are the same from two places on."""
    reach = 0
    while (
        place + reach < len(cut.shingles)
        and at + reach < len(other.shingles)
        and cut.shingles[place + reach] is not None
        and cut.shingles[place + reach] == other.shingles[at + reach]
    ):
        reach += 1
    return reach


def _share(texts: Sequence[_Cut], others: Sequence[_Cut], found: Sequence[tuple[int, int, int, int, int]]) -> int:
    """Shared words of all own words of the side that has fewer, permille."""
    covered = sum(words // texts[number].half for number, _, _, _, words in found)
    own = min(sum(cut.own // cut.half for cut in side) for side in (texts, others))
    return min(1000, 1000 * covered // max(1, own))


def _share_of_text(
    texts: Sequence[_Cut], others: Sequence[_Cut], found: Sequence[tuple[int, int, int, int, int]], pair: tuple[int, int]
) -> int:
    """The same for one text and another, if both are long enough to be a copy by themselves."""
    own = min(cut.own // cut.half for cut in (texts[pair[0]], others[pair[1]]))
    covered = sum(words // texts[number].half for number, _, where, _, words in found if (number, where) == pair)
    return min(1000, 1000 * covered // own) if own >= LONG and covered >= FEWEST_WORDS else 0


def _passage(cut: _Cut, place: int, other: _Cut, at: int, words: int) -> Passage:
    return Passage(
        cut.source.seq, cut.source.part, cut.spans[place][0], cut.spans[place + words - 1][1],
        other.source.seq, other.source.part, other.spans[at][0], other.spans[at + words - 1][1], words // cut.half,
    )  # fmt: skip
