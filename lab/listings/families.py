"""Variations: listings of one place that are the same goods but for one attribute, and are shown to buyers as choices on one page.

A family has a name of the shop's own and an axis, the attribute in which its members differ. It belongs to one place; buyers see the
members that are on sale.
"""

from collections import Counter
from dataclasses import dataclass, replace

from lab.listings.actions import check_sizes, listing_or_refuse
from lab.listings.faults import ListingFault
from lab.values.errors import Refused
from lab.values.text import tidy
from lab.world.action import Action, action
from lab.world.listing import Listing
from lab.world.world import World

MAX_NAME = 60
MOST_MEMBERS = 30


def members(world: World, place: str, family: str) -> list[Listing]:
    """The listings of a family, on sale or not, in the order in which they came into being."""
    return [one for one in world.listings.values() if family and one.place == place and one.family == family]


def axis_values(world: World, place: str, family: str) -> dict[str, str]:
    """The value of each member of a family on its axis, by the listing's key; "" where none is filled in."""
    return {one.key: one.attributes.get(one.axis, "") for one in members(world, place, family)}


def family_faults(world: World, listing: Listing) -> list[ListingFault]:
    """What keeps a listing from being a choice among its family: no value on the axis, or another's value."""
    if not listing.family:
        return []
    value = listing.attributes.get(listing.axis, "")
    if not value:
        return [ListingFault("family", "family_without_value", {"axis": listing.axis})]
    values = Counter({**axis_values(world, listing.place, listing.family), listing.key: value}.values())
    return [ListingFault("family", "family_value_twice", {"axis": listing.axis, "found": value})] if values[value] > 1 else []


@action("listing.family", about="listing")
@dataclass(frozen=True, slots=True)
class SetFamily(Action):
    """Make a listing one of the variations of a family, which differ in the attribute `axis`; without a family's name it stands
    alone again."""

    listing: str
    family: str = ""
    axis: str = ""

    def apply(self, world: World) -> None:
        listing = listing_or_refuse(world, self.listing)
        family = tidy(self.family)
        check_sizes({"family": (len(family), MAX_NAME)})
        if not family:
            if not listing.family:
                raise Refused("in_no_family", listing=listing.key)
            world.listings[listing.key] = replace(listing, saved_at=world.now, family="", axis="")
            return
        if world.setting.type_of(listing.sku).attribute(self.axis) is None:
            raise Refused("no_such_axis", field="axis", found=self.axis[:60])
        others = [one for one in members(world, listing.place, family) if one.key != listing.key]
        products = world.setting.products
        if others and products[others[0].sku].type != products[listing.sku].type:
            raise Refused("family_of_other_goods", field="family")
        if others and others[0].axis != self.axis:
            raise Refused("family_has_other_axis", field="axis", found=self.axis, wanted=others[0].axis)
        if len(others) >= MOST_MEMBERS:
            raise Refused("family_full", field="family", limit=MOST_MEMBERS)
        world.listings[listing.key] = replace(listing, saved_at=world.now, family=family, axis=self.axis)
