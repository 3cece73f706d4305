"""Every address of the URL map with every role: who may not see a thing finds nothing there, and changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from werkzeug.routing import Rule

from lab.school.models import Base
from lab.school.runs import journal_of, play_of
from lab.web.access import OPEN_TO_ALL
from tests.web.addresses import addresses
from tests.web.lesson import ROLES, Lesson, make_lesson

LEADERS = frozenset({"teacher", "colleague", "admin"})
"""The owner of the course, a co-instructor, an administrator."""
STAFF = LEADERS | {"grader", "guest"}
INSTRUCTORS = LEADERS | {"other_teacher"}
FOR_TEACHERS = frozenset(
    {
        "analysis", "appeals", "assigning", "author_editor", "author_newcomer", "author_preview", "author_proofs", "authoring", "class_bundles",
        "classroom", "course_exports", "live", "marking", "people", "proposals", "regrades", "review", "steer",
    }
)  # fmt: skip
"""Blueprints without a page for students."""
FOR_STAFF = frozenset(
    {
        "analysis.get_analysis", "analysis.get_items", "analysis.get_similarity", "analysis.get_state", "analysis.post_similarity",
        "analysis.post_stop", "classroom.get_assignment", "classroom.get_course", "live.get_customers", "live.get_live", "marking.get_answer", "marking.get_marking",
        "marking.post_answer", "review.get_record", "review.get_review", "review.get_timeline", "review.post_mark",
    }
)  # fmt: skip
"""What graders and guests may see and do of a course besides its leaders."""
FOR_GRADERS = frozenset({"live.get_questions", "live.post_answer"})
"""Questions of students, which guests do not see: they bear names."""
DRAFTS = ("author_editor", "author_preview", "author_proofs", "authoring", "author_newcomer")
FOR_ALL_AUTHORS = frozenset({"author_preview.get_photo"})
"""Addresses with arguments that belong to nobody in particular."""
FOR_ALL_STAFF = frozenset({"classroom.get_courses"})
FOR_EVERYBODY = frozenset(
    {
        "auth.get_account", "auth.post_account", "auth.post_sign_out", "auth.post_sign_out_everywhere", "student_home.get_my",
        "student_home.get_my_data",
        *OPEN_TO_ALL,
    }
)  # fmt: skip
LATER = {"moments.get_moment": (409,), "solutions.get_solution": (409,)}
"""What a student may look at once the run is handed in; until then the page says so."""
SIGN_INS = ("sign_in", "throttle")
"""Tables that a mere look may write to."""


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Lesson]:
    made = make_lesson(tmp_path_factory.mktemp("roles"), markets)
    yield made
    made.close()


def may_see(rule: Rule) -> frozenset[str]:
    """The roles that find something at a rule's address; a rule that nobody has thought of fails the test."""
    blueprint, endpoint = rule.endpoint.partition(".")[0], rule.endpoint
    if blueprint in DRAFTS:
        own = rule.arguments and endpoint not in FOR_ALL_AUTHORS
        return frozenset({"teacher", "admin"}) if own else INSTRUCTORS | {"guest"}
    if blueprint in FOR_TEACHERS:
        if endpoint in FOR_ALL_STAFF:
            return STAFF | INSTRUCTORS
        if not rule.arguments:
            return INSTRUCTORS
        if endpoint in FOR_GRADERS:
            return LEADERS | {"grader"}
        return STAFF if endpoint in FOR_STAFF else LEADERS
    if blueprint == "contest":
        return LEADERS  # the board of this assignment is off
    if blueprint == "transcripts":
        return frozenset({"student", "classmate"})
    if blueprint == "grouping":
        if endpoint == "grouping.post_join_group":
            return frozenset({"student", "classmate"})
        return LEADERS | ({"student", "classmate"} if endpoint == "grouping.get_groups" else set())
    if "run_id" in rule.arguments:
        return STAFF | {"student"}
    if "assignment_id" in rule.arguments:
        return LEADERS | {"student", "classmate"}
    assert rule.endpoint in FOR_EVERYBODY, f"who may see {rule.rule}?"
    return frozenset(ROLES)


