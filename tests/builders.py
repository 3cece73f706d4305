"""Small worlds for tests: a shop that sells a desk lamp and a bulb in Germany and Kazakhstan.

Every builder takes only what a test wants to say; the rest is right and unremarkable. Rules, rates and lanes are
the real ones of 4 May 2026. Without a market of its own a world stands in a quiet one: real product types, no
rivals and nobody searching.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

import msgspec

from lab.customs.destinations import load_destinations
from lab.customs.documents import CustomsForm, Document
from lab.customs.lanes import load_lanes
from lab.engine.codec import action_from
from lab.engine.do import Outcome, do
from lab.grading.check import Check, Finding
from lab.grading.evidence import Deed, Evidence, Mark
from lab.grading.grade import CheckResult, grade
from lab.images.measure import ImageFacts
from lab.languages.facts import Fact, QuantityFact, RangeFact, TextFact
from lab.ledger.books import book
from lab.market.authored import load_catalogue
from lab.market.base import Market
from lab.market.exact import make_tables
from lab.market.people import Person
from lab.orders.arrival import receive_order
from lab.platforms.profile import load_platforms
from lab.values.moment import DAY, Moment
from lab.values.money import Money
from lab.world.action import Action
from lab.world.due import ComingOrder, OrderTarget
from lab.world.listing import Listing, ListingImage, ShippingTemplate
from lab.world.order import Order
from lab.world.question import Question
from lab.world.setting import Setting, ShopProduct
from lab.world.thread import Message, Thread
from lab.world.world import Shop, World

TODAY = date(2026, 5, 4)
START = datetime.fromisoformat("2026-05-04T08:00:00+02:00")
DE, KZ = "meridian/DE", "caravan/KZ"
DE_LAMP, KZ_LAMP, DE_BULB = "meridian/DE/lamp", "caravan/KZ/lamp", "meridian/DE/bulb"

ANNA = Person("Anna Vogel", "Lindenweg 4", "Kassel", "34117", "DE", "de")
DANA = Person("Дана Сериккызы", "улица Абая 12", "Алматы", "050000", "KZ", "ru")

TRUTH = {
    "socket": "E27", "cord_length": "180", "max_power": "25", "height": "43", "material": "metal", "colour": "green",
    "adjustable": "no", "plug": "type_f",
}  # fmt: skip
DE_TITLE = "Qinglu Arc QL-A430 Schreibtischlampe E27, Bogenlampe aus Metall, salbeigrün, Kabel 180 cm"
DE_BULLETS = (
    "Sanfter Bogen: Der feste Arm führt das Licht ohne störenden Ständer über Buch und Tastatur.",
    "Passende Lampe: Die Fassung E27 nimmt übliche LED-Lampen bis 25 Watt auf.",
    "Freie Platzwahl: Das Kabel ist 180 cm lang und reicht bequem bis zur Steckdose.",
    "Standfest: Der runde Fuß aus Metall hält die Leuchte auch auf schmalen Tischen sicher.",
    "Lieferumfang: Leuchte mit Anleitung in deutscher Sprache; das Leuchtmittel ist nicht enthalten.",
)
DE_DESCRIPTION = (
    "Die Arc ist eine ruhige Leuchte für Schreibtisch, Sideboard und Leseecke. Der Schirm aus Metall wirft das Licht "
    "nach unten und blendet nicht. Ein Schalter am Fuß macht sie an und aus.\nSie braucht eine Lampe mit dem Sockel "
    "E27 und höchstens 25 Watt. Das Kabel misst 180 cm und hat einen Stecker Typ F."
)
KZ_TITLE = "Настольная лампа Qinglu QL-A430, цоколь E27, металл, шалфейно-зелёная, провод 180 см"
KZ_DESCRIPTION = (
    "Спокойная лампа для письменного стола и чтения. Металлический абажур направляет свет вниз и не слепит.\n"
    "Цоколь E27, подходят лампочки мощностью до 25 Вт.\nДлина провода 180 см, вилка типа F.\n"
    "В комплекте лампа и инструкция на русском языке, лампочка не входит."
)
RIGHT_PAPERS = ("declaration", "responsible-person", "manual-de", "weee")
FACTS: Mapping[str, Fact] = {
    "cord": QuantityFact("180", "cm", ("Kabel", "cord", "провод")),
    "socket": TextFact(("E27",)),
    "delivery_kz": RangeFact(9, 14, "day"),
}
_T = TypeVar("_T")


def euro(amount: str) -> Money:
    return Money.parse(f"{amount} EUR")


@cache
def quiet_market() -> Market:
    """A market with two real product types in which nobody sells, searches or shops."""
    catalogue = load_catalogue()
    types = {file.type.key: file.type for file in catalogue.types if file.type.key in ("desk-lamp", "led-bulb")}
    people = {"DE": (ANNA,), "KZ": (DANA,)}
    empty: Any = ()
    values = dict.fromkeys((field.name for field in fields(Market)), empty)
    values |= {"version": "quiet", "sha256": "0" * 64, "types": types, "categories": catalogue.categories, "people": people}
    return Market(**{**values, "index": {}, "wordings": {}, "noise_key": 0, "tables": make_tables()})


def make_document(kind: str = "user_manual", **changes: Any) -> Document:
    plain = Document(kind, "Anleitung", "de", date(2025, 9, 1), None, "QL-A430")
    return replace(plain, **changes)


def make_product(sku: str = "lamp", **changes: Any) -> ShopProduct:
    """The desk lamp, or the bulb by its SKU. The kit holds right papers and some wrong ones."""
    kit = {
        "declaration": make_document("declaration_of_conformity", language="en"),
        "responsible-person": make_document("responsible_person", model=""),
        "manual-de": make_document(),
        "manual-ru": make_document(language="ru"),
        "weee": make_document("weee_registration", model=""),
        "eac": make_document("eac_certificate", language="ru", valid_until=date(2031, 3, 1)),
        "manual-zh": make_document(language="zh"),
        "declaration-other-model": make_document("declaration_of_conformity", language="en", model="QL-A380"),
        "eac-expired": make_document("eac_certificate", language="ru", valid_until=date(2026, 2, 28)),
    }
    names = {"en": "Arc desk lamp", "de": "Bogenlampe", "ru": "Настольная лампа"}
    lamp = ShopProduct("lamp", "desk-lamp", "QL-A430", names, euro("12.00"), 1720, "CN", ("940529",), TRUTH, 720, kit)
    bulb = ShopProduct("bulb", "led-bulb", "QL-E8", {"en": "LED bulb"}, euro("1.60"), 95, "CN", ("853952",), {"socket": "E27"}, 700, {})
    return replace({"lamp": lamp, "bulb": bulb}[sku], **changes)


def make_question(key: str = "markets", **changes: Any) -> Question:
    """Which two of three countries, with reasons to tick and room for words."""
    options = {"de": {"en": "Germany", "de": "Deutschland"}, "kz": {"en": "Kazakhstan"}, "us": {"en": "United States"}}
    reasons = {"demand": {"en": "Many people look for it"}, "duty": {"en": "The duty is low"}, "taste": {"en": "I like it there"}}
    plain = Question(key, {"en": "Which two countries?", "de": "Welche zwei Länder?"}, options, 2, reasons, 2, 200)
    return replace(plain, **changes)


def make_setting(**changes: Any) -> Setting:
    plain = Setting(
        start=START,
        end=30 * DAY,
        seed=7,
        market=changes.pop("market", None) or quiet_market(),
        platforms=load_platforms(TODAY),
        destinations=load_destinations(TODAY),
        lanes=load_lanes(),
        products={"lamp": make_product(), "bulb": make_product("bulb")},
        places=(DE, KZ),
        home="DE",
        currency="EUR",
        visits_per_day=6000,
    )
    return replace(plain, **changes)


def make_image(sha: str = "a", *, alt: str = "Bogenlampe auf weißem Grund", **facts: Any) -> ListingImage:
    """A main picture that keeps every rule; `facts` change what was measured."""
    good = ImageFacts(
        width_px=1600, height_px=1600, byte_count=240_000, format="JPEG", pure_bg=1000, white_bg=1000, ring_white=1000,
        fill_long=880, fill_box=600, touch=0, off_centre=5, border=0, no_product=False,
    )  # fmt: skip
    return ListingImage((sha * 64)[:64], replace(good, **facts), alt)


def make_listing(key: str = DE_LAMP, **changes: Any) -> Listing:
    """A good listing of the lamp (or a plain one of the bulb), on sale since the start unless `live=False`."""
    platform, country, sku = key.split("/")
    live = changes.pop("live", True)
    german = country == "DE"
    listing = Listing(
        sku=sku,
        platform=platform,
        country=country,
        title=DE_TITLE if german else KZ_TITLE,
        bullets=list(DE_BULLETS) if german else [],
        description=DE_DESCRIPTION if german else KZ_DESCRIPTION,
        search_terms="leselampe tischlampe büro retro" if german else "",
        category="home/lighting/desk-lamps" if sku == "lamp" else "home/lighting/light-bulbs",
        attributes=dict(TRUTH) if sku == "lamp" else {"socket": "E27"},
        images=[make_image()],
        documents=(list(RIGHT_PAPERS) if german else ["eac", "manual-ru"]) if sku == "lamp" else [],
        price=euro("39.90") if sku == "lamp" else euro("6.90"),
        stock=20,
        live_since=0 if live else None,
        first_live_at=0 if live else None,
    )
    for name, value in changes.items():
        setattr(listing, name, value)
    return listing


def make_world(*listings: Listing, templates: bool = True, **changes: Any) -> World:
    """A shop with goods and money. With `templates` both places have a shipping template."""
    stock = changes.pop("stock", {"lamp": 50, "bulb": 200})
    world = World(setting=make_setting(**changes), shop=Shop("Kontorlicht", dict(stock)))
    goods = sum(world.setting.products[sku].unit_cost.amount * count for sku, count in stock.items())
    book(world, "opening", None, [("cash", 500_000), ("stock", goods), ("capital", -500_000 - goods)])
    for listing in listings:
        world.listings[listing.key] = listing
    if templates:
        world.templates[DE] = ShippingTemplate(DE, "de_parcel", ["DE"], 24, euro("3.90"))
        world.templates[KZ] = ShippingTemplate(KZ, "kz_tracked", ["KZ"], 48, euro("0.00"))
    return world


def make_order(world: World, order_id: str = "o1", listing: str = DE_LAMP, quantity: int = 1, at: Moment = 0) -> Order:
    """A purchase of a listing on sale, received at a moment; the world's clock is then at that moment."""
    if listing not in world.listings:
        world.listings[listing] = make_listing(listing)
    world.now = at
    buyer = ANNA if "/DE/" in listing else DANA
    order = receive_order(world, ComingOrder(order_id, buyer, (OrderTarget(listing, quantity),), "scenario"))
    assert order is not None, "the listing cannot be sold"
    return order


