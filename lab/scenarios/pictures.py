"""Measures the pictures that come with a scenario or a starting shop, and writes down what was found.

Recipes below `pictures/recipes/` are made first: each works on the photo that it names, developed with seed 0, and gives
`pictures/made/<name>.jpg`. Then every picture is measured, alone and beside the photos that the scenario gives.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from lab.images.tasks import develop, examine, finish
from lab.scenarios.deal import all_picks
from lab.scenarios.files import FACTS, PICTURES, recipe_steps
from lab.scenarios.photos import all_assets, given_photos
from lab.scenarios.schema import RecipeFile
from lab.scenarios.script import FILE, Scenario, load_scenario
from lab.values.errors import BadFile, BadInput, Fault
from lab.values.yamlfile import load_yaml

RECIPES, MADE = "recipes", "made"
MODEL_SEED = 0
"""Develops the photo on which an author's recipe works; students get other developments of the same view."""
_ENDINGS = (".jpg", ".jpeg", ".png")
Figures = dict[str, str]


def picture_facts(folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, dict[str, Any]]:
    """What facts.yaml says, by its parts: `pictures`, `compared` and `made`, each by name; every value as text.

    Only pictures and recipes whose name is `wanted`.

    Makes the pictures of all recipes. Raises BadInput for a file that would be refused as an upload, BadFile for a recipe
    that cannot be made.
    """
    root = folder / PICTURES
    scenario = load_scenario(folder) if (folder / FILE).is_file() else None
    assets = all_assets(scenario) if scenario is not None else ()
    marks = _marks(scenario) if scenario is not None else {}
    found: dict[str, dict[str, Any]] = {"pictures": {}, "compared": {}, "made": {}}
    for path in sorted((root / RECIPES).glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if wanted(name):
            found["made"][name] = _made(root, path, marks)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix not in _ENDINGS or not wanted(name):
            continue
        data = path.read_bytes()
        examined = examine(data, assets)
        found["pictures"][name] = {"sha256": hashlib.sha256(data).hexdigest(), **_texts(examined.accepted.facts)}
        if examined.compared is not None:
            found["compared"][name] = _texts(examined.compared)
    return found


def _marks(scenario: Scenario) -> dict[str, str]:
    """The watermark on each photo that some variant gives."""
    given = (photos for picks in all_picks(scenario) for photos in given_photos(scenario, picks).values())
    return {photo.asset: photo.mark for photos in given for photo in photos}


def _made(root: Path, path: Path, marks: Mapping[str, str]) -> dict[str, Any]:
    recipe = load_yaml(RecipeFile, path)
    try:
        photo = develop(recipe.photo, MODEL_SEED, marks.get(recipe.photo, ""))
        finished = finish(photo.jpeg, recipe_steps(recipe))
    except BadInput as error:
        raise BadFile([Fault(path.name, 1, 1, "steps", str(error))]) from None
    target = root / MADE / f"{path.stem}.jpg"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(finished.accepted.jpeg)
    return {
        "picture": target.relative_to(root).as_posix(),
        "original": photo.sha256,
        "pixels": finished.pixels,
        "labels": [_texts(label) for label in finished.labels],
    }


def _texts(record: Any) -> Figures:
    """The figures of a record as text; what was not measured is left out."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
        if value is not None
    }


def write_picture_facts(folder: Path) -> int:
    """Write `pictures/facts.yaml`; returns how many pictures it lists."""
    found = picture_facts(folder)
    lines = ["# Made by: python run.py scenario pictures <folder>"]
    for part, entries in found.items():
        if entries or part == "pictures":
            lines += [f"{part}:", *(f"  {name}: {_flow(value)}" for name, value in entries.items())]
    (folder / PICTURES / FACTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(found["pictures"])


def _flow(value: Any) -> str:
    """YAML on one line: JSON, whose strings YAML reads as they are, with plain keys."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return msgspec.json.encode(value).decode()
