"""Figures that carry a source, a date and, where they differ, the countries and languages they hold for.

A figure in a file is one mapping, or a list of them when it has changed or differs by place:

    title_max_chars:
      - {value: "200", since: 2025-01-21, source: A1, as_of: 2025-01-21, confidence: verified}
      - {value: "75", since: 2026-07-27, not_in: [SA], source: A2, as_of: 2026-07-27, confidence: secondary}

`as_of` is the day for which the source states the figure, `since` the day from which it is in force; a
figure without `since` holds as far back as the lab goes. Of those that fit, the later entry wins.
`source` names an entry of the file's own list of sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationInfo

from lab.values.errors import BadInput
from lab.values.money import Money
from lab.values.yamlfile import load_yaml

Confidence = Literal["verified", "secondary", "general", "contested", "set"]
T = TypeVar("T")
_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from. `confidence` is "set" for a value that the lab chose for teaching."""

    text: str
    as_of: date
    confidence: str


class StrictModel(BaseModel):
    """Part of a data file; a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_source(key: str, info: ValidationInfo) -> str:
    known = info.context
    if known is not None and key not in known:
        raise ValueError(f"the source '{key}' is not in this file's list of sources")
    return key


class Figure(StrictModel, Generic[T]):
    """One value with its source and date; `source` is a key of the file's `sources`."""

    value: T
    source: Annotated[str, AfterValidator(_known_source)]
    as_of: date
    confidence: Confidence
    since: date | None = None


class PlacedFigure(Figure[T], Generic[T]):
    """A figure that may hold for some countries or some listing languages only."""

    not_in: tuple[str, ...] = ()
    language: str = ""

    def holds(self, country: str, language: str) -> bool:
        return country not in self.not_in and self.language in ("", language)


def _as_list(data: Any) -> Any:
    return [data] if isinstance(data, Mapping) else data


def _in_order(figures: tuple[Figure[Any], ...]) -> tuple[Figure[Any], ...]:
    if not figures:
        raise ValueError("at least one entry must stand here")
    starts = [figure.since or date.min for figure in figures]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise ValueError("entries must stand in the order of 'since', each later than the one before")
    return figures


def _not_going_back(figures: tuple[Figure[Any], ...]) -> tuple[Figure[Any], ...]:
    starts = [figure.since or date.min for figure in figures]
    if not figures or starts != sorted(starts):
        raise ValueError("entries must stand here, in the order of 'since'")
    return figures


if TYPE_CHECKING:
    Dated: TypeAlias = tuple[Figure[T], ...]
    Placed: TypeAlias = tuple[PlacedFigure[T], ...]
else:

    class Dated:
        """`Dated[int]`: one figure or a list of them; pydantic's models are no aliases, so it is built here."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return Annotated[tuple[Figure[kind], ...], BeforeValidator(_as_list), AfterValidator(_in_order)]

    class Placed:
        """`Placed[int]`: as `Dated`, of figures that may hold for some places only."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return Annotated[tuple[PlacedFigure[kind], ...], BeforeValidator(_as_list), AfterValidator(_not_going_back)]


def in_force(figures: Sequence[Figure[T]], on: date, name: str) -> Figure[T]:
    """The newest figure whose `since` is not after `on`. Raises BadInput when there is none."""
    fitting = [figure for figure in figures if figure.since is None or figure.since <= on]
    if not fitting:
        raise BadInput("no_figure_in_force", name=name, on=on.isoformat())
    return fitting[-1]


def source_of(figure: Figure[Any], sources: Mapping[str, str]) -> Source:
    """The figure's source with its full words."""
    return Source(sources[figure.source], figure.as_of, figure.confidence)


class _Sources(BaseModel):
    sources: dict[str, str]


def load_figures(model: type[_M], path: Path) -> _M:
    """A data file whose figures name entries of its own `sources`. Raises BadFile with every fault."""
    return load_yaml(model, path, context=load_yaml(_Sources, path).sources)


def _to_fraction(data: Any) -> Fraction:
    try:
        return Fraction(str(data))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{data}' is not a share; write 0.15 or 3/20") from None


def _to_money(data: Any) -> Money:
    try:
        return Money.parse(str(data))
    except BadInput:
        raise ValueError(f"'{data}' is not an amount; write 11.40 EUR") from None


def _to_money_or_none(data: Any) -> Money | None:
    return None if data in (None, "none") else _to_money(data)


def _to_local(data: Any) -> Any:
    missing = [code for code in ("en", "de", "ru", "zh", "ar") if not isinstance(data, Mapping) or not data.get(code)]
    if missing:
        raise ValueError(f"the text is missing in: {', '.join(missing)}")
    return data


Share = Annotated[Fraction, PlainValidator(_to_fraction)]
Amount = Annotated[Money, PlainValidator(_to_money)]
AmountOrNone = Annotated[Money | None, PlainValidator(_to_money_or_none)]
Texts = Annotated[dict[str, str], BeforeValidator(_to_local)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
