"""What bids would win: for each search that a target enters, the place among the eight sold slots and the price of a click.

The auction is that of `lab.shoppers.shelf`, against the rivals alone: other campaigns of the shop are left out, and so
is whether a campaign runs or has budget left. Of several listings the one with the highest score counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lab.ads.matching import searches_entered
from lab.ads.spending import micro
from lab.market.adverts import PER_KEYWORD, RESERVE, SLOTS, ad_score, price_per_click, quality_root
from lab.market.appeal import GROUPS, click_terms, match_of, total
from lab.market.base import Adverts
from lab.search.offer import offer_of
from lab.search.text import readable
from lab.shoppers.searches import searches_a_month
from lab.shoppers.shelf import LANGUAGE_COST
from lab.shoppers.visits import Place
from lab.values.money import round_half_up
from lab.world.campaign import Negative, Target
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class Standing:
    """A search that a target enters. `place` counts sold slots from 1, None beyond the last; `slot` is the place on the page.

    `price` is what a click would cost, in micro-units of the reference currency; `searches` are a month's, rounded.
    """

    query: int
    listing: str
    searches: int
    place: int | None
    slot: int | None
    price: int | None


def standings(
    world: World, place: str, listings: Sequence[str], targets: tuple[Target, ...], negatives: tuple[Negative, ...]
) -> tuple[tuple[Standing, ...], ...]:
    """What each target would win for listings of a place, the most typed search first. Listings without a price do not count."""
    market = world.setting.market
    platform, _, country = place.partition("/")
    best: list[dict[int, tuple[int, Standing]]] = [{} for _ in targets]
    bids = [max(RESERVE, micro(one.bid)) for one in targets]
    offers = [offer_of(world, world.listings[key]) for key in listings if world.listings[key].price is not None]
    for language in sorted({one.language for one in targets}):
        if language not in market.index:
            continue
        for offer in offers:
            cost = LANGUAGE_COST * (1000 - readable(offer.wording, language)) // 1000
            click = tuple(total(click_terms(offer.appeal, group)) - cost for group in range(GROUPS))
            truth, type_ = dict(offer.wording.truth), market.types[offer.wording.type]
            roots: dict[int, int] = {}
            entries = searches_entered(market, offer.wording, language, targets, negatives)
            monthly = searches_a_month(world.setting, Place(platform, country, language), [one.query for one in entries])
            for entry, searches in zip(entries, monthly, strict=True):
                keyword = market.keywords[entry.query]
                match = match_of(type_, truth, market.types[keyword.type], keyword.wants)
                root = roots.setdefault(match, quality_root(market.tables, click, match))
                bid = bids[entry.target]
                score = ad_score(bid, root)
                known = best[entry.target].get(entry.query)
                if known is None or score > known[0]:
                    before, price = _won(_rival_scores(market.adverts, entry.query), score, root, bid)
                    sold = before < PER_KEYWORD
                    standing = Standing(
                        entry.query, offer.listing.key, round_half_up(searches), before + 1 if sold else None,
                        SLOTS[before] + 1 if sold else None, price if sold else None,
                    )  # fmt: skip
                    best[entry.target][entry.query] = (score, standing)
    return tuple(
        tuple(sorted((one for _, one in rows.values()), key=lambda one: (-one.searches, one.query))) for rows in best
    )


def _rival_scores(adverts: Adverts, query: int) -> list[int]:
    """Scores of the rivals that advertise on a keyword, the best first."""
    pairs = zip(adverts.item[query].tolist(), adverts.score[query].tolist(), strict=True)
    return [score for item, score in pairs if item >= 0]


def _won(rivals: Sequence[int], score: int, root: int, bid: int) -> tuple[int, int]:
    """How many rivals stand before a score, and what a click then costs: the price of beating the next one."""
    before = sum(1 for rival in rivals if rival >= score)
    following = rivals[before] if before < len(rivals) else 0
    return before, price_per_click(following, root, bid)
