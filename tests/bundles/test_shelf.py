"""Scenarios by content, markets by hash, and a clear word when another is there."""

import shutil
from pathlib import Path

import msgspec
import pytest

from lab.bundles.shelf import Shelf
from lab.market.base import Market
from lab.values.errors import BadInput
from tests.bundles.made import Made, read
from tests.scenarios.small import write_small


def test_a_scenario_is_found_in_a_folder_of_scenarios_or_as_the_folder_itself(made: Made, markets: Path, tmp_path: Path) -> None:
    head = read(made.data).head
    shutil.copytree(made.folder, tmp_path / "some" / "name")
    for root in (made.folder, tmp_path / "some"):
        assert Shelf([tmp_path / "none", root], markets).scenario(head).content_hash == head.content_hash


def test_a_scenario_that_is_changed_while_bundles_are_graded_stays_what_it_was(made: Made, markets: Path, tmp_path: Path) -> None:
    head = read(made.data).head
    shutil.copytree(made.folder, tmp_path / "small")
    shelf = Shelf([tmp_path], markets)
    first = shelf.scenario(head)
    file = tmp_path / "small" / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Small", "Changed"), encoding="utf-8")
    assert shelf.scenario(head) is first
    assert shelf.scenario(head).content_hash == head.content_hash


def test_another_version_is_named(made: Made, markets: Path, tmp_path: Path) -> None:
    write_small(tmp_path / "small", ('version: "1.0.0"', 'version: "1.0.1"'))
    write_small(tmp_path / "broken", ("{total: 10}", "{total: 99}"))
    with pytest.raises(BadInput) as caught:
        Shelf([tmp_path], markets).scenario(read(made.data).head)
    assert caught.value.code == "bundle_of_another_version"
    assert str(caught.value.args_["found"]).startswith("1.0.1 (")


def test_a_scenario_that_is_not_there_is_named(made: Made, markets: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="bundle_scenario_missing"):
        Shelf([tmp_path], markets).scenario(read(made.data).head)


def test_the_market_of_today_is_found_and_another_is_named(made: Made, shelf: Shelf, market: Market) -> None:
    head = read(made.data).head
    assert shelf.market(head).sha256 == market.sha256
    with pytest.raises(BadInput) as caught:
        shelf.market(msgspec.structs.replace(head, market="0" * 64))
    assert caught.value.args_ == {"found": market.sha256[:12], "expected": "0" * 12}


def test_an_older_market_is_found_by_its_file(made: Made, markets: Path, market: Market, tmp_path: Path) -> None:
    for path in markets.glob("*.market"):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / f"{'1' * 64}.market").symlink_to(tmp_path / f"{market.sha256}.market")
    head = msgspec.structs.replace(read(made.data).head, market="1" * 64)
    found = Shelf([made.folder], tmp_path)
    assert found.market(head) is found.market(head)
