"""What is different between two moments of a shop: nothing between equal worlds, and each thing once with before and after."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lab.engine.clone import clone
from lab.ledger.books import book
from lab.school.changes import PARTS, Change, world_changes
from lab.values.money import Money
from lab.world.aftermath import Dispute, Return, Review
from lab.world.campaign import Campaign
from lab.world.health import Health
from lab.world.listing import Translation
from lab.world.note import StaffNote
from lab.world.post import Post
from lab.world.promotion import Promotion
from lab.world.question import Choice
from lab.world.reply_template import ReplyTemplate
from lab.world.stock import Decision, Inbound, Pile
from lab.world.thread import Message
from lab.world.world import World
from tests.builders import DE, DE_LAMP, euro, make_image, make_listing, make_order, make_thread, make_world

EUR0 = Money(0, "EUR")


@pytest.fixture
def world() -> World:
    made = make_world(make_listing())
    make_order(made, at=10)
    make_thread(made, at=30)
    made.campaigns["c"] = Campaign("c", DE, "Lamps", euro("5.00"), [DE_LAMP], [])
    return made


def found(world: World, change: Callable[[World], None], code: str) -> list[tuple[str, str, object, object]]:
    """What a change of a copy gives under a code: about, field, was, now."""
    after = clone(world)
    change(after)
    return [(one.about, one.field, one.was, one.now) for one in world_changes(world, after) if one.code == code]


def set_on(what: Callable[[World], object], **values: object) -> Callable[[World], None]:
    def change(world: World) -> None:
        for name, value in values.items():
            setattr(what(world), name, value)

    return change


def test_between_equal_worlds_nothing_changed(world: World) -> None:
    assert world_changes(world, clone(world)) == []
    assert world_changes(make_world(), make_world()) == []


def test_time_and_traffic_alone_are_no_changes(world: World) -> None:
    after = clone(world)
    after.now += 600
    after.listings[DE_LAMP].record.looks += 1000
    assert world_changes(world, after) == []


def test_money_is_told_by_its_sums(world: World) -> None:
    def pay(after: World) -> None:
        book(after, "ads", None, [("ads", 1234), ("cash", -1234)])

    sums = {about: (was, now) for about, _field, was, now in found(world, pay, "sum")}
    assert sums["cash"] == (euro("5000.00"), euro("4987.66"))


def test_a_new_order_and_what_becomes_of_one(world: World) -> None:
    number = world.orders["o1"].number
    assert found(world, lambda after: after.orders["o1"].__setattr__("state", "shipped"), "order_state") == [(number, "", "unshipped", "shipped")]
    states = found(world, lambda after: after.orders["o1"].__setattr__("state", "shipped"), "orders_in_state")
    assert states == [("shipped", "", 0, 1), ("unshipped", "", 1, 0)]
    after = clone(world)
    second = make_order(after, "o2", at=20)
    codes = [(one.code, one.about, one.now) for one in world_changes(world, after) if one.code == "order_came"]
    assert codes == [("order_came", second.number, second.total)]


def test_messages_are_told_with_their_words(world: World) -> None:
    def write(after: World) -> None:
        after.threads["q1"].messages += [Message("shop", "Zwei Meter.", 40), Message("buyer", "Danke!", 50)]

    assert found(world, write, "message_of_shop") == [("Frage", "", None, "Zwei Meter.")]
    assert found(world, write, "message_of_buyer") == [("Frage", "", None, "Danke!")]
    assert found(world, set_on(lambda one: one.threads["q1"], mood="upset"), "thread_mood") == [("Frage", "", "calm", "upset")]
    assert found(world, set_on(lambda one: one.threads["q1"], closed_at=60), "thread_closed") == [("Frage", "", "", "yes")]

    def keep(after: World) -> None:
        after.reply_templates["Dank"] = ReplyTemplate("Dank", "de", "Danke {name}")

    assert found(world, keep, "reply_template") == [("Dank", "", None, "Danke {name}")]


def test_a_listing_is_told_field_by_field(world: World) -> None:
    lamp: Callable[[World], object] = lambda one: one.listings[DE_LAMP]  # noqa: E731
    old = world.listings[DE_LAMP]
    for values, expected in (
        ({"title": "Neu"}, [("title", old.title, "Neu")]),
        ({"price": euro("29.90")}, [("price", euro("39.90"), euro("29.90"))]),
        ({"live_since": None}, [("state", "on_sale", "off_sale")]),
        ({"stock": 0}, [("offered", 19, 0)]),
        ({"attributes": {**old.attributes, "colour": "pink"}}, [("attribute.colour", old.attributes.get("colour", ""), "pink")]),
        ({"translations": {"fr": Translation("Lampe")}}, [("text.fr.title", "", "Lampe")]),
    ):
        assert [one[1:] for one in found(world, set_on(lamp, **values), "listing_field")] == expected
    fields = [one[1] for one in found(world, set_on(lamp, images=[make_image(), make_image("b")]), "listing_field")]
    assert fields == ["pictures", "picture_order", "alts"]


def test_another_picture_in_the_same_place_is_seen(world: World) -> None:
    fields = [one[1] for one in found(world, set_on(lambda one: one.listings[DE_LAMP], images=[make_image("b")]), "listing_field")]
    assert fields == ["picture_order"]


def test_a_new_listing_is_told_with_its_fields(world: World) -> None:
    def add(after: World) -> None:
        after.listings["meridian/DE/bulb"] = make_listing("meridian/DE/bulb", live=False)

    assert found(world, add, "listing_made") == [("meridian/DE/bulb", "", None, make_listing("meridian/DE/bulb").title)]
    assert ("meridian/DE/bulb", "price", "", euro("6.90")) in found(world, add, "listing_field")


def test_stock_at_home_abroad_and_on_the_way(world: World) -> None:
    def move(after: World) -> None:
        after.shop.stock["lamp"] -= 7
        after.shop.abroad["KZ"] = {"lamp": Pile(3, 100)}
        after.inbound.append(Inbound("i1", "purchase", "lamp", 40, "", "sea", 0, 99, EUR0, EUR0, EUR0, EUR0))

    assert found(world, move, "pieces_at_home") == [("lamp", "", 50, 43)]
    assert found(world, move, "pieces_abroad") == [("lamp", "KZ", 0, 3)]
    assert found(world, move, "goods_ordered") == [("lamp", "", None, 40)]


def test_shipping_ads_promotions_and_papers(world: World) -> None:
    template = world.templates[DE]
    assert found(world, lambda after: after.templates.__setitem__(DE, replace(template, handling_hours=48)), "shipping_field") == [
        (DE, "handling_hours", 24, 48)
    ]
    assert found(world, set_on(lambda one: one.campaigns["c"], running=False), "campaign_field") == [("Lamps", "state", "running", "paused")]
    assert found(world, set_on(lambda one: one.campaigns["c"], listings=[]), "campaign_field") == [("Lamps", "listings", 1, 0)]
    made = Promotion("p", "discount", "Spring", [DE_LAMP], 10, 0, 100, 0)
    assert found(world, lambda after: after.promotions.__setitem__("p", made), "promotion_made") == [("Spring", "discount", None, 10)]

    def write(after: World) -> None:
        after.papers.reflection = "Because."
        after.papers.worksheet["revenue"] = euro("9.00")
        after.choices["markets"] = Choice(("de", "kz"), (), "They buy.", 5)
        after.decisions.append(Decision("lamp", "KZ", "refuse", "No certificate.", 5))
        after.hazards["lamp"] = ()

    assert found(world, write, "reflection") == [("", "", "", "Because.")]
    assert found(world, write, "worksheet") == [("revenue", "", None, euro("9.00"))]
    assert found(world, write, "decision") == [("markets", "", None, "de, kz")]
    assert found(world, write, "sale_decided") == [("lamp", "KZ", None, "refuse")]
    assert found(world, write, "hazards") == [("lamp", "", None, "")]


def test_what_buyers_and_platforms_and_instructors_did_afterwards(world: World) -> None:
    number = world.orders["o1"].number

    def happen(after: World) -> None:
        after.reviews.append(Review("o1", DE_LAMP, 4, 50))
        after.returns.append(Return("o1", 60, "changed_mind"))
        after.disputes.append(Dispute("o1", 70, "late"))
        after.health["meridian"] = Health("warned")
        after.posts["p"] = Post("p", "pictogram", "DE", "Look!", "", "", "", 0, 0, 0)
        after.notes.append(StaffNote(80, "hint", "Look at the postage."))

    assert found(world, happen, "review_came") == [(DE_LAMP, "", None, 4)]
    assert found(world, happen, "return_came") == [(number, "", None, "changed_mind")]
    assert found(world, happen, "dispute_came") == [(number, "claim", None, "late")]
    assert found(world, happen, "standing") == [("meridian", "", "unknown", "warned")]
    assert found(world, happen, "post_made") == [("pictogram", "", None, "Look!")]
    assert found(world, happen, "staff_note") == [("hint", "", None, "Look at the postage.")]
    after = clone(world)
    happen(after)
    parts = [one.part for one in world_changes(world, after)]
    assert parts == sorted(parts, key=PARTS.index)


def test_a_change_is_plain_data() -> None:
    assert Change("money", "sum", "cash", EUR0, euro("1.00")) == Change("money", "sum", "cash", EUR0, euro("1.00"), "")
