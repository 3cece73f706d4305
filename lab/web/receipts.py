"""Looking up a receipt or a transcript by its code, for anybody who was given the code; and the key that signs them."""

from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lab.bundles.receipt import tidy_code
from lab.school.receipts import FoundReceipt, public_key, receipt_by_code
from lab.school.transcripts import transcript_by_code
from lab.values.errors import NotFound
from lab.web.access import db
from lab.web.errors import sentence
from lab.web.transcripts import shown_transcript

pages = Blueprint("receipts", __name__)


@pages.get("/receipts")
def get_receipts() -> AnyResponse | str | tuple[str, int]:
    """A field for the code, and the public key."""
    typed = request.args.get("code", "")[:80]
    if not typed:
        return _page("", "")
    code = tidy_code(typed)
    try:
        if _receipt(code) is None:
            transcript_by_code(db(), code)
    except NotFound as error:
        return _page(typed, sentence(error)), error.status
    return redirect(url_for("receipts.get_receipt", code=code))


@pages.get("/receipts/key")
def get_key() -> Response:
    """The public key alone, for programs."""
    return Response(public_key(db().settings) + "\n", mimetype="text/plain")


@pages.get("/receipts/<code>")
def get_receipt(code: str) -> str:
    """What a receipt says: no name, but what was graded, with which result, and when. Or a transcript, under the same kind of code."""
    found = _receipt(code)
    if found is None:
        return shown_transcript(code)
    about = found.receipt
    return render_template(
        "receipts/receipt.html", found=found, about=about, made_at=datetime.fromisoformat(about.made_at),
        handed_in_at=datetime.fromisoformat(about.handed_in_at) if about.handed_in_at else None, key=public_key(db().settings),
    )  # fmt: skip


@pages.get("/receipts/<code>/receipt.json")
def get_receipt_file(code: str) -> Response:
    """The signed receipt or transcript as a file, to be checked without this server."""
    found = _receipt(code)
    signed = transcript_by_code(db(), code).signed if found is None else found.signed
    kind = "transcript" if found is None else "receipt"
    headers = {"Content-Disposition": f'attachment; filename="{kind}-{signed.code}.json"'}
    return Response(signed.to_json(), mimetype="application/json", headers=headers)


def _receipt(code: str) -> FoundReceipt | None:
    """The receipt of a code; None where there is none, so that it may be a transcript's."""
    try:
        return receipt_by_code(db(), code)
    except NotFound:
        return None


def _page(typed: str, fault: str) -> str:
    return render_template("receipts/receipts.html", typed=typed, fault=fault, key=public_key(db().settings))
