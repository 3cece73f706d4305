"""Orders as rows for a spreadsheet, and parcels out of one: reading a sheet, finding its faults, making its actions.

One row of the orders' sheet is one SKU of one order. One row of the parcels' sheet is one parcel. Quantity and weight on a
customs form are taken from what is packed; everything that a shop has to know itself (description, code, origin, value,
number) is read from the sheet or missing. A box with goods of several kinds needs a line for each on its form, which a
sheet does not have: such a box is packed on its own page.
"""

import base64
import csv
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from lab.customs.documents import FORM_KINDS, CustomsForm
from lab.listings.shipping import parcel_lanes
from lab.orders.actions import ShipOrder
from lab.orders.dispatch import parcel_weight_g
from lab.school.order_offers import missing_items
from lab.values.errors import BadInput
from lab.values.moment import to_datetime
from lab.values.money import Money
from lab.world.order import Order, PackedItem
from lab.world.world import World

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
MAX_ADDRESS_LINES = 3
ORDER_COLUMNS = (
    "order_number", "platform", "country", "state", "placed", "acknowledged", "ship_by", "buyer", "address_1", "address_2",
    "address_3", "ship_to_country", "sku", "quantity", "unit_price", "line_total", "shipping_charge", "refunded", "currency",
    "lane", "tracking_number", "shipped", "delivered",
)  # fmt: skip
PARCEL_COLUMNS = (
    "order_number", "lane", "items", "documents", "contents", "description", "hs_code", "origin", "value", "tax_reference",
)  # fmt: skip
FORM_COLUMNS = ("contents", "description", "hs_code", "origin", "value", "tax_reference")
DOCUMENTS = ("invoice", "packing_list", "returns_slip")
_FORMULA = ("=", "+", "-", "@")
_LIMITS = {"description": 200, "hs_code": 20, "origin": 2, "tax_reference": 200}


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in one field of a row; rows count from 1, which is the head. Row 0 is the whole sheet."""

    row: int
    field: str
    code: str
    args: Mapping[str, object] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One parcel of a sheet that could be read."""

    row: int
    order: Order
    action: ShipOrder


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was understood. With any fault nothing of it is to be done."""

    rows: tuple[SheetRow, ...]
    faults: tuple[SheetFault, ...]


def order_rows(world: World, orders: Iterable[Order]) -> Iterator[list[str]]:
    """The head, then one row for each SKU of each order. Times are the shop's own; the shipping charge, and what was given
    back, stand in an order's first row only, so that columns can be added up."""
    yield list(ORDER_COLUMNS)
    start = world.setting.start

    def when(moment: int | None) -> str:
        return "" if moment is None else to_datetime(start, moment).isoformat(" ", timespec="minutes")

    for order in orders:
        to = order.ship_to
        address = list(to.lines)
        address = [*address[: MAX_ADDRESS_LINES - 1], ", ".join(address[MAX_ADDRESS_LINES - 1 :])]
        address += [""] * (MAX_ADDRESS_LINES - len(address))
        lanes = "; ".join(parcel.lane for parcel in order.parcels)
        numbers = "; ".join(parcel.tracking_number for parcel in order.parcels if parcel.tracking_number)
        head = [
            order.number, order.platform, order.country, order.state, when(order.placed_at), when(order.acknowledged_at),
            when(order.ship_by), to.name, *address, to.country,
        ]  # fmt: skip
        tail = [order.currency, lanes, numbers, when(order.shipped_at), when(order.delivered_at)]
        for place, item in enumerate(order.items):
            once = ["", ""] if place else [plain_amount(order.shipping_charge), plain_amount(order.refunded)]
            total = plain_amount(item.unit_price.times(item.quantity))
            yield [*head, item.sku, str(item.quantity), plain_amount(item.unit_price), total, *once, *tail]


def template_rows(orders: Iterable[Order]) -> Iterator[list[str]]:
    """The head of a parcels' sheet and a row for each order to be sent, with nothing in it but the order's number."""
    yield list(PARCEL_COLUMNS)
    for order in orders:
        yield [order.number, *[""] * (len(PARCEL_COLUMNS) - 1)]


def plain_amount(money: Money) -> str:
    """The bare amount with a point, as spreadsheets and this module read it."""
    return str(money).split(" ")[0]


# ---------------------------------------------------------------------------------------------------- reading


