"""Regrades in tests: asked for, worked on and applied; and corrected versions of the sample scenario."""

import shutil
import threading
from pathlib import Path

from lab.scenarios.script import FILE, Scenario, load_scenario
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Release
from lab.school.regrades import Applied, apply_regrade, ask_regrade
from lab.school.scripts import keep_script
from lab.school.worker import work
from lab.values.places import SCENARIOS

SCENARIO = "desk-lamp-two-markets"


def asked(db: Database, teacher: Viewer, assignment_id: int, reason: str = "once more", **more: object) -> int:
    """A regrade with its table filled in."""
    regrade_id = ask_regrade(db, teacher, assignment_id, reason, **more)  # type: ignore[arg-type]
    work(db, threading.Event(), until_idle=True)
    return regrade_id


def regraded(db: Database, teacher: Viewer, assignment_id: int, reason: str = "once more", **more: object) -> Applied:
    """A regrade, applied."""
    return apply_regrade(db, teacher, asked(db, teacher, assignment_id, reason, **more))


def corrected(db: Database, owner: Viewer, folder: Path, *changes: tuple[str, str], files: dict[str, tuple[str, str]] | None = None) -> Scenario:
    """A released version 9.0.0 of the sample in which some texts are others; each must stand there exactly once."""
    shutil.copytree(SCENARIOS / SCENARIO, folder)
    for name, (old, new) in [(FILE, one) for one in (('version: "1.1.0"', 'version: "9.0.0"'), *changes)] + list((files or {}).items()):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    scenario = load_scenario(folder)
    keep_script(db.settings, scenario)
    with db.write() as session:
        session.add(
            Release(
                scenario_id=scenario.id, version=scenario.version, content_hash=scenario.content_hash, title="Lamp", notes="",
                owner_id=owner.id, made_at=now(), proofs=[], shared=False,
            )
        )  # fmt: skip
    return scenario
