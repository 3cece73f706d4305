"""The networks are read from their file, with every figure marked as a teaching value."""

from pathlib import Path

import pytest

from lab.social.networks import FILE, load_networks
from lab.values.errors import BadFile


def test_the_networks_differ_in_what_they_ask_for() -> None:
    networks = load_networks()
    assert list(networks) == ["glimmer", "quillet", "commonroom"]
    glimmer, quillet, commonroom = networks.values()
    assert glimmer.picture_required and not glimmer.links
    assert quillet.max_chars == 280 and quillet.links
    assert commonroom.posts_a_day == 1


def test_every_network_says_where_its_figures_come_from() -> None:
    for network in load_networks().values():
        assert network.source.confidence == "set"
        assert set(network.kind) >= {"en", "zh", "ar", "ru"}


def test_a_missing_figure_is_named_with_its_field(tmp_path: Path) -> None:
    broken = tmp_path / "networks.yaml"
    lines = FILE.read_text(encoding="utf-8").splitlines()
    broken.write_text("\n".join(line for line in lines if "    tags_max:" not in line), encoding="utf-8")
    with pytest.raises(BadFile, match="tags_max"):
        load_networks(broken)


def test_a_kind_without_a_language_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "networks.yaml"
    broken.write_text(FILE.read_text(encoding="utf-8").replace("kind: {en: pictures, zh: 图片,", "kind: {en: pictures,"), encoding="utf-8")
    with pytest.raises(BadFile, match="missing in: zh"):
        load_networks(broken)
