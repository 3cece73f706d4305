"""Builds the base market from the author files: same files, same market, to the byte.

    types and patterns -> rival goods -> text index -> utilities and ranks -> candidates and advertisers per keyword
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from lab.languages.search_tokens import search_tokens
from lab.market.adverts import rival_adverts
from lab.market.appeal import (
    ELASTICITY_PERCENT,
    GROUPS,
    MATCH,
    Appeal,
    Term,
    buy_terms,
    click_terms,
    delivery_points,
    price_log,
    rank_terms,
    total,
)
from lab.market.authored import Catalogue, load_catalogue
from lab.market.base import I16, I32, I64, Candidates, Demand, Goods, Keyword, Market, Tables, TextIndex
from lab.market.calendars import category_seasons, occasions, seasons
from lab.market.catalogue import LANGUAGES, ProductType, TypeFile, department
from lab.market.codec import sealed
from lab.market.compose import GOODS, goods_of
from lab.market.currencies import rate_paths
from lab.market.distance import days_to, extra_days
from lab.market.exact import exp_milli, make_tables
from lab.market.indexing import index_of
from lab.market.people import Person
from lab.market.population import people_of_all
from lab.market.textscore import relevance_points_array, rivals_found
from lab.market.volumes import with_volumes
from lab.values.chance import key_of
from lab.values.places import SEED

VERSION = "2"
CANDIDATES = 160
ATTRIBUTE_QUALITY = 900
"""Rivals fill in nearly all their product data."""
SHARE_BITS = 30
SIDE_BY_SIDE_FROM = 2_000
"""With fewer goods than this, starting more processes takes longer than the work."""
Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps of it are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a market is made from."""

    catalogue: Catalogue
    people: Mapping[str, tuple[Person, ...]]
    goods: int = GOODS


def build_market(seed: Path = SEED, progress: Progress | None = None) -> Market:
    """The market of the author files under `seed`. Raises BadFile for what is wrong in them. Takes half a minute."""
    tell = progress or _silent
    tell("catalogue", 0, 1)
    sources = Sources(load_catalogue(seed), people_of_all(seed))
    tell("catalogue", 1, 1)
    return assemble(sources, tell)


def _silent(_what: str, _done: int, _of: int) -> None:
    """Nobody is watching."""


def assemble(sources: Sources, progress: Progress = _silent) -> Market:
    """The market of given types, categories and people."""
    files = sources.catalogue.types
    types = {file.type.key: file.type for file in files}
    progress("goods", 0, 1)
    goods = goods_of(files, sources.goods)
    progress("goods", 1, 1)
    keywords = _keywords(files)
    index = _indexes(files, goods, progress)
    tables = make_tables()
    countries = tuple(sources.people)
    progress("shoppers", 0, 1)
    rank_base, click_u, buy_u = _utilities(goods, files, countries)
    progress("shoppers", 1, 1)
    candidates = _candidates(keywords, index, goods, types, rank_base, tables, progress)
    return sealed(
        Market(
            VERSION, "", types, {file.type.key: file.wording for file in files}, sources.catalogue.categories, goods, keywords,
            sources.people, index, candidates, rival_adverts(candidates, click_u, tables, len(keywords)), tables,
            _demand(keywords, countries), rank_base, click_u, buy_u, countries, key_of("market", "noise", VERSION),
        )
    )  # fmt: skip


def _keywords(files: Sequence[TypeFile]) -> tuple[Keyword, ...]:
    lines = [(language, file.type.key, line) for language in LANGUAGES for file in files for line in file.keywords[language]]
    return with_volumes(
        [
            Keyword(number, language, line.text, type_, line.wants, line.volume)
            for number, (language, type_, line) in enumerate(lines)
        ]
    )


def _indexes(files: Sequence[TypeFile], goods: Goods, progress: Progress) -> dict[str, TextIndex]:
    progress("texts", 0, len(LANGUAGES))
    found: dict[str, TextIndex] = {}
    workers = min(len(LANGUAGES), os.cpu_count() or 1)
    if workers > 1 and len(goods) >= SIDE_BY_SIDE_FROM:
        try:
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                waiting = {language: pool.submit(index_of, language, files, goods) for language in LANGUAGES}
                for language in LANGUAGES:
                    found[language] = waiting[language].result()
                    progress("texts", len(found), len(LANGUAGES))
        except BrokenProcessPool:
            # Processes cannot be started from every program (one read from standard input, say): one by one, then.
            pass
    for language in LANGUAGES:
        if language not in found:
            found[language] = index_of(language, files, goods)
            progress("texts", len(found), len(LANGUAGES))
    return {language: found[language] for language in LANGUAGES}


def appeal_of(goods: Goods, number: int, type_: ProductType) -> Appeal:
    """What shoppers see of a rival's offer; its price holds everything there is to pay."""
    log = price_log(int(goods.price[number]), type_.reference_price.amount)
    title, image, description = int(goods.title[number]), int(goods.image[number]), int(goods.description[number])
    content = (title + image + description + ATTRIBUTE_QUALITY + 2) // 4
    return Appeal(
        price_log=log, landed_log=log, rating=int(goods.rating[number]), reviews=int(goods.reviews[number]), title=title,
        image=image, description=description, content=content, days=int(goods.days[number]),
        free_returns=bool(goods.free_returns[number]), brand_known=bool(goods.brand_known[number]),
        badge=bool(goods.badge[number]), elasticity_percent=ELASTICITY_PERCENT[type_.return_class],
    )  # fmt: skip


