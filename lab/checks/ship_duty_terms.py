"""Check: parcels abroad go under the right delivery terms, with the right code, value and tax number."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import parcels_changed, parcels_left_out
from lab.customs.documents import FormFault
from lab.customs.hs import plain
from lab.customs.papers import PaperFault
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.ledger.border import crosses_border
from lab.orders.actions import ShipOrder
from lab.orders.dispatch import box_faults, boxed_with, declared_faults
from lab.world.listing import Incoterm
from lab.world.order import Order, Parcel
from lab.world.world import World

Demand = Literal["terms", "code", "value", "tax_number"]


class ShipDutyTerms(Check):
    """Earns, per order, what is right of four demands, by all: `terms`, `code`, `value` and `tax_number`.

    `terms`: the order was sold under the Incoterm named for it, and an invoice written out says the same. `code`: every
    line of the customs form has a code that is right for goods in the box, and none are missing; `codes` names others
    than the products' own. `value`: form and invoice declare just what was paid for the goods. `tax_number`: the form has
    the number under which the platform collected the tax, and none where it did not. A parcel that crosses no customs
    border needs no form. Of an order in several parcels every one counts.
    """

    name: ClassVar[str] = "ship.duty_terms"
    skill_default: ClassVar[str] = "customs"
    terms: dict[str, Incoterm] = Field(min_length=1)
    codes: dict[str, tuple[str, ...]] = Field(default={})
    demands: tuple[Demand, ...] = Field(default=("terms", "code", "value", "tax_number"), min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if set(self.terms) != set(self.on):
            raise ValueError("'terms' must speak of exactly what 'on' names")
        if not set(self.codes) <= set(self.on):
            raise ValueError("'codes' must speak of orders that 'on' names")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="terms_right", partly="terms_partly_right", wrong="terms_wrong")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from parcels_left_out(log, self.on)

        def other(ship: ShipOrder) -> ShipOrder:
            form = ship.customs_form
            return ship if form is None else replace(ship, customs_form=replace(form, hs_code="010121"))

        if "code" in self.demands:
            yield from parcels_changed(log, "a code of another chapter declared", self.on, other)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        order = evidence.order(order_id)
        if order is None or not order.parcels:
            return [
                Item(ZERO, proof("document", order=order_id, rule=demand, found="not shipped"))
                for demand in self.demands
            ]
        ref = evidence.deed_ref("order.ship", order=order_id)
        boxes = [_Box(evidence.world, order, parcel) for parcel in order.parcels]
        items = []
        for demand in self.demands:
            wrong = [text for box in boxes for text in self._wrong(box, demand)]
            expected = self.terms[order_id] if demand == "terms" else ""
            found = "; ".join(dict.fromkeys(wrong)) or (_right(boxes) if demand != "terms" else order.incoterm)
            items.append(
                Item(
                    ZERO if wrong else ONE,
                    proof("document", ref=ref, order=order_id, rule=demand, found=found, expected=expected),
                )
            )
        return items

    def _wrong(self, box: "_Box", demand: Demand) -> list[str]:
        """What is not as demanded about one box, each with what was found and what was expected."""
        if demand == "terms":
            wanted = self.terms[box.order.id]
            sold = [] if box.order.incoterm == wanted else [f"sold {box.order.incoterm}"]
            invoice = box.parcel.invoice
            said = (
                [] if invoice is None or invoice.incoterm == wanted else [f"invoice: {invoice.incoterm or 'missing'}"]
            )
            return sold + said
        if not box.crosses:
            return []
        form = box.parcel.customs_form
        if form is None:
            return ["not enclosed"]
        accepted = self.codes.get(box.order.id, ())
        if demand == "code":
            if accepted:
                right = {plain(code) for code in accepted}
                return [line.hs_code or "missing" for line in form.contents if plain(line.hs_code) not in right]
            return [_text(fault) for fault in box.form_faults if _is_about(fault, "hs_code") or fault.field == "lines"]
        if demand == "tax_number":
            return [_text(fault) for fault in box.form_faults if fault.field == "tax_reference"]
        own = [_text(fault) for fault in box.form_faults if _is_about(fault, "value")]
        papers = [f"{fault.paper}: {_text(fault)}" for fault in box.paper_faults if fault.field == "value"]
        # The form's total says again what one of its lines says; it is named only where no line is.
        return own or papers


class _Box:
    """One parcel of an order, with everything that lies in the same box, held against its papers."""

    def __init__(self, world: World, order: Order, parcel: Parcel) -> None:
        self.order, self.parcel = order, parcel
        setting = world.setting
        origin = parcel.ship_from or setting.home
        self.crosses = crosses_border(setting, order.country, origin)
        orders, items = boxed_with(world, order, parcel)
        form = parcel.customs_form
        self.form_faults: list[FormFault] = [] if form is None else box_faults(world, orders, items, form, origin)
        self.paper_faults: list[PaperFault] = declared_faults(
            world, orders, items, form, parcel.invoice, parcel.packing_list
        )


def _right(boxes: list[_Box]) -> str:
    return "right" if any(box.crosses for box in boxes) else "no customs border"


def _is_about(fault: FormFault, field: str) -> bool:
    """Whether a fault is about a field of the form's first line or of a further one ("lines.1.hs_code")."""
    return fault.field.rpartition(".")[2] == field


def _text(fault: FormFault | PaperFault) -> str:
    return f"{fault.field}: {fault.code} ({fault.found}, expected {fault.expected})"
