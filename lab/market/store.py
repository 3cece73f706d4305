"""The market file: one compressed file per market, named by the SHA-256 of its content.

    TRADEWIND MARKET 2, the digest of what it was built from, the SHA-256 of the content (a line each), then zlib data

The hash is taken before compression, so that it does not depend on the compressor. A file that does not match
its hash is refused.
"""

import hashlib
import os
import tempfile
import zlib
from pathlib import Path

import msgspec

from lab.market.base import Market
from lab.market.build import Progress, build_market
from lab.market.codec import data_of, opened
from lab.values.errors import BadInput
from lab.values.places import ROOT, SEED

MAGIC = b"TRADEWIND MARKET 2"
_MADE_FROM = ("lab/market", "lab/languages/search_tokens.py", "lab/languages/folding.py", "seed/phrases/stopwords.yaml")
"""What else makes another market when it changes, beside the catalogue and seed/market."""


_MARKETS: dict[Path, Market] = {}


def current_market(folder: Path, progress: Progress | None = None) -> Market:
    """The market of the author files at hand: found in `folder`, or built and saved there. Kept for the process.

    Raises BadFile when an author file is wrong.
    """
    place = folder.resolve()  # two names of one folder share one market: it takes more than a hundred megabytes
    if place not in _MARKETS:
        _MARKETS[place] = _found_or_built(folder, progress)
    return _MARKETS[place]


def _found_or_built(folder: Path, progress: Progress | None) -> Market:
    source = made_from()
    path = find_market(folder, source)
    if path is not None:
        try:
            return load_market(path)
        except BadInput:
            # Cut short by a full disk, say: it is built anew and replaced below.
            path.unlink(missing_ok=True)
    market = build_market(progress=progress)
    save_market(market, folder, source)
    return market


def save_market(market: Market, folder: Path, made_from: str = "") -> Path:
    """Write the market to `folder`/<sha256>.market, whole or not at all, and say where it lies."""
    data = data_of(market)
    if hashlib.sha256(data).hexdigest() != market.sha256:
        raise ValueError("the market was changed after it was built")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{market.sha256}.market"
    header = b"\n".join([MAGIC, made_from.encode(), market.sha256.encode(), b""])
    handle, name = tempfile.mkstemp(dir=folder, prefix=".market-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(header + zlib.compress(data, 6))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def load_market(path: Path) -> Market:
    """The market in a file. Raises BadInput("market_unreadable") when it is missing, cut short or altered."""
    try:
        magic, _, sha256, packed = path.read_bytes().split(b"\n", 3)
        data = zlib.decompress(packed)
        if magic != MAGIC or hashlib.sha256(data).hexdigest() != sha256.decode():
            raise ValueError("the hash does not fit")
        return opened(data)
    except (OSError, ValueError, zlib.error, msgspec.MsgspecError) as error:
        raise BadInput("market_unreadable", file=path.name, reason=str(error)[:100]) from None


def made_from(seed: Path = SEED) -> str:
    """A digest of every file that a market is built from."""
    files = [*sorted((seed / "catalogue").rglob("*.yaml")), *sorted((seed / "market").glob("*.yaml"))]
    names = [(path.relative_to(seed).as_posix(), path) for path in files]
    for part in _MADE_FROM:
        place = ROOT / part
        code = sorted(place.glob("*.py")) if place.is_dir() else [place]
        names += [(path.relative_to(ROOT).as_posix(), path) for path in code if path.exists()]
    digest = hashlib.sha256()
    for name, path in names:
        digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def find_market(folder: Path, source: str) -> Path | None:
    """The file in `folder` that was built from the files with digest `source`."""
    for path in sorted(folder.glob("*.market")):
        with path.open("rb") as file:
            if file.readline().rstrip() == MAGIC and file.readline().rstrip().decode() == source:
                return path
    return None
