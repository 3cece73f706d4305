"""Random things that a person may try: sensible, half right and nonsense; and the shops in which they are tried."""

from dataclasses import asdict, replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from lab.engine.advance import advance
from lab.engine.codec import action_from
from lab.engine.pack import pack, unpack
from lab.ledger.books import book
from lab.orders.agenda import put
from lab.platforms.profile import PlatformProfile, load_platforms
from lab.values.chance import below, draw
from lab.values.moment import DAY
from lab.world.action import Action
from lab.world.due import ComingMessage, ComingOrder, Due, DueKind, OrderTarget
from lab.world.listing import ShippingTemplate
from lab.world.setting import Setting
from lab.world.stock import Pile
from lab.world.world import World
from tests.builders import (
    ANNA,
    DANA,
    DE,
    DE_BULB,
    DE_LAMP,
    KZ,
    KZ_LAMP,
    TODAY,
    act,
    euro,
    make_image,
    make_listing,
    make_order,
    make_product,
    make_question,
    make_world,
)
from tests.markets import real_market

MORE_LAMPS_AT, MORE_LAMPS = 2000, 10
US, US_LAMP = "meridian/US", "meridian/US/lamp"
LISTINGS = st.sampled_from(
    [DE_LAMP, DE_LAMP, KZ_LAMP, DE_BULB, US_LAMP, "caravan/KZ/bulb", "meridian/FR/lamp", "meridian/DE/chair", "", "///"]
)
OPEN = ("o1", "o2", "o3", "o4", "o8", "o9")
"""Orders that can be sent: o1 and o8 are of one buyer and of three lamps each, the buyer of o2 has asked to cancel it, that of
o4 for another address."""
CAME = ("o5", "o6", "o7")
"""Orders that have come: the buyer of o5 wants to send it back, that of o6 has opened a claim, that of o7 a chargeback."""
ORDERS = st.sampled_from(["o1", "o1", *OPEN, *CAME, "s3", "s5", "nobody", ""])
SKUS = st.sampled_from(["lamp", "lamp", "bulb", "chair", ""])
THREADS = st.sampled_from(["q1", "q2", "q3", ""])
PLACES = st.sampled_from([DE, KZ, US, ""])
LANES = st.sampled_from(
    ["de_parcel", "de_parcel", "de_letter", "kz_tracked", "kz_economy", "eu_parcel", "us_tracked", "us_parcel", "cn_line", "pigeon"]
)
TEXT = st.one_of(
    st.sampled_from(["Schreibtischlampe E27 aus Metall", "настольная лампа", "", "x" * 501]), st.text(max_size=40)
)
MONEY = st.builds(
    lambda amount, currency: {"amount": amount, "currency": currency},
    st.one_of(st.integers(1, 9000), st.sampled_from([0, -1, 2**63, 2**70])),
    st.sampled_from(["EUR", "EUR", "EUR", "EUR", "USD", "KZT", "XXX", ""]),
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
        "tax_reference": st.sampled_from(["", "", "IM2760000000", "x" * 201]),
    }
)
INVOICE = st.fixed_dictionaries(
    {
        "incoterm": st.sampled_from(["DDP", "DAP", "FOB", "x" * 201]), "place": st.sampled_from(["Almaty", ""]), "goods": MONEY,
        "freight": MONEY, "hs_code": st.sampled_from(["940529", ""]), "origin": st.sampled_from(["CN", ""]), "quantity": COUNT,
        "reason": st.sampled_from(["sale_of_goods", "gift", ""]),
    }
)  # fmt: skip
PACKING_LIST = st.fixed_dictionaries({"packages": COUNT, "quantity": COUNT, "net_g": COUNT, "gross_g": COUNT})
OFFER = st.none() | MONEY
MOMENT = st.one_of(st.integers(DAY, 3 * DAY), st.sampled_from([-1, 0, 2**63, 2**70]))
POSTS, NETWORKS = st.sampled_from(["p1", "p2", "p3", "p4"]), st.sampled_from(["quillet", "commonroom"])
POST = "Welche Lampe steht auf deinem Schreibtisch? Unsere blendet nicht. #schreibtischlampe"
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
    gtin=st.sampled_from([None, None, "6291041500213", "6291041500214", "x" * 41]),
    images=st.sampled_from([None, [{"sha256": "b" * 64, "alt": "", "facts": FACTS}]]),
)
SHIP = _of(
    "order.ship",
    order=ORDERS,
    items=st.lists(ITEM, max_size=2),
    lane=LANES,
    documents=PARCEL_PAPERS,
    customs_form=st.none() | FORM,
    more_to_come=st.booleans(),
    together=st.lists(ORDERS, max_size=2),
    invoice=st.none() | INVOICE,
    packing_list=st.none() | PACKING_LIST,
)
SHIP_ONE = _of(
    "order.ship",
    order=st.sampled_from(["o1", "o1", "o2", "o4", "o8"]),
    items=st.sampled_from(
        [[{"sku": "lamp", "quantity": 1}], [{"sku": "bulb", "quantity": 2}, {"sku": "lamp", "quantity": 1}]]
    ),
    lane=st.sampled_from(["de_parcel", "de_parcel", "kz_tracked"]),
    more_to_come=st.booleans(),
)
SHIP_ABROAD = _of(
    "order.ship",
    order=st.sampled_from(["o3", "o9"]),
    items=st.sampled_from([[{"sku": "lamp", "quantity": 1}], [{"sku": "lamp", "quantity": 2}]]),
    lane=st.sampled_from(["kz_tracked", "us_parcel", "us_parcel", "us_tracked"]),
    more_to_come=st.booleans(),
    customs_form=st.none() | FORM,
)
SHIP_TOGETHER = _of(
    "order.ship",
    order=st.just("o1"),
    items=st.just([{"sku": "lamp", "quantity": 3}]),
    lane=st.just("de_parcel"),
    together=st.sampled_from([["o8"], ["o8"], ["o8", "o4"], ["o1"], ["o9"]]),
)
SHIP_WHOLE = _of(
    "order.ship",
    order=st.sampled_from(["o2", "o3", "o4", "o9"]),
    items=st.sampled_from([[{"sku": "lamp", "quantity": 1}], [{"sku": "lamp", "quantity": 2}], [{"sku": "bulb", "quantity": 1}]]),
    lane=st.sampled_from(["de_parcel", "de_letter", "kz_tracked", "us_parcel"]),
)
TRANSFER = _of(
    "stock.transfer", sku=st.just("lamp"), quantity=st.integers(1, 4), to=st.just("US"), lane=st.sampled_from(["de_us_air", "de_us_express"])
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
    SHIP_ABROAD,
    SHIP_TOGETHER,
    _of("order.acknowledge", order=ORDERS),
    _of("order.answer_cancel", order=st.just("o2") | ORDERS, agree=st.booleans()),
    _of("order.answer_address", order=st.just("o4") | ORDERS, agree=st.booleans()),
    _of("order.refund", order=ORDERS, amount=MONEY, reason=st.sampled_from(["goodwill", "damaged", "not_arrived", "price"])),
    _of("return.decide", order=st.just("o5") | ORDERS, decision=st.sampled_from(["free_label", "buyer_pays", "keep_goods", "declined"]), offer=OFFER),
    _of(
        "dispute.answer", order=st.sampled_from(["o6", "o7"]) | ORDERS, answer=st.sampled_from(["accept", "offer", "contest"]), offer=OFFER,
        evidence=st.lists(st.sampled_from(["tracking", "customs_papers", "listing", "packing_list", "messages", "return_offer"]), max_size=3),
        text=TEXT,
    ),
    _of("review.reply", order=st.just("o7") | ORDERS, text=TEXT),
    TRANSFER,
    _of(
        "stock.transfer", sku=SKUS, quantity=COUNT, to=st.sampled_from(["US", "GB", "DE", "XX", ""]),
        lane=st.sampled_from(["de_us_air", "de_us_sea_lcl", "de_gb_lorry", "cn_us_air", "pigeon"]),
    ),
    _of("stock.reorder", sku=SKUS, quantity=COUNT),
    _of("compliance.decide", sku=SKUS, country=st.sampled_from(["DE", "KZ", "US", ""]), choice=st.sampled_from(["sell", "refuse"]), reason=TEXT),
    _of(
        "decision.record", question=st.sampled_from(["markets", "nothing"]), chosen=st.lists(st.sampled_from(["de", "kz", "us", "xx"]), max_size=3),
        reasons=st.lists(st.sampled_from(["demand", "duty", "luck"]), max_size=3), words=TEXT,
    ),
    _of("decision.record", question=st.just("markets"), chosen=st.just(["de", "kz"]), reasons=st.sampled_from([[], ["duty"]])),
    _of("compliance.hazards", sku=SKUS, flags=st.lists(st.sampled_from(["lithium", "magnet", "sharp"]), max_size=2)),
    _of(
        "pricing.save", place=PLACES, rate_micro=st.sampled_from([0, 0, 1_000_000, 1_150_000, 590_000_000, -1, 2**70]),
        markup_permille=st.one_of(st.integers(-200, 500), st.sampled_from([-201, 2**70])),
        ending=st.sampled_from(["exact", "whole", "ninety_nine", "nine", "ninety"]),
    ),
    _of("pricing.clear", place=PLACES),
    _of(
        "promotion.save", promotion=st.sampled_from(["sale", ""]), kind=st.sampled_from(["discount", "coupon", "flash"]), title=TEXT,
        listings=st.lists(LISTINGS, max_size=2), percent=st.one_of(st.integers(1, 60), COUNT), begins=MOMENT, ends=MOMENT, budget=OFFER,
        pieces=st.one_of(st.just(0), COUNT),
    ),
    _of(
        "promotion.save", promotion=st.just("sale"), kind=st.sampled_from(["discount", "coupon"]), title=st.just("Sale"),
        listings=st.sampled_from([[DE_LAMP], [DE_LAMP, DE_BULB]]), percent=st.integers(5, 30), begins=st.integers(2 * DAY, 2 * DAY + 100),
        ends=st.just(4 * DAY),
    ),
    _of("promotion.end", promotion=st.sampled_from(["sale", "nothing"])),
    _of(
        "social.post", post=st.sampled_from(["p1", "p2", ""]), network=st.sampled_from(["glimmer", "quillet", "commonroom", "nowhere"]),
        country=st.sampled_from(["DE", "KZ", "US", "FR"]), text=TEXT | st.just(POST), listing=LISTINGS | st.just(""), picture=SHA | st.just(""), alt=TEXT,
        at=st.none() | MOMENT,
    ),
    _of("social.post", post=POSTS, network=NETWORKS, country=st.just("DE"), text=st.just(POST), listing=st.sampled_from([DE_LAMP, DE_BULB, ""])),
    _of("social.remove", post=st.sampled_from(["p1", "p2", "nothing"])),
    _of(
        "listing.translate", listing=LISTINGS, language=st.sampled_from(["en", "kk", "de", "ru", "xx", ""]), title=st.none() | TEXT,
        bullets=st.none() | st.lists(TEXT, max_size=3), description=st.none() | TEXT, search_terms=st.none() | TEXT,
    ),
    _of("listing.translate", listing=st.sampled_from([DE_LAMP, KZ_LAMP]), language=st.just("en"), title=st.sampled_from(["Desk lamp E27, metal, green", ""])),
    _of(
        "listing.label", listing=LISTINGS, manufacturer=st.none() | TEXT, address=st.none() | TEXT, contact=st.none() | TEXT,
        warnings=st.none() | st.dictionaries(st.sampled_from(["de", "en", "kk", "xx", ""]), TEXT, max_size=2),
    ),
    _of("listing.label", listing=st.sampled_from([DE_LAMP, KZ_LAMP]), manufacturer=st.sampled_from(["Qinglu", ""]), warnings=st.just({"en": "Keep dry."})),
    _of("listing.family", listing=LISTINGS, family=st.sampled_from(["arc", "bent", "", "x" * 61]), axis=st.sampled_from(["colour", "socket", "smell", ""])),
    _of("listing.family", listing=st.sampled_from([DE_LAMP, KZ_LAMP]), family=st.just("arc"), axis=st.just("colour")),
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
    _of(
        "message.template.save", template=st.sampled_from(["thanks", "sorry", ""]), language=st.sampled_from(["de", "ru", "ar", "xx", ""]),
        text=TEXT | st.just("Guten Tag {name}, Ihre Bestellung {order} ist unterwegs: {tracking}. {shop}"),
    ),
    _of("message.template.drop", template=st.sampled_from(["thanks", "sorry", "nothing"])),
    _of("worksheet.submit", lines=st.dictionaries(st.sampled_from(["revenue", "profit", "luck"]), MONEY)),
    _of("reflection.submit", text=TEXT),
)  # fmt: skip


