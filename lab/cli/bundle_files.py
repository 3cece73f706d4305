"""Bundles at the command line: which files are meant, with which seeds, and a robot's play written as one."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from lab.bundles.layout import ENDING, Deal, Head
from lab.bundles.reading import read_head
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.market.store import current_market
from lab.proofs.trials import plan_of
from lab.scenarios.deal import deal
from lab.scenarios.robot import play_plan
from lab.scenarios.script import Scenario
from lab.school.bundles import check_kept, seed_for
from lab.school.database import Database, open_database
from lab.school.settings import Settings, load_settings
from lab.values.errors import BadInput, LabError
from lab.values.places import SCENARIOS

BUNDLES = click.Path(exists=True, path_type=Path)
MOST_SEEDS = 20_000
MOST_BYTES = 4 << 20


def bundles_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and of each folder named the bundles that lie in it, by name. Raises UsageError for an empty folder."""
    found = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(one for one in path.iterdir() if one.suffix == ENDING)
        if not inside:
            raise click.UsageError(f"there is no {ENDING} file in {path}")
        found += inside
    return found


def roots_for(settings: Settings, folders: Sequence[Path]) -> list[Path]:
    """Where scenarios are looked for: the folders named first, then the lab's own, then the copies of this instance."""
    return [*folders, SCENARIOS, settings.scripts]


class Seeds:
    """Finds the seed of bundles that do not carry one: in a class's list, or among the runs of this instance."""

    def __init__(self, settings: Settings, file: Path | None) -> None:
        self._known = read_seeds(file) if file is not None else {}
        self._db = open_database(settings) if _has_database(settings) else None

    def find(self, path: Path) -> str:
        """The seed, or nothing where the bundle has its own or cannot be read. Raises LabError when it cannot be found."""
        try:
            head = read_head(path)
        except LabError:
            return ""  # reading it in full will say why
        return self.of(head)

    def of(self, head: Head) -> str:
        """As `find`, of a bundle's first line."""
        if self._db is not None:
            check_kept(self._db, head)
        given = head.deal
        if given.seed is not None or given.run is None:
            return ""
        listed = self._known.get(given.seed_id or "")
        if listed is not None:
            return listed
        if self._db is None:
            raise BadInput("bundle_seed_unknown", run=given.run)
        return seed_for(self._db, head)

    def close(self) -> None:
        if self._db is not None:
            self._db.close()

    @property
    def db(self) -> Database | None:
        return self._db


def read_seeds(file: Path) -> dict[str, str]:
    """A class's list of seeds: CSV with the columns seed_id and seed. Raises BadInput."""
    with file.open("rb") as source:
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadInput("seeds_unreadable", reason="it is too large")
    try:
        rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
        seeds = {row["seed_id"]: row["seed"] for row in rows[:MOST_SEEDS]}
        for seed in seeds.values():
            if not 0 <= int(seed, 16) < 1 << 64:
                raise BadInput("seeds_unreadable", reason="a seed has 16 hex digits")
    except (UnicodeDecodeError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise BadInput("seeds_unreadable", reason=f"{type(error).__name__}: {str(error)[:80]}") from None
    return seeds


def write_play(scenario: Scenario, robot: str, picks: dict[str, str], seed: int, path: Path) -> None:
    """Play a robot's plan and write it as a bundle that carries its seed. Raises BadInput for a seed out of range."""
    if not 0 <= seed < 1 << 64:
        raise BadInput("seed_out_of_range", limit=(1 << 64) - 1)
    market = current_market(load_settings(os.environ).markets)
    play = play_plan(scenario, deal(scenario, seed, market, picks), market, plan_of(scenario, robot)).play
    actors = {row.actor: "robot" for row in play.rows}
    head = head_of(play, Deal(seed=seed_text(seed), picks=picks or None), "played")
    with path.open("wb") as file:
        file.writelines(bundle_lines(head, play.rows, actors))


def _has_database(settings: Settings) -> bool:
    """Whether there is a database to look into; grading elsewhere must not make an empty one."""
    url = make_url(settings.database_url)
    return not url.drivername.startswith("sqlite") or bool(url.database and Path(url.database).is_file())
