"""From what an author writes after `with:` to the fields of an action."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from lab.checks.profit_worksheet_matches import carried
from lab.customs.papers import DeclaredInvoice, DeclaredPackingList
from lab.engine.codec import action_from, field_names
from lab.ledger.worksheet import LINES, book_lines
from lab.orders.dispatch import contents_of, expected_tax_number, tracking_number_of, truth_of
from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import made_picture, picture, read_data, read_text
from lab.values.errors import BadFile, BadInput, Fault, LabError
from lab.values.money import Money
from lab.world.action import ACTIONS, Action
from lab.world.order import Order, PackedItem
from lab.world.setting import Setting
from lab.world.world import World

Lookup = Callable[[str], str | None]
PAPERS = ("customs_form", "invoice", "packing_list")


def action_of(folder: Path, do: str, on: str | None, content: Any, variant: Variant, world: World) -> Action:
    """The action of a reference step, with drawn values put in.

    `content` is the name of a text file (the action's body), of a YAML file, or a mapping.
    Raises BadFile when a file, a name or a value does not fit.
    """
    cls = ACTIONS[do]
    look = lookup_in(world)
    where = content if isinstance(content, str) else do
    try:
        fields: Any = {}
        if isinstance(content, str):
            name = insert(content, variant.values, look)
            where = name
            if name.endswith(".txt"):
                fields = {cls.body: insert(read_text(folder, name), variant.values, look)}
            else:
                fields = filled(read_data(folder, name), variant.values, look)
        elif content is not None:
            fields = filled(content, variant.values, look)
        if not isinstance(fields, dict):
            raise BadInput("action_field_wrong", action=do, reason="the contents must be a mapping")
        fields = fields_of(folder, dict(fields), world)
        if do == "order.ship":
            fields = shipment_of(world, on or "", fields)
        if on is not None:
            fields[cls.about] = on
        return lenient(do, fields)
    except BadFile:
        raise
    except LabError as error:
        raise BadFile([Fault(where, 1, 1, do, str(error))]) from None


def lenient(do: str, fields: dict[str, Any]) -> Action:
    """The action with numbers that were written as text read as numbers. Raises BadInput."""
    cls = ACTIONS[do]
    unknown = sorted(set(fields) - field_names(cls))
    if unknown:
        raise BadInput("action_field_unknown", action=do, field=unknown[0])
    try:
        plain = msgspec.to_builtins(msgspec.convert(fields, cls, strict=False))
    except msgspec.ValidationError as error:
        raise BadInput("action_field_wrong", action=do, reason=str(error)[:200]) from None
    return action_from(do, plain)


def fields_of(folder: Path, fields: dict[str, Any], world: World) -> dict[str, Any]:
    """Money, pictures, recipes, worksheet lines and forms from the way authors write them."""
    if isinstance(fields.get("recipe"), str):
        fields = {**made_picture(folder, fields.pop("recipe")), **fields}
    for name in ("price", "charge", "daily_budget", "amount", "offer"):
        if isinstance(fields.get(name), str):
            fields[name] = money(fields[name])
    if isinstance(fields.get("targets"), list):
        fields["targets"] = [_target(item) for item in fields["targets"]]
    image = fields.get("image")
    if isinstance(image, str) or (isinstance(image, dict) and "file" in image):
        fields["image"] = _image(folder, image)
    if isinstance(fields.get("images"), list):
        fields["images"] = [_image(folder, item) for item in fields["images"]]
    if isinstance(fields.get("lines"), dict):
        fields["lines"] = _worksheet(world, fields["lines"], fields.pop("orders", None) or [])
    form, invoice = fields.get("customs_form"), fields.get("invoice")
    if isinstance(form, dict):
        fields["customs_form"] = _with_money(form, "value")
        if isinstance(form.get("lines"), list):
            lines = [_with_money(line, "value") if isinstance(line, dict) else line for line in form["lines"]]
            fields["customs_form"]["lines"] = lines
    if isinstance(invoice, dict):
        fields["invoice"] = _with_money(invoice, "goods", "freight")
    return fields


def money(text: Any) -> dict[str, Any]:
    value = Money.parse(str(text))
    return {"amount": value.amount, "currency": value.currency}


def _with_money(paper: dict[str, Any], *names: str) -> dict[str, Any]:
    """A paper with the amounts of these fields read."""
    return {key: money(value) if key in names else value for key, value in paper.items()}


def _target(item: Any) -> Any:
    """A target of a campaign, its bid written as text."""
    return {**item, "bid": money(item["bid"])} if isinstance(item, dict) and isinstance(item.get("bid"), str) else item


def _image(folder: Path, item: Any) -> dict[str, Any]:
    wanted = {"file": item} if isinstance(item, str) else item
    if not isinstance(wanted, dict) or not isinstance(wanted.get("file"), str):
        raise BadInput(
            "action_field_wrong", action="images", reason="a picture is a file name, or file with alt, role, alts"
        )
    if unknown := sorted(set(wanted) - {"file", "alt", "role", "alts"}):
        raise BadInput("action_field_unknown", action="images", field=unknown[0])
    plain: dict[str, Any] = msgspec.to_builtins(picture(folder, wanted["file"]))
    return {
        **plain,
        "alt": wanted.get("alt") or "",
        "role": wanted.get("role") or "",
        "alts": sorted((wanted.get("alts") or {}).items()),
    }


def _worksheet(world: World, lines: dict[str, Any], orders: list[str]) -> dict[str, Any]:
    """A robot reads its figures off the books of some orders, or of the whole shop where none are named: `ledger`
    copies a line, `carried` reckons profit from its own lines."""
    books = book_lines(world, orders or None)
    if unknown := sorted(set(lines) - set(LINES)):
        raise BadInput("action_field_wrong", action="lines", reason=f"there is no line '{unknown[0]}'")
    own = {
        name: books[name] if text == "ledger" else Money.parse(str(text))
        for name, text in lines.items()
        if text != "carried"
    }
    if lines.get("profit") == "carried":
        own["profit"] = carried(own, books)
    return {name: {"amount": value.amount, "currency": value.currency} for name, value in own.items()}


def shipment_of(world: World, order_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of `order.ship` with what their author left out; as they are where order or service is not there.

    Goods not named are everything that is still to be sent, the service is that of the place's template. Of a customs
    form, an invoice or a packing list that is there, a field left out is read off the goods: `customs_form: {}` is a
    right form, `customs_form: {kind: gift}` one with a single fault.
    """
    order = world.orders.get(order_id)
    if order is None:
        return fields
    filled_in = dict(fields)
    missing = [{"sku": sku, "quantity": count} for sku, count in order.missing.items() if count > 0]
    filled_in.setdefault("items", missing)
    template = world.templates.get(order.place)
    if template is not None:
        filled_in.setdefault("lane", template.lane)
    lane = world.setting.lanes.get(str(filled_in.get("lane", "")))
    together = filled_in.get("together") or []
    orders = [order, *(world.orders[name] for name in together if name in world.orders)]
    named = [name for name in PAPERS if isinstance(filled_in.get(name), dict)]
    if not named or lane is None or len(orders) != 1 + len(together):
        return filled_in
    items = {one.id: tuple(PackedItem(item.sku, item.quantity) for item in one.items) for one in orders}
    try:
        items[order.id] = msgspec.convert(filled_in["items"], tuple[PackedItem, ...], strict=False)
    except msgspec.ValidationError:  # it is named where the whole action is read
        return filled_in
    if not items[order.id] or any(item.sku not in world.setting.products for item in items[order.id]):
        return filled_in
    right = _papers(world.setting, orders, items, lane.from_country)
    for name in named:
        filled_in[name] = {**right[name], **filled_in[name]}
    return filled_in


def _papers(
    setting: Setting, orders: list[Order], items: dict[str, tuple[PackedItem, ...]], from_country: str
) -> dict[str, dict[str, Any]]:
    """The right papers of a box, by name."""
    lines = [
        {
            "description": setting.products[one.sku].names["en"],
            "hs_code": one.hs_accept[0] if one.hs_accept else "",
            "origin": one.origin,
            "quantity": one.quantity,
            "value": msgspec.to_builtins(one.value),
            "weight_g": one.weight_g,
        }
        for one in contents_of(setting, orders, items)
    ]
    truth = truth_of(setting, orders, items)
    invoice = DeclaredInvoice(
        incoterm=truth.incoterm, place=orders[0].ship_to.city, goods=truth.goods, freight=truth.freight,
        hs_code=truth.hs_accept[0] if truth.hs_accept else "", origin=truth.origins[0], quantity=truth.quantity,
        reason=truth.reason,
    )  # fmt: skip
    packing_list = DeclaredPackingList(truth.packages, truth.quantity, truth.net_g, truth.gross_g)
    number = expected_tax_number(setting, orders[0], from_country)
    return {
        "customs_form": {"kind": truth.reason, **lines[0], "lines": lines[1:], "tax_reference": number},
        "invoice": msgspec.to_builtins(invoice),
        "packing_list": msgspec.to_builtins(packing_list),
    }


def filled(data: Any, values: dict[str, str], look: Lookup | None) -> Any:
    """A copy of plain data with drawn values put into every text."""
    if isinstance(data, str):
        return insert(data, values, look)
    if isinstance(data, list):
        return [filled(item, values, look) for item in data]
    if isinstance(data, dict):
        return {key: filled(item, values, look) for key, item in data.items()}
    return data


def lookup_in(world: World) -> Lookup:
    """Answers names such as `order.o1.number` and `order.o1.tracking` from the world as it is now."""

    def look(name: str) -> str | None:
        parts = name.split(".")
        if len(parts) != 3 or parts[0] != "order" or parts[1] not in world.orders:
            return None
        order = world.orders[parts[1]]
        if parts[2] == "number":
            return order.number
        if parts[2] == "goods":
            return str(order.goods)
        if parts[2] == "unit_price":
            return str(order.items[0].unit_price)
        if parts[2] == "total":
            return str(order.total)
        if parts[2] == "tracking":
            template = world.templates.get(order.place)
            lane = order.parcels[0].lane if order.parcels else template.lane if template else ""
            return tracking_number_of(world.setting, world.setting.lanes[lane], order.id) if lane else None
        if parts[2] == "buyer":
            return order.buyer.name
        return None

    return look
