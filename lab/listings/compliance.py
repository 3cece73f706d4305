"""May this be sold there? What stands against a product in a country, and what the shop has decided about it."""

from dataclasses import dataclass
from typing import Literal

from lab.customs.restrictions import Restriction, restrictions
from lab.listings.hazards import HANDLING_FLAGS
from lab.values.errors import Refused
from lab.values.text import tidy
from lab.world.action import Action, action
from lab.world.setting import Setting
from lab.world.stock import Decision
from lab.world.world import World

MAX_REASON = 300


def restrictions_of(setting: Setting, sku: str, country: str) -> tuple[Restriction, ...]:
    """Every rule that a country has for a product, as of the day on which the run starts."""
    product = setting.products[sku]
    code = product.hs_accept[0] if product.hs_accept else ""
    return restrictions(
        country,
        setting.date_at(0),
        hs_code=code,
        flags=product.flags or None,  # without own flags those of the HS code
        category=setting.type_of(sku).category,
        attributes=product.truth,
    )


def bans_of(setting: Setting, sku: str, country: str) -> tuple[Restriction, ...]:
    """The rules that forbid to sell a product in a country."""
    return tuple(rule for rule in restrictions_of(setting, sku, country) if rule.kind == "banned")


def decision_on(world: World, sku: str, country: str) -> Decision | None:
    """What the shop decided last about a product in a country."""
    return next((one for one in reversed(world.decisions) if (one.sku, one.country) == (sku, country)), None)


@action("compliance.decide", about="sku")
@dataclass(frozen=True, slots=True)
class DecideCompliance(Action):
    """Record whether a product is to be sold in a country, and which rule that rests on (its key) or why."""

    sku: str
    country: str
    choice: Literal["sell", "refuse"]
    reason: str = ""

    def apply(self, world: World) -> None:
        setting = world.setting
        if self.sku not in setting.products:
            raise Refused("no_such_product", sku=self.sku[:60])
        if not any(place.endswith(f"/{self.country}") for place in setting.places):
            raise Refused("no_such_place", place=self.country[:40])
        reason = tidy(self.reason)
        if len(reason) > MAX_REASON:
            raise Refused("too_long", field="reason", found=len(reason), limit=MAX_REASON)
        if self.choice == "refuse" and not reason:
            raise Refused("text_empty", field="reason")
        world.decisions.append(Decision(self.sku, self.country, self.choice, reason, world.now))


@action("compliance.hazards", about="sku")
@dataclass(frozen=True, slots=True)
class DeclareHazards(Action):
    """Declare which handling flags goods have (lithium, liquid, magnet ...), none of them for goods without danger."""

    sku: str
    flags: tuple[str, ...]

    def apply(self, world: World) -> None:
        if self.sku not in world.setting.products:
            raise Refused("no_such_product", sku=self.sku[:60])
        unknown = [flag for flag in self.flags if flag not in HANDLING_FLAGS]
        if unknown:
            raise Refused("no_such_flag", flag=unknown[0][:40], known=", ".join(HANDLING_FLAGS))
        world.hazards[self.sku] = tuple(flag for flag in HANDLING_FLAGS if flag in self.flags)
