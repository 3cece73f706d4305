"""Every fault of a draft that can be seen without playing it, file by file, each with line and column.

More than `load_scenario` says: whether the files that are named are there and read as what they are named for, and whether
the names that texts put in are known. Fit for looking while somebody types: pictures are asked for by name only.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from lab.engine.codec import field_names
from lab.scenarios.files import FACTS, PICTURES, recipe_steps, with_language
from lab.scenarios.goods import phrase_faults, product_faults, quantity_faults
from lab.scenarios.schema import PhrasesFile, PictureFacts, ProductFile, QuantityFile, RecipeFile, ScenarioFile
from lab.scenarios.script import FILE, LANGUAGES, read_scenario
from lab.school.drafts import is_text
from lab.school.rubrics import RubricFile
from lab.values.amiss import not_utf8
from lab.values.errors import BadFile, BadInput, Fault
from lab.values.yamlfile import Positions, did_you_mean, read_yaml, validate
from lab.world.action import ACTIONS

_NAME = re.compile(r"\$\{([^}\n]{0,80})\}?")
_FROM_THE_WORLD = re.compile(r"order\.[a-z][a-z0-9_]*\.[a-z_]+")
_WRITTEN_ELSEWISE = {"image.edit": {"recipe"}, "worksheet.submit": {"orders"}}
"""What authors may write in the contents of an action beside its own fields."""
_COMBINATIONS = 64
"""Combinations of the pools that are tried for one name."""
Path_ = tuple[str | int, ...]


def faults_of(files: Mapping[str, bytes]) -> dict[str, list[Fault]]:
    """The faults of all text files by path, in the order of the file; a path without faults is left out."""
    reader = _Reader(files)
    found = {path: reader.faults(path) for path in sorted(files) if is_text(path)}
    return {path: faults for path, faults in found.items() if faults}


def faults_in(files: Mapping[str, bytes], path: str) -> list[Fault]:
    """The faults of one text file of a draft."""
    return _Reader(files).faults(path)


class _Reader:
    """Reads the files of a draft beside each other: what a file has to be depends on who names it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.written, self.positions = self._scenario()
        self.pools = self._pools()
        self.named = list(self._named())

    def faults(self, path: str) -> list[Fault]:
        try:
            text = self.files[path].decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.files[path][: error.start].count(b"\n") + 1
            return [Fault(path, line, 1, "", not_utf8(self.files[path]))]
        if path == FILE:
            found = [*self._scenario_faults(), *self._missing(), *self._fields_of_steps()]
        elif path.endswith(".yaml"):
            found = self._yaml_faults(path, text)
        else:
            found = [fault for fault in (self._name_fault(path, text, match) for match in _NAME.finditer(text)) if fault is not None]
            if self._kind(path) == "letter with subject":
                found += _letter_faults(path, text)
        unique = {(fault.line, fault.column, fault.message): Fault(path, fault.line, fault.column, fault.where, fault.message) for fault in found}
        return [unique[key] for key in sorted(unique)]

    # -------------------------------------------------------------------------------------- scenario.yaml

    def _scenario(self) -> tuple[dict[str, Any], Positions]:
        try:
            data, positions = read_yaml(self.files.get(FILE, b"").decode("utf-8"), FILE)
        except (BadFile, UnicodeDecodeError):
            return {}, {}
        return (data, positions) if isinstance(data, dict) else ({}, {})

    def _scenario_faults(self) -> list[Fault]:
        with tempfile.TemporaryDirectory(prefix="lab-draft-") as name:
            folder = Path(name)
            (folder / FILE).write_bytes(self.files[FILE])
            try:
                read_scenario(folder)
            except BadFile as error:
                return error.faults
        return []

    def _pools(self) -> dict[str, list[str]]:
        variants = self.written.get("variants")
        pools = variants.get("pool") if isinstance(variants, dict) else None
        if not isinstance(pools, dict):
            return {}
        return {name: [str(one) for one in values] for name, values in pools.items() if isinstance(values, list)}

    def _known_names(self) -> set[str]:
        variants = self.written.get("variants")
        parts = [variants.get(name) for name in ("pool", "draw", "people")] if isinstance(variants, dict) else []
        return {str(name) for part in parts if isinstance(part, dict) for name in part}

    def _named(self) -> Iterator[tuple[Path_, str, str]]:
        """Every file that scenario.yaml names: where, the name as written, and what the file is."""
        data = self.written
        for sku, name in _pairs(_part(data, "world"), "products"):
            yield ("world", "products", sku), name, "product"
        for sku, name in _pairs(_part(data, "brief"), "sheets"):
            yield ("brief", "sheets", sku), name, "text"
        for sku, names in _mapping(_part(data, "brief").get("pictures")).items():
            for number, name in enumerate(names if isinstance(names, list) else []):
                yield ("brief", "pictures", sku, number), str(name), "picture"
        for fact, part in _mapping(data.get("facts")).items():
            for field, kind in (("value_from", "quantity"), ("text_from", "phrases")):
                if isinstance(_mapping(part).get(field), str):
                    yield ("facts", fact, field), part[field], kind
        for number, event in _items(data, "events"):
            for field in ("subject", "text"):
                if isinstance(_mapping(event.get("message")).get(field), str):
                    alone = field == "text" and "subject" not in event["message"]
                    yield ("events", number, "message", field), event["message"][field], "letter with subject" if alone else "letter"
        for number, task in _items(data, "tasks"):
            if isinstance(task.get("text"), str):
                yield ("tasks", number, "text"), task["text"], "text"
        for number, check in _items(data, "checks"):
            if isinstance(check.get("rubric"), str):
                yield ("checks", number, "rubric"), check["rubric"], "rubric"
        yield from self._named_by_robots()

    def _named_by_robots(self) -> Iterator[tuple[Path_, str, str]]:
        does: dict[str, str] = {}
        for group in ("before", "reference"):
            for number, step in _items(self.written, group):
                does[str(step.get("id"))] = str(step.get("do"))
                if isinstance(step.get("with"), str):
                    yield (group, number, "with"), step["with"], f"contents {step.get('do')}"
        for group in ("also_ok", "probes"):
            for number, way in _items(self.written, group):
                for step_id, name in _pairs(way, "set"):
                    yield (group, number, "set", step_id), name, f"contents {does.get(step_id, '')}"

    def _missing(self) -> Iterator[Fault]:
        for path, name, kind in self.named:
            folder = f"{PICTURES}/" if kind == "picture" else ""
            for filled in self._filled(folder + name):
                languages = [with_language(filled, code) for code in LANGUAGES] if kind == "text" else [filled]
                if not any(one in self.files for one in languages):
                    known = {_without_language(one) for one in self.files} if kind == "text" else set(self.files)
                    wanted = f"there is no file '{filled}'"
                    if kind == "text":
                        wanted = f"there is no file '{with_language(filled, 'en')}', nor one in another language"
                    yield Fault(FILE, *_place(path, self.positions), ".".join(map(str, path)), wanted + did_you_mean(filled, known))

    def _fields_of_steps(self) -> Iterator[Fault]:
        """Contents that stand in a step itself: only fields that its action has."""
        for group in ("before", "reference"):
            for number, step in _items(self.written, group):
                if isinstance(step.get("with"), dict):
                    base: Path_ = (group, number, "with")
                    inner = {place[3:]: at for place, at in self.positions.items() if place[:3] == base}
                    yield from _contents_faults(str(step.get("do")), step["with"], inner, FILE)

    def _filled(self, name: str) -> list[str]:
        """The name for every choice of the pools that it puts in; nothing where it puts in anything else."""
        pools = [pool for pool in self.pools if f"${{{pool}}}" in name]
        found = []
        for picks in list(product(*(self.pools[pool] for pool in pools)))[:_COMBINATIONS]:
            filled = name
            for pool, pick in zip(pools, picks, strict=True):
                filled = filled.replace(f"${{{pool}}}", pick)
            if "${" not in filled and filled not in found:
                found.append(filled)
        return found

    # -------------------------------------------------------------------------------------- other files

    def _yaml_faults(self, path: str, text: str) -> list[Fault]:
        try:
            data, positions = read_yaml(text, path)
        except BadFile as error:
            return error.faults
        found = [fault for fault in (self._name_fault(path, text, match) for match in _NAME.finditer(text)) if fault is not None]
        kind = self._kind(path)
        model = _MODELS.get(kind)
        found += self._picture_faults(data, positions, path)
        if model is not None:
            found += _model_faults(model, data, positions, path)
        elif kind.startswith("contents "):
            found += _contents_faults(kind.removeprefix("contents "), data, positions, path)
        return found

    def _picture_faults(self, data: Any, positions: Positions, path: str) -> Iterator[Fault]:
        """Pictures that a listing takes and the draft does not have."""
        listings = [((), _mapping(data)), *((("listings", place), _mapping(one)) for place, one in _part(_mapping(data), "listings").items())]
        for base, content in listings:
            images = content.get("images")
            for number, image in enumerate(images if isinstance(images, list) else []):
                name = image if isinstance(image, str) else _mapping(image).get("file")
                if isinstance(name, str) and "${" not in name and f"{PICTURES}/{name}" not in self.files and not name.startswith("made/"):
                    near = did_you_mean(name, [one.removeprefix(f"{PICTURES}/") for one in self.files if one.startswith(f"{PICTURES}/")])
                    yield Fault(path, *_place((*base, "images", number, "file"), positions), "images", f"there is no picture '{name}' in {PICTURES}/{near}")

    def _kind(self, path: str) -> str:
        """What a YAML file is: what it is named for, else what its folder says."""
        for _place, name, kind in self.named:
            if path in self._filled(name):
                return kind
        if path == f"{PICTURES}/{FACTS}":
            return "facts"
        folder = path.rpartition("/")[0]
        return {"products": "product", "rubrics": "rubric", f"{PICTURES}/recipes": "recipe"}.get(folder, "")

    def _name_fault(self, path: str, text: str, match: re.Match[str]) -> Fault | None:
        name, known = match[1], self._known_names()
        if not self.written or (match[0].endswith("}") and (name in known or _FROM_THE_WORLD.fullmatch(name))):
            return None
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        if not match[0].endswith("}"):
            return Fault(path, line, column, "", "'${' is never closed by '}'")
        return Fault(path, line, column, "", f"nothing is called '{name}' under variants{did_you_mean(name, known)}")


