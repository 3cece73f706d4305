from lab.bands.answering import AnswerTask, Asked, answer_rows, ask
from tests.shoppers.worlds import market


def test_rows_are_shares_over_all_shops() -> None:
    shops = [(Asked(40, 4, 104), Asked(40, 1, 101), Asked(40, 0, 100)), (Asked(60, 4, 104), Asked(60, 3, 103), Asked(60, 0, 100))]
    per_order, right, wrong, silent, worth = answer_rows(shops)
    assert per_order.measured == 100 / 208
    assert right.measured == 0.08
    assert wrong.measured == 0.5
    assert silent.measured == 0
    assert worth.measured == 1.04
    assert all(row.in_band for row in (per_order, right, wrong, silent, worth))


def test_the_same_shoppers_ask_whatever_is_answered_and_silence_wins_none() -> None:
    right, wrong, silent = ask(market(), AnswerTask(3, 2, 8_000_000))
    assert right.questions == wrong.questions == silent.questions > 0
    assert silent.won == 0
    assert right.won >= wrong.won
    assert right.orders >= silent.orders
