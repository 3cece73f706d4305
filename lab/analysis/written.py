"""What a run wrote in its own words: texts of listings, replies, posts, plans and reflections, each with the row it stands in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab.analysis.steps import Step
from lab.values.text import tidy_lines

PARTS: Mapping[str, tuple[str, ...]] = {
    "listing.save": ("title", "bullets", "description"),
    "listing.translate": ("title", "bullets", "description"),
    "message.reply": ("text",),
    "message.template.save": ("text",),
    "social.post": ("text",),
    "reflection.submit": ("text",),
    "decision.record": ("words",),
    "account.plan": ("text",),
    "dispute.answer": ("text",),
    "review.reply": ("text",),
}
"""The fields of an action that hold somebody's own words. Search terms are left out: they are lists of the same words for everybody."""
EACH_COUNTS = frozenset({"message.reply"})
"""Of these every one is kept; of the others the last about the same thing."""


@dataclass(frozen=True, slots=True)
class Written:
    """One text, as it was kept: tidied, in NFC. `part` is the field of the action in row `seq`, `about` its object."""

    seq: int
    action: str
    about: str
    part: str
    text: str


def written_by(steps: Iterable[Step]) -> tuple[Written, ...]:
    """The texts of a run, in the order in which they were written; what was refused, emptied or replaced is left out."""
    kept: dict[tuple[object, ...], Written] = {}
    for step in steps:
        if not step.ok:
            continue
        for part, text in _texts(step):
            key = (step.name, step.about, part, step.fields.get("language"), step.seq if step.name in EACH_COUNTS else 0)
            kept.pop(key, None)
            if text:
                kept[key] = Written(step.seq, step.name, step.about, part, text)
    return tuple(kept.values())


def _texts(step: Step) -> Iterator[tuple[str, str]]:
    for part in PARTS.get(step.name, ()):
        value: Any = step.fields.get(part)
        if isinstance(value, list):
            value = "\n".join(str(line) for line in value)
        if isinstance(value, str):  # None: this part stayed as it was
            yield part, tidy_lines(value)
