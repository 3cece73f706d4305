"""Drawings of the coach."""

import pytest
from flask import Flask

from lab.coach.change import Change
from lab.coach.days import Figures
from lab.coach.waterfall import Bar, Comparison
from lab.coach.what_if import WhatIf
from lab.web.coach_charts import steps, with_and_without
from lab.web.coach_words import difference


def test_steps_begin_where_the_last_one_ended_and_add_up(app: Flask) -> None:
    # differences +300, -100 and 0; the weightiest first: 0 to 300, 300 to 200, together 200
    bars = (Bar("image", 0, 100, -10), Bar("price", 100, -200, 35), Bar("title", 5, 5, 0))
    with app.test_request_context():
        found = steps(Comparison(bars, 105, -95, 22))
    assert [(one.percent, one.x, one.width, one.zero, one.style) for one in found] == [
        (35, -100.0, 200.0, -100.0, "plus"), (-10, 33.3, 66.7, -100.0, "minus"), (22, -100.0, 133.3, -100.0, "plus"),
    ]  # fmt: skip


def test_a_listing_like_any_other_has_no_steps_but_the_sum(app: Flask) -> None:
    with app.test_request_context():
        assert [(one.width, one.percent) for one in steps(Comparison((Bar("price", 5, 5, 0),), 5, 5, 0))] == [(0.0, 0)]


def test_two_lines_for_each_figure_in_the_currency_of_the_books(app: Flask) -> None:
    result = WhatIf(Change("nothing"), 0, "EUR", (Figures(clicked=3, profit=1250),), (Figures(clicked=5, profit=-50),), 0)
    with app.test_request_context():
        clicks, orders, profit = with_and_without(result)
    assert clicks.rows == (("Day 1", "3", "5"),)
    assert orders.rows == (("Day 1", "0", "0"),)
    assert profit.rows == (("Day 1", "€12.50", "-€0.50"),)


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (Figures(clicked=41), "The same shoppers would have clicked 31 times more."),
        (Figures(clicked=9), "The same shoppers would have clicked 1 time fewer."),
        (Figures(clicked=10, orders=2), "They would have placed 2 orders more."),
        (Figures(clicked=10, sales=-500), "Sales would have been €5.00 lower."),
        (Figures(clicked=10, profit=500), "€5.00 more profit would have been left."),
    ],
)
def test_a_difference_reads_as_a_sentence(app: Flask, after: Figures, sentence: str) -> None:
    with app.test_request_context():
        assert difference(Figures(clicked=10), after, "EUR") == [sentence]


def test_stars_are_compared_only_where_both_have_some(app: Flask) -> None:
    with app.test_request_context():
        assert difference(Figures(stars=8, reviews=2), Figures(stars=13, reviews=3), "EUR") == [
            "Buyers would have given 4.3 stars on average instead of 4."
        ]
        assert difference(Figures(), Figures(stars=5, reviews=1), "EUR") == []
