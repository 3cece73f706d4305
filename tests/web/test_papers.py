"""The papers of a parcel: only those it has, as a page and as a file."""

import pytest

from lab.school.accounts import Viewer
from lab.school.database import Database
from tests.web.browser import Browser
from tests.web.order_shop import ABROAD, HOME, open_shop, send


@pytest.fixture
def shop(db: Database, student: Viewer, run_id: int) -> int:
    return open_shop(db, student, run_id)


def test_a_parcel_has_its_label_and_the_papers_that_were_put_in(at_home: Browser, shop: int) -> None:
    at_home.get(f"/runs/{shop}/orders/{HOME}/papers/address_label", status=404)
    send(at_home, shop, f"/{HOME}/ship", **{"pack.bulb": "1", "paper": ["invoice"], "lane": "de_parcel"})
    page = at_home.get(f"/runs/{shop}/orders/{HOME}")
    assert "papers/invoice?parcel=1" in page and "papers/packing_list" not in page
    label = at_home.get(f"/runs/{shop}/orders/{HOME}/papers/address_label?parcel=1")
    assert "Address label" in label and f"/runs/{shop}/orders/{HOME}" in label
    at_home.get(f"/runs/{shop}/orders/{HOME}/papers/packing_list?parcel=1", status=404)
    for strange in ("0", "2", "x", "9" * 9):
        at_home.get(f"/runs/{shop}/orders/{HOME}/papers/address_label?parcel={strange}", status=404)


def test_a_customs_form_says_what_was_declared(at_home: Browser, shop: int) -> None:
    form = {
        "with_form": "1", "form.kind": "gift", "form.description": "Nice things", "form.hs_code": "123456", "form.origin": "DE",
        "form.quantity": "7", "form.value": "1", "form.weight_g": "5",
    }  # fmt: skip
    send(at_home, shop, f"/{ABROAD}/ship", **{"pack.bulb": "2", "lane": "kz_tracked", **form})
    page = at_home.get(f"/runs/{shop}/orders/{ABROAD}/papers/cn22")
    assert "7 × Nice things" in page and "123456" in page
    at_home.get(f"/runs/{shop}/orders/{ABROAD}/papers/cn23", status=404)
    file = at_home.client.get(f"/runs/{shop}/orders/{ABROAD}/papers/cn22.pdf")
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
