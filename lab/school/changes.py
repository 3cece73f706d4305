"""What is different between two moments of a shop, thing by thing, as codes and values.

`world_changes` compares two worlds of the same run. What shoppers do all day long (traffic, ranks) is left out: this is about
what a student or a buyer did, and what it came to.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lab.school.overview import purse_of
from lab.values.money import Money
from lab.world.listing import Listing, ShippingTemplate
from lab.world.order import Order
from lab.world.thread import Thread
from lab.world.world import World

Value = str | int | Money | None
PARTS = (
    "money", "orders", "threads", "listings", "stock", "shipping", "ads", "promotions", "pricing", "aftersales", "health", "social",
    "papers", "staff",
)  # fmt: skip
"""The order in which changes are told."""
_COUNTS = frozenset({"pictures", "offered"})
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `code` says of what kind, `about` which thing ("meridian/DE/lamp", "o2"), `field` what of it.

    `was` and `now` are plain values; None where the thing was not there before, or is not there any more.
    """

    part: str
    code: str
    about: str
    was: Value
    now: Value
    field: str = ""


def world_changes(before: World, after: World) -> list[Change]:
    """Every difference from an earlier to a later world of a run, in the order of `PARTS`; none between equal worlds."""
    found = [
        *_money(before, after), *_orders(before, after), *_threads(before, after), *_listings(before, after), *_stock(before, after),
        *_shipping(before, after), *_ads(before, after), *_promotions(before, after), *_pricing(before, after),
        *_aftersales(before, after), *_health(before, after), *_social(before, after), *_papers(before, after), *_staff(before, after),
    ]  # fmt: skip
    return found


def _money(before: World, after: World) -> Iterator[Change]:
    was, now = purse_of(before), purse_of(after)
    for field in ("cash", "owed", "stock", "on_way", "profit"):
        yield from _one("money", "sum", field, getattr(was, field), getattr(now, field))


def _orders(before: World, after: World) -> Iterator[Change]:
    for _key, was, now in _pairs(before.orders, after.orders):
        if was is None and now is not None:
            yield Change("orders", "order_came", now.number, None, now.total)
        if now is not None:
            yield from _order(now.number, was, now)
    for state in sorted({order.state for world in (before, after) for order in world.orders.values()}):
        counts = [sum(order.state == state for order in world.orders.values()) for world in (before, after)]
        yield from _one("orders", "orders_in_state", state, counts[0], counts[1])


def _order(number: str, was: Order | None, now: Order) -> Iterator[Change]:
    old: Order | None = was
    if old is not None:
        yield from _one("orders", "order_state", number, old.state, now.state)
    yield from _one("orders", "order_parcels", number, len(old.parcels) if old else 0, len(now.parcels))
    nothing = Money(0, now.currency)
    yield from _one("orders", "order_refunded", number, old.refunded if old else nothing, now.refunded)
    yield from _one("orders", "order_address", number, old.address_answer if old else "", now.address_answer)


def _threads(before: World, after: World) -> Iterator[Change]:
    for _key, was, now in _pairs(before.threads, after.threads):
        if now is None:
            continue
        if was is None:
            yield Change("threads", "thread_came", now.subject, None, now.language)
        for by in ("buyer", "shop"):
            for message in now.messages[len(was.messages) if was else 0 :]:
                if message.by == by:
                    yield Change("threads", f"message_of_{by}", now.subject, None, message.text)
        yield from _one("threads", "thread_closed", now.subject, _yes(was is not None and _is_closed(was)), _yes(_is_closed(now)))
        yield from _one("threads", "thread_outcome", now.subject, was.outcome if was else "", now.outcome)
        yield from _one("threads", "thread_mood", now.subject, was.mood if was else "calm", now.mood)
    templates = _pairs(before.reply_templates, after.reply_templates)
    for name, old, new in templates:
        yield from _one("threads", "reply_template", name, old.text if old else None, new.text if new else None)


def _listings(before: World, after: World) -> Iterator[Change]:
    for key, was, now in _pairs(before.listings, after.listings):
        if was is None:
            yield Change("listings", "listing_made", key, None, now.title if now else "")
        if now is None:
            yield Change("listings", "listing_gone", key, was.title if was else "", None)
        old, new = _fields(was), _fields(now)
        for field in dict.fromkeys([*old, *new]):
            nothing = 0 if field in _COUNTS else ""
            yield from _one("listings", "listing_field", key, old.get(field, nothing), new.get(field, nothing), field)


