"""Counting failures under a key."""

import threading

import pytest

from lab.school import throttle
from lab.school.database import Database
from lab.school.models import Throttle
from lab.values.errors import Refused


def test_a_key_below_its_limit_is_open(db: Database) -> None:
    for _ in range(2):
        throttle.count_failure(db, {"k": 3})
    throttle.check_open(db, "k")


def test_a_closed_key_says_for_how_long(db: Database) -> None:
    for _ in range(3):
        throttle.count_failure(db, {"k": 3})
    with pytest.raises(Refused) as caught:
        throttle.check_open(db, "other", "k")
    assert caught.value.code == "too_many_tries"
    assert caught.value.args_ == {"seconds": 30}


def test_failures_at_the_same_moment_are_all_counted(db: Database) -> None:
    threads = [threading.Thread(target=throttle.count_failure, args=(db, {"k": 100})) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.session() as session:
        assert session.get_one(Throttle, "k").failures == 8
