"""Author files: YAML 1.2 read as plain text values, with the place of each.

YAML 1.1 turns `NO` into False, `12:30` into 750 and `012` into 10. Here every scalar stays the text that
was written; the schema (pydantic) decides its type afterwards. Anchors, aliases, merge keys, tags and
duplicate keys are refused, and every fault carries file, line and column.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from lab.values.amiss import QUOTES, WIDE, not_utf8, odd_signs, said
from lab.values.errors import BadFile, Fault

MAX_BYTES = 512 * 1024
MAX_DEPTH = 32
Positions = dict[tuple[str | int, ...], tuple[int, int]]
_REFUSED = {"AnchorToken": "anchors", "AliasToken": "aliases", "TagToken": "tags"}
_OPENS = ("SequenceStartToken", "MappingStartToken")
_CLOSES = ("SequenceEndToken", "MappingEndToken", "BlockEndToken")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_M = TypeVar("_M", bound=BaseModel)


def read_yaml(text: str, file: str) -> tuple[Any, Positions]:
    """Plain data (dict, list, str, None for an empty value) and the line and column of every part.

    Raises BadFile with every fault found.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise BadFile([Fault(file, 1, 1, "", f"the file is larger than {MAX_BYTES // 1024} KiB")])
    faults: list[Fault] = []
    depth = 0
    try:
        for token in yaml.scan(text, Loader=_Loader):
            name = type(token).__name__
            mark = token.start_mark
            if name in _REFUSED:
                faults.append(Fault(file, mark.line + 1, mark.column + 1, "", f"{_REFUSED[name]} are not allowed in author files"))
            # Counted before `compose`, whose recursion in C would otherwise overflow the stack.
            depth += name.endswith(_OPENS)
            depth -= name.endswith(_CLOSES)
            if depth > MAX_DEPTH:
                raise BadFile([Fault(file, mark.line + 1, mark.column + 1, "", f"this is nested deeper than {MAX_DEPTH} levels")])
        if faults:
            raise BadFile(faults)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise BadFile([Fault(file, line, column, "", f"this is not valid YAML: {error.problem}{_remedy(text, line, str(error.problem))}")]) from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise BadFile([Fault(file, 1, 1, "", f"this is not valid YAML: {str(error).splitlines()[0][:200]}")]) from None
    positions: Positions = {}
    data = _build(node, (), file, positions, faults)
    if faults:
        raise BadFile(faults)
    return data, positions


def _remedy(text: str, line: int, problem: str) -> str:
    """What an author can do about a problem that YAML's own words hardly explain."""
    written = text.splitlines()[line - 1] if line <= len(text.splitlines()) else ""
    if "\t" in written[: len(written) - len(written.lstrip())] or "cannot start any token" in problem:
        return "; indent with spaces, never with tabs, and put texts that begin with a sign such as @ or % in quotes"
    before = text.splitlines()[max(0, line - 3) : line]
    if signs := next((end for one in reversed(before) if any(sign in WIDE for sign in one) and (end := odd_signs(one))), ""):
        return signs
    if "mapping values" in problem:
        return f"; {QUOTES}, and a `-` or `:` a space after it"
    if "expected" in problem or "quoted scalar" in problem:
        return f"; probably a closing quote, bracket or comma is missing here or on a line before, or {QUOTES}"
    return ""


def _build(node: Any, path: tuple[str | int, ...], file: str, positions: Positions, faults: list[Fault]) -> Any:
    if node is None:
        return None
    mark = node.start_mark
    positions[path] = (mark.line + 1, mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        plain_null = not node.style and node.value in ("", "~", "null")
        return None if plain_null else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, i), file, positions, faults) for i, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_mark = key_node.start_mark
        line, column = key_mark.line + 1, key_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(file, line, column, "", "a key must be plain text"))
            continue
        key = key_node.value
        if key == "<<":
            faults.append(Fault(file, line, column, "", "merge keys are not allowed in author files"))
        elif key in result:
            faults.append(Fault(file, line, column, "", f"the key '{key}' stands here twice"))
        else:
            result[key] = _build(value_node, (*path, key), file, positions, faults)
            positions[(*path, key, "@key")] = (line, column)
    return result


