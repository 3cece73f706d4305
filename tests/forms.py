"""The forms of a page, read as a browser reads them: what each would send, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

Pairs = list[tuple[str, str]]
_NOT_SENT = frozenset({"button", "file", "image", "reset", "submit"})


@dataclass(slots=True)
class Control:
    """One field. `sent` are the values it would send as it stands; `offered` those that a list or a box offers."""

    name: str
    kind: str
    sent: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    """A form; `buttons` are the pairs that its submit buttons add, without those that send elsewhere."""

    action: str
    method: str
    multipart: bool
    controls: list[Control] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Every field that a person can fill in or choose, once."""
        return list(dict.fromkeys(one.name for one in self.controls if one.kind != "hidden"))

    def pairs(self, button: tuple[str, str] | None = None, **changes: str | list[str] | None) -> Pairs:
        """What is sent: every field as it stands, but for `changes` (None leaves a field out, a list sends it often)."""
        found: Pairs = []
        for control in self.controls:
            if control.name not in changes:
                found += [(control.name, value) for value in control.sent]
        for name, value in changes.items():
            if value is not None:
                found += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return [*found, button] if button else found


def forms_of(page: str, address: str = "") -> list[Form]:
    """Every form of a page; a form without an action is sent to the page's own address."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def form_to(page: str, address: str) -> Form:
    """The form of a page that is sent to an address (without its #part). Raises LookupError."""
    for form in forms_of(page, address):
        if form.action.partition("#")[0] == address:
            return form
    raise LookupError(f"no form is sent to {address}")


class _Reader(HTMLParser):
    """Collects forms; templates never nest them and never use the `form` attribute."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._list: Control | None = None
        self._area: Control | None = None
        self._off = 0  # depth of fieldsets inside a disabled one

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(given.get("action") or self.address, method, given.get("enctype") == "multipart/form-data")
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "fieldset" and (self._off or "disabled" in given):
            self._off += 1
        name = given.get("name", "")
        if self._off or "disabled" in given:
            return
        if tag == "input" and name:
            self._input(self._form, name, given)
        elif tag == "select" and name:
            self._list = Control(name, "select")
            self._form.controls.append(self._list)
        elif tag == "option" and self._list is not None:
            self._list.offered.append(given.get("value", ""))
            if "selected" in given:
                self._list.sent = [given.get("value", "")]
        elif tag == "textarea" and name:
            self._area = Control(name, "textarea", [""])
            self._form.controls.append(self._area)
        elif tag == "button" and name and given.get("type", "submit") == "submit":
            self._form.buttons.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "fieldset" and self._off:
            self._off -= 1
        elif tag == "select" and self._list is not None:
            if not self._list.sent and self._list.offered:
                self._list.sent = self._list.offered[:1]
            self._list = None
        elif tag == "textarea" and self._area is not None:
            self._area.sent = [self._area.sent[0].removeprefix("\n")]
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.sent = [self._area.sent[0] + data]

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text").lower()
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            value = given.get("value", "on")
            form.controls.append(Control(name, kind, [value] if "checked" in given else [], [value]))
        elif kind not in _NOT_SENT:
            form.controls.append(Control(name, kind, [given.get("value", "")]))
