"""The eleven Incoterms 2020: who pays what, and where the risk passes (`seed/customs/incoterms.yaml`).

An Incoterm is a rule of a sale and needs a named place. CIF and FOB are also the names of two ways to reckon a customs
value; that is another matter (`lab.customs.destinations`, `value_basis`). Source: the rules of the International Chamber of
Commerce as given in the file, in our own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from lab.values.dated import Figure, Source, StrictModel, Texts, load_figures, source_of
from lab.values.errors import BadInput, NotFound
from lab.values.places import SEED

FILE = SEED / "customs" / "incoterms.yaml"
EDITION = "Incoterms 2020"

ParcelIncoterm = Literal["DAP", "DDP"]
Mode = Literal["any", "sea"]
Party = Literal["seller", "buyer", "nobody"]
Cover = Literal["none", "clauses_a", "clauses_c"]
Place = Literal["seller", "origin", "port_of_shipment", "port_of_destination", "destination"]
RiskPoint = Literal[
    "at_seller_not_loaded", "handed_to_buyers_carrier", "handed_to_first_carrier", "at_destination_ready_to_unload",
    "at_destination_unloaded", "alongside_ship", "on_board",
]  # fmt: skip
COSTS = (
    "export_clearance", "pre_carriage", "loading", "main_carriage", "insurance", "unloading", "import_clearance",
    "duty_and_tax", "on_carriage",
)  # fmt: skip


class Duties(StrictModel):
    """Who pays what under one rule. `insurance` is whose duty it is to insure, with `cover` of `cover_permille`.

    `named_place` says what kind of place stands after the three letters. On-carriage that is the seller's goes as far
    as that place.
    """

    mode: Mode
    named_place: Place
    risk_passes: RiskPoint
    export_clearance: Party
    pre_carriage: Party
    loading: Party
    main_carriage: Party
    insurance: Party
    cover: Cover
    cover_permille: Annotated[int, Field(ge=0)]
    unloading: Party
    import_clearance: Party
    duty_and_tax: Party
    on_carriage: Party


class _Entry(StrictModel):
    names: Texts
    what: Texts
    duties: Figure[Duties]


class IncotermsFile(StrictModel):
    """`seed/customs/incoterms.yaml`."""

    sources: dict[str, str]
    incoterms: dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], _Entry]
    to_consumers: Figure[tuple[ParcelIncoterm, ...]]
    no_incoterm: Figure[dict[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], str]]


@dataclass(frozen=True, slots=True)
class Incoterm:
    """One rule: its name and an explanation for learners in five languages, and who pays what."""

    code: str
    names: Mapping[str, str]
    what: Mapping[str, str]
    duties: Duties
    source: Source

    def pays(self, cost: str) -> Party:
        """Who pays a cost of `COSTS`. Raises NotFound for another name."""
        if cost not in COSTS:
            raise NotFound("no_such_cost", cost=cost[:40])
        party: Party = getattr(self.duties, cost)
        return party


@cache
def load_incoterms(path: Path = FILE) -> Mapping[str, Incoterm]:
    """The eleven rules by their letters, in the order of the file. Raises BadFile for a faulty file."""
    file = _read(path)
    return {
        code: Incoterm(code, entry.names, entry.what, entry.duties.value, source_of(entry.duties, file.sources))
        for code, entry in file.incoterms.items()
    }


def load_incoterm(code: str) -> Incoterm:
    """One rule. Raises BadInput for letters that are none; `instead` names the nearest rule of today, if there is one.

    DDU and DAT are such letters: they stood in older editions.
    """
    found = load_incoterms().get(code)
    if found is None:
        raise BadInput("no_such_incoterm", incoterm=code[:10], instead=_read(FILE).no_incoterm.value.get(code, ""))
    return found


def named(incoterm: str, place: str) -> str:
    """The rule as it stands in a contract: "FOB Ningbo Incoterms 2020".

    Raises BadInput for letters that are no Incoterm, or without a place.
    """
    code = load_incoterm(incoterm).code
    if not place.strip():
        raise BadInput("incoterm_without_place", incoterm=code)
    return f"{code} {' '.join(place.split())} {EDITION}"


def fits_consumer_parcel(incoterm: str) -> bool:
    """Whether a rule fits a parcel to a private buyer; False also for letters that are no Incoterm."""
    return incoterm in _read(FILE).to_consumers.value


@cache
def _read(path: Path) -> IncotermsFile:
    return load_figures(IncotermsFile, path)
