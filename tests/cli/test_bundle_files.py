"""Which files are meant, and the list of seeds."""

import ast
from pathlib import Path

import click
import pytest

from lab.bundles.batch import replayed
from lab.bundles.reading import read_bundle
from lab.bundles.shelf import Shelf
from lab.cli.bundle_files import bundles_in, read_seeds
from lab.cli.words import SENTENCES
from lab.values.errors import BadInput
from lab.values.places import ROOT
from tests.cli.conftest import Run
from tests.scenarios.small import write_small


def test_a_folder_stands_for_the_bundles_in_it(tmp_path: Path) -> None:
    for name in ("b.tradewind", "a.tradewind", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in bundles_in([tmp_path, tmp_path / "notes.txt"])] == ["a.tradewind", "b.tradewind", "notes.txt"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(click.UsageError):
        bundles_in([tmp_path / "empty"])


def test_a_list_of_seeds_is_read(tmp_path: Path) -> None:
    file = tmp_path / "seeds.csv"
    file.write_bytes("\ufeffseed_id,seed\r\nab,00ff\r\n".encode())
    assert read_seeds(file) == {"ab": "00ff"}


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a,b\n1,2\n", b"seed_id,seed\nab,zz\n", b"seed_id,seed\nab,-1\n", b"seed_id,seed\nab,11112222333344445\n", b"seed_id,seed\nab\n", b"x" * (5 << 20)])
def test_what_is_no_list_of_seeds_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "seeds.csv"
    file.write_bytes(data)
    with pytest.raises(BadInput, match="seeds_unreadable"):
        read_seeds(file)


def test_a_robot_s_play_is_written_as_a_bundle_that_replays(run: Run, tmp_path: Path, instance: Path) -> None:
    folder, file = write_small(tmp_path / "small"), tmp_path / "play.tradewind"
    done = run("scenario", "play", str(folder), "--robot", "wrong-cord", "--pick", "worry=gift", "--seed", "4", "--bundle", str(file))
    assert done.code == 0 and "6.00 of 10" in done.out
    bundle = read_bundle(file)
    assert (bundle.head.deal.seed, bundle.head.deal.picks, bundle.head.state) == ("0000000000000004", {"worry": "gift"}, "played")
    assert replayed(bundle, Shelf([folder], instance / "market")).grade().grade.points == "6.00"
    assert run("scenario", "play", str(folder), "--seed", "-1", "--bundle", str(file)).code == 1


def test_every_error_about_a_bundle_or_receipt_has_its_sentence() -> None:
    codes = set()
    for path in [*(ROOT / "lab" / "bundles").glob("*.py"), ROOT / "lab" / "school" / "bundles.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("BadInput", "Differs", "Refused", "Graded"):
                named = [word.value for word in node.keywords if word.arg == "code"]
                given = (named or node.args[:1]) if node.func.id == "Graded" else node.args[:1]
                codes |= {one.value for one in given if isinstance(one, ast.Constant)}
    assert len(codes) > 25
    assert codes - set(SENTENCES) == set()
