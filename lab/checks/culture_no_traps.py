"""Check: nothing in listings, letters and posts goes against a culture card of the reader's country."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from pydantic import Field

from lab.checks.listing_language_is import Part, text_of
from lab.checks.posts import post_name, posts_out
from lab.checks.replies import reading_language
from lab.checks.spoiling import answers_changed, saved_at_the_end, with_parts, with_words
from lab.culture.cards import Topic
from lab.culture.traps import Trap, trap_examples, traps_in
from lab.grading.check import ONE, ZERO, Check, Finding, proof
from lab.grading.evidence import Evidence
from lab.grading.fields import Share
from lab.grading.spoil import Log, Spoiled
from lab.languages.identify import identify
from lab.values.moment import Moment, format_offset


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with all that a reader of it is known by; `at` is None for a listing, which is read as it stands."""

    where: dict[str, str]
    text: str
    languages: tuple[str, ...]
    country: str
    today: date
    name: str = ""
    at: Moment | None = None


class CultureNoTraps(Check):
    """Loses `per` for every place that goes against a culture card of the reader's country; can only lose points.

    `on` names listings (in their `fields`), conversations (what the shop wrote in them), and places of sale (posts to their
    country). The country is the listing's, the buyer's or the post's. `topics` narrows the cards to some topics. The same words
    count once per text.
    """

    name: ClassVar[str] = "culture.no_traps"
    skill_default: ClassVar[str] = "business-culture"
    only_loses: ClassVar[bool] = True
    topics: tuple[Topic, ...] = ()
    fields: tuple[Part, ...] = Field(default=("title", "bullets", "description"), min_length=1)
    per: Share = ONE

    def examine(self, evidence: Evidence) -> Finding:
        proofs = []
        for name in dict.fromkeys(self.on):
            for read in self._texts(evidence, name):
                for trap in self._traps(read):
                    shown = proof(
                        "text", **read.where, card=trap.card.id, found=trap.words, span=list(trap.span),
                        at=None if read.at is None else format_offset(read.at),
                    )  # fmt: skip
                    proofs.append(shown)
        fraction = max(ZERO, ONE - self.per * len(proofs))
        return Finding(fraction, "no_traps" if not proofs else "traps_found", {"found": len(proofs)}, tuple(proofs[:40]))

    def spoiled(self, log: Log, right: Evidence) -> Iterator[Spoiled]:
        for name in self.on:
            listing, thread = right.listing(name), right.thread(name)
            if listing is not None:
                languages = right.world.profile_of(listing).markets[listing.country].languages
                said = " ".join(trap_examples(languages, listing.country, self.topics))
                field = next(field for field in self.fields if field != "bullets")
                yield from saved_at_the_end(log, right, "a trap walked into", [name], with_parts(**{field: said or "-"}))
            elif thread is not None:
                said = " ".join(trap_examples([thread.language], thread.buyer.country, self.topics))
                yield from answers_changed(log, "a trap walked into", [name], with_words(said))

    def _traps(self, read: _Read) -> list[Trap]:
        found: dict[tuple[str, str], Trap] = {}
        for language in read.languages:
            for trap in traps_in(read.text, language, read.country, read.today, read.name, self.topics):
                found.setdefault((trap.card.id, trap.words.casefold()), trap)
        return sorted(found.values(), key=lambda trap: (trap.span, trap.card.id))

    def _texts(self, evidence: Evidence, name: str) -> Iterator[_Read]:
        world, setting = evidence.world, evidence.setting
        if name.count("/") == 2:
            listing = evidence.listing(name)
            if listing is not None:
                languages = tuple(world.profile_of(listing).markets[listing.country].languages)
                for part in dict.fromkeys(self.fields):
                    text = text_of(listing, part)
                    read_in = tuple(dict.fromkeys((*languages, identify(text).language)))
                    yield _Read({"object": f"{name}:{part}"}, text, read_in, listing.country, setting.date_at(evidence.moment))
        elif "/" in name:
            for post, _ in posts_out(world, (name,)):
                languages = tuple(setting.destinations[post.country].languages)
                read_in = tuple(dict.fromkeys((*languages, identify(post.text).language)))
                yield _Read({"object": post_name(post)}, post.text, read_in, post.country, setting.date_at(post.at), at=post.at)
        else:
            thread = evidence.thread(name)
            for message in evidence.replies(name):
                assert thread is not None
                ref = evidence.deed_ref("message.reply", thread=name)
                yield _Read(
                    {"ref": ref, "thread": name}, message.text, (reading_language(message.text, thread),), thread.buyer.country,
                    setting.date_at(message.at), thread.buyer.name, message.at,
                )  # fmt: skip
