"""The listing editor: rules beside the fields, faults, pictures, and nothing typed is lost."""

import io
import re

from PIL import Image, ImageDraw
from werkzeug.test import TestResponse

from lab.engine.actions import Advance
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import act, play_of
from lab.world.listing import Listing, Translation
from tests.web.browser import Browser

TITLE = "Qinglu Schreibtischlampe E27 aus Metall, verstellbar, für Büro und Homeoffice"
BULLET = "Fassung E27: passt zu allen üblichen Leuchtmitteln mit großem Schraubsockel."
DESCRIPTION = (
    "Diese Schreibtischlampe steht sicher und leuchtet dorthin, wo Sie lesen und arbeiten. "
    "Das Kabel ist lang genug für den Platz am Fenster. Im Karton liegen die Lampe und die Anleitung."
)
PATH = "listings/meridian/DE/lamp"


def form(**changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "title": TITLE,
        "category": "home/lighting/desk-lamps",
        "bullet.1": BULLET,
        "bullet.2": BULLET + " Zwei.",
        "bullet.3": BULLET + " Drei.",
        "description": DESCRIPTION,
        "search_terms": "tischlampe leselampe bürolampe",
        "attribute.socket": "E27",
        "attribute.cord_length": "180",
        "price": "34,90",
        "stock": "40",
        "do": "save",
    }
    return {**fields, **changes}


def send(browser: Browser, run_id: int, path: str = PATH, **changes: object) -> TestResponse:
    browser.get(f"/runs/{run_id}/{path.removesuffix('/check')}")
    return browser.client.post(
        f"/runs/{run_id}/{path}", data={"csrf_token": browser.token, **form(**changes)}, content_type="multipart/form-data"
    )


def listing(db: Database, student: Viewer, run_id: int) -> Listing:
    return play_of(db, student, run_id).world.listings["meridian/DE/lamp"]


