"""The negatives in the repository: every view of an index has its two files, and they are as the darkroom expects them."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

FOLDER = Path(__file__).parents[2] / "seed" / "photos" / "negatives"
WHOLE = {"front", "side", "back", "top", "rival"}
INDEX = {
    product: entry
    for index in sorted(FOLDER.glob("index*.yaml"))
    for product, entry in yaml.safe_load(index.read_text("utf-8")).items()
}
VIEWS = sorted((product, view) for product, entry in INDEX.items() for view in entry["views"])


def _open(product: str, name: str) -> Image.Image:
    picture = Image.open(FOLDER / product / name)
    picture.load()
    return picture


@pytest.mark.parametrize(("product", "view"), VIEWS)
def test_a_view_has_a_negative_and_a_mask_of_the_right_kind(product: str, view: str) -> None:
    negative, mask = _open(product, f"{view}.jpg"), _open(product, f"{view}.mask.png")
    assert negative.format == "JPEG" and negative.mode == "RGB"
    assert negative.size in {(1840, 1380), (1380, 1840)}
    assert mask.format == "PNG" and mask.mode == "L" and mask.size == negative.size
    # 4:4:4: no channel has fewer samples than another
    assert {layer[1:3] for layer in negative.layer} == {(1, 1)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("product", "view"), VIEWS)
def test_the_product_is_seen_and_a_whole_product_lies_in_the_central_78_percent(product: str, view: str) -> None:
    cover = np.asarray(_open(product, f"{view}.mask.png"))
    assert cover.max() == 255
    assert 0.01 < (cover >= 128).mean() < 0.75
    if view not in WHOLE:
        return
    for axis in (0, 1):
        seen = np.flatnonzero((cover >= 8).any(axis=1 - axis))
        assert seen[0] >= 0.11 * cover.shape[axis] and seen[-1] + 1 <= 0.89 * cover.shape[axis]


@pytest.mark.parametrize(("product", "view"), VIEWS)
def test_a_negative_is_neither_dark_nor_burnt_out(product: str, view: str) -> None:
    codes = np.asarray(_open(product, f"{view}.jpg").reduce(4))
    # code 170 is white in full light, code 43 a fiftieth of that
    assert 43 < np.median(codes) < 175
    assert (codes.min(2) >= 235).mean() < 0.03


def test_files_and_indexes_agree() -> None:
    stored = {
        f"{path.parent.name}/{path.name}"
        for path in FOLDER.glob("*/*")
        if path.suffix in {".jpg", ".png"} and path.name[0] != "."
    }
    assert stored == {f"{product}/{view}{end}" for product, view in VIEWS for end in (".jpg", ".mask.png")}


def test_every_product_has_a_main_view_and_an_english_name() -> None:
    for entry in INDEX.values():
        assert entry["names"]["en"].strip()
        assert "main" in {view["role"] for view in entry["views"].values()}
        assert all(view["what"] for view in entry["views"].values())


def test_all_negatives_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 14_000_000
