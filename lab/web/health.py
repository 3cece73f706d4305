"""One address that tells a supervisor whether this process can answer and reach its database."""

from flask import Blueprint, Response

from lab.school.accounts import people_count
from lab.web.access import db

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def get_health() -> Response:
    people_count(db())
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
