"""Drafts: scenarios that instructors write in the browser, kept file by file in the database.

A draft belongs to one instructor; administrators may work on it too, and whoever may not is told that there is none.
Nothing that was typed is lost: broken files may be saved, and a save that comes second is told so instead of writing
over the first (`seen` names the content that the author had before them).
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lab.scenarios.script import FILE, hash_of_files
from lab.school.accounts import Viewer
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Draft, DraftFile, Job, User
from lab.values.errors import BadFile, BadInput, NotFound, Refused
from lab.values.text import chosen, tidy
from lab.values.yamlfile import read_yaml

MAX_TEXT = 512 * 1024
MAX_PICTURE = 5 * 1024 * 1024
MAX_ALL = 40 * 1024 * 1024
MAX_FILES = 400
MAX_DRAFTS = 60
"""Drafts that one person may keep at once."""
TEXTS = (".yaml", ".md", ".txt")
PICTURES = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
"""Kinds of picture by ending, each with the bytes that its files begin with."""
NEW = "0.1.0"
"""The version with which a copy begins."""
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}")
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,59}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for devices."""
LONGEST_PATH = 160
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the list of a draft; `sha256` is that of its content."""

    path: str
    bytes: int
    sha256: str

    @property
    def is_text(self) -> bool:
        return is_text(self.path)


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft without its contents."""

    id: int
    slug: str
    title: str
    owner: str
    owner_id: int
    made_at: datetime
    changed_at: datetime
    revision: int
    content_hash: str
    files: tuple[FileLine, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(line.path for line in self.files)


@dataclass(frozen=True, slots=True)
class FileView:
    """One file with its content."""

    path: str
    data: bytes
    sha256: str

    @property
    def text(self) -> str:
        """The content as text; what is not UTF-8 is shown as a replacement character."""
        return self.data.decode("utf-8", "replace")


def is_text(path: str) -> bool:
    """Whether a file can be edited as text."""
    return path.endswith(TEXTS)


def checked_path(path: str) -> str:
    """A path as a draft may hold it. Raises BadInput for anything else: a folder up, a hidden file, a strange ending.

    The rules are those of every file system on which a lab may run, so that a draft can be released anywhere.
    """
    plain = path.strip()
    parts = plain.split("/")
    wrong = len(plain) > LONGEST_PATH or len(parts) > DEEPEST
    wrong = wrong or any(not _SEGMENT.fullmatch(part) or part.endswith(".") or _RESERVED.fullmatch(part) for part in parts)
    if wrong or not plain:
        raise BadInput("draft_path_wrong", path=plain[:80])
    if not plain.endswith((*TEXTS, *PICTURES)):
        raise BadInput("draft_ending_wrong", path=plain[:80], known=", ".join((*TEXTS, *PICTURES)))
    return plain


def checked_file(path: str, data: bytes) -> tuple[str, bytes]:
    """A file as a draft may hold it. Raises BadInput for its path, its size, or a picture that is none."""
    path = checked_path(path)
    limit = MAX_TEXT if is_text(path) else MAX_PICTURE
    if len(data) > limit:
        raise BadInput("draft_file_too_large", path=path, found=len(data) // 1024, limit=limit // 1024)
    if not is_text(path) and not data.startswith(PICTURES[PurePosixPath(path).suffix]):
        raise BadInput("draft_picture_wrong", path=path)
    if is_text(path) and b"\x00" in data:
        raise BadInput("draft_not_text", path=path)
    return path, data


def checked_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A whole draft. Raises BadInput for a file that is none, too many of them, two of nearly one name, or too much."""
    if len(files) > MAX_FILES:
        raise BadInput("draft_too_many_files", found=len(files), limit=MAX_FILES)
    checked = dict(checked_file(path, data) for path, data in files.items())
    _check_names(checked)
    if (total := sum(map(len, checked.values()))) > MAX_ALL:
        raise BadInput("draft_too_large", found=total // 1024**2, limit=MAX_ALL // 1024**2)
    return checked


def _check_names(names: Iterable[str]) -> None:
    """Raises BadInput where two names are one on some file system, or one is a file and a folder as well."""
    seen: dict[str, str] = {}
    for name in names:
        low = name.lower()
        if low in seen:
            raise BadInput("draft_path_taken", path=name)
        seen[low] = name
    for low, name in seen.items():
        if any(str(folder) in seen for folder in PurePosixPath(low).parents):
            raise BadInput("draft_path_taken", path=name)


def checked_slug(text: str) -> str:
    """The id of a scenario. Raises BadInput."""
    slug = text.strip()
    if not _SLUG.fullmatch(slug):
        raise BadInput("draft_slug_wrong", found=slug[:60])
    return slug


def renamed(files: Mapping[str, bytes], slug: str, title: str = "") -> dict[str, bytes]:
    """The files with another id and a first version, and with an English title where one is given; comments stay.

    A scenario.yaml that has no plain `id:` line is left as it is.
    """
    if FILE not in files:
        return dict(files)
    text = files[FILE].decode("utf-8", "replace")
    text = re.sub(r"(?m)^id:.*$", f"id: {slug}", text, count=1)
    text = re.sub(r"(?m)^version:.*$", f'version: "{NEW}"', text, count=1)
    if tidy(title):
        quoted = tidy(title).replace("\\", "\\\\").replace('"', '\\"')
        text = re.sub(r"(?m)^title:.*\n(?:[ \t]+.*\n)*", lambda _: f'title:\n  en: "{quoted}"\n', text, count=1)
    return {**files, FILE: text.encode()}


# ------------------------------------------------------------------------------------------ use cases


def create_draft(db: Database, viewer: Viewer, files: Mapping[str, bytes]) -> int:
    """A new draft of the viewer's; its id. Raises NotFound unless the viewer teaches, BadInput for its files, Refused for too many."""
    if not viewer.may_author:
        raise NotFound("no_such_page")
    checked = checked_files(files)
    with db.write() as session:
        count = session.scalar(select(func.count()).select_from(Draft).where(Draft.owner_id == viewer.id)) or 0
        if count >= MAX_DRAFTS:
            raise Refused("too_many_drafts", limit=MAX_DRAFTS)
        moment = now()
        draft = Draft(
            owner_id=viewer.id, slug="", title="", made_at=moment, changed_at=moment, revision=0, content_hash=""
        )
        session.add(draft)
        session.flush()
        for path, data in checked.items():
            session.add(_row(draft.id, path, data))
        _changed(session, draft)
        return draft.id


def drafts_of(db: Database, viewer: Viewer) -> list[DraftView]:
    """The viewer's drafts, an administrator's all of them, the one changed last first; without their files."""
    with db.session() as session:
        question = select(Draft, User.name).join(User, User.id == Draft.owner_id)
        if not viewer.is_admin:
            question = question.where(Draft.owner_id == (viewer.id if viewer.may_author else None))
        rows = session.execute(question.order_by(Draft.changed_at.desc(), Draft.id.desc())).all()
        return [_view(draft, owner) for draft, owner in rows]


def draft_for(db: Database, viewer: Viewer, draft_id: int) -> DraftView:
    """A draft with the list of its files. Raises NotFound."""
    with db.session() as session:
        draft = find_draft(session, viewer, draft_id)
        rows = session.execute(
            select(DraftFile.path, DraftFile.bytes, DraftFile.sha256).where(DraftFile.draft_id == draft_id)
        ).all()
        lines = sorted((FileLine(*row) for row in rows), key=lambda line: _order(line.path))
        return _view(draft, session.get_one(User, draft.owner_id).name, tuple(lines))


def files_of(db: Database, viewer: Viewer, draft_id: int) -> dict[str, bytes]:
    """Every file of a draft with its content, by path. Raises NotFound."""
    with db.session() as session:
        return read_files(session, find_draft(session, viewer, draft_id).id)


def texts_of(db: Database, viewer: Viewer, draft_id: int) -> dict[str, bytes]:
    """As `files_of`, the pictures empty: enough to look for faults. Raises NotFound."""
    with db.session() as session:
        draft = find_draft(session, viewer, draft_id)
        names = session.scalars(select(DraftFile.path).where(DraftFile.draft_id == draft.id)).all()
        wanted = [name for name in names if is_text(name)]
        question = select(DraftFile.path, DraftFile.data).where(DraftFile.draft_id == draft.id, DraftFile.path.in_(wanted))
        return {**dict.fromkeys(names, b""), **{row.path: row.data for row in session.execute(question)}}


def file_of(db: Database, viewer: Viewer, draft_id: int, path: str) -> FileView:
    """One file. Raises NotFound."""
    with db.session() as session:
        find_draft(session, viewer, draft_id)
        row = session.get(DraftFile, (draft_id, path[: LONGEST_PATH + 1]))
        if row is None:
            raise NotFound("no_such_file")
        return FileView(row.path, row.data, row.sha256)


def save_file(db: Database, viewer: Viewer, draft_id: int, path: str, data: bytes, *, seen: str) -> str:
    """Write a file; the hash of its new content. `seen` is the hash of what the author had before them, "" for a new file.

    Raises NotFound, BadInput for path or size, Refused("draft_file_changed") when the file has another content by now and
    Refused("draft_path_taken") for a new file that is there already.
    """
    path, data = checked_file(path, data)
    with db.write() as session:
        draft = find_draft(session, viewer, draft_id, lock=True)
        row = session.get(DraftFile, (draft_id, path))
        digest = hashlib.sha256(data).hexdigest()
        if row is not None and row.sha256 == digest and seen:
            return digest
        if row is None and seen:
            raise Refused("draft_file_gone", path=path)
        if row is not None and row.sha256 != seen:
            raise Refused("draft_file_changed" if seen else "draft_path_taken", path=path)
        if row is None:
            session.add(_row(draft_id, path, data))
        else:
            row.data, row.bytes, row.sha256 = data, len(data), digest
        _changed(session, draft)
        return digest


def save_files(db: Database, viewer: Viewer, draft_id: int, files: Mapping[str, bytes]) -> None:
    """Write several files at once, in place of those of the same path. Raises NotFound, or BadInput and nothing is written."""
    checked = checked_files(files)
    with db.write() as session:
        put_files(session, find_draft(session, viewer, draft_id, lock=True), checked)


def rename_file(db: Database, viewer: Viewer, draft_id: int, path: str, to: str) -> str:
    """Give a file another path; the new one. Raises NotFound, BadInput for the path, Refused when it is taken or the file must stay."""
    to = checked_path(to)
    if is_text(path) != is_text(to):
        raise BadInput("draft_ending_wrong", path=to, known=PurePosixPath(path).suffix)
    with db.write() as session:
        draft = find_draft(session, viewer, draft_id, lock=True)
        row = session.get(DraftFile, (draft_id, path[: LONGEST_PATH + 1]))
        if row is None:
            raise NotFound("no_such_file")
        if path == FILE and to != FILE:
            raise Refused("draft_file_stays", path=FILE)
        if to != path:
            if session.get(DraftFile, (draft_id, to)) is not None:
                raise Refused("draft_path_taken", path=to)
            checked_file(to, row.data)
            session.add(_row(draft_id, to, row.data))
            session.delete(row)
            _changed(session, draft)
        return to


def delete_file(db: Database, viewer: Viewer, draft_id: int, path: str) -> None:
    """Take a file away. Raises NotFound, Refused for scenario.yaml."""
    with db.write() as session:
        draft = find_draft(session, viewer, draft_id, lock=True)
        row = session.get(DraftFile, (draft_id, path[: LONGEST_PATH + 1]))
        if row is None:
            raise NotFound("no_such_file")
        if path == FILE:
            raise Refused("draft_file_stays", path=FILE)
        session.delete(row)
        _changed(session, draft)


def delete_draft(db: Database, viewer: Viewer, draft_id: int) -> None:
    """Throw a draft away; what was released of it stays. Raises NotFound."""
    with db.write() as session:
        draft = find_draft(session, viewer, draft_id, lock=True)
        remove_drafts(session, [draft.id])


# ------------------------------------------------------------------------------------------ within a transaction


def find_draft(session: Session, viewer: Viewer, draft_id: int, *, lock: bool = False) -> Draft:
    """A draft that the viewer may work on. Raises NotFound."""
    draft = session.get(Draft, draft_id, with_for_update=lock or None)
    if draft is None or not viewer.may_author or not (viewer.is_admin or draft.owner_id == viewer.id):
        raise NotFound("no_such_draft")
    return draft


def read_files(session: Session, draft_id: int) -> dict[str, bytes]:
    """Every file of a draft, by path."""
    rows = session.execute(select(DraftFile.path, DraftFile.data).where(DraftFile.draft_id == draft_id))
    return {row.path: row.data for row in rows}


def put_files(session: Session, draft: Draft, files: Mapping[str, bytes]) -> None:
    """Write checked files in place of those of the same path. Raises BadInput when it becomes too much."""
    for path, data in files.items():
        row = session.get(DraftFile, (draft.id, path))
        if row is None:
            session.add(_row(draft.id, path, data))
        else:
            row.data, row.bytes, row.sha256 = data, len(data), hashlib.sha256(data).hexdigest()
    _changed(session, draft)


def remove_drafts(session: Session, draft_ids: list[int]) -> None:
    """Delete drafts and the jobs about them. Runs of try-outs stay with who played them: their numbers must not be given again."""
    if not draft_ids:
        return
    session.execute(delete(Job).where(Job.subject.in_([subject_of(number) for number in draft_ids])))
    session.execute(delete(Draft).where(Draft.id.in_(draft_ids)))


def subject_of(draft_id: int) -> str:
    """What jobs about a draft are about."""
    return f"draft:{draft_id}"


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Lay checked files out in an empty folder."""
    for path, data in files.items():
        target = folder / checked_path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _row(draft_id: int, path: str, data: bytes) -> DraftFile:
    return DraftFile(draft_id=draft_id, path=path, data=data, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def _changed(session: Session, draft: Draft) -> None:
    """Bring a draft's own row up to date with its files. Raises BadInput when they have become too much."""
    session.flush()
    files = read_files(session, draft.id)
    if len(files) > MAX_FILES:
        raise BadInput("draft_too_many_files", found=len(files), limit=MAX_FILES)
    if (total := sum(map(len, files.values()))) > MAX_ALL:
        raise BadInput("draft_too_large", found=total // 1024**2, limit=MAX_ALL // 1024**2)
    _check_names(files)
    draft.content_hash = hash_of_files(files)
    draft.revision += 1
    draft.changed_at = now()
    draft.slug, draft.title = _heading(files.get(FILE, b""), draft.slug, draft.title)


def _heading(data: bytes, slug: str, title: str) -> tuple[str, str]:
    """Id and title as the file says them; as they were where it cannot be read."""
    try:
        written: Any = read_yaml(data.decode("utf-8", "replace"), FILE)[0]
    except BadFile:
        return slug, title
    if not isinstance(written, dict):
        return slug, title
    found, titles = written.get("id"), written.get("title")
    if isinstance(found, str) and _SLUG.fullmatch(found):
        slug = found
    texts = {key: value for key, value in titles.items() if isinstance(value, str)} if isinstance(titles, dict) else {}
    if texts:
        title = tidy(chosen(texts, "en"))[:200]
    return slug, title


def _order(path: str) -> tuple[bool, bool, str]:
    """The order of a list of files: scenario.yaml, then the files beside it, then folders."""
    return path != FILE, "/" in path, path


def _view(draft: Draft, owner: str, files: tuple[FileLine, ...] = ()) -> DraftView:
    return DraftView(
        draft.id, draft.slug, draft.title, owner, draft.owner_id, draft.made_at, draft.changed_at, draft.revision, draft.content_hash, files
    )
