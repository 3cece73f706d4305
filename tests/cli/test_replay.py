"""`lab replay`: the same world, the first action that differs, or a file that cannot be read."""

from pathlib import Path

import pytest

from lab.bundles.layout import NO_SUM, parted, summed
from lab.engine.chain import START, chain
from tests.bundles.made import read
from tests.cli.conftest import Run
from tests.scenarios.small import write_small


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return write_small(tmp_path / "small")


@pytest.fixture
def bundle(run: Run, scenario: Path, tmp_path: Path) -> Path:
    path = tmp_path / "one.tradewind"
    assert run("scenario", "play", str(scenario), "--bundle", str(path)).code == 0
    return path


def forged(data: bytes, old: bytes, new: bytes) -> bytes:
    """A forger's work: one action changed, and every hash and sum made to fit."""
    rows = read(data).rows
    last, digest, found = START, NO_SUM, []
    chains = {}
    for row in rows:
        last = chain(last, row.action.replace(old, new), row.outcome)
        chains[row.chain_hash] = last
    for line in data.splitlines():
        parts = parted(line)
        assert parts is not None
        plain = (parts[0] + b"}").replace(old, new)
        for was, now in chains.items():
            plain = plain.replace(was.encode(), now.encode())
        made, digest = summed(digest, plain)
        found.append(made)
    return b"".join(found)


def test_the_same_world_is_exit_code_0(run: Run, bundle: Path, scenario: Path) -> None:
    done = run("replay", str(bundle), "--scenarios", str(scenario))
    assert (done.code, done.err) == (0, "")
    head = read(bundle.read_bytes()).head
    assert done.out == f"one.tradewind  {head.actions} actions, same world {head.world_hash[:16]}\n"


def test_the_first_action_that_differs_is_named_with_exit_code_1(run: Run, bundle: Path, scenario: Path) -> None:
    bundle.write_bytes(forged(bundle.read_bytes(), b'"quantity":2', b'"quantity":900'))
    done = run("replay", str(bundle), "--scenarios", str(scenario))
    seq = next(row.seq for row in read(bundle.read_bytes()).rows if b"order.ship" in row.action)
    assert done.code == 1
    assert f"Action {seq} (order.ship, minute " in done.err and "its outcome differs" in done.err


def test_a_changed_byte_is_exit_code_1_and_no_bundle_exit_code_2(run: Run, bundle: Path, scenario: Path, tmp_path: Path) -> None:
    bundle.write_bytes(bundle.read_bytes().replace(b'"quantity":2', b'"quantity":1'))
    done = run("replay", str(bundle), "--scenarios", str(scenario))
    assert done.code == 1 and "(order.ship, line" in done.err
    (tmp_path / "junk.tradewind").write_bytes(b"junk")
    assert run("replay", str(tmp_path / "junk.tradewind")).code == 2
    assert run("replay", str(bundle), str(tmp_path / "junk.tradewind"), "--scenarios", str(scenario)).code == 2
    assert run("replay").code == 2


def test_another_version_of_the_scenario_is_exit_code_2(run: Run, bundle: Path, tmp_path: Path) -> None:
    other = write_small(tmp_path / "other", ('version: "1.0.0"', 'version: "1.1.0"'))
    done = run("replay", str(bundle), "--scenarios", str(other))
    assert done.code == 2
    assert "was played with small 1.0.0, whose content is not here; here is: 1.1.0" in done.err
