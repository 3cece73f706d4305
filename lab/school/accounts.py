"""People and their sign-ins.

Passwords are kept as argon2id hashes (OWASP Password Storage Cheat Sheet, read 2026-11: 19 MiB, 2 passes, 1 lane).
A sign-in is a random token in a cookie; the database holds only its SHA-256, and it can be revoked at any moment.
A wrong login and a wrong password give the same error after the same work.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lab.school import throttle
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Member, User
from lab.school.models import SignIn as SignInRow
from lab.values.errors import BadInput, NotFound
from lab.values.text import tidy

ROLES = ("admin", "instructor", "guest", "student")
THEMES = ("auto", "light", "dark")
MIN_PASSWORD = 10
MAX_PASSWORD = 200
IDLE_DAYS = 14
LONGEST_DAYS = 90
SEEN_EVERY = timedelta(minutes=5)
_LOGIN = re.compile(r"[\w.@+-]{2,64}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who asks: what every use case needs to know about them."""

    id: int
    login: str
    name: str
    role: str
    language: str
    theme: str
    assists: bool = False
    """Somewhere a grader, a guest or a co-instructor."""

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def may_teach(self) -> bool:
        return self.role in ("admin", "instructor")

    @property
    def may_author(self) -> bool:
        """Scenarios may also be written by guests from companies."""
        return self.role in ("admin", "instructor", "guest")

    @property
    def is_staff(self) -> bool:
        """Has something to do with teaching: leads or authors, or helps in somebody's course."""
        return self.may_author or self.assists


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fresh sign-in. The token goes into the person's cookie and is not kept anywhere."""

    token: str = field(repr=False)
    user: Viewer


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One browser in the list of a person's sign-ins."""

    id: int
    created_at: datetime
    seen_at: datetime
    agent: str


def create_user(
    db: Database, *, login: str, name: str, password: str, role: str, language: str = "en", is_demo: bool = False
) -> Viewer:
    """A new person. Raises BadInput for a login that is taken or unreadable, a weak password, an unknown role."""
    login = readable_login(login)
    check_password(password, login)
    password_hash = hash_password(password)
    with db.write() as session:
        user = add_user(session, login=login, name=name, password_hash=password_hash, role=role, language=language)
        user.is_demo = is_demo
        return viewer_of(user)


def add_user(
    session: Session, *, login: str, name: str, password_hash: str, role: str, language: str = "en"
) -> User:
    """A new person within a transaction; `login` as `readable_login` gave it."""
    if role not in ROLES:
        raise BadInput("no_such_role", role=role[:20], known=list(ROLES))
    name = tidy(name)
    if not 1 <= len(name) <= 120:
        raise BadInput("name_length", found=len(name), limit=120)
    _check_language(language)
    if session.scalar(select(User.id).where(User.login == login)) is not None:
        raise BadInput("login_taken", login=login)
    user = User(
        login=login, name=name, role=role, password_hash=password_hash, language=language, theme="auto",
        created_at=now(), is_demo=False,
    )  # fmt: skip
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # taken between the question and the answer
        raise BadInput("login_taken", login=login) from None
    return user


def sign_in(
    db: Database, *, login: str, password: str, address: str, agent: str = "", allow_demo: bool = True
) -> SignIn:
    """Sign a person in. Raises BadInput("sign_in_failed") without telling why, Refused while too many tries failed.

    `allow_demo` False treats the demo accounts, whose passwords stand in a terminal, as unknown.
    """
    login = tidy(login).casefold()[:200]
    account = throttle.key_for(db, "account", login)
    place = throttle.key_for(db, "address", address)
    throttle.check_open(db, account, place)
    with db.session() as session:
        user = session.scalar(select(User).where(User.login == login))
    usable = user is not None and user.disabled_at is None and (allow_demo or not user.is_demo)
    known_hash = user.password_hash if user is not None and usable else _dummy_hash()
    if not _verify(known_hash, password) or user is None or not usable:
        throttle.count_failure(db, {account: throttle.ACCOUNT_LIMIT, place: throttle.ADDRESS_LIMIT})
        raise BadInput("sign_in_failed")
    fresh_hash = hash_password(password) if _HASHER.check_needs_rehash(known_hash) else None
    with db.write() as session:
        throttle.forget(session, account)
        if fresh_hash is not None:
            session.execute(update(User).where(User.id == user.id).values(password_hash=fresh_hash))
        return begin_sign_in(db, session, user, address=address, agent=agent)


