"""People, their passwords, their sign-ins."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lab.school import throttle
from lab.school.accounts import (
    Viewer,
    change_password,
    create_user,
    set_preferences,
    sign_in,
    sign_in_list,
    sign_out,
    sign_out_everywhere,
    signed_in,
)
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import SignIn, Throttle, User
from lab.values.errors import BadInput, Refused

HERE = "203.0.113.7"
PASSWORD = "correct horse battery"


def blocked(db: Database, login: str, password: str = "wrong password") -> str:
    """The code with which a sign-in ends."""
    try:
        sign_in(db, login=login, password=password, address=HERE)
    except (BadInput, Refused) as error:
        return error.code
    return "signed in"


def test_a_person_signs_in_and_is_known_by_the_token(db: Database, student: Viewer) -> None:
    result = sign_in(db, login=" Aigerim ", password=PASSWORD, address=HERE)
    assert result.user == student
    assert signed_in(db, result.token) == student
    assert signed_in(db, result.token[:-1] + "_") is None
    assert signed_in(db, "") is None


def test_logins_are_one_whatever_their_case(db: Database, student: Viewer) -> None:
    with pytest.raises(BadInput, match="login_taken"):
        create_user(db, login="AIGERIM", name="Another", password=PASSWORD, role="student")


def test_the_database_knows_neither_password_nor_token_nor_address(db: Database, student: Viewer) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token
    with db.session() as session:
        user = session.get_one(User, student.id)
        row = session.scalars(select(SignIn)).one()
    assert user.password_hash.startswith("$argon2id$")
    stored = f"{user.password_hash} {row.token_hash} {row.address_hash}"
    assert PASSWORD not in stored
    assert token not in stored
    assert HERE not in stored


def test_tokens_and_hashes_do_not_show_in_views(db: Database, student: Viewer) -> None:
    result = sign_in(db, login="aigerim", password=PASSWORD, address=HERE)
    assert result.token not in repr(result)
    assert set(asdict(result.user)) == {"id", "login", "name", "role", "language", "theme", "assists"}


def test_unknown_login_wrong_password_and_disabled_account_fail_alike(db: Database, student: Viewer) -> None:
    assert blocked(db, "nobody") == "sign_in_failed"
    assert blocked(db, "aigerim") == "sign_in_failed"
    with db.write() as session:
        session.execute(update(User).where(User.id == student.id).values(disabled_at=now()))
    assert blocked(db, "aigerim", PASSWORD) == "sign_in_failed"


@pytest.mark.parametrize("login", ["aigerim", "nobody"])
def test_five_failures_close_an_account_even_for_the_right_password(db: Database, student: Viewer, login: str) -> None:
    assert [blocked(db, login) for _ in range(5)] == ["sign_in_failed"] * 5
    assert blocked(db, login, PASSWORD) == "too_many_tries"


def test_the_closure_ends_and_the_next_failure_doubles_it(db: Database, student: Viewer) -> None:
    for _ in range(5):
        blocked(db, "aigerim")
    key = throttle.key_for(db, "account", "aigerim")
    with db.write() as session:
        row = session.get_one(Throttle, key)
        assert 28 < (row.blocked_until - now()).total_seconds() <= 30
        row.blocked_until = now() - timedelta(seconds=1)
    assert blocked(db, "aigerim") == "sign_in_failed"
    with db.write() as session:
        row = session.get_one(Throttle, key)
        assert 58 < (row.blocked_until - now()).total_seconds() <= 60
        row.blocked_until = now() - timedelta(seconds=1)
    assert blocked(db, "aigerim", PASSWORD) == "signed in"
    with db.session() as session:
        assert session.get(Throttle, key) is None


def test_the_closure_grows_to_fifteen_minutes_and_no_further() -> None:
    assert [throttle.block_seconds(failures, 5) for failures in (4, 5, 6, 7, 8, 9, 10, 500)] == [
        0, 30, 60, 120, 240, 480, 900, 900,
    ]  # fmt: skip


def test_failures_of_long_ago_are_forgotten(db: Database, student: Viewer) -> None:
    for _ in range(4):
        blocked(db, "aigerim")
    with db.write() as session:
        session.execute(update(Throttle).values(blocked_until=now() - timedelta(hours=2)))
    assert [blocked(db, "aigerim") for _ in range(2)] == ["sign_in_failed"] * 2
    assert blocked(db, "aigerim", PASSWORD) == "signed in"


def test_one_address_that_tries_many_logins_is_closed(db: Database, student: Viewer) -> None:
    place = throttle.key_for(db, "address", HERE)
    throttle.count_failure(db, {place: throttle.ADDRESS_LIMIT})
    with db.write() as session:
        session.get_one(Throttle, place).failures = throttle.ADDRESS_LIMIT - 1
    assert blocked(db, "nobody") == "sign_in_failed"
    assert blocked(db, "aigerim", PASSWORD) == "too_many_tries"
    assert sign_in(db, login="aigerim", password=PASSWORD, address="198.51.100.9").user == student


def test_a_sign_in_does_not_reopen_its_address(db: Database, student: Viewer) -> None:
    blocked(db, "nobody")
    blocked(db, "aigerim", PASSWORD)
    with db.session() as session:
        assert session.get_one(Throttle, throttle.key_for(db, "address", HERE)).failures == 1


def test_throttle_keys_do_not_show_whom_they_stand_for(db: Database, student: Viewer) -> None:
    blocked(db, "aigerim")
    with db.session() as session:
        keys = " ".join(session.scalars(select(Throttle.key)))
    assert "aigerim" not in keys
    assert HERE not in keys


def test_signing_out_ends_one_sign_in_and_leaves_the_others(db: Database, student: Viewer) -> None:
    tokens = [sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token for _ in range(2)]
    sign_out(db, tokens[0])
    assert [signed_in(db, token) is not None for token in tokens] == [False, True]


def test_signing_out_everywhere_ends_all_of_ones_own_only(db: Database, student: Viewer, teacher: Viewer) -> None:
    own = [sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token for _ in range(2)]
    other = sign_in(db, login="frau.keller", password=PASSWORD, address=HERE).token
    sign_out_everywhere(db, student.id)
    assert [signed_in(db, token) for token in own] == [None, None]
    assert signed_in(db, other) == teacher
    assert sign_in_list(db, student) == []


def test_a_disabled_person_is_signed_in_nowhere(db: Database, student: Viewer) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token
    with db.write() as session:
        session.execute(update(User).where(User.id == student.id).values(disabled_at=now()))
    assert signed_in(db, token) is None


@pytest.mark.parametrize(("column", "days", "holds"), [
    ("seen_at", 13, True), ("seen_at", 15, False), ("created_at", 89, True), ("created_at", 91, False),
])  # fmt: skip
def test_a_sign_in_ends_after_two_idle_weeks_or_ninety_days(
    db: Database, student: Viewer, column: str, days: int, holds: bool
) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token
    with db.write() as session:
        session.execute(update(SignIn).values({column: now() - timedelta(days=days)}))
    assert (signed_in(db, token) is not None) is holds


def test_being_seen_is_written_down_every_few_minutes_only(db: Database, student: Viewer) -> None:
    token = sign_in(db, login="aigerim", password=PASSWORD, address=HERE, agent="Firefox\x00 140").token
    (line,) = sign_in_list(db, student)
    assert line.agent == "Firefox 140"
    signed_in(db, token)
    assert sign_in_list(db, student)[0].seen_at == line.seen_at
    with db.write() as session:
        session.execute(update(SignIn).values(seen_at=now() - timedelta(minutes=6)))
    signed_in(db, token)
    assert now() - sign_in_list(db, student)[0].seen_at < timedelta(minutes=1)


def test_a_new_password_replaces_the_old_one_and_ends_all_other_sign_ins(db: Database, student: Viewer) -> None:
    here, elsewhere = (sign_in(db, login="aigerim", password=PASSWORD, address=HERE).token for _ in range(2))
    change_password(db, student, PASSWORD, "another good one", token=here)
    assert signed_in(db, here) == student
    assert signed_in(db, elsewhere) is None
    assert blocked(db, "aigerim", PASSWORD) == "sign_in_failed"
    assert blocked(db, "aigerim", "another good one") == "signed in"


def test_the_old_password_cannot_be_guessed_from_an_open_session(db: Database, student: Viewer) -> None:
    for _ in range(5):
        with pytest.raises(BadInput, match="old_password_wrong"):
            change_password(db, student, "not the old one", "another good one")
    with pytest.raises(Refused, match="too_many_tries"):
        change_password(db, student, PASSWORD, "another good one")


@pytest.mark.parametrize(("password", "code"), [
    ("nine char", "password_too_short"), ("long.login.name", "password_too_easy"), ("aaaaaaaaaaaa", "password_too_easy"),
    ("x" * 201, "password_too_long"),
])  # fmt: skip
def test_weak_passwords_are_refused(db: Database, password: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        create_user(db, login="long.login.name", name="N", password=password, role="student")


@pytest.mark.parametrize(("fields", "code"), [
    ({"login": "a b"}, "login_unreadable"), ({"login": "x"}, "login_unreadable"), ({"login": "<b>"}, "login_unreadable"),
    ({"name": " "}, "name_length"), ({"name": "n" * 121}, "name_length"), ({"role": "owner"}, "no_such_role"),
    ({"language": "de; DROP"}, "no_such_language"),
])  # fmt: skip
def test_people_need_a_readable_login_a_name_and_a_known_role(db: Database, fields: dict[str, str], code: str) -> None:
    given = {"login": "fine", "name": "Fine", "password": PASSWORD, "role": "student", **fields}
    with pytest.raises(BadInput, match=code):
        create_user(db, **given)  # type: ignore[arg-type]


def test_people_of_all_scripts_have_logins_and_names(db: Database) -> None:
    person = create_user(db, login="Жанна", name="王 小明", password=PASSWORD, role="student", language="zh-Hans-CN")
    assert (person.login, person.name) == ("жанна", "王 小明")


def test_preferences_change_one_by_one(db: Database, student: Viewer) -> None:
    assert set_preferences(db, student, theme="dark").language == "en"
    changed = set_preferences(db, student, language="ar")
    assert (changed.language, changed.theme) == ("ar", "dark")
    with pytest.raises(BadInput, match="no_such_theme"):
        set_preferences(db, student, theme="pink")


def test_demo_accounts_can_be_shut_out(db: Database) -> None:
    create_user(db, login="demo", name="Demo", password=PASSWORD, role="student", is_demo=True)
    with pytest.raises(BadInput, match="sign_in_failed"):
        sign_in(db, login="demo", password=PASSWORD, address=HERE, allow_demo=False)
    assert sign_in(db, login="demo", password=PASSWORD, address=HERE).user.login == "demo"


def test_text_that_no_database_can_hold_is_an_ordinary_failure(db: Database, student: Viewer) -> None:
    assert blocked(db, "a\x00\ud800", "\ud800\x00") == "sign_in_failed"
    assert signed_in(db, "\ud800" * 30) is None