SUM = st.builds(lambda amount, currency: {"amount": amount, "currency": currency}, st.integers(1, 5000), st.sampled_from(["EUR", "EUR", "USD"]))
SHARE = st.none() | SUM
WORK = st.one_of(
    _of("clock.advance", minutes=st.integers(60, 1500)),
    _of("clock.end_day"),
    SHIP_ONE,
    SHIP_ABROAD,
    SHIP_TOGETHER,
    SHIP_WHOLE,
    _of("order.acknowledge", order=st.sampled_from(OPEN)),
    _of("order.cancel", order=st.sampled_from(OPEN)),
    _of("order.answer_cancel", order=st.just("o2"), agree=st.booleans()),
    _of("order.answer_address", order=st.just("o4"), agree=st.booleans()),
    _of("order.refund", order=st.sampled_from([*OPEN, *CAME]), amount=SUM, reason=st.sampled_from(["goodwill", "price"])),
    _of("return.decide", order=st.just("o5"), decision=st.sampled_from(["free_label", "buyer_pays", "declined"])),
    _of("return.decide", order=st.just("o5"), decision=st.just("keep_goods"), offer=SHARE),
    _of("dispute.answer", order=st.sampled_from(["o6", "o7"]), answer=st.just("accept")),
    _of("dispute.answer", order=st.sampled_from(["o6", "o7"]), answer=st.just("offer"), offer=SUM),
    _of("dispute.answer", order=st.sampled_from(["o6", "o7"]), answer=st.just("contest"), evidence=st.sampled_from([[], ["tracking"]])),
    _of("review.reply", order=st.just("o7"), text=st.just("Das tut uns leid.")),
    _of("stock.reorder", sku=st.just("lamp"), quantity=st.integers(2, 6)),
    TRANSFER,
    _of("compliance.hazards", sku=st.just("lamp"), flags=st.just([])),
    _of("pricing.save", place=st.sampled_from([KZ, US]), markup_permille=st.integers(0, 200), ending=st.sampled_from(["exact", "whole", "ninety"])),
    _of("pricing.clear", place=st.sampled_from([KZ, US])),
    _of("promotion.end", promotion=st.just("sale")),
    _of("social.post", post=POSTS, network=NETWORKS, country=st.just("DE"), text=st.just(POST), listing=st.sampled_from([DE_LAMP, DE_BULB, ""])),
    _of("social.remove", post=POSTS),
    _of("price.set", listing=st.sampled_from([DE_LAMP, KZ_LAMP]), price=SUM),
    _of(
        "shipping.save", place=st.just(KZ), lane=st.sampled_from(["kz_tracked", "kz_economy"]), regions=st.just(["KZ"]),
        handling_hours=st.integers(1, 48), charge=SUM, incoterm=st.sampled_from(["DDP", "DAP"]),
    ),
)  # fmt: skip
"""What somebody does who knows the trade; most of it is accepted."""
COURSES = st.lists(st.integers(0, 3).flatmap(lambda slip: WORK if slip else ACTIONS), min_size=12, max_size=30)