def content(lesson: Lesson) -> dict[str, list[str]]:
    """Every row of the database but the sign-ins."""
    with lesson.db.session() as session:
        return {
            name: [repr(tuple(row)) for row in session.execute(text(f"SELECT * FROM {name}"))]
            for name in Base.metadata.tables
            if name not in SIGN_INS
        }


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_those_who_may_see_it_and_is_not_there_for_the_others(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    for rule, path in addresses(lesson, "GET"):
        with browser.client.get(path) as answer:
            status = answer.status_code
        if role in may_see(rule):
            assert status in (200, 302, *LATER.get(rule.endpoint, ())), (role, path, status)
        else:
            assert status == 404, (role, path, status)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_see_a_thing_can_send_it_no_form(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    before = content(lesson)
    tried = 0
    for rule, path in addresses(lesson, "POST"):
        if role not in may_see(rule):
            for accept in ("text/html", "application/json"):
                answer = browser.client.post(path, data={"csrf_token": browser.token, "by": "day"}, headers={"Accept": accept})
                assert answer.status_code == 404, (role, path, answer.status_code)
                tried += 1
    assert tried or role in ("admin", "teacher")
    assert content(lesson) == before


def test_nobody_signed_in_gets_nowhere_and_changes_nothing(lesson: Lesson) -> None:
    browser = lesson.browser("")
    before = content(lesson)
    for method in ("GET", "POST"):
        for rule, path in addresses(lesson, method):
            if rule.endpoint in OPEN_TO_ALL:
                continue
            answer = browser.client.open(path, method=method, data={"csrf_token": browser.token})
            assert answer.status_code in (302, 401, 404), (path, answer.status_code)
            if answer.status_code == 302:
                assert answer.location.partition("?")[0] == "/sign-in", path
    assert content(lesson) == before


@pytest.mark.parametrize("role", ["teacher", "colleague", "grader", "guest", "admin"])
def test_who_looks_into_a_student_s_shop_cannot_act_in_it(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    student = lesson.people["student"]
    before = content(lesson)
    world = play_of(lesson.db, student, lesson.run_id).world_hash()
    for rule, path in addresses(lesson, "POST"):
        if "run_id" in rule.arguments and rule.endpoint.partition(".")[0] not in FOR_TEACHERS:
            answer = browser.client.post(path, data={"csrf_token": browser.token, **_hopeful(rule.endpoint)})
            # this scenario asks for no decisions
            assert answer.status_code in (200, 302, 409, 422, *((404,) if rule.endpoint == "decisions.post_decision" else ())), (path, answer.status_code)
    assert content(lesson) == before
    assert play_of(lesson.db, student, lesson.run_id).world_hash() == world
    assert all(line.actor == f"user:{student.id}" for line in journal_of(lesson.db, student, lesson.run_id))


def _hopeful(endpoint: str) -> dict[str, str]:
    """Fields with which the student's own form would be accepted."""
    return {
        "desk.post_advance": {"by": "1"},
        "inbox.post_reply": {"text": "Guten Tag, ja."},
        "inbox.post_template": {"template": "Dank", "language": "de", "text": "Guten Tag {name}"},
        "report.post_reflection": {"text": "It went well."},
        "report.post_hand_in": {"sure": "1"},
        "listings.post_editor": {"title": "Lamp", "price": "30.00", "stock": "3", "do": "unpublish"},
        "shipping.post_shipping": {"lane": "de_parcel", "regions": "DE", "handling_hours": "24", "charge": "4.90"},
        "finance.post_worksheet": {"revenue": "1.00"},
        "stock.post_reorder": {"sku": "lamp", "quantity": "5"},
        "customs.post_decision": {"choice": "sell"},
        "customs.post_hazards": {"none": "1"},
        "aftersales.post_reply": {"text": "Vielen Dank."},
        "coach.post_what_if": {"kind": "price_percent", "on": "meridian/DE/bulb", "percent": "5"},
        "coach.post_gains": {"on": "meridian/DE/bulb"},
        "orders.post_cancel": {"reason": "None left."},
        "orders.post_ship": {"pack.lamp": "2", "lane": "kz_tracked", "paper": "invoice"},
        "pictures.post_picture": {"listing": "meridian/DE/bulb", "role": "detail", "do": "use"},
        "studio.post_studio": {"tool": "turn", "quarters": "1", "do": "step"},
    }.get(endpoint, {})
