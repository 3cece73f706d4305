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


def action(name: str, *, about: str = "", body: str = "") -> Callable[[_C], _C]:
    """Register an action class under its name in journals, scenario files and logs."""

    def register(cls: _C) -> _C:
        if name in ACTIONS:
            raise ValueError(f"two actions are called {name}")
        cls.name, cls.about, cls.body = name, about, body
        ACTIONS[name] = cls
        return cls

    return register
