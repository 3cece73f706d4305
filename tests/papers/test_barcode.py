"""Bars of Code 128."""

from lab.papers.barcode import code128

WIDTHS = tuple[int, ...]


def symbols(widths: WIDTHS) -> list[WIDTHS]:
    return [widths[at : at + 6] for at in range(0, len(widths) - 7, 6)]


def test_a_text_has_start_letters_check_and_stop() -> None:
    widths = code128("PJJ123C")
    assert widths is not None
    # 104 + 1x48 + 2x42 + 3x42 + 4x17 + 5x18 + 6x19 + 7x35 = 879; 879 = 8 x 103 + 55
    assert symbols(widths)[0] == (2, 1, 1, 2, 1, 4)
    assert symbols(widths)[8] == (3, 1, 1, 3, 2, 1)
    assert widths[-7:] == (2, 3, 3, 1, 1, 1, 2)
    assert len(widths) == 9 * 6 + 7


def test_every_symbol_is_eleven_modules_wide_with_an_even_number_of_black_ones() -> None:
    seen = set()
    for code in range(32, 127):
        widths = code128(chr(code))
        assert widths is not None
        for symbol in symbols(widths):
            assert sum(symbol) == 11
            assert sum(symbol[::2]) % 2 == 0
        seen.add(symbols(widths)[1])
    assert len(seen) == 95


def test_a_text_that_the_code_cannot_hold_has_no_bars() -> None:
    assert code128("") is None
    assert code128("Zürich") is None
    assert code128("RR1\n2") is None
