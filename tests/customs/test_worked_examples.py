"""Every example of `worked_examples.yaml`, to the cent: its figures were reckoned by hand, not by the program."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from lab.customs.border import border_countries
from lab.customs.carrier_fees import Channel
from lab.customs.incoterms import ParcelIncoterm
from lab.customs.landed import Consignment, ConsignmentLine, CostLine, LandedCost, landed_cost
from lab.values.dated import Amount, StrictModel
from lab.values.money import Money
from lab.values.yamlfile import load_yaml

FILE = Path(__file__).parent / "worked_examples.yaml"
Who = Literal["sale, seller", "border, seller", "border, buyer"]


class Goods(StrictModel):
    hs: str
    value: Amount
    quantity: int = 1
    weight_g: int = 0


class Charge(StrictModel):
    line: str
    amount: Amount
    who: Who
    working: Annotated[str, Field(min_length=5)]


class Example(StrictModel):
    name: str
    teaches: Annotated[str, Field(min_length=20)]
    on: date
    from_: Annotated[str, Field(alias="from")]
    to: str
    incoterm: ParcelIncoterm
    channel: Channel = "post"
    paid: Literal["yes", "no", "without_number"] = "yes"
    goods: tuple[Goods, ...]
    freight: Amount
    insurance: Amount | None = None
    customs_value: Amount
    charges: tuple[Charge, ...]
    total: Amount
    door: Amount
    source: Annotated[str, Field(min_length=5)]
    as_of: date

    def consignment(self) -> Consignment:
        return Consignment(
            lines=tuple(ConsignmentLine(one.hs, one.value, one.quantity, one.weight_g) for one in self.goods),
            freight=self.freight,
            insurance=self.insurance or Money(0, self.freight.currency),
            from_country=self.from_,
            to_country=self.to,
            on=self.on,
            incoterm=self.incoterm,
            channel=self.channel,
            tax_at_sale=self.paid != "no",
            number_travels=self.paid == "yes",
        )


class Sheet(StrictModel):
    examples: tuple[Example, ...]


EXAMPLES = load_yaml(Sheet, FILE).examples


def name_of(line: CostLine) -> str:
    return f"duty {line.hs_codes[0]}" if line.key == "duty" and line.rule == "ordinary" else line.key


def reckoned(found: LandedCost) -> list[tuple[str, str, str]]:
    return [
        (name_of(line), str(line.amount), f"{line.when.removeprefix('at_')}, {line.payer}")
        for line in found.lines
        if line.is_charge
    ]


def differences(example: Example, found: LandedCost) -> Iterator[str]:
    """In words, each line in which hand and program differ."""
    by_hand = [(charge.line, str(charge.amount), charge.who) for charge in example.charges]
    program = reckoned(found)
    if [line[0] for line in by_hand] != [line[0] for line in program]:
        yield f"lines: by hand {[line[0] for line in by_hand]}, by program {[line[0] for line in program]}"
    for charge, one, other in zip(example.charges, by_hand, program, strict=False):
        if one != other:
            yield f"{charge.line}: by hand {one[1:]} ({charge.working}), by program {other[1:]}"
    sums = [
        ("customs value", example.customs_value, found.customs_value),
        ("total", example.total, found.total),
        ("door", example.door, found.buyer_pays),
        ("seller", example.total - example.door, found.seller_pays),
    ]
    for name, hand, program_sum in sums:
        if hand != program_sum:
            yield f"{name}: by hand {hand}, by program {program_sum}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_the_program_agrees_with_the_hand(example: Example) -> None:
    assert list(differences(example, landed_cost(example.consignment()))) == []


def test_a_line_that_differs_is_named() -> None:
    example = EXAMPLES[0]
    wrong = example.charges[1].model_copy(update={"amount": Money.parse("18.44 EUR")})
    told = list(
        differences(
            example.model_copy(update={"charges": (example.charges[0], wrong)}), landed_cost(example.consignment())
        )
    )
    assert len(told) == 1
    assert told[0].startswith("import_vat: by hand ('18.44 EUR', 'sale, seller') (85.00 + 12.00 = 97.00;")


def test_the_sums_of_each_example_agree_with_its_own_lines() -> None:
    """Checks the hand alone: no figure comes from the program."""
    for example in EXAMPLES:
        parts = [one.value for one in example.goods] + [example.freight] + [charge.amount for charge in example.charges]
        total = example.insurance or Money(0, example.freight.currency)
        for part in parts:
            total += part
        door = sum(charge.amount.amount for charge in example.charges if charge.who == "border, buyer")
        assert (example.name, total, door) == (example.name, example.total, example.door.amount)


def test_the_examples_cover_every_country_and_both_ways_of_delivery() -> None:
    names = [example.name for example in EXAMPLES]
    assert len(names) >= 45 and len(set(names)) == len(names)
    assert {example.to for example in EXAMPLES} == set(border_countries())
    assert {example.incoterm for example in EXAMPLES} == {"DAP", "DDP"}
    assert {example.paid for example in EXAMPLES} == {"yes", "no", "without_number"}
    assert {example.channel for example in EXAMPLES} == {"post", "courier"}
