"""Which shoppers ask before they buy, and about what."""

from collections.abc import Collection

from lab.market.catalogue import ProductType
from lab.values.chance import below, draw, key_of

ASK_PER_MILLION = 30
"""Of a million clicks, for each permille that the description lacks of 1400: 3 % x (1.4 - description)."""


def asks(visit: int, number: int, description: int, type_: ProductType) -> bool:
    """Whether a shopper who clicked an offer asks first. `description` is its quality in permille; goods that must fit
    are asked about twice as often."""
    chance = ASK_PER_MILLION * max(0, 1400 - description) * (2 if type_.fit_critical else 1)
    return below(draw(visit ^ key_of("own", number), "question"), 1_000_000) < chance


def question_about(visit: int, type_: ProductType, known: Collection[str], stated: Collection[str]) -> str | None:
    """The attribute that a shopper asks about: one that the listing does not state, if there is any; None when nothing
    is `known` about the goods that somebody could ask."""
    attributes = [attribute.key for attribute in type_.attributes if attribute.key in known]
    attributes = [key for key in attributes if key not in stated] or attributes
    return attributes[below(draw(visit, "question about"), len(attributes))] if attributes else None
