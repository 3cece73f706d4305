"""Receipts of hand-ins and grades: made with every grade record, signed with the instance's key, found by their code.

The key lies in the instance folder, readable by its owner only. Who loses it cannot sign as before any more; receipts that were
given out are still checked with the public key.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lab.bundles.receipt import Receipt, Signed, check_hashes, judged_in, read_signed, sign, tidy_code
from lab.scenarios.marking import GradeRecord
from lab.school.accounts import Viewer
from lab.school.assignments import score_is_shown
from lab.school.clock import now
from lab.school.database import Database
from lab.school.loading import find_run
from lab.school.models import Grade, Run
from lab.school.models import Receipt as ReceiptRow
from lab.school.settings import Settings, secret_in
from lab.values.errors import BadInput, NotFound

KEY_FILE = "receipt_key"
FOREIGN = "foreign"
"""The kind of a receipt that came with the archive of a course: kept for the next archive, looked up where it was signed."""
_OF_GRADES = ("kind", "points", "max_points", "waiting_points", "withheld", "checks", "judged", "played_with")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt in the list of a run's; `kind` is "hand-in" or "grade"."""

    code: str
    kind: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """A receipt as anybody with its code may see it. `is_newest`: no later grade of the same run has replaced it."""

    signed: Signed
    is_newest: bool

    @property
    def receipt(self) -> Receipt:
        return self.signed.receipt


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The instance's key, made at first use. Raises BadInput when its file is damaged."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret_in(settings.instance / KEY_FILE)))
    except ValueError:
        raise BadInput("secret_too_short", file=KEY_FILE) from None


def public_key(settings: Settings) -> str:
    """The public half, 64 hex digits: with it anybody checks the instance's receipts."""
    return signing_key(settings).public_key().public_bytes_raw().hex()


def seed_id(settings: Settings, seed: str) -> str:
    """This server's name for a seed, 32 hex digits: the same for the same seed, and no way back from it."""
    return hmac.new(settings.secret_key.encode(), f"seed {seed}".encode(), hashlib.sha256).hexdigest()[:32]


def add_receipts(session: Session, grade: Grade, record: GradeRecord) -> None:
    """Sign a receipt of a grade that was just added, and one of the hand-in with the first grade of a run."""
    settings = session.info["settings"]
    seed, handed_in_at = session.execute(select(Run.seed, Run.handed_in_at).where(Run.id == grade.run_id)).one()
    made_at = now()
    base = Receipt(
        kind="hand-in", scenario=record.scenario, version=record.version, content_hash=record.content_hash,
        market=record.market, engine=record.engine, seed_id=seed_id(settings, seed), journal_hash=record.journal_hash,
        world_hash=record.world_hash, handed_in_at=time_text(handed_in_at), made_at=made_at.isoformat(),  # to the microsecond: no two are the same
    )  # fmt: skip
    result = Receipt(
        **{name: getattr(base, name) for name in base.__struct_fields__ if name not in _OF_GRADES}, kind="grade",
        points=None if record.grade.withheld else record.grade.points, max_points=record.grade.max_points,
        waiting_points=record.grade.waiting_points, withheld=record.grade.withheld, checks=check_hashes(record),
        judged=judged_in(record), played_with=record.played_with or None,
    )  # fmt: skip
    known = select(func.count()).where(ReceiptRow.run_id == grade.run_id, ReceiptRow.kind == "hand-in")
    key = signing_key(settings)
    for receipt in [result] if session.scalar(known) or record.played_with else [base, result]:
        signed = sign(receipt, key)
        session.add(
            ReceiptRow(
                run_id=grade.run_id, grade_id=grade.id if receipt is result else None, kind=receipt.kind,
                code=signed.code, signed=signed.to_json().decode(), made_at=made_at,
            )
        )  # fmt: skip
    session.flush()


def receipts_of(db: Database, viewer: Viewer, run_id: int) -> list[ReceiptLine]:
    """The receipts of a run, the newest first; those of grades only where the viewer may see the score. Raises NotFound."""
    with db.session() as session:
        return [ReceiptLine(row.code, row.kind, row.made_at) for row in shown_receipts(session, viewer, run_id)]


def shown_receipts(session: Session, viewer: Viewer, run_id: int) -> list[ReceiptRow]:
    """The rows of the receipts of a run that the viewer may see, the newest first. Raises NotFound."""
    found = find_run(session, viewer, run_id)
    with_scores = found.is_taught or score_is_shown(found.assignment, found.terms.closes_at)
    own = select(ReceiptRow).where(ReceiptRow.run_id == run_id, ReceiptRow.kind != FOREIGN)
    rows = session.scalars(own.order_by(ReceiptRow.id.desc()))
    return [row for row in rows if with_scores or row.kind == "hand-in"]


def receipt_by_code(db: Database, code: str) -> FoundReceipt:
    """The receipt of a code, for whoever has the code. Raises NotFound."""
    proper = tidy_code(code)
    with db.session() as session:
        row = session.scalar(select(ReceiptRow).where(ReceiptRow.code == proper)) if proper else None
        if row is None:
            raise NotFound("no_such_receipt")
        newest = session.scalar(select(func.max(Grade.id)).where(Grade.run_id == row.run_id))
    return FoundReceipt(read_signed(row.signed.encode()), row.grade_id in (None, newest))


def time_text(moment: datetime | None) -> str | None:
    """A moment as receipts and bundles write it, to the second, in UTC."""
    return moment.isoformat(timespec="seconds") if moment is not None else None
