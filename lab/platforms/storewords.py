"""The words of a shop front in the buyers' languages (`seed/phrases/<language>/storefront.yaml`)."""

from collections.abc import Mapping
from functools import cache

from pydantic import RootModel

from lab.languages.folders import languages_with, read_kind
from lab.values.errors import BadFile, Fault


class _StoreWords(RootModel[dict[str, str]]):
    pass


@cache
def _load() -> Mapping[str, Mapping[str, str]]:
    return checked({language: file.root for language, file in read_kind(_StoreWords, "storefront").items()})


def checked(words: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """Words by language, if every language has those of English. Raises BadFile for one that does not."""
    for language, found in words.items():
        if faults := sorted({*(found.keys() ^ words["en"].keys()), *(name for name, text in found.items() if not text)}):
            message = f"these words are missing, empty or too many: {', '.join(faults)}"
            raise BadFile([Fault(f"{language}/storefront.yaml", 1, 1, "", message)])
    return words


def store_languages() -> tuple[str, ...]:
    """Languages that a shop front speaks (BCP 47 base codes)."""
    return languages_with("storefront")


def store_words(language: str) -> Mapping[str, str]:
    """The words in a language (BCP 47), in English where there are none. Raises BadFile."""
    words = _load()
    return words.get(language.split("-")[0], words["en"])
