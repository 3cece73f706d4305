"""The chain of hashes over a journal: any change to any row breaks every later hash."""

import hashlib

START = "0" * 64


def chain(previous: str, action: bytes, outcome: bytes) -> str:
    """BLAKE2b-256 over the previous hash and this row's action and outcome, in hex."""
    digest = hashlib.blake2b(digest_size=32)
    for part in (bytes.fromhex(previous), action, outcome):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
