"""Random things that a person may try: sensible, half right and nonsense."""

from dataclasses import asdict
from functools import cache
from typing import Any

from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.codec import action_from
from lab.engine.pack import pack, unpack
from lab.market.base import Market
from lab.orders.agenda import put
from lab.values.moment import DAY
from lab.world.action import Action
from lab.world.due import ComingMessage, ComingOrder, Due, OrderTarget
from lab.world.setting import Setting
from lab.world.world import World
from tests.builders import ANNA, DANA, DE, DE_BULB, DE_LAMP, KZ, KZ_LAMP, make_image, make_listing, make_world

MORE_LAMPS_AT = 2000
LISTINGS = st.sampled_from(
    [DE_LAMP, DE_LAMP, KZ_LAMP, DE_BULB, "caravan/KZ/bulb", "meridian/FR/lamp", "meridian/DE/chair", "", "///"]
)
ORDERS = st.sampled_from(["o1", "o1", "o2", "o3", "o4", "s3", "s5", "nobody", ""])
THREADS = st.sampled_from(["q1", "q2", "q3", ""])
PLACES = st.sampled_from([DE, KZ, "meridian/US", ""])
LANES = st.sampled_from(["de_parcel", "de_letter", "kz_tracked", "kz_economy", "eu_parcel", "pigeon"])
TEXT = st.one_of(
    st.sampled_from(["Schreibtischlampe E27 aus Metall", "настольная лампа", "", "x" * 501]), st.text(max_size=40)
)
MONEY = st.builds(
    lambda amount, currency: {"amount": amount, "currency": currency},
    st.one_of(st.integers(1, 9000), st.sampled_from([0, -1, 2**63, 2**70])),
    st.sampled_from(["EUR", "EUR", "EUR", "EUR", "USD", ""]),
)
COUNT = st.one_of(st.integers(0, 30), st.sampled_from([-1, 999_999, 2**63, 2**70]))
CAMPAIGNS = st.sampled_from(["lamps", "lamps", "kz", ""])
BUDGET = {"amount": 2000, "currency": "EUR"}
TARGET = st.builds(
    lambda match, language, bid, text: {"match": match, "language": language, "bid": bid, "text": text},
    st.sampled_from(["exact", "phrase", "broad", "auto"]),
    st.sampled_from(["de", "ru", "en", "xx"]),
    MONEY,
    TEXT,
)
SHA = st.sampled_from(["a" * 64, "b" * 64, "c" * 64, "x"])
IMAGE = st.builds(lambda sha, alt: {"sha256": sha * 64, "alt": alt, "facts": FACTS}, st.sampled_from("abc"), TEXT)
ITEM = st.builds(lambda sku, count: {"sku": sku, "quantity": count}, st.sampled_from(["lamp", "bulb", "chair"]), COUNT)
PAPERS = st.lists(st.sampled_from(["weee", "manual-de", "manual-zh", "forged"]), max_size=3)
PARCEL_PAPERS = st.lists(st.sampled_from(["invoice", "packing_list", "customs_form", "poem"]), max_size=3)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["socket", "plug", "cord_length", "smell"]), st.sampled_from(["E27", "type_f", "180", "", "?"])
)
STEPS = [
    {"do": "turn", "n": {"quarters": 1}, "t": {}},
    {"do": "resize", "n": {"side": 1600}, "t": {}},
    {"do": "resize", "n": {"side": 1}, "t": {}},
    {"do": "frame", "n": {"across": 1, "down": 1, "fill": 880}, "t": {}},
    {"do": "paint", "n": {}, "t": {}},
]
FACTS: dict[str, Any] = asdict(make_image().facts)


