"""Check: a listing claims nothing that it may not claim."""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from lab.checks.boasts import BOAST_KINDS, BoastKind, boast_examples, boast_notes, boasts_in
from lab.checks.listing_language_is import Part, text_of
from lab.checks.spoiling import saved_at_the_end, with_parts
from lab.customs.documents import document_faults
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Names, Share
from lab.grading.spoil import Log, Spoiled
from lab.world.listing import Listing

_MOST = 40
"""Pieces of evidence that are kept; all are counted."""


class ListingNoForbiddenClaims(Check):
    """Loses `per` for every forbidden claim, once for each in a listing; can only lose points.

    `lists` names kinds: `superlative`, `health`, `green`, `safety`, `certificate`, `guarantee`, `imitation`, `contact`. `langs` names the
    languages whose lists are read; without it those of the market, and English. A claim that papers prove is allowed where such a paper
    is attached, and right.
    """

    name: ClassVar[str] = "listing.no_forbidden_claims"
    skill_default: ClassVar[str] = "law"
    only_loses: ClassVar[bool] = True
    lists: tuple[BoastKind, ...] = Field(default=BOAST_KINDS, min_length=1)
    langs: Names = ()
    fields: tuple[Part, ...] = Field(default=("title", "bullets", "description", "search_terms"), min_length=1)
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = []
        for key in self.on:
            listing = evidence.listing(key)
            if listing is None:
                continue
            ref = evidence.deed_ref("listing.save", listing=key)
            languages = self.langs or (*evidence.world.profile_of(listing).markets[listing.country].languages, "en")
            papers = _papers(evidence, listing)
            seen: set[tuple[str, str]] = set()
            for part in self.fields:
                for boast in boasts_in(text_of(listing, part), languages, self.lists, papers):
                    words = (boast.kind, boast.found.casefold())
                    if words not in seen:
                        seen.add(words)
                        proofs.append(
                            proof(
                                "text", ref=ref, object=f"{key}:{part}", rule=boast.kind, found=boast.found, list=boast.language,
                                note=boast_notes()[boast.source], span=list(boast.span),
                            )
                        )  # fmt: skip
        fraction = max(ZERO, ONE - self.per * len(proofs))
        message = "forbidden_claims_made" if proofs else "nothing_forbidden_claimed"
        return Finding(fraction, message, {"found": len(proofs)}, tuple(proofs[:_MOST]))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        for listing in right.listings(self.on):
            languages = self.langs or right.world.profile_of(listing).markets[listing.country].languages
            said = " ".join(boast_examples(languages, self.lists))
            field = next(field for field in self.fields if field != "bullets")
            yield from saved_at_the_end(log, right, "a forbidden claim made", [listing.key], with_parts(**{field: said}))


def _papers(evidence: Evidence, listing: Listing) -> frozenset[str]:
    """The kinds of paper that are attached to a listing and right for its product and country."""
    product = evidence.setting.products[listing.sku]
    today = evidence.setting.date_at(evidence.moment)
    attached = [product.documents[name] for name in listing.documents if name in product.documents]
    return frozenset(paper.kind for paper in attached if not document_faults(paper, listing.country, today, product.model))
