"""The frame around a shop front's pages: made once for a person, a run and its state, and filled for each page.

What differs from page to page stands as a mark in the frame that is kept: the title, the links of the head, the page's own address,
and the shop front itself. The token of its forms holds as long as the session (WTF_CSRF_TIME_LIMIT is none), so a frame belongs to one
session. A page with messages at its top is made afresh, and so is one of a past moment: its bar leads through
that page's own address.
"""

import re
from collections.abc import Mapping

from flask import current_app, request, session
from markupsafe import escape

from lab.web.access import viewer
from lab.web.kept import Kept
from lab.web.languages import page_language, page_theme
from lab.web.seller import Seat, page

FRAMES_KEPT = 512
_MARK = re.compile(rb"(\x02[a-z]+\x02)")


def mark(name: str) -> str:
    """Stands in a text for what is filled in later; no tidied text of a person holds its sign."""
    return f"\x02{name}\x02"


def pieces_of(text: str) -> tuple[bytes, ...]:
    """A text cut at its marks: pieces and marks by turns."""
    return tuple(_MARK.split(text.encode()))


def filled(pieces: tuple[bytes, ...], values: Mapping[bytes, bytes]) -> bytes:
    return b"".join([values[piece[1:-1]] if place % 2 else piece for place, piece in enumerate(pieces)])


def framed(seat: Seat, platform: str, country: str, title: str, links: bytes, store: bytes) -> bytes:
    """A whole page. `title` is plain text, `links` and `store` are markup."""
    here = request.full_path.rstrip("?")
    values = {
        b"title": str(escape(title)).encode(), b"links": links, b"store": store,
        b"here": str(escape(here)).encode(),
    }  # fmt: skip
    kept: Kept[tuple[bytes, ...]] = current_app.extensions.setdefault("lab_store_frames", Kept(FRAMES_KEPT))
    key = (
        viewer(), page_language(), page_theme(), request.script_root, seat.run.id, seat.run.state, seat.run.student, seat.may_act,
        seat.play.chain_hash, platform, country, session.get("csrf_token"),
    )  # fmt: skip
    is_plain = "_flashes" not in session and "csrf_token" in session and seat.past is None and not current_app.debug
    pieces = kept.get(key) if is_plain else None
    if pieces is None:
        text = page(
            "storefront/frame.html", seat, platform=platform, country=country, fronts=seat.world.setting.places,
            title=mark("title"), links=mark("links"), store=mark("store"), here=mark("here"),
        )  # fmt: skip
        pieces = pieces_of(text)
        if is_plain:
            kept.keep(key, pieces)
    return filled(pieces, values)
