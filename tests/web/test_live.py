"""A class at work on pages: the live board, stepping in, questions, the clock, collecting, the contest, and papers."""

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from lab.engine.actions import EndDay
from lab.engine.staff import StaffHint
from lab.listings.actions import PublishListing
from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, release_scores
from lab.school.clock import now
from lab.school.courses import CourseView, join_course
from lab.school.database import Database
from lab.school.help_requests import ask, questions_of
from lab.school.models import Assignment
from lab.school.overview import waiting_threads
from lab.school.runs import act, hand_in, journal_of, open_run, play_of
from lab.school.staff import add_staff
from lab.school.steering import steer
from lab.school.worker import work
from tests.dates import move_dates
from tests.forms import form_to
from tests.web.browser import PASSWORD, Browser


@pytest.fixture
def live(assignment: AssignmentView) -> str:
    return f"/assignments/{assignment.id}/live"


@pytest.fixture
def classmate(db: Database, course: CourseView) -> Viewer:
    made = create_user(db, login="bekzat", name="Bekzat Omarov", password=PASSWORD, role="student")
    join_course(db, made, course.join_code or "")
    return made


def with_rules(db: Database, assignment: AssignmentView, **rules: object) -> None:
    with db.write() as session:
        session.execute(update(Assignment).where(Assignment.id == assignment.id).values(**rules))


# --- the board ---


def test_the_board_says_who_is_stuck_and_why(
    db: Database, run_id: int, live: str, at_desk: Browser, student: Viewer, classmate: Viewer
) -> None:
    for _ in range(3):
        act(db, student, run_id, PublishListing("meridian/DE/lamp"))
    page = at_desk.get(live)
    assert "Aigerim Bekova" in page and "Bekzat Omarov" in page
    assert page.index("Stuck") < page.index("Not begun")
    assert "There is no such listing." in page and "3 refused lately" in page
    assert f'href="/runs/{run_id}/steer"' in page
    stuck = at_desk.get(f"{live}?state=stuck")
    assert "Aigerim Bekova" in stuck and "Bekzat Omarov" not in stuck
    assert "Nobody in this course is in this state now." in at_desk.get(f"{live}?state=over")
    assert "Bekzat Omarov" in at_desk.get(f"{live}?state=nonsense")


def test_customers_who_wait_lead_to_the_inbox_of_their_shop(
    db: Database, run_id: int, live: str, at_desk: Browser, student: Viewer, classmate: Viewer
) -> None:
    page = at_desk.get(live)
    assert 'title="not known before the next action"' in page and "state=waiting" not in page
    while not waiting_threads(play_of(db, student, run_id).world):
        act(db, student, run_id, EndDay())
    count = len(waiting_threads(play_of(db, student, run_id).world))
    page = at_desk.get(live)
    cell = re.search(rf'<a href="/runs/{run_id}/messages">(.*?)</a>', page)
    assert cell is not None and re.sub("<[^>]+>", "", cell[1]) == f"{count} Customers waiting"
    assert "in 1 shop" in page and "longest: " in page
    shown = at_desk.get(f"{live}?state=waiting")
    assert "Aigerim Bekova" in shown and "Bekzat Omarov" not in shown
    assert shown.count('aria-current="page"') >= 1
    assert "Nobody in this course is in this state now." not in shown
    all_of_them = at_desk.get(f"{live}/customers")
    assert all_of_them.count(f'href="/runs/{run_id}/messages/') == count and "Aigerim Bekova" in all_of_them
    hand_in(db, student, run_id)
    assert "Nobody waits for an answer" in at_desk.get(f"{live}?state=waiting")
    assert "Nobody waits for an answer" in at_desk.get(f"{live}/customers")


def test_the_part_for_the_script_has_no_frame(run_id: int, live: str, at_desk: Browser) -> None:
    part = at_desk.get(f"{live}?part=1")
    assert "<html" not in part and 'data-live-part="rows"' in part and "Aigerim Bekova" in part
    assert "<html" in at_desk.get(live) and "js/live.js" in at_desk.page


