"""A world's own copy, without the way over bytes.

What can never change (entries of the books, parcels, people) is shared by both worlds; everything else is copied. What
that is follows from the types alone: frozen dataclasses and tuples of unchangeable parts, numbers and texts.
"""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from lab.engine.collector import paused
from lab.world.world import World

_PLAIN = (int, str, bool, bytes, float, Decimal, Fraction, date, timedelta, type(None))
Copier = Callable[[Any], Any]


def clone(world: World) -> World:
    """A world equal to another in which nothing that can change is the same object; both stand in the same setting."""
    with paused():
        copied = {
            name: getattr(world, name) if copier is None else copier(getattr(world, name)) for name, copier in _shape()
        }
    return World(setting=world.setting, **copied)


@cache
def _shape() -> tuple[tuple[str, Copier | None], ...]:
    hints = get_type_hints(World)
    return tuple((name, copier_of(hints[name])) for name in World.__dataclass_fields__ if name != "setting")


@cache
def copier_of(hint: Any) -> Copier | None:
    """How a value of a type is copied; None for what can be shared. Raises TypeError for a type it does not know."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal or (isinstance(hint, type) and issubclass(hint, _PLAIN)):
        return None
    if origin in (Union, types.UnionType):
        return _of_union(hint, parts)
    if origin is list:
        return _of_list(copier_of(parts[0]))
    if origin is dict:
        return _of_dict(copier_of(parts[0]), copier_of(parts[1]), hint)
    if origin is tuple:
        return _of_tuple(hint, parts)
    if is_dataclass(hint) and isinstance(hint, type):
        return _of_dataclass(hint)
    raise TypeError(f"a world cannot be copied: {hint} is not known")


def _of_union(hint: Any, parts: tuple[Any, ...]) -> Copier | None:
    """Of alternatives that change, there may be one only, beside nothing."""
    copiers = [copier for copier in map(copier_of, parts) if copier is not None]
    if not copiers:
        return None
    if len(parts) > 2 or type(None) not in parts:
        raise TypeError(f"a world cannot be copied: {hint} may be several things that change")
    copier = copiers[0]
    return lambda value: None if value is None else copier(value)


def _of_list(copier: Copier | None) -> Copier:
    return list if copier is None else lambda value: [copier(one) for one in value]


def _of_dict(key: Copier | None, copier: Copier | None, hint: Any) -> Copier:
    if key is not None:
        raise TypeError(f"a world cannot be copied: the keys of {hint} change")
    return dict if copier is None else lambda value: {name: copier(one) for name, one in value.items()}


def _of_tuple(hint: Any, parts: tuple[Any, ...]) -> Copier | None:
    if any(copier_of(part) is not None for part in parts if part is not Ellipsis):
        raise TypeError(f"a world cannot be copied: parts of {hint} change")
    return None


def _of_dataclass(cls: type[Any]) -> Copier | None:
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]
    deep = [(place, copier) for place, name in enumerate(names) if (copier := copier_of(hints[name])) is not None]
    if cls.__dataclass_params__.frozen and not deep:
        return None
    if hasattr(cls, "__post_init__") or any(field.kw_only or not field.init for field in fields(cls)):
        raise TypeError(f"a world cannot be copied: {cls} is not made of its fields alone")
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def copied(value: Any) -> Any:
        values = list(values_of(value))
        for place, copier in deep:
            values[place] = copier(values[place])
        return cls(*values)

    return copied
