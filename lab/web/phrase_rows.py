"""The learners' phrasebook as rows: the terms and sentences of a language, each with what it means to the reader."""

from dataclasses import dataclass

from lab.languages.glossary import glossary_of


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """An entry in the language that is looked up and in the one that the student reads; `meaning` is "" where both are one."""

    key: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PhraseGroups:
    """The phrasebook of a language; `meaning_language` is "" where the entries stand alone."""

    language: str
    meaning_language: str
    phrases: tuple[PhraseRow, ...]
    terms: tuple[PhraseRow, ...]


def phrase_groups(language: str, reader: str, text: str = "") -> PhraseGroups | None:
    """The entries of a language (BCP 47) for somebody who reads `reader`; None where the language has no phrasebook.

    Meanings are in the reader's language where it has a phrasebook, else in English. A text keeps only the entries that
    hold it, in whichever of the two languages.
    """
    base = language.split("-")[0]
    glossary = glossary_of(base)
    if glossary is None:
        return None
    meaning_language = next((one for one in (reader, "en") if one != base and glossary_of(one) is not None), "")
    meanings = glossary_of(meaning_language) if meaning_language else None
    wanted = " ".join(text.split()).casefold()
    groups = []
    for entries, others in (
        (glossary.phrases, meanings.phrases if meanings else {}),
        (glossary.terms, meanings.terms if meanings else {}),
    ):
        rows = (PhraseRow(key, entry, others.get(key, "")) for key, entry in entries.items())
        groups.append(tuple(row for row in rows if wanted in f"{row.text}\n{row.meaning}".casefold()))
    return PhraseGroups(base, meaning_language, groups[0], groups[1])
