"""What a person can do in a world: one frozen dataclass per action, under a name that never changes its meaning."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    from lab.world.world import World


class Action:
    """Something a person does. `apply` checks everything first, then changes the world.

    `about` names the field that scenario files fill from `on`; `body` the one that a plain text file fills.
    `added_later` names fields that came after the first journals: they are left out of the canonical form while they
    have their default, so that what was written before they came keeps its bytes.
    """

    __slots__ = ()
    name: ClassVar[str] = ""
    about: ClassVar[str] = ""
    body: ClassVar[str] = ""
    added_later: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def apply(self, world: "World") -> None:
        """Change the world. Raises Refused, leaving the world as it was."""


_C = TypeVar("_C", bound=type[Action])
ACTIONS: dict[str, type[Action]] = {}
"""What a student can do, and so what scenario files, checks and the terminal can name."""
STAFF_ACTIONS: dict[str, type[Action]] = {}
"""What only staff can do in a student's run. They stand apart, so that whoever looks among `ACTIONS` cannot find one."""
STAFF = "staff."
STAFF_ACTOR = "staff:"


def is_staff_action(name: str) -> bool:
    """Whether an action of that name is for staff alone."""
    return name.startswith(STAFF)


def is_staff_actor(actor: str) -> bool:
    """Whether the actor of a journal row ("staff:12") is somebody who acts in another's run."""
    return actor.startswith(STAFF_ACTOR)


def action(name: str, *, about: str = "", body: str = "") -> Callable[[_C], _C]:
    """Register an action class under its name in journals, scenario files and logs; one for staff among `STAFF_ACTIONS`."""

    def register(cls: _C) -> _C:
        home = STAFF_ACTIONS if is_staff_action(name) else ACTIONS
        if name in home:
            raise ValueError(f"two actions are called {name}")
        cls.name, cls.about, cls.body = name, about, body
        home[name] = cls
        return cls

    return register
