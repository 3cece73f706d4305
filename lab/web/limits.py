"""What no request may hold: numbers that the database cannot keep, and fields without a name."""

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

from lab.values.errors import BadInput

LARGEST_ID = 2**31 - 1
"""PostgreSQL's integer ends here; a larger number in an address is that of nothing."""


class _Number(IntegerConverter):
    """`<int:...>` in an address."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def refuse_nameless_fields() -> None:
    """A part of a multipart form without a name is no field; whatever reads forms by name stumbles over it."""
    if None in request.form or None in request.files:
        raise BadInput("bad_request")


def register(app: Flask) -> None:
    """To be called before anything that reads forms, and before the first rule."""
    app.url_map.converters["int"] = _Number
    app.before_request(refuse_nameless_fields)
