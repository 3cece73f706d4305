"""Check: parcels carry the papers they need, and the papers are right."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from lab.checks.spoiling import parcels_changed
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.orders.dispatch import box_faults, boxed_with

Paper = Literal["invoice", "packing_list", "returns_slip", "customs_form"]


class OrderDocuments(Check):
    """Earns right papers by all papers asked for; a customs form with a wrong field does not count."""

    name: ClassVar[str] = "order.documents"
    skill_default: ClassVar[str] = "customs"
    required: dict[str, tuple[Paper, ...]] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        if set(self.required) != set(self.on):
            raise ValueError("'required' must speak of exactly what 'on' names")
        return self

    def examine(self, evidence: Evidence) -> Finding:
        items = [self._examine_one(evidence, order_id, paper) for order_id in self.on for paper in self.required[order_id]]
        return items_finding(items, right="papers_complete", partly="papers_partly", wrong="papers_missing")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        yield from parcels_changed(
            log, "sent without papers", self.on, lambda ship: replace(ship, documents=(), customs_form=None, invoice=None, packing_list=None)
        )

    def _examine_one(self, evidence: Evidence, order_id: str, paper: Paper) -> Item:
        order = evidence.order(order_id)
        if order is None or not order.parcels:
            return Item(ZERO, proof("document", order=order_id, expected=paper, found="not shipped"))
        ref = evidence.deed_ref("order.ship", order=order_id)
        carrying = next((parcel for parcel in order.parcels if paper in parcel.documents), None)
        if carrying is None:
            return Item(ZERO, proof("document", ref=ref, order=order_id, expected=paper, found="not enclosed"))
        if paper != "customs_form" or carrying.customs_form is None:
            return Item(ONE, proof("document", ref=ref, order=order_id, expected=paper, found="enclosed"))
        orders, items = boxed_with(evidence.world, order, carrying)
        faults = box_faults(evidence.world, orders, items, carrying.customs_form, carrying.ship_from)
        if not faults:
            return Item(ONE, proof("document", ref=ref, order=order_id, expected=paper, found="enclosed, every field right"))
        found = "; ".join(f"{fault.field}: {fault.code} ({fault.found}, expected {fault.expected})" for fault in faults)
        return Item(ZERO, proof("document", ref=ref, order=order_id, expected=paper, found=found))
