"""What a class did with an assignment: spread, checks, reliability, time, wrong answers, likenesses; and the competences of a course."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from lab.analysis.hints import Hint
from lab.analysis.items import Item
from lab.analysis.mistakes import Mistake
from lab.analysis.scores import Column
from lab.analysis.spread import Spread
from lab.grading.grade import CheckResult
from lab.scenarios.script import Scenario
from lab.school.analysis_view import ClassAnalysis, analysis_for, items_for, profiles_for
from lab.school.assignments import assignment_for, script_of
from lab.school.courses import course_for
from lab.school.likenesses import (
    Likenesses,
    Pair,
    Side,
    ask_likenesses,
    call_off_likenesses,
    likenesses_for,
    pair_for,
)
from lab.values.errors import LabError, NotFound
from lab.values.text import chosen
from lab.web.access import db, only_for_teachers, viewer
from lab.web.analysis_words import AREAS, LIKENESS_KINDS, PARTS, PICTURE_WHYS, VERDICTS
from lab.web.charts import Chart, column_chart
from lab.web.errors import sentence
from lab.web.findings import ShownCheck, shown_check
from lab.web.formats import number_text
from lab.web.languages import page_language
from lab.web.sheets import sheet_response
from lab.web.words import ACTION_NAMES, EVIDENCE_WORDS, SKILL_NAMES, word

pages = Blueprint("analysis", __name__)
only_for_teachers(pages)
Page = str | AnyResponse | tuple[str, int]
SMALL_CLASS = 5


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A check with its name, its figures and a plain word."""

    check: ShownCheck
    item: Item
    verdict: str
    tone: str
    advice: str


@dataclass(frozen=True, slots=True)
class ShownMistakes:
    """The wrong answers to one check, each as it is shown in a report."""

    check: ShownCheck
    answers: tuple[tuple[Mistake, ShownCheck], ...]


