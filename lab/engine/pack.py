"""A world as bytes and back, and its hash.

The packed form is MessagePack of every field of `World` but the setting, in the order of declaration.
Dictionaries keep their order of insertion, because that order is part of the world. Fields that were added later are left
out, from the end, while they are empty, so that worlds packed before they came keep their bytes and their hash. So are
the fields of a listing that were added later.
"""

import hashlib
import zlib
from dataclasses import fields as fields_of
from functools import cache
from typing import Any, get_type_hints

import msgspec

from lab.engine.collector import paused
from lab.engine.shocks import under_shocks
from lab.values.errors import LabError
from lab.world.listing import Listing
from lab.world.setting import Setting
from lab.world.world import ADDED_LATER, World

_ENCODER = msgspec.msgpack.Encoder()


_NAMES = tuple(name for name in World.__dataclass_fields__ if name != "setting")
_FEWEST = len(_NAMES) - len(ADDED_LATER)
_LONG_ARRAY = 0xDC
"""How MessagePack begins an array of 16 to 65,535 values; two bytes with their number follow."""


@cache
def _decoder(fields: int) -> msgspec.msgpack.Decoder[Any]:
    """Reads worlds that were packed with the first so many fields."""
    hints = get_type_hints(World)
    return msgspec.msgpack.Decoder(tuple[tuple(hints[name] for name in _NAMES[:fields])])  # type: ignore[misc]


def _fields_in(plain: bytes) -> int:
    """How many fields a packed world holds; all of them where that cannot be told, so that reading names the fault."""
    found = int.from_bytes(plain[1:3], "big") if plain[:1] == bytes([_LONG_ARRAY]) else 0
    return found if _FEWEST <= found <= len(_NAMES) else len(_NAMES)


_OF_LISTING = tuple(field.name for field in fields_of(Listing))


def _listings(listings: dict[str, Listing]) -> dict[str, Any]:
    """Listings as they are packed: one with an empty field that was added later as a map of its other fields."""
    return {key: one if all(getattr(one, name) for name in Listing.added_later) else _without_empty(one) for key, one in listings.items()}


def _without_empty(listing: Listing) -> dict[str, Any]:
    return {name: value for name in _OF_LISTING if (value := getattr(listing, name)) or name not in Listing.added_later}


def _encode(world: World) -> bytes:
    values = [_listings(world.listings) if name == "listings" else getattr(world, name) for name in _NAMES]
    while len(values) > _FEWEST and not values[-1]:
        values.pop()
    return _ENCODER.encode(values)


def pack(world: World) -> bytes:
    """The world's state, compressed."""
    return zlib.compress(_encode(world), 6)


def pack_and_hash(world: World) -> tuple[bytes, str]:
    """Both `pack` and `world_hash` of a world, which is written out only once."""
    plain = _encode(world)
    return zlib.compress(plain, 6), _hash(plain)


def unpack(data: bytes, setting: Setting) -> World:
    """The world of `pack`, standing in the setting given, as its shocks have changed that.

    Raises LabError("world_of_another_shape") for one that an older lab has packed.
    """
    try:
        plain = zlib.decompress(data)
        fields = _fields_in(plain)
        with paused():
            values = _decoder(fields).decode(plain)
    except msgspec.DecodeError as error:
        raise LabError("world_of_another_shape", reason=str(error)[:200]) from None
    world = World(setting=setting, **dict(zip(_NAMES[:fields], values, strict=True)))
    world.setting = under_shocks(setting, world.shocks, world.now)
    return world


def world_hash(world: World) -> str:
    """BLAKE2b-256 of the packed state before compression, in hex."""
    return _hash(_encode(world))


def _hash(plain: bytes) -> str:
    return hashlib.blake2b(plain, digest_size=32).hexdigest()
