"""What a seller does with promotions: book a discount, a coupon or a flash sale, and end it early."""

from dataclasses import dataclass
from fractions import Fraction

from lab.listings.promotions import cut, is_in_union, lowest_price, promotions_of, set_aside, state_of
from lab.platforms.profile import PlatformProfile
from lab.values.errors import Refused
from lab.values.moment import DAY, HOUR, Moment
from lab.values.money import Money
from lab.values.text import tidy
from lab.world.action import Action, action
from lab.world.listing import Listing
from lab.world.promotion import Promotion, PromotionKind
from lab.world.world import World

MAX_PROMOTIONS = 200
MAX_TEXT = 80
MAX_AHEAD_DAYS = 180
LEAST_BUDGET, MOST_BUDGET = 1_00, 100_000_00
"""Minor units of the shop's currency."""


def promotion_or_refuse(world: World, promotion_id: str) -> Promotion:
    """The promotion of that id. Raises Refused."""
    promotion = world.promotions.get(promotion_id)
    if promotion is None:
        raise Refused("no_such_promotion", promotion=promotion_id[:MAX_TEXT])
    return promotion


@action("promotion.save", about="promotion")
@dataclass(frozen=True, slots=True)
class SavePromotion(Action):
    """Book a promotion, or book it differently before it begins.

    `percent` comes off the price of each listing from `begins` until `ends`. `budget`, in the shop's currency, is for coupons;
    `pieces` are set aside of each listing's stock for a flash sale.
    """

    promotion: str
    kind: PromotionKind
    title: str
    listings: tuple[str, ...]
    percent: int
    begins: Moment
    ends: Moment
    budget: Money | None = None
    pieces: int = 0

    def apply(self, world: World) -> None:
        key = tidy(self.promotion)
        if not key or len(key) > MAX_TEXT:
            raise Refused("text_empty" if not key else "too_long", field="promotion", found=len(key), limit=MAX_TEXT)
        name = tidy(self.title) or key
        if len(name) > MAX_TEXT:
            raise Refused("too_long", field="title", found=len(name), limit=MAX_TEXT)
        known = world.promotions.get(key)
        if known is None and len(world.promotions) >= MAX_PROMOTIONS:
            raise Refused("too_many_promotions", limit=MAX_PROMOTIONS)
        if known is not None and state_of(known, world.now) != "planned":
            raise Refused("promotion_has_begun", promotion=key)
        listings = self._listings(world)
        profile = world.profile_of(listings[0])
        if len(listings) > profile.promotion_max_listings:
            raise Refused("too_long", field="listings", found=len(listings), limit=profile.promotion_max_listings)
        self._check_parts(world)
        self._check_percent(profile)
        self._check_time(world, profile)
        if self.kind == "flash":
            check_slot(world, profile.key)
        for listing in listings:
            self._check_overlap(world, listing, key)
            self._check_reduction(world, listing, profile, key)
            if self.kind == "flash":
                free = listing.stock - set_aside(world, listing, key)
                if free < self.pieces:
                    raise Refused("pieces_not_in_stock", listing=listing.key, found=max(0, free), needed=self.pieces)
        made_at = world.now if known is None else known.made_at
        world.promotions[key] = Promotion(
            key, self.kind, name, [listing.key for listing in listings], self.percent, self.begins, self.ends, made_at,
            budget=self.budget, pieces=self.pieces,
        )  # fmt: skip

    def _listings(self, world: World) -> list[Listing]:
        """The listings, each once: at least one, priced, all of one platform."""
        if not self.listings:
            raise Refused("promotion_without_listing")
        found: list[Listing] = []
        for key in dict.fromkeys(self.listings):
            listing = world.listings.get(key)
            if listing is None:
                raise Refused("no_such_listing", listing=key)
            if listing.price is None:
                raise Refused("listing_without_price", listing=key)
            if found and listing.platform != found[0].platform:
                raise Refused("promotion_across_platforms", listing=key, platform=found[0].platform)
            found.append(listing)
        return found

    def _check_parts(self, world: World) -> None:
        """Budget and pieces belong to one kind of promotion each."""
        if self.budget is not None:
            if self.kind != "coupon":
                raise Refused("promotion_part_unfit", field="budget", kind=self.kind)
            if self.budget.currency != world.setting.currency:
                raise Refused(
                    "wrong_currency", field="budget", found=self.budget.currency, currency=world.setting.currency
                )
            if not LEAST_BUDGET <= self.budget.amount <= MOST_BUDGET:
                limits = f"{Money(LEAST_BUDGET, self.budget.currency)} - {Money(MOST_BUDGET, self.budget.currency)}"
                raise Refused("budget_out_of_range", found=str(self.budget), limit=limits)
        if self.kind != "flash" and self.pieces:
            raise Refused("promotion_part_unfit", field="pieces", kind=self.kind)
        if self.kind == "flash" and self.pieces < 1:
            raise Refused("flash_without_pieces")

    def _check_percent(self, profile: PlatformProfile) -> None:
        least = profile.flash_min_percent if self.kind == "flash" else 1
        most = profile.coupon_max_percent if self.kind == "coupon" else profile.discount_max_percent
        if not least <= self.percent <= most:
            raise Refused("percent_out_of_range", found=self.percent, low=least, high=most)

    def _check_time(self, world: World, profile: PlatformProfile) -> None:
        if self.begins < world.now:
            raise Refused("promotion_begins_in_the_past")
        if self.ends <= self.begins:
            raise Refused("promotion_ends_before_it_begins")
        if self.ends > world.now + MAX_AHEAD_DAYS * DAY:
            raise Refused("promotion_too_far_ahead", limit=MAX_AHEAD_DAYS)
        if self.kind == "discount" and self.ends - self.begins > profile.discount_max_days * DAY:
            raise Refused("promotion_too_long", limit=profile.discount_max_days)
        if self.kind == "flash":
            if self.begins < world.now + profile.flash_lead_hours * HOUR:
                raise Refused("flash_booked_too_late", limit=profile.flash_lead_hours)
            if self.ends - self.begins != profile.flash_hours * HOUR:
                raise Refused("flash_lasts_otherwise", limit=profile.flash_hours)

    def _check_overlap(self, world: World, listing: Listing, key: str) -> None:
        """One coupon at a time, and one discount or flash sale."""
        for other in promotions_of(world, listing):
            same = (other.kind == "coupon") == (self.kind == "coupon")
            if same and other.id != key and other.begins < self.ends and self.begins < other.ends:
                raise Refused("promotion_overlaps", listing=listing.key, promotion=other.id)

    def _check_reduction(self, world: World, listing: Listing, profile: PlatformProfile, key: str) -> None:
        """In the European Union every reduction, and a flash sale anywhere, goes by the lowest price of the last 30 days."""
        in_union = is_in_union(world.setting, listing.country)
        if self.kind != "flash" and not in_union:
            return
        assert listing.price is not None
        price = listing.price
        if self.kind == "coupon":  # it comes off after a discount or flash sale
            for other in promotions_of(world, listing):
                if other.kind != "coupon" and other.runs_at(self.begins):
                    price = cut(price, other.percent)
        price = cut(price, self.percent)
        lowest = lowest_price(world, listing, self.begins, key)
        if in_union and not price < lowest:
            raise Refused("no_real_reduction", listing=listing.key, price=str(price), reference=str(lowest))
        most = lowest.times(Fraction(100 - profile.flash_min_percent, 100))
        if self.kind == "flash" and most < price:
            raise Refused("flash_not_low_enough", listing=listing.key, price=str(price), limit=str(most))


@action("promotion.end", about="promotion")
@dataclass(frozen=True, slots=True)
class EndPromotion(Action):
    """End a promotion at once, or call it off before it begins; pieces set aside are free again."""

    promotion: str

    def apply(self, world: World) -> None:
        promotion = promotion_or_refuse(world, self.promotion)
        if state_of(promotion, world.now) == "over":
            raise Refused("promotion_is_over", promotion=promotion.id)
        promotion.ends = world.now


def check_slot(world: World, platform: str) -> None:
    """Raises Refused while a platform gives the shop no slot on its deals page: the account is warned or restricted."""
    health = world.health.get(platform)
    if health is not None and health.state in ("warned", "restricted"):
        raise Refused("no_sale_day_slot", platform=platform, state=health.state)
