"""Every page of the seller centre and the shop front as it was after an action; nothing can be done there."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from lab.listings.actions import SaveListing
from lab.school.accounts import set_preferences
from lab.school.media import pictures_of
from lab.school.runs import act, play_of, run_for
from lab.web.lookback import ALSO, SHOP
from tests.web.addresses import addresses
from tests.web.lesson import Lesson, make_lesson

_FORM = re.compile(r'<form[^>]*method="get"[^>]*>.*?</form>', re.S)
_BAR = re.compile(r'<section class="moment-bar.*?</section>', re.S)
_ADDRESS = re.compile(r'(?:href|src|action)="(/runs/\d+/[^"#]*)')
CREATED_LATER = 3
"""After three actions nothing has been sent yet; after all of them the run is half-way."""


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Lesson]:
    made = make_lesson(tmp_path_factory.mktemp("lookback"), markets)
    yield made
    made.close()


def shop_pages(lesson: Lesson) -> list[str]:
    return [
        path for rule, path in addresses(lesson, "GET")
        if "run_id" in rule.arguments and (rule.endpoint.partition(".")[0] in SHOP - {"media"} or rule.endpoint in ALSO)
    ]  # fmt: skip


def actions(lesson: Lesson) -> int:
    return run_for(lesson.db, lesson.people["teacher"], lesson.run_id).seq


def test_every_page_opens_at_the_last_moment_under_a_bar_and_leads_only_to_that_moment(lesson: Lesson) -> None:
    browser, last = lesson.browser("teacher"), actions(lesson)
    adapter = lesson.app.url_map.bind("localhost")
    pages = shop_pages(lesson)
    assert len(pages) > 60
    for path in pages:
        answer = browser.client.get(path, query_string={"at": last})
        assert answer.status_code in (200, 302), (path, answer.status_code)
        if answer.status_code == 302:
            assert f"at={last}" in answer.location, path
            continue
        if answer.mimetype != "text/html":
            continue
        if "data-moments" not in answer.text:
            assert 'class="rail"' not in answer.text, path  # papers and parts of pages have no frame
            continue
        for form in _FORM.findall(answer.text):
            assert 'name="at"' in form, (path, form[:200])
        for address in _ADDRESS.findall(answer.text.replace("&amp;", "&").split('<div class="shell')[1]):
            plain = address.split("?")[0]
            endpoint, _values = adapter.match(plain, method="GET" if adapter.test(plain, "GET") else "POST")
            assert f"at={last}" in address or not (endpoint.partition(".")[0] in SHOP or endpoint in ALSO), (path, address)


def test_every_page_opens_or_leads_to_the_moment_when_it_was_not_there_yet(lesson: Lesson) -> None:
    browser = lesson.browser("teacher")
    for path in shop_pages(lesson):
        answer = browser.client.get(path, query_string={"at": CREATED_LATER})
        assert answer.status_code in (200, 302), (path, answer.status_code)


def test_nothing_can_be_sent_to_a_past_moment(lesson: Lesson) -> None:
    browser, seq = lesson.browser("student"), actions(lesson)
    for rule, path in addresses(lesson, "POST"):
        if "run_id" in rule.arguments and rule.endpoint.partition(".")[0] in SHOP:
            answer = browser.client.post(path, query_string={"at": 1}, data={"csrf_token": browser.token, "by": "day"})
            assert answer.status_code == 409, (path, answer.status_code)
            assert "nothing can be changed there" in answer.text, path
    assert actions(lesson) == seq


def test_a_student_at_work_cannot_look_back_and_a_stranger_finds_nothing(lesson: Lesson) -> None:
    student, classmate = lesson.browser("student"), lesson.browser("classmate")
    for path in (f"/runs/{lesson.run_id}/", f"/runs/{lesson.run_id}/moment"):
        assert student.client.get(path, query_string={"at": 1}).status_code == 409
        assert classmate.client.get(path, query_string={"at": 1}).status_code == 404
    assert student.client.get(f"/runs/{lesson.over}/", query_string={"at": 0}).status_code == 200


@pytest.mark.parametrize("wish", ["x", "-1", "99999", "1" * 20, "1.5", "٣"])
def test_a_moment_that_is_none_is_refused_with_a_sentence(lesson: Lesson, wish: str) -> None:
    answer = lesson.browser("teacher").client.get(f"/runs/{lesson.run_id}/", query_string={"at": wish})
    assert answer.status_code == 422
    assert "could not be done (" not in answer.text


def test_the_present_has_no_bar_and_the_way_back_to_it_no_number(lesson: Lesson) -> None:
    browser = lesson.browser("teacher")
    assert "data-moments" not in browser.get(f"/runs/{lesson.run_id}/orders")
    page = browser.get(f"/runs/{lesson.run_id}/orders?at=2&state=open")
    assert "as it was after action 2 of" in page and "Nothing can be changed here" in page
    assert f'href="/runs/{lesson.run_id}/orders?state=open"' in page


def test_the_shop_front_shows_what_buyers_saw_then(lesson: Lesson) -> None:
    browser, student, k = lesson.browser("teacher"), lesson.people["student"], actions(lesson)
    store = f"/runs/{lesson.run_id}/store/meridian/DE"
    old = play_of(lesson.db, student, lesson.run_id).world.listings["meridian/DE/lamp"].title
    new = f"{old} Nordlicht"
    made = next(one.image for one in pictures_of(lesson.db, student, lesson.run_id))
    assert act(lesson.db, student, lesson.run_id, SaveListing("meridian/DE/lamp", title=new)).ok
    assert act(lesson.db, student, lesson.run_id, SaveListing("meridian/DE/lamp", images=(made,))).ok
    for path, query in ((store, {"q": old}), (f"{store}/item/lamp", {})):
        pages = [browser.client.get(path, query_string={**query, **at}) for at in ({}, {"at": k}, {"at": k + 1}, {"at": k + 2}, {})]
        assert [page.status_code for page in pages] == [200] * 5
        assert [new in unescape(page.text) for page in pages] == [True, False, True, True, True], path
        assert [made.sha256 in page.text for page in pages] == [True, False, False, True, True], path
        assert ["data-moments" in page.text for page in pages] == [False, True, True, True, False]
        assert old in unescape(pages[1].text)
    picture = re.search(rf'src="(/runs/{lesson.run_id}/media/{made.sha256}[^"]*)"', pages[3].text)
    assert picture is not None and f"at={k + 2}" in picture[1]
    assert browser.client.get(unescape(picture[1])).status_code == 200


def test_every_way_through_the_shop_front_keeps_the_moment(lesson: Lesson) -> None:
    browser, at = lesson.browser("teacher"), actions(lesson)
    store = f"/runs/{lesson.run_id}/store"
    first = browser.client.get(store, query_string={"at": at})
    assert first.status_code == 302 and first.location.endswith(f"at={at}")
    for path in (f"{store}/meridian/DE?q=lampe&cur=USD", f"{store}/meridian/DE?q=qqqq", f"{store}/meridian/DE/item/lamp?in=tr", f"{store}/meridian/DE/item/5"):
        page = browser.client.get(path + f"{'&' if '?' in path else '?'}at={at}").text
        ways = [urljoin(path, unescape(way)) for way in re.findall(r'href="([^"#]+)"', _BAR.sub("", page))]
        shown = [way for way in ways if way.split("://localhost")[-1].startswith(store)]
        assert len(shown) > 10
        assert [way for way in shown if f"at={at}" not in way] == [], path
        forms = _FORM.findall(page)
        assert len(forms) > 1 and all('name="at"' in form for form in forms), path


def test_the_bar_speaks_arabic(lesson: Lesson) -> None:
    set_preferences(lesson.db, lesson.people["admin"], language="ar")
    assert 'dir="rtl"' in lesson.browser("admin").get(f"/runs/{lesson.run_id}/?at=1")
