"""The picture studio's pages, without script: every tool is a form, and what was typed stays when it cannot be done."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from sqlalchemy import delete
from werkzeug.test import TestResponse

from lab.images.recipe import TOOLS, Step, recipe_bytes
from lab.listings.picture_actions import EditImage
from lab.school.accounts import Viewer
from lab.school.media import add_picture, pictures_of
from lab.school.models import PictureDraft
from lab.school.runs import hand_in, play_of
from lab.school.studio import Draft, add_step, draft_of
from tests.forms import Form, form_to, forms_of
from tests.gallery import OWN, Gallery, make_gallery
from tests.instances import fresh_app
from tests.web.browser import Browser

CROP = Step("crop", {"left": 1000, "top": 1000, "width": 8000, "height": 8000})
TYPED = {
    "turn": ({"quarters": "3"}, "Turned by 270°"),
    "straighten": ({"angle": "-2,5"}, "Straightened by -2.5°"),
    "crop": ({"left": "10", "top": "5", "width": "80", "height": "90"}, "Cropped to 80 × 90 %"),
    "exposure": ({"stops": "0.5"}, "Exposure +0.5 stops"),
    "heal": ({"x": "25", "y": "25", "radius": "3"}, "Speck covered"),
    "resize": ({"side": "200"}, "Longer side 200 px"),
    "sharpen": ({"amount": "50", "radius": "1"}, "Sharpened by 50 %"),
    "label": (
        {"text": "Höhe 43 cm", "lang": "de", "x": "5", "y": "5", "width": "60", "size": "8", "align": "0", "ink": "#151d21", "plate": "#ffffff"},
        "Text: Höhe 43 cm",
    ),
    "line": (
        {"x1": "10", "y1": "95", "x2": "90", "y2": "95", "ends": "2", "ink": "#151d21", "weight": "0.5"}, "Dimension line",
    ),
}  # fmt: skip
"""Per tool what is typed into its form, and what the list of steps says then. Canvas and cut-out have tests of their own."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[tuple[Flask, Gallery]]:
    folder = tmp_path_factory.mktemp("studio")
    app = fresh_app(folder / "instance")
    db = app.extensions["lab_database"]
    yield app, make_gallery(db, folder, markets)
    db.close()


@dataclass
class Bench:
    """A student who is new, a small upload of theirs on the workbench, and their browser."""

    app: Flask
    gallery: Gallery
    student: Viewer
    run_id: int
    sha: str
    browser: Browser

    @property
    def source(self) -> str:
        return f"upload:{self.sha}"

    @property
    def address(self) -> str:
        return f"/runs/{self.run_id}/studio/upload/{self.sha}"

    def at_browser_of(self, who: str) -> Browser:
        return Browser(self.app.test_client()).sign_in(self.gallery.people[who].login)

    def form(self, tool: str) -> Form:
        """The form of a tool, as its page gives it."""
        page = self.browser.get(f"{self.address}?tool={tool}")
        return next(
            form
            for form in forms_of(page, self.address)
            if ("tool", tool) in form.pairs() and len(form.names) + len(form.buttons) > 1
        )

    def send(self, tool: str, do: str = "step", **typed: str) -> TestResponse:
        """Send the form of a tool with what is typed in place of what stood there."""
        fields: dict[str, list[str]] = {}
        for name, value in self.form(tool).pairs(("do", do), **typed):
            fields.setdefault(name, []).append(value)
        return self.browser.client.post(self.address, data=fields)

    def draft(self) -> Draft:
        return draft_of(self.gallery.db, self.student, self.run_id, self.source)

    def did(self) -> list[str]:
        return [step.do for step in self.draft().steps]

    def steps(self) -> str:
        """The list of steps as the page shows it."""
        page = self.browser.get(self.address)
        return page[page.index('id="steps"') :].split("</section>")[0]


def new_bench(shop: tuple[Flask, Gallery]) -> Bench:
    app, gallery = shop
    student, run_id = gallery.newcomer()
    sha = add_picture(gallery.db, student, run_id, "box.png", drawing()).sha256
    return Bench(app, gallery, student, run_id, sha, Browser(app.test_client()).sign_in(student.login))


