import numpy as np
import pytest
from PIL import Image

from lab.images.negatives import known_assets, negative_of, view_of
from lab.values.errors import BadFile, BadInput

INDEX = """
{product}:
  names: {{en: "{name}"}}
  views:
    front: {{role: main, what: "on a table"}}
    in-use: {{role: in-use, what: "beside a book"}}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index.yaml").write_text(INDEX.format(product="lamp", name="A lamp"))
    (tmp_path / "index_b.yaml").write_text(INDEX.format(product="robot", name="A robot"))
    (tmp_path / "lamp").mkdir()
    picture = np.zeros((69, 92, 3), np.uint8)
    picture[20:50, 30:60] = 200
    Image.fromarray(picture).save(tmp_path / "lamp/front.jpg", quality=90, subsampling=0)
    Image.fromarray(picture[..., 0]).save(tmp_path / "lamp/front.mask.png")
    return tmp_path


def test_the_views_of_both_index_files_are_known_by_product_and_view(folder):
    assert known_assets(folder) == ("lamp/front", "lamp/in-use", "robot/front", "robot/in-use")
    view = view_of("robot/in-use", folder)
    assert (view.product, view.role, view.what, view.names) == ("robot", "in-use", "beside a book", {"en": "A robot"})


def test_a_second_index_file_may_be_absent(folder):
    (folder / "index_b.yaml").unlink()
    assert known_assets(folder) == ("lamp/front", "lamp/in-use")


def test_a_negative_has_codes_and_a_cover_of_one_size_that_nobody_can_write_to(folder):
    negative = negative_of("lamp/front", folder)
    assert negative.size == (92, 69)
    assert negative.codes.shape == (69, 92, 3) and negative.cover.shape == (69, 92)
    assert (
        abs(int(negative.codes[35, 45, 1]) - 200) <= 2 and negative.cover[35, 45] == 200 and negative.cover[5, 5] == 0
    )
    with pytest.raises(ValueError, match="read-only"):
        negative.codes[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("asked", "nearest"), [("lamp/fornt", "lamp/front"), ("robots/front", "robot/front"), ("zzzz", "")]
)
def test_a_photo_that_there_is_not_is_refused_with_the_nearest_name(folder, asked, nearest):
    with pytest.raises(BadInput) as refusal:
        negative_of(asked, folder)
    assert refusal.value.code == "no_such_photo"
    assert refusal.value.args_ == {"asset": asked, "did_you_mean": nearest}


@pytest.mark.parametrize("asset", ["lamp/../lamp/front", "/etc/passwd", "", "lamp/front.mask"])
def test_a_name_is_never_used_as_a_path_before_it_is_known(folder, asset):
    with pytest.raises(BadInput, match="no_such_photo"):
        negative_of(asset, folder)


def test_a_product_in_both_index_files_is_a_fault(folder):
    (folder / "index_b.yaml").write_text(INDEX.format(product="lamp", name="Another lamp"))
    with pytest.raises(BadFile, match="another index file"):
        known_assets(folder)


def test_an_unknown_role_is_a_fault_with_its_place(folder):
    (folder / "index_b.yaml").write_text(INDEX.format(product="robot", name="x").replace("role: main", "role: best"))
    with pytest.raises(BadFile, match=r"index_b\.yaml:5:.*robot\.views\.front\.role"):
        known_assets(folder)


def test_files_that_are_missing_broken_or_unequal_are_faults(folder):
    with pytest.raises(BadFile, match="no such file"):
        negative_of("lamp/in-use", folder)
    Image.new("L", (92, 70)).save(folder / "lamp/front.mask.png")
    with pytest.raises(BadFile, match="another size"):
        negative_of("lamp/front", folder)
    whole = (folder / "lamp/front.jpg").read_bytes()
    (folder / "lamp/front.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="cannot be read"):
        negative_of("lamp/front", folder)


def test_every_negative_that_comes_with_the_lab_can_be_read():
    assert "lamp-arc/front" in known_assets()
    for asset in known_assets():
        view = view_of(asset)
        assert view.asset == asset and view.what
        assert view.names["en"]