def test_the_board_and_stepping_in_are_for_staff_only(
    db: Database, run_id: int, live: str, assignment: AssignmentView, at_home: Browser, app: Flask, teacher: Viewer
) -> None:
    for path in (live, f"{live}/questions", f"/runs/{run_id}/steer", f"/assignments/{assignment.id}/steer", f"/assignments/{assignment.id}/papers"):
        at_home.get(path, status=404)
    at_home.get(f"/runs/{run_id}/")
    before = len(journal_of(db, teacher, run_id))
    for path in (f"/runs/{run_id}/steer", f"/assignments/{assignment.id}/steer"):
        at_home.send(path, status=404, what="hint", text="Buy low.")
    assert len(journal_of(db, teacher, run_id)) == before


# --- the clock and collecting ---


def test_an_instructor_lets_the_class_go_on(db: Database, run_id: int, live: str, assignment: AssignmentView, at_desk: Browser, at_home: Browser) -> None:
    assert "Clock of the class" not in at_desk.get(live)
    with_rules(db, assignment, clock="class", clock_days=1)
    assert "Everybody may go to the end of day 1." in at_desk.get(live)
    at_home.get(f"/runs/{run_id}/")
    at_home.send(f"/runs/{run_id}/advance", by="day")
    assert "Your class goes as far as day 1 for now." in at_home.get(f"/runs/{run_id}/")
    at_desk.send(f"{live}/clock", day="2")
    assert "The class may go on to the end of day 2." in at_desk.get(live)
    at_home.send(f"/runs/{run_id}/advance", by="day")
    assert "Day 2" in at_home.get(f"/runs/{run_id}/")
    for typed in ("0", "401", "x", ""):
        at_desk.get(live)
        at_desk.send(f"{live}/clock", status=422, day=typed)
    assert "is not a whole number" in at_desk.page


def test_a_paced_clock_says_when_more_becomes_free(db: Database, live: str, assignment: AssignmentView, at_desk: Browser) -> None:
    with_rules(db, assignment, clock="paced", clock_days=2)
    page = at_desk.get(live)
    assert "2 market days become free with each real day." in page and "end of day 2" in page
    assert "/live/clock" not in page


def test_what_is_open_after_the_end_is_collected(
    db: Database, run_id: int, live: str, assignment: AssignmentView, teacher: Viewer, at_desk: Browser
) -> None:
    assert "Collect them" not in at_desk.get(live)
    at_desk.send(f"{live}/collect")
    assert "There is nothing to collect" in at_desk.get(live)
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(minutes=1))
    assert "1 run is still open" in at_desk.get(live)
    at_desk.send(f"{live}/collect")
    assert "data-job" in at_desk.get(live)
    assert at_desk.client.get(f"{live}/collect").get_json() == {"over": False, "percent": 0, "text": "Waits for its turn"}
    work(db, threading.Event(), until_idle=True)
    assert at_desk.client.get(f"{live}/collect").get_json()["over"] is True
    assert "1 run was collected" in at_desk.get(live)


# --- stepping in ---


def test_a_hint_reaches_the_student_on_every_page_until_they_act_and_stays_on_the_desk(
    db: Database, run_id: int, at_desk: Browser, at_home: Browser, student: Viewer
) -> None:
    at_desk.get(f"/runs/{run_id}/steer")
    at_desk.send(f"/runs/{run_id}/steer", what="hint", text="Mind the <b>fees</b>.\r\nAnd the postage.")
    assert "The student sees it on the next page they open." in at_desk.get(f"/runs/{run_id}/steer")
    assert "The instructor gave a hint" in at_desk.page
    for path in ("", "listings", "finance"):
        page = at_home.get(f"/runs/{run_id}/{path}")
        assert "1 new message from your instructor" in page, path
    assert at_home.client.get(f"/runs/{run_id}/").text.count("Mind the &lt;b&gt;fees&lt;/b&gt;.<br>And the postage.") == 2
    act(db, student, run_id, EndDay())
    assert "new message from your instructor" not in at_home.get(f"/runs/{run_id}/listings")
    assert "From your instructor" in at_home.get(f"/runs/{run_id}/")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "strike", "where": "lane:de_parcel", "days": "2"}, "its parcels stand still until Day 3"),
        ({"what": "strike", "where": "country:DE", "days": "1", "text": "Trains too."}, "Strike in Germany"),
        ({"what": "recall", "sku": "bulb", "days": "5"}, "it is off sale"),
        ({"what": "carrier_change", "lane": "de_parcel", "change": "closed", "days": ""}, "takes no parcels any more"),
        ({"what": "carrier_change", "lane": "de_parcel", "change": "price", "percent": "-20", "days": "3"}, "costs 20 % less until"),
    ],
)
def test_an_event_is_told_in_words(run_id: int, at_desk: Browser, at_home: Browser, fields: dict[str, str], words: str) -> None:
    at_desk.get(f"/runs/{run_id}/steer")
    at_desk.send(f"/runs/{run_id}/steer", **fields)
    assert words in at_desk.get(f"/runs/{run_id}/steer")
    assert words in at_home.get(f"/runs/{run_id}/listings")