def picture(side: int = 1600) -> tuple[io.BytesIO, str]:
    """A dark box that fills nine tenths of a white square."""
    image = Image.new("RGB", (side, side), "white")
    ImageDraw.Draw(image).rectangle([side // 20, side // 4, side - side // 20, side - side // 4], fill="#334455")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=92)
    data.seek(0)
    return data, "lamp.jpg"


def test_saving_writes_what_was_typed(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert send(at_home, run_id).status_code == 302
    saved = listing(db, student, run_id)
    assert (saved.title, saved.stock, str(saved.price)) == (TITLE, 40, "34.90 EUR")
    assert len(saved.bullets) == 3
    assert saved.attributes == {"socket": "E27", "cord_length": "180"}


def test_saving_twice_without_a_change_is_one_action(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id)
    send(at_home, run_id)
    assert play_of(db, student, run_id).seq == 1


def test_an_unreadable_price_keeps_everything_that_was_typed(at_home: Browser, run_id: int) -> None:
    answer = send(at_home, run_id, price="about thirty", title="Half a title")
    assert answer.status_code == 422
    assert "Half a title" in answer.text
    assert 'value="about thirty"' in answer.text
    assert "is not an amount" in answer.text


def test_a_refused_save_keeps_everything_that_was_typed(at_home: Browser, run_id: int) -> None:
    answer = send(at_home, run_id, title="x" * 501)
    assert answer.status_code == 409
    assert "x" * 501 in answer.text
    assert "Too long: 501, and 500 are allowed." in answer.text


def test_a_save_from_an_old_page_is_not_written_over_newer_things(
    at_home: Browser, db: Database, student: Viewer, run_id: int
) -> None:
    act(db, student, run_id, Advance(5))
    answer = send(at_home, run_id, seen_seq="0")
    assert answer.status_code == 409
    assert TITLE in answer.text
    assert "lamp" not in {one.sku for one in play_of(db, student, run_id).world.listings.values()}


def test_faults_stand_beside_their_fields(at_home: Browser, run_id: int) -> None:
    send(at_home, run_id, title="Lampe !!!", **{"bullet.1": "kurz"})
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    title = page[page.index('data-faults-for="title"') :].split("</div>")[0]
    assert "These signs are not allowed in titles: !" in title
    assert "9 characters are too short for a title; write at least 20." in title
    bullet = page[page.index('data-faults-for="bullet.1"') :].split("</div>")[0]
    assert "Bullet point 1 is too short: 4 characters, at least 10." in bullet


def test_a_listing_nobody_has_written_yet_shows_no_faults(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    assert '<p class="fault' not in page


def test_the_live_check_answers_without_changing_anything(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    answer = send(at_home, run_id, f"{PATH}/check", title="Lampe", stock="0")
    assert answer.is_json
    assert answer.json["faults"]["title"] == ["5 characters are too short for a title; write at least 20."]
    assert answer.json["faults"]["stock"] == ["Nothing is offered: with stock 0 nobody can buy."]
    assert "schreibtischlampe" in answer.json["bench"]
    assert play_of(db, student, run_id).seq == 0


def test_a_better_title_is_found_in_the_live_check(at_home: Browser, run_id: int) -> None:
    bad = send(at_home, run_id, f"{PATH}/check", title="Ein schönes Ding für daheim", description="", search_terms="", **{"bullet.1": "", "bullet.2": "", "bullet.3": ""})
    good = send(at_home, run_id, f"{PATH}/check")
    assert bad.json["bench"].count("not found") > good.json["bench"].count("not found")


def test_an_uploaded_picture_is_measured_and_shown(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert send(at_home, run_id, do="upload", picture=picture()).status_code == 302
    saved = listing(db, student, run_id)
    assert saved.title == TITLE  # what was typed was saved with it
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    measured = page[page.index("The main picture, measured") :].split("</ul>")[0]
    assert (measured.count('class="kept"'), measured.count('class="broken"')) == (8, 0)
    shown = at_home.client.get(f"/runs/{run_id}/media/{saved.images[0].sha256}?w=240")
    assert shown.mimetype == "image/webp"
    assert "immutable" in shown.headers["Cache-Control"]


def test_what_is_no_picture_is_refused_with_its_name(at_home: Browser, run_id: int) -> None:
    send(at_home, run_id, do="upload", picture=(io.BytesIO(b"%PDF-1.7 not a picture"), "sheet.pdf"))
    assert "sheet.pdf: Only JPEG, PNG, WebP and AVIF pictures are accepted." in at_home.get(f"/runs/{run_id}/{PATH}")


def test_pictures_can_be_described_ordered_and_removed(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id, do="upload", picture=[picture(1600), picture(1200)])
    first, second = [image.sha256 for image in listing(db, student, run_id).images]
    send(at_home, run_id, do=f"main:{second}", **{f"alt.{first}.de": "Lampe von vorn"})
    saved = listing(db, student, run_id)
    assert [image.sha256 for image in saved.images] == [second, first]
    assert saved.images[1].alt == "Lampe von vorn"
    send(at_home, run_id, do=f"remove:{second}", **{f"alt.{first}.de": "Lampe von vorn"})
    assert [image.sha256 for image in listing(db, student, run_id).images] == [first]


def test_a_complete_listing_goes_on_sale_and_off_again(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id, do="upload", picture=picture())
    send(at_home, run_id, do="publish")
    assert listing(db, student, run_id).is_live
    send(at_home, run_id, do="unpublish")
    assert not listing(db, student, run_id).is_live


def test_a_listing_without_a_picture_stays_off_sale_and_says_why(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    send(at_home, run_id, do="publish")
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    assert "The platform does not accept the listing yet." in page
    assert "Add a picture." in page
    assert not listing(db, student, run_id).is_live


def test_papers_must_be_chosen_by_hand(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    boxes = re.findall(r'<input type="checkbox" name="document" value="([^"]+)"([^>]*)>', page)
    assert len(boxes) >= 5
    assert not any("checked" in rest for _name, rest in boxes)
    send(at_home, run_id, document=[boxes[0][0], boxes[2][0]])
    assert listing(db, student, run_id).documents == [boxes[0][0], boxes[2][0]]


def test_hostile_text_stays_text(at_home: Browser, run_id: int) -> None:
    send(at_home, run_id, title='<script>alert("1")</script> Schreibtischlampe')
    answer = at_home.client.get(f"/runs/{run_id}/{PATH}")
    assert "<script>alert" not in answer.text
    shop = at_home.client.get(f"/runs/{run_id}/store/meridian/DE/item/lamp").text
    assert "<script>alert" not in shop
    assert "\\u003cscript\\u003ealert" in shop  # in the machine-readable data


def test_a_place_or_product_that_is_not_the_shops_does_not_exist(at_home: Browser, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/listings/meridian/US/lamp", status=404)
    at_home.get(f"/runs/{run_id}/listings/meridian/DE/kettle", status=404)


def test_the_table_shows_every_product_in_every_market(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/listings")
    assert page.count("Not written") == 2
    assert page.count("On sale") == 2


def test_who_looks_on_sees_the_editor_closed(at_desk: Browser, run_id: int) -> None:
    page = at_desk.get(f"/runs/{run_id}/{PATH}")
    assert '<fieldset class="stack" disabled>' in page
    assert 'value="publish"' not in page


ENGLISH = {
    "text.en.title": "Qinglu desk lamp E27 made of metal, adjustable, for office and study",
    "text.en.bullet.1": "E27 socket: fits all common bulbs with a large screw base.",
    "text.en.description": "",
    "text.en.search_terms": "reading light",
}


def test_a_text_in_a_further_language_is_saved_and_cleared_again(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    assert send(at_home, run_id, **ENGLISH).status_code == 302
    saved = listing(db, student, run_id)
    assert saved.title == TITLE
    assert saved.translations == {"en": Translation(ENGLISH["text.en.title"], (ENGLISH["text.en.bullet.1"],), "", "reading light")}
    seq = play_of(db, student, run_id).seq
    send(at_home, run_id)  # a page without these fields
    send(at_home, run_id, **ENGLISH)
    assert play_of(db, student, run_id).seq == seq
    send(at_home, run_id, **dict.fromkeys(ENGLISH, ""))
    assert listing(db, student, run_id).translations == {}


def test_faults_of_a_translation_stand_beside_its_fields_and_what_is_missing_beside_its_name(at_home: Browser, run_id: int) -> None:
    send(at_home, run_id, **{**ENGLISH, "text.en.title": "Lampe für den Schreibtisch und das Büro zu Hause!"})
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    title = page[page.index('data-faults-for="text.en.title"') :].split("</div>")[0]
    assert "These signs are not allowed in titles: !" in title
    assert "This seems to be written in another language (German)" in title
    assert "Title: in another language" in page and "Description: missing" in page
    assert f'/runs/{run_id}/store/meridian/DE/item/lamp?in=en"' in page
    assert re.search(r'<textarea[^>]*name="text.en.title"[^>]*lang="en" dir="ltr"', page)


def test_a_place_offers_its_own_further_languages_and_english(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/listings/caravan/KZ/lamp")
    assert 'name="text.kk.title"' in page and 'name="text.en.title"' in page and "text.kk.bullet" not in page
    assert "text.ru.title" not in page


def test_a_refused_translation_keeps_everything_that_was_typed(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    answer = send(at_home, run_id, **{**ENGLISH, "text.en.title": "x" * 501})
    assert answer.status_code == 409
    assert "x" * 501 in answer.text
    beside = answer.text[answer.text.index('data-faults-for="text.en.title"') :].split("</div>")[0]
    assert "Too long: 501, and 500 are allowed." in beside
    assert listing(db, student, run_id).translations == {}


def test_the_live_check_reads_translations_too(at_home: Browser, run_id: int) -> None:
    answer = send(at_home, run_id, f"{PATH}/check", **{**ENGLISH, "text.en.title": "Short!"}).json
    assert answer is not None
    assert len(answer["faults"]["text.en.title"]) >= 2
    assert "English" in answer["bench"]
