"""Likenesses between the runs of an assignment: a job about `likeness:<assignment>`, and one pair of runs side by side.

A likeness is a hint and never a verdict. The job keeps numbers of rows and places in texts, no words and no names: these are read when
somebody looks, so that names stay hidden from whom they are hidden, and what was deleted is gone.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from lab.analysis.hints import Hint, Passage
from lab.analysis.scores import Graded
from lab.analysis.similar_journals import Doing, similar_journals
from lab.analysis.similar_pictures import Shot, similar_pictures
from lab.analysis.similar_texts import similar_texts
from lab.analysis.steps import Step
from lab.analysis.written import Written, written_by
from lab.images.compared import Compared
from lab.images.measure import ImageFacts
from lab.messages.phrasebook import letter_languages, load_letters
from lab.scenarios.deal import Variant, all_picks, insert
from lab.scenarios.files import picture, read_text
from lab.scenarios.script import Scenario
from lab.scenarios.stage import stage
from lab.school.accounts import Viewer
from lab.school.analysis_view import CountingRuns, counting_runs, read_journals
from lab.school.assignments import AssignmentView, assignment_for, staffed_assignment
from lab.school.database import Database
from lab.school.jobs import Claim, JobView, Progress, newest_work, put_work, stop_work
from lab.school.loading import deal_for
from lab.school.models import Assignment, Course, Run, RunMedia, User
from lab.school.names import Names, names_for
from lab.school.settings import Settings
from lab.values.errors import NotFound, Refused
from lab.world.world import World

LIKENESS = "likeness"
MOST_PASSAGES, MOST_STEPS = 40, 60
"""Kept of one hint; more of them prove no more."""
TEXT_ENDINGS = (".md", ".txt", ".yaml")
MOST_VARIANTS = 64
"""Of a scenario with more, the sheets of these and of those that occur are known."""
_SLOT = "{"


@dataclass(frozen=True, slots=True)
class Likenesses:
    """What is known of an assignment. `hints` is None before the job has ended well; `compared` counts the runs it looked at, and
    `is_stale` tells that other runs count by now. `labels` name runs, and those alone that still count."""

    assignment: AssignmentView
    names_hidden: bool
    labels: Mapping[int, str]
    job: JobView | None
    hints: tuple[Hint, ...] | None
    compared: int
    is_stale: bool
    made_at: datetime | None

    @property
    def is_at_work(self) -> bool:
        return self.job is not None and not self.job.is_over


@dataclass(frozen=True, slots=True)
class Side:
    """One run of a pair: its texts in order, and its steps by row."""

    run: int
    label: str
    texts: tuple[Written, ...]
    steps: Mapping[int, Step]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two runs side by side with every hint about them."""

    first: Side
    second: Side
    hints: tuple[Hint, ...]


def likenesses_for(db: Database, viewer: Viewer, assignment_id: int) -> Likenesses:
    """What was found, or how far the work is. For the course's staff; others get NotFound."""
    view = assignment_for(db, viewer, assignment_id)
    with db.session() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        names = names_for(session, viewer, assignment, course)
        found = counting_runs(session, assignment, names)
    job = newest_work(db, subject_of(assignment_id), LIKENESS)
    done = job is not None and job.state == "done" and job.result is not None
    result: dict[str, Any] = job.result if job is not None and job.result is not None and done else {}
    hints = msgspec.convert(result["hints"], tuple[Hint, ...]) if result else None
    if hints is not None:  # a run that was deleted since, or no longer counts, is nobody's business
        hints = tuple(hint for hint in hints if hint.run in found.labels and hint.other in found.labels)
    return Likenesses(
        view, names.hidden, found.labels, job, hints, int(result.get("runs", 0)), bool(result) and result["state"] != _state(found),
        job.done_at if job is not None and done else None,
    )  # fmt: skip


def ask_likenesses(db: Database, viewer: Viewer, assignment_id: int) -> int:
    """The id of the job that compares the runs of an assignment as they are now.

    For the course's staff; others get NotFound. Raises Refused with fewer than two runs, and when too many jobs are open.
    """
    with db.write() as session:
        assignment, course = staffed_assignment(session, viewer, assignment_id)
        found = counting_runs(session, assignment, names_for(session, viewer, assignment, course))
        if len(found.runs) < 2:
            raise Refused("nothing_to_compare")
        return put_work(session, viewer, LIKENESS, subject_of(assignment_id), {"state": _state(found)})


def call_off_likenesses(db: Database, viewer: Viewer, assignment_id: int) -> None:
    """Call the work off; where there is none, nothing happens. Any of the staff may; others get NotFound."""
    with db.write() as session:
        staffed_assignment(session, viewer, assignment_id)
        stop_work(session, subject_of(assignment_id))


def pair_for(db: Database, viewer: Viewer, assignment_id: int, run_id: int, other_id: int) -> Pair:
    """Two runs between which there is a hint, side by side. Raises NotFound."""
    known = likenesses_for(db, viewer, assignment_id)
    hints = tuple(hint for hint in known.hints or () if (hint.run, hint.other) == (run_id, other_id))
    if not hints:
        raise NotFound("no_such_likeness")
    with db.session() as session:
        runs = {run.id: run for run in session.scalars(select(Run).where(Run.id.in_([run_id, other_id])))}
        journals = dict(read_journals(session, runs))
    first, second = (_side(one, known.labels[one], journals.get(one, [])) for one in (run_id, other_id))
    return Pair(first, second, hints)


def subject_of(assignment_id: int) -> str:
    """What the jobs about an assignment's likenesses are called."""
    return f"{LIKENESS}:{assignment_id}"


