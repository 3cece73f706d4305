"""A robot that presses every button and writes every word, in the hope that some of it counts.

It knows what can be copied without thinking: the figures of the goods, the searches of the market, the buyers' own words. Twice a day it fills every
title with every search, answers every letter with everything at once, ships, refunds and agrees to whatever can be shipped,
refunded and agreed to, and hands in whatever can be handed in. A fair scenario gives it little.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from lab.ledger.worksheet import LINES
from lab.listings.hazards import HANDLING_FLAGS
from lab.proofs.branches import Move
from lab.scenarios.brief import brief_of
from lab.scenarios.contents import lenient, shipment_of
from lab.scenarios.deal import Variant
from lab.scenarios.files import picture
from lab.scenarios.play import Play
from lab.scenarios.robot import stops_of
from lab.scenarios.script import Scenario
from lab.social.networks import load_networks
from lab.values.errors import LabError
from lab.values.moment import HOUR, Moment
from lab.values.text import clip
from lab.world.action import Action
from lab.world.setting import ShopProduct
from lab.world.world import World

EVERY = 12 * HOUR
MOST_ROUNDS = 12
MOST_WORDS = 40
Wish = tuple[str, Mapping[str, Any]]
EVERYTHING = (
    "Dear customer, thank you, sorry, yes, no, of course. Your order was shipped, is on its way and will arrive. We refund you in "
    "full, send a new one, send a return label, pay the return, you pay the return, the invoice is attached, your address was "
    "changed, your order was cancelled, please send a photo, please wait. Kind regards"
)


def spam(scenario: Scenario, variant: Variant) -> list[Move]:
    """The moves of the spammer in one variant: from the takeover to the last moment that a check looks at."""
    first, last = scenario.file.world.takeover + 1, max(stops_of(scenario))
    every = max(EVERY, (last - first) // MOST_ROUNDS)
    return [_move(scenario, at) for at in range(first, max(last, first + 1), every)]


def _move(scenario: Scenario, at: Moment) -> Move:
    def make(play: Play) -> Sequence[Action]:
        return list(_actions(scenario, play))

    return Move(at, f"{at} spam", f"spam {at}", make)


def _actions(scenario: Scenario, play: Play) -> Iterator[Action]:
    """Every button. What cannot even be written down as an action is no button for anybody."""
    for name, fields in _wishes(scenario, play):
        try:
            if name == "order.ship":
                fields = shipment_of(play.world, str(fields["order"]), dict(fields))
            yield lenient(name, dict(fields))
        except (LabError, IndexError, KeyError):
            continue


def _wishes(scenario: Scenario, play: Play) -> Iterator[Wish]:
    world = play.world
    yield from _shelves(scenario, play)
    yield from _letters(world)
    yield from _orders(world)
    yield from _papers(world)
    yield from _campaigns(world)


def _shelves(scenario: Scenario, play: Play) -> Iterator[Wish]:
    """Every product on sale everywhere, under every word that anybody searches for."""
    world = play.world
    pictures = _pictures(scenario, play)
    for place in world.setting.places:
        profile = world.setting.platforms[place.partition("/")[0]]
        country = place.rpartition("/")[2]
        lane = next((lane for lane in world.setting.lanes.values() if country in lane.regions), None)
        if lane is not None:
            charge = {"amount": 0, "currency": world.setting.currency}
            yield "shipping.save", {"place": place, "lane": lane.key, "regions": [country], "handling_hours": 24, "charge": charge}
        for sku, product in world.setting.products.items():
            words = _searches(world, product, profile.markets[country].languages)
            limit = min((one.chars for one in profile.title_limits), default=120)
            key = f"{place}/{sku}"
            yield "listing.save", {
                "listing": key,
                "title": clip(" ".join([*product.names.values(), *words]), limit - 1),
                "bullets": [clip(" ".join(words[start::5]) or product.model, 200) for start in range(5)],
                "description": clip(" ".join([EVERYTHING, *words, *words, *_truths(product)]), 3000),
                "search_terms": " ".join(words),
                "category": world.setting.type_of(sku).category,
                "attributes": _filled_in(world, sku),
                "price": {"amount": product.unit_cost.amount * 2, "currency": world.setting.currency},
                "stock": world.shop.stock.get(sku, 0),
                "documents": list(product.documents),
                **({"images": pictures[sku]} if pictures.get(sku) else {}),
            }
            yield "listing.publish", {"listing": key}
            for choice in ("sell", "refuse"):
                yield "compliance.decide", {"sku": sku, "country": country, "choice": choice, "reason": "law"}
    for sku, product in world.setting.products.items():
        yield "compliance.hazards", {"sku": sku, "flags": list(HANDLING_FLAGS)}
        yield "stock.reorder", {"sku": sku, "quantity": product.min_order}


def _letters(world: World) -> Iterator[Wish]:
    """One answer for everybody, with everything in it and the buyer's own words."""
    truths = [word for product in world.setting.products.values() for word in _truths(product)]
    for key, thread in world.threads.items():
        asked = " ".join(message.text for message in thread.messages if message.by != "shop")
        limit = world.setting.platforms[thread.place.partition("/")[0]].message_max_chars
        text = clip(" ".join([thread.buyer.name, asked, *truths, EVERYTHING]), limit - 1)
        yield "message.reply", {"thread": key, "text": text}
        yield "message.close", {"thread": key}


