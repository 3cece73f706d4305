"""Where the goods of a place of sale come from, and which services the shop can use there."""

from lab.customs.lanes import Lane
from lab.world.listing import ShippingTemplate
from lab.world.setting import Setting
from lab.world.world import World


def ships_from(setting: Setting, template: ShippingTemplate | None) -> str:
    """The country from which orders under a template are sent: home, or where its service starts."""
    lane = setting.lanes.get(template.lane) if template is not None else None
    return lane.from_country if lane is not None else setting.home


def origins(world: World) -> tuple[str, ...]:
    """Countries from which the shop can send: home, and those where it has or had goods in a warehouse."""
    return (world.setting.home, *(country for country in world.shop.abroad if country != world.setting.home))


def parcel_lanes(world: World, country: str) -> list[Lane]:
    """The services that take the shop's parcels to buyers in a country, in the order of the file."""
    from_here = origins(world)
    return [
        lane for lane in world.setting.lanes.values()
        if lane.from_country in from_here and country in lane.regions
    ]  # fmt: skip
