"""Short runs of the fuzzers in `benchmarks`; longer ones are started by hand."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lab.values.places import ROOT

SECONDS = 5


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fuzz_bundles", "fuzz_scenarios"])
def test_a_fuzzer_finds_nothing_in_five_seconds(name: str, tmp_path: Path) -> None:
    """Without atheris, which there is for Linux only, the test is skipped with the reason, or fails when LAB_REQUIRE_SERVICES=1."""
    if find_spec("atheris") is None:
        if os.environ.get("LAB_REQUIRE_SERVICES") == "1" and sys.platform == "linux" and sys.version_info < (3, 14):
            pytest.fail("atheris is not installed: it is in requirements-test.lock")
        pytest.skip("no atheris for this system")
    command = [sys.executable, "-m", f"benchmarks.{name}", str(tmp_path / "corpus"), f"-max_total_time={SECONDS}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "DONE" in done.stderr
    assert not [path for path in (tmp_path / "corpus").iterdir() if path.name.startswith(("crash-", "timeout-", "oom-"))]
