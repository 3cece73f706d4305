"""What the offer of goods says about who stands behind them, and what it must say, by country and day (`seed/customs/label_data.yaml`)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from lab.values.dated import Dated, Source, StrictModel, load_figures, source_of
from lab.values.places import SEED

FILE = SEED / "customs" / "label_data.yaml"
UNION = "EU"

LabelField = Literal["manufacturer", "address", "contact", "responsible", "responsible_address", "responsible_contact", "warnings"]
PLAIN_FIELDS: tuple[LabelField, ...] = (
    "manufacturer", "address", "contact", "responsible", "responsible_address", "responsible_contact",
)  # fmt: skip
"""Those that read the same in every language; only warnings are written for readers of one."""


@dataclass(frozen=True, slots=True)
class Label:
    """The manufacturer and, where it sits elsewhere, the person who answers for the goods in the country, each with postal and electronic
    address; and the warnings as pairs of language (BCP 47 base code) and text, in the order of the languages."""

    manufacturer: str = ""
    address: str = ""
    contact: str = ""
    responsible: str = ""
    responsible_address: str = ""
    responsible_contact: str = ""
    warnings: tuple[tuple[str, str], ...] = ()

    def warning_in(self, language: str) -> str:
        return dict(self.warnings).get(language, "")

    def field(self, name: LabelField) -> str:
        """A field that reads the same in every language."""
        return str(getattr(self, name))

    @property
    def is_empty(self) -> bool:
        return self == Label()


@dataclass(frozen=True, slots=True)
class LabelDemand:
    """Fields that an offer must show, and those on top for goods of a manufacturer outside the region."""

    key: str
    fields: tuple[LabelField, ...]
    from_outside: tuple[LabelField, ...]
    since: date | None
    source: Source


class _Rule(StrictModel):
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    fields: Annotated[tuple[LabelField, ...], Field(min_length=1)]
    from_outside: tuple[LabelField, ...] = ()


class LabelDataFile(StrictModel):
    """`seed/customs/label_data.yaml`; a rule without a value is lifted from the day of that entry."""

    sources: dict[str, str]
    rules: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], Dated[_Rule | None]]


@cache
def load_label_data(path: Path = FILE) -> LabelDataFile:
    """The rules, in the order of the file. Raises BadFile."""
    return load_figures(LabelDataFile, path)


def label_demand(country: str, on: date, *, in_union: bool, path: Path = FILE) -> LabelDemand | None:
    """What a country demands on a day of offers to its buyers; None where nothing is known. `in_union`: whether it is a member of the EU."""
    file = load_label_data(path)
    for key, figures in file.rules.items():
        fitting = [figure for figure in figures if figure.since is None or figure.since <= on]
        rule = fitting[-1].value if fitting else None
        if rule is not None and (rule.region == country or (rule.region == UNION and in_union)):
            return LabelDemand(key, rule.fields, rule.from_outside, fitting[-1].since, source_of(fitting[-1], file.sources))
    return None
