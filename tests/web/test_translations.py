"""Every word of the pages is marked for translation, and every catalogue has it, with the same places for values."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from jinja2.visitor import NodeVisitor

from lab.cli.translations import FOLDER, missing_strings
from lab.values.places import ROOT
from lab.web.languages import LANGUAGES, LOCALES

TEMPLATES = ROOT / "templates"
CATALOGUES = {code: FOLDER / LOCALES[code] / "LC_MESSAGES" / "messages.po" for code in LANGUAGES if code != "en"}
TRANSLATED = ("zh_Hans_CN", "ar", "ru")
_PLACES = re.compile(r"%\((\w+)\)[a-z]|(?<!%)\{(\w*)\}")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every string that the pages mark, extracted as `lab translations` does it."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    arguments = ["extract", "-F", ROOT / "babel.cfg", "-k", "lazy_gettext", "-k", "_l", "--no-location", "-o", path, ROOT]
    CommandLineInterface().run(["pybabel", "-q", *map(str, arguments)])
    return path


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def places(text: str) -> set[str]:
    """The names of the values that a sentence has places for."""
    return {name or f"{{{field}}}" for name, field in _PLACES.findall(text)}


def test_the_pages_mark_their_words(template: Path) -> None:
    words = {message.id for message in catalogue(template)}
    assert len(words) > 400
    assert "Sign in" in words and "Hand in" in words


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_catalogue_lacks_nothing(template: Path, locale: str) -> None:
    missing = missing_strings(template)
    assert locale in missing, f"there is no catalogue for {locale}"
    assert missing[locale] == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_translations_have_the_same_places_for_values(code: str) -> None:
    wrong = []
    for message in catalogue(CATALOGUES[code]):
        if not message.id:
            continue
        if isinstance(message.id, str):
            if places(message.id) != places(str(message.string)):
                wrong.append((message.id, message.string))
        else:
            wrong += [(message.id, form) for form in message.string if not _fits(message, form)]
    assert wrong == []


def _fits(message: Message, form: str) -> bool:
    """A plural form may leave the number out ("one order"), and nothing else."""
    wanted = set().union(*map(places, message.id))
    return wanted - {"num", "n"} <= places(form) <= wanted


@pytest.mark.parametrize("code", CATALOGUES)
def test_translations_can_be_filled_in(code: str) -> None:
    """A lone per cent sign would break the page that shows the sentence."""
    for message in catalogue(CATALOGUES[code]):
        if message.id:
            originals = [message.id] if isinstance(message.id, str) else message.id
            for text in [message.string] if isinstance(message.string, str) else message.string:
                values = dict.fromkeys(set().union(*map(places, originals)), "x")
                if values or "%%" in "".join(originals):
                    assert str(text) % values


# --- words that nobody marked ---

BRANDS = {"CN22", "CN23", "CSV", "EUR", "Ctrl", "Enter", "Tab"}
EXAMPLES = {"Aigerim Sarsenova\nLi Wei, li.wei\nنور الدين", "Canvas", "Moodle"}
"""Names of people in a field's placeholder, and of other systems: the same in every language."""

NO_TEXT = {"page_class", "body_class"}
"""Blocks that hold names of classes."""

_BARE_ATTRIBUTE = re.compile(r'\s[a-z-]+="[\w -]*"?')
_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MARKERS = frozenset({"_", "gettext", "ngettext"})


class _Words(HTMLParser):
    """The words that a reader of the page would see; values of the template stand as \\x00 and do not count."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")
        self.found += [value or "" for name, value in attrs if name in _ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(_BARE_ATTRIBUTE.sub("", data))  # macros that write attributes for their callers


def plain_html(source: str) -> str:
    """A template without its statements; each expression stands as one sign that is no letter."""
    parts: list[str] = []
    names: list[str] = []
    block = ""
    for _line, kind, text in Environment().lex(source):
        if kind == "data" and block not in NO_TEXT:
            parts.append(text)
        elif kind == "variable_begin":
            parts.append("\x00")
        elif kind == "block_begin":
            names = []
        elif kind == "name":
            names.append(text)
        elif kind == "block_end" and names[:1] in (["block"], ["endblock"]):
            block = names[1] if names[0] == "block" else ""
    return "".join(parts).replace("<\x00", "<x-any").replace("</\x00", "</x-any")


class _Constants(NodeVisitor):
    """Texts in expressions that look like words for a reader and stand in no call that translates them."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Call(self, node: nodes.Call) -> None:
        if not (isinstance(node.node, nodes.Name) and node.node.name in _MARKERS):
            self.generic_visit(node)
            return
        for keyword in node.kwargs:
            self.visit(keyword)

    def visit_Const(self, node: nodes.Const) -> None:
        if isinstance(node.value, str) and re.match(r"[A-ZÄÖÜ][a-zäöü]+( |$)|[a-z]+ [a-z]+ [a-z]+", node.value):
            self.found.append(node.value)


PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.parent.name != "dev")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_holds_no_word_that_is_not_marked(path: Path) -> None:
    source = path.read_text("utf-8")
    reader = _Words()
    reader.feed(plain_html(source))
    unmarked = [word for text in reader.found for word in _LETTERS.findall(text) if word not in BRANDS]
    constants = _Constants()
    constants.visit(Environment().parse(source))
    assert [*unmarked, *(text for text in constants.found if text not in EXAMPLES)] == []


def test_the_search_for_unmarked_words_finds_some() -> None:
    source = '<p title="Hello there">{{ _("fine") }} Oops {{ button("Save it", kind="primary small") }}<script>const x</script></p>'
    reader = _Words()
    reader.feed(plain_html(source))
    assert [word for text in reader.found for word in _LETTERS.findall(text)] == ["Hello", "there", "Oops"]
    constants = _Constants()
    constants.visit(Environment().parse(source))
    assert constants.found == ["Save it"]
