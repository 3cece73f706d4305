"""Feeds bytes to the readers of authors' files for as long as asked, guided by the lines of code that they reach (atheris).

    python -m benchmarks.fuzz_scenarios FOLDER -max_total_time=60

As `fuzz_bundles`: naming faults with their places is right, any other exception or more than two seconds is a fault of ours.
"""

import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lab.values.yamlfile", "lab.scenarios", "lab.grading.fields"]):
    from lab.scenarios.script import FILE, load_scenario
    from lab.values.yamlfile import read_yaml

from lab.values.errors import BadFile
from tests.scenarios.small import SCENARIO, write_small

LONGEST_SECONDS = 2
LINES = SCENARIO.splitlines(keepends=True)


def changed_scenario(data: bytes) -> bytes:
    """The small scenario with one of its lines, named by the first byte, replaced by the rest."""
    if not data:
        return SCENARIO.encode()
    number = data[0] % (len(LINES) + 1)
    lines = [line.encode() for line in LINES]
    lines[number : number + 1] = [data[1:] + b"\n"]
    return b"".join(lines)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate(LINES):
        (folder / f"line{number}").write_bytes(bytes([number]) + line.rstrip("\n").encode())
    with tempfile.TemporaryDirectory() as place:
        scenario = write_small(Path(place) / "small")

        def one_input(data: bytes) -> None:
            """The bytes as YAML, and as one line of a scenario; raises when that takes too long."""
            begin = time.process_time()
            with suppress(BadFile):
                read_yaml(data.decode("utf-8", "surrogateescape"), FILE)
            (scenario / FILE).write_bytes(changed_scenario(data))
            with suppress(BadFile):
                load_scenario(scenario)
            if time.process_time() - begin > LONGEST_SECONDS:
                raise TimeoutError

        atheris.Setup([sys.argv[0], str(folder), f"-artifact_prefix={folder}/", *sys.argv[2:]], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