def test_a_buyer_played_by_hand_waits_for_an_answer(db: Database, run_id: int, at_desk: Browser, at_home: Browser, teacher: Viewer) -> None:
    at_desk.get(f"/runs/{run_id}/steer")
    at_desk.send(
        f"/runs/{run_id}/steer", what="buyer", place="meridian/DE", buyer="Jule Brandt", language="de", subject="Frage", text="Ist sie dimmbar?"
    )
    thread = play_of(db, teacher, run_id).world.threads["h-1"]
    assert (thread.buyer.name, thread.messages[-1].text) == ("Jule Brandt", "Ist sie dimmbar?")
    assert "Jule Brandt" in at_home.get(f"/runs/{run_id}/messages")
    assert "As the buyer Jule Brandt" in at_desk.get(f"/runs/{run_id}/steer")
    at_desk.send(f"/runs/{run_id}/steer", what="letter", thread="h-1", text="Noch da?")
    assert len(play_of(db, teacher, run_id).world.threads["h-1"].messages) == 2


def test_a_form_that_was_refused_comes_back_as_it_was(run_id: int, at_desk: Browser) -> None:
    address = f"/runs/{run_id}/steer"
    for status, fields, words in (
        (422, {"what": "hint", "text": " "}, "Write something first."),
        (409, {"what": "hint", "text": "x" * 2001}, "2,000 are allowed"),
        (409, {"what": "strike", "where": "country:XX", "days": "2", "text": "Kept text"}, "No service of this market goes from or to “XX”."),
        (409, {"what": "recall", "sku": "bulb", "days": "900", "text": "Kept text"}, "900 is not possible"),
        (422, {"what": "rate_shock", "currency": "KZT", "percent": "1e3", "text": "Kept text"}, "is not a whole number"),
        (409, {"what": "carrier_change", "lane": "de_parcel", "percent": "0", "text": "Kept text"}, "A service is either closed or gets another price."),
        (422, {"what": "nonsense", "text": "x"}, "could not be read"),
        (422, {}, "could not be read"),
    ):
        at_desk.get(address)
        at_desk.send(address, status=status, **fields)
        assert words in at_desk.page, (fields, words)
        assert "Kept text" not in fields.values() or "Kept text" in at_desk.page


def test_everybody_gets_it_and_the_page_says_who(
    db: Database, run_id: int, assignment: AssignmentView, at_desk: Browser, classmate: Viewer, student: Viewer
) -> None:
    address = f"/assignments/{assignment.id}/steer"
    second = open_run(db, classmate, assignment.id)
    act(db, student, run_id, EndDay())
    assert "goes into all 2 runs" in at_desk.get(address)
    at_desk.send(address, what="recall", sku="bulb", days="3", text="Sockets may break.")
    assert "data-job" in at_desk.get(address)
    work(db, threading.Event(), until_idle=True)
    page = at_desk.get(address)
    assert "2 runs have it" in page and "Bekzat Omarov" in page and "Sockets may break." in page
    assert [len(play_of(db, student, run_id).world.notes), len(play_of(db, classmate, second).world.notes)] == [1, 1]
    at_desk.send(address, what="letter", thread="nobody", text="Hello?")
    work(db, threading.Event(), until_idle=True)
    page = at_desk.get(address)
    assert "2 runs refused it" in page and "There is no such conversation." in page


def test_without_anybody_at_work_there_is_nothing_to_send(assignment: AssignmentView, at_desk: Browser) -> None:
    assert "Nobody is at work" in at_desk.get(f"/assignments/{assignment.id}/steer")


