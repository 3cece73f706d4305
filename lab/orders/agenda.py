"""Putting things on the agenda of a world, in one explicit order."""

from bisect import insort
from dataclasses import replace

from lab.world.due import Due
from lab.world.world import World


def put(world: World, due: Due) -> None:
    """Add something to come; it gets the next number, so that equal moments keep the order of adding."""
    due = replace(due, number=world.next_due)
    world.next_due += 1
    insort(world.agenda, due, key=lambda item: (item.at, item.number))
