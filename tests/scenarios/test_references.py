"""Photos that an author names must be there, for every choice that their names leave open."""

from pathlib import Path

import pytest

from lab.scenarios.script import load_scenario
from lab.values.errors import BadFile
from tests.scenarios.small import SCENARIO, write_small

AT = SCENARIO[: SCENARIO.index("facts:\n")].count("\n") + 1
"""The line on which the brief of these tests stands."""


def faults(folder: Path, brief: str, *changes: tuple[str, str]) -> list[str]:
    """What is said of the small scenario with a brief, each with file and line."""
    with pytest.raises(BadFile) as caught:
        load_scenario(write_small(folder, ("facts:\n  cord:", f"brief: {brief}\nfacts:\n  cord:"), *changes))
    return [str(fault) for fault in caught.value.faults]


def test_a_photo_that_there_is_not_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "{photos: {bulb: [{photo: mug/front}, {photo: lamp-ark/front}]}}")
    assert "brief.photos.bulb.1.photo: there is no photo 'lamp-ark/front'; did you mean 'lamp-arc/front'?" in fault
    assert fault.startswith(f"scenario.yaml:{AT}:")


def test_a_photo_like_no_other_is_named_without_a_guess(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "{photos: {bulb: [{photo: zzzzzzzz/qqqqqqqqqq}]}}")
    assert fault.endswith("there is no photo 'zzzzzzzz/qqqqqqqqqq'")


def test_every_choice_of_a_pool_is_looked_up(tmp_path: Path) -> None:
    pool = ("pool: {worry: [cord, gift]}", "pool: {worry: [cord, gift], lamp: [arc, brass, velvet]}")
    found = faults(tmp_path, '{photos: {bulb: [{photo: "lamp-${lamp}/front"}]}}', pool)
    assert [fault.partition(": there is ")[2].partition(";")[0] for fault in found] == ["no photo 'lamp-velvet/front'"]


def test_a_name_that_no_pool_has_is_looked_up_as_it_stands(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, '{photos: {bulb: [{photo: "lamp-${lamp}/front"}]}}')
    assert "there is no photo 'lamp-${lamp}/front'" in fault


def test_a_photo_is_given_once_also_when_only_one_variant_gives_it_twice(tmp_path: Path) -> None:
    pool = ("pool: {worry: [cord, gift]}", "pool: {worry: [cord, gift], lamp: [arc, brass]}")
    found = faults(tmp_path, '{photos: {bulb: [{photo: lamp-brass/front}, {photo: "lamp-${lamp}/front"}]}}', pool)
    assert [fault.partition(".photo: ")[2] for fault in found] == ["the photo 'lamp-brass/front' is given twice"]


@pytest.mark.parametrize("mark", ["🙂", "مرحبا", "นี่คือ"])
def test_a_watermark_must_be_drawn_the_same_everywhere(tmp_path: Path, mark: str) -> None:
    (fault,) = faults(tmp_path, f'{{photos: {{bulb: [{{photo: mug/front, mark: "{mark}"}}]}}}}')
    assert "brief.photos.bulb.0.mark: this watermark has signs that cannot be drawn the same everywhere" in fault


@pytest.mark.parametrize("mark", ["QINGLU", "Лампа 24", "灯具"])
def test_a_watermark_in_latin_cyrillic_or_chinese_is_right(tmp_path: Path, mark: str) -> None:
    brief = f'brief: {{photos: {{bulb: [{{photo: mug/front, mark: "{mark}"}}]}}}}\nfacts:\n  cord:'
    scenario = load_scenario(write_small(tmp_path, ("facts:\n  cord:", brief)))
    assert scenario.file.brief.photos["bulb"][0].mark == mark


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("{photo: ../front}", "does not fit; write product and view of a photo, such as mug/front"),
        ("{photo: mug}", "does not fit; write product and view of a photo, such as mug/front"),
        ("{photo: mug/front, licence: stolen}", "licence: 'stolen' is none of the words known here; write 'own', 'supplier' or 'rival'"),
        ("{photo: mug/front, marks: x}", "unknown key 'marks'; did you mean 'mark'?"),
        (f"{{photo: mug/front, mark: {'x' * 41}}}", "mark: String should have at most 40 characters"),
    ],
)
def test_a_photo_that_is_written_wrongly_is_named(tmp_path: Path, part: str, message: str) -> None:
    assert any(message in fault for fault in faults(tmp_path, f"{{photos: {{bulb: [{part}]}}}}"))


