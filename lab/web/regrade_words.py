"""States of regrades, of their rows, of proposals and of appeals in words, each with its tone."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

Word = tuple[LazyString, str]

REGRADE_STATES: dict[str, Word] = {
    "open": (_l("not applied yet"), "warn"),
    "applied": (_l("applied"), "good"),
    "dropped": (_l("discarded"), ""),
}
ROW_STATES: dict[str, Word] = {
    "waiting": (_l("waits for its turn"), ""),
    "found": (_l("not applied yet"), "info"),
    "failed": (_l("could not be graded"), "bad"),
    "applied": (_l("applied"), "good"),
    "proposed": (_l("needs a second person"), "warn"),
    "stale": (_l("passed over: graded otherwise meanwhile"), "warn"),
}
DIRECTIONS: dict[str, Word] = {
    "up": (_l("up"), "good"),
    "down": (_l("down"), "bad"),
    "same": (_l("same"), ""),
}
PROPOSAL_STATES: dict[str, Word] = {
    "waiting": (_l("waits"), "warn"),
    "confirmed": (_l("confirmed"), "good"),
    "rejected": (_l("rejected"), "bad"),
    "withdrawn": (_l("withdrawn"), ""),
}
APPEAL_STATES: dict[str, Word] = {
    "open": (_l("open"), "warn"),
    "granted": (_l("granted"), "good"),
    "declined": (_l("declined"), "bad"),
}
