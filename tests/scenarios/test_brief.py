"""What students read holds only what may be shown."""

from dataclasses import fields
from pathlib import Path

import msgspec
import pytest

from lab.scenarios.brief import Brief, brief_of, brief_picture
from lab.scenarios.deal import deal
from lab.scenarios.files import PICTURES
from lab.scenarios.script import load_scenario
from lab.values.errors import NotFound
from tests.builders import quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()
CHANGES = (
    (
        "facts:\n  cord:",
        'brief:\n  sheets: {bulb: texts/sheet.md}\n  pictures: {bulb: ["raw/${worry}-1.jpg"]}\nfacts:\n  cord:',
    ),
)
SHEETS = {"texts/sheet.en.md": "# Sheet\nCord: ${cord_cm} cm\n", "texts/sheet.de.md": "# Datenblatt\n"}


def brief(folder: Path, language: str = "en") -> Brief:
    scenario = load_scenario(write_small(folder, *CHANGES, files=SHEETS))
    return brief_of(scenario, deal(scenario, 5, MARKET, {"worry": "cord"}), language)


def test_the_brief_is_a_list_of_what_may_be_shown() -> None:
    assert [field.name for field in fields(Brief)] == [
        "title", "summary", "minutes", "level", "languages", "tasks", "sheets", "pictures", "points",
    ]  # fmt: skip


def test_nothing_of_solution_wrong_ways_seed_or_robots_slips_out(tmp_path: Path) -> None:
    for language in ("en", "de", "ru"):
        shown = msgspec.json.encode(brief(tmp_path, language)).decode().casefold()
        for secret in ("solution", "broken", "seed", "reference", "probe", "980 cm", "guten tag", "hours"):
            assert secret not in shown, secret


def test_texts_come_in_the_language_asked_for_else_in_english(tmp_path: Path) -> None:
    half = (("summary: {en: One question and one order., de: Eine Frage und eine Bestellung.}", "summary: {en: One question and one order.}"),
            ("text: tasks/ship.md", "text: tasks/parcel.md"))  # fmt: skip
    files = {**SHEETS, "tasks/parcel.en.md": "# Ship\nSend it.\n"}
    scenario = load_scenario(write_small(tmp_path, *CHANGES, *half, files=files))
    variant = deal(scenario, 5, MARKET, {"worry": "cord"})
    german = brief_of(scenario, variant, "de")
    assert (german.title, german.summary) == ("Klein", "One question and one order.")
    assert german.tasks[0].text.startswith("# Antworten")
    assert german.tasks[1].text.startswith("# Ship")
    assert german.sheets["bulb"] == "# Datenblatt\n"
    assert brief_of(scenario, variant, "ru").title == "Small"


def test_drawn_values_stand_in_the_texts_and_points_are_summed_by_task(tmp_path: Path) -> None:
    shown = brief(tmp_path)
    assert "${" not in shown.tasks[0].text + shown.sheets["bulb"]
    assert shown.points == {"answer": 9, "ship": 1}
    assert shown.pictures == {"bulb": ("raw/cord-1.jpg",)}


def test_only_the_pictures_of_the_own_variant_are_given_out(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path, *CHANGES, files=SHEETS))
    raw = tmp_path / PICTURES / "raw"
    raw.mkdir(parents=True)
    for name in ("cord-1.jpg", "gift-1.jpg"):
        (raw / name).write_bytes(name.encode())
    variant = deal(scenario, 5, MARKET, {"worry": "cord"})
    assert brief_picture(scenario, variant, "raw/cord-1.jpg") == b"cord-1.jpg"
    for name in ("raw/gift-1.jpg", "../scenario.yaml", "raw/../../scenario.yaml", "", "raw/cord-1.jpg/"):
        with pytest.raises(NotFound, match="no_such_picture"):
            brief_picture(scenario, variant, name)