def begin_sign_in(db: Database, session: Session, user: User, *, address: str, agent: str) -> SignIn:
    """A sign-in for a person who has been recognised, within a transaction."""
    token = secrets.token_urlsafe(32)
    moment = now()
    row = SignInRow(
        token_hash=token_hash(token), user_id=user.id, created_at=moment, seen_at=moment,
        address_hash=throttle.keyed_hash(db, address), agent=tidy(agent)[:200],
    )  # fmt: skip
    session.add(row)
    return SignIn(token=token, user=viewer_of(user))


def signed_in(db: Database, token: str) -> Viewer | None:
    """Who holds this token, or None when it is unknown, revoked, too old, or its owner disabled."""
    if not 20 <= len(token) <= 100:
        return None
    with db.question() as connection:
        found = connection.execute(_HOLDER, {"token_hash": token_hash(token)}).one_or_none()
    return None if found is None else holder_of(db, tuple(found))


HOLDER_COLUMNS = (
    User.id, User.login, User.name, User.role, User.language, User.theme,
    exists().where(Member.user_id == User.id, Member.role != "student").correlate(User).label("assists"), User.disabled_at,
    SignInRow.id, SignInRow.seen_at, SignInRow.created_at, SignInRow.revoked_at,
)  # fmt: skip
"""What `holder_of` is given. Columns and no rows: every request asks for them."""
_HOLDER = (
    select(*HOLDER_COLUMNS)
    .join(User, SignInRow.user_id == User.id)
    .where(SignInRow.token_hash == bindparam("token_hash"))
)


def holder_of(db: Database, columns: tuple[Any, ...]) -> Viewer | None:
    """The person whose sign-in has these columns, None if it does not hold any more. Notes now and then that it was seen."""
    *person, disabled_at, row_id, seen_at, created_at, revoked_at = columns
    moment = now()
    old = moment - seen_at > timedelta(days=IDLE_DAYS) or moment - created_at > timedelta(days=LONGEST_DAYS)
    if revoked_at is not None or old or disabled_at is not None:
        return None
    if moment - seen_at > SEEN_EVERY:
        with db.write() as session:
            session.execute(update(SignInRow).where(SignInRow.id == row_id).values(seen_at=moment))
    return Viewer(*person)


def sign_out(db: Database, token: str) -> None:
    """Revoke one sign-in; an unknown token is no error."""
    with db.write() as session:
        session.execute(
            update(SignInRow)
            .where(SignInRow.token_hash == token_hash(token), SignInRow.revoked_at.is_(None))
            .values(revoked_at=now())
        )


def sign_out_everywhere(db: Database, user_id: int) -> None:
    """Revoke every sign-in of a person."""
    with db.write() as session:
        revoke_all(session, user_id)


def revoke_all(session: Session, user_id: int, *, but: str | None = None) -> None:
    """Revoke a person's sign-ins within a transaction, except that of the token `but`."""
    change = update(SignInRow).where(SignInRow.user_id == user_id, SignInRow.revoked_at.is_(None))
    if but is not None:
        change = change.where(SignInRow.token_hash != token_hash(but))
    session.execute(change.values(revoked_at=now()))