def make_form(world: World, order: Order, **changes: Any) -> CustomsForm:
    """The right customs form for an order packed as ordered."""
    item = order.items[0]
    product = world.setting.products[item.sku]
    weight = product.weight_g * item.quantity
    form = CustomsForm(
        "sale_of_goods", "Metal desk lamp for home use", product.hs_accept[0], product.origin, item.quantity, order.goods, weight
    )
    return replace(form, **changes)


def make_thread(world: World, thread_id: str = "q1", *replies: tuple[Moment, str], at: Moment = 30, **changes: Any) -> Thread:
    """A buyer's question at `at`, with the shop's replies as (moment, text); the clock ends at the last of them."""
    order = changes.pop("order", None)
    place = changes.pop("place", DE)
    platform, _, country = place.partition("/")
    buyer = ANNA if country == "DE" else DANA
    thread = Thread(thread_id, platform, country, buyer, buyer.language, "Frage", order, [Message("buyer", "Wie lang ist das Kabel?", at)])
    for moment, text in replies:
        thread.messages.append(Message("shop", text, moment))
    for name, value in changes.items():
        setattr(thread, name, value)
    world.threads[thread_id] = thread
    world.now = max(world.now, thread.messages[-1].at)
    return thread


def act(world: World, name: str, **values: Any) -> Outcome:
    """Do the action of that name, its fields as Python values."""
    return do(world, action_from(name, msgspec.to_builtins(values)))


