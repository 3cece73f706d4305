"""Sets the stage: the world as it is before the first action of a run."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lab.customs.destinations import load_destinations
from lab.customs.documents import Document
from lab.customs.label_data import Label
from lab.customs.lanes import load_lanes
from lab.engine.advance import advance
from lab.languages.facts import Fact, PhrasesFact, QuantityFact, RangeFact, TextFact
from lab.ledger.books import book
from lab.listings.actions import PublishListing
from lab.market.base import Market
from lab.market.people import Person
from lab.orders.agenda import put
from lab.orders.cancellation import BY_SCENARIO
from lab.platforms.profile import load_platforms
from lab.scenarios.contents import action_of, fields_of, filled, lenient
from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import read_data, read_text
from lab.scenarios.goods import type_named, type_names
from lab.scenarios.photos import given_photos
from lab.scenarios.schema import (
    EventPart,
    FactPart,
    LabelPart,
    MessageEvent,
    OrderEvent,
    PhrasesFile,
    ProductFile,
    QuantityFile,
    QuestionPart,
    Texts,
)
from lab.scenarios.script import FILE, Scenario
from lab.values.chance import below, draw, key_of, mix64
from lab.values.errors import BadFile, Fault, LabError, Refused
from lab.values.moment import Moment
from lab.values.money import Money
from lab.values.places import SEED
from lab.values.yamlfile import did_you_mean, validate
from lab.world.due import ComingMessage, ComingOrder, Due, DueKind, OrderTarget
from lab.world.listing import ShippingTemplate
from lab.world.question import Question
from lab.world.setting import Setting, ShopProduct
from lab.world.world import Shop, World


def shop_folder(scenario: Scenario) -> Path:
    """The folder of the starting shop that a scenario names."""
    return SEED / "shops" / scenario.file.world.base.partition("@")[0]


def stage(scenario: Scenario, variant: Variant, market: Market) -> World:
    """The starting world of a variant. Raises BadFile for contents that do not fit."""
    own = _own_products(scenario, variant)
    files = {**scenario.shop.products, **own}
    setting = _setting(scenario, variant, market, files)
    world = World(setting=setting, shop=Shop(scenario.shop.name))
    goods = 0
    for sku, file in files.items():
        world.shop.stock[sku] = file.stock
        goods += setting.products[sku].unit_cost.amount * file.stock
    cash = scenario.shop.cash.amount
    book(world, "opening", None, [("cash", cash), ("stock", goods), ("capital", -cash - goods)])
    _open_shop(scenario, world)
    for sku, file in own.items():
        for place, content in file.listings.items():
            if place in world.setting.places:
                _put_on_sale(world, scenario.folder, f"{place}/{sku}", content, _product_path(scenario, variant, sku))
    for event in scenario.file.events:
        if event.at is not None:
            put_event(scenario, variant, world, event, event.at)
    _play_before(scenario, variant, world)
    return world


def _play_before(scenario: Scenario, variant: Variant, world: World) -> None:
    """Let the shop run by itself until students take it over. Raises BadFile for a step that is refused."""
    for step in sorted(scenario.file.before, key=lambda step: step.at):
        _pass(world, step.at)
        action = action_of(scenario.folder, step.do, step.on, step.with_, variant, world)
        try:
            action.apply(world)
        except Refused as refusal:
            raise BadFile([Fault(FILE, 1, 1, f"before.{step.id}", str(refusal))]) from None
    _pass(world, scenario.file.world.takeover)


def _pass(world: World, until: Moment) -> None:
    if until > world.now:
        advance(world, until - world.now)


def _own_products(scenario: Scenario, variant: Variant) -> dict[str, ProductFile]:
    products = {}
    for sku in scenario.file.world.products:
        path = _product_path(scenario, variant, sku)
        data = filled(read_data(scenario.folder, path), variant.values, None)
        products[sku] = validate(ProductFile, data, {}, path)
        if type_named(products[sku].type) is None:
            raise BadFile([Fault(path, 1, 1, "type", f"there is no product type '{products[sku].type}'{did_you_mean(products[sku].type, type_names())}")])
    return products


def _product_path(scenario: Scenario, variant: Variant, sku: str) -> str:
    return insert(scenario.file.world.products[sku], variant.values)


def _setting(scenario: Scenario, variant: Variant, market: Market, files: dict[str, ProductFile]) -> Setting:
    today = scenario.start.date()
    shop = scenario.shop
    visits = scenario.file.world.visits_per_day
    return Setting(
        start=scenario.start,
        end=scenario.end,
        seed=mix64(variant.seed ^ key_of("world", scenario.id)),
        market=market,
        platforms=load_platforms(today),
        destinations=load_destinations(today),
        lanes=load_lanes(),
        products={sku: _product(sku, file) for sku, file in files.items()},
        places=scenario.file.world.places,
        home=shop.home,
        currency=shop.currency,
        visits_per_day=shop.visits_per_day if visits is None else visits,
        consequences=scenario.file.world.consequences == "on",
        dialogue=scenario.file.world.dialogue == "on",
        local_money=scenario.file.world.money == "local",
        photos=given_photos(scenario, variant.values),
        questions={part.id: _question(part, variant) for part in scenario.file.questions},
    )


def _question(part: QuestionPart, variant: Variant) -> Question:
    def text(written: Texts) -> dict[str, str]:
        return {language: insert(one, variant.values) for language, one in written.items()}

    options = {name: text(one) for name, one in part.options.items()}
    reasons = {name: text(one) for name, one in part.reasons.items()}
    return Question(part.id, text(part.title), options, part.choose, reasons, part.reasons_max, part.words_max)


def _product(sku: str, file: ProductFile) -> ShopProduct:
    documents = {
        name: Document(
            kind=part.kind,
            title=part.title,
            language=part.language,
            issued_on=date.fromisoformat(part.issued_on),
            valid_until=date.fromisoformat(part.valid_until) if part.valid_until else None,
            model=part.model,
        )
        for name, part in file.documents.items()
    }
    return ShopProduct(
        sku=sku,
        type=file.type,
        model=file.model,
        names=file.names,
        unit_cost=Money.parse(file.unit_cost),
        weight_g=file.weight_g,
        origin=file.origin,
        hs_accept=file.hs_accept,
        truth=file.truth,
        quality=file.quality,
        documents=documents,
        sides_mm=file.sides_mm,
        flags=file.flags,
        brand=file.brand,
        label=_label(file.label) if file.label is not None else None,
        maker_country=file.label.country if file.label is not None else "",
        gtin=file.gtin,
        lead_days=file.lead_days,
        min_order=file.min_order,
    )


def _label(part: LabelPart) -> Label:
    return Label(
        part.manufacturer, part.address, part.contact, part.responsible, part.responsible_address, part.responsible_contact,
        tuple(sorted(part.warnings.items())),
    )  # fmt: skip


def _open_shop(scenario: Scenario, world: World) -> None:
    """Put the starting shop's templates and listings up, for the places that the scenario plays in."""
    folder = shop_folder(scenario)
    for template in scenario.shop.templates:
        if template.on in world.setting.places:
            hours = template.handling_max // 60
            regions = list(template.regions)
            world.templates[template.on] = ShippingTemplate(
                template.on, template.lane, regions, hours, template.charge, template.slack_days, template.incoterm
            )
    for listing in scenario.shop.listings:
        if listing.on.rpartition("/")[0] in world.setting.places:
            _put_on_sale(world, folder, listing.on, listing.content, "shop.yaml")


