"""What an instructor can do in a run: every effect on the world, what is refused, and that nobody else can do it."""

import io
import zlib
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.bundles.layout import Deal
from lab.bundles.reading import read_lines
from lab.bundles.replaying import replay
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.checks.deeds import deeds_where
from lab.engine.advance import advance
from lab.engine.clone import clone
from lab.engine.codec import action_from, decode_action, encode_action, is_action
from lab.engine.do import Outcome, do
from lab.engine.pack import pack, unpack, world_hash
from lab.engine.runoff import run_off
from lab.engine.staff import (
    MAX_TEXT,
    MOST_EVENTS,
    StaffCustomer,
    StaffEvent,
    StaffHint,
    countries_served,
    customer_languages,
    next_thread,
    shockable_currencies,
)
from lab.grading.evidence import Evidence
from lab.ledger.rates import rate_micro
from lab.listings.actions import SetStock
from lab.market.base import Market
from lab.orders.actions import ShipOrder
from lab.orders.arrival import receive_order
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play, resume, start
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import load_scenario
from lab.values.errors import BadFile, BadInput, LabError
from lab.values.moment import DAY
from lab.values.places import SCENARIOS
from lab.values.text import tidy_lines
from lab.world.action import ACTIONS, STAFF_ACTIONS, Action, is_staff_action, is_staff_actor
from lab.world.due import ComingOrder, OrderTarget
from lab.world.note import StaffNote
from lab.world.order import Order
from lab.world.world import ADDED_LATER, World
from tests.builders import (
    ANNA,
    DANA,
    DE,
    DE_BULB,
    DE_LAMP,
    KZ,
    KZ_LAMP,
    act,
    euro,
    make_form,
    make_listing,
    make_order,
    make_thread,
    make_world,
    quiet_market,
)
from tests.engine.sequences import WORK, busy_world
from tests.ledger.foreign import foreign_world
from tests.scenarios.small import SCENARIO, write_small

TEACHER = "staff:7"
HOSTILE = "<script>alert(1)</script> \u202e\u0000{order} ' OR 1=1; -- 💥 ${buyer} %s"
LAMP = [{"sku": "lamp", "quantity": 1}]


def refused(world: World, action: Action) -> str:
    """The code with which a world refuses an action; the world must stay as it was."""
    before = world_hash(world), world.setting
    outcome = do(world, action)
    assert not outcome.ok and (world_hash(world), world.setting) == before
    return outcome.code


def shipped(world: World, order: str = "o1", lane: str = "de_parcel", **more: object) -> Outcome:
    return act(world, "order.ship", order=order, items=LAMP, lane=lane, **more)


def due_of(world: World, order: str = "o1") -> int:
    """When the parcel of an order reaches the door; the parcel and the agenda have to agree."""
    [coming] = [due.at for due in world.agenda if due.kind == "delivery" and due.ref == order]
    assert coming == world.orders[order].parcels[0].due_at
    return coming


# ------------------------------------------------------------------------------------------------------------------- hints


def test_a_hint_is_kept_with_its_moment() -> None:
    world = make_world()
    world.now = 90
    assert do(world, StaffHint("  Look at the customs form.\n\n")).ok
    assert world.notes == [StaffNote(90, "hint", "Look at the customs form.")]


@pytest.mark.parametrize(("text", "code"), [("", "text_empty"), (" \n\u200e", "text_empty"), ("x" * 2001, "too_long")])
def test_a_hint_has_one_to_two_thousand_characters(text: str, code: str) -> None:
    assert refused(make_world(), StaffHint(text)) == code
    assert do(make_world(), StaffHint("x" * MAX_TEXT)).ok


def test_a_hint_can_still_be_given_when_the_time_is_over_but_nothing_can_happen() -> None:
    world = make_world(end=DAY)
    advance(world, DAY)
    assert do(world, StaffHint("Hand in now.")).ok
    assert refused(world, StaffEvent("strike", country="DE", days=2)) == "run_is_over"
    assert refused(world, StaffCustomer("Hallo", place=DE, buyer="Max Muster", language="de", subject="Hallo")) == "run_is_over"


# ------------------------------------------------------------------------------------------------------------------ strikes


@pytest.mark.parametrize("strike", [{"country": "DE"}, {"lane": "de_parcel"}])
def test_a_strike_makes_a_parcel_under_way_late_by_its_length(strike: dict[str, str]) -> None:
    world = make_world()
    make_order(world)
    assert shipped(world).ok
    world.now += 60
    came, promised, scans = due_of(world), world.orders["o1"].promised_at, world.orders["o1"].parcels[0].scans
    assert do(world, StaffEvent("strike", days=4, **strike)).ok
    assert due_of(world) == came + 4 * DAY
    assert world.orders["o1"].promised_at == promised
    later = world.orders["o1"].parcels[0].scans
    assert [scan.at for scan in later] == [scan.at + (4 * DAY if scan.at > world.now else 0) for scan in scans]
    assert later[0].at == 0 and later[-1].at <= due_of(world)
    advance(world, came + 4 * DAY - world.now - 1)
    assert world.orders["o1"].state == "shipped"
    advance(world, 1)
    assert world.orders["o1"].state in ("delivered", "refused")


