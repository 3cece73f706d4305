"""The papers of the trade: which a country asks for, what is wrong with one, and the customs form on a parcel.

Kinds are in `seed/customs/documents.yaml`, what is asked for in `compliance.yaml`, the words that say nothing on
a customs form in `forms.yaml`; all figures carry source and date. Form fields: UPU forms CN22 and CN23.
Not here: how many points a fault costs (`lab.checks`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator

from lab.customs.exchange import exact, load_rates
from lab.customs.hs import lookup, plain
from lab.values.dated import Country, Figure, Share, Source, StrictModel, Texts, load_figures, source_of
from lab.values.errors import NotFound
from lab.values.money import Money
from lab.values.places import SEED

KINDS_FILE = SEED / "customs" / "documents.yaml"
COMPLIANCE_FILE = SEED / "customs" / "compliance.yaml"
FORMS_FILE = SEED / "customs" / "forms.yaml"

FormKind = Literal["sale_of_goods", "gift", "sample", "returned_goods", "documents", "other"]
FORM_KINDS: tuple[FormKind, ...] = ("sale_of_goods", "gift", "sample", "returned_goods", "documents", "other")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_SIX = re.compile(r"[0-9]{6}")
_TWO = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of paper; names and `what` by interface language.

    `languages` says what a country's office reads; a country that is not in it takes any language.
    """

    key: str
    names: Mapping[str, str]
    what: Mapping[str, str]
    for_model: bool
    languages: Mapping[str, tuple[str, ...]]
    source: Source


@dataclass(frozen=True, slots=True)
class Document:
    """One paper in the shop's file. `model` is the model it was issued for, "" where it is for the seller."""

    kind: str
    title: str
    language: str
    issued_on: date
    valid_until: date | None
    model: str


@dataclass(frozen=True, slots=True)
class CustomsForm:
    """What the sender wrote on form CN22 or CN23 for one line of contents. `origin` is ISO 3166-1 alpha-2."""

    kind: str
    description: str
    hs_code: str
    origin: str
    quantity: int
    value: Money
    weight_g: int


@dataclass(frozen=True, slots=True)
class FormFault:
    """One field of a customs form that is wrong: what stands there and what should."""

    field: str
    code: str
    found: str
    expected: str


class _KindEntry(StrictModel):
    names: Texts
    what: Texts
    for_model: bool
    languages: Figure[dict[Country, tuple[str, ...]]]


class KindsFile(StrictModel):
    """`seed/customs/documents.yaml`."""

    sources: dict[str, str]
    kinds: dict[str, _KindEntry]


class ComplianceFile(StrictModel):
    """`seed/customs/compliance.yaml`. `like` names, for some category paths, the path whose rules count for them."""

    sources: dict[str, str]
    like: Figure[dict[str, str]]
    rules: dict[str, dict[Country, Figure[tuple[str, ...]]]]

    @model_validator(mode="after")
    def _likeness_ends_at_a_rule(self) -> Self:
        wrong = [path for path, other in self.like.value.items() if other not in self.rules or path in self.rules]
        if wrong:
            raise ValueError(f"these must be like a path with rules, and have none themselves: {', '.join(wrong)}")
        return self


class FormsFile(StrictModel):
    """`seed/customs/forms.yaml`."""

    sources: dict[str, str]
    vague_words: Figure[dict[str, tuple[str, ...]]]
    small_words: Figure[dict[str, tuple[str, ...]]]
    min_words: Figure[int]
    min_chars: Figure[int]
    weight_tolerance: Figure[Share]


@cache
def load_kinds(path: Path = KINDS_FILE) -> dict[str, DocumentKind]:
    """Every kind of document by its key, in the order of the file. Raises BadFile."""
    file = load_figures(KindsFile, path)
    return {key: _kind(key, entry, file.sources) for key, entry in file.kinds.items()}


def _kind(key: str, entry: _KindEntry, sources: Mapping[str, str]) -> DocumentKind:
    source = source_of(entry.languages, sources)
    return DocumentKind(key, entry.names, entry.what, entry.for_model, entry.languages.value, source)


@cache
def load_compliance(path: Path = COMPLIANCE_FILE) -> ComplianceFile:
    """What is asked for, by category path and country. Raises BadFile."""
    return load_figures(ComplianceFile, path)


@cache
def _forms() -> FormsFile:
    return load_figures(FormsFile, FORMS_FILE)


def kind_of(key: str) -> DocumentKind:
    """A kind by its key. Raises NotFound."""
    kinds = load_kinds()
    if key not in kinds:
        raise NotFound("no_such_document_kind", kind=key[:40])
    return kinds[key]


def required_documents(category_path: str, country: str) -> tuple[str, ...]:
    """Kinds asked for before goods of a category are sold in a country; () where the table asks for none."""
    figure = _requirement(category_path, country)
    return figure.value if figure else ()