def read_text(data: bytes) -> str:
    """A sheet's bytes as text. Raises BadInput `sheet_empty`, `sheet_too_large` or `sheet_not_utf8`."""
    if len(data) > MAX_BYTES:
        raise BadInput("sheet_too_large", limit=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("sheet_not_utf8") from None
    if not text.strip():
        raise BadInput("sheet_empty")
    return text


def packed(text: str) -> str:
    """A sheet's text made small for a form's field; `unpacked` gives it back."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"))).decode("ascii")


def unpacked(field: str) -> str:
    """Raises BadInput `sheet_unreadable` for what `packed` did not make."""
    unzip = zlib.decompressobj()
    try:
        data = unzip.decompress(base64.b64decode(field.encode("ascii"), validate=True), MAX_BYTES + 1)
        text = data.decode("utf-8")
    except (ValueError, zlib.error):
        raise BadInput("sheet_unreadable") from None
    if not unzip.eof or len(data) > MAX_BYTES:
        raise BadInput("sheet_unreadable")
    return text


def read_parcels(world: World, text: str) -> Sheet:
    """The parcels of a sheet (comma, semicolon or tab between the fields), or everything that is wrong with it."""
    rows = _table(text)
    if isinstance(rows, SheetFault):
        return Sheet((), (rows,))
    by_number = {order.number: order for order in world.orders.values()}
    found: list[SheetRow] = []
    faults: list[SheetFault] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        reader = _Row(world, number, cells, by_number)
        action = reader.action()
        order = reader.order
        if order is not None:
            if order.id in seen:
                reader.fault("order_number", "sheet_order_twice", first=seen[order.id])
            seen.setdefault(order.id, number)
        faults += reader.faults
        if not reader.faults and action is not None and order is not None:
            found.append(SheetRow(number, order, action))
    if not found and not faults:
        faults.append(SheetFault(0, "", "sheet_without_rows"))
    return Sheet(tuple(found), tuple(faults))


def _table(text: str) -> list[tuple[int, dict[str, str]]] | SheetFault:
    """The rows that are not blank with their numbers, each as its fields by column, or why the sheet cannot be read."""
    head = text.splitlines()[0] if text.splitlines() else ""
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return SheetFault(0, "", "sheet_unreadable")
    columns = [name.strip().casefold() for name in lines[0]] if lines else []
    missing = [name for name in PARCEL_COLUMNS[:2] if name not in columns]
    if missing:
        return SheetFault(1, missing[0], "sheet_column_missing", {"columns": missing})
    unknown = [name[:40] for name in columns if name and name not in PARCEL_COLUMNS]
    if unknown:
        return SheetFault(1, unknown[0], "sheet_column_unknown", {"columns": list(PARCEL_COLUMNS)})
    if len(set(columns)) != len(columns):
        return SheetFault(1, "", "sheet_column_twice")
    rows = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(cell.strip() for cell in cells)]
    if len(rows) > MAX_ROWS:
        return SheetFault(0, "", "sheet_too_long", {"found": len(rows), "limit": MAX_ROWS})
    table = []
    for number, cells in rows:
        if len(cells) > len(columns):
            return SheetFault(number, "", "sheet_row_too_wide", {"found": len(cells), "limit": len(columns)})
        table.append((number, {name: _bare(cell) for name, cell in zip(columns, cells, strict=False)}))
    return table


def _bare(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


class _Row:
    """Reads one row and gathers its faults."""

    def __init__(self, world: World, number: int, cells: Mapping[str, str], orders: Mapping[str, Order]) -> None:
        self.world = world
        self.number = number
        self.cells = cells
        self.faults: list[SheetFault] = []
        self.order = orders.get(cells.get("order_number", ""))

    def fault(self, field: str, code: str, **args: object) -> None:
        self.faults.append(SheetFault(self.number, field, code, args))

    def action(self) -> ShipOrder | None:
        order = self.order
        if order is None:
            self.fault("order_number", "sheet_no_such_order", text=self.cells.get("order_number", "")[:40])
            return None
        if not order.is_open:
            self.fault("order_number", "sheet_order_closed", state=order.state)
            return None
        lane = self._lane(order)
        items = self._items(order)
        documents = self._documents()
        form = self._form(order, items)
        return None if self.faults else ShipOrder(order.id, tuple(items), lane, documents, form)

    def _lane(self, order: Order) -> str:
        lane = self.cells.get("lane", "")
        known = [one.key for one in parcel_lanes(self.world, order.country)]
        if not lane:
            self.fault("lane", "sheet_lane_missing", lanes=known)
        elif lane not in known:
            self.fault("lane", "sheet_lane_unknown", text=lane[:40], lanes=known)
        return lane

    def _items(self, order: Order) -> list[PackedItem]:
        text = self.cells.get("items", "")
        if not text:
            return missing_items(order)
        items: dict[str, int] = {}
        for part in text.replace(";", " ").replace(",", " ").split():
            sku, _sep, count = part.rpartition(":")
            if sku not in self.world.setting.products:
                self.fault("items", "sheet_sku_unknown", text=(sku or part)[:40])
            elif not (count.isascii() and count.isdecimal() and len(count) <= 4 and 1 <= int(count) <= 1000):
                self.fault("items", "sheet_quantity_unreadable", text=count[:40])
            else:
                items[sku] = items.get(sku, 0) + int(count)
        return [PackedItem(sku, count) for sku, count in items.items()]

    def _documents(self) -> tuple[str, ...]:
        names = self.cells.get("documents", "").replace(";", " ").replace(",", " ").split()
        unknown = [name for name in names if name not in DOCUMENTS]
        if unknown:
            self.fault("documents", "sheet_document_unknown", text=unknown[0][:40], known=list(DOCUMENTS))
        return tuple(dict.fromkeys(name for name in names if name in DOCUMENTS))

    def _form(self, order: Order, items: Sequence[PackedItem]) -> CustomsForm | None:
        said = {name: self.cells.get(name, "") for name in FORM_COLUMNS}
        if not any(said.values()):
            return None
        if len({item.sku for item in items}) > 1:
            self.fault("description", "sheet_form_of_several")
            return None
        if said["contents"] not in FORM_KINDS:
            self.fault("contents", "sheet_contents_unknown", text=said["contents"][:40], known=list(FORM_KINDS))
        for name, limit in _LIMITS.items():
            if len(said[name]) > limit:
                self.fault(name, "sheet_text_too_long", found=len(said[name]), limit=limit)
        value = self._value(said["value"], order.currency)
        quantity = sum(item.quantity for item in items)
        weight = parcel_weight_g(self.world.setting, items)
        return CustomsForm(
            said["contents"], said["description"], said["hs_code"], said["origin"].upper(), quantity, value, weight,
            tax_reference=said["tax_reference"],
        )  # fmt: skip

    def _value(self, text: str, currency: str) -> Money:
        plain = text.replace(" ", "").replace(",", ".").removesuffix(currency)
        try:
            value = Money.parse(f"{plain} {currency}")
        except BadInput:
            value = Money(-1, currency)
        if value.amount < 0:
            self.fault("value", "sheet_value_unreadable", text=text[:40], currency=currency)
        return value