def test_a_parcel_that_is_sent_during_a_strike_waits_for_its_end() -> None:
    plain, struck = make_world(), make_world()
    for world in (plain, struck):
        make_order(world)
    assert do(struck, StaffEvent("strike", lane="de_parcel", days=3)).ok
    for world in (plain, struck):
        advance(world, DAY)
        assert shipped(world).ok
    assert due_of(struck) == due_of(plain) + 2 * DAY
    usual, late = (world.orders["o1"].parcels[0].scans for world in (plain, struck))
    assert late[0] == usual[0] and late[0].at == DAY  # handed over all the same
    assert [scan.at for scan in late[1:]] == [scan.at + 2 * DAY for scan in usual[1:]] != []
    advance(struck, 2 * DAY)
    make_order(struck, "o2", at=struck.now)
    make_order(plain, "o2", at=struck.now)
    assert shipped(struck, "o2").ok and shipped(plain, "o2").ok
    assert due_of(struck, "o2") == due_of(plain, "o2")  # it is over


@pytest.mark.parametrize(("strike", "is_hit"), [({"country": "KZ"}, True), ({"country": "DE"}, True), ({"country": "US"}, False), ({"lane": "de_parcel"}, False)])
def test_a_strike_of_a_country_hits_what_goes_to_it_and_comes_from_it(strike: dict[str, str], is_hit: bool) -> None:
    world = make_world()
    order = make_order(world, listing=KZ_LAMP)
    assert shipped(world, lane="kz_tracked", customs_form=make_form(world, order)).ok
    came = due_of(world)
    assert do(world, StaffEvent("strike", days=5, **strike)).ok
    assert due_of(world) == came + (5 * DAY if is_hit else 0)


def test_the_end_of_an_event_is_something_to_wait_for() -> None:
    world = make_world()
    assert do(world, StaffEvent("strike", country="DE", days=1)).ok
    advance(world, DAY - 30)
    assert act(world, "clock.next_event").ok
    assert world.now == DAY and world.agenda == []


def test_strikes_that_overlap_hold_a_parcel_up_once() -> None:
    world = make_world()
    make_order(world)
    assert shipped(world).ok
    came = due_of(world)
    assert do(world, StaffEvent("strike", country="DE", days=5)).ok
    advance(world, 2 * DAY)
    assert do(world, StaffEvent("strike", lane="de_parcel", days=5)).ok  # until day 7, when the first ends on day 5
    assert due_of(world) == came + 7 * DAY
    assert do(world, StaffEvent("strike", lane="de_parcel", days=1)).ok  # over before the others
    assert due_of(world) == came + 7 * DAY


# ------------------------------------------------------------------------------------------------------------------ recalls


def test_a_recall_takes_every_listing_of_the_product_off_sale_and_keeps_it_off() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP), make_listing(DE_BULB))
    assert do(world, StaffEvent("recall", sku="lamp", days=2)).ok
    assert [listing.is_live for listing in world.listings.values()] == [False, False, True]
    assert receive_order(world, ComingOrder("o9", ANNA, (OrderTarget(DE_LAMP, 1),), "scenario")) is None
    assert act(world, "listing.publish", listing=DE_LAMP) == Outcome(False, "product_recalled", {"sku": "lamp", "days": 2})
    advance(world, DAY + 1)
    assert act(world, "listing.publish", listing=DE_LAMP).args == {"sku": "lamp", "days": 1}
    advance(world, DAY - 1)
    assert not world.listings[DE_LAMP].is_live  # not by itself
    assert act(world, "listing.publish", listing=DE_LAMP).ok


def test_orders_of_a_recalled_product_stay_open_and_cannot_be_sent_in_any_box() -> None:
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2", DE_BULB)
    assert do(world, StaffEvent("recall", sku="lamp", days=1)).ok
    assert shipped(world).code == "product_recalled"
    assert shipped(world, "o2").code == "product_recalled"  # lamps instead of bulbs
    bulb = [{"sku": "bulb", "quantity": 1}]
    assert act(world, "order.ship", order="o2", items=bulb, lane="de_parcel", together=("o1",)).code == "product_recalled"
    assert act(world, "order.ship", order="o2", items=bulb, lane="de_parcel").ok
    assert world.orders["o1"].state == "unshipped"
    advance(world, DAY)
    assert shipped(world).ok or world.orders["o1"].state == "cancelled"


