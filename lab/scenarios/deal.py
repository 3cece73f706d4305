"""Deals a variant: which alternative, which numbers, which people. The same seed always deals the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from lab.market.base import Market
from lab.market.people import Person
from lab.messages.residents import abroad, at_home
from lab.scenarios.schema import Draw, PersonPart
from lab.scenarios.script import Scenario
from lab.values.chance import below, draw, key_of, mix64
from lab.values.errors import BadInput
from lab.values.money import Money

_NAME = re.compile(r"\$\{([a-z0-9_.]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Variant:
    """What one student gets: `picks` from the pools, `draws` as text, `people` by name."""

    seed: int
    picks: Mapping[str, str]
    draws: Mapping[str, str]
    people: Mapping[str, Person]

    @property
    def values(self) -> dict[str, str]:
        """Every name that texts may insert, with its text."""
        return {**self.picks, **self.draws, **{name: person.name for name, person in self.people.items()}}


def deal(scenario: Scenario, seed: int, market: Market, picks: Mapping[str, str] | None = None) -> Variant:
    """The variant of a seed; `picks` fixes alternatives instead of drawing them.

    Raises KeyError for a pick that no pool has.
    """
    variants = scenario.file.variants
    key = mix64(seed ^ key_of("variant", scenario.id))
    chosen: dict[str, str] = {}
    for name, pool in variants.pool.items():
        fixed = (picks or {}).get(name)
        if fixed is not None and fixed not in pool:
            raise KeyError(f"{name}={fixed}")
        chosen[name] = fixed if fixed is not None else pool[below(draw(key, f"pool {name}"), len(pool))]
    draws = {name: _drawn(part, draw(key, f"draw {name}")) for name, part in variants.draw.items()}
    people: dict[str, Person] = {}
    for name, wanted in variants.people.items():
        people[name] = _person(wanted, draw(key, f"person {name}"), market)
    return Variant(seed, chosen, draws, people)


def _person(wanted: str | PersonPart, key: int, market: Market) -> Person:
    """Somebody among the buyers of a country, or who writes in a language there or at home."""
    if isinstance(wanted, str):
        return market.people[wanted][below(key, len(market.people[wanted]))]
    return at_home(wanted.language, key) if wanted.country is None else abroad(wanted.language, market.people[wanted.country], key)


def all_picks(scenario: Scenario) -> list[dict[str, str]]:
    """Every combination of the pools, in the order of the file."""
    pools = scenario.file.variants.pool
    return [dict(zip(pools, combination, strict=True)) for combination in product(*pools.values())]


def _drawn(part: Draw, number: int) -> str:
    if part.int_ is not None:
        steps = (part.int_.to - part.int_.from_) // part.int_.step + 1
        return str(part.int_.from_ + below(number, steps) * part.int_.step)
    assert part.money is not None
    low, high, step = part.money.from_, part.money.to, part.money.step
    steps = (high.amount - low.amount) // step.amount + 1
    return str(Money(low.amount + below(number, steps) * step.amount, low.currency))


def insert(text: str, values: Mapping[str, str], more: Callable[[str], str | None] | None = None) -> str:
    """Put drawn values into a text: `${name}` only, nothing computed, nothing nested.

    `more` answers names that are not in `values`. Raises BadInput for a name that nobody knows.
    """

    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        found = more(name) if more else None
        if found is None:
            raise BadInput("no_such_name", name=name)
        return found

    return _NAME.sub(one, text)
