"""Pictures of a journal are made again from their originals, and what does not fit comes to light."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from lab.images.process import PictureProcess, shared_process
from lab.images.recipe import Step
from lab.listings.picture_actions import EditImage
from lab.scenarios.deal import deal
from lab.scenarios.photos import photo_seed
from lab.scenarios.play import Play, start
from lab.scenarios.remade import Remade, remade
from lab.scenarios.script import Scenario, load_scenario
from lab.world.listing import ListingImage
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()
PHOTOS = "brief: {photos: {bulb: [{photo: mug/front, mark: QINGLU}]}}\nfacts:\n  cord:"
STEPS = (Step("crop", {"left": 500, "top": 500, "width": 9000, "height": 9000}), Step("resize", {"side": 300}))


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return load_scenario(write_small(Path(tmp_path_factory.mktemp("remade")), ("facts:\n  cord:", PHOTOS)))


@pytest.fixture(scope="module")
def process() -> PictureProcess:
    return shared_process()


@pytest.fixture(scope="module")
def photo(scenario: Scenario, process: PictureProcess) -> bytes:
    """What the student of seed 5 was given."""
    return process.develop("mug/front", photo_seed(deal(scenario, 5, MARKET), "mug/front"), "QINGLU").jpeg


@pytest.fixture(scope="module")
def made(photo: bytes, process: PictureProcess) -> EditImage:
    """The action of that student's picture."""
    done = process.finish(photo, STEPS)
    image = ListingImage(done.accepted.sha256, done.accepted.facts)
    return EditImage("photo:mug/front", hashlib.sha256(photo).hexdigest(), STEPS, image, done.pixels)


def played(scenario: Scenario, *actions: EditImage, seed: int = 5) -> Play:
    play = start(scenario, deal(scenario, seed, MARKET), MARKET)
    for action in actions:
        play.act(action, "aigerim")
    return play


def one(play: Play, process: PictureProcess, **uploads: bytes) -> Remade:
    (found,) = remade(play, process, uploads.get)
    return found


def test_an_honest_picture_comes_out_the_same(scenario: Scenario, process: PictureProcess, made: EditImage) -> None:
    assert one(played(scenario, made), process) == Remade(0, made.image.sha256, "photo:mug/front", True, True, True)


def test_another_students_original_and_pixels_do_not_fit(
    scenario: Scenario, process: PictureProcess, made: EditImage
) -> None:
    found = one(played(scenario, made, seed=6), process)
    assert (found.found, found.original_is_same, found.is_same, found.problem) == (True, False, False, "")


def test_pixels_that_the_recipe_does_not_give_come_to_light(
    scenario: Scenario, process: PictureProcess, made: EditImage
) -> None:
    found = one(played(scenario, replace(made, pixels="0" * 64)), process)
    assert (found.original_is_same, found.is_same) == (True, False)


def test_an_upload_is_made_again_from_the_kept_bytes(
    scenario: Scenario, process: PictureProcess, photo: bytes, made: EditImage
) -> None:
    upload = process.accept(photo)
    done = process.finish(upload.jpeg, STEPS)
    action = replace(made, source=f"upload:{upload.sha256}", original=upload.sha256, pixels=done.pixels)
    play = played(scenario, action)
    assert one(play, process, **{upload.sha256: upload.jpeg}) == Remade(
        0, made.image.sha256, action.source, True, True, True
    )
    other = one(play, process, **{upload.sha256: photo})
    assert (other.found, other.original_is_same) == (True, False)
    assert one(play, process) == Remade(0, made.image.sha256, action.source, False, problem="original_missing")


def test_a_recipe_that_cannot_be_done_any_more_names_the_cause(
    scenario: Scenario, process: PictureProcess, made: EditImage
) -> None:
    tiny = replace(made, steps=(*STEPS, Step("crop", {"left": 0, "top": 0, "width": 1000, "height": 1000})))
    found = one(played(scenario, tiny), process)
    assert (found.found, found.is_same, found.problem) == (False, False, "too_small")


def test_refused_actions_are_passed_over_and_the_others_come_in_order(
    scenario: Scenario, process: PictureProcess, made: EditImage
) -> None:
    play = played(
        scenario, replace(made, source="photo:bottle/front"), made, replace(made, steps=(Step("paint"),)), made
    )
    assert [(found.seq, found.is_same) for found in remade(play, process, dict[str, bytes]().get)] == [
        (1, True),
        (3, True),
    ]
