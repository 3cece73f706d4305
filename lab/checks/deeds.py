"""Which actions of a journal an author means: by name, by how they ended, and by what they say."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from lab.engine.codec import field_names, is_action
from lab.grading.evidence import Deed, Evidence
from lab.values.errors import LabError
from lab.values.moment import Moment
from lab.values.money import Money
from lab.world.action import ACTIONS, Action

OUTCOMES = ("done", "refused", "any")


def _is_known(where: dict[str, str]) -> dict[str, str]:
    name = where.get("action", "")
    if not is_action(name):
        raise ValueError(f"there is no action '{name}'")
    if where.get("outcome", "done") not in OUTCOMES:
        raise ValueError(f"'outcome' is one of {', '.join(OUTCOMES)}")
    known = field_names(ACTIONS[name])
    if unknown := sorted(set(where) - {"action", "outcome"} - known):
        raise ValueError(f"'{name}' has no '{unknown[0]}'; it has {', '.join(sorted(known))}")
    return where


Where = Annotated[dict[str, str], Field(min_length=1, max_length=12), AfterValidator(_is_known)]
"""`action` with its name, `outcome` (done unless it says refused or any), and values that fields of the action must have."""


def deeds_where(evidence: Evidence, where: dict[str, str], since: Moment = 0) -> Iterator[Deed]:
    """The actions meant, in order, from a moment on and up to that of the check."""
    outcome = where.get("outcome", "done")
    for deed in evidence.deeds:
        if since <= deed.at <= evidence.moment and (outcome == "any" or deed.ok == (outcome == "done")) and is_meant(deed.action, where):
            yield deed


def is_meant(action: Action, where: dict[str, str]) -> bool:
    """Whether an action has the name and the values asked for, however it ended."""
    if action.name != where["action"]:
        return False
    return all(_says(getattr(action, name), value) for name, value in where.items() if name not in ("action", "outcome"))


def _says(value: Any, wanted: str) -> bool:
    """Whether a value of an action is what an author wrote; of several things, whether one of them is."""
    if isinstance(value, Money):
        try:
            return value == Money.parse(wanted)
        except LabError:
            return False
    if isinstance(value, bool):
        return wanted == ("true" if value else "false")
    if isinstance(value, list | tuple):
        return any(_says(one, wanted) for one in value)
    if isinstance(value, dict):
        return wanted in value
    if is_dataclass(value):
        return any(_says(getattr(value, field.name), wanted) for field in fields(value))
    return value is not None and str(value) == wanted


def where_text(where: dict[str, str]) -> str:
    """What was asked for, in the author's own words: "price.set listing=meridian/DE/lamp"."""
    return " ".join([where["action"], *(f"{name}={value}" for name, value in where.items() if name != "action")])
