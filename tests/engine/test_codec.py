"""Actions as canonical JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.engine.codec import action_from, decode_action, encode_action, is_action
from lab.listings.actions import SaveListing, SaveShipping, SetPrice
from lab.messages.actions import Reply
from lab.values.errors import BadInput
from tests.builders import DE, DE_LAMP, euro


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert encode_action(SetPrice(DE_LAMP, euro("39.90"))) == (
        b'{"do":"price.set","listing":"meridian/DE/lamp","price":{"amount":3990,"currency":"EUR"}}'
    )


def test_the_order_in_which_a_mapping_was_written_does_not_show() -> None:
    one = SaveListing(DE_LAMP, attributes={"a": "1", "b": "2"})
    two = SaveListing(DE_LAMP, attributes={"b": "2", "a": "1"})
    assert encode_action(one) == encode_action(two)


def test_a_field_that_came_later_keeps_the_bytes_of_older_journals_while_it_has_its_default() -> None:
    old = b'{"charge":{"amount":0,"currency":"EUR"},"do":"shipping.save","handling_hours":24,"lane":"de_parcel","place":"meridian/DE","regions":["DE"]}'
    action = decode_action(old)
    assert action == SaveShipping(DE, "de_parcel", ("DE",), 24, euro("0.00"), 0, "DDP")
    assert encode_action(action) == old
    changed = SaveShipping(DE, "de_parcel", ("DE",), 24, euro("0.00"), 2, "DDP")
    assert b'"slack_days":2' in encode_action(changed) and b"incoterm" not in encode_action(changed)
    assert decode_action(encode_action(changed)) == changed


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "action_unreadable"),
        (b"\xff", "action_unreadable"),
        (b"[]", "action_unreadable"),
        (b"null", "action_unreadable"),
        (b"[" * 100_000, "action_unreadable"),
        (b'{"do":"price.set","price":1e999}', "action_unreadable"),
        (b'{"do":"price.set","listing":"\\ud800"}', "action_unreadable"),
        (b"{}", "no_such_action"),
        (b'{"do":"shop.burn"}', "no_such_action"),
        (b'{"do":["x"]}', "no_such_action"),
        (b'{"do":"price.set","listing":"x"}', "action_field_wrong"),
        (b'{"do":"stock.set","listing":"x","quantity":"5"}', "action_field_wrong"),
        (b'{"do":"stock.set","listing":"x","quantity":true}', "action_field_wrong"),
        (b'{"do":"stock.set","listing":"x","quantity":1.5}', "action_field_wrong"),
        (b'{"do":"stock.set","listing":null,"quantity":1}', "action_field_wrong"),
        (b'{"do":"shipping.save","place":"x","lane":"x","regions":[],"handling_hours":1,"charge":{"amount":0,"currency":"EUR"},"incoterm":"EXW"}', "action_field_wrong"),
        (b'{"do":"stock.set","listing":"x","quantity":1,"apply":"y"}', "action_field_unknown"),
    ],
)
def test_what_is_no_action_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode_action(data)
    assert caught.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_an_action_or_bad_input(data: bytes) -> None:
    with pytest.raises(BadInput):
        decode_action(data)


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text(max_size=8) | st.lists(st.integers(), max_size=3), max_size=5))
def test_any_object_is_an_action_or_bad_input(fields: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        decode_action(json.dumps({**fields, "do": "order.ship"}).encode())


def test_a_text_that_utf_8_cannot_hold_is_bad_input() -> None:
    with pytest.raises(BadInput, match="action_unreadable"):
        encode_action(Reply("q1", "\ud800"))


def test_actions_are_known_by_name() -> None:
    assert is_action("order.ship") and is_action("clock.advance")
    assert not is_action("order.lose")
    with pytest.raises(BadInput, match="no_such_action"):
        action_from("order.lose", {})
