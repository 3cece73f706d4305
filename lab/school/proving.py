"""The proofs of a draft, and the measuring of its pictures: jobs about `draft:<id>`.

What proofs say belongs to the exact content they were played with, and to the version of the lab that played them: an
edit makes them stale. A job reads the draft when it begins; when the draft has gone on since it was asked, it says so.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import __version__
from lab.proofs.proof import Proof
from lab.proofs.prove import SEEDS, prove
from lab.scenarios.files import FACTS, PICTURES
from lab.scenarios.pictures import write_picture_facts
from lab.scenarios.script import FILE
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import checked_files, draft_for, is_text, put_files, read_files, subject_of, write_folder
from lab.school.jobs import Claim, JobView, Progress, cancel_work, enqueue_work, newest_work
from lab.school.models import Draft
from lab.school.scripts import present_market
from lab.values.errors import NotFound, Refused
from lab.values.text import clip

PROOFS, MEASURE = "proofs", "measure"
FEW_SEEDS = 3
"""Students dealt to each combination in a quick look; a release takes `SEEDS`."""
MOST_LINES = 40
LONGEST_LINE = 400
_PARTS = {"schema": (0, 3), "rounds": (3, 85), "repeat": (85, 94), "reading": (94, 100)}
"""What share of the whole each part of the proofs is, in per cent: from, to."""


@dataclass(frozen=True, slots=True)
class ProofLine:
    """What one proof said; `more` counts the failures beyond those kept."""

    number: int
    name: str
    tried: int
    failures: tuple[str, ...]
    more: int = 0

    @property
    def holds(self) -> bool:
        return not self.failures


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proofs said of one content of a draft, played by one version of the lab with so many seeds."""

    content_hash: str
    engine: str
    seeds: int
    proofs: tuple[ProofLine, ...]

    @property
    def holds(self) -> bool:
        """Whether all of them hold."""
        return bool(self.proofs) and all(proof.holds for proof in self.proofs)

    def fits(self, content_hash: str) -> bool:
        """Whether it is about that very content, and this lab would say the same."""
        return self.content_hash == content_hash and self.engine == __version__

    @property
    def is_whole(self) -> bool:
        """Whether it was played with as many seeds as a release needs."""
        return self.seeds >= SEEDS


def ask_proofs(db: Database, viewer: Viewer, draft_id: int, *, quick: bool = False) -> int:
    """The id of the job that proves a draft as it is now. Raises NotFound, Refused when too many jobs are open."""
    draft = draft_for(db, viewer, draft_id)
    parameters = {"content": draft.content_hash, "seeds": FEW_SEEDS if quick else SEEDS}
    return enqueue_work(db, viewer, PROOFS, subject_of(draft_id), parameters)


def ask_measuring(db: Database, viewer: Viewer, draft_id: int) -> int:
    """The id of the job that measures a draft's pictures and makes those of its recipes. Raises as `ask_proofs`."""
    draft = draft_for(db, viewer, draft_id)
    return enqueue_work(db, viewer, MEASURE, subject_of(draft_id), {"content": draft.content_hash})


def work_on(db: Database, viewer: Viewer, draft_id: int, kind: str) -> JobView | None:
    """The newest job of a kind about a draft. Raises NotFound."""
    draft_for(db, viewer, draft_id)
    return newest_work(db, subject_of(draft_id), kind)


def call_off(db: Database, viewer: Viewer, draft_id: int, kind: str) -> None:
    """Call the newest job of a kind off. Raises NotFound."""
    job = work_on(db, viewer, draft_id, kind)
    if job is None:
        raise NotFound("no_such_job")
    cancel_work(db, viewer, job.id)


def verdict_of(job: JobView | None) -> Verdict | None:
    """What a finished job of proofs said."""
    if job is None or job.kind != PROOFS or job.result is None:
        return None
    proofs = tuple(
        ProofLine(one["number"], one["name"], one["tried"], tuple(one["failures"]), one["more"]) for one in job.result["proofs"]
    )
    return Verdict(job.result["content"], job.result["engine"], job.result["seeds"], proofs)


# ------------------------------------------------------------------------------------------ for workers


def do_proofs(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Prove a draft. Raises Refused when it is gone or has gone on, and what `progress` raises."""
    files = _asked(db, job)
    seeds = int(job.parameters["seeds"])
    present_market(db.settings)

    def hear(name: str, done: int, of: int) -> None:
        low, high = _PARTS.get(name, (0, 100))
        progress(low * 10 + (high - low) * 10 * done // max(1, of), 1000)

    with tempfile.TemporaryDirectory(prefix="lab-proofs-") as name:
        folder = Path(name)
        write_folder(files, folder)
        proofs = [_line(proof, folder) for proof in prove(folder, db.settings.markets, seeds=seeds, progress=hear)]
    return {"content": job.parameters["content"], "engine": __version__, "seeds": seeds, "proofs": proofs}


def do_measuring(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Measure a draft's pictures, and write what was found and made into it. Raises as `do_proofs`, and BadFile, BadInput."""
    files = _asked(db, job)
    progress(0, 1)
    with tempfile.TemporaryDirectory(prefix="lab-measure-") as name:
        folder = Path(name)
        write_folder(files, folder)
        (folder / PICTURES).mkdir(exist_ok=True)
        count = write_picture_facts(folder)
        made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    changed = checked_files({path: data for path, data in made.items() if files.get(path) != data})
    with db.write() as session:
        draft = session.get(Draft, _number(job), with_for_update=True)
        if draft is None:
            raise NotFound("no_such_draft")
        now_there = read_files(session, draft.id)
        if {path: data for path, data in now_there.items() if not is_text(path)} != {
            path: data for path, data in files.items() if not is_text(path)
        } or now_there.get(FILE) != files.get(FILE):
            raise Refused("draft_went_on")
        if changed and count:  # a list of no pictures could not be read
            put_files(session, draft, changed)
    return {"pictures": count, "file": f"{PICTURES}/{FACTS}"}


def _asked(db: Database, job: Claim) -> dict[str, bytes]:
    """The files that a job was asked about. Raises NotFound, Refused when they have changed since."""
    with db.session() as session:
        draft = session.get(Draft, _number(job))
        if draft is None:
            raise NotFound("no_such_draft")
        if draft.content_hash != job.parameters["content"]:
            raise Refused("draft_went_on")
        return read_files(session, draft.id)


def _number(job: Claim) -> int:
    return int(job.subject.partition(":")[2])


def _line(proof: Proof, folder: Path) -> dict[str, Any]:
    """A proof as plain data; no failure tells where the lab keeps its files."""
    shown = [clip(line.replace(f"{folder}/", "").replace(str(folder), ""), LONGEST_LINE) for line in proof.failures[:MOST_LINES]]
    return {
        "number": proof.number, "name": proof.name, "tried": proof.tried, "failures": shown,
        "more": len(proof.failures) - len(shown),
    }  # fmt: skip
