"""Texts that a scenario gives and that others are compared with: a supplier's sheet, a model answer, a template.

They are facts of the scenario: `text` holds them as they are, `text_from` a file whose groups are their paragraphs, which may
differ from variant to variant.
"""

from collections.abc import Iterable, Mapping

from lab.languages.facts import Fact, PhrasesFact, TextFact


def texts_given(facts: Mapping[str, Fact], names: Iterable[str]) -> dict[str, str]:
    """The running text of each fact named, by name. Raises ValueError for a fact that is no text, KeyError for an unknown one."""
    return {name: _text_of(name, facts[name]) for name in names}


def _text_of(name: str, fact: Fact) -> str:
    if isinstance(fact, TextFact):
        return "\n".join(fact.accepted)
    if isinstance(fact, PhrasesFact):
        return "\n".join(line for group in fact.groups for line in group)
    raise ValueError(f"the fact {name} is no text")
