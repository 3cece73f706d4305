"""The neutral description of a paper."""

from lab.papers.page import Bars, Column, Field, Note, Page, Row, Table, Tick, Ticks


def test_bars_tell_where_each_begins() -> None:
    bars = Bars("x", (2, 1, 1, 3, 4))
    assert bars.modules == 11
    assert bars.bars == ((0, 2), (3, 1), (7, 4))


def test_texts_are_read_from_top_to_bottom() -> None:
    table = Table((Column("Goods", 2), Column("Pieces", 1, at_end=True)), (("Lamp", "2"), ("Bag", "1")))
    ticks = Ticks("Kind", (Tick("Sale", "X"), Tick("Gift", "")))
    blocks = (Row((Field("No.", "7"), Field("Day", "2026-11-02"))), ticks, table, Note("True."), Bars("R1", (1,)))
    paper = Page("invoice", "Invoice", "Invoice", "7", "a4", blocks)
    assert list(paper.texts()) == ["7", "2026-11-02", "Sale", "Lamp", "2", "Bag", "1", "True.", "R1"]