def _fields(listing: Listing | None) -> dict[str, Value]:
    """A listing as plain values by field; what has parts is one field for each: "attribute.colour", "text.fr.title"."""
    if listing is None:
        return {"state": "off_sale"}
    fields: dict[str, Value] = {
        "state": "on_sale" if listing.is_live else "off_sale", "title": listing.title, "bullets": "\n".join(listing.bullets),
        "description": listing.description, "search_terms": listing.search_terms, "category": listing.category,
        "gtin": listing.gtin, "family": listing.family, "documents": "\n".join(listing.documents),
        "pictures": len(listing.images), "picture_order": "\n".join(image.sha256[:8] for image in listing.images),
        "alts": "\n".join(image.alt for image in listing.images if image.alt),
        "roles": "\n".join(image.role for image in listing.images if image.role),
        "offered": listing.stock, "label": "given" if listing.label is not None else "",
    }  # fmt: skip
    if listing.price is not None:
        fields["price"] = listing.price
    fields |= {f"attribute.{name}": value for name, value in listing.attributes.items()}
    for language, text in listing.translations.items():
        for name in ("title", "description", "search_terms"):
            fields[f"text.{language}.{name}"] = getattr(text, name)
        fields[f"text.{language}.bullets"] = "\n".join(text.bullets)
    return {name: value for name, value in fields.items() if value not in ("", 0) or name == "state"}


def _stock(before: World, after: World) -> Iterator[Change]:
    yield from _mapped("stock", "pieces_at_home", before.shop.stock, after.shop.stock, lambda pieces: pieces, 0)
    for country in sorted({*before.shop.abroad, *after.shop.abroad}):
        was, now = before.shop.abroad.get(country, {}), after.shop.abroad.get(country, {})
        for change in _mapped("stock", "pieces_abroad", was, now, lambda pile: pile.pieces, 0):
            yield Change(change.part, change.code, change.about, change.was, change.now, country)
    known = {one.id: one for one in before.inbound}
    for one in after.inbound:
        old = known.get(one.id)
        if old is None:
            yield Change("stock", "goods_ordered" if one.kind == "purchase" else "goods_moved", one.sku, None, one.quantity, one.to)
        yield from _one("stock", "goods_arrived", one.sku, _yes(old is not None and old.arrived_at is not None), _yes(one.arrived_at is not None))


def _shipping(before: World, after: World) -> Iterator[Change]:
    for place, was, now in _pairs(before.templates, after.templates):
        old, new = _terms(was), _terms(now)
        for field in dict.fromkeys([*old, *new]):
            yield from _one("shipping", "shipping_field", place, old.get(field), new.get(field), field)


def _terms(template: ShippingTemplate | None) -> dict[str, Value]:
    if template is None:
        return {}
    return {
        "lane": template.lane, "regions": ", ".join(template.regions), "handling_hours": template.handling_hours,
        "charge": template.charge, "slack_days": template.slack_days, "incoterm": template.incoterm,
    }  # fmt: skip


def _ads(before: World, after: World) -> Iterator[Change]:
    for _key, was, now in _pairs(before.campaigns, after.campaigns):
        name = now.name if now is not None else was.name if was is not None else ""
        if was is None:
            yield Change("ads", "campaign_made", name, None, now.daily_budget if now else None)
        elif now is not None:
            yield from _one("ads", "campaign_field", name, "running" if was.running else "paused", "running" if now.running else "paused", "state")
            yield from _one("ads", "campaign_field", name, was.daily_budget, now.daily_budget, "daily_budget")
            for field in ("listings", "targets", "negatives"):
                if getattr(was, field) != getattr(now, field):
                    yield Change("ads", "campaign_field", name, len(getattr(was, field)), len(getattr(now, field)), field)


def _promotions(before: World, after: World) -> Iterator[Change]:
    for _key, was, now in _pairs(before.promotions, after.promotions):
        if was is None and now is not None:
            yield Change("promotions", "promotion_made", now.name, None, now.percent, now.kind)
        elif was is not None and now is not None:
            yield from _one("promotions", "promotion_sold", now.name, was.orders, now.orders)
            if now.ends < was.ends:
                yield Change("promotions", "promotion_ended", now.name, None, None)


