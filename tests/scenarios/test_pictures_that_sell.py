"""The scenario "pictures-that-sell": its robots, its figures, its words, and what its pictures weigh."""

from pathlib import Path

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.images.tasks import develop
from lab.languages.facts import find_fact
from lab.languages.identify import language_verdict
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import deal
from lab.scenarios.files import FACTS, PICTURES, read_data
from lab.scenarios.pictures import MODEL_SEED
from lab.scenarios.robot import Plan, changed_plan, reference_plan
from lab.scenarios.schema import PictureFacts
from lab.scenarios.script import load_scenario
from lab.scenarios.stage import facts_of
from lab.values.errors import BadFile
from lab.values.places import SCENARIOS
from lab.values.yamlfile import load_yaml
from tests.builders import quiet_market
from tests.scenarios.small import write_small

LANGUAGES = ("en", "de", "ru", "zh")
MOST_BYTES = 6_000_000
SCENARIO = load_scenario(SCENARIOS / "pictures-that-sell")
GOODS = SCENARIO.file.variants.pool["goods"]
# every wrong way on one of the goods; `lab scenario check` tries all of them on all
SPELLINGS = {
    "mug": (("9,5 cm", "9.5cm", "95 mm", "Höhe: 9,5 Zentimeter"), ("350 ml", "0,35 l", "Fasst 350ml")),
    "bottle": (("26 cm", "26cm", "260 mm", "26,0 cm hoch"), ("500 ml", "0,5 Liter", "Inhalt: 0,5 l")),
    "kettle": (("13,5 cm", "135 mm"), ("1 Liter", "1,0 l", "1000 ml")),
    "headphones": (("19,5 cm", "195 mm"), ("40 Stunden Akkulaufzeit", "40 h", "Akku für 40 Std.")),
}
OUT_OF_DATE = {
    "mug": ("10 cm", "Fasst 400 ml"),
    "bottle": ("25 cm", "550 ml"),
    "kettle": ("15 cm", "1,2 l"),
    "headphones": ("20 cm", "bis zu 50 Stunden"),
}


def _plan(name: str) -> Plan:
    if name == "reference":
        return reference_plan(SCENARIO)
    return changed_plan(SCENARIO, next(c for c in (*SCENARIO.file.also_ok, *SCENARIO.file.probes) if c.id == name))


@pytest.mark.parametrize("goods", GOODS)
def test_measured_figures_are_right_however_they_are_written_and_those_of_the_catalogue_are_not(goods: str) -> None:
    facts = facts_of(SCENARIO, deal(SCENARIO, 1, quiet_market(), {"goods": goods}))
    for name, spellings, old in zip(("height", "holds"), SPELLINGS[goods], OUT_OF_DATE[goods], strict=True):
        assert {text: find_fact(text, facts[name], "de").status for text in spellings} == dict.fromkeys(
            spellings, "right"
        )
        assert find_fact(old, facts[name], "de").status == "wrong"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("goods", GOODS)
def test_every_sheet_gives_the_measured_figure_and_one_that_is_out_of_date(goods: str, language: str) -> None:
    variant = deal(SCENARIO, 1, quiet_market(), {"goods": goods})
    brief = brief_of(SCENARIO, variant, language)
    facts = facts_of(SCENARIO, variant)
    rows = [line for line in brief.sheets["ware"].splitlines() if "2024" in line or "2604" in line][1:]
    assert len(rows) == 4
    statuses = [
        find_fact(row.split("|")[2], facts[name], language).status
        for row, name in zip(rows, ("height", "height", "holds", "holds"), strict=True)
    ]
    assert statuses == ["wrong", "right", "wrong", "right"]
    assert "${" not in brief.sheets["ware"] + "".join(task.text for task in brief.tasks)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_tasks_titles_and_hints_stand_in_every_language(language: str) -> None:
    variant = deal(SCENARIO, 1, quiet_market(), {"goods": "mug"})
    english, brief = brief_of(SCENARIO, variant, "en"), brief_of(SCENARIO, variant, language)
    assert len(brief.tasks) == 3
    for mine, theirs in zip(brief.tasks, english.tasks, strict=True):
        assert mine.title != theirs.title
        assert language_verdict(mine.text, (language,)).answer == "yes"
        assert mine.text.count("\n") == theirs.text.count("\n"), "the same paragraphs and rows"
    assert [check.id for check in SCENARIO.checks if set(check.hint) != set(LANGUAGES)] == []


@pytest.mark.parametrize("goods", GOODS)
def test_texts_for_pictures_are_in_the_language_of_their_readers(goods: str) -> None:
    texts = {
        path.name: read_data(SCENARIO.folder, f"solution/{goods}/{path.name}")["image"]["alt"]
        for path in (SCENARIO.folder / "solution" / goods).iterdir()
    }
    assert len(texts) == 9
    wanted = {name: "kk" if ".kk." in name else "ru" if name.startswith("kz-") else "de" for name in texts}
    assert [name for name, text in texts.items() if language_verdict(text, (wanted[name],)).answer == "no"] == []


def test_only_the_photo_from_the_side_belongs_to_somebody_else() -> None:
    parts = SCENARIO.file.brief.photos["ware"]
    assert [(part.photo.partition("/")[2], part.licence, part.mark) for part in parts] == [
        ("front", "own", ""),
        ("in-use", "own", ""),
        ("detail", "own", ""),
        ("side", "rival", "LUMO HOME"),
    ]


def test_pictures_of_recipes_are_made_from_the_photo_with_its_watermark() -> None:
    made = load_yaml(PictureFacts, SCENARIO.folder / PICTURES / FACTS).made
    marked, plain = (develop("mug/side", MODEL_SEED, mark).sha256 for mark in ("LUMO HOME", ""))
    assert made["recipes/mug-rival.yaml"].original == marked != plain


def test_the_pictures_of_the_folder_stay_small() -> None:
    assert sum(path.stat().st_size for path in (SCENARIO.folder / PICTURES).rglob("*") if path.is_file()) < MOST_BYTES


def test_a_quantity_in_a_file_is_read_and_its_mistakes_are_named(tmp_path: Path) -> None:
    change = ('  worry: {text_from: "worry/${worry}.yaml"}', '  worry: {value_from: "worry/${worry}.yaml"}')
    files = {
        "worry/cord.yaml": 'value: "${cord_cm}"\nunit: cm\nabout: [Kabel]\n',
        "worry/gift.yaml": 'value: "5"\nunits: day\n',
    }
    scenario = load_scenario(write_small(tmp_path, change, files=files))
    variant = deal(scenario, 1, quiet_market(), {"worry": "cord"})
    length = variant.draws["cord_cm"]
    assert find_fact(f"Das Kabel misst {length} cm.", facts_of(scenario, variant)["worry"], "de").status == "right"
    with pytest.raises(BadFile, match="units"):
        facts_of(scenario, deal(scenario, 1, quiet_market(), {"worry": "gift"}))
    both = ('  worry: {text_from: "worry/${worry}.yaml"}', '  worry: {value_from: "worry/a.yaml", value: "5"}')
    with pytest.raises(BadFile, match="exactly one of"):
        load_scenario(write_small(tmp_path, both))
