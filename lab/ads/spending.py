"""What campaigns pay: today's spend against the budget, and the day's bill in the books."""

from lab.customs.exchange import exact
from lab.ledger.books import book
from lab.market.base import REFERENCE
from lab.values.money import Money, round_half_up
from lab.world.campaign import Campaign
from lab.world.world import World

MICRO_PER_MINOR = 10_000
RESTRICTED_PERMILLE = 1000
"""From this standing on, a platform shows none of the shop's advertisements."""


def micro(amount: Money) -> int:
    """An amount in micro-units of the reference currency."""
    return round_half_up(exact(amount, REFERENCE) * MICRO_PER_MINOR)


def may_bid(world: World, campaign: Campaign) -> bool:
    """Whether a campaign takes part in the auctions of the coming quarter of a day: running, budget left, account not restricted.

    Spend is looked at when a quarter begins, so a day costs at most its budget and what one quarter brings.
    """
    if world.standing_permille(campaign.place.split("/")[0]) >= RESTRICTED_PERMILLE:
        return False
    return campaign.running and campaign.spent < micro(campaign.daily_budget)


def bill_day(world: World) -> None:
    """Book what each campaign spent since the last bill, in the shop's currency, and start a new day's spend."""
    for campaign in world.campaigns.values():
        if campaign.spent:
            cost = exact(Money(campaign.spent, REFERENCE), world.setting.currency) / MICRO_PER_MINOR
            amount = round_half_up(cost)
            book(world, "ads", None, [("ads", amount), (f"platform:{campaign.place.split('/')[0]}", -amount)])
            campaign.spent = 0
