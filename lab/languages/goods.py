"""Names of goods, of what describes them and of its choices, in languages in which the market itself does not search.

They stand in seed/phrases/<language>/goods.yaml by the English name that the catalogue gives them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from lab.languages.folders import read_kind

Part = Literal["types", "attributes", "choices"]


class GoodsFile(BaseModel):
    """The names of one language, by English name."""

    model_config = ConfigDict(extra="forbid")
    types: dict[str, str]
    attributes: dict[str, str]
    choices: dict[str, str]
    yes: str
    no: str


@cache
def _files() -> Mapping[str, GoodsFile]:
    return read_kind(GoodsFile, "goods")


def has_goods_names(language: str) -> bool:
    """Whether goods have names in a language (BCP 47 base code) besides those of the catalogue."""
    return language in _files()


def yes_no_name(value: bool, language: str) -> str:
    """Yes or no as product data say it in a language; "" where the phrase folder has no names of goods."""
    file = _files().get(language)
    return "" if file is None else (file.yes if value else file.no)


def goods_name(part: Part, names: Mapping[str, str], language: str) -> str:
    """The name in a language of something that the catalogue calls `names` (by language): the catalogue's own, else that of
    the phrase folder, else the English one."""
    if language in names:
        return names[language]
    file = _files().get(language)
    found: Mapping[str, str] = getattr(file, part) if file is not None else {}
    return found.get(names["en"], names["en"])
