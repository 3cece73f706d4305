"""Looking a receipt up without an account."""

from lab.bundles.receipt import check_signature, read_signed
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.judging import override
from lab.school.receipts import public_key, receipts_of
from tests.web.browser import Browser


def codes(db: Database, viewer: Viewer, run_id: int) -> list[str]:
    return [line.code for line in receipts_of(db, viewer, run_id)]


def test_anybody_with_the_code_sees_the_grade_and_no_name(db: Database, browser: Browser, handed_in: int, teacher: Viewer) -> None:
    code = codes(db, teacher, handed_in)[0]
    browser.get("/receipts")
    answer = browser.client.get("/receipts", query_string={"code": code.lower().replace("-", " ")})
    assert (answer.status_code, answer.location) == (302, f"/receipts/{code}")
    page = browser.get(f"/receipts/{code}")
    assert "desk-lamp-two-markets" in page and "/ 100" in page
    assert "Aigerim" not in page and "Bekova" not in page and "Export management" not in page


def test_a_receipt_of_handing_in_shows_no_points(db: Database, browser: Browser, handed_in: int, teacher: Viewer) -> None:
    page = browser.get(f"/receipts/{codes(db, teacher, handed_in)[-1]}")
    assert "What was handed in" in page and "/ 100" not in page


def test_the_file_and_the_key_are_enough_to_check_it(db: Database, browser: Browser, handed_in: int, teacher: Viewer) -> None:
    key = browser.get("/receipts/key").strip()
    assert key == public_key(db.settings) and key in browser.get("/receipts")
    answer = browser.client.get(f"/receipts/{codes(db, teacher, handed_in)[0]}/receipt.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    check_signature(read_signed(answer.data), key)


def test_an_old_receipt_says_that_there_is_a_newer_one(db: Database, browser: Browser, handed_in: int, teacher: Viewer) -> None:
    code = codes(db, teacher, handed_in)[0]
    assert "graded again later" not in browser.get(f"/receipts/{code}")
    override(db, teacher, handed_in, "de_live", "1", "Talked about it.")
    assert "graded again later" in browser.get(f"/receipts/{code}")


def test_a_wrong_code_is_told_beside_the_field(browser: Browser) -> None:
    for code in ("0000-0000-0000-0000", "<script>alert(1)</script>", "x" * 500, "ß" * 16):
        answer = browser.client.get("/receipts", query_string={"code": code})
        assert answer.status_code == 404
        assert "There is no receipt with this code" in answer.text and "<script>alert" not in answer.text
    browser.get("/receipts/none", 404)
    browser.get("/receipts/none/receipt.json", 404)