def _pricing(before: World, after: World) -> Iterator[Change]:
    for place, was, now in _pairs(before.pricing, after.pricing):
        for field in ("rate_micro", "markup_permille", "ending"):
            yield from _one("pricing", "pricing_field", place, getattr(was, field, None), getattr(now, field, None), field)
    for one in after.payouts[len(before.payouts) :]:
        yield Change("pricing", "paid_out", one.platform, None, one.paid)


def _aftersales(before: World, after: World) -> Iterator[Change]:
    numbers = {key: order.number for key, order in after.orders.items()}
    for one in after.reviews[len(before.reviews) :]:
        yield Change("aftersales", "review_came", one.listing, None, one.stars)
    for old, new in zip(before.reviews, after.reviews, strict=False):
        yield from _one("aftersales", "review_reply", new.listing, old.reply, new.reply)
    for place, back in enumerate(after.returns):
        known = before.returns[place] if place < len(before.returns) else None
        if known is None:
            yield Change("aftersales", "return_came", numbers.get(back.order, back.order), None, back.reason)
        yield from _one("aftersales", "return_decision", numbers.get(back.order, back.order), known.decision if known else "", back.decision)
    for place, dispute in enumerate(after.disputes):
        before_it = before.disputes[place] if place < len(before.disputes) else None
        number = numbers.get(dispute.order, dispute.order)
        if before_it is None:
            yield Change("aftersales", "dispute_came", number, None, dispute.reason, dispute.kind)
        yield from _one("aftersales", "dispute_answer", number, before_it.answer if before_it else "", dispute.answer)
        yield from _one("aftersales", "dispute_ruling", number, before_it.ruling if before_it else "", dispute.ruling)


def _health(before: World, after: World) -> Iterator[Change]:
    yield from _mapped("health", "standing", before.health, after.health, lambda one: one.state, "unknown")


def _social(before: World, after: World) -> Iterator[Change]:
    for _key, was, now in _pairs(before.posts, after.posts):
        if was is None and now is not None:
            yield Change("social", "post_made", now.network, None, now.text)
        elif now is not None:
            yield from _one("social", "post_removed", now.network, _yes(was is not None and was.removed_at is not None), _yes(now.removed_at is not None))


def _papers(before: World, after: World) -> Iterator[Change]:
    yield from _mapped("papers", "worksheet", before.papers.worksheet, after.papers.worksheet, lambda amount: amount, None)
    yield from _one("papers", "reflection", "", before.papers.reflection, after.papers.reflection)
    for key, was, now in _pairs(before.choices, after.choices):
        yield from _one("papers", "decision", key, ", ".join(was.chosen) if was else None, ", ".join(now.chosen) if now else None)
        yield from _one("papers", "decision_words", key, was.words if was else "", now.words if now else "")
    for one in after.decisions[len(before.decisions) :]:
        yield Change("papers", "sale_decided", one.sku, None, one.choice, one.country)
    for sku, flags, more in _pairs(before.hazards, after.hazards):
        yield from _one("papers", "hazards", sku, None if flags is None else ", ".join(flags), None if more is None else ", ".join(more))


def _staff(before: World, after: World) -> Iterator[Change]:
    for note in after.notes[len(before.notes) :]:
        yield Change("staff", "staff_note", note.kind, None, note.text)


def _one(part: str, code: str, about: str, was: Value, now: Value, field: str = "") -> Iterator[Change]:
    """The change of one value, if it is one."""
    if was != now:
        yield Change(part, code, about, was, now, field)


def _mapped(
    part: str, code: str, was: Mapping[str, _T], now: Mapping[str, _T], value: Callable[[_T], Any], otherwise: Value
) -> Iterator[Change]:
    """The changes of one value for each key of two tables; `otherwise` stands for a key that is not there."""
    for key, old, new in _pairs(was, now):
        yield from _one(part, code, key, otherwise if old is None else value(old), otherwise if new is None else value(new))


def _pairs(was: Mapping[str, _T], now: Mapping[str, _T]) -> Sequence[tuple[str, _T | None, _T | None]]:
    """What two tables have under each key, earlier keys first."""
    return [(key, was.get(key), now.get(key)) for key in dict.fromkeys([*was, *now])]


def _is_closed(thread: Thread) -> bool:
    return thread.closed_at is not None and thread.waits_since is None


def _yes(value: bool) -> str:
    return "yes" if value else ""
