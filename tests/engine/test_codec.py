"""Actions as canonical JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.engine.codec import action_from, decode_action, encode_action, is_action
from lab.images.compared import Compared
from lab.images.labels import LabelFacts
from lab.images.measure import ImageFacts
from lab.images.recipe import Step
from lab.listings.actions import SaveListing, SaveShipping, SetPrice
from lab.listings.picture_actions import AddImage, DescribeImage, EditImage
from lab.messages.actions import Reply
from lab.values.errors import BadInput
from lab.world.listing import ListingImage
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


OLD_FACTS = (
    b'{"border":0,"byte_count":240000,"fill_box":600,"fill_long":880,"format":"JPEG","height_px":1600,"metric_version":1,"no_product":false,'
    b'"off_centre":5,"pure_bg":1000,"ring_white":1000,"touch":0,"white_bg":1000,"width_px":1600}'
)
OLD_IMAGE = b'{"alt":"Lampe","facts":' + OLD_FACTS + b',"sha256":"' + b"a" * 64 + b'"}'


@pytest.mark.parametrize(
    "old",
    [
        b'{"as_main":false,"do":"image.add","image":' + OLD_IMAGE + b',"listing":"meridian/DE/lamp"}',
        b'{"alt":"Lampe","do":"image.describe","listing":"meridian/DE/lamp","sha256":"' + b"a" * 64 + b'"}',
        b'{"attributes":null,"bullets":null,"category":null,"description":null,"do":"listing.save","documents":null,"images":['
        + OLD_IMAGE
        + b'],"listing":"meridian/DE/lamp","price":null,"search_terms":null,"stock":null,"title":"Lampe"}',
    ],
    ids=["image.add", "image.describe", "listing.save"],
)
def test_a_journal_from_before_pictures_had_roles_languages_and_comparisons_keeps_its_bytes(old: bytes) -> None:
    assert encode_action(decode_action(old)) == old


def test_what_came_later_inside_a_picture_is_written_when_it_is_said_and_read_again() -> None:
    facts = ImageFacts(1600, 1600, 240_000, "JPEG", 1000, 1000, 1000, 880, 600, 0, 5, 0, False)
    compared = Compared("lamp-arc/front", 930, other="lamp-brass", other_same=120, inliers=44, light=-12, tilt=None)
    full = ListingImage("a" * 64, facts, "Lampe", role="detail", alts=(("en", "Lamp"), ("ru", "Лампа")), compared=compared)
    data = encode_action(AddImage(DE_LAMP, full))
    assert b'"role":"detail"' in data and b'"alts":[["en","Lamp"],' in data and b'"light":-12' in data and b'"tilt":null' in data
    assert decode_action(data) == AddImage(DE_LAMP, full)
    for part in ({"role": "detail"}, {"alts": (("en", "Lamp"),)}, {"compared": compared}):
        one = AddImage(DE_LAMP, ListingImage("a" * 64, facts, **part))
        later = set(json.loads(encode_action(one))["image"]) & {"role", "alts", "compared"}
        assert later == set(part)
        assert decode_action(encode_action(one)) == one
    described = DescribeImage(DE_LAMP, "a" * 64, "Lamp", "en")
    assert b'"language":"en"' in encode_action(described)
    assert decode_action(encode_action(described)) == described


def test_a_recipe_is_written_with_every_setting_in_order_and_read_again() -> None:
    facts = ImageFacts(1600, 1600, 240_000, "JPEG", 1000, 1000, 1000, 880, 600, 0, 5, 0, False)
    steps = (Step("turn", {"quarters": 1}), Step("label", {"y": 5, "x": 3}, {"text": "Ø 12 cm", "lang": "de"}))
    label = LabelFacts("Ø 12 cm", "de", 50, 2100, True, 40, False)
    made = EditImage("photo:lamp-arc/front", "b" * 64, steps, ListingImage("a" * 64, facts), "c" * 64, (label,))
    data = encode_action(made)
    assert b'"steps":[{"do":"turn","n":{"quarters":1},"t":{}},{"do":"label","n":{"x":3,"y":5},' in data
    assert decode_action(data) == made
    assert encode_action(decode_action(data)) == data


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
        (b'{"do":"image.describe","listing":"x","sha256":"x","alt":"x","added_later":[]}', "action_field_unknown"),
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
