"""Other people's names in the texts of a listing."""

from functools import lru_cache

from lab.customs.brands import Trap, brand_traps
from lab.market.base import Market
from lab.world.listing import Listing
from lab.world.setting import Setting


def traps_of(setting: Setting, listing: Listing) -> tuple[tuple[str, Trap], ...]:
    """Every mention of a brand that is not the product's own, and words for copies, with the field they stand in.

    Saying what an article fits ("for X phones") is allowed and left out.
    """
    product = setting.products[listing.sku]
    own = frozenset(name for name in (product.brand, *product.names.values()) if name)
    fields = (
        ("title", listing.title), ("bullets", "\n".join(listing.bullets)), ("description", listing.description),
        ("search_terms", listing.search_terms),
    )  # fmt: skip
    return tuple((field, trap) for field, text in fields if text for trap in _traps(setting.market, text, own))


@lru_cache(maxsize=512)
def _brands(market: Market) -> tuple[str, ...]:
    return tuple(sorted({brand for wording in market.wordings.values() for brand in wording.brands}))


@lru_cache(maxsize=2048)
def _traps(market: Market, text: str, own: frozenset[str]) -> tuple[Trap, ...]:
    brands = [brand for brand in _brands(market) if not any(brand.casefold() in name.casefold() for name in own)]
    return tuple(trap for trap in brand_traps(text, own, brands) if not trap.is_allowed)
