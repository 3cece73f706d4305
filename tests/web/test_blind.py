"""An assignment marked blind: no page and no file of it or its runs tells staff whose work it is, until the release; a guest never learns it."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from lab.school.accounts import create_user
from lab.school.assignments import change_rules, release_scores
from lab.school.media import add_picture, pictures_of
from lab.school.models import Course
from lab.school.names import key_of, pseudonym
from lab.school.rules import Rules
from lab.school.runs import hand_in, open_run
from lab.school.staff import add_staff
from tests.web.addresses import addresses
from tests.web.browser import PASSWORD, Browser
from tests.web.lesson import Lesson, make_lesson

FILE = "holiday-in-almaty.jpg"
NAMES = ("Aigerim Bekova", "aigerim", "Li Wei", "li.wei", "holiday-in-almaty", "Lamp, small")
"""Names, logins, and what students called their pictures."""
ROSTERS = frozenset({"grouping.get_groups", "grouping.get_extras", "contest.get_papers"})
"""Pages on which those who lead the course arrange its people: names, and no word of anybody's work."""
STAFF = ("gerda", "gast", "co", "owner")
LEADERS = ("co", "owner")
ASKED = frozenset({"run_id", "assignment_id", "regrade_id", "proposal_id", "appeal_id"})


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Lesson]:
    made = make_lesson(tmp_path_factory.mktemp("blind"), markets)
    db, teacher = made.db, made.people["teacher"]
    for login, place in (("gerda", "grader"), ("gast", "guest")):
        made.people[login] = create_user(db, login=login, name=login.title(), password=PASSWORD, role="guest" if place == "guest" else "student")
        add_staff(db, teacher, made.course.id, place, login)
    made.people["co"], made.people["owner"] = made.people["other_teacher"], teacher
    add_staff(db, teacher, made.course.id, "teacher", made.people["co"].login)
    picture = BytesIO()
    Image.new("RGB", (1200, 1200), (200, 30, 30)).save(picture, "JPEG")
    add_picture(db, made.people["student"], made.run_id, FILE, picture.getvalue())
    hand_in(db, made.people["classmate"], open_run(db, made.people["classmate"], made.assignment.id))
    rules = Rules(blind=True, show_score="after_release")
    change_rules(db, teacher, made.assignment.id, opens_at=made.assignment.opens_at, due_at=None, attempts=3, rules=rules)
    yield made
    made.close()


def paths(lesson: Lesson, wanted: frozenset[str]) -> list[tuple[str, str]]:
    """Endpoint and address of everything that is read with one of the arguments wanted, for both runs of the student."""
    found = [
        (rule.endpoint, path)
        for run_id in (lesson.run_id, lesson.over)
        for rule, path in addresses(lesson, "GET", run_id)
        if rule.arguments & wanted
    ]
    uploaded = pictures_of(lesson.db, lesson.people["student"], lesson.run_id)[-1].image.sha256
    if "run_id" in wanted:
        found += [("pictures.get_picture", f"/runs/{lesson.run_id}/pictures/{uploaded}{rest}") for rest in ("", "/file")]
    for run_id in (lesson.over, lesson.run_id):
        found.append(("marking.get_answer", f"/assignments/{lesson.assignment.id}/marking/thoughts?run={run_id}"))
    return list(dict.fromkeys(found))


def shown(browser: Browser, path: str) -> tuple[int, str]:
    """Everything that an address answers: head, body, and what is in an archive."""
    with browser.client.get(path) as answer:
        body = answer.data
        text = body.decode("utf-8", "replace") + "\n".join(f"{name}: {value}" for name, value in answer.headers)
        if answer.mimetype == "application/zip":
            with ZipFile(BytesIO(body)) as archive:
                text += "".join(f"{name}\n{archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist())
        return answer.status_code, text


def told(text: str) -> list[str]:
    """The names that a text tells, as words of their own."""
    return [name for name in NAMES if name in text and re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)]