def _side(run: int, label: str, steps: Sequence[Step]) -> Side:
    return Side(run, label, written_by(steps), {step.seq: step for step in steps})


def _state(found: CountingRuns) -> str:
    """A name for the runs that count and what was done in them."""
    lines = (f"{run.id} {run.chain_hash}" for _, run in sorted(found.runs.items()))
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


# ------------------------------------------------------------------------------------------ for workers


def do_likenesses(db: Database, job: Claim, progress: Progress) -> dict[str, Any]:
    """Compare the runs that count now. Raises NotFound when the assignment is gone, and what `progress` raises."""
    assignment_id = int(job.subject.partition(":")[2])
    progress(0, 100)
    with db.session() as session:
        assignment = session.get(Assignment, assignment_id)
        if assignment is None:
            raise NotFound("no_such_assignment")
        course = session.get_one(Course, assignment.course_id)
        found = counting_runs(session, assignment, Names(True, course.secret, assignment.id))
        texts, doings = {}, {}
        graded = {one.run: one for one in found.graded}
        for run, steps in read_journals(session, found.runs):
            texts[run] = written_by(steps)
            doings[run] = Doing(steps, graded[run].checks, _variant(graded[run]))
            progress(len(texts) * 20 // len(found.runs), 100)
        shots = _shots(session, found.runs)
        people = session.scalars(select(User.name).join(Run, Run.user_id == User.id).where(Run.id.in_(list(found.runs)))).all()
    given, pictures = _given(db.settings, found, assignment, progress)
    alike = similar_texts(texts, (*given, *people), lambda done, of: progress(45 + done * 25 // max(1, of), 100))
    progress(70, 100)
    hints = [*alike, *similar_pictures(shots, pictures)]
    progress(75, 100)
    hints += similar_journals(doings)
    plain = [msgspec.to_builtins(_shortened(hint)) for hint in hints]
    return {"state": _state(found), "runs": len(found.runs), "hints": plain}


def _variant(graded: Graded) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(graded.picks.items()))


def _shortened(hint: Hint) -> Hint:
    passages: tuple[Passage, ...] = hint.passages[:MOST_PASSAGES]
    return replace(hint, passages=passages, steps=hint.steps[:MOST_STEPS])


def _shots(session: Session, runs: Mapping[int, Run]) -> dict[int, list[Shot]]:
    """The pictures of some runs, with one question."""
    shots: dict[int, list[Shot]] = {run: [] for run in runs}
    rows = session.execute(
        select(RunMedia.run_id, RunMedia.sha256, RunMedia.kind, RunMedia.facts, RunMedia.compared)
        .where(RunMedia.run_id.in_(list(runs)))
        .order_by(RunMedia.run_id, RunMedia.sha256)
    )
    for run_id, sha256, kind, facts, compared in rows:
        like = msgspec.convert(compared, Compared) if compared is not None else None
        shots[run_id].append(Shot(sha256, kind, msgspec.convert(facts, ImageFacts), like))
    return shots


def _given(settings: Settings, found: CountingRuns, assignment: Assignment, progress: Progress) -> tuple[list[str], list[Shot]]:
    """The texts that are the scenario's own or the shop's, and the pictures that students were given as files."""
    texts = [phrase for language in letter_languages() for phrase in _phrases(language)]
    shots: dict[str, Shot] = {}
    first_of: dict[tuple[tuple[str, str], ...], Run] = {}
    for graded in found.graded:
        first_of.setdefault(tuple(sorted(graded.picks.items())), found.runs[graded.run])
    for number, run in enumerate(first_of.values()):
        scenario, variant, market = deal_for(settings, run, assignment)
        if number == 0:  # sheets of other variants are no secret of anybody's either
            for picks in all_picks(scenario)[:MOST_VARIANTS]:
                texts += _material(scenario, replace(variant, picks=picks))
        texts += _material(scenario, variant)
        texts += _shop_texts(stage(scenario, variant, market))
        for name in {insert(one, variant.values) for names in scenario.file.brief.pictures.values() for one in names}:
            shown = picture(scenario.folder, name)
            shots[shown.sha256] = Shot(shown.sha256, "photo", shown.facts)
        progress(20 + 25 * (number + 1) // len(first_of), 100)
    return list(dict.fromkeys(texts)), [shots[sha] for sha in sorted(shots)]


def _phrases(language: str) -> Iterable[str]:
    """What buyers write in a language; what is put into a phrase differs, so that a phrase is cut there."""
    letters = load_letters(language)
    for wordings in letters.intents.values():
        for phrase in (*wordings.subjects, *wordings.texts, *wordings.upset):
            yield from (part.partition("}")[2] if "}" in part else part for part in phrase.split(_SLOT))


def _material(scenario: Scenario, variant: Variant) -> list[str]:
    """Tasks, supplier sheets and questions in every language, the messages that the scenario sends, and its solution.

    The solution may be shown at the end, and two who have its words have them from there, and not from each other.
    """
    texts = []
    for path in sorted(scenario.folder.rglob("*")):
        if path.suffix in TEXT_ENDINGS and path.is_file():
            texts.append(_filled(read_text(scenario.folder, path.relative_to(scenario.folder).as_posix()), variant))
    return texts


def _filled(text: str, variant: Variant) -> str:
    """A text with what was drawn; a name that is only known in the course of a run stays."""
    return insert(text, variant.values, lambda name: f"${{{name}}}")


def _shop_texts(world: World) -> list[str]:
    """What stands in the shop before the first action: listings and conversations."""
    texts = [
        text
        for listing in world.listings.values()
        for kept in (listing.main_text, *listing.translations.values())
        for text in (kept.title, *kept.bullets, kept.description)
    ]
    return texts + [message.text for thread in world.threads.values() for message in thread.messages]
