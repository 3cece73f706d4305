"""Slowing down whoever guesses: failures are counted under a key, and a full count closes the key for a while.

Each failure from the limit on closes it for 30 seconds, then twice as long, up to 15 minutes. An hour after the last
failure or the end of the closure the count begins anew. Counts are written in a transaction of their own, so that
they stay when the thing that failed is undone.
"""

import hashlib
import hmac
from datetime import timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Throttle
from lab.values.errors import Refused

ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 25
"""Higher than for one account, because a whole classroom often shares one address."""
FIRST_BLOCK_SECONDS = 30
LONGEST_BLOCK_SECONDS = 15 * 60
FORGET_AFTER = timedelta(hours=1)


def key_for(db: Database, kind: str, value: str) -> str:
    """A key that does not show the login or address it stands for."""
    return f"{kind}:{keyed_hash(db, value)}"


def keyed_hash(db: Database, value: str) -> str:
    """A hash that nobody without the instance's secret can try values against."""
    return hmac.new(db.settings.secret_key.encode(), value.encode(), hashlib.sha256).hexdigest()


def check_open(db: Database, *keys: str) -> None:
    """Raises Refused while any of the keys is closed; says for how many seconds."""
    with db.session() as session:
        moment = now()
        ends = [row.blocked_until for key in keys if (row := session.get(Throttle, key)) is not None]
        seconds = max(((end - moment).total_seconds() for end in ends), default=0.0)
    if seconds > 0:
        raise Refused("too_many_tries", seconds=int(seconds) + 1)


def count_failure(db: Database, limits: dict[str, int]) -> None:
    """One more failure under every key; `limits` gives the failures that each key allows."""
    with db.write() as session:
        for key in sorted(limits):
            _count(session, key, limits[key])


def forget(session: Session, key: str) -> None:
    """The key's owner has shown who they are: its count begins anew."""
    row = session.get(Throttle, key)
    if row is not None:
        session.delete(row)


def block_seconds(failures: int, limit: int) -> int:
    """How long a key is closed after so many failures: 0 below the limit, then 30, 60, 120 ... 900."""
    if failures < limit:
        return 0
    return min(LONGEST_BLOCK_SECONDS, FIRST_BLOCK_SECONDS << min(failures - limit, 20))


def _count(session: Session, key: str, limit: int) -> None:
    moment = now()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(Throttle).values(key=key, failures=0, blocked_until=moment)
    session.execute(fresh.on_conflict_do_nothing())
    row = session.get_one(Throttle, key, with_for_update=True)
    if moment - row.blocked_until > FORGET_AFTER:
        row.failures = 0
    row.failures += 1
    row.blocked_until = moment + timedelta(seconds=block_seconds(row.failures, limit))
    session.flush()
