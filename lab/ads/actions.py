"""What a seller does with advertising."""

from dataclasses import dataclass, replace

from lab.languages.search_tokens import search_tokens
from lab.market.catalogue import LANGUAGES
from lab.values.errors import Refused
from lab.values.money import Money
from lab.values.text import tidy
from lab.world.action import Action, action
from lab.world.campaign import Campaign, Negative, Target
from lab.world.world import World

MAX_CAMPAIGNS = 50
MAX_TARGETS = 200
MAX_TEXT = 80
LEAST_BID, MOST_BID = 2, 100_00
"""Minor units (Amazon KDP advertising help: at least 0.02)."""
LEAST_BUDGET, MOST_BUDGET = 1_00, 100_000_00


def campaign_or_refuse(world: World, campaign_id: str) -> Campaign:
    """The campaign of that id. Raises Refused."""
    campaign = world.campaigns.get(campaign_id)
    if campaign is None:
        raise Refused("no_such_campaign", campaign=campaign_id[:MAX_TEXT])
    return campaign


@action("ads.save", about="campaign")
@dataclass(frozen=True, slots=True)
class SaveCampaign(Action):
    """Make a campaign, or replace what an existing one of that id says; what it has spent today stays spent."""

    campaign: str
    place: str
    title: str
    daily_budget: Money
    listings: tuple[str, ...]
    targets: tuple[Target, ...]
    negatives: tuple[Negative, ...] = ()

    def apply(self, world: World) -> None:
        key = tidy(self.campaign)
        if not key or len(key) > MAX_TEXT:
            raise Refused("text_empty" if not key else "too_long", field="campaign", found=len(key), limit=MAX_TEXT)
        known = world.campaigns.get(key)
        if known is None and len(world.campaigns) >= MAX_CAMPAIGNS:
            raise Refused("too_many_campaigns", limit=MAX_CAMPAIGNS)
        if self.place not in world.setting.places:
            raise Refused("no_such_place", place=self.place)
        if known is not None and known.place != self.place:
            raise Refused("campaign_is_elsewhere", campaign=key, place=known.place)
        name = tidy(self.title) or key
        if len(name) > MAX_TEXT:
            raise Refused("too_long", field="title", found=len(name), limit=MAX_TEXT)
        check_money(world, "daily_budget", self.daily_budget, LEAST_BUDGET, MOST_BUDGET)
        listings = list(dict.fromkeys(self.listings))
        if not listings:
            raise Refused("campaign_without_listing", campaign=key)
        for listing in listings:
            if listing not in world.listings or world.listings[listing].place != self.place:
                raise Refused("no_such_listing", listing=listing)
        targets = [_checked_target(world, target) for target in self.targets]
        negatives = [_checked_negative(negative) for negative in self.negatives]
        if not targets:
            raise Refused("campaign_without_target", campaign=key)
        for field, rows in (("targets", targets), ("negatives", negatives)):
            if len(rows) > MAX_TARGETS:
                raise Refused("too_long", field=field, found=len(rows), limit=MAX_TARGETS)
        if known is None:
            world.campaigns[key] = Campaign(
                key, self.place, name, self.daily_budget, listings, targets, negatives, started_at=world.now
            )
        else:
            known.name, known.daily_budget, known.listings = name, self.daily_budget, listings
            known.targets, known.negatives = targets, negatives


@action("ads.pause", about="campaign")
@dataclass(frozen=True, slots=True)
class PauseCampaign(Action):
    """Take a campaign out of the auction until it is resumed."""

    campaign: str

    def apply(self, world: World) -> None:
        campaign = campaign_or_refuse(world, self.campaign)
        if not campaign.running:
            raise Refused("campaign_is_paused", campaign=campaign.id)
        campaign.running = False


@action("ads.resume", about="campaign")
@dataclass(frozen=True, slots=True)
class ResumeCampaign(Action):
    """Let a paused campaign bid again."""

    campaign: str

    def apply(self, world: World) -> None:
        campaign = campaign_or_refuse(world, self.campaign)
        if campaign.running:
            raise Refused("campaign_is_running", campaign=campaign.id)
        campaign.running = True


def check_money(world: World, field: str, money: Money, least: int, most: int) -> None:
    """Raises Refused unless an amount is in the shop's currency and within bounds (minor units)."""
    if money.currency != world.setting.currency:
        raise Refused("wrong_currency", field=field, found=money.currency, currency=world.setting.currency)
    if not least <= money.amount <= most:
        limits = f"{Money(least, money.currency)} - {Money(most, money.currency)}"
        raise Refused("bid_out_of_range" if field == "bid" else "budget_out_of_range", found=str(money), limit=limits)


def _checked_target(world: World, target: Target) -> Target:
    check_money(world, "bid", target.bid, LEAST_BID, MOST_BID)
    if target.match == "auto":
        _check_language(target.language)
        return replace(target, text="")
    return replace(target, text=_checked_words(target.text, target.language))


def _checked_negative(negative: Negative) -> Negative:
    return replace(negative, text=_checked_words(negative.text, negative.language))


def _checked_words(text: str, language: str) -> str:
    _check_language(language)
    words = tidy(text)
    if len(words) > MAX_TEXT:
        raise Refused("too_long", field="target", found=len(words), limit=MAX_TEXT)
    if not search_tokens(words, language):
        raise Refused("target_without_words", found=words)
    return words


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Refused("language_not_searched", found=language[:20], known=list(LANGUAGES))
