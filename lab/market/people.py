"""Simulated buyers: invented names and addresses, frozen into the market file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated buyer; nobody real. `language` (BCP 47) is the one in which this person writes."""

    name: str
    street: str
    city: str
    postcode: str
    country: str
    language: str
