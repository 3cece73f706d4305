"""A scenario: the author's file, checked, with everything it refers to found.

`load_scenario` names every fault of the file at once, each with line and column.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from lab.checks.catalogue import check_types
from lab.grading.check import Check
from lab.scenarios.inserts import insert_faults
from lab.scenarios.references import place_of, reference_faults
from lab.scenarios.schema import ScenarioFile, ShopFile
from lab.values.errors import BadFile, Fault
from lab.values.moment import Moment
from lab.values.places import SCENARIOS, SEED
from lab.values.yamlfile import Positions, did_you_mean, load_yaml, read_yaml, validate

FILE = "scenario.yaml"
LANGUAGES = ("en", "de", "ru", "zh", "ar", "es", "fr", "kk", "tr", "pt")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A checked scenario. `checks` are typed; `file` is everything else the author wrote."""

    folder: Path
    file: ScenarioFile
    shop: ShopFile
    checks: tuple[Check, ...]
    content_hash: str

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def version(self) -> str:
        return self.file.version

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self.file.world.start)

    @property
    def end(self) -> Moment:
        span = datetime.fromisoformat(self.file.world.end) - self.start
        return int(span.total_seconds()) // 60

    @property
    def due(self) -> dict[str, Moment]:
        """The moment at which each task is due."""
        return {task.id: task.due for task in self.file.tasks}

    def check(self, check_id: str) -> Check:
        return next(check for check in self.checks if check.id == check_id)


def scenario_folders(root: Path = SCENARIOS) -> list[Path]:
    """Folders that hold a scenario, by name."""
    return sorted(path.parent for path in root.glob(f"*/{FILE}")) if root.is_dir() else []


def content_hash(folder: Path) -> str:
    """SHA-256 over every file of a scenario's folder, by name."""
    return _hash((path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())


def hash_of_files(files: Mapping[str, bytes]) -> str:
    """The `content_hash` of a folder with these files, by their path in it."""
    return _hash((name, files[name]) for name in sorted(files, key=PurePath))


def _hash(files: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in files:
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def load_scenario(folder: Path) -> Scenario:
    """Read and check a scenario's folder. Raises BadFile with every fault found."""
    return _load(folder, content_hash(folder))


def read_scenario(folder: Path) -> Scenario:
    """As `load_scenario`, of a folder that will be gone in a moment: nothing is kept."""
    return _read(folder, content_hash(folder))


@lru_cache(maxsize=32)
def _load(folder: Path, digest: str) -> Scenario:
    return _read(folder, digest)


def _read(folder: Path, digest: str) -> Scenario:
    path = folder / FILE
    try:
        file = load_yaml(ScenarioFile, path)
    except BadFile as error:
        raise BadFile([*error.faults, *_faults_of_checks(path)]) from None
    data, positions = read_yaml(path.read_text(encoding="utf-8"), path.name)
    checks, faults = _checks(data, positions)
    shop, shop_faults = _shop(file, positions)
    faults += shop_faults
    if len(checks) == len(file.checks):
        faults += reference_faults(file, shop, checks, positions, FILE)
    for at, words in [*insert_faults(data, file), *_language_faults(file)]:
        faults.append(Fault(FILE, *place_of(at, positions), ".".join(map(str, at)), words))
    if faults or shop is None:
        raise BadFile(faults)
    return Scenario(folder, file, shop, tuple(checks), digest)


def _language_faults(file: ScenarioFile) -> Iterator[tuple[tuple[str, str], str]]:
    """What a title offers, students can choose; so it must be a language of the lab's."""
    for code in file.title:
        if code not in LANGUAGES:
            yield ("title", code), f"no pages are made in '{code}'; a title may be in {', '.join(LANGUAGES)}"


def _faults_of_checks(path: Path) -> list[Fault]:
    """What is wrong with the checks of a file that has other faults as well; nothing for one that is no list of mappings."""
    try:
        data, positions = read_yaml(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError, BadFile):
        return []
    checks = data.get("checks") if isinstance(data, dict) else None
    if not isinstance(checks, list) or not all(isinstance(item, dict) for item in checks):
        return []
    return _checks(data, positions)[1]


def _checks(data: Any, positions: Positions) -> tuple[list[Check], list[Fault]]:
    checks: list[Check] = []
    faults: list[Fault] = []
    types = check_types()
    for number, item in enumerate(data["checks"]):
        base = ("checks", number)
        name = str(item.get("check") or "")
        if name not in types:
            place = positions.get((*base, "check"), positions[base])
            faults.append(Fault(FILE, *place, f"checks.{number}.check", f"there is no check type '{name}'{did_you_mean(name, types) or '; all of them stand in docs/checks.md'}"))
            continue
        inner: Positions = {path[2:]: place for path, place in positions.items() if path[:2] == base}
        try:
            checks.append(validate(types[name], item, inner, FILE))
        except BadFile as error:
            faults += [Fault(f.file, f.line, f.column, f"checks.{number}.{f.where}".rstrip("."), f.message) for f in error.faults]
    return checks, faults


def _shop(file: ScenarioFile, positions: Positions) -> tuple[ShopFile | None, list[Fault]]:
    name, _, version = file.world.base.partition("@")
    path = SEED / "shops" / name / "shop.yaml"
    place = positions.get(("world", "base"), (1, 1))
    if not path.is_file():
        known = [folder.parent.name for folder in (SEED / "shops").glob("*/shop.yaml")]
        return None, [Fault(FILE, *place, "world.base", f"there is no starting shop '{name}'{did_you_mean(name, known) or '; there are ' + ', '.join(sorted(known))}")]
    shop = load_yaml(ShopFile, path)
    if shop.version != int(version):
        message = f"the starting shop '{name}' is version {shop.version} here, not {version}"
        return shop, [Fault(FILE, *place, "world.base", message)]
    return shop, []
