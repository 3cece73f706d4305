"""The pages of a run's pictures, without script: raw photos, uploads, one picture and what it is used for."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageDraw
from werkzeug.test import TestResponse

from lab.images.recipe import Step
from lab.school.accounts import Viewer
from lab.school.media import add_picture, pictures_of
from lab.school.runs import hand_in, play_of
from lab.school.studio import add_step, draft_of, make_picture
from lab.world.listing import ListingImage
from tests.forms import form_to
from tests.gallery import OWN, RAW, RIVAL, Gallery, make_gallery
from tests.instances import fresh_app
from tests.web.browser import Browser

KZ = "caravan/KZ/bulb"
CROP = Step("crop", {"left": 1000, "top": 1000, "width": 8000, "height": 8000})
LABEL = Step(
    "label",
    {"x": 500, "y": 500, "width": 9000, "size": 900, "align": 0, "bold": 0, "ink": 0, "plate": 0xFFFFFF},
    {"text": "<b>E27</b>", "lang": "de"},
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, markets: Path) -> Iterator[tuple[Flask, Gallery]]:
    folder = tmp_path_factory.mktemp("pictures")
    app = fresh_app(folder / "instance")
    db = app.extensions["lab_database"]
    yield app, make_gallery(db, folder, markets)
    db.close()


@dataclass
class Seat:
    """A student who is new, their run, and their browser."""

    app: Flask
    gallery: Gallery
    student: Viewer
    run_id: int
    browser: Browser

    @property
    def address(self) -> str:
        return f"/runs/{self.run_id}/pictures"

    def at_browser_of(self, who: str) -> Browser:
        return Browser(self.app.test_client()).sign_in(self.gallery.people[who].login)

    def upload(self, *files: tuple[bytes, str], accept: str = "text/html") -> TestResponse:
        self.browser.get(self.address)
        data = {"csrf_token": self.browser.token, "picture": [(io.BytesIO(data), name) for data, name in files]}
        return self.browser.client.post(
            self.address, data=data, content_type="multipart/form-data", headers={"Accept": accept}
        )

    def added(self, name: str = "box.png", colour: str = "navy") -> str:
        """A picture of the run; its hash."""
        return add_picture(self.gallery.db, self.student, self.run_id, name, drawing(colour)).sha256

    def made(self, *steps: Step) -> str:
        source = f"upload:{self.added()}"
        for step in steps:
            add_step(self.gallery.db, self.student, self.run_id, source, step)
        return make_picture(self.gallery.db, self.student, self.run_id, source, "Made <here>")[1].sha256

    def save(self, listing: str, do: str = "save", **typed: str | None) -> TestResponse:
        """Send a listing's form as it stands but for what is typed; None stands for a field that the page did not have."""
        address = f"/runs/{self.run_id}/listings/{listing}"
        fields: dict[str, list[str]] = {}
        for name, value in form_to(self.browser.get(address), address).pairs(("do", do), **typed):
            fields.setdefault(name, []).append(value)
        return self.browser.client.post(address, data=fields, content_type="multipart/form-data")

    def kept(self, listing: str) -> list[ListingImage]:
        return play_of(self.gallery.db, self.student, self.run_id).world.listings[listing].images

    def names(self) -> list[str]:
        return [one.name for one in pictures_of(self.gallery.db, self.student, self.run_id)]

    def images(self, listing: str) -> list[tuple[str, str]]:
        """Hash and role of every picture of a listing."""
        found = play_of(self.gallery.db, self.student, self.run_id).world.listings.get(listing)
        return [(image.sha256, image.role) for image in found.images] if found else []


@pytest.fixture
def seat(shop: tuple[Flask, Gallery]) -> Seat:
    app, gallery = shop
    student, run_id = gallery.newcomer()
    return Seat(app, gallery, student, run_id, Browser(app.test_client()).sign_in(student.login))


