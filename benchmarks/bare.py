"""A bare Flask page to compare with: one plain template that loops over 48 prepared rows, as many bytes as asked for."""

import os

from flask import Flask, render_template
from jinja2 import DictLoader

ROWS = 48
ROW = (
    '<li><a href="{{ row.href }}"><img src="{{ row.image }}" alt=""></a><h2><a href="{{ row.href }}">{{ row.title }}</a></h2>'
    "<p>{{ row.stars }} ({{ row.reviews }})</p><p>{{ row.price }}</p><p>{{ row.delivery }}</p><p>FILL</p></li>\n"
)
PAGE = '<!doctype html>\n<html lang="en"><title>{{ title }}</title>\n<ol>{% for row in rows %}ROW{% endfor %}</ol></html>'


def make() -> Flask:
    """The application; `BARE_BYTES` in the environment is the size of its page."""
    app = Flask("bare")
    rows = [
        {
            "href": f"/item/{number}", "image": f"/static/{number}.svg", "title": f"A thing with the number {number}",
            "stars": "4.5", "reviews": 100 + number, "price": "12.90", "delivery": "Delivered in about 5 days",
        }
        for number in range(ROWS)
    ]  # fmt: skip
    fill = max(0, int(os.environ["BARE_BYTES"]) // ROWS - 260)
    app.jinja_loader = DictLoader({"page.html": PAGE.replace("ROW", ROW.replace("FILL", "x" * fill))})

    @app.get("/")
    def page() -> str:
        return render_template("page.html", title="Results", rows=rows)

    return app
