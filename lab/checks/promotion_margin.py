"""Check: promotions left a margin and took something off for real."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from pydantic import Field, model_validator

from lab.checks.spoiling import left_out
from lab.grading.check import ZERO, Check, Finding, Item, full_above_zero, items_finding, linear, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Percent, percent_text
from lab.grading.spoil import Log, Spoiled
from lab.ledger.pricing import converted, currency_of
from lab.ledger.sale import unit_lines
from lab.listings.promotions import cut, lowest_price, promotions_of
from lab.listings.shipping import ships_from
from lab.values.moment import format_offset
from lab.values.money import Money
from lab.world.listing import Listing
from lab.world.promotion import Promotion, PromotionKind
from lab.world.world import World


class PromotionMargin(Check):
    """Earns linearly between `zero` and `full` of the margin that a promotion left on one piece; the mean over
    promotions and listings.

    Counted is the lowest price that buyers could pay while it ran, with a coupon or discount that ran beside it, at
    the present shipping template and fees. A promotion whose price was not below the lowest of the 30 days before is
    no reduction, anywhere, and earns nothing; nor does a shop whose promotions have not begun. `on` names listings or
    places, without it the whole shop counts.
    """

    name: ClassVar[str] = "promotion.margin"
    skill_default: ClassVar[str] = "management"
    full: Percent
    zero: Percent
    kinds: tuple[PromotionKind, ...] = Field(default=("discount", "coupon", "flash"), min_length=1)

    _is_a_slope = model_validator(mode="after")(full_above_zero)

    def examine(self, evidence: Evidence) -> Finding:
        world = evidence.world
        items = [self._examine_one(world, promotion, listing) for promotion, listing in self._that_ran(world)]
        if not items:
            return Finding(
                ZERO, "no_promotion", {}, (proof("ledger", object=", ".join(self.on), found="no promotion"),)
            )
        return items_finding(
            items, right="promotions_pay", partly="promotions_partly_pay", wrong="promotions_do_not_pay"
        )

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from left_out(log, "the promotions", "promotion.save")

    def _that_ran(self, world: World) -> Iterator[tuple[Promotion, Listing]]:
        for promotion in world.promotions.values():
            has_run = promotion.begins <= world.now and promotion.begins < promotion.ends
            if promotion.kind not in self.kinds or not has_run:
                continue
            for key in promotion.listings:
                listing = world.listings.get(key)
                if listing is not None and (not self.on or key in self.on or listing.place in self.on):
                    yield promotion, listing

    def _examine_one(self, world: World, promotion: Promotion, listing: Listing) -> Item:
        then = _as_it_was(world, promotion, listing)
        shown = {
            "object": listing.key,
            "rule": promotion.kind,
            "since": format_offset(promotion.begins),
            "by": format_offset(promotion.ends),
        }
        if then.price is None:
            return Item(ZERO, proof("ledger", found="no price", **shown))
        announced, paid = _cuts(world, promotion, then)
        reference = lowest_price(world, then, promotion.begins, promotion.id)
        own = _after(then.price, announced)
        if not own < reference:
            return Item(
                ZERO, proof("ledger", found=own, expected=f"< {reference}", verdict="no real reduction", **shown)
            )
        origin = ships_from(world.setting, world.templates.get(listing.place))
        asked = _after(_in_place(world, then, promotion), paid)
        lines = unit_lines(world, then, "" if origin == world.setting.home else origin, asked)
        if lines is None or lines.margin is None:
            return Item(ZERO, proof("ledger", found="no shipping template", **shown))
        names = ("price", "charge", "tax", "fee", "postage", "duty", "goods", "profit")
        figures = {name: str(getattr(lines, name)) for name in names}
        share = linear(lines.margin, full=self.full, zero=self.zero)
        return Item(
            share,
            proof(
                "ledger", found=percent_text(lines.margin), expected=f"≥ {percent_text(self.full)}", **shown, **figures
            ),
        )


def _as_it_was(world: World, promotion: Promotion, listing: Listing) -> Listing:
    """The listing with the price that it had when a promotion began."""
    before = [point.price for point in world.prices if point.listing == listing.key and point.at <= promotion.begins]
    return replace(listing, price=before[-1]) if before else listing


def _cuts(world: World, promotion: Promotion, listing: Listing) -> tuple[list[int], list[int]]:
    """Percents that came off one after the other, for the price announced and for the lowest that a buyer could pay."""
    is_coupon = promotion.kind == "coupon"
    beside = [
        other.percent for other in promotions_of(world, listing)
        if (other.kind == "coupon") != is_coupon and other.begins < promotion.ends and promotion.begins < other.ends
    ]  # fmt: skip
    most = [max(beside)] if beside else []
    if is_coupon:
        # A coupon comes off after a discount or flash sale, so that is part of the price that it announces.
        return [*most, promotion.percent], [*most, promotion.percent]
    return [promotion.percent], [promotion.percent, *most]


def _after(price: Money, percents: list[int]) -> Money:
    for percent in percents:
        price = cut(price, percent)
    return price


def _in_place(world: World, listing: Listing, promotion: Promotion) -> Money:
    """The full price when a promotion began, in the buyers' currency."""
    assert listing.price is not None
    if not world.setting.local_money:
        return listing.price
    currency = currency_of(world.setting, listing.place)
    return converted(world.setting, listing.price, currency, world.pricing.get(listing.place), promotion.begins)
