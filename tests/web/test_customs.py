"""Customs pages: the code finder, the landed-cost calculator, Incoterms, and decisions by country."""

from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.runs import play_of
from tests.web.browser import Browser

PARCEL = {
    "from": "CN", "to": "DE", "on": "2026-05-04", "currency": "EUR", "code.1": "9405.29", "value.1": "200", "pieces.1": "2",
    "weight_g.1": "3400", "freight": "20", "insurance": "0", "incoterm": "DAP", "channel": "post", "number": "travels",
}  # fmt: skip


def query(**changes: str) -> str:
    return "&".join(f"{name}={value}" for name, value in {**PARCEL, **changes}.items())


def test_goods_are_found_in_two_languages_with_path_and_reasons(at_home: Browser, run_id: int) -> None:
    for words in ("desk lamp", "Schreibtischlampe", "台灯"):
        page = at_home.get(f"/runs/{run_id}/customs?q={words}")
        assert "9405.2" in page, words
        assert "Lamps and lighting fittings" in page
    assert "No code found" in at_home.get(f"/runs/{run_id}/customs?q=zzzzqqq")


def test_two_codes_are_compared(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/customs?compare=940521&compare=9405.29")
    assert "They part at the subheading" in page
    assert "Rule 6" in page
    assert "Choose two codes" in at_home.get(f"/runs/{run_id}/customs?compare=940521")
    at_home.get(f"/runs/{run_id}/customs?compare=940521&compare=000000")


def test_the_calculator_begins_empty_and_names_every_line(at_home: Browser, run_id: int) -> None:
    assert "To the door in" not in at_home.get(f"/runs/{run_id}/customs/landed")
    page = at_home.get(f"/runs/{run_id}/customs/landed?{query()}")
    for words in ("To the door in Germany", "Customs duty", "Import tax", "the buyer, at the door", "ordinary import by the tariff"):
        assert words in page, words


def test_every_country_and_wrong_input_leave_a_page(at_home: Browser, run_id: int) -> None:
    for code in ("US", "GB", "BR", "KZ", "TR", "KR"):
        assert "Landed cost line by line" in at_home.get(f"/runs/{run_id}/customs/landed?{query(to=code)}"), code
    page = at_home.get(f"/runs/{run_id}/customs/landed?{query(**{'code.1': '12', 'freight': 'x', 'on': 'soon'})}")
    assert "at least six digits" in page
    assert "“x” is not an amount" in page
    assert "year-month-day" in page
    at_home.get(f"/runs/{run_id}/customs/landed?{query(on='1900-01-01')}")
    at_home.get(f"/runs/{run_id}/customs/landed?{query(to='XX', currency='???', **{'value.1': '-5', 'pieces.1': '0'})}")
    at_home.get(f"/runs/{run_id}/customs/landed?to=DE")


def test_a_number_that_is_missing_is_paid_for_at_the_border(at_home: Browser, run_id: int) -> None:
    cheap = {"value.1": "40", "freight": "5"}
    with_number = at_home.get(f"/runs/{run_id}/customs/landed?{query(**cheap)}")
    without = at_home.get(f"/runs/{run_id}/customs/landed?{query(**cheap, number='missing')}")
    assert "the buyer, at the door" not in with_number
    assert "the buyer, at the door" in without


def test_all_eleven_incoterms_stand_in_the_table(at_home: Browser, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/customs/incoterms")
    assert page.count('class="card" id="term-') == 11
    assert page.count("for parcels to consumers") == 2


def test_a_decision_is_recorded_with_its_reason(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    at_home.get(f"/runs/{run_id}/customs/rules?sku=lamp&country=KZ")
    path = f"/runs/{run_id}/customs/rules/lamp/KZ"
    assert "Choose whether you sell it there." in at_home.send(path, status=422).text
    assert "Say which rule it rests on." in at_home.send(path, status=409, choice="refuse").text
    at_home.send(path, choice="refuse", words="No certificate yet.")
    decision = play_of(db, student, run_id).world.decisions[-1]
    assert (decision.sku, decision.country, decision.choice, decision.reason) == ("lamp", "KZ", "refuse", "No certificate yet.")
    assert "No certificate yet." in at_home.get(f"/runs/{run_id}/customs/rules?sku=lamp&country=KZ")
    at_home.send(f"/runs/{run_id}/customs/rules/lamp/FR", status=404, choice="sell")


def test_hazards_are_declared_or_said_to_be_none(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    page = at_home.get(f"/runs/{run_id}/customs/rules?sku=lamp")
    assert " checked" not in page[page.index('id="hazards"') :]  # nothing is told
    path = f"/runs/{run_id}/customs/hazards/lamp"
    at_home.send(path, status=422)
    at_home.send(path, status=422, flag="lithium", none="1")
    at_home.send(path, flag="magnet")
    assert play_of(db, student, run_id).world.hazards == {"lamp": ("magnet",)}
    at_home.send(path, none="1")
    assert play_of(db, student, run_id).world.hazards == {"lamp": ()}


HOSTILE = ("", "a\x00b", "\u202e²٣", "<script>{{ 7*7 }}</script>%(name)s", "-5", "1e309", "9" * 400, "9999-12-31", "Ä" * 2000)


def test_nothing_that_stands_in_an_address_breaks_a_page(at_home: Browser, run_id: int) -> None:
    for text in HOSTILE:
        for path, names in (
            ("customs", ("q", "compare")),
            ("customs/landed", tuple(PARCEL)),
            ("customs/rules", ("sku", "country")),
            ("shipping/services", ("sku", "pieces", "country", "postcode")),
            ("stock/transfer", ("sku", "quantity", "to", "lane")),
            ("aftersales/reviews", ("show", "page")),
        ):
            answer = at_home.client.get(f"/runs/{run_id}/{path}", query_string=dict.fromkeys(names, text))
            assert answer.status_code == 200, (path, text)
            assert "<script>{{" not in answer.text
