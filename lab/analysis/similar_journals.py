"""The same unusual steps in the same order, and the same unusual mistakes, in two runs.

Words are left out: `similar_texts` is for them. What most of a class did says nothing, so only steps that few runs have are looked at, and
each weighs by how rare it is: the logarithm of one over the share of runs that have it, in bits (the information of the step, Shannon 1948).
The longest common subsequence by weight (Wagner and Fischer 1974) is what two runs share. Two runs of one variant are held against the
others of that variant, whose prices and answers differ from the rest of the class with good reason; with fewer than
`FEWEST_OF_VARIANT` of them nothing can be told apart, and nothing is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from lab.analysis.hints import Hint, SameMistake, SameStep
from lab.analysis.measures import bits
from lab.analysis.mistakes import Key, wrong_answers
from lab.analysis.steps import STAFF, Step
from lab.grading.grade import CheckResult

OWN_WORDS = frozenset(
    {"title", "bullets", "description", "search_terms", "text", "words", "alt", "alts", "image", "images", "picture", "original", "pixels", "labels"}
)
"""Fields that hold somebody's words, or the hashes of pictures, which differ in every run."""
FEWEST_OF_VARIANT = 4
RARE = Fraction(1, 5)
FEWEST_RARE = 2
"""What more than a fifth of the runs have, and more than two, is not unusual."""
LEAST_STEPS, LEAST_BITS = 5, 16_000
LEAST_MISTAKES, LEAST_MISTAKE_BITS = 3, 8_000
FLAGGED = 300
"""Permille of the unusual steps, or mistakes, of the run that has less of them."""
LONGEST = 400
MOST = 200

Token = str


@dataclass(frozen=True, slots=True)
class Doing:
    """One run: its steps in order, its results, and the name of its variant ("" where everybody has the same)."""

    steps: Sequence[Step]
    results: Sequence[CheckResult]
    variant: str = ""


@dataclass(slots=True)
class _Class:
    """The variant of each run, the runs of each variant, and in which runs each token (of a step, or of a mistake) occurs."""

    variants: dict[int, str]
    peers: dict[str, set[int]]
    having: dict[Any, set[int]] = field(default_factory=dict)

    def is_rare(self, token: Any) -> bool:
        count = len(self.having[token])
        return count <= FEWEST_RARE or count <= RARE * len(self.variants)

    def weight(self, token: Any, run: int, other: int) -> int:
        """The information of a token in a pair of runs, in thousandths of a bit."""
        having = self.having[token]
        share, variant = Fraction(len(having), len(self.variants)), self.variants[run]
        if {run, other} <= having and variant == self.variants[other]:
            peers = self.peers[variant]
            if len(peers) < FEWEST_OF_VARIANT:
                return 0
            share = max(share, Fraction(len(having & peers), len(peers)))
        return _bits(share)

    def weigh(self, tokens: Iterable[Any], run: int, other: int) -> int:
        return sum(self.weight(token, run, other) for token in tokens)


@cache
def _bits(share: Fraction) -> int:
    return bits(1 / share)


def similar_journals(runs: Mapping[int, Doing]) -> tuple[Hint, ...]:
    """Pairs of runs that share unusual steps or mistakes, the most alike first, at most `MOST`."""
    steps = {run: _tokens(runs[run].steps) for run in sorted(runs)}
    wrong = {run: {(check.id, key) for check in runs[run].results for key, _ in wrong_answers(check)} for run in sorted(runs)}
    variants = {run: runs[run].variant for run in sorted(runs)}
    known_steps = _class(variants, {run: {token for token, _ in own} for run, own in steps.items()})
    known_wrong = _class(variants, wrong)
    rare = {run: [(token, seq) for token, seq in own if known_steps.is_rare(token)] for run, own in steps.items()}
    hints = []
    for run, other in _pairs(known_steps, known_wrong):
        hint = _hint(run, other, known_steps, rare, known_wrong, wrong)
        if hint is not None:
            hints.append(hint)
    return tuple(sorted(hints, key=lambda hint: (-hint.permille, hint.run, hint.other))[:MOST])


def token_of(step: Step) -> Token:
    """What was done, to what, with which values and whether it was accepted; no words and no pictures."""
    plain = {name: value for name, value in step.fields.items() if name not in OWN_WORDS and value is not None}
    return msgspec.json.encode([step.name, step.ok, plain], order="sorted").decode()