def requirement_source(category_path: str, country: str) -> Source | None:
    """Where `required_documents` comes from; None where the table says nothing."""
    figure = _requirement(category_path, country)
    return source_of(figure, load_compliance().sources) if figure else None


def _requirement(category_path: str, country: str) -> Figure[tuple[str, ...]] | None:
    file = load_compliance()
    parts = category_path.split("/")
    for length in range(len(parts), 0, -1):
        path = "/".join(parts[:length])
        if path in file.like.value:
            return _requirement(file.like.value[path], country)
        figure = file.rules.get(path, {}).get(country)
        if figure is not None:
            return figure
    return None


def document_faults(document: Document, country: str, on: date, model: str) -> list[str]:
    """What is wrong with a paper for a model in a country on a day; an empty list when nothing is.

    Codes: not_yet_valid, expired, wrong_model, wrong_language. The last day of validity still counts. Raises
    NotFound for an unknown kind.
    """
    kind = kind_of(document.kind)
    faults = []
    if document.issued_on > on:
        faults.append("not_yet_valid")
    if document.valid_until is not None and document.valid_until < on:
        faults.append("expired")
    if kind.for_model and document.model.strip().casefold() != model.strip().casefold():
        faults.append("wrong_model")
    accepted = kind.languages.get(country)
    if accepted is not None and document.language.split("-")[0] not in accepted:
        faults.append("wrong_language")
    return faults


def form_name(value: Money) -> str:
    """CN22 for contents up to the limit in special drawing rights (300 SDR), CN23 above it.

    Raises BadInput for a currency without a rate.
    """
    limit = load_rates().cn22_max[-1].value
    return "CN22" if exact(value, limit.currency) <= limit.amount else "CN23"


def customs_form_faults(
    form: CustomsForm, *, goods_value: Money, quantity: int, weight_g: int, hs_accept: Collection[str], origin: str
) -> list[FormFault]:
    """Every field of a form that does not match the parcel, in the order of the form.

    Codes: kind unknown/wrong; description missing/too_short/vague; hs_code missing/malformed/unknown/wrong;
    origin missing/malformed/wrong; quantity wrong; value wrong_currency/wrong; weight_g wrong. The declared value
    must be the goods' value to the minor unit; the weight may differ by a tenth.
    """
    faults = [
        _kind_fault(form.kind),
        _description_fault(form.description),
        _hs_fault(form.hs_code, hs_accept),
        _origin_fault(form.origin, origin),
    ]
    if form.quantity != quantity:
        faults.append(FormFault("quantity", "wrong", str(form.quantity), str(quantity)))
    if form.value.currency != goods_value.currency:
        faults.append(FormFault("value", "wrong_currency", str(form.value), str(goods_value)))
    elif form.value != goods_value:
        faults.append(FormFault("value", "wrong", str(form.value), str(goods_value)))
    if Fraction(abs(form.weight_g - weight_g)) > weight_g * _forms().weight_tolerance.value:
        faults.append(FormFault("weight_g", "wrong", str(form.weight_g), str(weight_g)))
    return [fault for fault in faults if fault is not None]


def _kind_fault(kind: str) -> FormFault | None:
    if kind == FORM_KINDS[0]:
        return None
    return FormFault("kind", "wrong" if kind in FORM_KINDS else "unknown", kind, FORM_KINDS[0])


def _description_fault(description: str) -> FormFault | None:
    rules = _forms()
    words = [word.casefold() for word in _WORD.findall(description)]
    least = f"{rules.min_words.value} words, {rules.min_chars.value} characters"
    if not words:
        return FormFault("description", "missing", description, least)
    if len(words) < rules.min_words.value or len(description.strip()) < rules.min_chars.value:
        return FormFault("description", "too_short", description, least)
    empty = _empty_words()
    telling = {word for word in words if word not in empty and not word.isdigit()}
    if len(telling) < 2:
        return FormFault("description", "vague", description, "what it is, of what material, for what use")
    return None


@cache
def _empty_words() -> frozenset[str]:
    rules = _forms()
    lists = [*rules.vague_words.value.values(), *rules.small_words.value.values()]
    return frozenset(word.casefold() for words in lists for word in words)


def _hs_fault(code: str, accept: Collection[str]) -> FormFault | None:
    expected = ", ".join(sorted(accept))
    digits = plain(code)
    if not digits:
        return FormFault("hs_code", "missing", code, expected)
    if not _SIX.fullmatch(digits):
        return FormFault("hs_code", "malformed", code, expected)
    if digits in {plain(other) for other in accept}:
        return None
    return FormFault("hs_code", "wrong" if lookup(digits) else "unknown", code, expected)


def _origin_fault(found: str, origin: str) -> FormFault | None:
    if found == origin:
        return None
    code = "missing" if not found.strip() else "wrong" if _TWO.fullmatch(found) else "malformed"
    return FormFault("origin", code, found, origin)
