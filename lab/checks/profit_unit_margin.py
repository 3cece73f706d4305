"""Check: one piece sold leaves a margin."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from lab.checks.spoiling import priced_at_the_end
from lab.grading.check import ZERO, Check, Finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Percent
from lab.grading.spoil import Log, Spoiled
from lab.ledger.sale import unit_lines


class ProfitUnitMargin(Check):
    """Earns linearly between `zero` and `full` of profit by revenue without tax; the mean over listings.

    Only a listing that has been on sale counts, and the present price, shipping template and fees.
    """

    name: ClassVar[str] = "profit.unit_margin"
    skill_default: ClassVar[str] = "management"
    full: Percent
    zero: Percent

    def examine(self, evidence: Evidence) -> Finding:
        total, proofs = ZERO, []
        for key in self.on:
            listing = evidence.listing(key)
            lines = unit_lines(evidence.world, listing) if listing and listing.first_live_at is not None else None
            if lines is None or lines.margin is None:
                reason = "no price or never on sale" if lines is None else "no shipping template"
                proofs.append(proof("ledger", object=key, found=reason))
                continue
            total += linear(lines.margin, full=self.full, zero=self.zero)
            names = ("price", "charge", "tax", "fee", "postage", "duty", "goods", "profit")
            shown = {name: str(getattr(lines, name)) for name in names}
            proofs.append(proof("ledger", object=key, found=_percent(lines.margin), expected=_percent(self.full), **shown))
        fraction = total / len(self.on) if self.on else ZERO
        message = "margin_reached" if fraction == 1 else "margin_low" if fraction else "margin_missing"
        return Finding(fraction, message, {}, tuple(proofs))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        cost = right.setting.products
        yield from priced_at_the_end(log, right, "sold at cost", self.on, lambda listing, price: cost[listing.sku].unit_cost.amount)


def _percent(share: Fraction) -> str:
    permille = share * 1000 // 1
    return f"{'-' if permille < 0 else ''}{abs(permille) // 10}.{abs(permille) % 10} %"