def _orders(world: World) -> Iterator[Wish]:
    for key, order in world.orders.items():
        total = msgspec.to_builtins(order.total)
        yield "order.acknowledge", {"order": key}
        yield "order.answer_cancel", {"order": key, "agree": True}
        yield "order.answer_address", {"order": key, "agree": True}
        yield "order.ship", {"order": key, "documents": ["invoice"]}
        yield "order.refund", {"order": key, "amount": total}
        yield "return.decide", {"order": key, "decision": "keep_goods"}
        yield "dispute.answer", {"order": key, "answer": "contest", "evidence": ["tracking", "customs_papers", "listing", "packing_list", "messages", "return_offer"]}
        yield "review.reply", {"order": key, "text": EVERYTHING}


def _papers(world: World) -> Iterator[Wish]:
    nothing = {"amount": 0, "currency": world.setting.currency}
    yield "worksheet.submit", {"lines": dict.fromkeys(LINES, nothing)}
    yield "reflection.submit", {"text": EVERYTHING}
    for key, question in world.setting.questions.items():
        chosen = list(question.options)[: question.choose]
        yield "decision.record", {"question": key, "chosen": chosen, "reasons": list(question.reasons)[: question.reasons_at_most], "words": ""}
    for platform in dict.fromkeys(place.partition("/")[0] for place in world.setting.places):
        yield "account.plan", {"platform": platform, "text": EVERYTHING}


def _campaigns(world: World) -> Iterator[Wish]:
    """Every search bought, every network posted to."""
    currency = world.setting.currency
    for number, place in enumerate(world.setting.places):
        country = place.rpartition("/")[2]
        live = [key for key, listing in world.listings.items() if key.startswith(f"{place}/") and listing.is_live]
        languages = world.setting.platforms[place.partition("/")[0]].markets[country].languages
        if live:
            words = _searches(world, world.setting.products[live[0].rpartition("/")[2]], languages)
            bid = {"amount": 100, "currency": currency}
            yield "ads.save", {
                "campaign": f"c{number + 1}", "place": place, "title": "Everything", "daily_budget": {"amount": 5000, "currency": currency},
                "listings": live, "targets": [{"match": "broad", "language": languages[0], "bid": bid, "text": clip(word, 80)} for word in words],
            }  # fmt: skip
        for network in load_networks():
            text = clip(" ".join([EVERYTHING, *live]), 200)
            yield "social.post", {"post": f"p{number}{network}{world.now}", "network": network, "country": country, "text": text}


def _searches(world: World, product: ShopProduct, languages: Sequence[str]) -> list[str]:
    found = [one for one in world.setting.market.keywords if one.type == product.type and one.language in (*languages, "en")]
    return [one.text for one in sorted(found, key=lambda one: (-one.volume, one.id))[:MOST_WORDS]]


def _filled_in(world: World, sku: str) -> dict[str, str]:
    """Something in every field: the first choice, a one, a yes."""
    fields = {}
    for attribute in world.setting.type_of(sku).attributes:
        fields[attribute.key] = next(iter(attribute.choices), "") or ("yes" if attribute.kind == "yes_no" else "1")
    return fields


def _truths(product: ShopProduct) -> list[str]:
    return [f"{name} {value}" for name, value in product.truth.items()]


def _pictures(scenario: Scenario, play: Play) -> dict[str, list[dict[str, Any]]]:
    """The raw pictures that students are given as files; raw photos would have to be worked on."""
    brief = brief_of(scenario, play.variant, "en")
    return {sku: [msgspec.to_builtins(picture(scenario.folder, name)) for name in names] for sku, names in brief.pictures.items()}
