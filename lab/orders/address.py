"""A buyer wants an order sent to another address."""

from dataclasses import replace

from lab.market.people import Person
from lab.values.chance import below, draw
from lab.world.order import Order
from lab.world.world import World


def new_home(world: World, order: Order) -> Person | None:
    """The buyer at another address in the same country, where the goods shall go; None in a country of one buyer."""
    people = [person for person in world.setting.market.people[order.country] if person.street != order.buyer.street]
    if not people:
        return None
    other = people[below(draw(order.key, "message.new home"), len(people))]
    return replace(order.buyer, street=other.street, city=other.city, postcode=other.postcode)


def wish_address(world: World, order_id: str, person: Person | None = None) -> bool:
    """The buyer asks for another address, `person` at it or one by chance; whether there was still time to ask."""
    order = world.orders[order_id]
    wish = person if person is not None else new_home(world, order)
    if order.state not in ("held", "unshipped") or order.address_wish is not None or wish is None:
        return False
    order.address_wish = wish
    return True
