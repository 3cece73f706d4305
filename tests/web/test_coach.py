"""The coach's pages: asked, waited for, answered; and what they never tell."""

import re
from threading import Event

import pytest
from flask import Flask

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.jobs import jobs_of
from lab.school.runs import hand_in, play_of
from lab.school.worker import work
from lab.values.moment import HOUR
from tests.robot import play_reference
from tests.web.browser import Browser

BULB, LAMP = "meridian/DE/bulb", "meridian/DE/lamp"


@pytest.fixture
def coach(db: Database, student: Viewer, run_id: int) -> str:
    """The coach of a run in which two days have passed."""
    play_reference(db, student, run_id, 44 * HOUR)
    return f"/runs/{run_id}/coach"


def answer_all(db: Database) -> None:
    work(db, Event(), until_idle=True)


def test_before_anything_has_happened_every_page_says_what_to_do_first(at_home: Browser, run_id: int) -> None:
    assert "let some time pass" in at_home.get(f"/runs/{run_id}/coach")
    assert "End the day" in at_home.get(f"/runs/{run_id}/coach/visits")
    assert "No close decisions yet" in at_home.get(f"/runs/{run_id}/coach/lost")
    assert "Why shoppers buy" in at_home.get(f"/runs/{run_id}/coach/why")


def test_a_question_is_asked_waited_for_and_answered(at_home: Browser, db: Database, coach: str) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", kind="price_percent", on=LAMP, percent="-30")
    page = at_home.get(answer.location)
    assert "Price 30% lower" in page and "Waits for its turn" in page
    assert '<meta http-equiv="refresh" content="2">' in page and "job.js" in page
    state = at_home.client.get(f"{answer.location}/state").get_json()
    assert (state["over"], state["percent"]) == (False, 0)
    answer_all(db)
    page = at_home.get(answer.location)
    assert "refresh" not in page.split("<body")[0] and "job.js" not in page
    assert re.search(r"The same shoppers would have (clicked \d+ times? (more|fewer)|done the same)", page)
    assert "With and without the change" in page
    assert at_home.client.get(f"{answer.location}/state").get_json()["over"] is True
    page = at_home.get(coach)
    assert page.count(f'href="{answer.location}"') == 1 and "answered" in page
    # asked once more it is the same question
    assert at_home.send(f"{coach}/what-if", kind="price_percent", on=LAMP, percent="-30").location == answer.location


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "price", "on": LAMP, "price": "29,90"}, "Price €29.90"),
        ({"kind": "picture", "on": LAMP, "permille": "400"}, "Main picture as good as 40 of 100"),
        ({"kind": "words", "on": LAMP, "title": "Lampe", "bullets": "Hell\n\nGut"}, "Other words"),
        ({"kind": "handling", "on": "meridian/DE", "number": "48"}, "Handling in 48 hours"),
        ({"kind": "slack", "on": "caravan/KZ", "number": "5"}, "5 days of slack"),
        ({"kind": "lane", "on": "meridian/DE", "choice": "de_letter"}, "Sent by"),
        ({"kind": "incoterm", "on": "caravan/KZ", "choice": "DAP"}, "Buyer pays the duty"),
        ({"kind": "stock", "on": LAMP, "from_day": "1"}, "from day 2 on"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_every_form_asks_its_question(at_home: Browser, db: Database, coach: str, fields: dict[str, str], words: str) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", **fields)
    answer_all(db)
    page = at_home.get(answer.location)
    assert words in page
    assert "The answer" in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"kind": "price_percent", "on": LAMP, "percent": "ten"}, 422, "is not a whole number"),
        ({"kind": "price_percent", "on": LAMP, "percent": "-99"}, 422, "Choose between -90 and 300 per cent."),
        ({"kind": "price", "on": LAMP, "price": "a lot"}, 422, "is not an amount"),
        ({"kind": "words", "on": LAMP}, 422, "Write something first."),
        ({"kind": "handling", "on": "meridian/US", "number": "5"}, 422, "does not sell in this place"),
        ({"kind": "no_ads"}, 422, "does not advertise"),
        ({"kind": "stock", "on": LAMP, "from_day": "9"}, 422, "This day is not over yet."),
        ({"kind": "wish", "on": LAMP}, 422, "This choice is not offered."),
        ({"kind": "stock", "on": "meridian/DE/none"}, 422, "There is no such listing."),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_form(
    at_home: Browser, db: Database, student: Viewer, run_id: int, coach: str, fields: dict[str, str], status: int, words: str
) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", status=status, **fields)
    if fields["kind"] not in ("wish", "no_ads"):
        assert words in answer.text
    assert jobs_of(db, student, run_id) == []