@pytest.mark.parametrize("role", STAFF)
def test_no_page_and_no_file_tells_whose_work_it_is_before_the_release(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    opened = 0
    for endpoint, path in paths(lesson, ASKED):
        status, text = shown(browser, path)
        assert status in (200, 302, 404, 409), (path, status)
        opened += status == 200
        if endpoint in ROSTERS and role in LEADERS:
            with lesson.db.session() as session:
                course = session.get_one(Course, lesson.course.id)
            key = key_of(lesson.people["student"].id, None)
            assert pseudonym(course.secret, lesson.assignment.id, key) not in text, path
            continue
        assert told(text) == [], (role, path)
    assert opened > 60


@pytest.mark.parametrize("role", STAFF)
def test_the_shop_as_it_was_tells_it_neither(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    for path in ("/", "/pictures", "/moment", "/listings", "/orders"):
        status, text = shown(browser, f"/runs/{lesson.run_id}{path}?at=4")
        assert status == 200 and told(text) == [], (role, path)


def test_the_walk_would_find_a_name(lesson: Lesson) -> None:
    browser = lesson.browser("student")
    assert "holiday-in-almaty" in told(shown(browser, f"/runs/{lesson.run_id}/pictures")[1])
    assert told("aigerimb, Li Weiss, aigerim-x") == [] and told("(aigerim)") == ["aigerim"]


def test_nowhere_at_all_does_a_guest_learn_a_name(lesson: Lesson) -> None:
    """Not in the pages of the course either."""
    browser = lesson.browser("gast")
    for _endpoint, path in paths(lesson, ASKED | {"course_id", "user_id"}):
        assert told(shown(browser, path)[1]) == [], path
    for path in ("/courses", "/proposals", "/scenarios", "/account"):
        assert told(shown(browser, path)[1]) == [], path


def test_graders_and_guests_reach_what_they_mark_and_nothing_that_belongs_to_leaders(lesson: Lesson) -> None:
    over, course, assignment = lesson.over, lesson.course.id, lesson.assignment.id
    for role in ("gerda", "gast"):
        browser = lesson.browser(role)
        for path in (
            "/courses", f"/courses/{course}", f"/assignments/{assignment}", f"/assignments/{assignment}/marking", f"/runs/{over}/review",
            f"/runs/{over}/review/timeline", f"/runs/{over}/",
        ):  # fmt: skip
            assert browser.client.get(path).status_code == 200, (role, path)
        for path in (
            "/courses/new", f"/courses/{course}/students", f"/courses/{course}/grades", f"/courses/{course}/grades.csv",
            f"/courses/{course}/assign", f"/courses/{course}/appeals", f"/assignments/{assignment}/regrades", "/proposals",
            f"/assignments/{assignment}/bundles.zip", f"/assignments/{assignment}/seeds.csv", f"/regrades/{lesson.regrade_id}",
        ):  # fmt: skip
            assert browser.client.get(path).status_code == 404, (role, path)
        browser.get(f"/runs/{over}/review")
        for path in (
            f"/runs/{over}/review/override/de_live", f"/runs/{over}/review/regrade", f"/assignments/{assignment}/release",
            f"/proposals/{lesson.proposal_id}/confirm", f"/appeals/{lesson.appeal_id}/answer", f"/courses/{course}/code",
        ):  # fmt: skip
            answer = browser.client.post(path, data={"csrf_token": browser.token, "share": "1", "reason": "x", "decision": "declined", "answer": "x"})
            assert answer.status_code == 404, (role, path)


def test_a_grader_who_studies_elsewhere_is_no_staff_there(lesson: Lesson) -> None:
    outsider = lesson.people["outsider"]
    add_staff(lesson.db, lesson.people["owner"], lesson.course.id, "grader", outsider.login)
    browser = lesson.browser("outsider")
    own = next(one for one in _courses(lesson) if one != lesson.course.id)
    assert browser.client.get(f"/courses/{own}").status_code == 404
    assert browser.client.get(f"/courses/{lesson.course.id}").status_code == 200
    assert "Online trade" not in browser.get("/courses")


def test_a_co_instructor_is_the_second_person_of_a_proposal(lesson: Lesson) -> None:
    browser = lesson.browser("co")
    assert f'id="proposal-{lesson.proposal_id}"' in browser.get("/proposals") and "Confirm" in browser.page


def test_after_the_release_all_but_the_guest_read_names(lesson: Lesson) -> None:
    release_scores(lesson.db, lesson.people["owner"], lesson.assignment.id)
    base, over = f"/assignments/{lesson.assignment.id}", f"/runs/{lesson.over}"
    for role in ("gerda", *LEADERS):
        browser = lesson.browser(role)
        for path in (base, f"{base}/marking", f"{over}/review", f"{over}/review/timeline"):
            assert "Aigerim Bekova" in shown(browser, path)[1], (role, path)
        assert "holiday-in-almaty" in shown(browser, f"/runs/{lesson.run_id}/pictures")[1]
    for path in (f"{base}/bundles.zip", f"/regrades/{lesson.regrade_id}", f"/regrades/{lesson.regrade_id}/table.csv", "/proposals"):
        assert "Aigerim Bekova" in shown(lesson.browser("co"), path)[1], path
    guest = lesson.browser("gast")
    for _endpoint, path in paths(lesson, ASKED | {"course_id", "user_id"}):
        assert told(shown(guest, path)[1]) == [], path


def _courses(lesson: Lesson) -> list[int]:
    with lesson.db.session() as session:
        return [course.id for course in session.query(Course).where(Course.kind == "class")]
