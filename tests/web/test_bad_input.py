"""Hostile input to every form and every address: never a fault of the lab, nothing changed by what was refused, and a
page that says what was wrong. Values are drawn with fixed seeds.
"""

import io
import re
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from lab.app import MAX_REQUEST
from lab.images.recipe import TOOLS
from lab.school.assignments import assign
from lab.school.runs import journal_of, play_of
from tests.forms import Form, Pairs, forms_of
from tests.web.addresses import addresses, arguments
from tests.web.browser import SCENARIO, Browser
from tests.web.lesson import Lesson, make_lesson

HOSTILE = {
    "empty": "",
    "spaces": " \t\r\n\u3000 ",
    "huge": "Ä" * 200_000,
    "null": "a\x00b",
    "controls": "\x01\x07\x1b[31m\x7f\u0085",
    "combining": "\u0301\u0301\u0483\u20dd",
    "zalgo": "a" + "\u0335" * 500,
    "override": "\u202egnp.exe\u202c \u2067\u200f",
    "surrogate": "\ud800",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7 * 7 }} {% for x in y %} %(name)s %s {0} ${lamp}",
    "negative": "-5",
    "fraction": "1.5",
    "big": "9" * 400,
    "exponent": "1e309",
    "word": "nan",
    "superscript": "²",
    "digits of another script": "٣",
    "early date": "0001-01-01T00:00",
    "late date": "9999-12-31T23:59",
    "last date": "9999-12-31T23:59-23:59",
    "far east": "2026-11-30T12:00+23:59",
    "strange id": "no/such/../thing",
    "formula": "=1+1",
    "emoji": "👩‍👩‍👧‍👦" * 50,
}
TRIES_PER_FIELD = 2
TRIES_OF_ALL_FIELDS = 4
"""At least; in a form of few fields so many that each kind of value is sent to each form."""
LONG_JOURNAL = 60
"""Rows; each refusal adds one, and reading them all after every try would take ever longer."""

ONLY_LEFT_EMPTY = {"report.post_hand_in"}
"""Forms that close something for good when their one box is ticked with anything."""

GOOD = {
    "listings.post_editor": {"do": "save"},
    "orders.post_ship": {
        "pack.lamp": "2", "lane": "kz_tracked", "paper": ["invoice"], "with_form": "1", "form.kind": "sale_of_goods",
        "form.description": "Desk lamps of steel", "form.hs_code": "940529", "form.origin": "CN", "form.quantity": "2",
        "form.value": "73.80", "form.weight_g": "3400",
    },
    "ads.post_campaign": {
        "do": "save", "place": "meridian/DE", "daily_budget": "3.00", "listings": ["meridian/DE/lamp"],
        "t_match": ["auto"], "t_language": ["de"], "t_text": [""], "t_bid": ["0.30"],
    },
    "social.post_post": {"do": "save", "network": "quillet", "country": "DE", "text": "Welche Lampe steht auf eurem Tisch?", "listing": ""},
    "inbox.post_template": {"template": "Dank", "language": "de", "text": "Guten Tag {name}"},
    "shipping.post_shipping": {"lane": "kz_tracked", "regions": ["KZ"], "handling_hours": "48", "charge": "9.90"},
    "assigning.post_assign": {"scenario_id": SCENARIO, "attempts": "2"},
    "authoring.post_copy": {"source": SCENARIO, "slug": "my-lamp", "title": "My lamp"},
    "authoring.post_add": {"file": "tasks/more.en.md"},
    "author_newcomer.post_questions": {"slug": "my-first", "title": "My first", "parts": ["question"]},
    "review.post_override": {"share": "1/2", "reason": "Talked about it."},
    "appeals.post_answer": {"decision": "granted", "share": "1", "answer": "You are right."},
}  # fmt: skip
"""What makes the rest of a form acceptable, so that one bad field alone decides."""

