"""The facts of committed pictures are those that a fresh measurement gives."""

from pathlib import Path

import pytest
from PIL import Image

from lab.scenarios.files import FACTS, PICTURES, picture
from lab.scenarios.pictures import picture_facts, write_picture_facts
from lab.scenarios.schema import PictureFacts
from lab.values.places import SCENARIOS, SEED
from lab.values.yamlfile import load_yaml

FOLDERS = sorted(
    path.parent.parent for root in (SCENARIOS, SEED / "shops") for path in root.glob(f"*/{PICTURES}/{FACTS}")
)


def test_there_are_folders_with_pictures() -> None:
    assert {folder.name for folder in FOLDERS} >= {"desk-lamp-two-markets", "small-lighting-shop"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_facts_written_down_equal_a_fresh_measurement(folder: Path) -> None:
    assert load_yaml(PictureFacts, folder / PICTURES / FACTS).pictures == picture_facts(folder)


def test_a_picture_is_known_by_the_bytes_of_its_file_and_its_figures(tmp_path: Path) -> None:
    (tmp_path / PICTURES).mkdir()
    Image.new("RGB", (300, 200), (255, 255, 255)).save(tmp_path / PICTURES / "white.png")
    assert write_picture_facts(tmp_path) == 1
    first = picture(tmp_path, "white.png")
    assert (first.facts.width_px, first.facts.height_px, first.facts.no_product) == (300, 200, True)
    Image.new("RGB", (300, 201), (255, 255, 255)).save(tmp_path / PICTURES / "white.png")
    write_picture_facts(tmp_path)
    second = picture_facts(tmp_path)["white.png"]
    assert second["height_px"] == "201"
    assert second["sha256"] != first.sha256
