"""What makes shoppers click and buy, and a platform show: sums of named integers, for rivals and own goods alike.

Everything is in milli-utils (thousandths of a unit of log odds), so that every number that a student sees can be
taken apart. Parameters are set; their sources stand in the market model's description.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lab.market.catalogue import ProductType, ReturnClass, department
from lab.market.exact import exp_milli, ln_milli

GROUPS = 3
PRICE_TENTHS = (6, 10, 15)
"""How much a group minds the price, in tenths: relaxed, normal, price hunter."""
GROUP_OF_256 = (64, 192)
"""Of 256 shoppers the first 64 are relaxed and the last 64 hunt for prices."""

MATCH = {"exact": 0, "substitute": -1000, "complement": -2300, "irrelevant": -4000}
CLICK_BASE = -2350
ELASTICITY_PERCENT: Mapping[ReturnClass, int] = {
    "electronics": 125, "home": 100, "toys": 100, "apparel": 80, "beauty": 80,
}  # fmt: skip
"""How much the price weighs in a purchase, by kind of goods: interchangeable things are compared by price (set)."""
ALL_PAID, DOUBT = 50, -200
"""What "no more to pay" is worth, and what not knowing what customs will ask for costs."""
DOOR_SHARE = (7, 10)
"""Of duty and tax at the door shoppers reckon with so much while they choose; the rest strikes when the parcel comes."""
OUTSIDE = 2950
"""What leaving without a purchase is worth."""
DEAL_RANK, DEAL_CLICK, COUPON_CLICK = 300, 200, 60
"""What a slot on the deals page adds to rank and clicks, and a coupon's mark to clicks (set); their prices count besides."""
_LN_51 = 3932
_CLIP = 1609


@dataclass(frozen=True, slots=True)
class Term:
    """One named part of a sum, in milli-utils."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a shopper sees of one offer. Logarithms in thousandths, qualities in permille, rating in milli-stars.

    `price_log` is ln(price shown / reference), `landed_log` the same with everything to pay that shoppers reckon with.
    `duty_term` is what they think of duty and tax, in milli-utils: `ALL_PAID`, `DOUBT` or 0 where no border is crossed.
    `elasticity_percent` is one of `ELASTICITY_PERCENT`. `deal` and `coupon` tell of a flash sale and a coupon that run.
    """

    price_log: int
    landed_log: int
    rating: int
    reviews: int
    title: int
    image: int
    description: int
    content: int
    days: int
    free_returns: bool = False
    brand_known: bool = False
    badge: bool = False
    duty_term: int = 0
    elasticity_percent: int = 100
    deal: bool = False
    coupon: bool = False


def price_log(amount: int, reference: int) -> int:
    """1000 ln(price / reference), both in minor units of one currency; a price of nothing counts as one unit."""
    return ln_milli(max(1, amount), max(1, reference))


def star_milli(rating: int, reviews: int) -> int:
    """How far a rating lies from 4.2 once it is shrunk by few reviews, in milli-stars; poor ratings weigh more."""
    shrunk = (rating * reviews + 4200 * 5) // (reviews + 5)
    return min(shrunk, 4600) - 4200 - max(3200 - shrunk, 0) * 6 // 5


def review_permille(reviews: int) -> int:
    """ln(1 + n) / ln 51 for at most 50 reviews, in permille."""
    return 1000 * ln_milli(1 + min(reviews, 50)) // _LN_51


def click_terms(appeal: Appeal, group: int) -> tuple[Term, ...]:
    """Why a shopper who looks at the offer clicks or does not; `deal` and `coupon` stand there only while they run."""
    terms: tuple[Term, ...] = (
        Term("base", CLICK_BASE),
        Term("price", -80 * PRICE_TENTHS[group] * appeal.price_log // 1000),
        Term("rating", star_milli(appeal.rating, appeal.reviews) // 10),
        Term("reviews", 400 * (review_permille(appeal.reviews) - 600) // 1000),
        Term("image", 600 * (appeal.image - 600) // 1000),
        Term("title", 300 * (appeal.title - 600) // 1000),
        Term("badge", 250 if appeal.badge else 0),
    )
    if appeal.deal:
        terms = (*terms, Term("deal", DEAL_CLICK))
    if appeal.coupon:
        terms = (*terms, Term("coupon", COUPON_CLICK))
    return terms


def delivery_points(days: int) -> int:
    """What days of delivery are worth against eight: 20 a day to the tenth, 45 a day from there to the fortieth."""
    return 160 - 20 * min(days, 10) - 45 * min(max(days - 10, 0), 30)


def buy_terms(appeal: Appeal, group: int) -> tuple[Term, ...]:
    """Why a shopper who clicked prefers the offer or does not; delivery counts against eight days."""
    return (
        Term("price", -19 * PRICE_TENTHS[group] * appeal.elasticity_percent * appeal.landed_log // 10_000),
        Term("rating", 3 * star_milli(appeal.rating, appeal.reviews) // 10),
        Term("reviews", 600 * (review_permille(appeal.reviews) - 600) // 1000),
        Term("image", 300 * (appeal.image - 600) // 1000),
        Term("description", 400 * (appeal.description - 600) // 1000),
        Term("delivery", delivery_points(appeal.days)),
        Term("duty", appeal.duty_term),
        Term("free_returns", 150 if appeal.free_returns else 0),
        Term("brand", 150 if appeal.brand_known else 0),
    )


def rank_terms(
    appeal: Appeal, *, velocity: int, click_log: int, order_log: int, stuffing: int = 0, newness: int = 0, standing: int = 0
) -> tuple[Term, ...]:
    """What decides a place in search apart from the text.

    `velocity` in thousandths of a piece; `click_log` and `order_log` are 1000 ln of clicks and orders over what
    was to be expected; `stuffing` in milli-utils; `newness` in permille, 1000 for a listing nobody has seen; `standing` is what the
    platform takes off for a poor account, 300 when warned and 1000 when restricted. `deal` stands there only during a flash sale.
    """
    terms = (
        Term("sales", ln_milli(1000 + velocity, 1000) // 4),
        Term("click_rate", 350 * max(-_CLIP, min(_CLIP, click_log)) // 1000),
        Term("order_rate", 200 * max(-_CLIP, min(_CLIP, order_log)) // 1000),
        Term("rating", star_milli(appeal.rating, appeal.reviews) // 5),
        Term("price", -appeal.price_log // 10),
        Term("delivery", -12 * (appeal.days - 8)),
        Term("content", 150 * (appeal.content - 600) // 1000),
        Term("stuffing", -stuffing),
        Term("standing", -standing),
        Term("new", 900 * newness // 1000),
    )
    return (*terms, Term("deal", DEAL_RANK)) if appeal.deal else terms


def newness(looks: int) -> int:
    """exp(-looks / 80) in permille, for looks in thousandths: a new listing is tried out, then lives by its record."""
    return exp_milli(-(looks // 80))


def total(terms: tuple[Term, ...]) -> int:
    return sum(term.value for term in terms)


def match_of(type_: ProductType, truth: Mapping[str, str], wanted: ProductType, wants: Mapping[str, str]) -> int:
    """How a true product meets what the shopper means, in milli-utils: one of `MATCH`.

    The four classes are those of the ESCI labels (Shopping Queries data, Apache-2.0): exact has the type and every
    attribute wanted, a substitute only the type, a complement comes from the same department.
    """
    if type_.key == wanted.key:
        return MATCH["exact" if all(truth.get(key) == choice for key, choice in wants.items()) else "substitute"]
    return MATCH["complement" if department(type_.category) == department(wanted.category) else "irrelevant"]
