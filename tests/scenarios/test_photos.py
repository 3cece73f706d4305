"""Which raw photos a variant gives, and how each student gets their own."""

from pathlib import Path

from lab.scenarios.deal import deal
from lab.scenarios.photos import all_assets, given_photos, photo_seed
from lab.scenarios.play import start
from lab.scenarios.script import Scenario, load_scenario
from lab.world.setting import GivenPhoto
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()
CHANGES = (
    ("pool: {worry: [cord, gift]}", "pool: {worry: [cord, gift], lamp: [arc, brass]}"),
    (
        "facts:\n  cord:",
        'brief: {photos: {bulb: [{photo: "lamp-${lamp}/front"}, {photo: lamp-arc/side, licence: supplier}, '
        '{photo: mug/front, licence: rival, mark: "${cord_cm} cm"}]}}\nfacts:\n  cord:',
    ),
)


def scenario(folder: Path) -> Scenario:
    return load_scenario(write_small(folder, *CHANGES))


def test_drawn_values_stand_in_the_names_and_the_marks(tmp_path: Path) -> None:
    given = given_photos(scenario(tmp_path), {"lamp": "brass", "cord_cm": "180"})
    assert given == {
        "bulb": (
            GivenPhoto("lamp-brass/front", "own", ""),
            GivenPhoto("lamp-arc/side", "supplier", ""),
            GivenPhoto("mug/front", "rival", "180 cm"),
        )
    }


def test_a_run_knows_the_photos_of_its_own_variant_only(tmp_path: Path) -> None:
    made = scenario(tmp_path)
    setting = start(made, deal(made, 5, MARKET, {"lamp": "brass"}), MARKET).world.setting
    assert setting.assets == ("lamp-brass/front", "lamp-arc/side", "mug/front")
    found = setting.photo("lamp-arc/side")
    assert found is not None and (found[0], found[1].licence) == ("bulb", "supplier")
    assert setting.photo("lamp-arc/front") is None
    assert setting.products_of("bulb") == {"lamp-brass", "lamp-arc", "mug"}
    assert setting.products_of("lamp") == frozenset()


def test_all_variants_together_give_every_photo_once_and_in_order(tmp_path: Path) -> None:
    assert all_assets(scenario(tmp_path)) == ("lamp-arc/front", "lamp-arc/side", "mug/front", "lamp-brass/front")


def test_a_scenario_without_photos_gives_none(tmp_path: Path) -> None:
    plain = load_scenario(write_small(tmp_path))
    assert (given_photos(plain, {}), all_assets(plain)) == ({}, ())


def test_every_student_and_every_photo_has_another_seed_and_always_the_same(tmp_path: Path) -> None:
    made = scenario(tmp_path)
    variants = [deal(made, seed, MARKET) for seed in range(40)]
    seeds = [
        photo_seed(variant, asset) for variant in variants for asset in ("lamp-arc/front", "lamp-arc/side", "mug/front")
    ]
    assert len(set(seeds)) == len(seeds) == 120
    again = [photo_seed(deal(made, seed, MARKET), "mug/front") for seed in range(40)]
    assert again == seeds[2::3]
