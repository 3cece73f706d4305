"""Things to decide and write down, and what a shop chose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lab.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `options` and `reasons` by their id, each with its text by language.

    Exactly `choose` options are to be chosen and at most `reasons_max` reasons ticked; free words have at most `words_max`
    characters, and none are asked for where that is 0.
    """

    key: str
    title: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    choose: int = 1
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reasons_max: int = 3
    words_max: int = 0

    @property
    def reasons_at_most(self) -> int:
        """How many reasons can be ticked: never more than there are."""
        return min(self.reasons_max, len(self.reasons))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a shop wrote down for a question: options and reasons in the order in which the question has them."""

    chosen: tuple[str, ...]
    reasons: tuple[str, ...]
    words: str
    at: Moment
