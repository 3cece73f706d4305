"""The phrase folders: seed/phrases/<language>/<kind>.yaml, one folder per language, one file per kind of words.

Adding a language adds a folder; a language without a file of a kind does without. The folder "any" holds signs and words
that belong to no language, or that several languages are searched for together.
"""

from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

PHRASES = SEED / "phrases"
ANY = "any"
_Model = TypeVar("_Model", bound=BaseModel)


def kind_file(language: str, kind: str, folder: Path = PHRASES) -> Path:
    """Where the words of one kind stand for a language (BCP 47 base code)."""
    return folder / language / f"{kind}.yaml"


@cache
def languages_with(kind: str, folder: Path = PHRASES) -> tuple[str, ...]:
    """Languages that have a file of a kind, in the order of their codes; without the folder "any"."""
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{kind}.yaml") if path.parent.name != ANY))


def read_kind(model: type[_Model], kind: str, folder: Path = PHRASES) -> dict[str, _Model]:
    """The files of a kind by language, in the order of their codes. Raises BadFile for a faulty one."""
    return {language: load_yaml(model, kind_file(language, kind, folder)) for language in languages_with(kind, folder)}


def read_any(model: type[_Model], kind: str, folder: Path = PHRASES) -> _Model:
    """What of a kind belongs to no language. Raises BadFile for a faulty file."""
    return load_yaml(model, kind_file(ANY, kind, folder))
