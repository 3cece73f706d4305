"""Small worlds for tests of the market: one or more lamps on sale, in a market built once per machine."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from lab.customs.destinations import load_destinations
from lab.customs.lanes import load_lanes
from lab.images.measure import ImageFacts
from lab.market.base import Market
from lab.platforms.profile import load_platforms
from lab.values.money import Money
from lab.world.listing import Listing, ListingImage, ShippingTemplate
from lab.world.setting import Setting, ShopProduct
from lab.world.world import Shop, World
from tests.markets import real_market

TRUTH = {
    "socket": "E27", "cord_length": "150", "max_power": "40", "material": "metal", "colour": "black",
    "adjustable": "yes", "plug": "type_f",
}  # fmt: skip
PICTURE = ImageFacts(1600, 1600, 200_000, "JPEG", 1000, 1000, 1000, 870, 600, 0, 10, 0, False)
GERMAN = {
    "title": "Schreibtischlampe E27 schwarz mit verstellbarem Arm, Tischlampe aus Metall, 150 cm Kabel, Arc 2",
    "bullets": [
        "Fassung E27: passend für LED-Leuchtmittel bis 40 W, einfach selbst zu wechseln",
        "Verstellbarer Arm: das Licht kommt genau dorthin, wo Sie arbeiten oder lesen",
        "Robustes Metall: standfester Fuß, matt schwarz lackiert",
        "Langes Kabel: 150 cm mit Schalter in Griffweite",
        "Für Büro und Kinderzimmer: schnell aufgestellt, leicht umzustellen",
    ],
    "description": (
        "Die Schreibtischlampe Arc 2 bringt helles Licht an jeden Arbeitsplatz. Der Arm lässt sich in drei Gelenken "
        "verstellen und bleibt in jeder Stellung stehen.\n"
        "Der schwere Fuß aus Metall gibt der Tischlampe sicheren Stand. Das Kabel ist 150 cm lang und hat einen Schalter. "
        "Ein Leuchtmittel mit E27-Sockel gehört nicht zum Lieferumfang."
    ),
    "search_terms": "leselampe bürolampe arbeitsplatzleuchte tischleuchte schreibtischleuchte",
    "attributes": TRUTH,
}
RUSSIAN = {
    "title": "Настольная лампа Arc 2 E27 для рабочего стола, светильник настольный, черный металл, провод 150 см",
    "bullets": [],
    "description": (
        "Настольная лампа Arc 2 светит туда, где вы читаете или работаете. Плафон и стойка регулируются, лампа не качается.\n"
        "Основание из металла, цвет черный. Длина провода 150 см, выключатель под рукой. Цоколь E27, лампочка не входит в комплект."
    ),
    "search_terms": "",
    "attributes": TRUTH,
}
ENGLISH = {
    "title": "Black adjustable desk lamp with a metal arm for your office",
    "bullets": ["Great lamp for the office", "Adjustable arm for reading at night", "Strong metal base that stands firm"],
    "description": "This desk lamp brings bright light to your workplace. The arm can be adjusted in three joints.",
    "search_terms": "",
    "attributes": {},
}


VISITS = 20_000_000
"""Searches a day in the whole market, so that one lamp in one country sells once or twice a day."""


def market() -> Market:
    """The real market, kept between test runs; a change of seed or code makes a new one."""
    return real_market()


def lamp(sku: str = "LAMP") -> ShopProduct:
    return ShopProduct(
        sku, "desk-lamp", "Arc 2", {"en": "Desk lamp Arc 2"}, Money(900, "EUR"), 900, "CN", ("940520",),
        TRUTH, 700, (),
    )  # fmt: skip


def make_world(*, seed: int = 5, visits: int = VISITS, skus: tuple[str, ...] = ("LAMP", "LAMP-2")) -> World:
    """A world that starts on Monday, 2 November 2026, at 08:00, with nothing on sale."""
    day = date(2026, 11, 2)
    setting = Setting(
        start=datetime(2026, 11, 2, 8, tzinfo=UTC),
        end=30 * 1440,
        seed=seed,
        market=market(),
        platforms=load_platforms(day),
        destinations=load_destinations(day),
        lanes=load_lanes(),
        products={sku: lamp(sku) for sku in skus},
        places=("meridian/DE", "caravan/KZ", "caravan/ES", "meridian/US"),
        home="DE",
        currency="EUR",
        visits_per_day=visits,
    )
    return World(setting, Shop("Lampenladen"))


def put_on_sale(
    world: World, *, sku: str = "LAMP", place: str = "meridian/DE", price: int = 3400, words: Mapping[str, object] = GERMAN,
    picture: bool = True, stock: int = 1000,
) -> Listing:  # fmt: skip
    """A live listing with a way of shipping; `price` in euro cents."""
    platform, country = place.split("/")
    text = {name: (list(value) if isinstance(value, list) else value) for name, value in words.items()}
    listing = Listing(sku, platform, country, category="home/lighting/desk-lamps", **text)  # type: ignore[arg-type]
    listing.attributes = dict(listing.attributes)
    listing.price, listing.stock, listing.live_since = Money(price, "EUR"), stock, 0
    if picture:
        listing.images = [ListingImage("a" * 64, PICTURE, "Schreibtischlampe, eingeschaltet")] * 3
    world.listings[listing.key] = listing
    lanes = world.setting.lanes
    lane = next(key for key, lane in lanes.items() if country in lane.regions and lane.from_country == "DE")
    world.templates[place] = ShippingTemplate(place, lane, [country], 24, Money(0, "EUR"))
    return listing


def shop(**sale: object) -> World:
    """A world with one lamp on sale."""
    seed, visits = int(sale.pop("seed", 5)), int(sale.pop("visits", VISITS))  # type: ignore[call-overload]
    world = make_world(seed=seed, visits=visits)
    put_on_sale(world, **sale)  # type: ignore[arg-type]
    return world