def _put_on_sale(world: World, folder: Path, key: str, content: Mapping[str, Any], file: str) -> None:
    """Save a listing and publish it. Raises BadFile, naming the file, for one that the platform does not take."""
    try:
        lenient("listing.save", {**fields_of(folder, dict(content), world), "listing": key}).apply(world)
        PublishListing(key).apply(world)
    except BadFile:
        raise
    except LabError as error:
        raise BadFile([Fault(file, 1, 1, f"listings.{key.rpartition('/')[0]}", _not_taken(error))]) from None


def _not_taken(error: LabError) -> str:
    """Why a listing cannot be on sale from the start, in words."""
    faults = error.args_.get("faults")
    if not isinstance(faults, list):
        return str(error)
    return f"the platform does not take this listing: {', '.join(str(code).replace('_', ' ') for code in faults)}"


def put_event(scenario: Scenario, variant: Variant, world: World, event: EventPart, at: Moment) -> None:
    """Put one event of the scenario on the agenda."""
    if event.stock is not None:
        put(world, Due(at=at, number=0, kind="stock", ref=event.stock.sku, quantity=event.stock.qty))
    elif event.order is not None:
        wishes = [event.order, *([event.otherwise] if event.otherwise else [])]
        buyer = _buyer(variant, world, event.id, event.order)
        targets = tuple(OrderTarget(wish.at, int(insert(str(wish.qty), variant.values))) for wish in wishes)
        coming = ComingOrder(event.id, buyer, targets, "scenario")
        put(world, Due(at=at, number=0, kind="order", order=coming))
    elif event.address is not None:
        person = variant.people[event.address.to[2:-1]] if event.address.to else None
        put(world, Due(at=at, number=0, kind="address", ref=event.address.order, person=person, intent=BY_SCENARIO))
    elif event.cancel is not None:
        put(world, Due(at=at, number=0, kind="cancel", ref=event.cancel.order, intent=BY_SCENARIO))
    elif event.return_ is not None:
        put(world, Due(at=at, number=0, kind="return", ref=event.return_.order, intent=event.return_.reason))
    elif event.claim is not None:
        kind: DueKind = "dispute" if event.claim.kind == "claim" else "chargeback"
        put(world, Due(at=at, number=0, kind=kind, ref=event.claim.order, intent=event.claim.reason))
    elif event.review is not None:
        put(world, Due(at=at, number=0, kind="review", ref=event.review.order, quantity=event.review.stars))
    elif event.message is not None:
        part = event.message
        subject, body = _words_of(scenario, variant, part)
        person = variant.people[part.from_[2:-1]] if part.from_ else None
        coming_message = ComingMessage(
            event.id, part.to or "", person, part.lang, subject, body, part.about,
            part.intent or "", part.mood or "", part.listing, part.asks or "",
        )  # fmt: skip
        put(world, Due(at=at, number=0, kind="message", message=coming_message))


