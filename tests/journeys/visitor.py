"""A person at a browser without script, as a plain HTTP client over one connection: keeps cookies, reads and sends forms."""

from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlencode

from tests.forms import Form, form_to, forms_of

TIMEOUT = 30


class NoAnswer(Exception):
    """The connection broke before an answer was read: nobody knows whether the server did it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: status, where it sends the browser, and the page."""

    status: int
    location: str
    page: str = field(repr=False)


@dataclass
class Visitor:
    """One browser. `page` and `path` are what it shows."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    path: str = ""
    page: str = field(default="", repr=False)
    _line: HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str, status: int = 200) -> str:
        """Open a page."""
        answer = self.ask("GET", path)
        assert answer.status == status, (path, answer.status, answer.location, answer.page[:600])
        self.path, self.page = path, answer.page
        return answer.page

    def form(self, path: str) -> Form:
        """The form of the page that is sent to an address."""
        return form_to(self.page, path)

    def send(self, form: Form, button: tuple[str, str] | None = None, **changes: "str | list[str] | None") -> Answer:
        """Send a form with some of its fields changed; its answer is not followed."""
        body = urlencode(form.pairs(button, **changes)).encode()
        return self.ask(
            "POST", form.action.partition("#")[0], body, {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def sign_in(self, login: str, password: str) -> "Visitor":
        self.get("/sign-in")
        answer = self.send(self.form("/sign-in"), login=login, password=password)
        assert answer.status == 302, answer.page[:1000]
        return self

    def open_assignment(self) -> str:
        """Begin or go on with the first assignment of one's own page; the path of the run, with a slash at its end."""
        self.get("/my")
        form = next(form for form in forms_of(self.page) if form.action.endswith("/open"))
        answer = self.send(form)
        assert answer.status == 302, answer.page[:1000]
        return answer.location

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request. Raises NoAnswer when the connection breaks."""
        if self._line is None:
            self._line = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._line.request(method, path, body, {"Cookie": cookie, "Accept": "text/html", **(headers or {})})
            response = self._line.getresponse()
            page = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            self.leave()
            raise NoAnswer(str(error)) from error
        self._keep_cookies(response)
        return Answer(response.status, response.headers.get("Location", ""), page)

    def leave(self) -> None:
        """Close the connection; the next request opens a new one."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _sep, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
