"""The raw photos of a scenario: which ones a variant gives, and the seed that develops each in its own way."""

from lab.scenarios.deal import Variant, all_picks, insert
from lab.scenarios.script import Scenario
from lab.values.chance import key_of, mix64
from lab.world.setting import GivenPhoto


def given_photos(scenario: Scenario, values: dict[str, str]) -> dict[str, tuple[GivenPhoto, ...]]:
    """The photos by SKU, with drawn values put into their names."""
    return {
        sku: tuple(GivenPhoto(insert(part.photo, values), part.licence, insert(part.mark, values)) for part in parts)
        for sku, parts in scenario.file.brief.photos.items()
    }


def photo_seed(variant: Variant, asset: str) -> int:
    """The seed by which a student's photo is developed: another one for every student and every photo."""
    return mix64(variant.seed ^ key_of("photo", asset))


def all_assets(scenario: Scenario) -> tuple[str, ...]:
    """Every photo that some variant of the scenario gives, in order."""
    written = [part.photo for parts in scenario.file.brief.photos.values() for part in parts]
    return tuple(dict.fromkeys(insert(photo, picks) for picks in all_picks(scenario) for photo in written))
