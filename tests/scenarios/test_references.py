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
        ("{photo: ../front}", "photo: String should match pattern"),
        ("{photo: mug}", "photo: String should match pattern"),
        ("{photo: mug/front, licence: stolen}", "licence: Input should be 'own', 'supplier' or 'rival'"),
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
