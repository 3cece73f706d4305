"""The vectorised walk against a plain loop over single shoppers, and what must hold for every walk."""

import numpy as np
import pytest

from lab.market.base import REFERENCE
from lab.shoppers.browse import CHUNK, browse
from lab.shoppers.day import day_of_shop, scene_of
from lab.values.money import Money
from lab.world.campaign import Campaign, Target
from tests.shoppers.reference import walk_one_by_one
from tests.shoppers.worlds import ENGLISH, VISITS, make_world, put_on_sale


def campaign(place="meridian/DE", sku="LAMP", bid=60, budget=2000, language="de", match="auto", text=""):
    return Campaign(
        "c" if place == "meridian/DE" else place, place, "ads", Money(budget, REFERENCE), [f"{place}/{sku}"],
        [Target(match, language, Money(bid, REFERENCE), text)],
    )  # fmt: skip


def busy_world(visits=VISITS):
    world = make_world(visits=visits)
    put_on_sale(world, price=2400)
    put_on_sale(world, sku="LAMP-2", price=2600)
    put_on_sale(world, place="caravan/KZ", words=ENGLISH | {"attributes": {"socket": "E27", "colour": "black"}})
    put_on_sale(world, place="meridian/US", words=ENGLISH)
    world.campaigns = {"c": campaign(), "meridian/US": campaign(place="meridian/US", language="en", match="broad", text="desk lamp")}
    return world


@pytest.fixture(scope="module")
def busy():
    world = busy_world()
    made = day_of_shop(world, 1)
    return scene_of(world, made.plan, made.pages), made


def as_lists(walk):
    return {name: getattr(walk, name).tolist() for name in walk.__dataclass_fields__}


def test_all_at_once_is_the_same_as_one_by_one(busy):
    scene, made = busy
    walk = as_lists(browse(scene, made.cell, made.keys))
    assert walk == walk_one_by_one(scene, made.cell, made.keys)
    assert len(walk["bought"]) > 20 and len(walk["look_visit"]) > 200


def test_everybody_walks_when_everybody_is_asked_for(busy):
    scene, made = busy
    few = slice(0, 3000)
    walk = as_lists(browse(scene, made.cell[few], made.keys[few], True))
    assert walk == walk_one_by_one(scene, made.cell[few], made.keys[few], True)


def test_a_walk_in_chunks_is_the_walk_of_all(busy):
    scene, made = busy
    times = 2 * CHUNK // len(made.keys) + 2
    cell, keys = np.tile(made.cell, times), np.tile(made.keys, times)
    walk, once = as_lists(browse(scene, cell, keys)), as_lists(browse(scene, made.cell, made.keys))
    clicks, visits = len(once["click_visit"]), len(made.keys)
    assert walk["bought"] == [row + turn * clicks for turn in range(times) for row in once["bought"]]
    assert walk["click_visit"] == [visit + turn * visits for turn in range(times) for visit in once["click_visit"]]


def test_nobody_clicks_one_thing_twice_though_it_stands_there_found_and_advertised(busy):
    scene, made = busy
    doubled = [
        cell for cell in range(made.plan.cells)
        if len(set((own := made.pages.item[cell][made.pages.item[cell] >= scene.goods]).tolist())) < len(own)
    ]  # fmt: skip
    assert doubled
    walk = browse(scene, made.cell, made.keys)
    item = made.pages.item[made.cell[walk.click_visit], walk.click_slot]
    pairs = list(zip(walk.click_visit.tolist(), item.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)


def test_no_visits_make_an_empty_walk(busy):
    scene, made = busy
    walk = browse(scene, made.cell[:0], made.keys[:0])
    assert not any(len(getattr(walk, name)) for name in walk.__dataclass_fields__)
