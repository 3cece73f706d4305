"""Services compared, and shipping templates as a sheet out and in."""

import io

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from tests.web.browser import Browser

HEADS = "platform,country,service,countries,handling_hours,charge,currency,slack_days,incoterm\n"


def bring(browser: Browser, run_id: int, sheet: str, status: int) -> str:
    data = {"csrf_token": browser.token, "sheet": (io.BytesIO(sheet.encode()), "shipping.csv")}
    answer = browser.client.post(f"/runs/{run_id}/shipping/templates", data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text[:800]
    return answer.text


def test_services_are_compared_for_a_parcel(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/shipping/services?sku=lamp&pieces=2&country=KZ")
    assert page.count("needs a customs form") >= 1
    assert "not insured" in page
    assert "Lithium battery" in page
    heavy = at_home.get(f"/runs/{run_id}/shipping/services?sku=lamp&pieces=900&country=KZ")
    assert "does not take it" in heavy


def test_a_number_of_pieces_that_makes_no_sense_is_named(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/shipping/services?pieces=0")
    assert "Choose between 1 and 1000 pieces." in page
    assert "“lots” is not a whole number." in at_home.get(f"/runs/{run_id}/shipping/services?pieces=lots&sku=?&country=?")


def test_templates_go_out_and_come_back(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    out = at_home.client.get(f"/runs/{run_id}/shipping/templates.csv").text
    assert "meridian,DE," in out
    sheet = HEADS + "caravan,KZ,kz_tracked,KZ,48,9.90,EUR,2,DAP\n"
    assert "saved" in bring(at_home, run_id, sheet, 200)
    saved = play_of(db, student, run_id).world.templates["caravan/KZ"]
    assert (saved.lane, str(saved.charge), saved.slack_days, saved.incoterm) == ("kz_tracked", "9.90 EUR", 2, "DAP")


def test_one_wrong_row_keeps_all_of_them_out(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    before = play_of(db, student, run_id).world_hash()
    rows = ["caravan,KZ,kz_tracked,KZ,48,9.90,EUR,2,DAP", "meridian,DE,de_parcel,DE,soon,x,USD,,CIF", "meridian,FR,,,,,,,", "caravan,kz,,,,,,,"]
    page = bring(at_home, run_id, HEADS + "\n".join(rows), 422)
    assert "Nothing was saved." in page
    for words in ("“soon” is not a whole number.", "“x” is not an amount", "Write DDP or DAP.", "does not sell in this place", "stands in row 2 already"):
        assert words in page, words
    assert play_of(db, student, run_id).world_hash() == before


def test_a_row_that_is_refused_is_named_beside_those_that_were_saved(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/shipping")
    page = bring(at_home, run_id, HEADS + "caravan,KZ,kz_tracked,KZ,48,9.90,,,\nmeridian,DE,kz_tracked,DE,24,3.90,,,\n", 200)
    assert "This shipping service does not go to DE." in page
    assert "caravan/KZ" in play_of(db, student, run_id).world.templates
    assert "those markets are as they were" in bring(at_home, run_id, HEADS + "meridian,DE,kz_tracked,DE,24,3.90,,,\n", 409)
