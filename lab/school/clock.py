"""The wall clock. Only this package and the doors look at it; a run never does."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
