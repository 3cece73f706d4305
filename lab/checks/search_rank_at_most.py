"""Check: buyers find a listing near the top for a query."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lab.checks.spoiling import never_on_sale
from lab.grading.check import ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.search.rank import rank


class RankStep(BaseModel):
    """A rank, and what it gives."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    rank: int = Field(ge=1, le=1000)
    give: Share


class SearchRankAtMost(Check):
    """Earns the first step whose rank is kept, without the market's daily noise; the mean over listings."""

    name: ClassVar[str] = "search.rank_at_most"
    skill_default: ClassVar[str] = "search-traffic"
    query: str = Field(min_length=1, max_length=200)
    lang: str = ""
    steps: Annotated[tuple[RankStep, ...], Field(min_length=1)]

    def examine(self, evidence: Evidence) -> Finding:
        total, proofs = ZERO, []
        for key in self.on:
            listing = evidence.listing(key)
            if listing is None or not listing.is_live:
                proofs.append(proof("rank", object=key, query=self.query, found="not on sale"))
                continue
            language = self.lang or evidence.world.profile_of(listing).markets[listing.country].languages[0]
            place = rank(evidence.world, key, self.query, language)
            position = place.position
            total += next((step.give for step in self.steps if position is not None and position <= step.rank), ZERO)
            terms = ", ".join(f"{term.name} {term.value:+d}" for term in place.terms)
            found = f"{position} / {place.of}" if position is not None else "not found"
            proofs.append(proof("rank", object=key, query=self.query, found=found, expected=self._wanted(), terms=terms))
        fraction = total / len(self.on) if self.on else ZERO
        message = "rank_reached" if fraction == 1 else "rank_near" if fraction else "rank_not_reached"
        return Finding(fraction, message, {"query": self.query}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from never_on_sale(log, self.on, right.world)

    def _wanted(self) -> str:
        return ", ".join(f"≤ {step.rank} → {step.give}" for step in self.steps)
