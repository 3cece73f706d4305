"""The chain of hashes over a journal."""

from hypothesis import given
from hypothesis import strategies as st

from lab.engine.chain import START, chain


def test_the_first_hash_is_known() -> None:
    # BLAKE2b-256 over 32 zero bytes, b"a" and b"b", each with its length before it in eight bytes.
    assert chain(START, b"a", b"b") == "a8185ae91d51373401154849c5b05ba4e64ccc71f34a4d328225c77e08a070d0"


@given(st.binary(max_size=20), st.binary(max_size=20), st.binary(min_size=1, max_size=5))
def test_moving_bytes_between_action_and_outcome_shows(action: bytes, outcome: bytes, moved: bytes) -> None:
    assert chain(START, action + moved, outcome) != chain(START, action, moved + outcome)


def test_every_row_depends_on_all_before_it() -> None:
    one, other = chain(START, b"a", b"b"), chain(START, b"a", b"c")
    assert chain(one, b"x", b"y") != chain(other, b"x", b"y")