def test_an_order_of_a_recalled_product_can_be_cancelled() -> None:
    world = make_world()
    make_order(world)
    assert do(world, StaffEvent("recall", sku="lamp", days=9)).ok
    assert act(world, "order.cancel", order="o1", reason="Rückruf").ok


# -------------------------------------------------------------------------------------------------------------------- rates


def test_a_currency_that_loses_half_buys_half_as_much_of_everything() -> None:
    world = foreign_world({0: 590})
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP)
    advance(world, DAY)
    assert do(world, StaffEvent("rate_shock", currency="KZT", percent=-50)).ok
    setting = world.setting
    assert rate_micro(setting, "KZT", DAY - 1) == 590_000_000  # what has been stays
    assert rate_micro(setting, "KZT", DAY) == rate_micro(setting, "KZT", 20 * DAY) == 1_180_000_000
    order = make_order(world, "o1", KZ_LAMP, at=world.now)
    assert order.items[0].unit_price.amount == 2 * 2_354_100  # 39.90 EUR are 23,541.00 tenge at 590
    assert order.owed_home == pytest.approx(_plain_sale().owed_home, abs=1)


def _plain_sale() -> Order:
    world = foreign_world({0: 590})
    world.listings[KZ_LAMP] = make_listing(KZ_LAMP)
    return make_order(world, "o1", KZ_LAMP)


def test_rate_shocks_multiply_and_end() -> None:
    world = foreign_world({0: 600})
    assert do(world, StaffEvent("rate_shock", currency="KZT", percent=100, days=2)).ok
    assert do(world, StaffEvent("rate_shock", currency="KZT", percent=50)).ok
    assert rate_micro(world.setting, "KZT", world.now) == 200_000_000  # 600 / (2 x 1.5)
    advance(world, 2 * DAY)
    assert rate_micro(world.setting, "KZT", world.now) == 400_000_000
    assert rate_micro(world.setting, "KZT", world.now - 1) == 200_000_000
    assert rate_micro(world.setting, "USD", world.now) == 1_170_000


# ----------------------------------------------------------------------------------------------------------------- carriers


def test_a_closed_service_takes_no_parcel_until_it_opens_again() -> None:
    world = make_world()
    make_order(world)
    assert do(world, StaffEvent("carrier_change", lane="de_parcel", closed=True, days=1)).ok
    assert shipped(world) == Outcome(False, "lane_closed", {"lane": "de_parcel", "days": 1})
    assert shipped(world, lane="de_letter").code != "lane_closed"
    advance(world, DAY)
    make_order(world, "o2", at=world.now)
    assert shipped(world, "o2").ok


def test_a_service_that_is_closed_for_good_stays_closed_and_what_is_under_way_arrives() -> None:
    world = make_world()
    make_order(world)
    assert shipped(world).ok
    came = due_of(world)
    assert do(world, StaffEvent("carrier_change", lane="de_parcel", closed=True)).ok
    assert due_of(world) == came
    advance(world, 20 * DAY)
    assert world.orders["o1"].state in ("delivered", "refused")
    make_order(world, "o2", at=world.now)
    assert shipped(world, "o2") == Outcome(False, "lane_closed_for_good", {"lane": "de_parcel"})


def test_a_dearer_service_costs_so_much_more_until_its_price_is_back() -> None:
    world = make_world()
    for name in ("o1", "o2", "o3"):
        make_order(world, name)
    assert shipped(world, "o1").ok
    assert do(world, StaffEvent("carrier_change", lane="de_parcel", percent=100, days=1)).ok
    assert shipped(world, "o2").ok
    usual, dear = (world.orders[name].parcels[0].postage for name in ("o1", "o2"))
    assert dear == usual.times(2) and usual.amount > 0
    advance(world, DAY)
    assert world.setting.usual_lanes == {}
    make_order(world, "o4", at=world.now)
    assert shipped(world, "o4").ok
    assert world.orders["o4"].parcels[0].postage == usual