def evidence_of(world: World, *, deeds: Iterable[Action] = (), marks: Mapping[str, Mark] | None = None, **changes: Any) -> Evidence:
    """The world as a check sees it now."""
    rows = [Deed(number, world.now, action, True) for number, action in enumerate(deeds)]
    moment = changes.pop("moment", world.now)
    facts = changes.pop("facts", FACTS)
    return Evidence(world.setting, facts, rows, {moment: world}, marks or {}, moment)


def make_check(cls: type[Check], **values: Any) -> Check:
    """A check with the parameters named, as an author would write them."""
    return cls.model_validate({"id": "c", "check": cls.name, "task": "t", "points": "4", **values})


def examine(cls: type[Check], world: World, **values: Any) -> Finding:
    """What a check finds in the world as it is."""
    return make_check(cls, **values).examine(evidence_of(world))


def share_of(cls: type[Check], world: World, **values: Any) -> Fraction:
    return examine(cls, world, **values).fraction


def graded(world: World, *checks: Check) -> list[CheckResult]:
    """The results of some checks, graded together on a world to which nothing was done."""
    due = {"t": world.now}
    result, _ = grade(
        start=world, deeds=[], checks=checks, due=due, facts=FACTS, marks={}, rounding=Fraction(1, 100), wake=lambda world, deeds: None
    )
    return result.checks


