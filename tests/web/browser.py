"""A person at a browser: keeps cookies, reads pages, sends forms with their token."""

import re
from dataclasses import dataclass, field
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery"
SCENARIO = "desk-lamp-two-markets"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Browser:
    """A person at a browser: `get` opens a page, `send` sends a form from the page opened last."""

    client: FlaskClient
    token: str = ""
    page: str = field(default="", repr=False)

    def get(self, path: str, status: int = 200, **more: str) -> str:
        answer = self.client.get(path, headers=more)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:600])
        self._keep(answer)
        return self.page

    def send(self, path: str, status: int = 302, **fields: str) -> TestResponse:
        answer = self.client.post(path, data={"csrf_token": self.token, **fields})
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        self._keep(answer)
        return answer

    def sign_in(self, login: str) -> "Browser":
        self.get("/sign-in")
        self.send("/sign-in", login=login, password=PASSWORD)
        self.get("/account")
        return self

    def _keep(self, answer: TestResponse) -> None:
        self.page = unescape(answer.text) if answer.mimetype == "text/html" else answer.text
        found = _TOKEN.search(answer.text)
        self.token = found[1] if found else self.token
