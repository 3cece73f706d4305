"""The facts of committed pictures are those that a fresh measurement gives, and recipes are made and played."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lab.images.recipe import Step
from lab.listings.picture_actions import EditImage
from lab.scenarios.deal import deal
from lab.scenarios.files import FACTS, PICTURES, made_picture, picture
from lab.scenarios.pictures import picture_facts, write_picture_facts
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.schema import PictureFacts
from lab.scenarios.script import load_scenario
from lab.values.errors import BadFile
from lab.values.places import SCENARIOS, SEED
from lab.values.yamlfile import load_yaml
from tests.builders import quiet_market
from tests.scenarios.small import write_small

FOLDERS = sorted(
    path.parent.parent for root in (SCENARIOS, SEED / "shops") for path in root.glob(f"*/{PICTURES}/{FACTS}")
)
SAMPLE = {
    "pictures-that-sell": ("mug-main", "mug-infographic", "mug-badge", "mug-tall", "lamp"),
    "desk-lamp-two-markets": ("arc-main", "clamp-main", "folding-detail", "brass-in-use", "small-grey"),
}
"""Where there are many recipes and pictures: a plain one, one with labels, one with a fault; of each folder of pictures one."""
PHOTOS = "brief: {photos: {bulb: [{photo: mug/front}]}}\nfacts:\n  cord:"
STEP = (
    '  - {id: p1, at: "+2h", do: image.edit, with: {recipe: recipes/main.yaml}}\n'
    '  - {id: p2, at: "+2h", do: image.add, on: meridian/DE/bulb, '
    "with: {image: {file: made/main.jpg, role: in-use, alt: Becher, alts: {en: Mug}}}}\n"
)
RECIPE = """photo: mug/front
steps:
  - {do: straighten, angle: "150"}
  - {do: crop, left: "1000", top: "500", width: "8000", height: "9000"}
  - {do: exposure, stops: "40"}
  - {do: label, x: "500", y: "500", width: "4000", size: "600", align: "0", bold: "1", ink: "1383713", plate: "-1", text: "Ø 8 cm", lang: de}
  - {do: resize, side: "400"}
"""


def written(folder: Path) -> dict[str, Any]:
    """facts.yaml as plain data."""
    return load_yaml(PictureFacts, folder / PICTURES / FACTS).model_dump()


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """Fresh figures as facts.yaml gives them back."""
    return PictureFacts.model_validate(found).model_dump()


def test_there_are_folders_with_pictures() -> None:
    assert {folder.name for folder in FOLDERS} >= {"desk-lamp-two-markets", "small-lighting-shop"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_facts_written_down_equal_a_fresh_measurement(folder: Path) -> None:
    def wanted(name: str) -> bool:
        """Of the recipes a few: each costs seconds, and all are made by the same program; every picture beside them."""
        return Path(name).stem in SAMPLE.get(folder.name, (Path(name).stem,)) or "/" not in name

    fresh = plain(picture_facts(folder, wanted))
    kept = {part: {name: value for name, value in found.items() if wanted(name)} for part, found in written(folder).items()}
    assert fresh["pictures"]
    assert kept == fresh


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_facts_written_down_are_those_of_the_very_files(folder: Path) -> None:
    kept = {name: found["sha256"] for name, found in written(folder)["pictures"].items()}
    files = [path for path in (folder / PICTURES).rglob("*") if path.suffix in (".jpg", ".jpeg", ".png")]
    assert kept == {path.relative_to(folder / PICTURES).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_picture_is_known_by_the_bytes_of_its_file_and_its_figures(tmp_path: Path) -> None:
    (tmp_path / PICTURES).mkdir()
    Image.new("RGB", (300, 200), (255, 255, 255)).save(tmp_path / PICTURES / "white.png")
    assert write_picture_facts(tmp_path) == 1
    first = picture(tmp_path, "white.png")
    assert (first.facts.width_px, first.facts.height_px, first.facts.no_product) == (300, 200, True)
    assert first.compared is None
    Image.new("RGB", (300, 201), (255, 255, 255)).save(tmp_path / PICTURES / "white.png")
    write_picture_facts(tmp_path)
    second = picture_facts(tmp_path)["pictures"]["white.png"]
    assert second["height_px"] == "201"
    assert second["sha256"] != first.sha256


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario with one photo, and a recipe that was made of it."""
    made: Path = tmp_path_factory.mktemp("recipe")
    write_small(
        made, ("facts:\n  cord:", PHOTOS), ("also_ok:\n", f"{STEP}also_ok:\n"),
        files={f"{PICTURES}/recipes/main.yaml": RECIPE},
    )  # fmt: skip
    assert write_picture_facts(made) == 1
    return made


