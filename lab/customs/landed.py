"""Landed cost: everything a parcel costs until it lies at the buyer's door, explained line by line.

Goods of one six-digit code are one tariff line. Freight and insurance are shared out among the tariff lines by their
value, in whole minor units that add up. Every charge is rounded half up to the minor unit of the goods' currency, duty
before tax. A surcharge on top of the tariff is a line of its own and rounded by itself; `lab.customs.charges`, which
takes both in one step, may differ from it by one minor unit. The rules are those of the day of import. They are
described in `docs/customs.md`, with worked examples.

Not here: fees for storage or inspection, excise, anti-dumping duty, preferences for an origin.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from lab.customs.border import Border, load_border
from lab.customs.carrier_fees import Channel, carrier_fee, carrier_fee_source, fee_in_force
from lab.customs.charges import Rule, is_under, over_limit_duty, stepped, tax_on
from lab.customs.exchange import exact
from lab.customs.hs import plain
from lab.customs.incoterms import ParcelIncoterm
from lab.customs.tariffs import tariff_rate, tariff_source
from lab.values.dated import Source
from lab.values.errors import BadInput
from lab.values.money import Money, round_half_up

Key = Literal[
    "goods", "freight", "insurance", "customs_value", "duty", "flat_duty", "simple_rate", "over_limit_duty", "surcharge",
    "import_vat", "carrier_fee",
]  # fmt: skip
Payer = Literal["seller", "buyer"]
When = Literal["at_sale", "at_border"]
LineRule = Literal["commercial", "value_basis", "outside_scheme", "advance", Rule]


@dataclass(frozen=True, slots=True)
class ConsignmentLine:
    """Goods of one kind. `value` (without the destination's tax) and `weight_g` are of all its pieces together."""

    hs_code: str
    value: Money
    quantity: int = 1
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class Consignment:
    """One parcel to a private buyer; all amounts are in one currency.

    `on` is the day of import. `tax_at_sale` says that the platform collected the charges of an at-sale regime,
    `number_travels` that the number under which it did so (IOSS, VOEC ...) is in the parcel's customs data. Without the
    number the border asks again, even if the buyer has paid; both fields mean nothing under other regimes.
    """

    lines: tuple[ConsignmentLine, ...]
    freight: Money
    insurance: Money
    from_country: str
    to_country: str
    on: date
    incoterm: ParcelIncoterm = "DAP"
    channel: Channel = "post"
    tax_at_sale: bool = True
    number_travels: bool = True


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost and how it came about.

    Where `rate` and `base` are given, the amount is the rate on the base, less what a simple rate deducts; tax that is
    reckoned inside a price has the price with the tax for its base. `hs_codes` are the tariff lines that the cost is for.
    `rule` names the way, `words` are the regime's own. `counts` is False for what only informs and is in no sum.
    The seller pays out of the price what is due before the door, whoever bears it in the end; the buyer pays at the door.
    """

    key: Key
    amount: Money
    payer: Payer
    when: When
    rule: LineRule
    base: Money | None = None
    rate: Fraction | None = None
    hs_codes: tuple[str, ...] = ()
    words: str = ""
    source: Source | None = None
    counts: bool = True

    @property
    def is_charge(self) -> bool:
        """Whether a customs office or a carrier asks for it because of the border."""
        return self.rule != "commercial" and self.counts


@dataclass(frozen=True, slots=True)
class LandedCost:
    """The costs of one parcel in the order in which they arise.

    `customs_value` is nought where no border is crossed. `rule` is the regime's way with this parcel, `rule_as_of` the
    date of the figure that the regime rests on.
    """

    lines: tuple[CostLine, ...]
    customs_value: Money
    rule: Rule
    rule_as_of: date

    @property
    def total(self) -> Money:
        return self._sum(lambda line: True)

    @property
    def seller_pays(self) -> Money:
        """What leaves the seller's purse, out of the price."""
        return self._sum(lambda line: line.payer == "seller")

    @property
    def buyer_pays(self) -> Money:
        """What the buyer is asked for at the door."""
        return self._sum(lambda line: line.payer == "buyer")

    @property
    def charges(self) -> Money:
        """Duty, tax and carrier's fee together."""
        return self._sum(lambda line: line.is_charge)

    def _sum(self, wanted: Callable[[CostLine], bool]) -> Money:
        total = Money(0, self.customs_value.currency)
        for line in self.lines:
            if line.counts and wanted(line):
                total += line.amount
        return total


@dataclass(frozen=True, slots=True)
class _TariffLine:
    """Goods of one code with their share of freight and insurance."""

    hs_code: str
    goods: Money
    carriage: Money


def landed_cost(consignment: Consignment) -> LandedCost:
    """What a parcel costs to the buyer's door under the rules of its day.

    Raises ValueError for two currencies, BadInput for a consignment without goods, with an amount below 0 or in a
    currency without a rate, NotFound for a country whose rules are not known.
    """
    _check(consignment)
    border = load_border(consignment.to_country, consignment.on)
    tariff_lines = _tariff_lines(consignment)
    goods, carriage = _sums(tariff_lines)
    nothing = Money(0, goods.currency)
    start = [
        CostLine("goods", goods, "seller", "at_sale", "commercial", hs_codes=_codes(tariff_lines)),
        CostLine("freight", consignment.freight, "seller", "at_sale", "commercial"),
        CostLine("insurance", consignment.insurance, "seller", "at_sale", "commercial"),
    ]
    as_of = border.sources["low_value"].as_of
    if consignment.from_country in border.no_border_from:
        return LandedCost(tuple(start), nothing, "no_border", as_of)
    customs_value = goods + carriage if border.value_basis == "CIF" else goods
    start.append(
        CostLine(
            "customs_value", customs_value, "seller", "at_border", "value_basis",
            words=border.value_basis, source=border.sources["value_basis"], counts=False,
        )
    )  # fmt: skip
    rule = _rule(border, goods, carriage, consignment)
    charges: list[CostLine] = []
    if border.at_sale and is_under(border.low_value, goods, carriage, _weight(consignment)):
        if consignment.tax_at_sale:
            charges += _charged(border, tariff_lines, consignment, rule, "at_sale")
        if not (consignment.tax_at_sale and consignment.number_travels):
            charges += _outside_scheme(border, tariff_lines, consignment, rule)
    else:
        charges += _charged(border, tariff_lines, consignment, rule, "at_border")
    charges += _carrier_fee(consignment, charges)
    return LandedCost((*start, *charges), customs_value, rule, as_of)


def _check(consignment: Consignment) -> None:
    amounts = [line.value for line in consignment.lines] + [consignment.freight, consignment.insurance]
    currencies = sorted({money.currency for money in amounts})
    if len(currencies) > 1:
        raise ValueError(f"cannot mix {' and '.join(currencies)}")
    if not consignment.lines or any(line.quantity < 1 for line in consignment.lines):
        raise BadInput("consignment_without_goods")
    if any(money.amount < 0 for money in amounts) or any(line.weight_g < 0 for line in consignment.lines):
        raise BadInput("consignment_amount_negative")


def _tariff_lines(consignment: Consignment) -> list[_TariffLine]:
    values: dict[str, Money] = {}
    for line in consignment.lines:
        code = plain(line.hs_code)[:6]
        values[code] = values[code] + line.value if code in values else line.value
    goods = sum(value.amount for value in values.values())
    carriage = consignment.freight + consignment.insurance
    lines: list[_TariffLine] = []
    passed, given = 0, 0
    for code, value in values.items():
        # Rounding the running sum, not each share, makes the shares add up to the whole.
        passed += value.amount
        until_here = round_half_up(Fraction(carriage.amount * passed, goods)) if goods else carriage.amount
        lines.append(_TariffLine(code, value, Money(until_here - given, value.currency)))
        given = until_here
    return lines


def _sums(lines: Sequence[_TariffLine]) -> tuple[Money, Money]:
    goods, carriage = lines[0].goods, lines[0].carriage
    for line in lines[1:]:
        goods, carriage = goods + line.goods, carriage + line.carriage
    return goods, carriage


def _codes(lines: Sequence[_TariffLine]) -> tuple[str, ...]:
    return tuple(line.hs_code for line in lines)


def _weight(consignment: Consignment) -> int:
    return sum(line.weight_g for line in consignment.lines)


def _rule(border: Border, goods: Money, carriage: Money, consignment: Consignment) -> Rule:
    regime = border.low_value
    if not is_under(regime, goods, carriage, _weight(consignment)):
        return "ordinary" if regime.over_rate is None else "over_limit"
    match regime.kind:
        case "duty_and_tax_free" | "duty_free_limit_value_and_weight":
            return "free"
        case "duty_free_tax_at_sale" | "duty_free_tax_at_import":
            return "tax_only"
        case "flat_duty_tax_at_sale":
            return "flat_duty"
        case "reduced_rate":
            return "reduced_rate"
        case _:
            return "ordinary"


def _payer(consignment: Consignment, when: When) -> Payer:
    return "buyer" if when == "at_border" and consignment.incoterm == "DAP" else "seller"


def _charged(
    border: Border, lines: Sequence[_TariffLine], consignment: Consignment, rule: Rule, when: When
) -> list[CostLine]:
    """Duty and import tax of the parcel as its rule has them."""
    goods, carriage = _sums(lines)
    regime, currency = border.low_value, goods.currency
    payer, codes = _payer(consignment, when), _codes(lines)
    words, source = regime.rule, border.sources["low_value"]

    def line(key: Key, amount: int, base: Money | None = None, rate: Fraction | None = None) -> CostLine:
        return CostLine(key, Money(amount, currency), payer, when, rule, base, rate, codes, words, source)

    match rule:
        case "free":
            return [line("duty", 0)]
        case "tax_only":
            duties = [line("duty", 0)]
        case "flat_duty":
            each = exact(regime.flat_duty, currency) if regime.flat_duty else Fraction(0)
            duties = [line("flat_duty", round_half_up(each * len(lines)))]
        case "reduced_rate":
            measured = goods if regime.measured_on == "goods" else goods + carriage
            amount, rate = stepped(regime, measured)
            duties = [line("simple_rate", amount, measured, rate)]
            if regime.courier_scheme:
                return duties
        case "over_limit":
            amount, base = over_limit_duty(regime, goods, _weight(consignment))
            shown = None if base is None else Money(round_half_up(base), currency)
            duties = [line("over_limit_duty", amount, shown, None if base is None else regime.over_rate)]
            if not regime.over_vat:
                return duties
        case _:
            duties = _tariff_duties(border, lines, consignment, payer, when)
    return duties + _import_vat(border, lines, duties, rule)


def _tariff_duties(
    border: Border, lines: Sequence[_TariffLine], consignment: Consignment, payer: Payer, when: When
) -> list[CostLine]:
    duties: list[CostLine] = []
    words = border.low_value.rule
    for part in lines:
        base = part.goods + part.carriage if border.value_basis == "CIF" else part.goods
        rate = tariff_rate(border.country, part.hs_code, consignment.on)
        source = tariff_source(border.country, part.hs_code, consignment.on)
        duties.append(
            CostLine("duty", base.times(rate), payer, when, "ordinary", base, rate, (part.hs_code,), words, source)
        )
    if border.surcharge_rate:
        goods, carriage = _sums(lines)
        base = goods + carriage if border.value_basis == "CIF" else goods
        amount, source = base.times(border.surcharge_rate), border.sources["surcharge_rate"]
        duties.append(
            CostLine(
                "surcharge", amount, payer, when, "ordinary", base, border.surcharge_rate, _codes(lines), words, source
            )
        )
    return duties


def _import_vat(
    border: Border, lines: Sequence[_TariffLine], duties: Sequence[CostLine], rule: LineRule
) -> list[CostLine]:
    """Import tax on goods, freight and duty, or on customs value and duty; none where the country has no such tax."""
    if not border.vat_rate:
        return []
    goods, carriage = _sums(lines)
    first = duties[0]
    base = Fraction(sum(duty.amount.amount for duty in duties))
    if border.tax_base == "goods_freight_and_duty":
        base += (goods + carriage).amount
    else:
        customs_value = (goods + carriage if border.value_basis == "CIF" else goods).amount
        base += customs_value * (1 + (border.tax_uplift if rule == "ordinary" else 0))
    amount = tax_on(base, border.vat_rate, border.vat_inside)
    shown = base / (1 - border.vat_rate) if border.vat_inside else base
    return [
        CostLine(
            "import_vat", Money(amount, goods.currency), first.payer, first.when, rule,
            Money(round_half_up(shown), goods.currency), border.vat_rate, _codes(lines), border.low_value.rule,
            border.sources["vat_rate"],
        )
    ]  # fmt: skip


def _outside_scheme(
    border: Border, lines: Sequence[_TariffLine], consignment: Consignment, rule: Rule
) -> list[CostLine]:
    """What the border asks of a parcel that comes without the number of its at-sale regime."""
    outside = border.outside_scheme
    match outside.way:
        case "nothing":
            return []
        case "ordinary":
            return _charged(border, lines, consignment, "ordinary", "at_border")
        case "tax_at_border":
            return _charged(border, lines, consignment, rule, "at_border")
    goods, carriage = _sums(lines)
    base, rate = goods + carriage, outside.rate or Fraction(0)
    simple = CostLine(
        "simple_rate", base.times(rate), _payer(consignment, "at_border"), "at_border", "outside_scheme", base, rate,
        _codes(lines), border.low_value.rule, border.sources["outside_scheme"],
    )  # fmt: skip
    return [simple, *_import_vat(border, lines, [simple], "outside_scheme")]


def _carrier_fee(consignment: Consignment, charges: Sequence[CostLine]) -> list[CostLine]:
    advanced = Money(0, consignment.freight.currency)
    for line in charges:
        if line.when == "at_border":
            advanced += line.amount
    channel, country, on = consignment.channel, consignment.to_country, consignment.on
    fee = carrier_fee(channel, country, advanced, on)
    if not fee.amount:
        return []
    rate = fee_in_force(channel, country, on).value.rate
    by_share = fee == advanced.times(rate)
    return [
        CostLine(
            "carrier_fee", fee, _payer(consignment, "at_border"), "at_border", "advance",
            advanced if by_share else None, rate if by_share else None,
            source=carrier_fee_source(channel, country, on),
        )
    ]  # fmt: skip