def busy_world(abroad: bool = False) -> World:
    """A shop on its second morning: listings, shoppers, orders at every stage and questions, and more on the way.

    `abroad` is one whose buyers pay in their own currencies, with goods in a warehouse in the United States, and whose
    platforms pay out every day.
    """
    setting, packed = _second_morning(abroad)
    return unpack(packed, setting)


def _first_key(purpose: str, share: int, whole: int) -> int:
    return next(key for key in range(1, 100_000) if below(draw(key, purpose), whole) < share)


_FATES = {"o8": _first_key("loss", 6, 1000), "o9": _first_key("refusal", 100, 10_000)}
"""The first parcel of o8 gets lost, the buyer of o9 refuses hers at the door."""


@cache
def _second_morning(abroad: bool) -> tuple[Setting, bytes]:
    products = {"lamp": make_product(sides_mm=(460, 210, 180), min_order=2, lead_days=1), "bulb": make_product("bulb", sides_mm=(120, 65, 65))}
    world = make_world(
        make_listing(DE_LAMP), make_listing(KZ_LAMP, live=abroad), make_listing(DE_BULB, title="LED-Lampe E27 warmweiß"),
        market=real_market(), end=6 * DAY, visits_per_day=40_000_000, stock={"lamp": 16, "bulb": 40}, products=products,
        questions={"markets": make_question()}, places=(DE, KZ, US) if abroad else (DE, KZ), local_money=abroad, platforms=_paying_daily() if abroad else load_platforms(TODAY),
    )  # fmt: skip
    if abroad:
        world.listings[US_LAMP] = make_listing(US_LAMP)
        world.templates[US] = ShippingTemplate(US, "us_parcel", ["US"], 24, euro("4.00"))
        world.shop.abroad["US"] = {"lamp": Pile(5, 8_003)}
        book(world, "opening", None, [("stock", 8_003), ("capital", -8_003)])
    for name in CAME:
        make_order(world, name)
        outcome = act(world, "order.ship", order=name, items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", documents=("packing_list",))
        assert outcome.ok, outcome
        _expect(world, 300, "delivery", name)
    _expect(world, 400, "return", "o5", intent="changed_mind")
    _expect(world, 400, "dispute", "o6", intent="not_as_described")
    _expect(world, 400, "chargeback", "o7", intent="not_arrived")
    _expect(world, 400, "review", "o7", quantity=2)
    wanted = [(30, DE_LAMP, 3), (700, DE_BULB, 1), (800 if abroad else 3300, KZ_LAMP, 1), (50, DE_LAMP, 1), (60, DE_LAMP, 3), (70, US_LAMP, 2)]
    for name, (at, listing, quantity) in zip(OPEN, wanted, strict=True):
        targets = (OrderTarget(listing, quantity), OrderTarget(DE_BULB, 1))
        coming = ComingOrder(name, ANNA, targets, "scenario", key=_FATES.get(name, 0))
        put(world, Due(at=at, number=0, kind="order", order=coming))
    _expect(world, 900, "cancel", "o2", intent="scenario")
    _expect(world, 900, "address", "o4")
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
    put(world, Due(at=MORE_LAMPS_AT, number=0, kind="stock", ref="lamp", quantity=MORE_LAMPS))
    advance(world, DAY)
    assert all(world.orders[name].state == "delivered" for name in CAME)
    assert {found.order for found in world.returns} >= {"o5"} and {found.order for found in world.disputes} >= {"o6", "o7"}
    return world.setting, pack(world)


def _paying_daily() -> dict[str, PlatformProfile]:
    return {key: replace(profile, payout_every_days=1, payout_hold_days=0) for key, profile in load_platforms(TODAY).items()}


def _expect(world: World, at: int, kind: DueKind, order: str, **more: Any) -> None:
    put(world, Due(at=at, number=0, kind=kind, ref=order, **more))
