"""Where visits went: of everybody who typed a keyword on a past day, who came as far as the listing, and what the others did.

The day is simulated again from the world as it stood, quarter by quarter, so the counts are those of the day itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lab.coach.odds import odds_percent
from lab.coach.rerun import Rerun
from lab.engine.advance import open_day
from lab.engine.pack import pack, unpack
from lab.market.base import I64
from lab.market.goods import rival_text
from lab.scenarios.play import Play, Row
from lab.search.offer import Offer
from lab.shoppers.browse import BATCH
from lab.shoppers.day import DayOfShop, day_of_shop, reasons_between, simulate_part
from lab.shoppers.visits import PART_MINUTES
from lab.values.errors import NotFound
from lab.values.moment import DAY, HOUR, Moment, day_of, minute_of_day
from lab.world.world import World

USUAL_GROUP = 1
WINNERS = 8


@dataclass(frozen=True, slots=True)
class Rival:
    """What shoppers bought after they had clicked the listing, and how often. `reason` is the term that spoke most for it, by
    `percent` of odds; "" when none did. `ref` is a rival's number, or an own listing's key."""

    ref: str
    title: str
    count: int
    reason: str
    percent: int


@dataclass(frozen=True, slots=True)
class Went:
    """Whole visits to the searches that find or advertise the listing.

    `visits` = `not_shown` + `not_reached` + `passed` + `left` + `other` + `asked` + `sold_out` + `bought`: nobody loaded the part
    of the page where it stands (or it stands on none); the page was loaded but they stopped before it; looked and did not
    click; clicked and left; clicked and bought another; asked first; wanted it when none was left; bought it.
    """

    visits: int = 0
    not_shown: int = 0
    not_reached: int = 0
    passed: int = 0
    left: int = 0
    other: int = 0
    asked: int = 0
    sold_out: int = 0
    bought: int = 0

    @property
    def shown(self) -> int:
        return self.visits - self.not_shown

    @property
    def looked(self) -> int:
        return self.shown - self.not_reached

    @property
    def clicked(self) -> int:
        return self.looked - self.passed


@dataclass(frozen=True, slots=True)
class DayOfVisits:
    """A day of one listing: `by_query` for each keyword that was typed, all of them in `total`, and who won instead."""

    day: int
    listing: str
    total: Went
    by_query: dict[int, Went]
    winners: dict[int, tuple[Rival, ...]]

    def rivals(self, query: int | None = None) -> tuple[Rival, ...]:
        """The winners of one keyword, or of all together, the most frequent first."""
        if query is not None:
            return self.winners.get(query, ())
        together: dict[str, Rival] = {}
        for rows in self.winners.values():
            for row in rows:
                known = together.get(row.ref)
                count = row.count + (known.count if known else 0)
                first = known or row
                together[row.ref] = Rival(row.ref, first.title, count, first.reason, first.percent)
        return tuple(sorted(together.values(), key=lambda row: (-row.count, row.ref))[:WINNERS])


@dataclass(slots=True)
class _Tally:
    counts: dict[int, Counter[str]] = field(default_factory=dict)
    winners: dict[int, dict[str, Rival]] = field(default_factory=dict)

    def add(self, query: int, name: str, count: int = 1) -> None:
        self.counts.setdefault(query, Counter())[name] += count


def day_of_visits(play: Play, rows: Sequence[Row], last: Moment, day: int, listing_key: str) -> DayOfVisits:
    """A day of the run's calendar, played again. `play` stands before it and is changed; `rows` are the journal from there on
    and `last` the moment at which it ends. Raises NotFound for a day that is not over, or an unknown listing.
    """
    start = play.world.setting.start
    if not 0 <= day < day_of(start, last):
        raise NotFound("no_such_day")
    over = (day + 1) * DAY - start.hour * HOUR - start.minute
    tally = _Tally()

    def look(world: World) -> None:
        if day_of(start, world.now + 1) == day:
            _count_part(_at_next_part(world, day), day, listing_key, tally)

    Rerun(play, min(last, over - 1), before_part=look).run([row for row in rows if row.sim_time < over])
    by_query = {query: Went(**counts) for query, counts in sorted(tally.counts.items())}
    everything: Counter[str] = Counter()
    for counts in tally.counts.values():
        everything.update(counts)
    winners = {
        query: tuple(sorted(rows.values(), key=lambda row: (-row.count, row.ref))) for query, rows in sorted(tally.winners.items())
    }
    return DayOfVisits(day, listing_key, Went(**everything), by_query, winners)


def _at_next_part(world: World, day: int) -> World:
    """A copy of a world as shoppers find it in the coming minute, in which a quarter of a day begins."""
    copy = unpack(pack(world), world.setting)
    copy.now += 1
    if minute_of_day(world.setting.start, copy.now) == 0:
        open_day(copy, day)
    return copy


def _count_part(world: World, day: int, listing_key: str, tally: _Tally) -> None:
    part = minute_of_day(world.setting.start, world.now) // PART_MINUTES
    made = day_of_shop(world, day)
    if made is None:
        return
    nth = next((place for place, offer in enumerate(made.plan.offers) if offer.listing.key == listing_key), None)
    if nth is None:
        return
    competes = np.zeros(made.plan.cells, dtype=bool)
    competes[made.plan.own.cell[made.plan.own.offer == nth]] = True
    competes[made.plan.ads.cell[made.plan.ads.offer == nth]] = True
    here = np.flatnonzero((made.minute // PART_MINUTES == part) & competes[made.cell])
    item = len(world.setting.market.goods) + nth
    first = _first_slot(made, item)
    queries = made.plan.cell_query[made.cell[here]].tolist()
    states = _states(world, day, part, made, item, made.plan.offers[nth])
    depth, slots = made.walk.depth[here].tolist(), first[made.cell[here]].tolist()
    looked = set(made.walk.look_visit[made.pages.item[made.cell[made.walk.look_visit], made.walk.look_slot] == item].tolist())
    for visit, query, deep, slot in zip(here.tolist(), queries, depth, slots, strict=True):
        tally.add(query, "visits")
        if visit in states:
            name, row = states[visit]
            tally.add(query, name)
            if row is not None:
                _add_winner(tally, query, row)
        elif visit in looked:
            tally.add(query, "passed")
        elif slot // BATCH < -(-deep // BATCH):
            tally.add(query, "not_reached")
        else:
            tally.add(query, "not_shown")


def _first_slot(made: DayOfShop, item: int) -> I64:
    """[C] the first slot of each page that holds an item; beyond every page where none does."""
    there = made.pages.item == item
    first: I64 = np.where(there.any(axis=1), there.argmax(axis=1), 1 << 20)
    return first


def _states(world: World, day: int, part: int, made: DayOfShop, item: int, offer: Offer) -> dict[int, tuple[str, Rival | None]]:
    """What became of each visit that clicked the listing."""
    result = simulate_part(world, day, part)
    bought = {purchase.key for purchase in result.purchases if purchase.listing == offer.listing.key}
    asked = {question.key for question in result.questions if question.listing == offer.listing.key}
    walk = made.walk
    items = made.pages.item[made.cell[walk.click_visit], walk.click_slot]
    won = dict(zip(walk.click_visit[walk.bought].tolist(), items[walk.bought].tolist(), strict=True))
    states: dict[int, tuple[str, Rival | None]] = {}
    for visit in dict.fromkeys(walk.click_visit[items == item].tolist()):
        key = int(made.keys[visit])
        if key in bought:
            states[visit] = ("bought", None)
        elif key in asked:
            states[visit] = ("asked", None)
        elif visit not in won:
            states[visit] = ("left", None)
        elif won[visit] == item:
            states[visit] = ("sold_out", None)
        else:
            query = int(made.plan.cell_query[made.cell[visit]])
            states[visit] = ("other", _winner(world, made, offer, won[visit], query))
    return states


def _winner(world: World, made: DayOfShop, offer: Offer, item: int, query: int) -> Rival:
    market = world.setting.market
    goods = len(market.goods)
    if item >= goods:
        own = made.plan.offers[item - goods].listing
        return Rival(own.key, own.title, 1, "", 0)
    reasons = reasons_between(market, offer, item, USUAL_GROUP)
    title = rival_text(market, item, market.keywords[query].language).title
    if not reasons:
        return Rival(str(item), title, 1, "", 0)
    return Rival(str(item), title, 1, reasons[0].name, odds_percent(reasons[0].own - reasons[0].other))


def _add_winner(tally: _Tally, query: int, row: Rival) -> None:
    rows = tally.winners.setdefault(query, {})
    known = rows.get(row.ref)
    rows[row.ref] = row if known is None else Rival(row.ref, known.title, known.count + 1, known.reason, known.percent)
