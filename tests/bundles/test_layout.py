"""Lines and their running sums."""

import hashlib

from lab.bundles.layout import NO_SUM, parted, summed


def test_a_line_ends_with_the_sum_over_the_line_before_and_itself() -> None:
    first, digest = summed(NO_SUM, b'{"head":1}')
    assert first == b'{"head":1,"sum":"' + digest.encode() + b'"}\n'
    assert digest == hashlib.blake2b(bytes(32) + b'{"head":1', digest_size=32).hexdigest()
    second, other = summed(digest, b'{"head":1}')
    assert other != digest and second != first


def test_a_line_comes_apart_again_and_what_is_none_does_not() -> None:
    line, digest = summed(NO_SUM, b'{"end":{"lines":2}}')
    assert parted(line[:-1]) == (b'{"end":{"lines":2}', digest.encode())
    for wrong in (b"", b"{}", line, line[1:-1], line[:-2], b"[" + line[1:-1]):
        assert parted(wrong) is None
