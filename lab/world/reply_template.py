"""Texts that a student keeps for answers to buyers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """A text kept under a name, written in one language (BCP 47 base code); what stands in it for a thread's own data is
    told by `lab.messages.template_filling`."""

    name: str
    language: str
    text: str
