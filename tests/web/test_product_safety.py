"""The number under the bar code and who stands behind the goods: in the brief, in the editor and on the shop front."""

from pathlib import Path

import pytest

from lab.school.accounts import Viewer
from lab.school.assignments import AssignmentView
from lab.school.database import Database
from lab.school.runs import play_of
from lab.world.listing import Listing
from tests.web.browser import Browser
from tests.web.rewritten import open_rewritten
from tests.web.test_listings import PATH, send

GTIN = "6291041500213"
LABEL = """gtin: "6291041500213"
label:
  manufacturer: Qinglu Lighting Co., Ltd.
  address: 88 Huanshi Road, Zhongshan, China
  contact: service@qinglu.example
  country: CN
  responsible: Kontor Nord GmbH
  responsible_address: Speicherstraße 4, 20457 Hamburg
  responsible_contact: safety@kontor-nord.example
  warnings: {en: Use in dry rooms only.}
"""
GIVEN = {
    "label.manufacturer": "Qinglu Lighting Co., Ltd.", "label.address": "88 Huanshi Road, Zhongshan, China",
    "label.contact": "service@qinglu.example", "label.responsible": "Kontor Nord GmbH",
    "label.responsible_address": "Speicherstraße 4, 20457 Hamburg", "label.responsible_contact": "safety@kontor-nord.example",
    "label.warnings.de": "Nur in trockenen Räumen\nverwenden, von Wasser fernhalten.", "label.warnings.en": "Use in dry rooms only.",
}  # fmt: skip


def print_label(folder: Path) -> None:
    for path in (folder / "products").glob("*.yaml"):
        path.write_text(f"{path.read_text('utf-8').rstrip()}\n{LABEL}", "utf-8")


@pytest.fixture
def labelled(db: Database, student: Viewer, assignment: AssignmentView, tmp_path: Path) -> int:
    """The student's run of the sample, in which the supplier says what stands on the lamp."""
    return open_rewritten(db, student, assignment, tmp_path, print_label)


def saved(db: Database, student: Viewer, run_id: int) -> Listing:
    return play_of(db, student, run_id).world.listings["meridian/DE/lamp"]


def test_the_brief_says_what_stands_on_the_goods(at_home: Browser, labelled: int) -> None:
    page = at_home.get(f"/runs/{labelled}/brief")
    assert GTIN in page and "Kontor Nord GmbH" in page and "Use in dry rooms only." in page


def test_what_is_typed_is_saved_and_shown_to_buyers(at_home: Browser, db: Database, student: Viewer, labelled: int) -> None:
    assert send(at_home, labelled, gtin="6 291041 500213", **GIVEN).status_code == 302
    listing = saved(db, student, labelled)
    assert listing.gtin == GTIN and listing.label is not None
    assert listing.label.warning_in("de") == "Nur in trockenen Räumen\nverwenden, von Wasser fernhalten."
    shop = at_home.get(f"/runs/{labelled}/store/meridian/DE/item/lamp")
    assert "Produktsicherheit" in shop and "Verantwortliche Person" in shop and "verwenden, von Wasser fernhalten." in shop
    assert f'"gtin": "{GTIN}"' in shop or f'"gtin":"{GTIN}"' in shop
    before = play_of(db, student, labelled).seq
    assert send(at_home, labelled, gtin=GTIN, **GIVEN).status_code == 302
    assert play_of(db, student, labelled).seq == before  # nothing has changed


def test_what_the_offer_lacks_stands_beside_its_field(at_home: Browser, db: Database, student: Viewer, labelled: int) -> None:
    english = "Use this lamp in dry rooms only, and keep it away from water."
    assert send(at_home, labelled, gtin="6291041500231", **{**GIVEN, "label.address": "", "label.warnings.de": english}).status_code == 302
    page = at_home.get(f"/runs/{labelled}/{PATH}")
    assert 'id="f-gtin-fault"' in page and "does not fit the others" in page
    assert 'id="f-label.address-fault"' in page and 'id="f-label.contact-fault"' not in page
    assert 'id="f-label.warnings.de-fault"' in page and "buyers here read German" in page
    assert "Regulation (EU) 2023/988" in page


def test_a_refused_label_keeps_what_was_typed(at_home: Browser, db: Database, student: Viewer, labelled: int) -> None:
    answer = send(at_home, labelled, **{**GIVEN, "label.contact": "x" * 301})
    assert answer.status_code == 409 and 'id="f-label.contact-fault"' in answer.text and "Kontor Nord GmbH" in answer.text
    answer = send(at_home, labelled, **{**GIVEN, "label.warnings.de": "x" * 2001})
    assert answer.status_code == 409 and 'id="f-label.warnings.de-fault"' in answer.text
    answer = send(at_home, labelled, gtin="9" * 41)
    assert answer.status_code == 409 and 'id="f-gtin-fault"' in answer.text
    assert saved(db, student, labelled).label is None


def test_the_live_check_reads_them_too(at_home: Browser, db: Database, student: Viewer, labelled: int) -> None:
    faults = send(at_home, labelled, f"{PATH}/check", gtin="123", **{**GIVEN, "label.contact": ""}).json
    assert faults is not None and {"gtin", "label.contact"} <= set(faults["faults"]) and "label.address" not in faults["faults"]
    assert play_of(db, student, labelled).seq == 0


def test_where_the_supplier_says_nothing_the_editor_asks_for_nothing(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/{PATH}")
    assert "Product safety" not in page and 'name="gtin"' in page
