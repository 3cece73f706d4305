import numpy as np

from lab.market.base import FIELDS
from lab.market.compose import goods_of
from lab.market.goods import RivalText
from lab.market.indexing import index_of, page_fields
from tests.market.small import small_catalogue

FILES = small_catalogue().types
LAMP = FILES[0].type


def test_a_page_is_read_field_by_field():
    text = RivalText("Veltrio Lampe", ("Fester Stand.", "Langes Kabel."), "Für den Tisch.\nAus Metall.", "leselampe")
    fields = page_fields(text, LAMP, {"socket": "E27", "adjustable": "no"}, "Veltrio", "A12", "de")
    assert tuple(fields) == FIELDS
    assert fields["title"] == ["veltrio", "lamp"] and fields["search_terms"] == ["leselamp"]
    # a "no" is found by nothing
    assert fields["attributes"] == ["veltrio", "a12", "e27"]
    assert len(fields["bullets"]) == 4


def test_postings_are_sorted_by_token_and_by_number_and_hold_only_pages_in_the_language():
    goods = goods_of(FILES, 60)
    index = index_of("ru", FILES, goods)
    assert list(index.row) == sorted(index.row) and len(index.idf) == len(index.row)
    written = set(np.flatnonzero(goods.languages >> 3 & 1).tolist())
    for row in range(0, len(index.row), 7):
        items = index.item[index.start[row] : index.start[row + 1]].tolist()
        assert items == sorted(set(items)) and set(items) <= written
    assert index.start[-1] == len(index.item) == len(index.weight)


def test_a_word_on_every_page_tells_less_than_a_rare_one():
    index = index_of("de", FILES, goods_of(FILES, 60))
    counts = np.diff(index.start)
    common, rare = int(np.argmax(counts)), int(np.argmin(counts))
    assert index.idf[common] < index.idf[rare] <= index.unseen_idf
