"""Pictures of a run over HTTP, and the markup that lets a browser choose among their copies."""

import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from PIL import Image

from lab.images.renditions import WIDTHS
from lab.school.accounts import Viewer, create_user
from lab.school.database import Database
from lab.school.media import add_picture
from tests.web.browser import PASSWORD, Browser


@pytest.fixture
def sha(db: Database, student: Viewer, run_id: int) -> str:
    """A picture of 1200 x 900 pixels that the student uploaded."""
    out = BytesIO()
    image = Image.new("RGB", (1200, 900), "white")
    image.paste((20, 40, 120), (200, 100, 1000, 800))
    image.save(out, "PNG")
    return add_picture(db, student, run_id, "lamp.png", out.getvalue()).sha256


@pytest.mark.parametrize(
    ("query", "size", "kind"),
    [
        ("", (480, 360), "webp"),
        ("?w=160", (160, 120), "webp"),
        ("?w=161&as=avif", (480, 360), "avif"),
        ("?w=960&as=jpeg", (960, 720), "jpeg"),
        ("?w=1600&as=webp", (1200, 900), "webp"),
        ("?w=99999&as=jpeg", (1200, 900), "jpeg"),
        ("?w=-5&as=gif", (480, 360), "webp"),
        ("?w=1e9&as=", (480, 360), "webp"),
    ],
)
def test_a_copy_comes_in_the_width_and_kind_asked_for(
    at_home: Browser, run_id: int, sha: str, query: str, size: tuple[int, int], kind: str
) -> None:
    shown = at_home.client.get(f"/runs/{run_id}/media/{sha}{query}")
    assert (shown.status_code, shown.mimetype) == (200, f"image/{kind}")
    with Image.open(BytesIO(shown.get_data())) as copy:
        assert (copy.size, copy.format) == (size, kind.upper())


def test_a_copy_may_be_kept_for_ever_by_its_reader_alone_and_is_never_sniffed(
    at_home: Browser, run_id: int, sha: str
) -> None:
    headers = at_home.client.get(f"/runs/{run_id}/media/{sha}").headers
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_a_stranger_and_somebody_signed_out_see_nothing(app: Flask, db: Database, run_id: int, sha: str) -> None:
    create_user(db, login="stranger", name="Stranger", password=PASSWORD, role="student")
    stranger = Browser(app.test_client()).sign_in("stranger")
    for query in ("", "?w=160&as=avif"):
        assert stranger.client.get(f"/runs/{run_id}/media/{sha}{query}").status_code == 404
        assert Browser(app.test_client()).client.get(f"/runs/{run_id}/media/{sha}{query}").status_code in (
            302,
            401,
            404,
        )


def markup(app: Flask, width: int, alt: str = "") -> str:
    image = SimpleNamespace(sha256="ab" * 32, facts=SimpleNamespace(width_px=width, height_px=width * 3 // 4))
    with app.test_request_context():
        return render_template_string(
            "{% from 'parts/picture.html' import photo %}{{ photo(7, image, alt, sizes='50vw', css='first') }}",
            image=image,
            alt=alt,
        )


def test_the_markup_offers_the_newest_kind_first_and_jpeg_last(app: Flask) -> None:
    text = markup(app, 2000)
    assert re.findall(r'<source type="([^"]+)"', text) == ["image/avif", "image/webp"]
    assert re.findall(r"as=(\w+)", text) == ["avif"] * 4 + ["webp"] * 4 + ["jpeg"] * 5
    assert text.index("</picture>") > text.index("<img ") > text.index("<source ")
    assert 'width="2000" height="1500"' in text
    assert 'class="first"' in text
    assert text.count('sizes="50vw"') == 3
    assert 'loading="lazy"' in text


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (2000, [160, 480, 960, 1600]),
        (1200, [160, 480, 960, 1200]),
        (960, [160, 480, 960]),
        (500, [160, 480, 500]),
        (100, [100]),
    ],
)
def test_no_width_is_offered_beyond_the_picture_s_own(app: Flask, width: int, offered: list[int]) -> None:
    (avif,) = re.findall(r'<source type="image/avif" srcset="([^"]+)"', markup(app, width))
    assert [int(one.split()[1].removesuffix("w")) for one in avif.split(", ")] == offered


def test_the_widths_of_the_markup_are_those_that_are_made(app: Flask) -> None:
    (avif,) = re.findall(r'<source type="image/avif" srcset="([^"]+)"', markup(app, 5000))
    assert tuple(int(found) for found in re.findall(r"w=(\d+)", avif)) == WIDTHS


def test_a_description_cannot_break_out_of_the_markup(app: Flask) -> None:
    text = markup(app, 2000, alt='"><script>alert(1)</script>')
    assert "<script" not in text
    assert 'alt="&#34;&gt;&lt;script&gt;' in text