_MODELS: dict[str, type[BaseModel]] = {
    "product": ProductFile, "quantity": QuantityFile, "phrases": PhrasesFile, "rubric": RubricFile, "recipe": RecipeFile,
    "facts": PictureFacts,
}  # fmt: skip


def _model_faults(model: type[BaseModel], data: Any, positions: Positions, path: str) -> list[Fault]:
    """A file against its model. A value that is drawn is not known yet, and no fault can be told of it."""
    try:
        read = validate(model, data, positions, path)
    except BadFile as error:
        return [fault for fault in error.faults if "${" not in str(_at(data, fault.where))]
    found: Iterable[tuple[Path_, str]] = ()
    if isinstance(read, ProductFile):
        found = product_faults(read)
    elif isinstance(read, QuantityFile):
        found = quantity_faults(read)
    elif isinstance(read, PhrasesFile):
        found = phrase_faults(read)
    faults = [Fault(path, *_place(at, positions), ".".join(str(part) for part in at if part != "@key"), words) for at, words in found]
    if faults:
        return faults
    if isinstance(read, RecipeFile):
        try:
            recipe_steps(read)
        except BadInput as error:
            number = error.args_.get("step")
            at: Path_ = ("steps", int(number) - 1) if isinstance(number, int) else ("steps",)
            return [Fault(path, *_place(at, positions), "steps", str(error))]
    return []


