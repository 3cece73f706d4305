"""The words of a text as the search index and the shoppers' queries know them.

Width and case are folded (NFKC), words are cut by ICU where a script writes no spaces and by letters elsewhere,
stop words are dropped, and Snowball takes off endings where it knows the language. Numbers and codes such as
e27, 60w or 1.5 stay whole. Languages without a stemmer (Kazakh, Uzbek, Chinese and others) keep full forms.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Protocol

import regex
import snowballstemmer
from icu4py.breakers import WordBreaker
from pydantic import BaseModel, ConfigDict

from lab.languages.folding import UNSPACED
from lab.values.places import SEED
from lab.values.yamlfile import load_yaml

_SNOWBALL = {
    "en": "english", "de": "german", "ru": "russian", "es": "spanish", "ar": "arabic", "pt": "portuguese",
    "fr": "french", "tr": "turkish", "it": "italian", "nl": "dutch", "pl": "polish", "cs": "czech", "ro": "romanian",
    "sr": "serbian",
    "hu": "hungarian", "el": "greek", "hy": "armenian", "fa": "persian", "hi": "hindi", "ne": "nepali", "ta": "tamil",
    "id": "indonesian",
}  # fmt: skip
_LONGEST_TOKEN = 64  # characters; longer runs of letters are no words
_WORD = regex.compile(r"\d+(?:[.,]\d+)+|[\p{L}\p{M}\p{N}]+(?:['’ʻʼ‘][\p{L}\p{M}]+)*")
_IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
_HAS_DIGIT = regex.compile(r"\d")
_IS_WORD = regex.compile(r"[\p{L}\p{N}]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʻʼ‘", "'"))


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # the library's name


class _StopwordFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stopwords: dict[str, list[str]]


@cache
def _stopwords(language: str) -> frozenset[str]:
    words = load_yaml(_StopwordFile, SEED / "phrases" / "stopwords.yaml").stopwords.get(language, [])
    return frozenset(_flat(word, language) for word in words)


@cache
def _stemmer(language: str) -> _Stemmer | None:
    return snowballstemmer.stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


def _flat(text: str, language: str) -> str:
    if language in ("tr", "az"):
        text = text.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_APOSTROPHES)


def _words(text: str, language: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match[0]
        if not _IS_UNSPACED.search(word):
            yield word
            continue
        breaker = WordBreaker(word, language)
        for start, end in breaker.segments():
            part = word[start:end]
            if _IS_WORD.search(part):
                yield part


def search_tokens(text: str, language: str) -> list[str]:
    """Tokens of a text in a language (BCP 47), in order, repeats kept; stop words dropped, endings taken off."""
    return list(_search_tokens(text, language.split("-")[0].lower()))


@lru_cache(maxsize=16384)
def _search_tokens(text: str, language: str) -> tuple[str, ...]:
    stop = _stopwords(language)
    tokens = []
    for word in _words(_flat(text, language), language):
        if word in stop or len(word) > _LONGEST_TOKEN:
            continue
        tokens.append(word if _HAS_DIGIT.search(word) else _stem(word, language))
    return tuple(tokens)
