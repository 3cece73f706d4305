"""Spoiling a right play on purpose: what a check is tried against before anybody is graded by it.

A check that nothing can make fail proves nothing. Every check type therefore says which changes to a right journal it must
notice (`Check.spoiled`); the proofs play each of them and want to see the check earn less. The changes are made to the
accepted actions of the reference, with their contents filled in, so that they fit every scenario and every variant.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lab.values.moment import Moment
from lab.world.action import Action


@dataclass(frozen=True, slots=True)
class Timed:
    """One action of a right play, and the simulated minute at which it was done. Passing time is not among them."""

    at: Moment
    action: Action


Log = tuple[Timed, ...]
Test = Callable[[Action], bool]


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A changed log; `name` says in a few English words what was changed ("publishing left out")."""

    name: str
    log: Log


def without(log: Log, test: Test) -> Log:
    """The log without the actions for which `test` holds."""
    return tuple(one for one in log if not test(one.action))


def replaced(log: Log, test: Test, change: Callable[[Action], Action]) -> Log:
    """The log with `change` made to every action for which `test` holds."""
    return tuple(Timed(one.at, change(one.action)) if test(one.action) else one for one in log)


def delayed(log: Log, test: Test, until: Moment) -> Log:
    """The log with the actions for which `test` holds done not before `until`; the others keep their order."""
    return in_time(Timed(max(one.at, until), one.action) if test(one.action) else one for one in log)


def inserted(log: Log, *more: Timed) -> Log:
    """The log with further actions, each after those of its minute."""
    return in_time((*log, *more))


def in_time(log: Iterable[Timed]) -> Log:
    return tuple(sorted(log, key=lambda one: one.at))


def named(*names: str, **fields: object) -> Test:
    """A test for actions of these names whose fields have these values."""

    def test(action: Action) -> bool:
        return action.name in names and all(getattr(action, key, None) == value for key, value in fields.items())

    return test


def only_changed(log: Log, name: str, changed: Log) -> Iterator[Spoiled]:
    """The change, unless it changed nothing: a log that lacks what it would spoil has nothing to say."""
    if changed != log:
        yield Spoiled(name, changed)
