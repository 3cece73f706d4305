"""The keyword tool: what is shown, in which order, and as a file."""

import re

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from lab.search.rank import rank
from lab.shoppers.searches import searches_a_month
from lab.shoppers.visits import Place
from tests.web.browser import Browser


def rows_of(page: str) -> list[str]:
    """The rows of the tool's table."""
    return page[page.index('id="keywords"') :].split("<tr>")[2:]


def words_in(page: str) -> list[str]:
    found = [re.search(r"<bdi>(.*?)</bdi></a>", row) for row in rows_of(page)]
    return [one[1] for one in found if one]


def test_searches_are_those_of_the_simulation_for_the_place(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    setting = play_of(db, student, run_id).world.setting
    keyword = next(one for one in setting.market.keywords_of("de") if one.text == "led lampe")
    (monthly,) = searches_a_month(setting, Place("meridian", "DE", "de"), [keyword.id])
    row = next(row for row in rows_of(at_home.get(f"/runs/{run_id}/keywords?place=meridian/DE&in=de")) if ">led lampe<" in row)
    assert f'data-sort="{int(monthly)}"' in row


def test_the_place_shown_is_the_one_of_the_search(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = play_of(db, student, run_id).world
    page = at_home.get(f"/runs/{run_id}/keywords?place=meridian/DE&in=de&listing=meridian/DE/bulb")
    row = next(row for row in rows_of(page) if ">led lampe<" in row)
    position = rank(world, "meridian/DE/bulb", "led lampe", "de").position
    assert re.search(rf'place-of"[^>]*><bdi class="num">{position}</bdi>', row)


def test_the_whole_market_is_searched_by_words_and_by_kind(at_home: Browser, run_id: int) -> None:
    base = f"/runs/{run_id}/keywords?place=meridian/DE&in=de"
    assert len(words_in(at_home.get(f"{base}&type=all"))) == 50
    found = words_in(at_home.get(f"{base}&type=all&words=LED+lampe"))
    assert found
    assert all("led" in words and "lampe" in words for words in found)
    assert all("rucksack" in words for words in words_in(at_home.get(f"{base}&type=backpack&words=rucksack")))
    assert "No keyword fits" in at_home.get(f"{base}&words=xyzzy")


def test_pages_follow_each_other(at_home: Browser, run_id: int) -> None:
    base = f"/runs/{run_id}/keywords?place=meridian/DE&in=de&type=all&sort=words"
    first, second = words_in(at_home.get(base)), words_in(at_home.get(f"{base}&page=2"))
    assert first == sorted(first, key=str.casefold)
    assert first[-1].casefold() <= second[0].casefold()


def test_filters_show_what_is_missing(at_home: Browser, run_id: int) -> None:
    base = f"/runs/{run_id}/keywords?place=meridian/DE&in=de"
    everything = set(words_in(at_home.get(base)))
    unfound = set(words_in(at_home.get(f"{base}&show=unfound")))
    far, first = set(words_in(at_home.get(f"{base}&show=far"))), set(words_in(at_home.get(f"{base}&show=first")))
    assert unfound | far | first == everything
    assert not (unfound & far or far & first)
    assert set(words_in(at_home.get(f"{base}&show=lacking"))) < everything


def test_best_places_come_first_when_asked_for(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/keywords?place=meridian/DE&in=de&sort=place")
    places = [int(one) for one in re.findall(r'place-of"[^>]*><bdi class="num">(\d+)</bdi>', page)]
    assert places
    assert places == sorted(places)


def test_strange_wishes_fall_back(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/keywords?place=x/Y&in=tlh&type=ufo&listing=no&show=zz&sort=zz&page=-1")
    assert "led lampe" in page


def test_the_file_has_every_row_of_the_filter(at_home: Browser, run_id: int) -> None:
    answer = at_home.client.get(f"/runs/{run_id}/keywords.csv?place=meridian/DE&in=de&type=all")
    lines = answer.text.splitlines()
    assert answer.mimetype == "text/csv"
    assert lines[0].startswith("\ufeffWhat shoppers type,Language,Goods,Searches a month,Rivals found,Listing,Place,Words,Title")
    assert len(lines) > 1000


def test_kazakh_shoppers_search_in_russian(at_home: Browser, run_id: int) -> None:
    assert "настольная лампа" in at_home.get(f"/runs/{run_id}/keywords?place=caravan/KZ")