def _words_of(scenario: Scenario, variant: Variant, part: MessageEvent) -> tuple[str, str]:
    """Subject and text of a message as the author wrote them; nothing where the phrasebook has the words."""
    if part.text is None:
        return "", ""
    text = insert(read_text(scenario.folder, insert(part.text, variant.values)), variant.values)
    if part.subject is not None:
        return _line(scenario, variant, part.subject).strip(), text.strip()
    subject, _, body = text.partition("\n\n")
    return subject.strip(), body.strip()


def _line(scenario: Scenario, variant: Variant, name: str) -> str:
    return insert(read_text(scenario.folder, insert(name, variant.values)), variant.values)


def _buyer(variant: Variant, world: World, event_id: str, order: OrderEvent) -> Person:
    if order.buyer is not None:
        return variant.people[order.buyer[2:-1]]
    country = order.at.split("/")[1]
    crowd = world.setting.market.people[country]
    return crowd[below(draw(mix64(variant.seed ^ key_of("buyer", event_id)), "person"), len(crowd))]


def facts_of(scenario: Scenario, variant: Variant) -> dict[str, Fact]:
    """The truth that customers' texts and checks share, with the variant's values."""
    return {name: _fact(scenario, variant, name, part) for name, part in scenario.file.facts.items()}


def _fact(scenario: Scenario, variant: Variant, name: str, part: FactPart) -> Fact:
    if part.value is not None:
        value = insert(part.value, variant.values)
        return QuantityFact(value, part.unit or "", tuple(part.about))
    if part.range is not None:
        low, high = (int(insert(text, variant.values)) for text in part.range)
        return RangeFact(low, high, part.unit or "")
    if part.text is not None:
        return TextFact(tuple(insert(text, variant.values) for text in part.text))
    if part.value_from is not None:
        path = insert(part.value_from, variant.values)
        quantity = validate(QuantityFile, filled(read_data(scenario.folder, path), variant.values, None), {}, path)
        return QuantityFact(quantity.value, quantity.unit, quantity.about)
    if part.text_from is None:
        message = "a fact is exactly one of value, text, range, value_from or text_from"
        raise BadFile([Fault(FILE, 1, 1, f"facts.{name}", message)])
    path = insert(part.text_from, variant.values)
    phrases = validate(PhrasesFile, filled(read_data(scenario.folder, path), variant.values, None), {}, path)
    return PhrasesFact(phrases.groups, phrases.against)
