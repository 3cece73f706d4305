"""The day of shoppers told object by object: a market, a page, a shopper who walks along it.

It shares rules and tables with the engines, and no line of how they work; whatever it says, they must say too.
"""

from dataclasses import dataclass, field

from lab.market.appeal import OUTSIDE
from lab.market.exact import CLICK_HIGH, CLICK_LOW, SLOTS
from lab.shoppers.browse import STOP_OF_65536, Scene
from lab.values.chance import GOLD, mix64


@dataclass(frozen=True)
class Thing:
    """What stands in a slot."""

    item: int
    number: int
    own: int | None
    click_add: int
    buy_add: int
    veto: bool


class Page:
    """One page of results."""

    def __init__(self, scene: Scene, cell: int) -> None:
        self.country = int(scene.country[cell])
        self.needs = int(scene.needs[cell])
        pages = scene.pages
        self.things: list[Thing | None] = []
        for slot in range(SLOTS):
            item = int(pages.item[cell, slot])
            own = item - scene.goods if item >= scene.goods else None
            self.things.append(
                None if item < 0 else Thing(
                    item, int(pages.number[cell, slot]), own, int(pages.click_add[cell, slot]),
                    int(pages.buy_add[cell, slot]), bool(pages.veto[cell, slot]),
                )
            )  # fmt: skip
        self.first_own = next((at for at, thing in enumerate(self.things) if thing and thing.own is not None), SLOTS)


@dataclass
class Shopper:
    """One visit."""

    scene: Scene
    page: Page
    key: int
    looks: list[int] = field(default_factory=list)
    clicks: list[tuple[int, int]] = field(default_factory=list)
    bought: int | None = None

    def __post_init__(self) -> None:
        drawn = mix64(self.key + 1)
        tables = self.scene.tables
        self.depth = int(tables.depth[drawn >> 16 & 0xFFFF])
        tone = drawn >> 32 & 0xFF
        self.group = 0 if tone < 64 else 1 if tone < 192 else 2
        self.own_only = ((drawn & 0xFFFF) * 1000 >> 16) < self.page.needs
        self.outside = OUTSIDE + int(tables.gumbel[drawn >> 48])

    def walk(self) -> None:
        best = self.outside
        seen: set[int] = set()
        for slot, thing in enumerate(self.page.things[: self.depth]):
            if thing is None:
                continue
            if thing.own is not None:
                self.looks.append(slot)
            h = mix64(self.key ^ (thing.number + 1) * GOLD & 0xFFFFFFFFFFFFFFFF)
            if not self.wants_to_see(thing, h):
                continue
            if thing.item not in seen:
                seen.add(thing.item)
                worth = self.worth(thing, h)
                if worth > best:
                    best, self.bought = worth, len(self.clicks)
                self.clicks.append((slot, worth))
            if h >> 48 < STOP_OF_65536:
                return

    def wants_to_see(self, thing: Thing, h: int) -> bool:
        scene = self.scene
        known = scene.own_click[self.group, thing.own] if thing.own is not None else scene.rival_click[self.group, thing.item]
        v = max(CLICK_LOW, min(CLICK_HIGH, int(known) + thing.click_add))
        return (h & 0xFFFFFFFF) < int(scene.tables.click[v - CLICK_LOW]) and not (thing.veto and self.own_only)

    def worth(self, thing: Thing, h: int) -> int:
        scene = self.scene
        if thing.own is not None:
            known = scene.own_buy[self.group, thing.own]
        else:
            known = scene.rival_buy[self.page.country, self.group, thing.item]
        return int(known) + thing.buy_add + int(scene.tables.gumbel[h >> 32 & 0xFFFF])


def walk_one_by_one(scene: Scene, cell, keys, everybody: bool = False) -> dict[str, list[int]]:
    """The fields of `lab.shoppers.browse.Walk` as plain lists."""
    pages = {number: Page(scene, number) for number in sorted(set(cell.tolist()))}
    names = ("depth", "group", "outside", "look_visit", "look_slot", "click_visit", "click_slot", "click_worth", "bought")
    walk: dict[str, list[int]] = {name: [] for name in names}
    for visit, (number, key) in enumerate(zip(cell.tolist(), keys.tolist(), strict=True)):
        shopper = Shopper(scene, pages[number], key)
        walk["depth"].append(shopper.depth)
        walk["group"].append(shopper.group)
        walk["outside"].append(shopper.outside)
        if not everybody and shopper.depth <= shopper.page.first_own:
            continue
        shopper.walk()
        walk["look_visit"] += [visit] * len(shopper.looks)
        walk["look_slot"] += shopper.looks
        if shopper.bought is not None:
            walk["bought"].append(len(walk["click_visit"]) + shopper.bought)
        walk["click_visit"] += [visit] * len(shopper.clicks)
        walk["click_slot"] += [slot for slot, _ in shopper.clicks]
        walk["click_worth"] += [worth for _, worth in shopper.clicks]
    return walk
