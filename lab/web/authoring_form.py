"""What the pages of a draft share: its faults, where a copy can come from, and how a fault is shown."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from lab.scenarios.script import Scenario
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.drafts import PICTURES, TEXTS, DraftView, files_of, texts_of
from lab.school.proofreading import faults_of
from lab.school.releases import Offer, offered_scenario
from lab.values.errors import Fault, NotFound
from lab.values.text import chosen
from lab.web.kept import Kept
from lab.web.languages import page_language

_FAULTS: Kept[dict[str, list[Fault]]] = Kept(64)
DRAFT = "draft:"


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault as a page and a script show it."""

    line: int
    column: int
    text: str


def draft_faults(db: Database, viewer: Viewer, draft: DraftView) -> dict[str, list[Fault]]:
    """The faults of all files of a draft by path; kept by the hash of its content."""
    known = _FAULTS.get(draft.content_hash)
    return known if known is not None else _FAULTS.keep(draft.content_hash, faults_of(texts_of(db, viewer, draft.id)))


def shown(faults: list[Fault]) -> list[ShownFault]:
    """Faults with the key that they are about, where the message does not say it."""
    return [ShownFault(one.line, one.column, f"{one.where}: {one.message}" if one.where else one.message) for one in faults]


def count_words(count: int) -> str:
    """How many faults, in words."""
    return str(ngettext("%(num)s fault", "%(num)s faults", count)) if count else str(_("No fault found"))


def sources(offers: list[Offer], drafts: list[DraftView]) -> list[tuple[str, str]]:
    """What a draft can be copied from: value and label."""
    language = page_language()
    found = [(one.name, _offer_name(one, language)) for one in offers]
    return found + [(f"{DRAFT}{one.id}", _("%(title)s (draft)", title=one.title or one.slug)) for one in drafts]


def _offer_name(offer: Offer, language: str) -> str:
    title = chosen(offer.scenario.file.title, language)
    if offer.release is None:
        return title
    return str(_("%(title)s, version %(version)s by %(name)s", title=title, version=offer.release.version, name=offer.release.owner))


def source_files(db: Database, viewer: Viewer, source: str) -> dict[str, bytes]:
    """The files of what a draft is copied from. Raises NotFound."""
    if source.startswith(DRAFT):
        number = source.removeprefix(DRAFT)
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise NotFound("no_such_draft")
        return files_of(db, viewer, int(number))
    return scenario_files(offered_scenario(db, viewer, source))


def scenario_files(scenario: Scenario) -> dict[str, bytes]:
    """Every file of a scenario's folder that a draft can hold."""
    root = scenario.folder
    paths = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix in (*TEXTS, *PICTURES))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