def _of(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    return st.fixed_dictionaries(fields).map(lambda values: action_from(name, values))


FORM = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["sale_of_goods", "gift", ""]),
        "description": st.sampled_from(["Metal desk lamp for home use", "Goods", ""]),
        "hs_code": st.sampled_from(["940529", "000000", "9405"]),
        "origin": st.sampled_from(["CN", "DE", ""]),
        "quantity": COUNT,
        "value": MONEY,
        "weight_g": COUNT,
    }
)
SAVE = _of(
    "listing.save",
    listing=LISTINGS,
    title=st.none() | TEXT,
    bullets=st.none() | st.lists(TEXT, max_size=4),
    description=st.none() | TEXT,
    search_terms=st.none() | TEXT,
    category=st.none() | st.sampled_from(["home/lighting/desk-lamps", "home", ""]),
    attributes=st.none() | ATTRIBUTES,
    price=st.none() | MONEY,
    stock=st.none() | COUNT,
    images=st.none() | st.lists(IMAGE, max_size=3),
    documents=st.none() | PAPERS,
)
SAVE_SOME = _of(
    "listing.save",
    listing=st.sampled_from([DE_LAMP, KZ_LAMP, DE_BULB, "caravan/KZ/bulb"]),
    title=st.sampled_from([None, "Schreibtischlampe E27 aus Metall, grün", ""]),
    description=st.none() | st.text(max_size=40),
    stock=st.none() | st.integers(0, 30),
    images=st.sampled_from([None, [{"sha256": "b" * 64, "alt": "", "facts": FACTS}]]),
)
SHIP = _of(
    "order.ship",
    order=ORDERS,
    items=st.lists(ITEM, max_size=2),
    lane=LANES,
    documents=PARCEL_PAPERS,
    customs_form=st.none() | FORM,
)
SHIP_ONE = _of(
    "order.ship",
    order=st.sampled_from(["o1", "o1", "o2", "o4"]),
    items=st.sampled_from(
        [[{"sku": "lamp", "quantity": 1}], [{"sku": "bulb", "quantity": 2}, {"sku": "lamp", "quantity": 1}]]
    ),
    lane=st.sampled_from(["de_parcel", "de_parcel", "kz_tracked"]),
)
WAIT = st.one_of(
    _of("clock.advance", minutes=st.one_of(st.integers(1, 900), st.sampled_from([0, -5, 2 * DAY, 2**63]))),
    _of("clock.next_event"),
    _of("clock.end_day"),
)
ACTIONS = st.one_of(
    WAIT,
    SAVE,
    SAVE_SOME,
    SHIP,
    SHIP_ONE,
    SHIP_ONE,
    _of("listing.publish", listing=LISTINGS),
    _of("listing.unpublish", listing=LISTINGS),
    _of("image.add", listing=LISTINGS, image=IMAGE, as_main=st.booleans()),
    _of("image.remove", listing=LISTINGS, sha256=SHA),
    _of("image.order", listing=LISTINGS, order=st.lists(SHA, max_size=3)),
    _of("image.describe", listing=LISTINGS, sha256=SHA, alt=TEXT, language=st.sampled_from(["", "de", "en", "kk"])),
    _of("image.role", listing=LISTINGS, sha256=SHA, role=st.sampled_from(["", "detail", "in-use", "poem"])),
    _of(
        "image.edit", source=st.sampled_from(["photo:lamp-arc/front", "photo:nothing/here", f"upload:{'a' * 64}", "a poem"]), original=SHA,
        steps=st.lists(st.sampled_from(STEPS), max_size=3), image=IMAGE, pixels=SHA,
    ),
    _of("price.set", listing=LISTINGS, price=MONEY),
    _of("stock.set", listing=LISTINGS, quantity=COUNT),
    _of("document.attach", listing=LISTINGS, document=st.sampled_from(["weee", "forged"])),
    _of("document.detach", listing=LISTINGS, document=st.sampled_from(["weee", "forged"])),
    _of(
        "shipping.save",
        place=PLACES, lane=LANES, regions=st.lists(st.sampled_from(["DE", "KZ", "FR"]), max_size=2), handling_hours=COUNT, charge=MONEY,
        slack_days=st.one_of(st.integers(0, 5), COUNT), incoterm=st.sampled_from(["DDP", "DAP"]),
    ),
    _of("order.cancel", order=ORDERS, reason=TEXT),
    _of(
        "ads.save", campaign=CAMPAIGNS, place=PLACES, title=TEXT, daily_budget=MONEY, listings=st.lists(LISTINGS, max_size=2),
        targets=st.lists(TARGET, max_size=3),
        negatives=st.lists(st.builds(lambda text: {"match": "phrase", "language": "de", "text": text}, TEXT), max_size=1),
    ),
    _of("ads.save", campaign=CAMPAIGNS, place=st.just(DE), title=st.just("Lampen"), daily_budget=st.just(BUDGET), listings=st.just([DE_LAMP]),
        targets=st.just([{"match": "auto", "language": "de", "bid": {"amount": 50, "currency": "EUR"}, "text": ""}])),
    _of("ads.pause", campaign=CAMPAIGNS),
    _of("ads.resume", campaign=CAMPAIGNS),
    _of("account.plan", platform=st.sampled_from(["meridian", "caravan", ""]), text=TEXT),
    _of("message.reply", thread=THREADS, text=TEXT),
    _of("message.close", thread=THREADS),
    _of("worksheet.submit", lines=st.dictionaries(st.sampled_from(["revenue", "profit", "luck"]), MONEY)),
    _of("reflection.submit", text=TEXT),
)  # fmt: skip


def busy_world(market: Market) -> World:
    """A shop on its second morning: listings, shoppers, open orders and questions, and more on the way."""
    setting, packed = _second_morning(market)
    return unpack(packed, setting)


@cache
def _second_morning(market: Market) -> tuple[Setting, bytes]:
    world = make_world(
        make_listing(DE_LAMP), make_listing(KZ_LAMP, live=False), make_listing(DE_BULB, title="LED-Lampe E27 warmweiß"),
        market=market, end=6 * DAY, visits_per_day=40_000_000, stock={"lamp": 12, "bulb": 40},
    )  # fmt: skip
    for number, (at, listing) in enumerate([(30, DE_LAMP), (700, DE_BULB), (3300, KZ_LAMP), (50, DE_LAMP)], start=1):
        coming = ComingOrder(f"o{number}", ANNA, (OrderTarget(listing, 1), OrderTarget(DE_BULB, 1)), "scenario")
        put(world, Due(at=at, number=0, kind="order", order=coming))
    put(
        world,
        Due(at=20, number=0, kind="message", message=ComingMessage("q1", DE, ANNA, "de", "Kabel", "Wie lang?", None)),
    )
    put(
        world,
        Due(at=720, number=0, kind="message", message=ComingMessage("q2", KZ, DANA, "ru", "Вилка", "Какая?", None)),
    )
    put(
        world,
        Due(at=900, number=0, kind="message", message=ComingMessage("q3", "", None, "de", "Paket", "Wo ist es?", "o1")),
    )
    put(world, Due(at=MORE_LAMPS_AT, number=0, kind="stock", ref="lamp", quantity=10))
    advance(world, DAY)
    return world.setting, pack(world)
