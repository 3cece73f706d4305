"""The small scenario as the files of a draft, and as a release."""

from collections.abc import Iterable
from pathlib import Path

from lab.scenarios.script import load_scenario
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Release
from lab.school.scripts import keep_script
from tests.scenarios.small import FILES, SCENARIO, write_small


def small_files(changes: Iterable[tuple[str, str]] = (), **more: bytes) -> dict[str, bytes]:
    """Its files by path, with texts of scenario.yaml replaced; each must stand there exactly once."""
    text = SCENARIO
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return {**{name: content.encode() for name, content in FILES.items()}, "scenario.yaml": text.encode(), **more}


def add_release(db: Database, owner: Viewer, folder: Path, version: str = "1.0.0") -> int:
    """The small scenario as a release stands in the database; its proofs are not played here."""
    scenario = load_scenario(write_small(folder, ('version: "1.0.0"', f'version: "{version}"')))
    with db.write() as session:
        row = Release(
            scenario_id="small", version=version, content_hash=keep_script(db.settings, scenario), title="Small", notes=version,
            owner_id=owner.id, made_at=now(), proofs=[{"number": 1, "name": "schema", "tried": 2}], shared=False, withdrawn_at=None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id