def test_a_recipe_is_made_measured_and_compared_with_the_photo(folder: Path) -> None:
    data = (folder / PICTURES / "made" / "main.jpg").read_bytes()
    found = picture(folder, "made/main.jpg")
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert max(found.facts.width_px, found.facts.height_px) == 400
    assert found.compared is not None and found.compared.asset == "mug/front" and found.compared.same >= 600
    (label,) = written(folder)["made"]["recipes/main.yaml"]["labels"]
    assert (label["text"], label["lang"], label["inside"], label["missing"]) == ("Ø 8 cm", "de", "true", "false")


def test_making_a_recipe_again_gives_the_same_bytes(folder: Path) -> None:
    before = (folder / PICTURES / "made" / "main.jpg").read_bytes()
    assert plain(picture_facts(folder)) == written(folder)
    assert (folder / PICTURES / "made" / "main.jpg").read_bytes() == before


def test_a_robot_makes_the_picture_of_a_recipe_and_puts_it_into_a_listing(folder: Path) -> None:
    scenario, market = load_scenario(folder), quiet_market()
    played = play_plan(scenario, deal(scenario, 5, market, {"worry": "cord"}), market, reference_plan(scenario))
    assert not played.refused
    (action,) = [row.deed.action for row in played.play.rows if isinstance(row.deed.action, EditImage)]
    made = written(folder)["made"]["recipes/main.yaml"]
    assert (action.source, action.original, action.pixels) == ("photo:mug/front", made["original"], made["pixels"])
    assert [step.do for step in action.steps] == ["straighten", "crop", "exposure", "label", "resize"]
    assert action.steps[1] == Step("crop", {"left": 1000, "top": 500, "width": 8000, "height": 9000})
    assert [(label.text, label.inside, label.height) for label in action.labels] == [("Ø 8 cm", True, 60)]
    (kept,) = played.play.world.pictures.values()
    image = played.play.world.listings["meridian/DE/bulb"].images[-1]
    assert kept.sha256 == image.sha256 == picture(folder, "made/main.jpg").sha256
    assert (image.role, image.alt, image.alts) == ("in-use", "Becher", (("en", "Mug"),))
    assert image.compared is not None and image.compared.product == "mug"


def test_a_recipe_that_was_not_made_yet_says_what_to_do(tmp_path: Path) -> None:
    root = tmp_path / PICTURES / "recipes"
    root.mkdir(parents=True)
    (root / "main.yaml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / PICTURES / FACTS).write_text("pictures: {}\n", encoding="utf-8")
    with pytest.raises(BadFile, match=r"'recipes/main.yaml' was not measured yet; run: python run.py scenario pictures"):
        made_picture(tmp_path, "recipes/main.yaml")
    with pytest.raises(BadFile, match="there is no such file"):
        made_picture(tmp_path, "recipes/none.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("photo: mug/front\nsteps: [{do: paint}]\n", "no_such_tool"),
        ("photo: mug/front\nsteps: [{do: paint, colour: red}]\n", "no_such_tool"),
        ("photo: mug/front\nsteps: [{quarters: '1'}]\n", "no_such_tool"),
        ("photo: mug/front\nsteps: [{do: turn, quarters: once}]\n", "setting_no_number"),
        ("photo: mug/front\nsteps: [{do: turn}]\n", "setting_missing"),
        ("photo: mug/front\nsteps: [{do: frame, across: 1, down: 1, fill: 880}]\n", "cut_out_first"),
        ("photo: mug/from-the-moon\nsteps: []\n", "no_such_photo"),
        ("photo: mug/front\nsteps: [{do: crop, left: 0, top: 0, width: 100, height: 10000}]\n", "too_small"),
        ("photo: mug\nsteps: []\n", "write product and view of a photo, such as mug/front"),
        ("photo: mug/front\n", "the key 'steps' is missing"),
    ],
)
def test_a_recipe_that_cannot_be_made_is_named(tmp_path: Path, text: str, message: str) -> None:
    root = tmp_path / PICTURES / "recipes"
    root.mkdir(parents=True)
    (root / "main.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        picture_facts(tmp_path)
    assert "main.yaml" in str(caught.value) and message in str(caught.value)
    assert not (tmp_path / PICTURES / "made" / "main.jpg").exists()
