"""Copies of assigned scenarios and the market files that runs were opened with.

A scenario is copied into the instance, under the hash of its content, when it is assigned. Runs are played and
graded with the copy, so that a later change to the scenario's folder touches no assignment that is under way.
"""

import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from lab.market.base import Market
from lab.market.store import current_market, load_market
from lab.scenarios.script import Scenario, content_hash, load_scenario, scenario_folders
from lab.school.settings import Settings
from lab.values.errors import LabError, NotFound

_market_lock = threading.Lock()


def installed_scenarios() -> list[Scenario]:
    """Every scenario that can be assigned, by folder name. Raises BadFile when one is broken."""
    return [load_scenario(folder) for folder in scenario_folders()]


def installed_scenario(scenario_id: str) -> Scenario:
    """The installed scenario of that id. Raises NotFound, or BadFile when it is broken."""
    folders = scenario_folders()
    for folder in sorted(folders, key=lambda folder: folder.name != scenario_id):
        scenario = load_scenario(folder)
        if scenario.id == scenario_id:
            return scenario
    raise NotFound("no_such_scenario", scenario=scenario_id[:80])


def keep_script(settings: Settings, scenario: Scenario) -> str:
    """Copy a scenario into the instance, unless it is there; its content hash. Raises LabError if it changes meanwhile."""
    target = settings.scripts / scenario.content_hash
    if target.is_dir():
        return scenario.content_hash
    settings.scripts.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.scripts, prefix=".draft-") as draft:
        copied = Path(draft) / "script"
        shutil.copytree(scenario.folder, copied)
        if content_hash(copied) != scenario.content_hash:
            raise LabError("scenario_is_being_changed", scenario=scenario.id)
        try:
            copied.rename(target)
        except OSError:
            if not target.is_dir():  # another process was first otherwise
                raise
    return scenario.content_hash


def script_of(settings: Settings, digest: str) -> Scenario:
    """The scenario that an assignment was made with. Raises NotFound when the instance lost it."""
    return _script(settings.scripts / digest, digest)


@lru_cache(maxsize=64)
def _script(folder: Path, digest: str) -> Scenario:
    if not folder.is_dir():
        raise NotFound("script_missing", content_hash=digest[:12])
    scenario = load_scenario(folder)
    if scenario.content_hash != digest:
        raise LabError("script_was_changed", content_hash=digest[:12])
    return scenario


def present_market(settings: Settings) -> Market:
    """The market that new runs are opened with; built at the first call of an instance."""
    with _market_lock:
        return current_market(settings.markets)


def market_of(settings: Settings, sha256: str) -> Market:
    """The market that a run was opened with. Raises NotFound when the instance lost its file."""
    present = present_market(settings)
    return present if present.sha256 == sha256 else _market(settings.markets / f"{sha256}.market")


@lru_cache(maxsize=4)
def _market(path: Path) -> Market:
    if not path.is_file():
        raise NotFound("market_missing", sha256=path.stem[:12])
    return load_market(path)
