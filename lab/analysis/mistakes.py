"""Common wrong answers: what the evidence of checks shows most often where points were lost, and what was chosen in decisions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lab.analysis.scores import UNKNOWN, Graded
from lab.grading.grade import CheckResult

IDENTIFYING = (
    "kind", "rule", "object", "order", "thread", "attribute", "fact", "question", "line", "query", "term", "claim", "card", "document",
    "verdict", "reason", "found", "expected",
)  # fmt: skip
"""What of a piece of evidence says which mistake it is; the rest (rows, moments, quotations) differs from run to run."""
LONGEST = 60
"""A longer value is somebody's own text, and no answer that others give too."""
MOST, EXAMPLES = 5, 5
NO_DECISION = ("no decision", "no reason")

Key = tuple[tuple[str, str], ...]
"""What makes two mistakes the same one: the message, and the identifying parts of the evidence, as pairs."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong answer to a check: in how many runs it was given, and up to five of these; `proof` is the evidence of the first."""

    check: str
    message: str
    args: Mapping[str, Any]
    proof: Mapping[str, Any]
    count: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """How often something was chosen for a question; `is_reason` tells reasons, all that one ticked together, from options."""

    question: str
    found: str
    is_reason: bool
    right: bool
    count: int


def mistakes(graded: Sequence[Graded], most: int = MOST) -> tuple[Mistake, ...]:
    """The wrong answers of a class: check by check as they come up, up to `most` each, the most frequent first.

    An answer counts once per run, however often it was given there.
    """
    found: dict[str, dict[Key, list[tuple[int, CheckResult, Mapping[str, Any]]]]] = {}
    for one in graded:
        for check in one.checks:
            own = found.setdefault(check.id, {})
            for key, shown in dict(reversed(list(wrong_answers(check)))).items():
                own.setdefault(key, []).append((one.run, check, shown))
    listed = []
    for name, own in found.items():
        for _, cases in sorted(own.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:most]:
            _, check, shown = cases[0]
            runs = tuple(run for run, _, _ in cases[:EXAMPLES])
            listed.append(Mistake(name, check.message, dict(check.args), dict(shown), len(cases), runs))
    return tuple(listed)


def wrong_answers(check: CheckResult) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """What was wrong in one result, each with the evidence; nothing for full points and for what is not known."""
    if check.status == "pass" or check.status in UNKNOWN:
        return
    judged = [shown for shown in check.evidence if "share" in shown]
    wrong = [shown for shown in judged if str(shown["share"]) != "1"] if judged else check.evidence
    for shown in wrong or ({},):
        parts = ((name, str(shown[name])) for name in IDENTIFYING if name in shown)
        yield (("message", check.message), *((name, value) for name, value in parts if len(value) <= LONGEST)), shown


def choices(graded: Iterable[Graded]) -> tuple[Chosen, ...]:
    """What was chosen for each question that a check judges, by question, options before reasons, the most frequent first.

    Options of several checks on one question, or of one that asks for several, are counted each.
    """
    counts: dict[tuple[str, bool, str, bool], set[int]] = {}
    for one in graded:
        for check in one.checks:
            for shown in check.evidence:
                if shown.get("kind") != "decision" or "question" not in shown:
                    continue
                answer = str(shown.get("found", ""))
                key = (str(shown["question"]), shown.get("rule") == "reason", answer, str(shown.get("share", "0")) == "1")
                counts.setdefault(key, set()).add(one.run)
    listed = [Chosen(question, answer, reason, right, len(runs)) for (question, reason, answer, right), runs in counts.items()]
    return tuple(sorted(listed, key=lambda one: (one.question, one.is_reason, -one.count, one.found, one.right)))