def _letter_faults(path: str, text: str) -> Iterator[Fault]:
    """A buyer's letter is its subject, an empty line, and what the buyer writes."""
    subject, _, body = text.replace("\r\n", "\n").lstrip("\ufeff").strip().partition("\n\n")
    if not subject or not body.strip():
        yield Fault(path, 1, 1, "", "a letter is its subject in one line, then an empty line, then the text; one of them is missing here")


def _contents_faults(do: str, data: Any, positions: Positions, path: str) -> Iterator[Fault]:
    """Contents of a step: only fields that its action has."""
    cls = ACTIONS.get(do)
    if cls is None:
        return
    if not isinstance(data, dict):
        yield Fault(path, 1, 1, "", f"the contents of '{do}' must be a mapping of its fields")
        return
    known = field_names(cls) | _WRITTEN_ELSEWISE.get(do, set())
    for name in data:
        if name not in known:
            yield Fault(path, *positions.get((name, "@key"), (1, 1)), name, f"'{do}' has no field '{name}'{did_you_mean(name, known)}")


def heading_of(files: Mapping[str, bytes]) -> ScenarioFile | None:
    """The draft's own file, read; None while it has faults."""
    try:
        data, positions = read_yaml(files.get(FILE, b"").decode("utf-8"), FILE)
        return validate(ScenarioFile, data, positions, FILE)
    except (BadFile, UnicodeDecodeError):
        return None


def _at(data: Any, where: str) -> Any:
    """The value at a dotted path; None where there is none."""
    for part in where.split("."):
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def _place(path: Path_, positions: Positions) -> tuple[int, int]:
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, (1, 1))


def _without_language(path: str) -> str:
    """ "tasks/list.de.md" without its language is "tasks/list.md"."""
    stem, _, ending = path.rpartition(".")
    start, _, code = stem.rpartition(".")
    return f"{start}.{ending}" if start and code in LANGUAGES else path


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _part(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    return _mapping(data.get(name))


def _pairs(data: Mapping[str, Any], name: str) -> Iterable[tuple[str, str]]:
    return [(key, value) for key, value in _part(data, name).items() if isinstance(value, str)]


def _items(data: Mapping[str, Any], name: str) -> Iterable[tuple[int, dict[str, Any]]]:
    listed = data.get(name)
    return [(number, item) for number, item in enumerate(listed) if isinstance(item, dict)] if isinstance(listed, list) else []