def test_the_changes_that_gain_most_are_listed(at_home: Browser, db: Database, coach: str) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/gains", on=LAMP)
    answer_all(db)
    page = at_home.get(answer.location)
    assert re.search(r"Of \d+ changes that were tried|None of the \d+ changes that were tried", page)
    assert "What would gain most: " in at_home.get(coach)


def test_a_question_can_be_called_off_and_asked_again(at_home: Browser, db: Database, coach: str) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", kind="stock", on=LAMP)
    at_home.get(answer.location)
    at_home.send(f"{answer.location}/cancel")
    assert "Called off" in at_home.get(answer.location)
    answer_all(db)
    assert "The answer" not in at_home.get(answer.location)
    at_home.get(coach)
    assert at_home.send(f"{coach}/what-if", kind="stock", on=LAMP).location == answer.location
    answer_all(db)
    assert "The answer" in at_home.get(answer.location)


def test_why_this_place_compares_with_rivals_on_the_page(at_home: Browser, coach: str) -> None:
    page = at_home.get(f"{coach}/why?listing={LAMP}")
    for words in ("Why it stands where it stands", "Why shoppers click", "Why shoppers buy", "All together", "Price against the market"):
        assert words in page, words
    hunters = at_home.get(f"{coach}/why?listing={LAMP}&group=3&first=48")
    assert hunters != page
    at_home.get(f"{coach}/why?listing=meridian/DE/none", status=404)
    assert "Nothing to compare" in at_home.get(f"{coach}/why?listing={LAMP}&q=999999")


def test_where_visits_went_adds_up(at_home: Browser, db: Database, student: Viewer, run_id: int, coach: str) -> None:
    page = at_home.get(f"{coach}/visits?listing={LAMP}&day=1")
    rows = [row for row in play_of(db, student, run_id).world.traffic if row.day == 1 and row.listing == LAMP]
    clicked = sum(row.clicked for row in rows)
    row = page[page.index(">Clicked</th>") :].split("</tr>")[0]
    assert f">{clicked}</bdi>" in row
    assert "Where the others went" in page
    # a day that is not over is not shown; the last one that is stands in its place
    assert at_home.get(f"{coach}/visits?listing={LAMP}&day=77").split("<main")[1] == page.split("<main")[1]


def test_the_teacher_sees_everything_and_asks_nothing(
    at_home: Browser, at_desk: Browser, db: Database, student: Viewer, run_id: int, coach: str
) -> None:
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", kind="stock", on=LAMP)
    answer_all(db)
    assert "The answer" in at_desk.get(answer.location)
    assert "Only the student whose shop this is asks" in at_desk.get(coach)
    at_desk.send(f"{coach}/what-if", status=409, kind="stock", on=BULB)
    assert len(jobs_of(db, student, run_id)) == 1


def test_a_run_that_was_handed_in_may_still_be_looked_at(at_home: Browser, db: Database, student: Viewer, run_id: int, coach: str) -> None:
    hand_in(db, student, run_id)
    at_home.get(coach)
    answer = at_home.send(f"{coach}/what-if", kind="stock", on=LAMP)
    answer_all(db)
    assert "The answer" in at_home.get(answer.location)


def test_no_page_of_the_coach_tells_seeds_or_noise(at_home: Browser, db: Database, student: Viewer, run_id: int, coach: str) -> None:
    at_home.get(coach)
    job = at_home.send(f"{coach}/what-if", kind="price_percent", on=LAMP, percent="20").location
    answer_all(db)
    setting = play_of(db, student, run_id).world.setting
    paths = [coach, job, f"{job}/state", f"{coach}/why", f"{coach}/visits", f"{coach}/lost"]
    for path in paths:
        text = at_home.client.get(path).text
        for secret in (setting.seed, setting.market.noise_key):
            assert str(secret) not in text and f"{secret:x}" not in text
        assert not re.search(r"\b(seed|noise|gumbel|mix64)\b", text, re.IGNORECASE), path


def test_answers_read_in_chinese_and_arabic_without_an_error(app: Flask, at_home: Browser, db: Database, coach: str) -> None:
    at_home.get(coach)
    job = at_home.send(f"{coach}/what-if", kind="price_percent", on=LAMP, percent="-30").location
    answer_all(db)
    for language in ("zh", "ar"):
        at_home.get("/account")
        at_home.send("/preferences", language=language, back="/account")
        for path in (coach, job, f"{coach}/why", f"{coach}/visits", f"{coach}/lost"):
            assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in at_home.get(path)