STUDENT_PAGES = (
    "", "listings/meridian/DE/lamp", "listings/caravan/KZ/bulb", "shipping", "orders/o2", "messages/q3", "reply-templates", "finance", "coach", "ads/new", "hand-in",
    "pictures", "orders", "orders/sheet", "stock", "customs/rules?sku=lamp&country=KZ", "promotions/new", "social/new", "finance/worksheet",
)  # fmt: skip
CLASS_PAGES = ("rules", "groups", "extras", "live", "live/customers", "live/questions", "steer", "marking/thoughts")
DRAFT_PAGES = ("", "/edit/scenario.yaml", "/edit/tasks/ship.en.md", "/preview", "/proofs", "/pictures", "/release")
NOT_IN_A_PAGE = {
    "analysis.post_similarity", "analysis.post_stop", "grouping.post_join_group", "live.post_answer", "live.post_clock", "live.post_collect",
    "marking.post_answer", "questions.post_withdraw",
    "author_editor.post_check", "author_proofs.post_cancel", "author_proofs.post_release",
    "decisions.post_decision", "listings.post_check", "coach.post_cancel", "ads.post_run", "ads.post_term", "performance.post_plan",
    "finance.post_prices", "regrades.post_go_on", "orders.post_answer_address", "orders.post_answer_cancel", "orders.post_export", "orders.post_quote",
    "orders.post_sheet_do", "promotions.post_end", "social.post_remove", "stock.post_transfer", "inbox.post_drop_template", "aftersales.post_return", "aftersales.post_claim", "aftersales.post_reply",
}  # fmt: skip
"""Sent with the fields of another form, by script or by a button of its own; or shown only where a draft is proved or at work, where decisions are asked for, when a regrade came to a stop, while a question waits, once there is
a campaign, a promotion or a post, where buyers pay in their own money, after a sheet was read, or to a restricted shop."""


@dataclass
class Target:
    """A form as it stands in a page, who sees it, and the endpoint that it is sent to."""

    role: str
    page: str
    endpoint: str
    form: Form


@dataclass
class Range:
    """A lesson whose database can be put back, and the browsers of its people."""

    lesson: Lesson
    copy: Path
    browsers: dict[str, Browser]
    targets: "list[Target]" = field(default_factory=list)

    def browser(self, role: str) -> Browser:
        if role not in self.browsers:
            self.browsers[role] = self.lesson.browser(role)
        return self.browsers[role]

    def keep(self) -> None:
        """Everything as it is now is what `restore` brings back."""
        self.copy.unlink(missing_ok=True)
        with sqlite3.connect(self._file) as source:
            source.execute("VACUUM INTO ?", (str(self.copy),))
        source.close()

    def restore(self) -> None:
        self.lesson.db.engine.dispose()
        for path in self._file.parent.glob(f"{self._file.name}-*"):
            path.unlink()
        shutil.copy(self.copy, self._file)

    @property
    def _file(self) -> Path:
        return self.lesson.db.settings.instance / "lab.sqlite3"

    def state(self) -> "State":
        student = self.lesson.people["student"]
        lines = journal_of(self.lesson.db, student, self.lesson.run_id)
        return State(len(lines), sum(line.ok for line in lines), play_of(self.lesson.db, student, self.lesson.run_id).world_hash())


@dataclass(frozen=True)
class State:
    """How far the student's run has come."""

    rows: int
    accepted: int
    world: str


