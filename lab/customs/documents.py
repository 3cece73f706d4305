"""The papers of the trade: which a country asks for, what is wrong with one, and the customs form on a parcel.

Kinds are in `seed/customs/documents.yaml`, what is asked for in `compliance.yaml`, the words that say nothing on
a customs form in `forms.yaml`; all figures carry source and date. Form fields: UPU forms CN22 and CN23.
Not here: how many points a fault costs (`lab.checks`), how papers agree with each other (`lab.customs.papers`).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import ClassVar, Literal, Self

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
_MOST_TRIED = 1000
"""Ways of matching goods to lines that are looked at, where goods may go under more than one of the codes declared."""
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
class ContentLine:
    """One line of contents on a customs form; value and grams are those of all its pieces."""

    description: str
    hs_code: str
    origin: str
    quantity: int
    value: Money
    weight_g: int


@dataclass(frozen=True, slots=True)
class CustomsForm:
    """What the sender wrote on form CN22 or CN23. `origin` is ISO 3166-1 alpha-2.

    The first line of contents stands in the form's own fields, the second and further ones in `lines`. `tax_reference`
    is the number (IOSS, VOEC or another registration) under which the platform has collected the tax.
    """

    kind: str
    description: str
    hs_code: str
    origin: str
    quantity: int
    value: Money
    weight_g: int
    lines: tuple[ContentLine, ...] = ()
    tax_reference: str = ""

    added_later: ClassVar[tuple[str, ...]] = ("lines", "tax_reference")

    @property
    def contents(self) -> tuple[ContentLine, ...]:
        """Every line of contents, the first among them."""
        first = ContentLine(self.description, self.hs_code, self.origin, self.quantity, self.value, self.weight_g)
        return (first, *self.lines)


@dataclass(frozen=True, slots=True)
class Contents:
    """What really lies in a parcel of one SKU; value and grams are those of all its pieces."""

    sku: str
    quantity: int
    value: Money
    weight_g: int
    hs_accept: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class FormFault:
    """One field of a customs form that is wrong: what stands there and what should.

    A field of the first line of contents has its plain name ("hs_code"), one of the second is "lines.1.hs_code".
    """

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
    """Every field of a form that does not match a parcel with goods of one kind, in the order of the form.

    Codes: as `parcel_form_faults`; the tax reference is not looked at. The declared value must be the goods' value to
    the minor unit; the weight may differ by a tenth.
    """
    goods = Contents("", quantity, goods_value, weight_g, tuple(hs_accept), origin)
    return parcel_form_faults(form, [goods], form.tax_reference)


def parcel_form_faults(form: CustomsForm, contents: Sequence[Contents], tax_reference: str = "") -> list[FormFault]:
    """Every field of a form that does not match a parcel's contents, in the order of the form.

    Goods of each kind need a line of their own; goods of one code and origin may share a line, or stand in several.
    `tax_reference` is the number that must stand on the form, "" where the tax was not collected at sale.

    Codes: kind unknown/wrong; description missing/too_short/vague; hs_code missing/malformed/unknown/wrong; origin
    missing/malformed/wrong; quantity wrong; value wrong_currency/wrong; weight_g wrong; a line ("lines.0" is the
    first) superfluous; lines missing (goods in no line: `expected` tells their codes and SKU); tax_reference
    missing/wrong/superfluous. Values must be right to the minor unit; weights may differ by a tenth.
    """
    found = [_kind_fault(form.kind), *_line_faults(form.contents, contents), _tax_fault(form.tax_reference, tax_reference)]
    return [fault for fault in found if fault is not None]


def _line_faults(lines: Sequence[ContentLine], contents: Sequence[Contents]) -> list[FormFault]:
    """The faults of the lines from the first to the last, then the goods that stand in none."""
    matched = _matched(lines, contents)
    faults: dict[int, list[FormFault]] = {number: [] for number in range(len(lines) + 1)}
    for numbers, goods in matched:
        for number, fault in _group_faults(lines, contents, numbers, goods):
            faults[number].append(fault)
    spare = [number for number in range(len(lines)) if not any(number in numbers for numbers, _ in matched)]
    left = [place for place in range(len(contents)) if not any(place in goods for _, goods in matched)]
    for number in spare:
        if left:
            nearest = min(left, key=lambda place: len(_differences(lines[number], contents[place])))
            left.remove(nearest)
            faults[number] += _differences(lines[number], contents[nearest])
        else:
            faults[number].append(FormFault(f"lines.{number}", "superfluous", lines[number].description, ""))
    found = []
    for number, line in enumerate(lines):
        described = _description_fault(line.description)
        before = f"lines.{number}." if number else ""
        own = [*([described] if described else []), *faults[number]]
        found += [fault if fault.field.startswith("lines.") else replace(fault, field=before + fault.field) for fault in own]
    return [*found, *faults[len(lines)], *(_no_line_for(contents[place]) for place in left)]


_Match = tuple[list[int], list[int]]
"""Numbers of lines of one code and origin, and the places of the goods that are declared in them."""


def _matched(lines: Sequence[ContentLine], contents: Sequence[Contents]) -> list[_Match]:
    """Lines with the goods that they may stand for, by code, origin and currency; the way that leaves fewest faults."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, line in enumerate(lines):
        if line.quantity > 0 and line.value.amount >= 0 and line.weight_g >= 0:
            groups.setdefault((plain(line.hs_code), line.origin, line.value.currency), []).append(number)
    fitting: list[list[tuple[str, str, str] | None]] = []
    for goods in contents:
        accepted = {plain(code) for code in goods.hs_accept}
        fits = [key for key in groups if key[0] in accepted and key[1:] == (goods.origin, goods.value.currency)]
        fitting.append([*fits] or [None])
    best: list[_Match] = []
    fewest: int | None = None
    for way in islice(product(*fitting), _MOST_TRIED):
        tried = [
            (numbers, [place for place, key in enumerate(way) if key == group]) for group, numbers in groups.items()
        ]
        tried = [match for match in tried if match[1]]
        spare = len(groups) - len(tried)
        count = spare + sum(len(_group_faults(lines, contents, *match)) for match in tried)
        if fewest is None or count < fewest:
            best, fewest = tried, count
    return best


