"""Social pages: a post is looked at, refused, published, planned, changed, taken back, and its figures are shown."""

from typing import Any

from lab.engine.actions import EndDay
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.social.actions import SavePost
from lab.world.post import Post
from tests.web.browser import Browser

BULB = "meridian/DE/bulb"
DAY = 24 * 60
TEXT = "Welche Lampe brennt bei euch am längsten? Unsere LED-Lampe hält viele Jahre. #led #zuhause"
FORM: dict[str, Any] = {
    "network": "quillet", "country": "DE", "text": TEXT, "listing": BULB, "picture": "", "alt": "", "at_day": "", "at_time": "", "do": "save",
}  # fmt: skip


def send(browser: Browser, run_id: int, status: int = 302, post: str = "new", **changes: Any) -> str:
    browser.get(f"/runs/{run_id}/social/{post}")
    browser.send(f"/runs/{run_id}/social/{post}/save", status=status, **{**FORM, **changes})
    return browser.page


def posts(db: Database, student: Viewer, run_id: int) -> dict[str, Post]:
    return play_of(db, student, run_id).world.posts


def test_without_a_post_the_page_says_who_follows_and_how_to_begin(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/social")
    assert "No post yet" in page
    assert "Home decorators" in page and "Glimmer" in page
    assert f'href="/runs/{run_id}/social/new"' in page


def test_what_groups_read_and_like_is_told_and_none_of_the_models_figures(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/social/new")
    assert "Bargain hunters" in page and "good prices" in page
    assert "permille" not in page and "380" not in page


def test_a_check_shows_the_post_and_its_faults_and_publishes_nothing(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = send(at_home, run_id, 200, do="check", text="-20 % auf alles! #fussball #led")
    assert "announces a reduction" in page and "has nothing to do with" in page
    assert "fewer people will see it" in page
    assert "<strong>#led</strong>" in page
    assert posts(db, student, run_id) == {}


def test_a_good_text_keeps_every_rule(at_home: Browser, run_id: int) -> None:
    page = send(at_home, run_id, 200, do="check")
    assert "It keeps every rule" in page
    assert 'lang="de"' in page and 'dir="ltr"' in page


def test_an_arabic_text_runs_from_right_to_left(at_home: Browser, run_id: int) -> None:
    page = send(at_home, run_id, 200, do="check", text="أي مصباح يضيء مكتبكم في المساء؟ أخبرونا بتجربتكم معه.")
    assert 'class="post-text" dir="rtl" lang="ar"' in page


def test_what_the_network_does_not_take_stands_at_its_field(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = send(at_home, run_id, 422, text="x" * 300)
    assert "The text has 300 characters; this network takes at most 280." in page
    assert "This network needs a picture." in send(at_home, run_id, 422, network="glimmer")
    assert "Write a text." in send(at_home, run_id, 422, text=" ")
    assert 'id="f-network-fault"' in send(at_home, run_id, 422, network="nowhere")
    assert 'id="f-at-fault"' in send(at_home, run_id, 422, at_day="soon")
    assert "Write the day, too" in send(at_home, run_id, 422, at_time="09:30")
    assert "cannot come out in the past" in send(at_home, run_id, 409, at_day="1", at_time="00:01")
    assert posts(db, student, run_id) == {}


def test_a_post_goes_out_is_met_and_is_shown_with_its_figures(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id)
    made = posts(db, student, run_id)["post1"]
    assert (made.network, made.country, made.listing, made.at) == ("quillet", "DE", BULB, 0)
    act(db, student, run_id, EndDay())
    made = posts(db, student, run_id)["post1"]
    assert made.total("reach") > 0
    page = at_home.get(f"/runs/{run_id}/social/post1")
    assert f">{made.total('reach')}<" in page.replace(",", "")
    assert "By group" in page and 'name="text"' not in page
    page = at_home.get(f"/runs/{run_id}/social")
    assert "Seen, by network" in page and "Welche Lampe" in page
    assert "From social posts" in at_home.get(f"/runs/{run_id}/performance")


def test_a_planned_post_is_changed_and_called_off(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id, at_day="2", at_time="18:00")
    assert posts(db, student, run_id)["post1"].at == DAY + 10 * 60
    send(at_home, run_id, post="post1", at_day="2", at_time="18:00", text=TEXT.replace("viele", "zehn"))
    assert "zehn" in posts(db, student, run_id)["post1"].text
    at_home.get(f"/runs/{run_id}/social/post1")
    at_home.send(f"/runs/{run_id}/social/post1/remove")
    assert posts(db, student, run_id)["post1"].removed_at == 0
    assert "Taken back" in at_home.get(f"/runs/{run_id}/social")


def test_an_unknown_post_is_not_found(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/social/nothing", status=404)


def test_a_post_by_another_door_is_shown_too(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    act(db, student, run_id, SavePost("mine", "quillet", "DE", TEXT))
    assert "Welche Lampe" in at_home.get(f"/runs/{run_id}/social")
