"""The shop front as a browser gets it: narrowing, sorting, languages, currencies, paid slots, and the pieces that are kept."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from lab.engine.actions import EndDay
from lab.listings.actions import SetPrice
from lab.market.catalogue import department
from lab.platforms.storewords import store_words
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.search.facets import SORTS
from lab.values.money import Money
from lab.values.places import ROOT
from lab.web.storecards import drawing_of
from tests.web.browser import Browser

STORE = "/runs/{run}/store/meridian/DE"
CARD = re.compile(r'<li class="store-card.*?</li>\s*(?=<li class="store-card|</ol>)', re.S)


def cards(page: str) -> list[str]:
    return CARD.findall(page)


def test_a_known_keyword_shows_its_paid_slots_in_the_buyers_language(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=led lampe")
    paid = [place for place, card in enumerate(cards(page)) if store_words("de")["sponsored"] in card]
    assert paid[:4] == [0, 1, 5, 11]
    assert "Sponsored" not in page
    other = at_home.get(STORE.format(run=run_id) + "?q=led lampe für das lange regal")
    assert cards(other) and store_words("de")["sponsored"] not in other


def test_every_filter_shows_as_many_as_it_says_and_can_be_taken_away(at_home: Browser, run_id: int) -> None:
    page = at_home.client.get(STORE.format(run=run_id), query_string={"q": "schreibtischlampe"}).text
    aside = page[page.index('id="filters"') :]
    links = re.findall(r'<li><a href="(\?[^"]+)"[^>]*>.*?<span class="count"><bdi>([\d.]+)</bdi>', aside, re.S)
    assert len(links) > 15
    for address, count in links:
        shown = at_home.get(STORE.format(run=run_id) + unescape(address))
        title = re.search(r'<h1 class="store-title">([\d.]+) ', shown)
        assert title is not None and title[1] == count, address
    narrow = at_home.get(STORE.format(run=run_id) + "?q=schreibtischlampe&stars=4&returns=1&a.socket=E27")
    assert len(re.findall('class="chip"', narrow)) == 3
    assert "Fassung: E27 entfernen" in narrow


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_its_link_and_page(at_home: Browser, run_id: int, sort: str) -> None:
    page = at_home.get(STORE.format(run=run_id) + f"?q=lampe&sort={sort}")
    assert len(cards(page)) == 48 and store_words("de")[f"sort_{sort}"] in page


def test_the_currency_is_the_buyers_until_another_is_chosen(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    market = play_of(db, student, run_id).world.setting.market
    tenge = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/5")
    assert "₸" in tenge and '"priceCurrency": "KZT"' in tenge
    euro = at_home.get(f"/runs/{run_id}/store/caravan/KZ/item/5?cur=EUR")
    assert f'"price": "{market.goods.price[5] / 100:.2f}"' in euro and '"priceCurrency": "EUR"' in euro
    assert "cur=EUR" in euro  # links keep the choice


def test_strange_arguments_are_left_out(at_home: Browser, run_id: int) -> None:
    plain = at_home.get(STORE.format(run=run_id) + "?q=lampe")
    strange = at_home.get(
        STORE.format(run=run_id) + "?q=lampe&cat=nowhere&stars=9&days=1&low=x&high=-3&brand=Nobody&a.colour=none&a.=1&sort=best&cur=XXX&in=xx&page=0"
    )
    assert cards(plain) == cards(strange)


def test_marks_and_markup_in_a_query_stay_text(at_home: Browser, run_id: int) -> None:
    page = at_home.client.get(STORE.format(run=run_id), query_string={"q": '\x02rows\x02 "><script>alert(1)</script>'}).text
    assert "<script>alert" not in page and "\x02" not in page


def test_nothing_found_helps_on(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?q=zzzzzz")
    assert store_words("de")["nothing_hint"] in page and store_words("de")["popular"] in page and "?cat=home" in page
    slip = at_home.get(STORE.format(run=run_id) + "?q=schreibtichlampe")
    assert "Meinten Sie „schreibtischlampe“?" in slip
    narrow = at_home.get(STORE.format(run=run_id) + "?q=schreibtischlampe&low=90000")
    assert store_words("de")["nothing_narrowed"] in narrow and store_words("de")["clear_all"] in narrow


def test_a_category_is_walked_down_by_its_path(at_home: Browser, run_id: int) -> None:
    page = at_home.get(STORE.format(run=run_id) + "?cat=home/lighting")
    assert '<h1 class="store-title">Beleuchtung</h1>' in page
    assert 'href="?cat=home"' in page and "cat=home%2Flighting%2F" in page
    assert 'rel="next"' in page


def test_a_kept_page_changes_with_the_students_next_action(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    address = STORE.format(run=run_id) + "?q=led e27 warmweiß"
    assert "6,90" in at_home.get(address)
    assert at_home.get(address) == at_home.get(address)
    act(db, student, run_id, SetPrice("meridian/DE/bulb", Money(815, "EUR")))
    page = at_home.get(address)
    assert "8,15" in page and "Yours, place" in page
    assert "Day 1" in page
    act(db, student, run_id, EndDay())
    assert "Day 2" in at_home.get(address)


def test_a_kept_frame_belongs_to_its_session(app: Flask, at_home: Browser, student: Viewer, run_id: int) -> None:
    address = STORE.format(run=run_id) + "?q=lampe"
    at_home.get(address)
    at_home.get(address)
    other = Browser(app.test_client()).sign_in(student.login)
    other.get(address)
    other.get(address)
    assert other.token != at_home.token
    other.send("/preferences", theme="dark", back=address)
    at_home.get(address)
    at_home.send("/preferences", language="zh", back=address)
    assert 'lang="zh-Hans"' in at_home.get(address)


def test_another_student_does_not_see_a_kept_page(app: Flask, at_home: Browser, db: Database, run_id: int) -> None:
    from lab.school.accounts import create_user
    from tests.web.browser import PASSWORD

    at_home.get(STORE.format(run=run_id) + "?q=lampe")
    create_user(db, login="stranger", name="Somebody Else", password=PASSWORD, role="student")
    Browser(app.test_client()).sign_in("stranger").get(STORE.format(run=run_id) + "?q=lampe", status=404)
    assert app.test_client().get(STORE.format(run=run_id)).status_code == 302


def test_a_product_page_shows_its_place_in_the_tree_and_more_like_it(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/store/meridian/DE/item/17")
    assert store_words("de")["related"] in page and len(cards(page)) == 6
    assert 'href="../../DE?cat=' in page
    own = at_home.get(f"/runs/{run_id}/store/meridian/DE/item/bulb")
    assert "Heute bestellt, geliefert bis" in own and store_words("de")["no_reviews"] in own


def test_every_department_has_a_drawing_and_no_type_is_without_one(app: Flask, db: Database, student: Viewer, run_id: int) -> None:
    market = play_of(db, student, run_id).world.setting.market
    folder: Path = ROOT / "static" / "img" / "departments"
    drawn = {path.stem for path in folder.glob("*.svg")}
    assert drawn == {department(type_.category).replace("/", "-") for type_ in market.types.values()}
    with app.test_request_context("/"):
        assert all(drawing_of(market, key).startswith("/static/img/") and "#" not in drawing_of(market, key) for key in market.types)
