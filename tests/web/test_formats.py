from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask

from lab.values.money import Money
from lab.web import formats

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(params=["en"])
def page(app: Flask, request: pytest.FixtureRequest) -> Iterator[None]:
    with app.test_request_context(f"/sign-in?lang={request.param}"):
        yield


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1_234_567, "EUR"), "€12,345.67"),
        (Money(-50, "EUR"), "-€0.50"),
        (Money(1500, "JPY"), "JP¥1,500"),
        (Money(1500, "KWD"), "KWD\u00a01.500"),
        (Money(1000, "PKR"), "PKR\u00a010.00"),
        (Money(0, "KZT"), "KZT\u00a00.00"),
    ],
)
def test_money_shows_every_digit_of_its_currency(page: None, money: Money, text: str) -> None:
    assert formats.money_text(money) == text


@pytest.mark.parametrize("page", ["ar"], indirect=True)
def test_money_in_arabic_keeps_western_digits_and_stands_alone(page: None) -> None:
    markup = formats.money(Money(1_234_50, "EUR"))
    assert "1,234.50" in markup and markup.startswith("<bdi")


@pytest.mark.parametrize("page", ["ar"], indirect=True)
def test_a_minus_in_arabic_stands_before_its_number(page: None) -> None:
    assert formats.money_text(Money(-6_70, "EUR")) == "\u200f\u200e-6.70\u00a0€"
    assert formats.number_text(-12) == "\u200e-12"
    assert formats.number_text(12) == "12"


def test_an_amount_for_a_field_is_plain(page: None) -> None:
    assert formats.amount_text(Money(-1_234_50, "EUR")) == "-1234.50"
    assert formats.amount_text(None) == ""


@pytest.mark.parametrize(
    ("moment", "text"),
    [(0, "Day 1 · 08:00"), (959, "Day 1 · 23:59"), (960, "Day 2 · 00:00"), (2 * 1440 + 360, "Day 3 · 14:00")],
)
def test_a_moment_names_its_calendar_day(page: None, moment: int, text: str) -> None:
    assert formats.moment_text(moment, START) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (59, "59 min"), (190, "3 h 10 min"), (1440, "1 d"), (1440 * 2 + 61, "2 d 1 h")],
)
def test_a_length_of_time_has_two_units_at_most(page: None, minutes: int, text: str) -> None:
    assert formats.duration_text(minutes) == text


def test_a_due_moment_is_ahead_or_late(page: None) -> None:
    assert formats.due_text(190, 10) == "in 3 h"
    assert formats.due_text(10, 190) == "3 h late"


def test_points_lose_their_idle_zeros(page: None) -> None:
    assert [formats.points(value).striptags() for value in ("6.40", "12.00", "0.05", None)] == ["6.4", "12", "0.05", "–"]
    assert formats.points(Fraction(20, 3)).striptags() == "6.67"


def test_a_real_time_is_shown_in_the_time_zone_of_the_course(page: None) -> None:
    # Almaty is five hours ahead of UTC since March 2024.
    assert formats.wall_text(datetime(2026, 11, 22, 21, 30, tzinfo=UTC)) == "23 Nov 2026, 02:30"


def test_how_long_ago_is_told_in_one_unit(page: None) -> None:
    told = [formats.ago_text(START - timedelta(minutes=m), START) for m in (0, 1, 59, 60, 1439, 1440, 4000)]
    assert told == ["just now", "1 minute ago", "59 minutes ago", "1 hour ago", "23 hours ago", "1 day ago", "2 days ago"]


def test_rich_text_keeps_its_form_and_loses_everything_that_runs(page: None) -> None:
    html = formats.rich("# Task\n\n**Do** <script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](https://example.org)\n\n|a|b|\n|-|-|\n|1|2|")
    assert "<h2>Task</h2>" in html and "<strong>Do</strong>" in html and "<table>" in html
    assert "<script" not in html and 'href="javascript' not in html
    assert '<a href="https://example.org" rel="noopener noreferrer">y</a>' in html


def test_lines_are_kept_and_markup_is_not(page: None) -> None:
    assert formats.lines("a\n<b>") == "a<br>&lt;b&gt;"


def test_a_date_carries_its_machine_readable_form(page: None) -> None:
    assert formats.day(date(2026, 9, 1)) == '<time datetime="2026-09-01">1 Sept 2026</time>'


def test_names_of_languages_and_countries_come_in_the_page_s_language(page: None) -> None:
    assert formats.language_name("kk") == "Kazakh"
    assert formats.country_name("KZ") == "Kazakhstan"
    assert formats.country_name("QQ") == "QQ"


def test_sizes_of_files_are_readable(page: None) -> None:
    assert [formats.file_size(size).striptags() for size in (400, 84_200, 1_260_000)] == ["1 KB", "84 KB", "1.3 MB"]
