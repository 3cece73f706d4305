"""What is put into a template for a conversation, and what stays."""

from dataclasses import replace

from lab.messages.template_filling import SLOTS, fill_template, slot_values
from tests.builders import ANNA, act, make_order, make_thread, make_world

TEXT = "Guten Tag {name}, {order} / {tracking}. {shop}"


def test_everything_known_is_put_in() -> None:
    world = make_world()
    order = make_order(world, quantity=2)
    for more in (True, False):
        assert act(world, "order.ship", order="o1", items=[{"sku": "lamp", "quantity": 1}], lane="de_parcel", more_to_come=more).ok
    thread = make_thread(world, order="o1")
    numbers = ", ".join(parcel.tracking_number for parcel in order.parcels)
    assert len(order.parcels) == 2 and all(parcel.tracking_number for parcel in order.parcels)
    assert fill_template(world, thread, TEXT) == f"Guten Tag Anna Vogel, {order.number} / {numbers}. Kontorlicht"
    assert tuple(slot_values(world, thread)) == SLOTS


def test_what_is_not_known_stays_to_be_seen() -> None:
    world = make_world()
    make_order(world)
    assert fill_template(world, make_thread(world), TEXT) == "Guten Tag Anna Vogel, {order} / {tracking}. Kontorlicht"
    assert fill_template(world, make_thread(world, "q2", order="o1"), "{tracking}") == "{tracking}"


def test_other_braces_stay_as_they_are() -> None:
    world = make_world()
    thread = make_thread(world)
    for text in ("{", "{}", "{names}", "{ name }", "{{order", "%(name)s {0}", "[name]"):
        assert fill_template(world, thread, text) == text


def test_a_name_with_a_brace_is_not_filled_again() -> None:
    world = make_world()
    thread = make_thread(world, buyer=replace(ANNA, name="{shop} {name}"))
    assert fill_template(world, thread, "{name}!") == "{shop} {name}!"
