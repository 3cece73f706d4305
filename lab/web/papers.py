"""The papers of a parcel, to look at and print, or as a PDF file."""

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from lab.papers.kinds import customs_kind
from lab.papers.kinds import page as paper_page
from lab.papers.page import Page
from lab.papers.pdf import pdf
from lab.school.order_view import papers_of, shipment_of
from lab.values.errors import NotFound
from lab.web.order_page import order_of, pages
from lab.web.seller import seat_at


@pages.get("/runs/<int:run_id>/orders/<order_id>/papers/<paper>")
def get_paper(run_id: int, order_id: str, paper: str) -> str:
    """A paper on its sheet; `parcel` in the address counts the order's parcels from 1."""
    made, number = _paper(run_id, order_id, paper)
    return render_template(
        "papers/document.html",
        paper=made,
        pdf_url=url_for("orders.get_paper_file", run_id=run_id, order_id=order_id, paper=paper, parcel=number),
        back_url=url_for("orders.get_order", run_id=run_id, order_id=order_id),
    )


@pages.get("/runs/<int:run_id>/orders/<order_id>/papers/<paper>.pdf")
def get_paper_file(run_id: int, order_id: str, paper: str) -> Response:
    """The same paper as a file."""
    made, number = _paper(run_id, order_id, paper)
    name = f"{paper}-{order_id}-{number}.pdf"
    return Response(
        pdf(made), mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _paper(run_id: int, order_id: str, kind: str) -> tuple[Page, int]:
    """A paper that the parcel has, and the parcel's number. Raises NotFound."""
    seat = seat_at(run_id)
    order = order_of(seat, order_id)
    text = request.args.get("parcel", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0
    if not 1 <= number <= len(order.parcels):
        raise NotFound("no_such_page")
    parcel = order.parcels[number - 1]
    shipment = shipment_of(seat.world, order, parcel)
    if kind not in papers_of(parcel, customs_kind(shipment)):
        raise NotFound("no_such_page")
    return paper_page(shipment, kind), number
