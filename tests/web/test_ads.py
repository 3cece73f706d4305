"""Advertising pages: a campaign is made, refused, looked at, changed by what shoppers typed, and taken out as a file."""

import re
from typing import Any

import pytest

from lab.ads.actions import SaveCampaign
from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.values.money import Money
from lab.world.campaign import Campaign, Target
from tests.web.browser import Browser

BULB = "meridian/DE/bulb"
LINES: dict[str, Any] = {
    "place": "meridian/DE", "title": "Erste", "daily_budget": "4,00", "listings": [BULB],
    "t_match": ["auto", "broad"], "t_language": ["de", "de"], "t_text": ["", "led lampe"], "t_bid": ["0.30", "0,45"],
    "n_match": ["exact"], "n_language": ["de"], "n_text": ["led strip"],
}  # fmt: skip


def save(browser: Browser, run_id: int, status: int = 302, campaign: str = "new", **changes: Any) -> str:
    browser.get(f"/runs/{run_id}/ads/{campaign}")
    browser.send(f"/runs/{run_id}/ads/{campaign}/save", status=status, **{**LINES, **changes})
    return browser.page


def campaigns(db: Database, student: Viewer, run_id: int) -> dict[str, Campaign]:
    return play_of(db, student, run_id).world.campaigns


@pytest.fixture
def after_days(db: Database, student: Viewer, run_id: int) -> int:
    """The run with a campaign that has been shown for two days."""
    targets = (Target("auto", "de", Money(40, "EUR")), Target("broad", "de", Money(60, "EUR"), "led"))
    outcome = act(db, student, run_id, SaveCampaign("c1", "meridian/DE", "Birnen", Money(900, "EUR"), (BULB,), targets))
    assert outcome.ok
    for _day in range(2):
        act(db, student, run_id, EndDay())
    return run_id


