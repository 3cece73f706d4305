"""Check: no answer tells a buyer what belongs to another one."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from lab.checks.message_no_leak import MessageNoLeak as NoLeak
from lab.market.people import Person
from lab.world.world import World
from tests.builders import (
    ANNA,
    KZ_LAMP,
    act,
    earns_nothing,
    evidence_of,
    examine,
    make_form,
    make_order,
    make_thread,
    make_world,
    share_of,
    survives_hostile_text,
)
from tests.checks.journal import reads_alike

VALUES: dict[str, Any] = {"on": "q1"}
KARL = Person("Karl Blum", "Hauptstraße 12a", "Ulm", "89073", "DE", "de")


def shop(*answers: str) -> World:
    """Anna has o1, Karl o2, Dana o3 (sent), and Anna asks about hers."""
    world = make_world()
    make_order(world, "o1")
    make_order(world, "o2").buyer = KARL
    order = make_order(world, "o3", KZ_LAMP)
    sent = act(world, "order.ship", order="o3", items=[{"sku": "lamp", "quantity": 1}], lane="kz_tracked", customs_form=make_form(world, order))
    assert sent.ok
    numbers = {f"{name}_number": world.orders[name].number for name in ("o1", "o2", "o3")}
    tracking = order.parcels[0].tracking_number
    make_thread(world, "q1", *((60 + n, text.format(**numbers, tracking=tracking)) for n, text in enumerate(answers)), order="o1")
    return world


def test_the_buyers_own_data_may_be_told() -> None:
    text = "Guten Tag, Anna Vogel, Ihre Bestellung {o1_number} geht an Lindenweg 4 in Kassel."
    finding = examine(NoLeak, shop(text), **VALUES)
    assert (finding.fraction, finding.message, finding.evidence) == (1, "nothing_told", ())


@pytest.mark.parametrize(
    ("text", "kind", "owner", "found"),
    [
        ("Das Paket ging an Karl Blum.", "name", "o2", "Karl Blum"),
        ("Das Paket ging an Blum, Karl.", "name", "o2", "Blum, Karl"),
        ("Мы отправили это Дане Сериккызы.", "name", "o3", "Дане Сериккызы"),
        ("Es liegt in der Hauptstraße 12a.", "street", "o2", "Hauptstraße 12a"),
        ("Es liegt in der HAUPTSTRASSE 12A!", "street", "o2", "HAUPTSTRASSE 12A"),
        ("Адрес: улица Абая, 12", "street", "o3", "улица Абая, 12"),
        ("Das war {o2_number}.", "order_number", "o2", "{o2_number}"),
        ("Sendung {tracking}.", "tracking_number", "o3", "{tracking}"),
    ],
)
def test_each_thing_of_another_buyer_is_found_with_its_owner(text: str, kind: str, owner: str, found: str) -> None:
    world = shop(text)
    finding = examine(NoLeak, world, **VALUES)
    assert (finding.fraction, finding.message) == (0, "others_data_told")
    shown = finding.evidence[0]
    wanted = found.format(o2_number=world.orders["o2"].number, tracking=world.orders["o3"].parcels[0].tracking_number)
    assert (shown["rule"], shown["order"], shown["found"]) == (kind, owner, wanted)
    assert world.threads["q1"].messages[-1].text[slice(*shown["span"])] == wanted


@pytest.mark.parametrize("text", ["Hauptstraße 12", "Hauptstraße 12ab", "Karl, unser Kollege, und Frau Blume", "Blum", "улица Абая, 120", "Ulm"])
def test_what_only_looks_alike_is_nobodys(text: str) -> None:
    assert share_of(NoLeak, shop(text), **VALUES) == 1


def test_a_number_is_found_however_it_is_cut() -> None:
    world = shop("x")
    number = world.orders["o3"].parcels[0].tracking_number.lower()
    make_thread(world, "q1", (60, " ".join(number[i : i + 4] for i in range(0, len(number), 4))), order="o1")
    assert share_of(NoLeak, world, **VALUES) == 0


def test_the_author_says_what_one_costs_and_what_is_protected() -> None:
    world = shop("Karl Blum wohnt Hauptstraße 12a.", "Noch einmal: Karl Blum.")
    assert examine(NoLeak, world, **VALUES, per="1/4").args == {"found": 3}
    assert share_of(NoLeak, world, **VALUES, per="1/4") == Fraction(1, 4)
    assert share_of(NoLeak, world, **VALUES, per="1/2", protect=["street"]) == Fraction(1, 2)
    assert share_of(NoLeak, world, **VALUES, protect=["tracking_number"]) == 1


def test_other_orders_of_the_same_buyer_are_the_buyers_own() -> None:
    world = shop("Ihre zweite Bestellung {o2_number} ist auch da.")
    world.orders["o2"].buyer = ANNA
    assert share_of(NoLeak, world, **VALUES) == 1


def test_the_new_address_that_another_buyer_asked_for_is_protected_and_ones_own_is_not() -> None:
    world = shop("Das geht jetzt an die Bergstraße 7.")
    world.orders["o2"].address_wish = replace(KARL, street="Bergstraße 7")
    assert share_of(NoLeak, world, **VALUES) == 0
    world.orders["o2"].address_wish, world.orders["o1"].address_wish = None, replace(ANNA, street="Bergstraße 7")
    assert share_of(NoLeak, world, **VALUES) == 1


def test_someone_of_the_same_name_is_not_given_away_by_the_name() -> None:
    world = shop("Guten Tag, Anna Vogel")
    world.orders["o2"].buyer = replace(KARL, name="Anna Vogel")
    assert share_of(NoLeak, world, **VALUES) == 1


def test_the_same_answers_give_the_same_bytes() -> None:
    assert reads_alike(evidence_of(shop("Karl Blum, Hauptstraße 12a, {o2_number}")), NoLeak, **VALUES)


def test_an_empty_shop_earns_nothing_behind_its_gate() -> None:
    assert NoLeak.only_loses
    assert earns_nothing(NoLeak, **VALUES)


def test_hostile_text_does_not_break_it() -> None:
    assert survives_hostile_text(NoLeak, on=["q1", "q3"])