def drawing(colour: str = "navy", side: int = 300) -> bytes:
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle((side // 8, side // 8, side - side // 8, side - side // 8), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def part(page: str, start: str, end: str = "</section>") -> str:
    return page[page.index(start) :].split(end)[0]


def test_without_a_picture_the_page_shows_the_photos_and_says_what_to_do(seat: Seat) -> None:
    page = seat.browser.get(seat.address)
    photos = part(page, 'id="photos-bulb"')
    for asset in (OWN, RIVAL):
        assert f'src="{seat.address}/photo/{asset}"' in photos
        assert f'href="/runs/{seat.run_id}/studio/photo/{asset}"' in photos
        assert f'href="{seat.address}/photo/{asset}?download=1"' in photos
    assert "another seller's photo" in photos and "2 photos" in photos and "From the front" in photos
    own = part(page, 'id="own"')
    assert "Nothing yet." in own and "0 pictures" in own
    assert form_to(page, seat.address).files == ["picture"]


def test_a_photo_is_shown_small_and_kept_as_the_camera_wrote_it(seat: Seat) -> None:
    small = seat.browser.client.get(f"{seat.address}/photo/{OWN}")
    assert (small.status_code, small.mimetype) == (200, "image/webp")
    assert Image.open(io.BytesIO(small.data)).width == 480
    assert "immutable" in small.headers["Cache-Control"] and small.headers["X-Content-Type-Options"] == "nosniff"
    whole = seat.browser.client.get(f"{seat.address}/photo/{OWN}?download=1")
    assert (whole.mimetype, whole.headers["Content-Disposition"]) == (
        "image/jpeg",
        "attachment; filename=lamp-arc-front.jpg",
    )
    assert sorted(Image.open(io.BytesIO(whole.data)).size) == [1200, 1600]
    assert "immutable" not in whole.headers.get("Cache-Control", "")


@pytest.mark.parametrize("asset", ["lamp-brass/front", "lamp-arc/side", "lamp-arc/..", "x/" + "y" * 500, "lamp-arc"])
def test_a_photo_that_was_not_given_is_not_found(seat: Seat, asset: str) -> None:
    assert seat.browser.client.get(f"{seat.address}/photo/{asset}").status_code == 404


def test_several_pictures_are_uploaded_at_once_and_each_has_its_answer(seat: Seat) -> None:
    answer = seat.upload((drawing("navy"), "navy.png"), (b"no picture", "letter.jpg"), (drawing("teal"), "<teal>.png"))
    assert answer.status_code == 302 and answer.location == f"{seat.address}#own"
    page = seat.browser.get(seat.address)
    for sentence in (
        "Picture added: navy.png",
        "letter.jpg: Only JPEG, PNG, WebP and AVIF pictures are accepted.",
        "Picture added: <teal>.png",
    ):
        assert sentence in page
    assert seat.names() == ["navy.png", "<teal>.png"]
    assert "2 pictures" in part(page, 'id="own"')
    raw = seat.browser.client.get(seat.address).text
    assert escape("<teal>.png") in raw and "<teal>" not in raw


def test_a_script_gets_the_answers_as_data(seat: Seat) -> None:
    answer = seat.upload((drawing(), "navy.png"), (b"", "empty.jpg"), accept="application/json")
    assert answer.get_json() == {
        "pictures": [
            {"ok": True, "message": "Picture added: navy.png"},
            {"ok": False, "message": "empty.jpg: The file is empty."},
        ]
    }
    assert "Picture added" not in seat.browser.get(seat.address)


def test_nothing_chosen_is_said_and_too_many_are_left_out(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seat.upload().status_code == 302
    assert "Choose a picture first." in seat.browser.get(seat.address)
    assert seat.upload((b"", "")).status_code == 302
    assert "Choose a picture first." in seat.browser.get(seat.address)
    monkeypatch.setattr("lab.web.pictures.MAX_FILES", 2)
    seat.upload(*[(drawing(colour), f"{colour}.png") for colour in ("navy", "teal", "olive")])
    assert "At most 2 pictures at once; the others were left out." in seat.browser.get(seat.address)
    assert seat.names() == ["navy.png", "teal.png"]


def test_a_full_run_says_that_it_is_full(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.school.media.MAX_PICTURES", 1)
    seat.upload((drawing("navy"), "navy.png"), (drawing("teal"), "teal.png"))
    assert "teal.png: A run keeps at most 1 pictures." in seat.browser.get(seat.address)
    assert seat.names() == ["navy.png"]


def test_every_own_picture_shows_the_verdict_of_every_platform_and_where_it_is_used(seat: Seat) -> None:
    sha = seat.added()
    seat.browser.get(f"{seat.address}/{sha}")
    seat.browser.send(f"{seat.address}/{sha}", listing="meridian/DE/bulb", role="detail")
    own = part(seat.browser.get(seat.address), 'id="own"')
    assert len(re.findall(r"(?:main picture:|good as main picture on)", own)) == 2
    assert "Meridian" in own and "Caravan" in own
    assert "uploaded" in own and "in 1 listing" in own


def test_one_picture_shows_what_it_measures_on_every_platform_and_beside_the_goods(seat: Seat) -> None:
    sha = seat.added()
    page = seat.browser.get(f"{seat.address}/{sha}")
    assert page.count("As main picture on") == 2
    assert "Beside the goods as they are" in page and "Shows the goods" in page and "Looks most like" in page
    assert "300 × 300 px" in page
    assert "Uploaded from elsewhere" in page and f"/studio/upload/{sha}" in page
    assert "In no listing yet." in page
    shown = re.search(r'<img src="([^"]+)"', part(page, 'class="picture-shown"', "</picture>"))
    assert shown is not None
    assert seat.browser.client.get(shown[1]).mimetype == "image/jpeg"


def test_a_picture_can_be_taken_along_under_a_plain_name(seat: Seat) -> None:
    sha = seat.added('../../<lamp> "ü".png')
    answer = seat.browser.client.get(f"{seat.address}/{sha}/file")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.data)).size == (300, 300)
    name = answer.headers["Content-Disposition"]
    assert (
        name.startswith("attachment;")
        and "/" not in name.replace("%2F", "/").partition("filename")[2]
        and "<" not in name
    )


@pytest.mark.parametrize(("role", "first"), [("", False), ("main", True), ("in-use", False), ("no such role", False)])
def test_a_picture_is_put_into_a_listing_for_what_it_is_for(seat: Seat, role: str, first: bool) -> None:
    sha = seat.added()
    before = seat.images("meridian/DE/bulb")
    assert before
    seat.browser.get(f"{seat.address}/{sha}")
    answer = seat.browser.send(f"{seat.address}/{sha}", listing="meridian/DE/bulb", role=role, do="use")
    assert answer.location == f"/runs/{seat.run_id}/listings/meridian/DE/bulb#pictures"
    kept = (sha, role if role in ("main", "in-use") else "")
    assert seat.images("meridian/DE/bulb") == ([kept, *before] if first else [*before, kept])
    page = seat.browser.get(f"{seat.address}/{sha}")
    assert f'href="/runs/{seat.run_id}/listings/meridian/DE/bulb#pictures"' in part(page, 'id="uses"')


def test_the_form_offers_every_listing_and_every_role(seat: Seat) -> None:
    sha = seat.added()
    form = form_to(seat.browser.get(f"{seat.address}/{sha}"), f"{seat.address}/{sha}")
    offered = {control.name: control.offered for control in form.controls if control.kind != "hidden"}
    assert offered["listing"] == ["meridian/DE/bulb", "caravan/KZ/bulb"]
    assert offered["role"] == ["main", "angle", "detail", "in-use", "dimensions", "infographic", "packaging"]


@pytest.mark.parametrize(
    "listing", ["", "meridian/FR/bulb", "meridian/DE/chair", "///", "x" * 3000, "meridian/DE/bulb/x", "\u202e/DE/bulb"]
)
def test_a_listing_that_cannot_be_is_refused_with_a_sentence(seat: Seat, listing: str) -> None:
    sha = seat.added()
    seat.browser.get(f"{seat.address}/{sha}")
    answer = seat.browser.send(f"{seat.address}/{sha}", listing=listing, role="main")
    assert answer.location == f"{seat.address}/{sha}"
    assert 'class="toast bad"' in seat.browser.get(f"{seat.address}/{sha}")


def test_the_same_picture_goes_into_a_listing_once(seat: Seat) -> None:
    sha = seat.added()
    for _ in range(2):
        seat.browser.get(f"{seat.address}/{sha}")
        seat.browser.send(f"{seat.address}/{sha}", listing="meridian/DE/bulb", role="detail")
    assert "This picture is in the listing already." in seat.browser.get(f"{seat.address}/{sha}")
    assert [one for one, _ in seat.images("meridian/DE/bulb")].count(sha) == 1


def test_a_made_picture_shows_its_recipe_and_one_with_text_is_no_main_picture(seat: Seat) -> None:
    sha = seat.made(CROP, LABEL)
    page = seat.browser.get(f"{seat.address}/{sha}")
    recipe = part(page, 'id="recipe"')
    assert "Cropped to 80 × 80 %" in recipe and "Text: <b>E27</b>" in recipe
    assert "<b>E27" not in seat.browser.client.get(f"{seat.address}/{sha}").text
    assert "Not for the main picture" in page
    form = form_to(page, f"{seat.address}/{sha}")
    assert "main" not in next(control.offered for control in form.controls if control.name == "role")
    assert "Uploaded picture" in part(page, 'class="facts apart"', "</dl>")


def test_a_recipe_is_taken_up_again_in_the_studio(seat: Seat) -> None:
    sha = seat.made(CROP)
    (source,) = [
        f"upload:{one.image.sha256}"
        for one in pictures_of(seat.gallery.db, seat.student, seat.run_id)
        if one.kind == "upload"
    ]
    add_step(seat.gallery.db, seat.student, seat.run_id, source, LABEL)
    seat.browser.get(f"{seat.address}/{sha}")
    answer = seat.browser.send(f"{seat.address}/{sha}", do="again")
    assert answer.location == f"/runs/{seat.run_id}/studio/{source.replace(':', '/')}"
    assert draft_of(seat.gallery.db, seat.student, seat.run_id, source).steps == (CROP,)
    seat.browser.get(f"{seat.address}/{source.removeprefix('upload:')}")
    seat.browser.send(f"{seat.address}/{source.removeprefix('upload:')}", status=404, do="again")


@pytest.mark.parametrize("sha", ["0" * 64, "A" * 64, "x", "photo", "..%2f..%2fsecret", "a" * 3000])
def test_a_picture_that_there_is_not_is_not_found(seat: Seat, sha: str) -> None:
    for address in (f"{seat.address}/{sha}", f"{seat.address}/{sha}/file"):
        assert seat.browser.client.get(address).status_code == 404
    seat.browser.get(seat.address)
    seat.browser.send(f"{seat.address}/{sha}", status=404, listing="meridian/DE/bulb")


def test_strangers_and_classmates_find_nothing_and_the_teacher_only_looks(seat: Seat) -> None:
    sha = seat.made(CROP)
    addresses = (seat.address, f"{seat.address}/{sha}", f"{seat.address}/{sha}/file", f"{seat.address}/photo/{OWN}")
    for who in ("stranger", "classmate"):
        browser = seat.at_browser_of(who)
        for address in addresses:
            assert browser.client.get(address).status_code == 404, (who, address)
        for address in addresses[:2]:
            browser.send(address, status=404, listing="meridian/DE/bulb")
    browser = seat.at_browser_of("teacher")
    for address in addresses:
        assert browser.client.get(address).status_code == 200, address
    for address in addresses[:2]:
        assert "<form" not in part(browser.get(address), "<main", "</main>")
    world = play_of(seat.gallery.db, seat.student, seat.run_id).world_hash()
    browser.get(addresses[1])
    for fields in ({"listing": "meridian/DE/bulb"}, {"do": "again"}):
        browser.send(addresses[1], **fields)
        assert 'class="toast bad"' in browser.get(addresses[1])
    answer = browser.client.post(
        seat.address,
        data={"csrf_token": browser.token, "picture": (io.BytesIO(drawing("red")), "x.png")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302 and 'class="toast bad"' in browser.get(seat.address)
    assert play_of(seat.gallery.db, seat.student, seat.run_id).world_hash() == world
    assert len(seat.names()) == 2


def test_after_hand_in_everything_can_be_seen_and_nothing_sent(seat: Seat) -> None:
    sha = seat.made(CROP)
    hand_in(seat.gallery.db, seat.student, seat.run_id)
    for address in (seat.address, f"{seat.address}/{sha}"):
        assert "<form" not in part(seat.browser.get(address), "<main", "</main>")
    seat.browser.send(f"{seat.address}/{sha}", listing="meridian/DE/bulb")
    assert 'class="toast bad"' in seat.browser.get(f"{seat.address}/{sha}")


def test_the_brief_shows_raw_files_and_raw_photos(seat: Seat) -> None:
    page = seat.browser.get(f"/runs/{seat.run_id}/brief")
    assert page.count(f"/brief/pictures/{RAW}") == 2  # shown, and to be downloaded
    for asset in (OWN, RIVAL):
        assert f'src="{seat.address}/photo/{asset}"' in page and f"/studio/photo/{asset}" in page
    raw = f"/runs/{seat.run_id}/brief/pictures/{RAW}"
    assert seat.browser.client.get(raw).mimetype == "image/jpeg"
    assert "attachment" in seat.browser.client.get(f"{raw}?download=1").headers["Content-Disposition"]
    for name in ("raw/other.jpg", "../scenario.yaml", "%2e%2e/scenario.yaml"):
        assert seat.browser.client.get(f"/runs/{seat.run_id}/brief/pictures/{name}").status_code == 404
    assert seat.at_browser_of("teacher").client.get(raw).status_code == 200
    assert seat.at_browser_of("stranger").client.get(raw).status_code == 404


def test_a_listing_takes_a_picture_of_ones_own(seat: Seat) -> None:
    sha = seat.added("Box.png")
    form = form_to(seat.browser.get(f"/runs/{seat.run_id}/listings/{KZ}"), f"/runs/{seat.run_id}/listings/{KZ}")
    assert next(control.offered for control in form.controls if control.name == "own_picture") == ["", sha]
    assert seat.save(KZ, "add", own_picture=sha, as_main="1").location.endswith(f"/listings/{KZ}#pictures")
    assert seat.kept(KZ)[0].sha256 == sha and seat.kept(KZ)[0].compared is not None
    page = seat.browser.get(f"/runs/{seat.run_id}/listings/{KZ}")
    assert "The picture is in the listing." in page and 'name="own_picture"' not in page
    assert "Beside the goods as they are" in page
    seat.added("Other.png", "teal")
    assert seat.save(KZ, "add", own_picture="").status_code == 302
    assert "Choose a picture first." in seat.browser.get(f"/runs/{seat.run_id}/listings/{KZ}")
    assert seat.save(KZ, "add", own_picture="0" * 64).status_code == 404
    assert len(seat.kept(KZ)) == 2


def test_pictures_are_described_in_every_language_of_the_place_and_told_what_they_are_for(seat: Seat) -> None:
    first, second = seat.kept(KZ)[0].sha256, seat.added()
    seat.save(KZ, "add", own_picture=second)
    typed = {
        f"alt.{first}.ru": " Лампа ",
        f"alt.{first}.kk": "Шам",
        f"alt.{second}.kk": "Қорап",
        f"role.{second}": "packaging",
    }
    assert seat.save(KZ, **typed).status_code == 302
    assert [(image.alt, image.alts, image.role) for image in seat.kept(KZ)] == [
        ("Лампа", (("kk", "Шам"),), ""),
        ("", (("kk", "Қорап"),), "packaging"),
    ]
    rows = play_of(seat.gallery.db, seat.student, seat.run_id).seq
    assert seat.save(KZ).status_code == 302
    assert play_of(seat.gallery.db, seat.student, seat.run_id).seq == rows  # nothing changed, so nothing was done
    seat.save(KZ, **{f"alt.{first}.kk": "", f"role.{second}": ""})
    assert [(image.alts, image.role) for image in seat.kept(KZ)] == [((), ""), ((("kk", "Қорап"),), "")]


def test_a_description_that_is_too_long_is_refused_and_everything_typed_stays(seat: Seat) -> None:
    sha = seat.kept(KZ)[0].sha256
    answer = seat.save(KZ, **{f"alt.{sha}.ru": "я" * 501, f"alt.{sha}.kk": "Шам"})
    assert answer.status_code == 409
    address = f"/runs/{seat.run_id}/listings/{KZ}"
    again = dict(form_to(answer.text, address).pairs())
    assert (again[f"alt.{sha}.ru"], again[f"alt.{sha}.kk"]) == ("я" * 501, "Шам")
    faults = part(answer.text, 'data-faults-for="images"', "</div>")
    assert "Too long: 501, and 500 are allowed." in faults


def test_a_page_that_is_older_than_a_picture_takes_nothing_from_it(seat: Seat) -> None:
    sha = seat.kept(KZ)[0].sha256
    seat.save(KZ, **{f"alt.{sha}.ru": "Лампа", f"alt.{sha}.kk": "Шам"})
    seat.save(KZ, **{f"alt.{sha}.ru": None, f"alt.{sha}.kk": None, f"role.{sha}": None})
    assert [(image.alt, image.alts) for image in seat.kept(KZ)] == [("Лампа", (("kk", "Шам"),))]
