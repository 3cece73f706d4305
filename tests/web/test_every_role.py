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

FOR_TEACHERS = frozenset(
    {
        "appeals", "author_editor", "author_newcomer", "author_preview", "author_proofs", "authoring", "class_bundles", "classroom",
        "proposals", "regrades", "review",
    }
)  # fmt: skip
FOR_ALL_TEACHERS = frozenset({"author_preview.get_photo"})
"""Addresses with arguments that belong to nobody in particular."""
FOR_EVERYBODY = frozenset(
    {
        "auth.get_account", "auth.post_account", "auth.post_sign_out", "auth.post_sign_out_everywhere", "student_home.get_my",
        *OPEN_TO_ALL,
    }
)  # fmt: skip
SIGN_INS = ("sign_in", "throttle")
"""Tables that a mere look may write to."""


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Lesson]:
    made = make_lesson(tmp_path_factory.mktemp("roles"), markets)
    yield made
    made.close()


def may_see(rule: Rule) -> frozenset[str]:
    """The roles that find something at a rule's address; a rule that nobody has thought of fails the test."""
    blueprint = rule.endpoint.partition(".")[0]
    if blueprint in FOR_TEACHERS:
        for_all = not rule.arguments or rule.endpoint in FOR_ALL_TEACHERS
        return frozenset({"teacher", "admin"} | ({"other_teacher"} if for_all else set()))
    if "run_id" in rule.arguments:
        return frozenset({"student", "teacher", "admin"})
    if "assignment_id" in rule.arguments:
        return frozenset({"student", "classmate", "teacher", "admin"})
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
            assert status in (200, 302), (role, path, status)
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
    assert tried or role == "admin" or role == "teacher"
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


@pytest.mark.parametrize("role", ["teacher", "admin"])
def test_who_looks_into_a_student_s_shop_cannot_act_in_it(lesson: Lesson, role: str) -> None:
    browser = lesson.browser(role)
    student = lesson.people["student"]
    before = content(lesson)
    world = play_of(lesson.db, student, lesson.run_id).world_hash()
    for rule, path in addresses(lesson, "POST"):
        if "run_id" in rule.arguments and rule.endpoint.partition(".")[0] not in FOR_TEACHERS:
            answer = browser.client.post(path, data={"csrf_token": browser.token, **_hopeful(rule.endpoint)})
            assert answer.status_code in (200, 302, 409, 422), (path, answer.status_code)
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