def _group_faults(
    lines: Sequence[ContentLine], contents: Sequence[Contents], numbers: Sequence[int], goods: Sequence[int]
) -> list[tuple[int, FormFault]]:
    """What is wrong in lines of one code and origin, with the number of the line (of goods in no line: behind the last).

    Lines that are right by themselves are set aside. What remains is compared one by one where there are as many lines
    as goods, else in sum, and the sum's faults are those of the first line.
    """
    open_lines, open_goods = list(numbers), list(goods)
    for number in numbers:
        right = next((place for place in open_goods if not _figure_faults(lines[number], contents[place])), None)
        if right is not None:
            open_lines.remove(number)
            open_goods.remove(right)
    if not open_goods:
        return [
            (number, FormFault(f"lines.{number}", "superfluous", lines[number].description, "")) for number in open_lines
        ]
    if not open_lines:
        return [(len(lines), _no_line_for(contents[place])) for place in open_goods]
    line_sum = _sum_of_lines([lines[number] for number in open_lines])
    whole = _figure_faults(line_sum, _sum_of_goods([contents[place] for place in open_goods]))
    if not whole or len(open_lines) != len(open_goods):
        return [(open_lines[0], fault) for fault in whole]
    pairs = zip(open_lines, open_goods, strict=True)
    return [(number, fault) for number, place in pairs for fault in _figure_faults(lines[number], contents[place])]


def _sum_of_lines(lines: Sequence[ContentLine]) -> ContentLine:
    """Lines of one code, origin and currency as one."""
    value = Money(sum(line.value.amount for line in lines), lines[0].value.currency)
    return replace(
        lines[0],
        quantity=sum(line.quantity for line in lines),
        value=value,
        weight_g=sum(line.weight_g for line in lines),
    )


def _sum_of_goods(goods: Sequence[Contents]) -> Contents:
    """Goods of one origin and currency as one."""
    value = Money(sum(one.value.amount for one in goods), goods[0].value.currency)
    return replace(
        goods[0], quantity=sum(one.quantity for one in goods), value=value, weight_g=sum(one.weight_g for one in goods)
    )


def _differences(line: ContentLine, goods: Contents) -> list[FormFault]:
    """Where a line says another thing than what the goods are, its description aside."""
    faults = [_hs_fault(line.hs_code, goods.hs_accept), _origin_fault(line.origin, goods.origin)]
    return [fault for fault in faults if fault is not None] + _figure_faults(line, goods)


def _figure_faults(line: ContentLine, goods: Contents) -> list[FormFault]:
    faults = []
    if line.quantity != goods.quantity:
        faults.append(FormFault("quantity", "wrong", str(line.quantity), str(goods.quantity)))
    if line.value.currency != goods.value.currency:
        faults.append(FormFault("value", "wrong_currency", str(line.value), str(goods.value)))
    elif line.value != goods.value:
        faults.append(FormFault("value", "wrong", str(line.value), str(goods.value)))
    if not weights_agree(line.weight_g, goods.weight_g):
        faults.append(FormFault("weight_g", "wrong", str(line.weight_g), str(goods.weight_g)))
    return faults


def weights_agree(declared_g: int, true_g: int) -> bool:
    """Whether a declared weight is near enough to the true one (a tenth of it)."""
    return Fraction(abs(declared_g - true_g)) <= true_g * _forms().weight_tolerance.value


def _no_line_for(goods: Contents) -> FormFault:
    codes = ", ".join(sorted(goods.hs_accept))
    return FormFault("lines", "missing", "", f"{codes} ({goods.sku})" if goods.sku else codes)


def _tax_fault(found: str, expected: str) -> FormFault | None:
    if "".join(found.split()).upper() == "".join(expected.split()).upper():
        return None
    code = "missing" if not found.strip() else "wrong" if expected.strip() else "superfluous"
    return FormFault("tax_reference", code, found, expected)


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
