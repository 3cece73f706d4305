"""Feeds bytes to the readers of bundles and receipts for as long as asked, guided by the lines of code that they reach (atheris).

    python -m benchmarks.fuzz_bundles FOLDER -max_total_time=60

FOLDER keeps what was found interesting; a crash, or an input that takes longer than two seconds, is written into it and ends the
run with an error. Refusing an input is right; any other exception is a fault.
"""

import io
import sys
import time
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lab.bundles", "lab.engine.codec", "lab.engine.chain"]):
    from lab.bundles.layout import NO_SUM, summed
    from lab.bundles.reading import read_lines
    from lab.bundles.receipt import check_signature, read_signed

from lab.engine.chain import START
from lab.engine.codec import decode_action
from lab.values.errors import BadInput

LONGEST_SECONDS = 2
HASH = b"0" * 64
HEAD = (
    b'{"head":{"format":"bundle/1","scenario":"s","version":"1","content_hash":"%s","market":"%s","engine":"0","deal":{},"state":"played",'
    b'"actions":%d,"pictures":0,"receipts":0,"ended_at":0,"journal_hash":"%s","world_hash":"%s"}}'
)


def one_input(data: bytes) -> None:
    """The bytes as everything that comes from strangers; raises when that takes too long."""
    begin = time.process_time()
    read_all(data)
    if time.process_time() - begin > LONGEST_SECONDS:
        raise TimeoutError


def read_all(data: bytes) -> None:
    """The bytes as a bundle, as lines with right sums, as a receipt, and as the actions of a journal."""
    sealed, digest = [], NO_SUM
    for plain in (HEAD % (HASH, HASH, data.count(b"\n"), START.encode(), HASH), *data.split(b"\n")):
        line, digest = summed(digest, plain)
        sealed.append(line)
    for whole in (data, b"".join(sealed)):
        with suppress(BadInput):
            bundle = read_lines(io.BytesIO(whole))
            for row in bundle.rows:
                decode_action(row.action)
    with suppress(BadInput):
        check_signature(read_signed(data))
    for line in data.split(b"\n"):
        with suppress(BadInput):
            decode_action(line)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "row").write_bytes(b'{"row":{"seq":0,"sim_time":0,"actor":"student","action":{"do":"clock.end_day"},"outcome":{"ok":true},"chain":"%s"}}' % HASH)
    (folder / "end").write_bytes(b'{"end":{"lines":2}}')
    (folder / "action").write_bytes(b'{"do":"message.reply","language":"de","text":"Guten Tag","thread":"q1"}')
    atheris.Setup([sys.argv[0], str(folder), f"-artifact_prefix={folder}/", *sys.argv[2:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