@dataclass(frozen=True, slots=True)
class ShownChoice:
    found: str
    count: int
    right: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """What was chosen for a question: options, and the reasons that were ticked together."""

    title: str
    options: tuple[ShownChoice, ...]
    reasons: tuple[ShownChoice, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One text with its passages: pieces of text, each with the number of its passage, 0 for none."""

    name: str
    about: str
    part: str
    pieces: tuple[tuple[str, int], ...]


@pages.get("/assignments/<int:assignment_id>/analysis")
def get_analysis(assignment_id: int) -> str:
    found = analysis_for(db(), viewer(), assignment_id)
    language = page_language()
    return render_template(
        "analysis/analysis.html",
        analysis=found,
        assignment=found.assignment,
        chart=_spread_chart(found.spread) if found.spread is not None and found.spread.n else None,
        items=_shown_items(found.items, found.scenario, language),
        mistakes=_shown_mistakes(found, language),
        questions=_shown_questions(found, language),
        tasks={task.id: chosen(task.title, language) for task in found.scenario.file.tasks},
        areas=AREAS,
        span=_span,
        figure=_figure,
    )


@pages.get("/assignments/<int:assignment_id>/analysis/items.csv")
def get_items(assignment_id: int) -> Response:
    found = items_for(db(), viewer(), assignment_id)
    return sheet_response(_item_rows(found), f"items-{assignment_id}.csv")


@pages.get("/assignments/<int:assignment_id>/analysis/similarity")
def get_similarity(assignment_id: int) -> str:
    """The pairs of runs between which there is a hint; or, with `first` and `second`, one pair side by side."""
    if "first" in request.args:
        return _pair_page(assignment_id, _number("first"), _number("second"))
    return _list_page(likenesses_for(db(), viewer(), assignment_id))


@pages.post("/assignments/<int:assignment_id>/analysis/similarity")
def post_similarity(assignment_id: int) -> AnyResponse:
    """Compare all runs that count. It takes a while, and any of the staff may look at the result."""
    try:
        ask_likenesses(db(), viewer(), assignment_id)
    except LabError as error:
        if isinstance(error, NotFound):
            raise
        flash(sentence(error), "bad")
    return redirect(url_for("analysis.get_similarity", assignment_id=assignment_id))


@pages.post("/assignments/<int:assignment_id>/analysis/similarity/stop")
def post_stop(assignment_id: int) -> AnyResponse:
    call_off_likenesses(db(), viewer(), assignment_id)
    return redirect(url_for("analysis.get_similarity", assignment_id=assignment_id))


@pages.get("/assignments/<int:assignment_id>/analysis/similarity/state")
def get_state(assignment_id: int) -> Response:
    """How far the comparison is, for a script that waits: over or not, per cent, and the words beside the bar."""
    found = likenesses_for(db(), viewer(), assignment_id)
    return jsonify(over=not found.is_at_work, percent=_percent(found), text=_state_text(found))


@pages.get("/courses/<int:course_id>/competences")
def get_competences(course_id: int) -> str:
    profile = profiles_for(db(), viewer(), course_id)
    return render_template(
        "analysis/competences.html",
        course=course_for(db(), viewer(), course_id),
        profile=profile,
        names={one.skill: word(SKILL_NAMES, one.skill) for one in profile.skills},
        shares={student.user_id: {one.skill: one for one in student.skills} for student in profile.students},
    )


# ------------------------------------------------------------------------------------------ one assignment


def _spread_chart(spread: Spread) -> Chart:
    columns = [(number_text(band.low, 1), float(band.count)) for band in spread.bands]
    return column_chart(_("Results of the class"), columns, axis=_("Points from"), measure=_("Runs"))


def _shown_items(items: Sequence[Item], scenario: Scenario, language: str) -> list[ShownItem]:
    shown = []
    for item in items:
        name, tone, advice = VERDICTS[item.verdict]
        shown.append(ShownItem(shown_check(_bare(item.check), scenario, language), item, str(name), tone, str(advice)))
    return shown


def _shown_mistakes(found: ClassAnalysis, language: str) -> list[ShownMistakes]:
    """Wrong answers that several gave; in a very small class all of them."""
    columns = {item.check.id: item.check for item in found.items}
    least = 1 if len(found.graded) < SMALL_CLASS else 2
    shown = []
    for name, answers in groupby((one for one in found.mistakes if one.count >= least), key=lambda mistake: mistake.check):
        column = columns[name]
        listed = tuple(
            (answer, shown_check(_bare(column, answer.message, answer.args, (answer.proof,) if answer.proof else ()), found.scenario, language))
            for answer in answers
        )
        shown.append(ShownMistakes(shown_check(_bare(column), found.scenario, language), listed))
    return shown


def _shown_questions(found: ClassAnalysis, language: str) -> list[ShownQuestion]:
    known = {question.id: question for question in found.scenario.file.questions}
    shown = []
    for name, choices in groupby(found.choices, key=lambda choice: choice.question):
        question = known.get(name)
        rows: tuple[list[ShownChoice], list[ShownChoice]] = ([], [])
        for choice in choices:
            texts = {} if question is None else question.reasons if choice.is_reason else question.options
            words = ", ".join(_words_of(one, texts, language) for one in choice.found.split(", "))
            rows[choice.is_reason].append(ShownChoice(words, choice.count, choice.right))
        shown.append(ShownQuestion(chosen(question.title, language) if question is not None else name, tuple(rows[0]), tuple(rows[1])))
    return shown


def _words_of(name: str, texts: Mapping[str, Mapping[str, str]], language: str) -> str:
    """The text of an option, where it is the same for everybody; else its name."""
    text = chosen(texts[name], language) if name in texts else word(EVIDENCE_WORDS, name)
    return name if "${" in text else text


def _bare(
    column: Column, message: str = "", args: Mapping[str, object] | None = None, evidence: Sequence[Mapping[str, object]] = ()
) -> CheckResult:
    """A result that is nobody's, so that the words of reports can be used."""
    return CheckResult(
        id=column.id, type=column.type, task=column.task, status="not_reached" if message == "not_reached" else "fail", fraction="0",
        points="0", max_points=column.max_points, message=message, args=dict(args or {}), evidence=[dict(one) for one in evidence],
        visible="always", skill=column.skill,
    )  # fmt: skip


def _item_rows(items: Sequence[Item]) -> Iterator[Sequence[str]]:
    """The sheet of checks; numbers with a point, as spreadsheets in every language can be told to read them."""
    yield (
        "check", "type", "task", "skill", "max_points", "results", "unknown", "difficulty", "discrimination", "upper_lower", "full", "partial",
        "zero", "verdict",
    )  # fmt: skip
    for item in items:
        column = item.check
        yield (
            column.id, column.type, column.task, column.skill, str(column.max_points), str(item.n), str(item.unknown),
            _decimal(item.difficulty), _decimal(item.discrimination), _decimal(item.upper_lower), str(item.full), str(item.partial),
            str(item.zero), item.verdict,
        )  # fmt: skip


def _decimal(value: Fraction | None) -> str:
    """A figure with three decimals, half away from zero; empty where there is none."""
    if value is None:
        return ""
    thousandths = int(abs(value) * 1000 + Fraction(1, 2))
    return f"{'-' if value < 0 and thousandths else ''}{thousandths // 1000}.{thousandths % 1000:03d}"


def _figure(value: Fraction | None) -> str:
    """A correlation or coefficient on a page."""
    return "–" if value is None else number_text(value, 2)


def _span(seconds: int) -> str:
    """A length of time in plain words."""
    if seconds < 60:
        return str(_("%(n)s s", n=number_text(seconds)))
    minutes = (seconds + 30) // 60
    if minutes < 60:
        return str(_("%(n)s min", n=number_text(minutes)))
    return str(_("%(hours)s h %(minutes)s min", hours=number_text(minutes // 60), minutes=number_text(minutes % 60)))


# ------------------------------------------------------------------------------------------ likenesses


def _list_page(found: Likenesses) -> str:
    return render_template(
        "analysis/similarity.html",
        found=found,
        assignment=found.assignment,
        hints=[(hint, word(LIKENESS_KINDS, hint.kind), _what(hint)) for hint in found.hints or ()],
        state_text=_state_text(found),
        percent=_percent(found),
        job_fault=sentence(LabError(found.job.error)) if found.job is not None and found.job.error else "",
    )


def _pair_page(assignment_id: int, first: int, second: int) -> str:
    assignment = assignment_for(db(), viewer(), assignment_id)
    pair = pair_for(db(), viewer(), assignment_id, first, second)
    scenario = script_of(db().settings, assignment.content_hash)
    checks = {check.id: _check_name(scenario, check.id) for check in scenario.checks}
    return render_template(
        "analysis/pair.html",
        assignment=assignment,
        pair=pair,
        texts=(_marked(pair, pair.first), _marked(pair, pair.second)),
        passages=sum(len(hint.passages) for hint in pair.hints),
        pictures=[(one, word(PICTURE_WHYS, one.why)) for hint in pair.hints for one in hint.pictures],
        steps=[(one, _step_words(pair.first, one.seq)) for hint in pair.hints for one in hint.steps],
        mistakes=[(one, checks.get(one.check, one.check)) for hint in pair.hints for one in hint.mistakes],
    )


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0


def _what(hint: Hint) -> str:
    """What there is to look at, in a few words."""
    parts = []
    if hint.passages:
        parts.append(ngettext("%(num)s passage", "%(num)s passages", len(hint.passages)))
    if hint.pictures:
        parts.append(ngettext("%(num)s picture", "%(num)s pictures", len(hint.pictures)))
    if hint.steps:
        parts.append(ngettext("%(num)s step", "%(num)s steps", len(hint.steps)))
    if hint.mistakes:
        parts.append(ngettext("%(num)s mistake", "%(num)s mistakes", len(hint.mistakes)))
    return " · ".join(parts)


def _marked(pair: Pair, side: Side) -> list[MarkedText]:
    """The texts of one side that hold a passage, with the passages numbered as they come in the hints."""
    spans: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for number, passage in enumerate((one for hint in pair.hints for one in hint.passages), start=1):
        if side is pair.first:
            spans.setdefault((passage.seq, passage.part), []).append((passage.start, passage.end, number))
        else:
            spans.setdefault((passage.other_seq, passage.other_part), []).append((passage.other_start, passage.other_end, number))
    return [
        MarkedText(word(ACTION_NAMES, text.action), text.about, word(PARTS, text.part), pieces_of(text.text, spans[text.seq, text.part]))
        for text in side.texts
        if (text.seq, text.part) in spans
    ]


def pieces_of(text: str, spans: Sequence[tuple[int, int, int]]) -> tuple[tuple[str, int], ...]:
    """A text cut at its passages (start, end, number); where two overlap, the later one begins at the end of the earlier."""
    pieces: list[tuple[str, int]] = []
    last = 0
    for start, end, number in sorted(spans):
        start, end = max(start, last), min(end, len(text))
        if start < end:
            pieces += [(text[last:start], 0), (text[start:end], number)]
            last = end
    pieces.append((text[last:], 0))
    return tuple((piece, number) for piece, number in pieces if piece)


def _step_words(side: Side, seq: int) -> tuple[str, str]:
    """A step and its object in words."""
    step = side.steps.get(seq)
    return ("–", "") if step is None else (word(ACTION_NAMES, step.name), step.about)


def _check_name(scenario: Scenario, check_id: str) -> str:
    check = scenario.check(check_id)
    shown = shown_check(_bare(Column(check.id, check.name, check.task, "", check.points)), scenario, page_language())
    return f"{shown.title}, {shown.where}" if shown.where else shown.title


def _percent(found: Likenesses) -> int:
    return found.job.progress // 10 if found.job is not None else 0


def _state_text(found: Likenesses) -> str:
    if found.job is None or found.job.is_over:
        return ""
    if found.job.state == "waiting":
        ahead = found.job.ahead
        return str(ngettext("Waits for %(num)s other job", "Waits for %(num)s other jobs", ahead) if ahead else _("Waits for its turn"))
    return str(_("%(percent)s per cent done", percent=_percent(found)))
