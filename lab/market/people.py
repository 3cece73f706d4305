"""Simulated buyers: invented names and addresses, frozen into the market file.

In which order postcode and city stand is a country's own manner (Universal Postal Union, addressing systems by country;
the same orders stand in libaddressinput, which Android and Chromium use).
"""

from dataclasses import dataclass

_CITY_LINES = {
    "US": ("{city} {postcode}",),
    "GB": ("{city}", "{postcode}"),
    "BR": ("{city}", "{postcode}"),
    "SA": ("{city} {postcode}",),
    "AE": ("{city}",),
    "EG": ("{city}", "{postcode}"),
    "IN": ("{city} {postcode}",),
    "PK": ("{city}-{postcode}",),
    "IR": ("{city}", "{postcode}"),
    "ID": ("{city} {postcode}",),
    "TH": ("{city} {postcode}",),
    "VN": ("{city} {postcode}",),
}
_POSTCODE_FIRST = ("{postcode} {city}",)


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated buyer; nobody real. `language` (BCP 47) is the one in which this person writes.

    `postcode` is "" in a country that has none.
    """

    name: str
    street: str
    city: str
    postcode: str
    country: str
    language: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The address without name and country, line by line as it is written in the country."""
        patterns = _CITY_LINES.get(self.country, _POSTCODE_FIRST)
        return (self.street, *(line.format(city=self.city, postcode=self.postcode).strip() for line in patterns))
