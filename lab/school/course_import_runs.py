"""The runs of a course archive, played again from nothing: every outcome, the world at the end, and every grade.

Whatever the archive says of a run is checked here, before the first row of the new course is written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zipfile import ZipFile

import msgspec

from lab.bundles.layout import Bundle
from lab.bundles.receipt import Signed, check_signature, read_signed
from lab.engine.codec import decode_action
from lab.engine.pack import pack_and_hash
from lab.images.measure import ImageFacts
from lab.scenarios.deal import deal
from lab.scenarios.play import Play, Row, start
from lab.school.course_import_checks import check_run, run_wrong
from lab.school.course_import_grades import Claims, check_claims, claims_of
from lab.school.course_import_zip import bundle_of, part
from lab.school.course_layout import MAX_RUN_BYTES, STAFF, AssignmentData, CourseData, RunData
from lab.school.course_run_layout import PictureData, RunFile, read_run
from lab.school.overview import waiting_threads
from lab.school.scripts import market_of, script_of
from lab.school.settings import Settings
from lab.values.errors import BadInput, NotFound
from lab.values.moment import Moment

NOBODY = "user:0"
"""The actor of what was done by somebody who is not in the archive."""


@dataclass(frozen=True, slots=True)
class ProvenRun:
    """A run that came out again as it was written down: its rows, the bytes of each picture, and its last world, packed.

    `waiting` holds since when each customer waits for an answer at its end, the longest wait first; `not_recomputed` counts the grade
    records of an older lab that come out otherwise today.
    """

    about: RunData
    kept: RunFile
    rows: tuple[Row, ...]
    pictures: Mapping[str, int]
    claims: Claims
    receipts: tuple[Signed, ...]
    not_recomputed: int
    sim_time: int
    waiting: tuple[Moment | None, ...]
    world: bytes
    world_hash: str


def proven_runs(settings: Settings, archive: ZipFile, data: CourseData, most_actions: int | None) -> dict[str, ProvenRun]:
    """Every run by key. Raises BadInput for whatever does not hold, and course_file_too_long(found, limit) for too much to play again.

    The actions of a run count once for each time that it is graded with other marks, and an empty run as one.
    """
    people, staff = {person.key for person in data.people}, {one.key for one in data.staff}
    actions = 0
    found = {}
    for assignment, about in data.runs:
        kept = read_run(part(archive, f"runs/{about.key}.json", MAX_RUN_BYTES), f"runs/{about.key}.json")
        check_run(assignment, about, kept, people, staff)
        claims = claims_of(about, kept)
        actions += max(1, len(kept.times)) * max(1, claims.gradings)
        if most_actions is not None and actions > most_actions:
            raise BadInput("course_file_too_long", found=actions, limit=most_actions)
        found[about.key] = _proven(settings, assignment, about, kept, claims, bundle_of(archive, about), staff)
    return found


def facts_of(picture: PictureData) -> ImageFacts:
    """What was measured of a picture. Raises BadInput("course_file_wrong")."""
    try:
        return msgspec.convert(picture.facts, ImageFacts)
    except (msgspec.ValidationError, TypeError, ValueError):
        raise BadInput("course_file_wrong", where="pictures", what=picture.sha256[:12]) from None


def _proven(
    settings: Settings, assignment: AssignmentData, about: RunData, kept: RunFile, claims: Claims, bundle: Bundle, staff: Collection[str]
) -> ProvenRun:
    """Raises BadInput("course_file_run_wrong", run, what) for a run that is not what its parts say of it."""
    head = bundle.head
    if (head.content_hash, head.market, head.state) != (assignment.content_hash, about.market, about.state):
        raise run_wrong(about, "head")
    if (head.deal.seed, head.deal.picks) != (about.seed, about.picks) or not len(kept.times) == len(bundle.rows) == len(kept.actors):
        raise run_wrong(about, "head")
    play = _played_again(settings, assignment, about, kept, bundle, staff)
    world, digest = pack_and_hash(play.world)
    if digest != head.world_hash or play.world.now != head.ended_at:
        raise run_wrong(about, "world", len(bundle.rows))
    if any(picture.sha256 not in bundle.pictures for picture in kept.pictures):
        raise run_wrong(about, "pictures")
    for picture in kept.pictures:
        facts_of(picture)
    there = {sha: len(picture) for sha, picture in bundle.pictures.items() if picture is not None}
    receipts = _receipts(about, kept, claims, play.chain_hash, digest)
    not_recomputed = check_claims(settings, assignment, about, play, claims)
    waiting = tuple(thread.waits_since for thread in waiting_threads(play.world))
    return ProvenRun(about, kept, bundle.rows, there, claims, receipts, not_recomputed, play.world.now, waiting, world, digest)


def _played_again(
    settings: Settings, assignment: AssignmentData, about: RunData, kept: RunFile, bundle: Bundle, staff: Collection[str]
) -> Play:
    """The play of a run, each of its actions with the outcome that was written down."""
    scenario = script_of(settings, assignment.content_hash)
    try:
        market = market_of(settings, about.market)
    except NotFound:
        raise BadInput("course_file_market_missing", market=about.market[:12]) from None
    try:
        play = start(scenario, deal(scenario, int(about.seed, 16), market, about.picks), market)
    except KeyError:
        raise run_wrong(about, "picks") from None
    for row, actor in zip(bundle.rows, kept.actors, strict=True):
        try:
            again, _ = play.act(decode_action(row.action), "staff:0" if actor == STAFF or actor in staff else NOBODY)
        except BadInput:
            raise run_wrong(about, "action", row.seq) from None
        if replace(again, actor=row.actor) != row:
            raise run_wrong(about, "action", row.seq)
    return play


def _receipts(about: RunData, kept: RunFile, claims: Claims, chain_hash: str, world_hash: str) -> tuple[Signed, ...]:
    """The receipts of a run: each signed by its own key, about this run, and with the points of its grade."""
    found = []
    for one in kept.receipts:
        try:
            signed = read_signed(one.signed.encode())
            check_signature(signed)
            made_at = datetime.fromisoformat(signed.receipt.made_at)
        except (BadInput, ValueError):
            raise run_wrong(about, "receipts") from None
        receipt = signed.receipt
        is_own = (receipt.journal_hash, receipt.world_hash) == (chain_hash, world_hash) and made_at.tzinfo is not None
        if one.grade is not None:
            grade = claims.grades[one.grade].record.grade
            is_own = is_own and (receipt.points, receipt.max_points) == (None if grade.withheld else grade.points, grade.max_points)
        if not is_own or (receipt.kind == "grade") != (one.grade is not None) or signed.to_json() != one.signed.encode():
            raise run_wrong(about, "receipts")
        found.append(signed)
    return tuple(found)