@pytest.fixture(scope="module")
def range_(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[Range]:
    folder = tmp_path_factory.mktemp("hostile")
    lesson = make_lesson(folder, markets)
    assign(lesson.db, lesson.people["teacher"], lesson.course.id, scenario_id=SCENARIO, show_score="after_release")
    made = Range(lesson, folder / "copy.sqlite3", {})
    for role in ("student", "teacher", "classmate", "admin"):
        made.browser(role)
    made.keep()
    yield made
    lesson.close()


def picture_pages(lesson: Lesson) -> list[str]:
    """One picture, and every tool of the studio."""
    known = arguments(lesson)
    return [f"pictures/{known['sha']}", *(f"studio/photo/{known['name']}?tool={tool}" for tool in TOOLS)]


def targets(range_: Range) -> list[Target]:
    """Every form of every page, read once: each test leaves the lesson as it found it."""
    if not range_.targets:
        range_.targets = read_targets(range_)
    return range_.targets


def read_targets(range_: Range) -> list[Target]:
    """Every form of every page: of forms alike, such as those beside each check, the first; a student's, two."""
    lesson = range_.lesson
    run, course = lesson.run_id, lesson.course.id
    pages = [
        ("", "/sign-in"), ("", "/join"), ("classmate", "/my"), ("classmate", "/account"), ("classmate", "/join"),
        *(("student", f"/runs/{run}/{page}") for page in (*STUDENT_PAGES, *picture_pages(lesson))),
        ("teacher", "/courses/new"), ("teacher", f"/courses/{course}"), ("teacher", f"/courses/{course}/students"),
        ("teacher", f"/courses/{course}/assign"), ("teacher", f"/assignments/{lesson.assignment.id}"),
        ("teacher", f"/assignments/{lesson.assignment.id + 2}"), ("teacher", f"/runs/{lesson.over}/review"),
        ("teacher", f"/assignments/{lesson.assignment.id}/regrades"), ("teacher", f"/regrades/{lesson.regrade_id}"),
        ("teacher", "/scenarios/drafts/new"), ("teacher", "/scenarios/drafts/questions"), ("teacher", "/scenarios/releases"),
        *(("teacher", f"/scenarios/drafts/{lesson.draft_id}{page}") for page in DRAFT_PAGES),
        ("teacher", "/proposals"), ("admin", "/proposals"), ("teacher", f"/courses/{course}/appeals"),
        ("student", f"/runs/{lesson.over}/report"), ("student", f"/runs/{run}/questions"), ("student", f"/my/transcript/{course}"),
        ("teacher", f"/courses/{course}/staff"), ("teacher", f"/courses/{course}/students/{lesson.people['student'].id}"),
        ("teacher", f"/courses/{course}/out"), ("teacher", "/courses/import"), ("teacher", f"/runs/{run}/steer"),
        *(("teacher", f"/assignments/{lesson.assignment.id}/{page}") for page in CLASS_PAGES),
    ]  # fmt: skip
    adapter = lesson.app.url_map.bind("localhost")
    found: dict[str, list[Target]] = {}
    for role, page in pages:
        for form in forms_of(range_.browser(role).client.get(page).get_data(as_text=True), page):
            if form.method == "post":
                form.action = form.action.partition("#")[0]
                endpoint, _values = adapter.match(form.action, method="POST")
                alike = found.setdefault(str(endpoint), [])
                if len(alike) < (2 if role == "student" else 1) and all(form.action != one.form.action for one in alike):
                    alike.append(Target(role, page, str(endpoint), form))
    return [target for alike in found.values() for target in alike]


def send(browser: Browser, path: str, pairs: Pairs, multipart: bool = False) -> TestResponse:
    """A form as a browser would send it, several values per name included, with a token that is in force."""
    fields: dict[str, list[Any]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    fields["csrf_token"] = [browser.token]
    kind = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
    return browser.client.post(path, data=fields, content_type=kind)


def tries(target: Target) -> Iterator[tuple[str, Pairs]]:
    """Hostile fillings of a form, each with a name: nothing at all, field by field, and everything hostile.

    Every kind of value is sent to every form: what does not come to a single field comes to all of them at once.
    """
    chance = Random(f"{target.endpoint} {target.form.action}")
    form, good = target.form, GOOD.get(target.endpoint, {})
    button = form.buttons[0] if form.buttons and form.buttons[0][0] not in good else None
    yield "no field at all", []
    if target.endpoint in ONLY_LEFT_EMPTY:
        return
    everything = list(HOSTILE)
    chance.shuffle(everything)
    rest = iter(everything * (1 + len(form.names) * TRIES_PER_FIELD // len(everything)))
    alone = min(len(form.names) * TRIES_PER_FIELD, len(everything) - TRIES_OF_ALL_FIELDS)
    for what in everything[alone:]:
        if what != "huge" or len(form.names) == 1:  # all fields together would be refused for their size alone
            yield f"everything {what}", form.pairs(button, **dict.fromkeys(form.names, HOSTILE[what]))
    for name in form.names:
        for _ in range(TRIES_PER_FIELD):
            what = next(rest)
            yield f"{name} {what}", form.pairs(button, **{**good, name: HOSTILE[what]})
        yield f"{name} missing", form.pairs(button, **{**good, name: None})
        yield f"{name} as a list", [*form.pairs(button, **{**good, name: ["a", "b", "c"]}), (f"{name}[]", "d"), (f"{name}[0]", "e")]
    for name, value in form.buttons[:1]:
        yield f"button {name} strange", form.pairs((name, f"{value}:\u202e:²"), **good)


def says_why(page: str) -> bool:
    """Whether a page of a refusal says what was wrong: beside a field, at the top of the form, or as an error page."""
    sentence = re.search(
        r'class="fault[^"]*"[^>]*>.*?<span>([^<]{8,})|class="note-box bad">.*?<p>([^<]{8,})|class="error-page.*?<h1>[^<]+</h1>\s*<p>([^<]{8,})',
        page, re.S,
    )  # fmt: skip
    return sentence is not None


def names_fields(page: str) -> set[str]:
    """The fields of a page that carry a fault."""
    return set(re.findall(r'id="([^"]+)-fault"', page))


def test_every_form_of_the_url_map_is_tried(range_: Range) -> None:
    posts = {rule.endpoint for rule, _path in addresses(range_.lesson, "POST")}
    assert posts - {target.endpoint for target in targets(range_)} == NOT_IN_A_PAGE


@pytest.mark.parametrize("group", ["auth", "classroom people assigning", "grouping", "live steer questions", "course_exports transcripts marking", "review", "listings", "orders", "shipping", "ads", "coach", "pictures", "studio", "stock customs promotions", "social", "regrades proposals appeals", "authoring author_newcomer", "author_editor", "desk inbox finance report student_home"])
def test_no_form_breaks_and_nothing_that_was_refused_changes_anything(range_: Range, group: str) -> None:
    chosen = [one for one in targets(range_) if one.endpoint.partition(".")[0] in group.split() and one.form.names]
    assert chosen
    count = 0
    for target in chosen:
        browser = range_.browser(target.role)
        before = range_.state()
        for name, pairs in tries(target):
            answer = send(browser, target.form.action, pairs, target.form.multipart)
            after = range_.state()
            what = f"{target.endpoint} ({target.form.action}), {name}: {answer.status_code} {answer.text[-1500:] if answer.status_code >= 500 else ''}"
            assert answer.status_code < 500, what
            refused = after.accepted == before.accepted
            assert not refused or after.world == before.world, what
            if answer.status_code >= 400:
                assert refused, what
                assert says_why(answer.get_data(as_text=True)), what
            elif answer.status_code == 302:
                next_page = browser.client.get(urlsplit(answer.location).path)
                assert next_page.status_code in (200, 302), (what, answer.location)
                if refused and after.rows > before.rows:
                    assert 'class="toast bad"' in next_page.get_data(as_text=True), what
            count += 1
            if not refused or after.rows > LONG_JOURNAL or (target.role != "student" and answer.status_code == 302):
                range_.restore()
            else:
                before = after
    range_.restore()
    assert count > 20


@pytest.mark.parametrize(
    ("endpoint", "field", "value", "fault"),
    [
        ("listings.post_editor", "price", "twelve", "f-price"),
        ("listings.post_editor", "stock", "²", "f-stock"),
        ("listings.post_editor", "title", "x" * 501, "f-title"),
        ("shipping.post_shipping", "charge", "-1", "charge-"),
        ("shipping.post_shipping", "handling_hours", "1.5", "hours-"),
        ("shipping.post_shipping", "lane", "no_such_lane", "f-lane"),
        ("orders.post_ship", "pack.lamp", "-2", "f-pack.lamp"),
        ("orders.post_ship", "lane", "", "f-lane"),
        ("orders.post_ship", "form.weight_g", "1e309", "f-form.weight_g"),
        ("finance.post_worksheet", "fees", "٣x", "f-fees"),
        ("social.post_post", "text", "x" * 281, "f-text"),
        ("social.post_post", "at_day", "soon", "f-at"),
        ("inbox.post_reply", "text", " ", "f-text"),
        ("inbox.post_template", "text", " ", "f-text"),
        ("inbox.post_template", "template", "x" * 61, "f-template"),
        ("classroom.post_new_course", "title", " ", "f-title"),
        ("assigning.post_assign", "due_at", "0001-01-01T00:00", "f-due_at"),
        ("assigning.post_assign", "opens_at", "yesterday", "f-opens_at"),
        ("assigning.post_assign", "attempts", "²", "f-attempts"),
        ("assigning.post_rules", "due_at", "9999-12-31T23:59:59-12:00", "f-due_at"),
        ("classroom.post_appeals", "appeals_until", "0001-01-01T00:00", "f-appeals_until"),
        ("regrades.post_regrade", "reason", " ", "f-reason"),
        ("proposals.post_reject", "answer", " ", "reject-"),
        ("report.post_appeal", "text", " ", "appeal-"),
        ("appeals.post_answer", "answer", " ", "appeal-"),
        ("authoring.post_copy", "slug", "Ä", "f-slug"),
        ("authoring.post_add", "file", "../x.md", "f-file"),
        ("author_newcomer.post_questions", "minutes", "²", "f-minutes"),
        ("author_newcomer.post_questions", "options", "one", "f-options"),
        ("auth.post_account", "old", "wrong wrong", "f-old"),
    ],
)
def test_a_fault_stands_beside_its_field_and_the_rest_is_kept(
    range_: Range, endpoint: str, field: str, value: str, fault: str
) -> None:
    target = next(one for one in targets(range_) if one.endpoint == endpoint and field in one.form.names)
    changes = {**GOOD.get(endpoint, {}), field: value}
    if endpoint == "auth.post_account":
        changes |= {"new": "a longer way to Almaty", "again": "a longer way to Almaty"}
    before = range_.state()
    answer = send(range_.browser(target.role), target.form.action, target.form.pairs(None, **changes), target.form.multipart)
    assert range_.state().world == before.world
    range_.restore()
    assert answer.status_code in (409, 422), (answer.status_code, answer.text[:500])
    page = answer.get_data(as_text=True)
    assert any(one.startswith(fault) for one in names_fields(page)), (names_fields(page), fault)
    again = next(form for form in forms_of(page, target.form.action) if form.action.partition("#")[0] == target.form.action)
    kept = dict(again.pairs())
    for name, wanted in changes.items():
        control = next((one for one in again.controls if one.name == name), None)
        if control is not None and control.kind not in ("password", "checkbox") and isinstance(wanted, str):
            if control.kind in ("select", "radio") and wanted not in [v for c in again.controls if c.name == name for v in c.offered]:
                continue
            assert kept.get(name, "").strip() == wanted.strip(), name


def test_no_form_is_taken_with_a_wrong_token(range_: Range) -> None:
    before = range_.state()
    for target in targets(range_):
        for token in ("", "wrong", "Ä" * 300, "a.b.c"):
            answer = range_.browser(target.role).client.post(target.form.action, data={"csrf_token": token})
            assert answer.status_code == 400, (target.endpoint, token, answer.status_code)
            assert "reload the page" in answer.get_data(as_text=True)
    assert range_.state() == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"nothing"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhalf"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
        ("application/json", b'{"title": ["a", {"b": null}]}'),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfet\x00"),
        ("application/x-www-form-urlencoded", b"%%%=%zz&&&=;title=%ff%fe"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(3000))),
        ("text/plain", b"\x00" * 100),
    ],
    ids=["no boundary", "broken off", "nameless", "long boundary", "JSON", "UTF-16", "half-coded", "3000 fields", "plain"],
)
def test_a_body_that_is_no_form_breaks_nothing(range_: Range, kind: str, body: bytes) -> None:
    before = range_.state()
    for target in targets(range_):
        if not target.form.names or target.endpoint in ("desk.post_advance", "auth.post_preferences"):
            continue
        browser = range_.browser(target.role)
        answer = browser.client.post(target.form.action, data=body, content_type=kind, headers={"X-CSRFToken": browser.token})
        assert answer.status_code < 500, (target.endpoint, answer.status_code)
        after = range_.state()
        assert after.world == before.world or after.accepted > before.accepted, target.endpoint
        if answer.status_code == 302 or after.accepted > before.accepted:
            range_.restore()


def picture(kind: str) -> bytes:
    """Bytes that call themselves a picture."""
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((1200, 1200)).save(out, "JPEG")
    jpeg = out.getvalue()
    head = b"\x89PNG\r\n\x1a\n"

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    bomb = head + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\x00" * 10**6)) + chunk(b"IEND", b"")
    return {
        "text": b"This is not a picture. " * 50,
        "page": b"<!doctype html><script>alert(1)</script>",
        "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "program": b"MZ\x90\x00" + b"\x00" * 500,
        "half": jpeg[: len(jpeg) // 2],
        "headless": jpeg[100:],
        "first bytes": jpeg[:20],
        "bomb": bomb,
        "nothing": b"",
    }[kind]


@pytest.mark.parametrize("kind", ["text", "page", "drawing", "program", "half", "headless", "first bytes", "bomb", "nothing"])
@pytest.mark.parametrize("name", ["lamp.jpg", "../../../\u202egpj.exe\x00"])
def test_a_file_that_is_no_picture_is_refused_with_its_reason(range_: Range, kind: str, name: str) -> None:
    browser, path = range_.browser("student"), f"/runs/{range_.lesson.run_id}/listings/meridian/DE/lamp"
    form = next(form for form in forms_of(browser.get(path), path) if form.files)
    before = range_.state()
    stored = sorted(range_.lesson.db.settings.media.rglob("*"))
    fields: dict[str, Any] = {}
    for key, value in form.pairs(("do", "upload")):
        fields.setdefault(key, []).append(value)
    fields["picture"] = (io.BytesIO(picture(kind)), name, "image/jpeg")
    answer = browser.client.post(path, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text[:500]
    page = browser.get(path)
    assert 'class="toast bad"' in page
    assert range_.state() == before
    assert sorted(range_.lesson.db.settings.media.rglob("*")) == stored


def test_a_body_of_fourteen_megabytes_is_refused_on_every_form(range_: Range) -> None:
    body = b"a" * 14_000_000
    assert len(body) > MAX_REQUEST
    before = range_.state()
    for target in targets(range_):
        browser = range_.browser(target.role)
        answer = browser.client.post(
            target.form.action, data=body, content_type="application/x-www-form-urlencoded", headers={"X-CSRFToken": browser.token}
        )
        assert answer.status_code == 413, (target.endpoint, answer.status_code)
        assert "12 MB" in answer.get_data(as_text=True)
    assert range_.state() == before


STRANGE = ("0", "-1", "999999", str(2**31), str(2**63), "9" * 40, "²", "x", "%00", "..", "%2e%2e%2f", "a" * 3000, quote("\u202e'\"<b>"), "None")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_of_something_unknown_finds_nothing(range_: Range, method: str) -> None:
    lesson = range_.lesson
    known = {name: quote(str(value)) for name, value in arguments(lesson).items()}
    before = range_.state()
    for role in ("student", "teacher"):
        browser = range_.browser(role)
        for number, (rule, _path) in enumerate(addresses(lesson, method)):
            if rule.endpoint == "static":
                continue
            usual = {**known, "run_id": str(lesson.over)} if rule.endpoint.startswith("review.") else known
            for name in rule.arguments:
                for strange in STRANGE if role == "teacher" else (STRANGE[number % len(STRANGE)],):  # one in turn: most say no before they look
                    if (name, strange) == ("ref", "0"):  # the first of the rivals' products
                        continue
                    values = {**usual, name: strange}
                    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part, known=values: known[part[1]], rule.rule)
                    answer = browser.client.open(path, method=method, headers={"X-CSRFToken": browser.token})
                    assert answer.status_code in (308, 404, 405, 422), (method, path, answer.status_code)
    assert range_.state() == before


QUESTIONS = ("since", "page", "q", "in", "lang", "view", "language", "matter", "template", "edit", "w", "state", "place", "next", "scenario", "code", "download", "x")
TOGETHER = 6
"""Questions in one address; nearly every page reads them all."""


FOR_THE_TEACHER = (
    "analysis.", "assigning.", "author", "classroom.", "contest.", "course_exports.", "grouping.", "live.", "marking.", "moments.", "people.", "review.",
    "steer.",
)  # fmt: skip
NOT_YET = {"solutions.get_solution": (409,)}
"""What a student sees once the run is handed in."""


def test_a_strange_question_in_an_address_breaks_no_page(range_: Range) -> None:
    lesson = range_.lesson
    chance = Random("questions")
    values = [value for what, value in HOSTILE.items() if what not in ("huge", "surrogate")]
    for rule, path in addresses(lesson, "GET"):
        if rule.endpoint != "static":
            browser = range_.browser("teacher" if rule.endpoint.startswith(FOR_THE_TEACHER) else "student")
            for start in range(0, len(QUESTIONS), TOGETHER):
                asked = [f"{name}={quote(chance.choice(values))}" for name in QUESTIONS[start : start + TOGETHER] for _ in range(2)]
                with browser.client.get(f"{path}?{'&'.join(asked)}") as answer:
                    status = answer.status_code
                assert status in (200, 302, 404, *NOT_YET.get(rule.endpoint, ())), (path, asked, status)
                if status != 200:  # one of them kept the page from reading the others
                    for one in asked:
                        with browser.client.get(f"{path}?{one}") as answer:
                            assert answer.status_code in (200, 302, 404, *NOT_YET.get(rule.endpoint, ())), (path, one, answer.status_code)


@pytest.mark.parametrize("value", ["²", "٣", "-1", "9" * 30, "x", "1.5"])
def test_numbers_in_an_address_are_read_or_left_alone(range_: Range, value: str) -> None:
    run, browser = range_.lesson.run_id, range_.browser("student")
    sha = arguments(range_.lesson)["sha"]
    for path in (
        f"/runs/{run}/today?since={value}",
        f"/runs/{run}/finance?page={value}",
        f"/runs/{run}/store/meridian/DE?page={value}",
        f"/runs/{run}/media/{sha}?w={value}",
    ):
        assert browser.client.get(path).status_code == 200, path
