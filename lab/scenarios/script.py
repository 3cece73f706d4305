"""A scenario: the author's file, checked, with everything it refers to found.

`load_scenario` names every fault of the file at once, each with line and column.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lab.checks.catalogue import check_types
from lab.grading.check import Check
from lab.scenarios.schema import OtherWay, ProbePart, ScenarioFile, ShopFile
from lab.values.errors import BadFile, Fault
from lab.values.moment import Moment
from lab.values.places import SCENARIOS, SEED
from lab.values.yamlfile import Positions, load_yaml, read_yaml, validate
from lab.world.action import ACTIONS

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
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix().encode()
            data = path.read_bytes()
            for part in (name, data):
                digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def load_scenario(folder: Path) -> Scenario:
    """Read and check a scenario's folder. Raises BadFile with every fault found."""
    return _load(folder, content_hash(folder))


@lru_cache(maxsize=32)
def _load(folder: Path, digest: str) -> Scenario:
    path = folder / FILE
    file = load_yaml(ScenarioFile, path)
    data, positions = read_yaml(path.read_text(encoding="utf-8"), path.name)
    checks, faults = _checks(data, positions)
    faults += list(_reference_faults(file, checks, positions))
    if faults:
        raise BadFile(faults)
    shop = _shop(file, positions)
    return Scenario(folder, file, shop, tuple(checks), digest)


def _checks(data: Any, positions: Positions) -> tuple[list[Check], list[Fault]]:
    checks: list[Check] = []
    faults: list[Fault] = []
    types = check_types()
    for number, item in enumerate(data["checks"]):
        base = ("checks", number)
        name = item.get("check", "")
        if name not in types:
            place = positions.get((*base, "check"), positions[base])
            faults.append(Fault(FILE, *place, f"checks.{number}.check", f"there is no check type '{name}'"))
            continue
        inner: Positions = {path[2:]: place for path, place in positions.items() if path[:2] == base}
        try:
            checks.append(validate(types[name], item, inner, FILE))
        except BadFile as error:
            faults += [Fault(f.file, f.line, f.column, f"checks.{number}.{f.where}", f.message) for f in error.faults]
        except ValidationError as error:  # pragma: no cover - validate turns these into BadFile
            raise AssertionError(error) from error
    return checks, faults


def _reference_faults(file: ScenarioFile, checks: list[Check], positions: Positions) -> Iterator[Fault]:
    """Everything that names something else must name something that is there."""

    def fault(path: tuple[str | int, ...], message: str) -> Fault:
        return Fault(FILE, *positions.get(path, (1, 1)), ".".join(map(str, path)), message)

    ids = [check.id for check in checks]
    tasks = {task.id for task in file.tasks}
    by_id = {check.id: check for check in checks}
    for number, check in enumerate(checks):
        path: tuple[str | int, ...] = ("checks", number)
        if ids.count(check.id) > 1:
            yield fault((*path, "id"), f"the id '{check.id}' is used twice")
        if check.task not in tasks:
            yield fault((*path, "task"), f"there is no task '{check.task}'")
        for need in check.needs:
            if need not in by_id:
                yield fault((*path, "needs"), f"there is no check '{need}'")
        if check.only_loses and not check.needs:
            yield fault(path, f"'{check.name}' can only lose points and must name checks in 'needs'")
        if _needs_itself(check, by_id):
            yield fault((*path, "needs"), "these needs go round in a circle")
        for name in _facts_named(check):
            if name not in file.facts:
                yield fault(path, f"there is no fact '{name}'")
        for target in check.targets():
            if not _target_exists(target, file):
                yield fault((*path, "on"), f"there is no '{target}' in this scenario")
    total = sum(check.points for check in checks)
    if checks and total != file.grading.total:
        yield fault(("grading", "total"), f"the checks give {total} points, not {file.grading.total}")
    events = [event.id for event in file.events]
    for number, event in enumerate(file.events):
        kinds = [kind for kind in (event.message, event.order, event.stock) if kind is not None]
        if len(kinds) != 1:
            yield fault(("events", number), "an event is exactly one of message, order or stock")
        if (event.at is None) == (event.when is None):
            yield fault(("events", number), "an event has either 'at' or 'when'")
        if event.when is not None and event.when not in by_id:
            yield fault(("events", number, "when"), f"there is no check '{event.when}'")
        if events.count(event.id) > 1:
            yield fault(("events", number, "id"), f"the id '{event.id}' is used twice")
        if event.message is not None and (event.message.to is None) == (event.message.about is None):
            yield fault(("events", number, "message"), "a message has either 'to' (and 'from') or 'about' an order")
    steps = [step.id for step in file.reference]
    for number, step in enumerate(file.reference):
        if step.do not in ACTIONS:
            yield fault(("reference", number, "do"), f"there is no action '{step.do}'")
        if steps.count(step.id) > 1:
            yield fault(("reference", number, "id"), f"the id '{step.id}' is used twice")
    changes: list[tuple[str, int, OtherWay]] = [("also_ok", number, way) for number, way in enumerate(file.also_ok)]
    changes += [("probes", number, probe) for number, probe in enumerate(file.probes)]
    for group, number, way in changes:
        probe = way if isinstance(way, ProbePart) else None
        named = {*way.set, *way.move, *way.drop, *((probe.keep or ()) if probe else ())}
        for name in sorted(named - set(steps)):
            yield fault((group, number), f"the reference has no step '{name}'")
        for name in sorted(({*probe.breaks, *probe.same} if probe else set()) - set(ids)):
            yield fault((group, number), f"there is no check '{name}'")
    for name, part in file.facts.items():
        ways = [way for way in (part.value, part.text, part.range, part.text_from) if way is not None]
        if len(ways) != 1:
            yield fault(("facts", name), "a fact is exactly one of value, text, range or text_from")
    for name, draw in file.variants.draw.items():
        if (draw.int_ is None) == (draw.money is None):
            yield fault(("variants", "draw", name), "a draw is exactly one of int or money")


def _needs_itself(check: Check, by_id: dict[str, Check]) -> bool:
    seen: set[str] = set()
    waiting = list(check.needs)
    while waiting:
        name = waiting.pop()
        if name == check.id:
            return True
        if name in by_id and name not in seen:
            seen.add(name)
            waiting += by_id[name].needs
    return False


def _facts_named(check: Check) -> list[str]:
    facts = getattr(check, "facts", ())
    if isinstance(facts, dict):
        return [name for names in facts.values() for name in names]
    return list(facts)


def _target_exists(target: str, file: ScenarioFile) -> bool:
    place = target.rpartition("/")[0]
    if "/" in place:
        return place in file.world.places
    return target in file.world.places or any(event.id == target for event in file.events)


def _shop(file: ScenarioFile, positions: Positions) -> ShopFile:
    name, _, version = file.world.base.partition("@")
    path = SEED / "shops" / name / "shop.yaml"
    place = positions.get(("world", "base"), (1, 1))
    if not path.is_file():
        raise BadFile([Fault(FILE, *place, "world.base", f"there is no starting shop '{name}'")])
    shop = load_yaml(ShopFile, path)
    if shop.version != int(version):
        message = f"the starting shop '{name}' is version {shop.version} here, not {version}"
        raise BadFile([Fault(FILE, *place, "world.base", message)])
    return shop
