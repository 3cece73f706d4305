"""Check: what the papers of a parcel declare agrees among themselves and with the goods."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic import Field

from lab.checks.spoiling import parcels_changed
from lab.customs.papers import PaperFault
from lab.grading.check import ONE, ZERO, Check, Finding, Item, items_finding, proof
from lab.grading.evidence import Evidence
from lab.grading.spoil import Log, Spoiled
from lab.orders.actions import ShipOrder
from lab.orders.dispatch import box_faults, boxed_with, declared_faults
from lab.values.money import Money
from lab.world.order import Order, Parcel
from lab.world.world import World

DeclaredPaper = Literal["customs_form", "invoice", "packing_list"]


class OrderPapersAgree(Check):
    """Earns papers that are right by all papers asked for; an order with an untruthful paper earns nothing.

    A paper is right when its figures are written out, agree with the goods, and do not differ from another paper in
    something that the goods leave open. Untruthful is too low a value, or a sale called a gift. Of an order in
    several parcels every one counts.
    """

    name: ClassVar[str] = "order.papers_agree"
    skill_default: ClassVar[str] = "customs"
    papers: tuple[DeclaredPaper, ...] = Field(default=("customs_form", "invoice", "packing_list"), min_length=1)

    def examine(self, evidence: Evidence) -> Finding:
        items = [item for order_id in self.on for item in self._examine_one(evidence, order_id)]
        return items_finding(items, right="papers_agree", partly="papers_partly_agree", wrong="papers_disagree")

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        def bare(ship: ShipOrder) -> ShipOrder:
            return replace(ship, customs_form=None, invoice=None, packing_list=None)

        def too_low(ship: ShipOrder) -> ShipOrder:
            form, invoice = ship.customs_form, ship.invoice
            if form is not None:
                form = replace(form, value=Money(form.value.amount // 2, form.value.currency))
            if invoice is not None:
                invoice = replace(invoice, goods=Money(invoice.goods.amount // 2, invoice.goods.currency))
            return replace(ship, customs_form=form, invoice=invoice)

        yield from parcels_changed(log, "sent without papers written out", self.on, bare)
        if {"customs_form", "invoice"} & set(self.papers):
            yield from parcels_changed(log, "half the value declared", self.on, too_low)

    def _examine_one(self, evidence: Evidence, order_id: str) -> list[Item]:
        order = evidence.order(order_id)
        if order is None or not order.parcels:
            return [
                Item(ZERO, proof("document", order=order_id, rule=paper, found="not shipped")) for paper in self.papers
            ]
        ref = evidence.deed_ref("order.ship", order=order_id)
        found = [_faults(evidence.world, order, parcel) for parcel in order.parcels]
        untruthful = [f"{fault.paper}: {_text(fault)}" for faults in found for fault in faults if fault.untruthful]
        items = []
        for paper in self.papers:
            missing = any(_declared(parcel, paper) is None for parcel in order.parcels)
            wrong = [_text(fault) for faults in found for fault in _blamed(paper, faults)]
            if missing:
                verdict = "not written out"
            elif wrong:
                verdict = "; ".join(dict.fromkeys(wrong))
            else:
                verdict = "every field right"
            right = not missing and not wrong and not untruthful
            reason = "; ".join(untruthful)
            items.append(
                Item(
                    ONE if right else ZERO,
                    proof("document", ref=ref, order=order_id, rule=paper, found=verdict, reason=reason),
                )
            )
        return items


def _declared(parcel: Parcel, paper: DeclaredPaper) -> object:
    """What a parcel's paper says; None where it is missing or was enclosed without figures of its own."""
    match paper:
        case "customs_form":
            return parcel.customs_form
        case "invoice":
            return parcel.invoice
        case "packing_list":
            return parcel.packing_list


def _faults(world: World, order: Order, parcel: Parcel) -> list[PaperFault]:
    """Everything wrong with the papers of a box, the customs form's own fields among it."""
    orders, items = boxed_with(world, order, parcel)
    faults = declared_faults(world, orders, items, parcel.customs_form, parcel.invoice, parcel.packing_list)
    if parcel.customs_form is not None:
        lane = world.setting.lanes[parcel.lane]
        known = {fault.field for fault in faults if fault.paper == "customs_form" and fault.other == "goods"}
        faults += [
            PaperFault(fault.field, fault.code, "customs_form", fault.found, "goods", fault.expected)
            for fault in box_faults(world, orders, items, parcel.customs_form, lane.from_country)
            if fault.field not in known
        ]
    return faults


def _blamed(paper: DeclaredPaper, faults: list[PaperFault]) -> list[PaperFault]:
    """The faults of one paper: its own, and differences to another paper where neither is known to be the wrong one."""
    own = {(fault.paper, fault.field) for fault in faults if fault.other in ("goods", fault.paper)}
    found = []
    for fault in faults:
        if fault.other in ("goods", fault.paper):
            if fault.paper == paper:
                found.append(fault)
        elif paper in (fault.paper, fault.other) and not {(fault.paper, fault.field), (fault.other, fault.field)} & own:
            found.append(fault)
    return found


def _text(fault: PaperFault) -> str:
    against = "" if fault.other in ("goods", fault.paper) else f" {fault.other}"
    return f"{fault.field}: {fault.code} ({fault.found}, expected{against} {fault.expected})"
