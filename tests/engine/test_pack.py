"""A world as bytes and back."""

import zlib

import pytest

from lab.engine.pack import pack, pack_and_hash, unpack, world_hash
from lab.values.money import Money
from lab.world.listing import Translation
from tests.builders import DE_BULB, DE_LAMP, KZ_LAMP, make_listing, make_order, make_thread, make_world


def test_a_full_world_comes_back_equal() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    make_order(world, at=10)
    make_thread(world, "q1", (50, "180 cm."), order="o1")
    world.papers.worksheet = {"profit": Money(-5, "EUR")}
    copy = unpack(pack(world), world.setting)
    assert copy == world
    assert world_hash(copy) == world_hash(world)


def test_packed_and_hashed_at_once_is_the_same() -> None:
    world = make_world(make_listing())
    assert pack_and_hash(world) == (pack(world), world_hash(world))


def test_a_listing_without_translations_is_packed_as_before_there_were_any() -> None:
    world = make_world(make_listing(), make_listing(KZ_LAMP))
    assert b"translations" not in zlib.decompress(pack(world))
    world.listings[KZ_LAMP].translations["kk"] = Translation("Үстел шамы", (), "Жарық.")
    assert zlib.decompress(pack(world)).count(b"translations") == 1
    copy = unpack(pack(world), world.setting)
    assert copy == world and copy.listings[DE_LAMP].translations == {}


def test_a_copy_shares_nothing_with_its_original() -> None:
    world = make_world(make_listing())
    copy = unpack(pack(world), world.setting)
    copy.listings[DE_LAMP].bullets.append("mehr")
    copy.shop.stock["lamp"] = 0
    assert world_hash(copy) != world_hash(world)
    assert world.listings[DE_LAMP].bullets[-1] != "mehr"
    assert world.shop.stock["lamp"] == 50


def test_the_order_in_which_things_came_into_being_is_part_of_the_world() -> None:
    one = make_world(make_listing(DE_LAMP), make_listing(DE_BULB))
    other = make_world(make_listing(DE_BULB), make_listing(DE_LAMP))
    assert world_hash(one) != world_hash(other)


def test_every_field_but_the_setting_is_packed() -> None:
    world = make_world()
    for name in world.__dataclass_fields__:
        if name == "setting":
            continue
        changed = make_world()
        value = getattr(changed, name)
        if isinstance(value, int):
            setattr(changed, name, value + 1)
        elif isinstance(value, dict):
            value["x"] = make_listing() if name == "listings" else None
        elif isinstance(value, list):
            value.append(None)
        elif name == "shop":
            changed.shop.name = "x"
        else:
            changed.papers.reflection = "x"
        assert world_hash(changed) != world_hash(world), name


@pytest.mark.parametrize("data", [b"", b"nonsense", zlib.compress(b"\xc0"), zlib.compress(b"\x91\xc0")])
def test_bytes_that_are_no_world_are_not_unpacked(data: bytes) -> None:
    with pytest.raises(Exception, match=r".+"):
        unpack(data, make_world().setting)
