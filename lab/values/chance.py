"""Chance as a pure function of named keys: `mix64`, the finaliser of SplitMix64.

Nothing here holds state. A draw is a key mixed with a purpose, so that a new draw anywhere never
re-rolls another one. All numbers are unsigned 64-bit; products wrap.
Source: Steele, Lea, Flood 2014 (SplitMix64).
"""

import hashlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

U64: TypeAlias = NDArray[np.uint64]

GOLD = 0x9E3779B97F4A7C15
PURPOSE = 0x94D049BB133111EB
_MASK = 0xFFFFFFFFFFFFFFFF
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB


def mix64(x: int) -> int:
    """The 64-bit mix of one number (taken modulo 2**64)."""
    x &= _MASK
    x ^= x >> 30
    x = x * _M1 & _MASK
    x ^= x >> 27
    x = x * _M2 & _MASK
    return x ^ x >> 31


def mix64_array(x: U64) -> U64:
    """`mix64` of every element; the array given is not changed."""
    x = x ^ (x >> np.uint64(30))
    x *= np.uint64(_M1)
    x ^= x >> np.uint64(27)
    x *= np.uint64(_M2)
    x ^= x >> np.uint64(31)
    return x


def key_of(*parts: str | int) -> int:
    """A 64-bit key from names and numbers, the same on every machine and in every run.

    Parts are told apart by type and by place: `key_of("a", 1)` is not `key_of("a1")`.
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        text = f"i{part}" if isinstance(part, int) else f"s{part}"
        data = text.encode()
        digest.update(len(data).to_bytes(4, "big") + data)
    return int.from_bytes(digest.digest(), "big")


def draw(key: int, purpose: str) -> int:
    """A 64-bit number for one purpose under a key."""
    return mix64(key ^ (key_of(purpose) * PURPOSE & _MASK))


def below(number: int, limit: int) -> int:
    """A draw brought into 0 .. limit-1 by its high bits (no modulo bias worth naming).

    Raises ValueError if `limit` is less than 1.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    return (number & _MASK) * limit >> 64


def day_key(seed: int, day: int) -> int:
    """The key of one simulated day of a world."""
    return mix64(seed + day * GOLD)


def visit_key(day: int, destination: int, query: int, visit: int) -> int:
    """The key of one visit: the `visit`-th shopper typing `query` at `destination` on the day with key `day`."""
    return mix64((day ^ destination << 56 ^ query << 32) + visit * GOLD)