def _utilities(goods: Goods, files: Sequence[TypeFile], countries: Sequence[str]) -> tuple[I32, I16, I16]:
    rank_base = np.zeros(len(goods), dtype=np.int32)
    click_u = np.zeros((GROUPS, len(goods)), dtype=np.int16)
    buy_u = np.zeros((GROUPS, len(goods)), dtype=np.int16)
    types = goods.type.tolist()
    for number in range(len(goods)):
        appeal = appeal_of(goods, number, files[types[number]].type)
        for group in range(GROUPS):
            click_u[group, number] = total(click_terms(appeal, group))
            buy_u[group, number] = total(buy_terms(appeal, group))
        rank_base[number] = total(rival_rank_terms(int(goods.velocity[number]), appeal))
    extra = extra_days()
    wait = np.array([delivery_points(days) for days in range(256)], dtype=np.int16)
    more = [wait[days_to(goods, extra.get(country, 0))] - wait[goods.days] for country in countries]
    return rank_base, click_u, np.stack([buy_u + column for column in more]) if more else buy_u[np.newaxis][:0]


def rival_rank_terms(velocity: int, appeal: Appeal) -> tuple[Term, ...]:
    """A rival's place apart from the text: its record is taken to be what its offer deserves in the long run."""
    clicks = total(click_terms(appeal, 1)[1:])
    orders = total(buy_terms(appeal, 1))
    sold = velocity * exp_milli(min(1500, 800 * (clicks + orders) // 1000)) // 1000
    return rank_terms(appeal, velocity=sold, click_log=clicks, order_log=orders)


class _Matches:
    """How goods meet what a keyword's shoppers mean, in milli-utils; see `lab.market.appeal.match_of`."""

    def __init__(self, goods: Goods, types: Mapping[str, ProductType]) -> None:
        self._goods = goods
        self._places = {key: place for place, key in enumerate(types)}
        self._types = types
        homes = [department(type_.category) for type_ in types.values()]
        self._home_of = {home: place for place, home in enumerate(dict.fromkeys(homes))}
        self._homes = np.array([self._home_of[home] for home in homes], dtype=np.int64)

    def of(self, keyword: Keyword, items: I64) -> I64:
        wanted = self._types[keyword.type]
        type_ = self._goods.type[items].astype(np.int64)
        same = type_ == self._places[keyword.type]
        exact = same.copy()
        for key, choice in keyword.wants.items():
            place = next(number for number, attribute in enumerate(wanted.attributes) if attribute.key == key)
            wanted_place = list(wanted.attributes[place].choices).index(choice)
            exact &= self._goods.values[items, place] == wanted_place
        home = self._homes[type_] == self._home_of[department(wanted.category)]
        match = np.where(home, MATCH["complement"], MATCH["irrelevant"])
        return np.where(exact, MATCH["exact"], np.where(same, MATCH["substitute"], match)).astype(np.int64)


def _candidates(
    keywords: Sequence[Keyword],
    index: Mapping[str, TextIndex],
    goods: Goods,
    types: Mapping[str, ProductType],
    rank_base: I32,
    tables: Tables,
    progress: Progress,
) -> Candidates:
    matches = _Matches(goods, types)
    start, rows = [0], []
    for done, keyword in enumerate(keywords):
        if done % 500 == 0:
            progress("keywords", done, len(keywords))
        items, rel = rivals_found(index[keyword.language], search_tokens(keyword.text, keyword.language), len(goods))
        score = rank_base[items] + relevance_points_array(tables, rel)
        best = np.lexsort((items, -score))[:CANDIDATES]
        items = items[best]
        rows.append(np.stack((items, rel[best], score[best], matches.of(keyword, items))))
        start.append(start[-1] + len(best))
    progress("keywords", len(keywords), len(keywords))
    item, rel, score, match = np.concatenate(rows, axis=1) if rows else np.zeros((4, 0), dtype=np.int64)
    return Candidates(
        np.array(start, dtype=np.int32),
        item.astype(np.int16),
        rel.astype(np.int32),
        score.astype(np.int32),
        match.astype(np.int16),
    )


def _demand(keywords: Sequence[Keyword], countries: Sequence[str]) -> Demand:
    totals: dict[str, int] = {}
    for keyword in keywords:
        totals[keyword.language] = totals.get(keyword.language, 0) + keyword.volume
    share = [(keyword.volume << SHARE_BITS) // totals[keyword.language] for keyword in keywords]
    return Demand(
        {country: np.array(days, dtype=np.int16) for country, days in seasons(countries).items()},
        category_seasons(),
        np.array(share, dtype=np.uint32),
        occasions(countries),
        {currency: np.array(path, dtype=np.int64) for currency, path in rate_paths().items()},
    )


