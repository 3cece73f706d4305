"""Actions as canonical JSON: the form in which journals, hashes and doors agree on them."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import msgspec

from lab.ads import actions as ad_actions
from lab.engine import actions as clock_actions
from lab.engine import staff as staff_actions
from lab.ledger import actions as ledger_actions
from lab.ledger import question_actions
from lab.listings import actions as listing_actions
from lab.listings import compliance, families, label_actions, picture_actions, promotion_actions, translation_actions
from lab.messages import actions as message_actions
from lab.messages import template_actions
from lab.orders import actions as order_actions
from lab.orders import aftermath_actions, stock_actions
from lab.social import actions as social_actions
from lab.values.errors import BadInput
from lab.world.action import ACTIONS, STAFF_ACTIONS, Action

# Importing these modules is what fills ACTIONS and STAFF_ACTIONS; named so that a reader sees where actions live.
HOMES = (
    ad_actions, aftermath_actions, clock_actions, compliance, families, label_actions, ledger_actions, listing_actions, message_actions, order_actions,
    picture_actions, promotion_actions, question_actions, social_actions, staff_actions, stock_actions, template_actions, translation_actions,
)  # fmt: skip
_ENCODER = msgspec.json.Encoder(order="deterministic")


def is_action(name: str) -> bool:
    """Whether a student can do an action of that name, so not one for staff; all are registered once this module is loaded."""
    return name in ACTIONS


def encode_action(action: Action) -> bytes:
    """{"do": name, ...fields}, keys sorted, no spaces. Raises BadInput for a text that UTF-8 cannot hold."""
    try:
        return _ENCODER.encode({"do": action.name, **_plain(action)})
    except UnicodeEncodeError as error:
        raise BadInput("action_unreadable", reason=error.reason) from None


def _plain(value: Any) -> Any:
    """Plain data; fields that were `added_later` are left out while they have their default, at any depth."""
    if is_dataclass(value):
        later = getattr(type(value), "added_later", ())
        found = {}
        for field in fields(value):
            inner = getattr(value, field.name)
            default = field.default if field.default_factory is MISSING else field.default_factory()
            if field.name not in later or inner != default:
                found[field.name] = _plain(inner)
        return found
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def decode_action(data: bytes) -> Action:
    """The action of a canonical JSON, also one for staff. Raises BadInput for an unknown name or a field that does not fit."""
    try:
        fields = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput("action_unreadable", reason=str(error)[:200]) from None
    if not isinstance(fields, dict):
        raise BadInput("action_unreadable", reason="an action is an object")
    return _made({**ACTIONS, **STAFF_ACTIONS}, str(fields.pop("do", "")), fields)


def field_names(cls: type[Action]) -> frozenset[str]:
    """What may be said of an action beside its name."""
    return frozenset(field.name for field in fields(cls))  # type: ignore[arg-type]


def action_from(name: str, fields: dict[str, Any]) -> Action:
    """The action of that name with these fields (plain data), one that a student can do. Raises BadInput."""
    return _made(ACTIONS, name, fields)


def _made(known_actions: Mapping[str, type[Action]], name: str, fields: dict[str, Any]) -> Action:
    cls = known_actions.get(name)
    if cls is None:
        raise BadInput("no_such_action", action=name[:60])
    known = field_names(cls)
    unknown = sorted(set(fields) - known)
    if unknown:
        raise BadInput("action_field_unknown", action=name, field=unknown[0], known=sorted(known))
    try:
        return msgspec.convert(fields, cls)
    except msgspec.ValidationError as error:
        raise BadInput("action_field_wrong", action=name, reason=str(error)[:200]) from None