def test_without_a_campaign_the_page_says_what_to_do_first(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/ads")
    assert "No campaign yet" in page
    assert f'href="/runs/{run_id}/ads/new"' in page
    assert "How the auction works" in page


def test_a_campaign_is_made_from_the_form(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    save(at_home, run_id)
    made = campaigns(db, student, run_id)["c1"]
    assert (made.name, str(made.daily_budget), made.listings) == ("Erste", "4.00 EUR", [BULB])
    assert [(one.match, str(one.bid), one.text) for one in made.targets] == [("auto", "0.30 EUR", ""), ("broad", "0.45 EUR", "led lampe")]
    assert [(one.match, one.text) for one in made.negatives] == [("exact", "led strip")]
    page = at_home.get(f"/runs/{run_id}/ads/c1")
    assert "Running" in page
    assert 'value="led lampe"' in page


def test_saving_again_changes_the_same_campaign_and_a_removed_line_is_gone(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    save(at_home, run_id)
    save(at_home, run_id, campaign="c1", title="Zweite", t_match=["none", "broad"])
    made = campaigns(db, student, run_id)
    assert list(made) == ["c1"]
    assert (made["c1"].name, len(made["c1"].targets)) == ("Zweite", 1)
    save(at_home, run_id)
    assert list(campaigns(db, student, run_id)) == ["c1", "c2"]


def test_empty_lines_count_for_nothing(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    save(at_home, run_id, t_match=["exact", "exact"], t_text=["led e27", ""], t_bid=["0.20", ""], n_text=[""])
    made = campaigns(db, student, run_id)["c1"]
    assert (len(made.targets), made.negatives) == (1, [])


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"listings": []}, 409, "Choose at least one listing"),
        ({"t_match": ["none", "none"]}, 409, "Add at least one target"),
        ({"t_bid": ["0.30", "0.01"]}, 409, "A bid of 0.01 EUR is not possible"),
        ({"t_bid": ["0.30", "much"]}, 422, "“much” is not an amount"),
        ({"t_bid": ["0.30", ""]}, 422, "Write an amount"),
        ({"daily_budget": "0.20"}, 409, "A budget of 0.20 EUR is not possible"),
        ({"daily_budget": "lots"}, 422, "“lots” is not an amount"),
        ({"t_text": ["", "!!"]}, 409, "“!!” has no word that a search could have"),
        ({"t_language": ["de", "xx"]}, 409, "Nobody searches in this language here (xx)"),
        ({"t_match": ["auto", "loud"]}, 422, "This choice is not offered"),
        ({"title": "x" * 81}, 409, "Too long: 81, and 80 are allowed"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    at_home: Browser, db: Database, student: Viewer, run_id: int, changes: dict[str, Any], status: int, sentence: str
) -> None:
    page = save(at_home, run_id, status, **changes)
    assert sentence in page
    for value in (*LINES["n_text"], {**LINES, **changes}["t_text"][1], {**LINES, **changes}["t_bid"][1]):
        assert f'value="{value}"' in page
    assert campaigns(db, student, run_id) == {}


def test_more_lines_and_a_try_save_nothing(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    few = at_home.get(f"/runs/{run_id}/ads/new").count('name="t_text"')
    page = save(at_home, run_id, 200, do="more")
    assert page.count('name="t_text"') > few
    assert 'value="led lampe"' in page
    page = save(at_home, run_id, 200, do="try")
    assert "What these bids would win" in page
    assert re.search(r"\d of 8", page)
    assert campaigns(db, student, run_id) == {}


def test_a_campaign_is_paused_and_runs_again(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    save(at_home, run_id)
    at_home.get(f"/runs/{run_id}/ads/c1")
    at_home.send(f"/runs/{run_id}/ads/c1/run", do="pause")
    assert not campaigns(db, student, run_id)["c1"].running
    assert "Let it run" in at_home.get(f"/runs/{run_id}/ads/c1")
    at_home.send(f"/runs/{run_id}/ads/c1/run", do="pause")
    assert "The campaign is paused already." in at_home.get(f"/runs/{run_id}/ads/c1")
    at_home.send(f"/runs/{run_id}/ads/c1/run", do="resume")
    assert campaigns(db, student, run_id)["c1"].running


def test_figures_searches_and_chart_appear_after_some_days(at_home: Browser, after_days: int) -> None:
    page = at_home.get(f"/runs/{after_days}/ads")
    assert "Birnen" in page
    assert "Cost and sales per day" in page
    page = at_home.get(f"/runs/{after_days}/ads/c1?days=all")
    assert "What shoppers typed" in page
    assert 'value="negative"' in page


def test_a_search_becomes_a_target_or_a_negative_with_one_button(
    at_home: Browser, db: Database, student: Viewer, after_days: int
) -> None:
    page = at_home.get(f"/runs/{after_days}/ads/c1")
    term = re.search(r'name="term" value="([^"]+)"', page)
    assert term is not None
    at_home.send(f"/runs/{after_days}/ads/c1/terms", term=term[1], do="target")
    made = campaigns(db, student, after_days)["c1"]
    assert [one.match for one in made.targets] == ["auto", "broad", "exact"]
    at_home.send(f"/runs/{after_days}/ads/c1/terms", term=term[1], do="negative")
    made = campaigns(db, student, after_days)["c1"]
    assert [one.text for one in made.negatives] == [made.targets[2].text]
    assert at_home.get(f"/runs/{after_days}/ads/c1").count('<span class="badge ">negative</span>') >= 1


def test_a_strange_search_changes_nothing(at_home: Browser, db: Database, student: Viewer, after_days: int) -> None:
    before = campaigns(db, student, after_days)["c1"]
    at_home.get(f"/runs/{after_days}/ads/c1")
    at_home.send(f"/runs/{after_days}/ads/c1/terms", term="999999/auto/", do="negative")
    at_home.send(f"/runs/{after_days}/ads/new/terms", term="1/auto/", do="negative")
    at_home.send(f"/runs/{after_days}/ads/none/terms", status=404, term="1/auto/", do="negative")
    assert campaigns(db, student, after_days)["c1"] == before


def test_the_report_is_a_file_that_no_spreadsheet_runs(at_home: Browser, db: Database, student: Viewer, after_days: int) -> None:
    bad = Target("broad", "de", Money(90, "EUR"), "=led")
    outcome = act(db, student, after_days, SaveCampaign("c1", "meridian/DE", "B", Money(900, "EUR"), (BULB,), (bad,)))
    assert outcome.ok
    act(db, student, after_days, EndDay())
    answer = at_home.client.get(f"/runs/{after_days}/ads/c1/searches.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.text.splitlines()
    assert lines[0].startswith("\ufeffWhat shoppers typed,Language,Match,Target,Impressions,Clicks")
    assert any(",broad,'=led," in line for line in lines)
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))


def test_two_hundred_lines_are_shown_and_saved(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    many: dict[str, Any] = {"t_match": ["exact"] * 200, "t_language": ["de"] * 200, "t_text": [f"lampe {n}" for n in range(200)], "t_bid": ["0.10"] * 200}
    save(at_home, run_id, **many)
    assert len(campaigns(db, student, run_id)["c1"].targets) == 200
    assert at_home.get(f"/runs/{run_id}/ads/c1").count('name="t_text"') >= 200
    page = save(at_home, run_id, 409, **{name: values + values[:1] for name, values in many.items()})
    assert "Too long: 201, and 200 are allowed" in page


def test_a_campaign_that_is_not_there_has_no_page(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/ads/c9", status=404)
    at_home.get(f"/runs/{run_id}/ads/c9/searches.csv", status=404)


def test_a_name_of_a_campaign_with_strange_signs_is_only_text(at_home: Browser, run_id: int) -> None:
    save(at_home, run_id, title="<b>&fett</b>")
    assert "<b>&fett" not in at_home.client.get(f"/runs/{run_id}/ads").text