def validate(model: type[_M], data: Any, positions: Positions, file: str, context: Any = None) -> _M:
    """`data` as a `model`; raises BadFile with the place of every fault."""
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        raise BadFile(_joined([_fault_of(detail, model, positions, file) for detail in _told(error)])) from None


def _told(error: ValidationError) -> list[Any]:
    """What to tell of an error: not that a list is too short whose items are named as wrong anyway."""
    details = error.errors(include_url=False)
    places = [tuple(detail["loc"]) for detail in details]
    return [
        detail
        for detail, place in zip(details, places, strict=True)
        if detail["type"] != "too_short" or not any(len(one) > len(place) and one[: len(place)] == place for one in places)
    ]


def _joined(faults: list[Fault]) -> list[Fault]:
    """One fault for a value that may be written in several ways and is written in none of them."""
    found: dict[tuple[int, int, str], Fault] = {}
    for fault in faults:
        key = (fault.line, fault.column, fault.where)
        if key in found and fault.message not in found[key].message:
            fault = Fault(fault.file, fault.line, fault.column, fault.where, f"{found[key].message}; or: {fault.message}")
        elif key in found:
            continue
        found[key] = fault
    return list(found.values())


def _fault_of(detail: Any, model: type[BaseModel], positions: Positions, file: str) -> Fault:
    path: tuple[str | int, ...] = ()
    for part in detail["loc"]:
        if (*path, part) in positions:
            path = (*path, part)
    message = said(detail)
    place = positions.get(path, (1, 1))
    if detail["type"] == "extra_forbidden":
        place = positions.get((*path, "@key"), place)
        name = str(detail["loc"][-1])
        message = f"unknown key '{name}'{odd_signs(name) or _instead(name, model, detail['loc'][:-1])}"
    elif detail["type"] == "missing":
        message = f"the key '{detail['loc'][-1]}' is missing"
    last = detail["loc"][-1] if detail["loc"] else ""
    # what pydantic calls a way of writing (`constrained-str`, `PersonPart`) is no place in the file
    shown = last if detail["type"] in ("extra_forbidden", "missing") or (path and last == path[-1]) or not positions else ""
    where = ".".join(str(part) for part in detail["loc"] if isinstance(part, int) or part in path or (shown and part == shown))
    return Fault(file, *place, where, message)


def _instead(name: str, model: type[BaseModel], place: Iterable[str | int]) -> str:
    """The end of a sentence about a key that does not belong where it stands: the one that was meant, or those that there are."""
    here = _own_names(_models_at(model, place))
    if near := did_you_mean(name, here):
        return near
    if name in _names_of(model):
        return "; it is a key of another part of the file"
    return f"; there are {', '.join(here)}" if here else ""


def _models_at(model: type[BaseModel], place: Iterable[str | int]) -> list[type[BaseModel]]:
    """The models of which one describes what stands at a place; numbers and keys of the author's own lead no further."""
    models = [model]
    for part in place:
        fields = [field for one in models for name, field in one.model_fields.items() if part in (name, field.alias)]
        models = [inner for field in fields for inner in _models_in(field.annotation)] or models
    return models


def _own_names(models: Iterable[type[BaseModel]]) -> list[str]:
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: "; did you mean 'lamp'?", or nothing where none of the known is like it."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _names_of(model: type[BaseModel], seen: set[type] | None = None) -> list[str]:
    seen = seen if seen is not None else set()
    if model in seen:
        return []
    seen.add(model)
    names: list[str] = []
    for name, field in model.model_fields.items():
        names.append(field.alias or name)
        for part in _models_in(field.annotation):
            names.extend(_names_of(part, seen))
    return names


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found.append(annotation)
    for part in getattr(annotation, "__args__", ()) or ():
        found.extend(_models_in(part))
    return found


def load_yaml(model: type[_M], path: Path, context: Any = None) -> _M:
    """Read and validate one author file. Raises BadFile, also when it is missing or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadFile([Fault(str(path), 1, 1, "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise BadFile([Fault(path.name, 1, 1, "", not_utf8(path.read_bytes()))]) from None
    except OSError as error:
        raise BadFile([Fault(str(path), 1, 1, "", f"cannot be read: {error}")]) from None
    data, positions = read_yaml(text, path.name)
    return validate(model, data, positions, path.name, context)