def test_the_report_says_that_the_instructor_stepped_in(
    db: Database, run_id: int, assignment: AssignmentView, teacher: Viewer, student: Viewer, at_home: Browser
) -> None:
    steer(db, teacher, run_id, StaffHint("Mind the fees."))
    hand_in(db, student, run_id)
    release_scores(db, teacher, assignment.id)
    page = at_home.get(f"/runs/{run_id}/report")
    assert "Your instructor stepped in 1 time" in page and "Mind the fees." in page


# --- questions ---


def test_a_question_goes_from_a_page_of_the_run_to_the_class_page_and_back(
    db: Database, run_id: int, live: str, assignment: AssignmentView, at_desk: Browser, at_home: Browser, teacher: Viewer, student: Viewer
) -> None:
    page = at_home.get(f"/runs/{run_id}/listings")
    assert "Ask your instructor" in page
    page = at_home.get(f"/runs/{run_id}/questions?page=/runs/{run_id}/listings")
    assert f'name="page" value="/runs/{run_id}/listings"' in page
    answer = at_home.send(f"/runs/{run_id}/questions", asked="Why <refused>?", page=f"/runs/{run_id}/listings")
    assert answer.location == f"/runs/{run_id}/listings"
    assert "1 waits" in at_home.get(f"/runs/{run_id}/listings")
    at_desk.get(live)
    assert "1 question" in at_desk.page
    page = at_desk.get(f"{live}/questions")
    assert "Why <refused>?" in page and f'href="/runs/{run_id}/listings"' in page and "Aigerim Bekova" in page
    number = questions_of(db, teacher, assignment.id)[0].id
    at_desk.send(f"{live}/questions", status=422, question=str(number), text=" ")
    assert "Write something first." in at_desk.page
    at_desk.send(f"{live}/questions", question=str(number), text="Look at the <title>.", hint="1")
    page = at_home.get(f"/runs/{run_id}/listings")
    assert "1 of your questions is answered" in page and "Look at the <title>." in page and "1 new message" in page
    assert [line.action for line in journal_of(db, student, run_id)] == ["staff.hint"]
    at_desk.send(f"{live}/questions", status=409, question=str(number), text="Once more")
    assert "has been answered meanwhile" in at_desk.page and "Once more" in at_desk.page
    assert "Look at the <title>." in at_home.get(f"/runs/{run_id}/questions")


def test_a_question_that_is_not_taken_comes_back_and_never_leads_elsewhere(run_id: int, at_home: Browser) -> None:
    at_home.get(f"/runs/{run_id}/")
    at_home.send(f"/runs/{run_id}/questions", status=422, asked="x" * 1001, page=f"/runs/{run_id}/")
    assert "At most 1,000 characters" in at_home.page and "x" * 1001 in at_home.page
    answer = at_home.send(f"/runs/{run_id}/questions", asked="Where?", page="https://elsewhere.example/")
    assert answer.location == f"/runs/{run_id}/questions"


def test_a_question_is_withdrawn(db: Database, run_id: int, live: str, student: Viewer, at_home: Browser, at_desk: Browser) -> None:
    number = ask(db, student, run_id, "Never mind?")
    at_home.get(f"/runs/{run_id}/questions")
    at_home.send(f"/runs/{run_id}/questions/withdraw", question=str(number))
    assert "The question is withdrawn." in at_home.get(f"/runs/{run_id}/questions")
    assert "Never mind?" not in at_home.page
    assert "No question waits" in at_desk.get(f"{live}/questions")
    at_home.send(f"/runs/{run_id}/questions/withdraw", question="x")


def test_staff_who_look_into_a_shop_cannot_ask_and_see_the_way_in(run_id: int, at_desk: Browser) -> None:
    page = at_desk.get(f"/runs/{run_id}/")
    assert "Ask your instructor" not in page and f'href="/runs/{run_id}/steer"' in page
    at_desk.send(f"/runs/{run_id}/questions", status=409, asked="Mine?")
    assert "You are looking on" in at_desk.page


