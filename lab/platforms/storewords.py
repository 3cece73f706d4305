"""The words of a shop front in the buyers' languages (`seed/phrases/storefront.yaml`)."""

from collections.abc import Mapping
from functools import cache

from pydantic import RootModel, model_validator

from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

FILE = SEED / "phrases" / "storefront.yaml"


class StoreWordsFile(RootModel[dict[str, dict[str, str]]]):
    """Every language has the same words as English."""

    @model_validator(mode="after")
    def _is_complete(self) -> "StoreWordsFile":
        names = set(self.root.get("en", {}))
        for language, words in self.root.items():
            if set(words) != names or not all(words.values()):
                raise ValueError(f"{language}: these words are missing or too many: {sorted(set(words) ^ names)}")
        return self


@cache
def _load() -> Mapping[str, Mapping[str, str]]:
    return load_yaml(StoreWordsFile, FILE).root


def store_words(language: str) -> Mapping[str, str]:
    """The words in a language (BCP 47), in English where the file does not have it. Raises BadFile."""
    words = _load()
    return words.get(language.split("-")[0], words["en"])