HOSTILE = (
    "", " ", "\u202e\u200b", "<script>alert(1)</script>", "' OR 1=1 --", "${cord_cm}", "{{ 7*7 }}", "%s%n%x", "\\", "../../etc/passwd",
    "A" * 5000, "🙂" * 400, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "٣٤٥ سم", "1e309 cm", "0/0 cm", "-0 cm", "१२३", "\n" * 300, "(" * 300, "a.a." * 500, "180" * 900,
)  # fmt: skip
"""Texts that have broken programs before."""


def hostile_worlds() -> Iterable[World]:
    """Shops in which every text that a student can write is one of the hostile ones."""
    for text in HOSTILE:
        listing = make_listing(
            title=text, bullets=[text] * 3, description=text, search_terms=text, category=text, attributes={"socket": text, text: text},
            images=[make_image(alt=text)],
        )  # fmt: skip
        world = make_world(listing)
        order = make_order(world, "o1", DE_LAMP)
        abroad = make_order(world, "o2", KZ_LAMP)
        form = make_form(world, abroad, description=text[:200], hs_code=text[:200], origin=text[:200], kind=text[:200])
        act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", documents=("invoice",))
        act(world, "order.ship", order="o2", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked", customs_form=form)
        make_thread(world, "q1", (60, text), subject=text)
        make_thread(world, "q3", (60, text), order=order.id)
        world.papers.reflection = text
        world.papers.worksheet = {"revenue": euro("1.00")}
        yield world


def survives_hostile_text(cls: type[Check], **values: Any) -> bool:
    """Whether a check gives a share and plain, bounded evidence for every hostile shop."""
    for world in hostile_worlds():
        finding = examine(cls, world, **values)
        data = msgspec.json.encode([finding.args, finding.evidence])
        if not 0 <= finding.fraction <= 1 or len(data) > 20_000:
            return False
    return True


def empty_world() -> World:
    """A shop in which nothing was ever done and nothing has come."""
    return make_world(templates=False, stock={})


def earns_nothing(cls: type[Check], **values: Any) -> bool:
    """Whether a check gives an empty shop nothing, behind its gate if it must have one."""
    from lab.checks.listing_published import ListingPublished

    gate = make_check(ListingPublished, id="gate", on=DE_LAMP)
    needs = ("gate",) if cls.only_loses else ()
    result = graded(empty_world(), gate, make_check(cls, needs=needs, **values))[1]
    return result.fraction == "0" and result.status in ("fail", "not_reached")