def _tokens(steps: Iterable[Step]) -> list[tuple[Token, int]]:
    """The steps of a run with their rows; time passing is left out, and so is the same step again right after itself."""
    own = [(token_of(step), step.seq) for step in steps if not step.name.startswith(("clock.", STAFF))]
    return own[:1] + [later for earlier, later in pairwise(own) if earlier[0] != later[0]]


def _class(variants: dict[int, str], tokens: Mapping[int, Iterable[Any]]) -> _Class:
    known = _Class(variants, {name: {run for run, own in variants.items() if own == name} for name in set(variants.values())})
    for run, own in tokens.items():
        for token in own:
            known.having.setdefault(token, set()).add(run)
    return known


def _pairs(*known: _Class) -> list[tuple[int, int]]:
    """Pairs of runs whose rare tokens in common weigh enough for a hint, whatever their order."""
    likely: set[tuple[int, int]] = set()
    for one, least in zip(known, (LEAST_BITS, LEAST_MISTAKE_BITS), strict=True):
        weights: dict[tuple[int, int], int] = {}
        for token, having in one.having.items():
            if not one.is_rare(token):
                continue
            runs = sorted(having)
            for place, run in enumerate(runs):
                for other in runs[place + 1 :]:
                    weights[run, other] = weights.get((run, other), 0) + one.weight(token, run, other)
        # A token may stand in a run several times; twice the weight leaves room for that.
        likely |= {pair for pair, weight in weights.items() if 2 * weight >= least}
    return sorted(likely)


def _hint(
    run: int, other: int, known: _Class, rare: Mapping[int, Sequence[tuple[Token, int]]], known_wrong: _Class,
    wrong: Mapping[int, set[tuple[str, Key]]],
) -> Hint | None:  # fmt: skip
    steps, steps_permille = _shared_steps(run, other, known, rare)
    mistakes, mistakes_permille = _shared_mistakes(run, other, known_wrong, wrong)
    if not steps and not mistakes:
        return None
    return Hint("journals", run, other, max(steps_permille, mistakes_permille), steps=steps, mistakes=mistakes)


def _shared_steps(
    run: int, other: int, known: _Class, rare: Mapping[int, Sequence[tuple[Token, int]]]
) -> tuple[tuple[SameStep, ...], int]:
    """The unusual steps in common and their permille of what was unusual in the run that did less of it; nothing if that is not enough."""
    pair = {run, other}
    both = [[(token, seq) for token, seq in rare[one] if pair <= known.having[token]][:LONGEST] for one in (run, other)]
    weights = {token: known.weight(token, run, other) for token, _ in both[0]}
    rows, total = _common(both[0], both[1], weights)
    of = min(known.weigh((token for token, _ in rare[one]), run, other) for one in (run, other))
    permille = min(1000, 1000 * total // of) if of else 0
    if len(rows) < LEAST_STEPS or total < LEAST_BITS or permille < FLAGGED:
        return (), 0
    return tuple(SameStep(seq, other_seq, len(known.having[token])) for token, seq, other_seq in rows), permille


def _shared_mistakes(
    run: int, other: int, known: _Class, wrong: Mapping[int, set[tuple[str, Key]]]
) -> tuple[tuple[SameMistake, ...], int]:
    """The unusual mistakes in common and their permille, as for steps."""
    odd = {one: {key for key in wrong[one] if known.is_rare(key)} for one in (run, other)}
    shared = sorted(odd[run] & odd[other])
    total, of = known.weigh(shared, run, other), min(known.weigh(odd[one], run, other) for one in (run, other))
    permille = min(1000, 1000 * total // of) if of else 0
    if len(shared) < LEAST_MISTAKES or total < LEAST_MISTAKE_BITS or permille < FLAGGED:
        return (), 0
    found = tuple(SameMistake(check, dict(key).get("found", ""), len(known.having[check, key])) for check, key in shared)
    return found, permille


def _common(
    first: Sequence[tuple[Token, int]], second: Sequence[tuple[Token, int]], weights: Mapping[Token, int]
) -> tuple[list[tuple[Token, int, int]], int]:
    """The common subsequence of most weight, with the rows of both, and its weight."""
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, (token, _) in enumerate(first):
        here, above = best[i + 1], best[i]
        for j, (other, _) in enumerate(second):
            here[j + 1] = max(above[j + 1], here[j], above[j] + weights[token] if token == other else 0)
    rows: list[tuple[Token, int, int]] = []
    i, j = len(first), len(second)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            rows.append((first[i][0], first[i][1], second[j][1]))
    return rows[::-1], best[len(first)][len(second)]
