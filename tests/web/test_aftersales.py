"""Returns, claims and reviews: what is shown, decided and kept."""

from lab.orders.claims import open_claim
from lab.orders.returns import request_return
from lab.orders.reviewing import request_review
from lab.school.accounts import Viewer
from lab.school.aftersales_view import waiting
from lab.school.database import Database
from lab.school.runs import play_of
from tests.web.browser import Browser
from tests.web.trade import ORDER, delivered


def test_without_anything_the_pages_say_so(at_home: Browser, run_id: int) -> None:
    assert "Nobody wants to send anything back." in at_home.get(f"/runs/{run_id}/aftersales")
    assert "No buyer has turned to a platform or a bank." in at_home.get(f"/runs/{run_id}/aftersales/claims")
    assert "No reviews yet" in at_home.get(f"/runs/{run_id}/aftersales/reviews")


def test_a_return_shows_what_each_decision_costs_and_is_decided(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    request_return(world, ORDER, "changed_mind")
    page = at_home.get(f"/runs/{run_id}/aftersales")
    assert "Changed their mind" in page
    assert "for the way back" in page
    at_home.send(f"/runs/{run_id}/aftersales/returns/{ORDER}", decision="keep_goods")
    found = play_of(db, student, run_id).world.returns[0]
    assert (found.decision, found.decided_by) == ("keep_goods", "shop")
    assert "stay with the buyer" in at_home.get(f"/runs/{run_id}/aftersales")


def test_an_offer_that_cannot_be_read_stays_in_the_form(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    request_return(world, ORDER, "changed_mind")
    path = f"/runs/{run_id}/aftersales/returns/{ORDER}"
    at_home.get(f"/runs/{run_id}/aftersales")
    answer = at_home.send(path, status=422, decision="offer", offer="some")
    assert 'value="some"' in answer.text
    assert 'value="offer" checked' in answer.text
    answer = at_home.send(path, status=422)
    assert "Choose what becomes of it." in answer.text
    at_home.send(path, status=409, decision="offer", offer="9999")
    at_home.send(path, decision="offer", offer="1,50")
    assert str(play_of(db, student, run_id).world.returns[0].offer) == "1.50 EUR"
    assert "the buyer thinks about your offer" in at_home.get(f"/runs/{run_id}/aftersales")


def test_a_return_that_is_not_there_is_refused_at_the_top_of_the_page(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    delivered(db, student, run_id)
    at_home.get(f"/runs/{run_id}/aftersales")
    at_home.send(f"/runs/{run_id}/aftersales/returns/{ORDER}", decision="declined")
    at_home.send(f"/runs/{run_id}/aftersales/returns/o999", status=404, decision="declined")
    assert play_of(db, student, run_id).world.returns == []


def test_only_evidence_that_the_shop_has_can_be_ticked(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    open_claim(world, ORDER, "not_as_described", "chargeback")
    page = at_home.get(f"/runs/{run_id}/aftersales/claims")
    assert 'name="evidence" value="packing_list"' in page
    assert 'name="evidence" value="customs_papers"' not in page
    assert "and a fee of" in page
    assert waiting(world) == 1
    path = f"/runs/{run_id}/aftersales/claims/{ORDER}"
    assert "less than" in at_home.send(path, status=422, answer="offer", offer="").text
    at_home.send(path, status=409, answer="contest", evidence="customs_papers", text="See the form.")
    at_home.send(path, answer="contest", evidence="packing_list", text="Wie bestellt gepackt.")
    dispute = play_of(db, student, run_id).world.disputes[0]
    assert (dispute.answer, dispute.evidence) == ("contest", ("packing_list",))
    assert "ruling in" in at_home.get(f"/runs/{run_id}/aftersales/claims")


def test_a_claim_that_is_paid_stands_among_those_that_are_over(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    open_claim(world, ORDER, "late")
    at_home.get(f"/runs/{run_id}/aftersales/claims")
    at_home.send(f"/runs/{run_id}/aftersales/claims/{ORDER}", answer="accept")
    assert "You paid everything back." in at_home.get(f"/runs/{run_id}/aftersales/claims")
    sheet = at_home.client.get(f"/runs/{run_id}/aftersales/claims.csv").text
    assert "accept" in sheet.splitlines()[1]


def test_a_review_is_read_and_replied_to_once(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    request_review(world, ORDER, 2)
    page = at_home.get(f"/runs/{run_id}/aftersales/reviews?show=open")
    assert "2 stars" in page
    path = f"/runs/{run_id}/aftersales/reviews/{ORDER}"
    assert "x" * 5000 in at_home.send(f"{path}?show=open", status=409, text="x" * 5000).text
    at_home.send(path, status=409, text=" ")
    answer = at_home.send(f"{path}?show=open", text="Das tut uns leid, wir schicken Ersatz.")
    assert answer.location.endswith("/aftersales/reviews?show=open")
    assert "Das tut uns leid" in at_home.get(f"/runs/{run_id}/aftersales/reviews")
    assert "Every review has your reply" in at_home.get(f"/runs/{run_id}/aftersales/reviews?show=open")


def test_returns_go_out_as_a_sheet(at_home: Browser, db: Database, student: Viewer, run_id: int) -> None:
    world = delivered(db, student, run_id)
    request_return(world, ORDER, "not_as_described")
    answer = at_home.client.get(f"/runs/{run_id}/aftersales/returns.csv")
    assert answer.data.startswith(b"\xef\xbb\xbforder,platform,country,sku,")
    assert "not_as_described" in answer.text
