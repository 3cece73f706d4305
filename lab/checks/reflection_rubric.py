"""Check: a short reflection, judged by a person with a rubric."""

from typing import ClassVar

from pydantic import Field

from lab.grading.check import ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence


class ReflectionRubric(Check):
    """Waits for a person's mark; without a reflection it earns nothing."""

    name: ClassVar[str] = "reflection.rubric"
    skill_default: ClassVar[str] = "communication"
    by_person: ClassVar[bool] = True
    rubric: str = Field(min_length=1, max_length=200)

    def examine(self, evidence: Evidence) -> Finding:
        text = evidence.world.papers.reflection
        if not text:
            return Finding(ZERO, "reflection_missing")
        ref = evidence.deed_ref("reflection.submit")
        mark = evidence.marks.get(self.id)
        if mark is None:
            return Finding(ZERO, "waits_for_marker", {}, (proof("text", ref=ref, found=text),), waits_for_person=True)
        levels = ", ".join(f"{criterion}: {level}" for criterion, level in sorted(mark.levels.items()))
        shown = proof("mark", ref=ref, found=levels, comment=mark.comment, marker=mark.marker)
        return Finding(mark.fraction, "marked", {}, (shown,))
