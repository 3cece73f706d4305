"""What carriers and customs must know of goods: batteries, liquids, magnets and the like."""

from lab.customs.hs import lookup
from lab.world.setting import ShopProduct

HANDLING_FLAGS = ("lithium", "liquid", "flammable", "aerosol", "magnet", "blade", "food", "cosmetic", "medical", "restricted")
"""Flags that a shop can declare; other words in the HS table, such as fragile, are for the packer."""


def handling_flags(product: ShopProduct) -> tuple[str, ...]:
    """The product's own flags, or those of its HS code where it has none, in the order of HANDLING_FLAGS."""
    row = lookup(product.hs_accept[0]) if product.hs_accept else None
    flags = product.flags or (row.handling_flags if row else ())
    return tuple(flag for flag in HANDLING_FLAGS if flag in flags)
