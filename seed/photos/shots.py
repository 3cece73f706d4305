"""Every negative there is: product -> its shots. Each `shots_*.py` brings a table, and has its own index of negatives."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from scenery import Shot

TABLES = {"shots_a": ("NEGATIVES_A", "NAMES_A", "index.yaml"), "shots_b": ("NEGATIVES_B", "NAMES_B", "index_b.yaml")}


@dataclass(frozen=True)
class Listed:
    """A product: its English name (None: as it stands in the index), how its shots are made, the file of its index."""

    name: str | None
    shots: Callable[[], list[Shot]]
    index: str


def listed(product: str) -> Listed:
    """Raises KeyError if no table has the product."""
    for table, (shots, names, index) in TABLES.items():
        # one after the other, so that a fault in one table cannot stop pictures of another
        module = import_module(table)
        if product in getattr(module, shots):
            return Listed(getattr(module, names, {}).get(product), getattr(module, shots)[product], index)
    raise KeyError(product)


def products() -> list[str]:
    return [product for table, (shots, _, _) in TABLES.items() for product in getattr(import_module(table), shots)]


def seed_of(product: str, view: str) -> int:
    """The seed of a view follows from its name, so that a new view changes no other."""
    return zlib.crc32(f"{product}/{view}".encode())