@pytest.mark.parametrize(
    ("brief", "group"),
    [
        ("{photos: {chair: [{photo: mug/front}]}}", "photos"),
        ("{pictures: {chair: [raw/a.jpg]}}", "pictures"),
        ("{sheets: {chair: texts/sheet.md}}", "sheets"),
    ],
)
def test_a_brief_speaks_of_goods_that_the_shop_has(tmp_path: Path, brief: str, group: str) -> None:
    assert [fault.partition(": ")[2] for fault in faults(tmp_path, brief)] == [
        f"brief.{group}.chair: the shop has no product 'chair'"
    ]


QUESTION = "{id: markets, title: {en: Where?}, options: {de: {en: Germany}, kz: {en: Kazakhstan}, us: {en: America}}, choose: %s, reasons: {duty: {en: Duty}}}"
CHECK = "  - {id: clean, task: answer, check: message.no_promises"


def question_faults(folder: Path, check: str, *, choose: str = "2", more: str = "") -> list[str]:
    """What is said of the small scenario with a question and a check of the decision."""
    changes = [
        ("tasks:\n", f"questions:\n  - {QUESTION % choose}\n{more}tasks:\n"),
        (CHECK, f"  - {{id: where, task: answer, check: decision.recorded, points: 0, {check}}}\n{CHECK}"),
    ]
    with pytest.raises(BadFile) as caught:
        load_scenario(write_small(folder, *changes))
    return [str(fault).partition(": ")[2] for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ("question: prices, accept: [de, kz]", "checks.2.question: there is no question 'prices'"),
        ("question: markets, accept: [de, fr]", "checks.2.accept: the question 'markets' has no 'fr' among its options"),
        ("question: markets, accept: [de]", "checks.2.accept: 2 options are to be chosen, and only 1 are accepted"),
        ("question: markets, accept: [de, kz], reasons: [luck]", "checks.2.reasons: the question 'markets' has no 'luck' among its reasons"),
        ("question: markets, accept_from: best", "checks.2.facts: there is no fact 'best'"),
        ("question: markets, accept_from: cord", "checks.2: the fact 'cord' is no text; it must name options or reasons"),
    ],
)
def test_a_check_of_a_decision_names_what_its_question_offers(tmp_path: Path, check: str, fault: str) -> None:
    assert question_faults(tmp_path, check) == [fault]


def test_no_more_can_be_chosen_than_there_is(tmp_path: Path) -> None:
    found = question_faults(tmp_path, "question: markets, accept: [de, kz, us]", choose="4")
    assert "questions.0.choose: only 3 options can be chosen" in found


def test_two_questions_cannot_have_one_name(tmp_path: Path) -> None:
    found = question_faults(tmp_path, "question: markets, accept: [de, kz]", more=f"  - {QUESTION % 1}\n")
    assert found == ["questions.0.id: the id 'markets' is used twice", "questions.1.id: the id 'markets' is used twice"]


def test_a_step_of_the_reference_answers_a_question_that_is_asked(tmp_path: Path) -> None:
    step = "  - {id: r1, at: \"+1h\", do: message.reply"
    with pytest.raises(BadFile) as caught:
        load_scenario(write_small(tmp_path, (step, f"  - {{id: r0, at: \"+1h\", do: decision.record, on: markets, with: {{chosen: [de]}}}}\n{step}")))
    assert [str(fault).partition(": ")[2] for fault in caught.value.faults] == ["reference.0.on: there is no question 'markets'"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('due: "+30h"', 'due: "+30d"', "tasks.1.due: +720h is after the end of the scenario, which is +82h after its start"),
        ('at: "+2h", stock', 'at: "+9d", stock', "events.3.at: +216h is after the end of the scenario"),
        ('at: "+1h", do', 'at: "+20m", do', "reference.0.at: 'q1' comes only at +0h30m; until then nothing can be done about it"),
        ('at: "+3h", do', 'at: "+9d", do', "reference.1.at: +216h is after the end of the scenario"),
        ('value: "${cord_cm}"', 'value: "1,80"', "facts.cord.value: '1,80' is no number; write digits, with a point before decimals"),
        ("unit: cm", "unit: Zentimeter", "facts.cord.unit: there is no unit 'Zentimeter'"),
        (", unit: cm", "", "facts.cord: a number needs a 'unit'"),
        ('["1", "3"]', '["1", "3.5"]', "facts.days.range.1: the ends of a range are whole numbers, not '3.5'"),
        ("{en: Small, de: Klein}", "{en: Small, cn: 小}", "title.cn: no pages are made in 'cn'; a title may be in en, de, "),
    ],
)
def test_what_can_never_come_or_be_read_is_told_at_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(BadFile) as caught:
        load_scenario(write_small(tmp_path, (old, new)))
    (fault,) = map(str, caught.value.faults)
    assert words in fault and not fault.startswith("scenario.yaml:1:1")