@pytest.fixture(scope="module")
def shared(shop: tuple[Flask, Gallery]) -> Bench:
    return new_bench(shop)


@pytest.fixture
def bench(shared: Bench) -> Bench:
    """An empty workbench, for tests that leave nothing but a draft."""
    with shared.gallery.db.write() as session:
        session.execute(delete(PictureDraft).where(PictureDraft.run_id == shared.run_id))
    return shared


@pytest.fixture
def fresh(shop: tuple[Flask, Gallery]) -> Bench:
    """The workbench of a student who has done nothing yet, for tests that change the run."""
    return new_bench(shop)


def drawing() -> bytes:
    """A dark red box on a warm grey, 360 by 300."""
    image = Image.new("RGB", (360, 300), (210, 200, 185))
    ImageDraw.Draw(image).rectangle((90, 75, 270, 225), fill=(120, 30, 30))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def picture_of(page: str) -> str:
    """The address of the picture on the stage."""
    found = re.search(r'<img src="([^"]+)"[^>]*data-picture', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_the_workbench_shows_the_original_the_tools_and_no_steps(bench: Bench) -> None:
    page = bench.browser.get(bench.address)
    assert page.count("data-tool-link") == len(TOOLS)
    assert "Nothing done yet." in page and "Make the picture" not in page and "Show the original" not in page
    shown = bench.browser.client.get(picture_of(page))
    assert (shown.mimetype, Image.open(io.BytesIO(shown.data)).size) == ("image/jpeg", (360, 300))
    assert "immutable" in shown.headers["Cache-Control"] and shown.headers["X-Content-Type-Options"] == "nosniff"


def test_a_photo_of_the_run_stands_on_the_workbench_under_its_name(bench: Bench) -> None:
    page = bench.browser.get(f"/runs/{bench.run_id}/studio/photo/{OWN}")
    assert "LED bulb Qinglu QL-E8, E27, 8 W, from the front" in page
    assert max(Image.open(io.BytesIO(bench.browser.client.get(picture_of(page)).data)).size) == 1000


@pytest.mark.parametrize("tool", TYPED)
def test_every_tool_is_a_form_that_works_without_script(bench: Bench, tool: str) -> None:
    typed, words = TYPED[tool]
    assert set(typed) <= set(bench.form(tool).names)
    answer = bench.send(tool, **typed)
    assert answer.status_code == 302 and answer.location == f"{bench.address}?tool={tool}#studio"
    assert bench.did() == [tool]
    assert words in bench.steps()
    shown = bench.browser.client.get(picture_of(bench.browser.get(bench.address)))
    assert shown.status_code == 200
    before = bench.browser.client.get(picture_of(bench.browser.get(f"{bench.address}?show=original")))
    assert before.data != shown.data


@pytest.mark.parametrize("tool", TYPED)
def test_a_form_as_it_stands_can_be_sent(bench: Bench, tool: str) -> None:
    answer = bench.send(tool, **({"text": "43 cm"} if tool == "label" else {}))
    assert answer.status_code == 302, answer.text[-500:]
    assert bench.did() == [tool]


@pytest.mark.parametrize(
    ("tool", "field", "value", "sentence"),
    [
        ("straighten", "angle", "steep", "“steep” is not a number."),
        ("straighten", "angle", "16", "Angle: 16 is not possible; it lies between -15 and 15."),
        ("crop", "width", "95", "The rectangle or point lies outside the picture."),
        ("crop", "left", "", "“” is not a number."),
        ("exposure", "stops", "4", "Stops: 4 is not possible; it lies between -3 and 3."),
        ("resize", "side", "5000", "Longer side: 5,000 is not possible; it lies between 64 and 3,000."),
        ("sharpen", "amount", "<b>", "“<b>” is not a number."),
        ("label", "text", "  ", "Write a text first."),
        ("label", "ink", "red", "“red” is no colour"),
        ("line", "x2", "120", "End, from the left: 120 is not possible; it lies between 0 and 100."),
        ("balance", "red", "30", "Red: 30 is not possible; it lies between 50 and 200."),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(
    bench: Bench, tool: str, field: str, value: str, sentence: str
) -> None:
    add_step(bench.gallery.db, bench.student, bench.run_id, bench.source, CROP)
    answer = bench.send(tool, **{**TYPED.get(tool, ({}, ""))[0], field: value})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    alert = page[page.index('role="alert"') :].split("</div>")[0]
    assert sentence.replace("<b>", "&lt;b&gt;") in alert
    kept = next(form for form in forms_of(page, bench.address) if field in form.names)
    assert dict(kept.pairs())[field] == value
    assert bench.did() == ["crop"]


def test_a_grey_place_sets_the_white_balance(bench: Bench) -> None:
    assert bench.send("balance", "neutral", x="5", y="5").status_code == 302
    (step,) = bench.draft().steps
    assert step.do == "balance" and step.n["red"] < 1000 < step.n["blue"]
    for x, y in (("5", "left"), ("", "5")):
        answer = bench.send("balance", "neutral", x=x, y=y)
        assert answer.status_code == 422 and "is not a number." in answer.text
    assert bench.did() == ["balance"]
    assert bench.send("balance", "step", red="98", green="100", blue="103").status_code == 302
    assert "red 98, green 100, blue 103 %" in bench.steps()


def test_a_product_is_cut_out_touched_up_by_numbers_and_put_on_a_canvas(bench: Bench) -> None:
    page = bench.browser.get(f"{bench.address}?tool=frame")
    assert "Cut the product out first" in page and re.search(r'<button[^>]*value="step"[^>]*disabled', page)
    refused = bench.browser.send(bench.address, status=422, tool="frame", do="step", shape="1:1", fill="88")
    assert "Cut the product out first" in refused.text
    assert bench.send("cutout", "anew", left="10", top="10", width="80", height="80").status_code == 302
    assert bench.did() == ["cutout"] and "Cut out" in bench.steps()
    first = bench.draft().steps[-1].t
    assert bench.send("cutout", "drop", x="30", y="30", radius="4").status_code == 302
    second = bench.draft().steps[-1].t
    assert (
        bench.did() == ["cutout"]
        and second["strokes"] == "drop 400 3000,3000"
        and second["outline"] != first["outline"]
    )
    assert bench.send("cutout", "keep", x="31", y="30", radius="2").status_code == 302
    assert bench.draft().steps[-1].t["strokes"] == "drop 400 3000,3000;keep 200 3100,3000"
    assert "Cut out by hand" in bench.steps()
    for wrong in (
        {"x": "101"},
        {"radius": "0"},
        {"radius": "31"},
        {"strokes": "scribble"},
        {"strokes": "keep 1 1,1;" * 2000},
    ):
        answer = bench.send("cutout", "keep", **wrong)
        assert answer.status_code == 422 and 'role="alert"' in answer.text, wrong
    assert bench.send("cutout", "strokes", strokes="").status_code == 302
    assert bench.draft().steps[-1].t == first
    assert bench.send("frame", shape="4:3", fill="90").status_code == 302
    assert "Canvas 4 : 3, product 90 %" in bench.steps()


def test_steps_are_taken_back_done_again_and_started_over(bench: Bench) -> None:
    for tool in ("turn", "crop", "exposure"):
        bench.send(tool, **TYPED[tool][0])
    buttons = [form.pairs() for form in forms_of(bench.browser.get(bench.address), bench.address)]
    asked = [dict(pairs).get("do") for pairs in buttons]
    assert "undo:1" in asked and "undo:3" in asked and "redo" not in asked
    bench.browser.send(bench.address, do="undo:1", tool="crop")
    assert bench.did() == ["turn", "crop"]
    assert "Do again: Exposure +0.5 stops" in bench.browser.get(bench.address)
    bench.browser.send(bench.address, do="redo", tool="crop")
    assert bench.did() == ["turn", "crop", "exposure"]
    bench.browser.send(bench.address, do="undo:3")
    assert bench.did() == [] and len(bench.draft().undone) == 3
    bench.browser.send(bench.address, do="undo:\u00b2")
    bench.browser.send(bench.address, do="undo")
    assert len(bench.draft().undone) == 3


def test_the_original_can_be_looked_at_without_script(bench: Bench) -> None:
    bench.send("crop", **TYPED["crop"][0])
    page = bench.browser.get(bench.address)
    link = re.search(r'href="([^"]+)" data-compare aria-pressed="false"', page)
    assert link is not None
    again = bench.browser.get(link[1].replace("&amp;", "&"))
    assert 'aria-pressed="true"' in again
    assert Image.open(io.BytesIO(bench.browser.client.get(picture_of(page)).data)).size == (288, 270)
    assert Image.open(io.BytesIO(bench.browser.client.get(picture_of(again)).data)).size == (360, 300)


def test_a_preview_may_be_kept_only_under_the_address_of_its_recipe(bench: Bench) -> None:
    bench.send("crop", **TYPED["crop"][0])
    right = picture_of(bench.browser.get(bench.address))
    assert "immutable" in bench.browser.client.get(right).headers["Cache-Control"]
    wrong = re.sub(r"v=\w+", "v=0123456789abcdef", right)
    for address in (wrong, f"{bench.address}/preview", f"{bench.address}/preview?steps=x&side=\u00b2&v="):
        answer = bench.browser.client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), address
    small = bench.browser.client.get(f"{bench.address}/preview?steps=0&side=10")
    assert Image.open(io.BytesIO(small.data)).size == (360, 300)
    assert bench.browser.client.get(f"{bench.address}/preview?steps=99999&side=99999999").status_code == 200


def test_what_it_measures_so_far_stands_on_a_page_of_its_own(bench: Bench) -> None:
    bench.send("crop", **TYPED["crop"][0])
    page = bench.browser.get(f"{bench.address}/measured")
    assert page.count("As main picture on") == 2 and "Beside the goods as they are" in page
    assert f'href="{bench.address}"' in page
    bench.browser.send(bench.address, tool="crop", do="step", left="0", top="0", width="10", height="10")
    assert "too small" in bench.browser.get(f"{bench.address}/measured", status=422)


def test_the_recipe_can_be_taken_along(bench: Bench) -> None:
    bench.send("crop", **TYPED["crop"][0])
    answer = bench.browser.client.get(f"{bench.address}/recipe")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        "application/json",
        "attachment; filename=recipe.json",
    )
    assert answer.data == recipe_bytes(bench.draft().steps)
    assert json.loads(answer.data) == [
        {"do": "crop", "n": {"height": 9000, "left": 1000, "top": 500, "width": 8000}, "t": {}}
    ]


def test_the_picture_is_made_and_leads_to_its_page(fresh: Bench) -> None:
    fresh.send("crop", **TYPED["crop"][0])
    fresh.send("resize", side="200")
    form = next(form for form in forms_of(fresh.browser.get(fresh.address), fresh.address) if "name" in form.names)
    assert dict(form.pairs())["name"] == "Uploaded picture" and ("do", "finish") in form.buttons
    answer = fresh.browser.send(fresh.address, do="finish", name="My <lamp>", tool="resize")
    made = next(one for one in pictures_of(fresh.gallery.db, fresh.student, fresh.run_id) if one.kind == "made")
    assert answer.location == f"/runs/{fresh.run_id}/pictures/{made.image.sha256}"
    page = fresh.browser.get(answer.location)
    assert "The picture is made." in page and "My <lamp>" in page
    (row,) = play_of(fresh.gallery.db, fresh.student, fresh.run_id).rows
    action = row.deed.action
    assert isinstance(action, EditImage) and [step.do for step in action.steps] == ["crop", "resize"]
    assert (action.source, max(made.image.facts.width_px, made.image.facts.height_px)) == (fresh.source, 200)


def test_what_cannot_be_made_is_said_on_the_workbench(fresh: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.browser.get(fresh.address)
    assert (
        "Nothing has been done to the photo yet."
        in fresh.browser.send(fresh.address, status=409, do="finish", name="x").text
    )
    fresh.send("crop", left="0", top="0", width="10", height="10")
    answer = fresh.browser.send(fresh.address, status=422, do="finish", name="Half a name")
    assert "too small" in answer.text and 'value="Half a name"' in answer.text
    monkeypatch.setattr("lab.school.media.MAX_PICTURES", 1)
    fresh.browser.send(fresh.address, do="undo:1")
    fresh.send("turn", quarters="1")
    assert "at most 1 pictures" in fresh.browser.send(fresh.address, status=409, do="finish", name="x").text
    assert play_of(fresh.gallery.db, fresh.student, fresh.run_id).rows == []


@pytest.mark.parametrize(
    "path",
    [
        "photo/lamp-brass/front", "photo/lamp-arc", "photo/..%2f..", "photo/" + "x" * 300, "upload/" + "0" * 64, "upload/x", "made/" + "0" * 64,
        "upload/" + "A" * 64,
    ],
)  # fmt: skip
def test_nothing_is_worked_on_that_the_run_does_not_have(bench: Bench, path: str) -> None:
    address = f"/runs/{bench.run_id}/studio/{path}"
    for what in ("", "/preview", "/measured", "/recipe"):
        assert bench.browser.client.get(f"{address}{what}").status_code == 404, what
    bench.browser.get(bench.address)
    for fields in (
        {"tool": "turn", "quarters": "1", "do": "step"},
        {"do": "undo:1"},
        {"do": "redo"},
        {"do": "finish"},
        {},
    ):
        bench.browser.send(address, status=404, **fields)


@pytest.mark.parametrize(
    "fields",
    [{}, {"do": "paint"}, {"tool": "paint", "do": "step"}, {"tool": "x" * 5000}, {"do": "step", "tool": "cutout"}],
)
def test_a_form_that_no_page_has_is_refused_with_a_sentence(bench: Bench, fields: dict[str, str]) -> None:
    bench.browser.get(bench.address)
    assert 'role="alert"' in bench.browser.send(bench.address, status=422, **fields).text
    assert bench.did() == []


def test_strangers_and_classmates_find_nothing_and_the_teacher_only_looks(bench: Bench) -> None:
    bench.send("crop", **TYPED["crop"][0])
    parts = ("", "/preview", "/measured", "/recipe")
    for who in ("stranger", "classmate"):
        browser = bench.at_browser_of(who)
        for what in parts:
            assert browser.client.get(f"{bench.address}{what}").status_code == 404, (who, what)
        browser.send(bench.address, status=404, tool="turn", quarters="1", do="step")
    browser = bench.at_browser_of("teacher")
    for what in parts:
        assert browser.client.get(f"{bench.address}{what}").status_code == 200, what
    page = browser.get(bench.address)
    assert "You are looking only" in page and "Cropped to" in page
    with pytest.raises(LookupError):
        form_to(page, bench.address)
    for fields in (
        {"tool": "turn", "quarters": "1", "do": "step"},
        {"do": "undo:1"},
        {"do": "finish"},
        {"tool": "cutout", "left": "10", "top": "10", "width": "80", "height": "80", "do": "anew"},
    ):
        answer = browser.send(bench.address, status=409, **fields)
        assert 'role="alert"' in answer.text
    assert bench.did() == ["crop"]


def test_after_hand_in_the_workbench_can_be_seen_and_nothing_done(fresh: Bench) -> None:
    fresh.send("crop", **TYPED["crop"][0])
    hand_in(fresh.gallery.db, fresh.student, fresh.run_id)
    page = fresh.browser.get(fresh.address)
    assert "You are looking only" in page and "Cropped to" in page
    fresh.browser.send(fresh.address, status=409, tool="turn", quarters="1", do="step")
    assert fresh.did() == ["crop"]
