"""Reading the files of a scenario: texts per language, YAML contents, and the facts of its pictures."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from lab.images.compared import Compared
from lab.images.labels import LabelFacts
from lab.images.measure import ImageFacts
from lab.images.recipe import TOOLS, Step, check_steps
from lab.scenarios.schema import PictureFacts, RecipeFile
from lab.values.amiss import not_utf8
from lab.values.errors import BadFile, BadInput, Fault
from lab.values.yamlfile import load_yaml, read_yaml
from lab.world.listing import ListingImage
from lab.world.picture import PHOTO

PICTURES = "pictures"
FACTS = "facts.yaml"


def inside(folder: Path, name: str) -> Path:
    """The path of a scenario's file. Raises BadFile if it is not there or lies outside the folder."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise BadFile([Fault(name, 1, 1, "", "there is no such file in the scenario")])
    return path


@lru_cache(maxsize=2048)
def _text(path: Path, stamp: int, name: str) -> str:
    try:
        # some editors put a mark in front that is no part of the text
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BadFile([Fault(name, 1, 1, "", not_utf8(path.read_bytes()))]) from None


def read_text(folder: Path, name: str) -> str:
    """A text file of the scenario."""
    path = inside(folder, name)
    return _text(path, path.stat().st_mtime_ns, name)


@lru_cache(maxsize=1024)
def _data(path: Path, stamp: int, name: str) -> Any:
    return read_yaml(_text(path, stamp, name), name)[0]


def read_data(folder: Path, name: str) -> Any:
    """A YAML file of the scenario as plain text values; callers must not change what they get."""
    path = inside(folder, name)
    return _data(path, path.stat().st_mtime_ns, name)


def with_language(name: str, language: str) -> str:
    """ "tasks/list.md" in German is "tasks/list.de.md"."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{language}.{ending}"


def texts_of(folder: Path, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """A text in every language in which it exists. Raises BadFile when there is none."""
    found = {
        code: read_text(folder, with_language(name, code))
        for code in languages
        if (folder / with_language(name, code)).is_file()
    }
    if not found:
        raise BadFile([Fault(name, 1, 1, "", f"there is no such text, in any of {', '.join(languages)}")])
    return found


def picture(folder: Path, name: str) -> ListingImage:
    """A picture of `pictures/` with what was measured on it, as `lab scenario pictures` wrote it down.

    Pictures that come with a scenario are known by the hash of their file, so that no picture needs to be
    decoded to start or replay a run. Raises BadFile when the list lacks it or the file has changed.
    """
    path = inside(folder, f"{PICTURES}/{name}")
    return _picture(folder, name, path.stat().st_mtime_ns, _stamp_of_facts(folder))


def _stamp_of_facts(folder: Path) -> int:
    """When the list of measurements was written; 0 where there is none."""
    measured = folder / PICTURES / FACTS
    return measured.stat().st_mtime_ns if measured.is_file() else 0


@lru_cache(maxsize=64)
def _facts(folder: Path, stamp: int) -> PictureFacts:
    return load_yaml(PictureFacts, folder / PICTURES / FACTS)


@lru_cache(maxsize=512)
def _picture(folder: Path, name: str, stamp: int, measured: int) -> ListingImage:
    if not measured:
        raise _not_listed(folder, name)
    facts = _facts(folder, measured)
    listed = facts.pictures.get(name)
    if listed is None:
        raise _not_listed(folder, name)
    fields = dict(listed)
    sha256 = fields.pop("sha256", "")
    compared = facts.compared.get(name)
    return ListingImage(
        sha256,
        msgspec.convert(fields, ImageFacts, strict=False),
        compared=msgspec.convert(compared, Compared, strict=False) if compared is not None else None,
    )


def changed_pictures(folder: Path) -> list[Fault]:
    """Pictures that are not those any more that were measured; a student would be judged by figures of another picture."""
    measured = folder / PICTURES / FACTS
    if not measured.is_file():
        return []
    found = []
    for name, listed in sorted(load_yaml(PictureFacts, measured).pictures.items()):
        path = folder / PICTURES / name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != listed.get("sha256"):
            words = f"this picture was changed after it was measured; {_measure(folder)}"
            found.append(Fault(f"{PICTURES}/{name}", 1, 1, "", words))
    return found


def made_picture(folder: Path, name: str) -> dict[str, Any]:
    """The fields of `image.edit` for a recipe of `pictures/`, with what came out of it when the pictures were measured.

    Raises BadFile when the recipe cannot be read, or was not made since.
    """
    path = inside(folder, f"{PICTURES}/{name}")
    recipe = _recipe(path, path.stat().st_mtime_ns)
    made = _facts(folder, _stamp_of_facts(folder)).made.get(name)
    if made is None:
        raise _not_listed(folder, name)
    return {
        "source": f"{PHOTO}{recipe.photo}",
        "original": made.original,
        "steps": [msgspec.to_builtins(step) for step in recipe_steps(recipe)],
        "image": msgspec.to_builtins(picture(folder, made.picture)),
        "pixels": made.pixels,
        "labels": [
            msgspec.to_builtins(msgspec.convert(dict(label), LabelFacts, strict=False)) for label in made.labels
        ],
    }


@lru_cache(maxsize=256)
def _recipe(path: Path, stamp: int) -> RecipeFile:
    return load_yaml(RecipeFile, path)


def recipe_steps(recipe: RecipeFile) -> tuple[Step, ...]:
    """The steps of an author's recipe. Raises BadInput as `check_steps`, and for a setting that is no number where one belongs."""
    steps = []
    for number, written in enumerate(recipe.steps, start=1):
        do = written.get("do", "")
        if do not in TOOLS:
            raise BadInput("no_such_tool", step=number, tool=do[:40])
        texts = TOOLS[do].texts
        rest = {key: value for key, value in written.items() if key != "do"}
        try:
            numbers = {key: int(value) for key, value in rest.items() if key not in texts}
        except ValueError:
            raise BadInput("setting_no_number", step=number, tool=do[:40]) from None
        steps.append(Step(do, numbers, {key: value for key, value in rest.items() if key in texts}))
    check_steps(steps)
    return tuple(steps)


def _not_listed(folder: Path, name: str) -> BadFile:
    return BadFile([Fault(f"{PICTURES}/{FACTS}", 1, 1, name, f"'{name}' was not measured yet; {_measure(folder)}")])


def _measure(folder: Path) -> str:
    return f"run: python run.py scenario pictures {folder}"
