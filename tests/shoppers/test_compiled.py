"""The compiled walk against the plain one. Numba is a test tool of this project; the product runs without it."""

import numpy as np

from lab.shoppers.browse import browse
from lab.shoppers.compiled import browse_compiled, is_available
from lab.shoppers.day import day_of_shop, scene_of, simulate_part
from lab.values.chance import mix64_array
from tests.shoppers.test_browse import as_lists, busy_world


def test_the_compiled_walk_gives_the_same_integers():
    assert is_available()
    world = busy_world()
    for day in (1, 2):
        made = day_of_shop(world, day)
        scene = scene_of(world, made.plan, made.pages)
        assert as_lists(browse_compiled(scene, made.cell, made.keys)) == as_lists(browse(scene, made.cell, made.keys))
        everybody = [as_lists(engine(scene, made.cell, made.keys, True)) for engine in (browse, browse_compiled)]
        assert everybody[0] == everybody[1]


def test_orders_clicks_and_spend_of_a_day_agree():
    world = busy_world()
    for part in range(4):
        assert simulate_part(world, 1, part) == simulate_part(world, 1, part, browse_compiled)
    spent = sum(line.cost for part in range(4) for line in simulate_part(world, 1, part, browse_compiled).ad_traffic)
    assert spent > 0


def test_any_keys_give_the_same_integers():
    world = busy_world()
    made = day_of_shop(world, 1)
    scene = scene_of(world, made.plan, made.pages)
    for salt in range(3):
        keys = mix64_array(np.arange(5000, dtype=np.uint64) + np.uint64(salt << 40))
        cell = (keys % np.uint64(made.plan.cells)).astype(np.int64)
        assert as_lists(browse_compiled(scene, cell, keys)) == as_lists(browse(scene, cell, keys))