# ---------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (StaffEvent("strike", days=3), "strike_of_one"),
        (StaffEvent("strike", country="DE", lane="de_parcel", days=3), "strike_of_one"),
        (StaffEvent("strike", country="ZZ", days=3), "no_such_country"),
        (StaffEvent("strike", country="x" * 5000, days=3), "no_such_country"),
        (StaffEvent("strike", lane="pigeon", days=3), "no_such_lane"),
        (StaffEvent("strike", country="DE"), "event_days_out_of_range"),
        (StaffEvent("strike", country="DE", days=-1), "event_days_out_of_range"),
        (StaffEvent("strike", country="DE", days=61), "event_days_out_of_range"),
        (StaffEvent("strike", country="DE", days=3, percent=5), "staff_field_unfit"),
        (StaffEvent("strike", country="DE", days=3, text="x" * 2001), "too_long"),
        (StaffEvent("recall", sku="chair", days=3), "no_such_product"),
        (StaffEvent("recall", sku="", days=3), "no_such_product"),
        (StaffEvent("recall", sku="lamp"), "event_days_out_of_range"),
        (StaffEvent("recall", sku="lamp", country="DE", days=3), "staff_field_unfit"),
        (StaffEvent("rate_shock", currency="ZZZ", percent=5), "no_such_currency"),
        (StaffEvent("rate_shock", currency="", percent=5), "no_such_currency"),
        (StaffEvent("rate_shock", currency="EUR", percent=5), "no_such_currency"),
        (StaffEvent("rate_shock", currency="USD"), "percent_is_nought"),
        (StaffEvent("rate_shock", currency="USD", percent=-51), "percent_out_of_range"),
        (StaffEvent("rate_shock", currency="USD", percent=101), "percent_out_of_range"),
        (StaffEvent("rate_shock", currency="USD", percent=2**70), "percent_out_of_range"),
        (StaffEvent("rate_shock", currency="USD", percent=5, days=61), "event_days_out_of_range"),
        (StaffEvent("carrier_change", closed=True), "no_such_lane"),
        (StaffEvent("carrier_change", lane="de_parcel"), "lane_closed_or_priced"),
        (StaffEvent("carrier_change", lane="de_parcel", closed=True, percent=5), "lane_closed_or_priced"),
        (StaffEvent("carrier_change", lane="de_parcel", percent=101), "percent_out_of_range"),
        (StaffCustomer("Hallo", thread="q9"), "no_such_thread"),
        (StaffCustomer("Hallo", thread="q1", buyer="Max"), "staff_field_unfit"),
        (StaffCustomer("", thread="q1"), "text_empty"),
        (StaffCustomer("x" * 2001, thread="q1"), "too_long"),
        (StaffCustomer("Hallo", place=DE, buyer="Max", language="tr", subject="x"), "no_such_buyers_language"),
        (StaffCustomer("Hallo", place=DE, buyer="Max", language="", subject="x"), "no_such_buyers_language"),
        (StaffCustomer("Hallo", place=DE, buyer="Max", language="de"), "text_empty"),
        (StaffCustomer("Hallo", place=DE, buyer="Max", language="de", subject="x" * 121), "too_long"),
        (StaffCustomer("Hallo", place=DE, buyer=" ", language="de", subject="x"), "name_length"),
        (StaffCustomer("Hallo", place=DE, buyer="M" * 81, language="de", subject="x"), "name_length"),
        (StaffCustomer("Hallo", place="meridian/FR", buyer="Max", language="de", subject="x"), "no_such_place"),
        (StaffCustomer("Hallo", place="", buyer="Max", language="de", subject="x"), "no_such_place"),
        (StaffCustomer("Hallo", order="o9", language="de", subject="x"), "no_such_order"),
        (StaffCustomer("Hallo", order="o1", buyer="Max", language="de", subject="x"), "staff_field_unfit"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_changes_nothing(action: Action, code: str) -> None:
    world = make_world()
    make_order(world)
    make_thread(world, "q1")
    assert refused(world, action) == code


def test_a_kind_of_event_that_does_not_exist_is_no_action() -> None:
    with pytest.raises(BadInput, match="action_field_wrong"):
        decode_action(b'{"do":"staff.event","kind":"meteor","days":3}')


def test_so_many_events_are_enough() -> None:
    world = make_world()
    for _ in range(MOST_EVENTS):
        assert do(world, StaffEvent("carrier_change", lane="de_parcel", percent=100)).ok
    assert refused(world, StaffEvent("strike", country="DE", days=1)) == "too_many_events"
    make_order(world)
    assert shipped(world).ok
    assert unpack(pack(world), world.setting) == world  # the dearest postage there is can be packed


# --------------------------------------------------------------------------------------------------------------- customers


def test_a_new_buyer_writes_and_waits_for_an_answer() -> None:
    world = make_world()
    world.now = 45
    assert do(world, StaffCustomer("Passt die Lampe?\r\n", place=DE, buyer=" Max  Muster ", language="en", subject=" Lampe ")).ok
    [thread] = world.threads.values()
    assert (thread.id, thread.place, thread.order, thread.language, thread.subject) == ("h-1", DE, None, "en", "Lampe")
    assert (thread.buyer.name, thread.buyer.language, thread.buyer.city) == ("Max Muster", "en", ANNA.city)
    assert thread.messages[0].text == "Passt die Lampe?" and thread.waits_since == 45
    assert next_thread(world) == "h-2"
    assert act(world, "message.reply", thread="h-1", text="Yes.").ok
    assert thread.waits_since is None


def test_the_buyer_of_an_order_writes_about_it() -> None:
    world = make_world()
    make_order(world, listing=KZ_LAMP)
    assert do(world, StaffCustomer("Тапсырыс қайда?", order="o1", language="kk", subject="Тапсырыс")).ok
    thread = world.threads["h-1"]
    assert (thread.place, thread.buyer, thread.order, thread.language) == (KZ, DANA, "o1", "kk")


def test_a_buyer_who_writes_again_waits_again_even_in_the_minute_in_which_the_conversation_was_closed() -> None:
    world = make_world()
    make_thread(world, "q1", (50, "180 cm."))
    world.now = 60
    assert act(world, "message.close", thread="q1").ok
    assert do(world, StaffCustomer("Und die Fassung?", thread="q1")).ok
    assert world.threads["q1"].waits_since == 60
    assert [message.by for message in world.threads["q1"].messages] == ["buyer", "shop", "buyer"]


def test_a_buyer_in_a_dialogue_who_writes_out_of_turn_goes_on_wanting_an_answer() -> None:
    world = make_world(dialogue=True)
    make_order(world)
    thread = make_thread(world, "q1", order="o1", intent="where_is_order")
    thread.patience, world.now = 4, 100
    assert do(world, StaffCustomer("Hallo?", thread="q1")).ok
    assert [(due.kind, due.quantity) for due in world.agenda if due.ref == "q1"] == [("reminder", len(thread.messages))]


def test_what_can_be_chosen_is_what_is_taken() -> None:
    world = make_world()
    assert customer_languages(world.setting) == ("de", "en", "kk", "ru")
    assert {"DE", "KZ", "AT"} <= set(countries_served(world.setting)) and "ZZ" not in countries_served(world.setting)
    assert "EUR" not in shockable_currencies(world.setting)
    for currency in shockable_currencies(world.setting):
        assert do(make_world(), StaffEvent("rate_shock", currency=currency, percent=5)).ok
    for country in countries_served(world.setting):
        assert do(make_world(), StaffEvent("strike", country=country, days=1)).ok


# --------------------------------------------------------------------------------------------------- bytes, copies, replays


def test_a_world_that_knows_nothing_of_staff_keeps_its_bytes() -> None:
    assert ADDED_LATER[-2:] == ("notes", "shocks")
    world = make_world(make_listing())
    make_order(world)
    bytes_before, values = pack(world), msgspec.msgpack.decode(zlib.decompress(pack(world)))
    assert len(values) == len(fields(World)) - 1 - len(ADDED_LATER)  # as before any of them
    assert do(world, StaffHint("x")).ok
    assert len(msgspec.msgpack.decode(zlib.decompress(pack(world)))) == len(fields(World)) - 2
    world.notes.clear()
    assert pack(world) == bytes_before
    world.setting = replace(world.setting, rate_shocks=shaken().setting.rate_shocks)  # a setting is never packed
    assert pack(world) == bytes_before


def shaken() -> World:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    make_order(world)
    for action in (
        StaffHint("a"), StaffEvent("rate_shock", currency="USD", percent=7), StaffEvent("carrier_change", lane="kz_tracked", percent=30, days=3),
        StaffEvent("strike", country="DE", days=2), StaffEvent("recall", sku="bulb", days=1, text="Rückruf"),
    ):  # fmt: skip
        assert do(world, action).ok
    return world


def test_a_shaken_world_comes_back_from_its_bytes_with_its_rates_and_prices() -> None:
    world, plain = shaken(), make_world().setting
    copies = [unpack(pack(world), plain), unpack(pack(world), world.setting), clone(world), unpack(pack(clone(world)), plain)]
    for copy in copies:
        assert world_hash(copy) == world_hash(world)
        assert copy.setting.rate_shocks == world.setting.rate_shocks
        assert copy.setting.lanes["kz_tracked"] == world.setting.lanes["kz_tracked"] != plain.lanes["kz_tracked"]
        assert copy.setting.usual_lanes["kz_tracked"] == plain.lanes["kz_tracked"]
        advance(copy, 3 * DAY)
        assert copy.setting.lanes == plain.lanes and copy.setting.usual_lanes == {}
        assert rate_micro(copy.setting, "USD", copy.now) == 1_093_458  # 1.17 / 1.07
    assert [note.shock for note in world.notes] == [None, 0, 1, 2, 3]
    copies[2].notes.clear()
    assert len(world.notes) == 5


def played(folder: Path, *changes: tuple[str, str]) -> Play:
    """The small scenario with staff taking a hand in every way."""
    scenario = load_scenario(write_small(folder, *changes))
    play = start(scenario, deal(scenario, 5, quiet_market(), {"worry": "cord"}), quiet_market())
    course: list[tuple[Action, str]] = [
        (action_from("clock.advance", {"minutes": 65}), "user:3"),
        (StaffHint(HOSTILE), TEACHER),
        (StaffEvent("strike", country="DE", days=2, text=HOSTILE), TEACHER),
        (StaffEvent("strike", country="ZZ", days=2), TEACHER),
        (StaffEvent("rate_shock", currency="USD", percent=-20), TEACHER),
        (StaffEvent("carrier_change", lane="de_parcel", percent=50, days=1), TEACHER),
        (action_from("order.ship", {"order": "o1", "items": [{"sku": "bulb", "quantity": 2}], "lane": "de_parcel"}), "user:3"),
        (StaffEvent("recall", sku="bulb", days=1), TEACHER),
        (StaffCustomer(HOSTILE, thread="q1"), TEACHER),
        (StaffCustomer(HOSTILE, place="meridian/DE", buyer=HOSTILE[:60], language="de", subject=HOSTILE), TEACHER),
        (action_from("message.reply", {"thread": "h-1", "text": "Guten Tag."}), "user:3"),
        (action_from("clock.end_day", {}), "user:3"),
        (action_from("clock.end_day", {}), "user:3"),
    ]
    for action, actor in course:
        play.act(action, actor)
    return play


PLAIN = ("when: answered", 'at: "+2h"')


@pytest.mark.parametrize("changes", [(), (PLAIN,)], ids=["alarm", "plain"])
def test_a_run_in_which_staff_took_a_hand_is_played_again_to_the_same_world(tmp_path: Path, changes: tuple[tuple[str, str], ...]) -> None:
    play = played(tmp_path, *changes)
    assert [row.deed.ok for row in play.rows] == [True] * 3 + [False] + [True] * 9
    assert play.world.notes[0].text == tidy_lines(HOSTILE) and play.world.threads["h-1"].messages[0].text == tidy_lines(HOSTILE)
    other = resume(play.scenario, play.variant, quiet_market(), play.rows)
    assert (other.chain_hash, other.world_hash(), other.rows) == (play.chain_hash, play.world_hash(), play.rows)
    assert other.world.setting.rate_shocks == play.world.setting.rate_shocks
    for seq in (4, 7, play.seq):
        half = start(play.scenario, play.variant, quiet_market())
        for row in play.rows[:seq]:
            half.act(row.deed.action, row.actor)
        other = resume(play.scenario, play.variant, quiet_market(), play.rows, half.snapshot(), seq)
        assert (other.chain_hash, other.world_hash()) == (play.chain_hash, play.world_hash())
    assert grade_play(play).world_hash == play.world_hash()
    assert run_off(play.world).now > play.world.now


def test_a_bundle_from_anybody_cannot_bring_an_action_of_staff(tmp_path: Path) -> None:
    play = played(tmp_path)
    for actor in ("student", "instructor", "robot"):
        head = head_of(play, Deal(seed=seed_text(5), picks=dict(play.variant.picks)), "played")
        bundle = read_lines(io.BytesIO(b"".join(bundle_lines(head, play.rows, {row.actor: actor for row in play.rows}))))
        with pytest.raises(BadInput, match="action_of_another_hand"):
            replay(bundle, play.scenario, play.variant, quiet_market())


def test_a_run_of_the_library_is_played_again_and_graded_alike_after_every_event(market: Market) -> None:
    """Prices in three currencies, its right way, with a finger in every pie on the way."""
    scenario = load_scenario(SCENARIOS / "prices-in-three-currencies")
    variant = deal(scenario, 3, market)
    alone = play_plan(scenario, variant, market, reference_plan(scenario)).play
    helped = start(scenario, variant, market)
    sku, [lane, *_] = next(iter(helped.world.setting.products)), [row.deed.action.lane for row in alone.rows if isinstance(row.deed.action, ShipOrder)]
    hands = {
        0: [StaffHint("Look at the rates."), StaffEvent("rate_shock", currency="USD", percent=-20)],
        1: [StaffEvent("carrier_change", lane=lane, percent=40)],
        2: [StaffEvent("strike", lane=lane, days=4), StaffCustomer("Hello?", place=helped.world.setting.places[1], buyer="A. Ray", language="en", subject="Hello")],
        len(alone.rows) - 1: [StaffEvent("recall", sku=sku, days=5)],
    }  # fmt: skip
    for number, row in enumerate(alone.rows):
        for action in hands.get(number, []):
            assert helped.act(action, TEACHER)[1].ok
        helped.act(row.deed.action, row.actor)
    one, two = ({order.id: order for order in play.world.orders.values()} for play in (alone, helped))
    begun = next(shock.begins for shock in helped.world.shocks if shock.kind == "carrier_change")
    sent = [order.id for order in two.values() if any((box.lane, box.shipped_at >= begun) == (lane, True) for box in order.parcels)]
    assert sent
    for name in sent:
        assert two[name].parcels[0].postage.amount > one[name].parcels[0].postage.amount
    dollars = [(one[name], two[name]) for name in two if name in one and one[name].country == "US"]
    assert dollars and any(now.items[0].unit_price != then.items[0].unit_price or now.owed_home != then.owed_home for then, now in dollars)
    again = resume(scenario, variant, market, helped.rows)
    assert (again.world_hash(), again.chain_hash) == (helped.world_hash(), helped.chain_hash)
    record = grade_play(helped)
    assert record.world_hash == helped.world_hash() and not record.grade.withheld
    assert record.to_json() == grade_play(again).to_json()


def test_a_fork_goes_its_own_way(tmp_path: Path) -> None:
    play = played(tmp_path)
    before, fork = play.world_hash(), play.fork()
    fork.act(StaffEvent("rate_shock", currency="USD", percent=9), TEACHER)
    assert play.world_hash() == before and play.world.setting.rate_shocks != fork.world.setting.rate_shocks


# ------------------------------------------------------------------------------------------------------------- who may, who not


@pytest.mark.parametrize("actor", ["user:3", "student", "instructor", "robot", "reference", "terminal", "", "staff", "Staff:7"])
def test_nobody_but_staff_can_do_an_action_of_staff(tmp_path: Path, actor: str) -> None:
    play = played(tmp_path)
    seq, before = play.seq, play.world_hash()
    for action in (StaffHint("x"), StaffEvent("strike", country="DE", days=1), StaffCustomer("x", thread="q1")):
        with pytest.raises(BadInput, match="action_of_another_hand"):
            play.act(action, actor)
    assert (play.seq, play.world_hash()) == (seq, before)
    assert not is_staff_actor(actor)


def test_staff_can_do_nothing_that_is_the_students(tmp_path: Path) -> None:
    play = played(tmp_path)
    seq = play.seq
    with pytest.raises(BadInput, match="action_of_another_hand"):
        play.act(SetStock("meridian/DE/bulb", 3), TEACHER)
    with pytest.raises(BadInput, match="action_of_another_hand"):
        play.act(action_from("clock.end_day", {}), TEACHER)
    assert play.seq == seq


def test_a_journal_in_which_a_student_acts_as_staff_is_broken(tmp_path: Path) -> None:
    play = played(tmp_path)
    rows = [replace(row, actor="user:3") for row in play.rows]
    with pytest.raises(LabError, match="journal_broken"):
        resume(play.scenario, play.variant, quiet_market(), rows)


def test_actions_of_staff_stand_apart_from_what_students_scenarios_and_checks_can_name(tmp_path: Path) -> None:
    assert set(STAFF_ACTIONS) == {"staff.hint", "staff.event", "staff.customer"}
    assert not any(is_staff_action(name) for name in ACTIONS)
    for name in STAFF_ACTIONS:
        assert is_staff_action(name) and not is_action(name)
        with pytest.raises(BadInput, match="no_such_action"):
            action_from(name, {"text": "x"})
    assert "do: message.reply, on: q1, with: solution/a1.txt" in SCENARIO
    with pytest.raises(BadFile, match=r"there is no action 'staff\.hint'"):
        load_scenario(write_small(tmp_path / "a", ("do: message.reply, on: q1, with: solution/a1.txt", "do: staff.hint, with: {text: x}")))
    count = "check: event.count, where: {action: staff.hint}, at_least: 1, points: 1}"
    with pytest.raises(BadFile, match=r"there is no action 'staff\.hint'"):
        load_scenario(write_small(tmp_path / "b", ("check: order.shipped_within, on: o1, steps: [{hours: 24, give: 1}], points: 1}", count)))


def test_what_staff_did_is_no_deed_of_the_student_and_takes_no_points(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    variant = deal(scenario, 5, quiet_market(), {"worry": "cord"})
    alone = play_plan(scenario, variant, quiet_market(), reference_plan(scenario)).play
    helped = start(scenario, variant, quiet_market())
    helped.act(StaffHint("Answer first."), TEACHER)
    for row in alone.rows:
        helped.act(row.deed.action, row.actor)
        helped.act(StaffHint("Well done."), TEACHER)
    one, two = grade_play(alone), grade_play(helped)
    assert one.grade.points == two.grade.points == "10.00"
    assert one.journal_hash != two.journal_hash
    refs = [proof["ref"] for check in two.grade.checks for proof in check.evidence if str(proof.get("ref", "")).startswith("action:")]
    assert refs
    for ref in refs:  # the numbers are those of the journal
        assert not is_staff_action(helped.rows[int(ref.partition(":")[2])].deed.action.name)


def test_no_check_finds_a_deed_of_staff(tmp_path: Path) -> None:
    play = played(tmp_path)
    seen = Evidence(make_world().setting, {}, play.deeds(), {play.world.now: play.world}, {}, play.world.now)
    assert [deed.seq for deed in seen.deeds] == [0, 6, 10, 11, 12]
    assert list(deeds_where(seen, {"action": "staff.hint", "outcome": "any"})) == []
    assert seen.setting is play.world.setting  # with the rates of that moment
    assert replace(seen, moment=5).deeds == seen.deeds


# --------------------------------------------------------------------------------------------------------------- any course

EVENTS = st.builds(
    StaffEvent,
    st.sampled_from(["strike", "recall", "rate_shock", "carrier_change"]),
    text=st.sampled_from(["", "News", HOSTILE]),
    country=st.sampled_from(["", "", "DE", "KZ", "US", "ZZ"]),
    lane=st.sampled_from(["", "de_parcel", "kz_tracked", "us_parcel", "pigeon"]),
    sku=st.sampled_from(["", "lamp", "bulb", "chair"]),
    currency=st.sampled_from(["", "KZT", "USD", "EUR"]),
    percent=st.sampled_from([0, 0, 20, -50, 100, 101, 2**70]),
    closed=st.booleans(),
    days=st.sampled_from([0, 1, 2, 60, -1]),
)
SENSIBLE = st.one_of(
    st.builds(StaffEvent, st.just("strike"), country=st.sampled_from(["DE", "KZ", "US"]), days=st.integers(1, 4)),
    st.builds(StaffEvent, st.just("strike"), lane=st.sampled_from(["de_parcel", "kz_tracked"]), days=st.integers(1, 4)),
    st.builds(StaffEvent, st.just("recall"), sku=st.sampled_from(["lamp", "bulb"]), days=st.integers(1, 3)),
    st.builds(StaffEvent, st.just("rate_shock"), currency=st.sampled_from(["KZT", "USD"]), percent=st.sampled_from([-50, 20, 100]), days=st.integers(0, 2)),
    st.builds(StaffEvent, st.just("carrier_change"), lane=st.sampled_from(["de_parcel", "kz_tracked"]), percent=st.sampled_from([-50, 30]), days=st.integers(0, 2)),
    st.builds(StaffEvent, st.just("carrier_change"), lane=st.just("kz_tracked"), closed=st.just(True), days=st.integers(0, 2)),
)
HANDS = st.one_of(
    EVENTS,
    SENSIBLE,
    SENSIBLE,
    st.builds(StaffHint, st.text(max_size=40)),
    st.builds(StaffCustomer, st.text(max_size=40), thread=st.sampled_from(["q1", "q2", "q3", "h-1", "nothing"])),
    st.builds(
        StaffCustomer, st.just(HOSTILE), place=st.sampled_from([DE, KZ, ""]), buyer=st.text(max_size=20), language=st.sampled_from(["de", "kk", "xx"]),
        subject=st.text(max_size=20), order=st.sampled_from(["", "", "o1", "o6"]),
    ),
)  # fmt: skip


@pytest.mark.parametrize("abroad", [False, True], ids=["at home", "abroad"])
@settings(max_examples=25, deadline=None)
@given(course=st.lists(st.one_of(WORK, HANDS), min_size=8, max_size=20), cut=st.integers(0, 15))
def test_whatever_staff_and_student_do_a_refusal_changes_nothing_and_a_replay_goes_the_same_way(abroad: bool, course: list[Action], cut: int) -> None:
    first, again = busy_world(abroad), busy_world(abroad)
    plain = again.setting
    for number, action in enumerate(course):
        data = encode_action(action)
        assert decode_action(data) == action
        before = world_hash(first)
        outcome = do(first, decode_action(data))
        if not outcome.ok:
            assert world_hash(first) == before
        assert sum(posting.amount for entry in first.ledger for posting in entry.postings) == 0
        if number == cut:
            again = unpack(pack(again), plain)
        assert do(again, decode_action(data)) == outcome
    assert world_hash(again) == world_hash(first)
    assert again.setting.rate_shocks == first.setting.rate_shocks and again.setting.lanes == first.setting.lanes
    for order in first.orders.values():
        for place, parcel in enumerate(order.parcels):
            coming = [due.at for due in first.agenda if (due.kind, due.ref, due.parcel) == ("delivery", order.id, place)]
            assert coming in ([], [parcel.due_at])
            assert [scan.at for scan in parcel.scans] == sorted(scan.at for scan in parcel.scans)
    after = run_off(first)
    assert all(order.state in ("delivered", "cancelled", "refused", "lost", "returned") for order in after.orders.values())


def test_a_price_change_is_exact() -> None:
    world = make_world()
    steps = world.setting.lanes["de_parcel"].price_steps
    assert do(world, StaffEvent("carrier_change", lane="de_parcel", percent=7)).ok
    assert [step.price for step in world.setting.lanes["de_parcel"].price_steps] == [step.price.times(Fraction(107, 100)) for step in steps]
    assert euro("1.00").times(Fraction(107, 100)) == euro("1.07")
