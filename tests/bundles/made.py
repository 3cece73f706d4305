"""A bundle of the small scenario, played by its reference robot, and ways to change it."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab.bundles.layout import NO_SUM, Bundle, Deal, parted, summed
from lab.bundles.reading import read_lines
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.play import Play
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import load_scenario
from tests.scenarios.small import write_small

SEED = 5
PICTURE = b"not a picture, but nobody looks"
SHA = hashlib.sha256(PICTURE).hexdigest()
OTHER = "0f" * 32


@dataclass(frozen=True)
class Made:
    """The folder of the scenario, its play, and the bundle's bytes."""

    folder: Path
    play: Play
    data: bytes

    @property
    def lines(self) -> list[bytes]:
        return self.data.splitlines(keepends=True)

    def file(self, folder: Path, data: bytes | None = None, name: str = "one.tradewind") -> Path:
        path = folder / name
        path.write_bytes(self.data if data is None else data)
        return path

    def resealed(self, change: Callable[[int, bytes], bytes]) -> bytes:
        """The bundle with each line (its number from 1, its JSON without the sum) changed, and right sums again."""
        digest, found = NO_SUM, []
        for number, line in enumerate(self.lines, 1):
            parts = parted(line[:-1])
            assert parts is not None
            made, digest = summed(digest, change(number, parts[0] + b"}"))
            found.append(made)
        return b"".join(found)


def make(folder: Path, market: Market) -> Made:
    """Two pictures, one only named, and one receipt of nobody's."""
    scenario = load_scenario(write_small(folder))
    play = play_plan(scenario, deal(scenario, SEED, market), market, reference_plan(scenario)).play
    head = head_of(play, Deal(seed=seed_text(SEED)), "played", pictures=2, receipts=1)
    actors = {row.actor: "robot" for row in play.rows}
    data = b"".join(bundle_lines(head, play.rows, actors, [(SHA, PICTURE), (OTHER, None)], [b'{"any":1}']))
    return Made(folder, play, data)


def read(data: bytes) -> Bundle:
    return read_lines(io.BytesIO(data))
