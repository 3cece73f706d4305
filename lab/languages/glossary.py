"""Words and sentences for students who write to buyers in a language: seed/phrases/<language>/glossary.yaml.

No translator: terms, and whole sentences with [square brackets] for what the writer fills in. What an entry means is the
entry of the same name in a language that the student reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from lab.languages.folders import read_any, read_kind
from lab.values.errors import BadFile, Fault

KIND = "glossary"


class _Entries(BaseModel):
    """The names of all entries, in the order in which they are shown."""

    model_config = ConfigDict(extra="forbid")
    terms: list[str]
    phrases: list[str]


class _GlossaryFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    terms: dict[str, str]
    phrases: dict[str, str]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms and sentences of one language, by the names of `entries`."""

    terms: Mapping[str, str]
    phrases: Mapping[str, str]


@cache
def entries() -> _Entries:
    """The names of all entries, in the order in which they are shown."""
    return read_any(_Entries, KIND)


@cache
def _all() -> Mapping[str, Glossary]:
    names = entries()
    found = {}
    for language, file in read_kind(_GlossaryFile, KIND).items():
        for given, wanted in ((file.terms, names.terms), (file.phrases, names.phrases)):
            if faults := sorted({*(given.keys() ^ set(wanted)), *(name for name, text in given.items() if not text)}):
                message = f"these entries are missing, empty or too many: {', '.join(faults)}"
                raise BadFile([Fault(f"{language}/{KIND}.yaml", 1, 1, "", message)])
        terms = {name: file.terms[name] for name in names.terms}
        found[language] = Glossary(terms, {name: file.phrases[name] for name in names.phrases})
    return found


def glossary_languages() -> tuple[str, ...]:
    """Languages that have a glossary (BCP 47 base codes)."""
    return tuple(_all())


def glossary_of(language: str) -> Glossary | None:
    """The glossary of a language (BCP 47); None where there is none. Raises BadFile."""
    return _all().get(language.split("-")[0].lower())
