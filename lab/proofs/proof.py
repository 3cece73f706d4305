"""What a proof says: its number and name, whether it holds, and every line that shows why not."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof of one scenario. `tried` counts the plays behind it."""

    number: int
    name: str
    tried: int
    failures: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        return not self.failures
