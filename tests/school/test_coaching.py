"""The coach at work on runs: what may be asked, and what a job is about."""

import threading

import msgspec
import pytest

from lab.coach.change import Change
from lab.coach.what_if import what_if
from lab.engine.actions import Advance, EndDay
from lab.listings.actions import SetPrice
from lab.market.base import Market
from lab.school.accounts import Viewer
from lab.school.coaching import (
    ask_gains,
    ask_what_if,
    change_of,
    gains_result,
    visits_on,
    what_if_result,
)
from lab.school.database import Database
from lab.school.jobs import job_of
from lab.school.runs import act, hand_in, play_of
from lab.school.worker import work
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.moment import HOUR
from lab.values.money import Money
from tests.robot import play_reference

BULB, LAMP = "meridian/DE/bulb", "meridian/DE/lamp"
DEARER = Change("price_percent", BULB, percent=40)


@pytest.fixture
def lived(db: Database, student: Viewer, run_id: int) -> int:
    """A run in which two days have passed."""
    play_reference(db, student, run_id, 44 * HOUR)
    return run_id


def test_nothing_can_be_asked_before_anything_has_happened(db: Database, student: Viewer, run_id: int) -> None:
    for ask in (lambda: ask_what_if(db, student, run_id, DEARER), lambda: ask_gains(db, student, run_id, BULB)):
        with pytest.raises(BadInput, match="nothing_lived_yet"):
            ask()


def test_a_job_is_about_the_journal_as_it_was_when_it_was_asked(db: Database, student: Viewer, lived: int) -> None:
    before = play_of(db, student, lived)
    expected = what_if(before, DEARER)
    job_id = ask_what_if(db, student, lived, DEARER)
    act(db, student, lived, SetPrice(BULB, Money(100, "EUR")))
    act(db, student, lived, EndDay())
    db.plays.drop(lived)
    work(db, threading.Event(), until_idle=True)
    job = job_of(db, student, lived, job_id)
    assert change_of(job) == DEARER
    assert what_if_result(job) == expected
    assert gains_result(job) is None


def test_the_changes_that_gain_most_are_a_job_too(db: Database, student: Viewer, lived: int) -> None:
    job_id = ask_gains(db, student, lived, LAMP)
    assert ask_gains(db, student, lived, LAMP) == job_id
    work(db, threading.Event(), until_idle=True)
    job = job_of(db, student, lived, job_id)
    found = gains_result(job)
    assert found is not None and found.tried >= 5 and change_of(job) is None and what_if_result(job) is None


def test_a_run_that_was_handed_in_can_still_be_asked_about(db: Database, student: Viewer, lived: int) -> None:
    hand_in(db, student, lived)
    job_id = ask_what_if(db, student, lived, DEARER)
    work(db, threading.Event(), until_idle=True)
    assert job_of(db, student, lived, job_id).state == "done"
    visits_on(db, student, lived, 0, BULB)


def test_impossible_questions_and_strangers_are_turned_away(
    db: Database, student: Viewer, teacher: Viewer, stranger: Viewer, lived: int
) -> None:
    with pytest.raises(BadInput, match="no_such_listing"):
        ask_what_if(db, student, lived, Change("price_percent", "meridian/DE/none", percent=5))
    with pytest.raises(Refused, match="not_your_run"):
        ask_what_if(db, teacher, lived, DEARER)
    for ask in (
        lambda: ask_what_if(db, stranger, lived, DEARER),
        lambda: ask_gains(db, stranger, lived, BULB),
        lambda: visits_on(db, stranger, lived, 0, BULB),
    ):
        with pytest.raises(NotFound):
            ask()


def test_the_visits_of_a_past_day_are_those_of_the_day_whatever_was_cached(
    db: Database, student: Viewer, teacher: Viewer, lived: int, market: Market
) -> None:
    found = visits_on(db, student, lived, 1, LAMP)
    rows = [row for row in play_of(db, student, lived).world.traffic if row.day == 1 and row.listing == LAMP]
    assert found.total.looked == sum(row.looked for row in rows) > 0
    assert visits_on(db, teacher, lived, 1, LAMP) is found
    act(db, student, lived, Advance(60))
    assert visits_on(db, student, lived, 1, LAMP) == found
    for day in (-1, 2, 99):
        with pytest.raises(NotFound):
            visits_on(db, student, lived, day, LAMP)
    with pytest.raises(NotFound):
        visits_on(db, student, lived, 1, "meridian/DE/none")


def test_results_say_nothing_of_seeds_or_chance(db: Database, student: Viewer, lived: int) -> None:
    ask_what_if(db, student, lived, DEARER)
    ask_gains(db, student, lived, LAMP)
    work(db, threading.Event(), until_idle=True)
    setting = play_of(db, student, lived).world.setting
    kept = msgspec.json.encode([job_of(db, student, lived, job).result for job in (1, 2)]).decode()
    for secret in (setting.seed, setting.market.noise_key):
        assert str(secret) not in kept and f"{secret:x}" not in kept
    assert not {"seed", "key", "noise", "worth", "gumbel"} & set(kept.replace('"', " ").split())
