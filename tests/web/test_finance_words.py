"""The books in words: nothing that the books can hold is without a name."""

from flask import Flask
from flask_babel import Babel

from lab.ledger.pricing import ending_fits
from lab.ledger.statement import FIGURES as STATEMENT
from lab.ledger.worksheet import LINES as ALL_LINES
from lab.school.accounts_view import ENDINGS as EVERY_ENDING
from lab.school.accounts_view import kinds_and_accounts, period_named
from lab.web.finance_words import (
    ACCOUNTS,
    ENDINGS,
    FIGURES,
    KINDS,
    LINES,
    MORE_LINES,
    account_text,
    goods_place_text,
    period_text,
    period_until,
)
from tests.ledger.foreign import foreign_world, sold


def test_figures_lines_and_endings_are_those_of_the_ledger() -> None:
    assert tuple(FIGURES) == STATEMENT
    assert {*LINES, *MORE_LINES} == set(ALL_LINES)
    assert tuple(ENDINGS) == EVERY_ENDING
    assert all(ending_fits(ending, "EUR") for ending in ENDINGS)


def test_accounts_kinds_places_and_periods_have_words() -> None:
    world = foreign_world()
    sold(world, "o1")
    kinds, accounts, _currencies = kinds_and_accounts(world)
    assert set(kinds) <= set(KINDS)
    assert {account for account in accounts if not account.startswith("platform:")} <= set(ACCOUNTS)
    app = Flask("x")
    Babel(app)
    with app.test_request_context():
        assert account_text(world, "platform:caravan") == "Owed by Caravan"
        assert account_text(world, "cash") == "Cash"
        assert account_text(world, "unheard_of") == "unheard_of"
        assert [goods_place_text(where) for where in ("home", "way", "KZ")] == ["Goods at home", "Goods on the way", "Goods in Kazakhstan"]
        may = period_named(world, "2026-05")
        assert may is not None
        assert (period_text(world, may), period_text(world, None)) == ("May 2026", "Whole run")
        assert period_until(world, may) == period_until(world, None) == world.now