def change_password(db: Database, viewer: Viewer, old: str, new: str, *, token: str | None = None) -> None:
    """Change one's own password and revoke all other sign-ins (all of them, if `token` is not given).

    Raises BadInput when `old` is wrong or `new` too weak, Refused after too many wrong tries.
    """
    key = throttle.key_for(db, "password", str(viewer.id))
    throttle.check_open(db, key)
    check_password(new, viewer.login)
    with db.session() as session:
        user = session.get(User, viewer.id)
    if user is None:
        raise NotFound("no_such_person")
    if not _verify(user.password_hash, old):
        throttle.count_failure(db, {key: throttle.ACCOUNT_LIMIT})
        raise BadInput("old_password_wrong")
    password_hash = hash_password(new)
    with db.write() as session:
        throttle.forget(session, key)
        session.execute(update(User).where(User.id == viewer.id).values(password_hash=password_hash))
        revoke_all(session, viewer.id, but=token)


def renew_password(db: Database, *, login: str) -> str:
    """A new random password for a person, who is signed out everywhere; for who runs the installation.

    Raises NotFound for a login that nobody has.
    """
    password = new_password()
    with db.write() as session:
        user = session.scalar(select(User).where(User.login == readable_login(login)))
        if user is None:
            raise NotFound("no_such_person", login=login[:60])
        user.password_hash = hash_password(password)
        revoke_all(session, user.id)
    return password


def set_preferences(db: Database, viewer: Viewer, language: str | None = None, theme: str | None = None) -> Viewer:
    """Change language or theme; None leaves it. Gives the viewer as they are now. Raises BadInput."""
    if language is not None:
        _check_language(language)
    if theme is not None and theme not in THEMES:
        raise BadInput("no_such_theme", theme=theme[:20], known=list(THEMES))
    with db.write() as session:
        user = session.get_one(User, viewer.id)
        user.language = language or user.language
        user.theme = theme or user.theme
        return viewer_of(user)


def sign_in_list(db: Database, viewer: Viewer) -> list[SignInLine]:
    """One's own sign-ins that still hold, the newest first."""
    since = now() - timedelta(days=IDLE_DAYS)
    with db.session() as session:
        rows = session.scalars(
            select(SignInRow)
            .where(SignInRow.user_id == viewer.id, SignInRow.revoked_at.is_(None), SignInRow.seen_at > since)
            .order_by(SignInRow.seen_at.desc(), SignInRow.id.desc())
        )
        return [SignInLine(row.id, row.created_at, row.seen_at, row.agent) for row in rows]


def people_count(db: Database) -> int:
    """How many people there are; 0 right after installation."""
    with db.session() as session:
        return session.scalar(select(func.count(User.id))) or 0


def viewer_of(user: User) -> Viewer:
    return Viewer(user.id, user.login, user.name, user.role, user.language, user.theme)


def readable_login(text: str) -> str:
    """A login as it is stored. Raises BadInput unless it is 2 to 64 letters, digits and . _ - + @."""
    login = tidy(text).casefold()
    if _LOGIN.fullmatch(login) is None:
        raise BadInput("login_unreadable", login=login[:64], shape="2-64: a-z 0-9 . _ - + @")
    return login


def numbered_login(session: Session, base: str) -> str:
    """A login nobody has: the base, with a number behind it where it is taken."""
    taken = set(session.scalars(select(User.login).where(User.login.startswith(base, autoescape=True))))
    number = 1
    while (free := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return free


def check_password(password: str, login: str) -> None:
    """Raises BadInput for a password that is too short, too long, nearly one sign repeated, or the login itself."""
    if len(password) < MIN_PASSWORD:
        raise BadInput("password_too_short", found=len(password), limit=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise BadInput("password_too_long", found=len(password), limit=MAX_PASSWORD)
    if password.strip().casefold() == login or len(set(password)) < 3:
        raise BadInput("password_too_easy")


def new_password() -> str:
    """A random password of twelve signs without look-alikes, in groups that can be read out (59 bits)."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    return _HASHER.hash(password.encode("utf-8", "surrogatepass"))


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[: MAX_PASSWORD + 1].encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy_hash() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _check_language(language: str) -> None:
    if len(language) > 20 or _LANGUAGE.fullmatch(language) is None:
        raise BadInput("no_such_language", language=language[:20])
