"""A world as bytes and back, and its hash.

The packed form is MessagePack of every field of `World` but the setting, in the order of declaration.
Dictionaries keep their order of insertion, because that order is part of the world.
"""

import hashlib
import zlib
from functools import cache
from typing import Any, get_type_hints

import msgspec

from lab.engine.collector import paused
from lab.values.errors import LabError
from lab.world.setting import Setting
from lab.world.world import World

_ENCODER = msgspec.msgpack.Encoder()


@cache
def _shape() -> tuple[tuple[str, ...], msgspec.msgpack.Decoder[Any]]:
    hints = get_type_hints(World)
    names = tuple(name for name in World.__dataclass_fields__ if name != "setting")
    return names, msgspec.msgpack.Decoder(tuple[tuple(hints[name] for name in names)])  # type: ignore[misc]


def _encode(world: World) -> bytes:
    names, _ = _shape()
    return _ENCODER.encode([getattr(world, name) for name in names])


def pack(world: World) -> bytes:
    """The world's state, compressed."""
    return zlib.compress(_encode(world), 6)


def pack_and_hash(world: World) -> tuple[bytes, str]:
    """Both `pack` and `world_hash` of a world, which is written out only once."""
    plain = _encode(world)
    return zlib.compress(plain, 6), _hash(plain)


def unpack(data: bytes, setting: Setting) -> World:
    """The world of `pack`, standing in the setting given.

    Raises LabError("world_of_another_shape") for one that an older lab has packed.
    """
    names, decoder = _shape()
    try:
        plain = zlib.decompress(data)
        with paused():
            values = decoder.decode(plain)
    except msgspec.DecodeError as error:
        raise LabError("world_of_another_shape", reason=str(error)[:200]) from None
    return World(setting=setting, **dict(zip(names, values, strict=True)))


def world_hash(world: World) -> str:
    """BLAKE2b-256 of the packed state before compression, in hex."""
    return _hash(_encode(world))


def _hash(plain: bytes) -> str:
    return hashlib.blake2b(plain, digest_size=32).hexdigest()