def test_a_guest_of_the_course_sees_pseudonyms_and_no_questions(
    db: Database, run_id: int, live: str, assignment: AssignmentView, teacher: Viewer, student: Viewer, app: Flask
) -> None:
    guest = create_user(db, login="guest", name="Gil Guest", password=PASSWORD, role="instructor")
    add_staff(db, teacher, assignment.course_id, "guest", guest.login)
    ask(db, student, run_id, "How?")
    browser = Browser(app.test_client()).sign_in(guest.login)
    page = browser.get(live)
    assert "Aigerim" not in page and "/live/questions" not in page and "/steer" not in page
    browser.get(f"{live}/questions", status=404)
    browser.get(f"/runs/{run_id}/steer", status=404)
    for path, fields in ((f"{live}/clock", {"day": "x"}), (f"{live}/collect", {}), (f"{live}/questions", {"question": "1", "text": ""})):
        browser.send(path, status=404, **fields)


# --- time ---


def test_the_time_that_is_left_stands_on_every_page_when_the_end_is_near(
    db: Database, run_id: int, assignment: AssignmentView, teacher: Viewer, at_home: Browser
) -> None:
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() + timedelta(hours=30))
    assert "data-timer" not in at_home.get(f"/runs/{run_id}/")
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() + timedelta(minutes=80))
    page = at_home.get(f"/runs/{run_id}/listings")
    assert "Time left" in page and "1 h 20 min" in page and "js/timer.js" in page
    with_rules(db, assignment, minutes=30)
    assert "30 min" in at_home.get(f"/runs/{run_id}/listings")
    move_dates(db, teacher, assignment.id, opens_at=now() - timedelta(hours=2), due_at=now() - timedelta(minutes=1))
    page = at_home.get(f"/runs/{run_id}/listings")
    assert "Ask your instructor" not in page


# --- the contest ---


def test_a_board_is_for_the_whole_course_when_the_rules_say_so(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer, at_home: Browser, at_desk: Browser
) -> None:
    address = f"/assignments/{assignment.id}/board"
    at_home.get(address, status=404)
    assert "Only who leads the course sees this page." in at_desk.get(address)
    with_rules(db, assignment, board="names", due_at=now() + timedelta(minutes=30), show_score="at_hand_in")
    page = at_home.get(address)
    assert "Aigerim Bekova" in page and "You" in page and "Time left" in page
    assert "<html" not in at_home.get(f"{address}?part=1")
    with_rules(db, assignment, board="labels")
    assert "Aigerim Bekova" not in at_desk.get(address)
    with_rules(db, assignment, show_score="after_release")
    assert "Points are shown when the results are." in at_home.get(address)


def test_the_papers_name_the_server_the_rules_and_the_students(
    db: Database, handed_in: int, assignment: AssignmentView, teacher: Viewer, at_desk: Browser
) -> None:
    address = f"/assignments/{assignment.id}/papers"
    with_rules(
        db, assignment, due_at=now() + timedelta(hours=1), minutes=90, board="names", freeze_minutes=10,
        late=[{"until": (now() + timedelta(hours=2)).isoformat(), "credit": 800}],
    )  # fmt: skip
    page = at_desk.get(address)
    assert "http://localhost/" in page and "Aigerim Bekova" in page and "aigerim" in page
    assert "An attempt lasts 90 minutes." in page and "80 % of its points" in page and "In the last 10 minutes" in page
    assert "sheet-results" not in page
    release_scores(db, teacher, assignment.id)
    assert "sheet-results" in at_desk.get(address)


def test_the_papers_of_a_blind_assignment_have_empty_lines(db: Database, handed_in: int, assignment: AssignmentView, at_desk: Browser) -> None:
    with_rules(db, assignment, blind=True)
    page = at_desk.get(f"/assignments/{assignment.id}/papers")
    assert "Aigerim" not in page and "Names are hidden while" in page


def test_the_assignment_leads_to_all_of_it(run_id: int, assignment: AssignmentView, at_desk: Browser) -> None:
    page = at_desk.get(f"/assignments/{assignment.id}")
    for name in ("live", "steer", "board", "papers"):
        assert f'href="/assignments/{assignment.id}/{name}"' in page


def test_a_question_comes_up_at_the_page_that_one_comes_from(at_home: Browser, run_id: int) -> None:
    path = f"/runs/{run_id}/questions"

    def page_before(referrer: str) -> list[str]:
        return [value for name, value in form_to(at_home.get(path, Referer=referrer), path).pairs() if name == "page"]

    assert page_before(f"http://localhost/runs/{run_id}/orders?state=open") == [f"/runs/{run_id}/orders"]
    for strange in ("http://[", "https://elsewhere.example/runs/1/orders", "x", ""):
        assert page_before(strange) == [""]
