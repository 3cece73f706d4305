from lab.market.base import Keyword
from lab.market.volumes import two_digits, volume_at, with_volumes


def keyword(number, language, text, volume):
    return Keyword(number, language, text, "desk-lamp", {}, volume)


def test_volumes_fall_with_the_rank_to_the_power_of_0_95():
    # 10000 / 2 ** 0.95 = 5176; / 10 ** 0.95 = 1122; / 100 ** 0.95 = 125.9
    assert [volume_at(place, 10_000) for place in (1, 2, 10, 100)] == [10_000, 5200, 1100, 130]
    assert volume_at(10**6, 10_000) == 10


def test_numbers_are_rounded_as_keyword_tools_do():
    assert [two_digits(number) for number in (7, 94, 95, 104, 105, 1249, 1250, 98_765)] == [7, 94, 95, 100, 110, 1200, 1300, 99_000]


def test_the_order_is_the_authors_and_each_language_stands_alone():
    given = [keyword(0, "de", "lampe", 300), keyword(1, "de", "tischlampe", 900), keyword(2, "en", "lamp", 5000)]
    assert [(k.text, k.volume) for k in with_volumes(given)] == [("lampe", two_digits(466)), ("tischlampe", 900), ("lamp", 5000)]


def test_equal_figures_do_not_depend_on_the_order_of_the_files():
    one, other = keyword(0, "de", "lampe", 300), keyword(1, "de", "leuchte", 300)
    there = {k.text: k.volume for k in with_volumes([one, other])}
    assert there == {k.text: k.volume for k in with_volumes([other, one])} and len(set(there.values())) == 2
