"""Demand over the year. Dates: the package `holidays`, and the organisers as named in seed/market/gift_days.yaml."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from lab.customs.destinations import load_destinations
from lab.market.calendars import (
    DAYS,
    DAYS_FILE,
    FIRST_DAY,
    LAST_DAY,
    DateRule,
    Occasion,
    category_seasons,
    occasion_name,
    occasions,
    sale_days,
    seasons,
)
from lab.values.errors import BadFile
from lab.values.places import ROOT, SEED
from lab.values.yamlfile import read_yaml

COUNTRIES = tuple(load_destinations(date(2026, 5, 4)))


def on(levels: tuple[int, ...], day: date) -> int:
    return levels[(day - FIRST_DAY).days]


def dates(country: str, name: str) -> list[date]:
    return [occasion.day for occasion in occasions([country])[country] if occasion.name_key == name]


def test_the_calendar_is_three_whole_years() -> None:
    assert (date(2025, 1, 1), date(2027, 12, 31), 365 * 3) == (FIRST_DAY, LAST_DAY, DAYS)
    for levels in (seasons(COUNTRIES), sale_days(COUNTRIES)):
        assert list(levels) == list(COUNTRIES)
        assert {len(days) for days in levels.values()} == {DAYS}


def test_demand_rises_towards_christmas_by_equal_steps_and_stays_at_home_on_the_day() -> None:
    germany = seasons(["DE"])["DE"]
    before = [on(germany, date(2026, 12, 25) + timedelta(days=offset)) for offset in range(-15, 2)]
    ramp = [1025, 1050, 1075, 1100, 1125, 1150, 1175, 1200, 1225, 1250, 1275, 1300]  # days -14 to -3
    assert before == [1000, *ramp, 1000, 1000, 800, 1000]


def test_a_holiday_of_several_days_is_quiet_on_all_of_them() -> None:
    kazakhstan = seasons(["KZ"])["KZ"]
    assert [on(kazakhstan, date(2026, 3, day)) for day in range(20, 25)] == [1000, 800, 800, 800, 1000]
    assert [on(kazakhstan, date(2025, 1, day)) for day in (1, 2, 3)] == [800, 800, 1000]


def test_where_two_rises_meet_the_higher_counts_and_a_holiday_beats_both() -> None:
    kazakhstan = seasons(["KZ"])["KZ"]
    # Women's Day on 8 March 2026 lies on the second day (1050) of the rise towards Nauryz on the 21st.
    assert [on(kazakhstan, date(2026, 3, day)) for day in (5, 6, 7, 8, 9)] == [1300, 1000, 1025, 800, 1075]
    spain = seasons(["ES"])["ES"]
    # 23 December 2025 begins the rise towards Epiphany (1025); Christmas's ended on the 22nd.
    assert [on(spain, date(2025, 12, day)) for day in (22, 23, 24, 25, 26)] == [1300, 1025, 1050, 800, 1100]


def test_the_new_year_after_the_last_day_is_prepared_for() -> None:
    uzbekistan = seasons(["UZ"])["UZ"]
    assert [on(uzbekistan, date(2027, 12, day)) for day in (17, 18, 29, 30, 31)] == [1000, 1025, 1300, 1000, 1000]


def test_the_feasts_of_the_moon_move_through_the_years() -> None:
    assert dates("EG", "eid_al_fitr") == [date(2025, 3, 30), date(2026, 3, 20), date(2027, 3, 9)]
    assert dates("KZ", "eid_al_adha") == [date(2025, 6, 6), date(2026, 5, 27), date(2027, 5, 16)]
    for country in ("SA", "AE", "EG", "UZ"):
        assert len(dates(country, "eid_al_fitr")) == len(dates(country, "eid_al_adha")) == 3


def test_mothers_have_their_day_on_another_date_in_each_country() -> None:
    of_2026 = {country: [day for day in dates(country, "mothers_day") if day.year == 2026] for country in COUNTRIES}
    second_sunday = [date(2026, 5, 10)]
    assert of_2026 == {
        "DE": second_sunday, "US": second_sunday, "GB": [date(2026, 3, 15)], "ES": [date(2026, 5, 3)], "MX": [date(2026, 5, 10)],
        "BR": second_sunday, "CL": second_sunday, "KZ": [], "UZ": [], "SA": [date(2026, 3, 21)], "AE": [date(2026, 3, 21)],
        "EG": [date(2026, 3, 21)],
    }  # fmt: skip
    assert [day for day in dates("MX", "mothers_day") if day.year == 2027] == [date(2027, 5, 10)]  # a Monday
    assert dates("GB", "mothers_day") == [date(2025, 3, 30), date(2026, 3, 15), date(2027, 3, 7)]


def test_sales_fall_on_the_days_that_their_organisers_named() -> None:
    assert dates("US", "black_friday") == [date(2025, 11, 28), date(2026, 11, 27), date(2027, 11, 26)]
    assert dates("SA", "white_friday") == dates("US", "black_friday")
    assert dates("DE", "cyber_monday") == [date(2025, 12, 1), date(2026, 11, 30), date(2027, 11, 29)]
    assert dates("MX", "buen_fin")[0] == date(2025, 11, 13)
    assert dates("MX", "hot_sale")[:2] == [date(2025, 5, 26), date(2026, 5, 25)]
    assert dates("CL", "cyberday")[0] == date(2025, 6, 2)
    assert dates("GB", "members_days")[:2] == [date(2025, 7, 8), date(2026, 6, 23)]
    assert dates("UZ", "singles_day") == [date(year, 11, 11) for year in (2025, 2026, 2027)]


def test_a_sale_lasts_its_days_and_only_the_first_of_the_biggest_stands_out() -> None:
    mexico = sale_days(["MX"])["MX"]
    assert [on(mexico, date(2025, 11, day)) for day in range(12, 19)] == [1000, 2500, 1900, 1900, 1900, 1900, 1000]
    emirates = sale_days(["AE"])["AE"]
    assert [on(emirates, date(2026, 11, day)) for day in range(26, 31)] == [1000, 2500, 1900, 1900, 1900]
    assert on(sale_days(["DE"])["DE"], date(2026, 11, 11)) == 1900
    assert on(sale_days(["KZ"])["KZ"], date(2026, 11, 11)) == 2500


def test_sales_multiply_what_presents_do() -> None:
    britain, sales = seasons(["GB"])["GB"], sale_days(["GB"])["GB"]
    # Mother's Day is far, the rise towards Christmas begins on 11 December: Black Friday stands alone, Boxing Day too.
    assert [on(britain, day) for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 26))] == [1000, 2500, 1900]
    chile = seasons(["CL"])["CL"]
    # CyberDay on 7 June 2027 lies on the second day (1050) of the rise towards Father's Day on the 20th.
    assert [on(chile, date(2027, 6, day)) for day in (6, 7, 8, 9, 10)] == [1025, 2625, 2042, 2090, 1125]
    assert all(level == sale for level, sale in zip(britain[180:330], sales[180:330], strict=True))


def test_every_country_has_exactly_one_biggest_sale_a_year() -> None:
    for country, levels in sale_days(COUNTRIES).items():
        for year in (2025, 2026, 2027):
            days = [day for day in range(DAYS) if (FIRST_DAY + timedelta(days=day)).year == year]
            assert sum(levels[day] == 2500 for day in days) == 1, (country, year)
        assert set(levels) == {1000, 1900, 2500}


def test_occasions_come_by_day_and_have_names() -> None:
    for country, days in occasions(COUNTRIES).items():
        assert list(days) == sorted(days, key=lambda occasion: (occasion.day, occasion.name_key)), country
        assert len(set(days)) == len(days)
        assert all(FIRST_DAY <= occasion.day <= LAST_DAY and occasion_name(occasion.name_key, "en") for occasion in days)
    assert Occasion(date(2026, 12, 25), "christmas") in occasions(["BR"])["BR"]


def test_an_occasion_is_named_in_the_language_of_the_page_or_in_english() -> None:
    assert occasion_name("eid_al_adha", "ar") == "عيد الأضحى"
    assert occasion_name("new_year", "zh-Hans") == "新年"
    assert occasion_name("new_year", "pt") == "New Year"
    assert occasion_name("harvest", "en") == ""


def test_every_department_has_twelve_months_around_normal() -> None:
    months = category_seasons()
    path = SEED / "catalogue" / "categories.yaml"
    data, _ = read_yaml(path.read_text(encoding="utf-8"), path.name)
    assert set(months) == {entry["path"].split("/")[0] for entry in data}
    for department, levels in months.items():
        assert len(levels) == 12 and sum(levels) == 12_000, department
    assert max(range(12), key=months["toys"].__getitem__) == 11
    assert max(range(12), key=months["outdoor"].__getitem__) == 5


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{month: 2, day: 14}", "{month: 2}", "a rule is holidays, or month and day, or month, weekday and nth"),
        ("holidays: [Epiphany]}", "holidays: [Epiphany], month: 1}", "a rule is holidays, or month and day"),
        ("{name: kings_day, rule: {holidays", "{name: kingsday, rule: {holidays", "kingsday: no such name"),
        ("source: rebajas", "source: rebaja", "no such name or source 'rebaja'"),
        ("holidays: [Epiphany]", "holidays: [Epiphanie]", "the package knows no 'Epiphanie' of ES in 2025"),
        ("  ES:\n", "  PT:\n", "the days of presents of 'ES' are missing"),
        ("winter_sales: {en", "summer_sales: {en", "winter_sales: no such name"),
        ("as_of: 2022-02-24", "since: 2022-02-24", "unknown key 'since'"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = DAYS_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "gift_days.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        seasons(["ES"], path)
    assert fault in str(caught.value)


def test_the_last_weekday_of_a_month_is_found_in_its_fourth_and_its_fifth_week(tmp_path: Path) -> None:
    rule = "{month: 5, weekday: 1, nth: -1, announced: {}}"
    text = DAYS_FILE.read_text(encoding="utf-8").replace("{month: 5, weekday: 1, nth: -1}", rule)
    path = tmp_path / "gift_days.yaml"
    path.write_text(text, encoding="utf-8")
    days = [occasion.day for occasion in occasions(["MX"], path)["MX"] if occasion.name_key == "hot_sale"]
    assert days == [date(2025, 5, 26), date(2026, 5, 25), date(2027, 5, 31)]
    assert DateRule(month=5, weekday=1, nth=-1).nth == -1


def test_the_calendar_itself_does_not_load_the_package_of_holidays() -> None:
    code = "import sys, lab.market.calendars; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
