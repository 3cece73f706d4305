"""Plays held ready."""

import pytest

from lab.ledger.actions import SubmitReflection
from lab.scenarios.play import Play
from lab.school.accounts import Viewer
from lab.school.database import Database
from lab.school.plays import PlayCache
from lab.school.runs import play_of


@pytest.fixture
def play(db: Database, run_id: int, student: Viewer) -> Play:
    """A play of a fresh run."""
    return play_of(db, student, run_id)


def test_a_play_is_given_out_for_its_own_journal_only(play: Play) -> None:
    cache = PlayCache()
    cache.keep(1, play)
    assert cache.lend(1, 0, play.chain_hash) is play
    assert cache.lend(1, 1, play.chain_hash) is None
    assert cache.lend(1, 0, "f" * 64) is None
    assert cache.lend(2, 0, play.chain_hash) is None
    assert cache.holds(1, 0, play.chain_hash) and not cache.holds(1, 0, "f" * 64)


def test_a_play_that_is_taken_is_gone_even_if_it_did_not_fit(play: Play) -> None:
    cache = PlayCache()
    cache.keep(1, play)
    assert cache.take(1, 5, play.chain_hash) is None
    assert len(cache) == 0


def test_a_writer_gets_the_play_itself_until_it_was_lent(play: Play) -> None:
    cache = PlayCache()
    cache.keep(1, play)
    assert cache.take(1, 0, play.chain_hash) is play
    cache.keep(1, play)
    cache.lend(1, 0, play.chain_hash)
    copied = cache.take(1, 0, play.chain_hash)
    assert copied is not None and copied is not play
    assert copied.world_hash() == play.world_hash()


def test_an_own_copy_goes_its_own_way(play: Play) -> None:
    before = play.world_hash()
    copied = play.fork()
    copied.act(SubmitReflection("Only here."), "user:1")
    assert (play.world_hash(), play.seq, copied.seq) == (before, 0, 1)
    play.act(SubmitReflection("Only here."), "user:1")
    assert play.world_hash() == copied.world_hash()


def test_an_older_play_never_takes_a_newer_ones_place(play: Play) -> None:
    cache = PlayCache()
    newer = play.fork()
    newer.act(SubmitReflection("Newer."), "user:1")
    cache.keep(1, newer)
    cache.keep(1, play)
    assert cache.lend(1, 1, newer.chain_hash) is newer


def test_the_play_used_longest_ago_goes_first(play: Play) -> None:
    cache = PlayCache(limit=2)
    cache.keep(1, play)
    cache.keep(2, play)
    cache.lend(1, 0, play.chain_hash)
    cache.keep(3, play)
    assert [cache.holds(number, 0, play.chain_hash) for number in (1, 2, 3)] == [True, False, True]
    cache.drop(1)
    assert len(cache) == 1
