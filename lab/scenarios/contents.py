"""From what an author writes after `with:` to the fields of an action."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from lab.engine.codec import action_from, field_names
from lab.ledger.sale import WORKSHEET_LINES, sale_lines
from lab.orders.dispatch import tracking_number_of
from lab.scenarios.deal import Variant, insert
from lab.scenarios.files import made_picture, picture, read_data, read_text
from lab.values.errors import BadFile, BadInput, Fault, LabError
from lab.values.money import Money
from lab.world.action import ACTIONS, Action
from lab.world.world import World

Lookup = Callable[[str], str | None]


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
    for name in ("price", "charge", "daily_budget"):
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
    form = fields.get("customs_form")
    if isinstance(form, dict) and "value" in form:
        fields["customs_form"] = {**form, "value": money(form["value"])}
    return fields


def money(text: Any) -> dict[str, Any]:
    value = Money.parse(str(text))
    return {"amount": value.amount, "currency": value.currency}


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
    """A robot reads its figures off the books: `ledger` copies a line, `carried` reckons profit from its own lines."""
    books = sale_lines(world, tuple(orders))
    if unknown := sorted(set(lines) - set(WORKSHEET_LINES)):
        raise BadInput("action_field_wrong", action="lines", reason=f"there is no line '{unknown[0]}'")
    own = {
        name: books[name] if text == "ledger" else Money.parse(str(text))
        for name, text in lines.items()
        if text != "carried"
    }
    zero = Money(0, world.setting.currency)
    if lines.get("profit") == "carried":
        spent = (
            own.get("fees", zero) + own.get("shipping", zero) + own.get("tax", zero) + books["goods"] + books["duty"]
        )
        own["profit"] = own.get("revenue", zero) - spent
    return {name: {"amount": value.amount, "currency": value.currency} for name, value in own.items()}


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
        if parts[2] == "tracking":
            template = world.templates.get(order.place)
            lane = order.parcels[0].lane if order.parcels else template.lane if template else ""
            return tracking_number_of(world.setting, world.setting.lanes[lane], order.id) if lane else None
        if parts[2] == "buyer":
            return order.buyer.name
        return None

    return look
