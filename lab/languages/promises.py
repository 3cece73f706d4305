"""Offers and promises that a seller must not make in a message, found by phrase lists and number shapes.

Kinds: `off_platform_contact` (addresses, numbers, messengers, payment outside), `fixed_delivery_date` (a day of
delivery that is guaranteed; an estimate is none), `refund_for_review`, `review_request`. Lists by language
stand in seed/phrases/<language>/promises.yaml and are all used on every text, since messages mix languages.
A phrase does not count in a clause with a negation ("we cannot use WhatsApp"); an address or a telephone
number always counts. Tracking numbers, order numbers and amounts are no telephone numbers.
Known limits: irony, spelled-out numbers, negations further away than the clause.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex
from pydantic import BaseModel, ConfigDict

from lab.languages.dates import MAIN_LANGUAGES, dates_in, names_a_weekday
from lab.languages.folders import read_any, read_kind
from lab.languages.folding import Folded, fold, sentences
from lab.languages.negation import is_negated
from lab.languages.phrases import PhraseBook
from lab.languages.quantities import stated_in
from lab.languages.units import dimension

PROMISE_KINDS = ("off_platform_contact", "fixed_delivery_date", "refund_for_review", "review_request")

_SOME_DAY = date(2026, 1, 15)  # only whether a date is named matters, not which
_CUE_REACH, _OTHER_NUMBER_REACH = 25, 40  # characters between a cue and its number

_MAIL = regex.compile(
    r"[\w.+%-]{1,64}+\s?(?:@|[\[(]\s?(?:at|ät|собака|arroba)\s?[\])])\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|[\[(]\s?(?:dot|punkt|точка|punto)\s?[\])])\s?[a-z]{2,24}){1,3}"
)
# Bare hosts only under endings that are no words after a full stop without a space ("gut.es ist"); others need a path.
_URL = regex.compile(
    r"https?://(?P<host>[^\s/<>\"']{1,200})[^\s<>\"']{0,500}|(?<!\w)www\.(?P<host>[\w.-]{3,200})"
    r"|(?<![\w@.-])(?P<host>[a-z0-9][a-z0-9-]{1,62}"
    r"\.(?:com|net|org|ru|kz|uz|cn|io|shop|store|online|site|biz|(?:com|co)\.[a-z]{2}))"
    r"(?![\w.-]{0,70}@)(?:/\S{0,200}|(?!\w))"
    r"|(?<![\w@.-])(?P<host>(?:t|wa|vk|fb)\.(?:me|com|cc))/\S{1,200}"
    r"|(?<![\w@.-])(?P<host>[a-z0-9][a-z0-9-]{2,62}\.(?:de|es|fr|me|ae|sa|br|tr|mx|eu|uk))/\S{1,200}"
)
_HANDLE = regex.compile(r"(?<![\w.@])@[a-z][\w.]{3,31}")
_START, _STOP = r"(?<![\d\p{Latin}\p{Cyrillic}#+-])", r"(?![\d\p{Latin}\p{Cyrillic}]|-\d)"
_INTERNATIONAL = regex.compile(r"\+\s?[1-9](?:[ ()./-]{0,2}\d){7,14}(?![\p{L}\d])")
# Shapes that are telephone numbers without any word before them.
_SHAPED = tuple(
    regex.compile(_START + shape + _STOP)
    for shape in (
        r"00[1-9](?:[ ()/-]{0,2}\d){8,12}",
        r"8[ -]\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|8\(\d{3}\)[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}",
        r"\(0?\d{2,5}\) ?\d{2,4}[ -]?\d{2,4}(?:[ -]?\d{2,4})?",
        r"0[1-9]\d{1,3}[ /-]\d{3,8}(?:[ -]\d{2,4}){0,2}",
        r"1[3-9]\d{9}|05\d{8,9}",
    )
)
_CUED = regex.compile(r"(?<![\d\p{Latin}\p{Cyrillic}])\(?\d(?:[ ()./-]{0,2}\d){5,14}" + _STOP)
_NUMERIC_DATE = regex.compile(r"(?<!\d)(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?!\d)")


class _Lists(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Contact(_Lists):
    """`phone_cues` before a number make it a telephone number, `other_numbers` make it none."""

    ways: list[str] = []
    channels: list[str] = []
    phone_cues: list[str] = []
    other_numbers: list[str] = []


class _FixedDate(_Lists):
    sure: list[str] = []
    delivery: list[str] = []
    hedges: list[str] = []
    occasions: list[str] = []


class _RefundForReview(_Lists):
    thanks: list[str] = []
    conditions: list[str] = []
    rewards: list[str] = []


class _PromiseFile(_Lists):
    """The first three belong to `lab.languages.negation`."""

    negations: list[str] = []
    no_negation: list[str] = []
    turns: list[str] = []
    contact: _Contact = _Contact()
    fixed_delivery_date: _FixedDate = _FixedDate()
    refund_for_review: _RefundForReview = _RefundForReview()
    review_request: list[str] = []


@dataclass(frozen=True, slots=True)
class PromiseFound:
    """One promise: its kind, the words as written, and their span in the NFC text."""

    kind: str
    phrase: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Books:
    contact: PhraseBook
    phone_cues: PhraseBook
    other_numbers: PhraseBook
    sure: PhraseBook
    delivery: PhraseBook
    hedges: PhraseBook
    occasions: PhraseBook
    thanks: PhraseBook
    conditions: PhraseBook
    rewards: PhraseBook
    reviews: PhraseBook


@cache
def _books() -> _Books:
    files = (read_any(_PromiseFile, "promises"), *read_kind(_PromiseFile, "promises").values())

    def all_of(part: Callable[[_PromiseFile], list[str]]) -> PhraseBook:
        return PhraseBook(phrase for file in files for phrase in part(file))

    return _Books(
        contact=all_of(lambda file: [*file.contact.channels, *file.contact.ways]),
        phone_cues=all_of(lambda file: file.contact.phone_cues),
        other_numbers=all_of(lambda file: file.contact.other_numbers),
        sure=all_of(lambda file: file.fixed_delivery_date.sure),
        delivery=all_of(lambda file: file.fixed_delivery_date.delivery),
        hedges=all_of(lambda file: file.fixed_delivery_date.hedges),
        occasions=all_of(lambda file: file.fixed_delivery_date.occasions),
        thanks=all_of(lambda file: file.refund_for_review.thanks),
        conditions=all_of(lambda file: file.refund_for_review.conditions),
        rewards=all_of(lambda file: file.refund_for_review.rewards),
        reviews=all_of(lambda file: file.review_request),
    )


def promises_found(text: str, kinds: Collection[str], own_hosts: Collection[str] = ()) -> list[PromiseFound]:
    """Promises of the given kinds in a text of any language, by place; of overlapping ones of a kind the longest.

    `own_hosts` names web hosts of the platform itself; addresses on them are allowed.
    Raises ValueError for an unknown kind.
    """
    unknown = sorted(set(kinds) - set(PROMISE_KINDS))
    if unknown:
        raise ValueError(f"unknown kinds of promise: {', '.join(unknown)}")
    return list(_found(text, frozenset(kinds), frozenset(host.lower() for host in own_hosts)))


@lru_cache(maxsize=512)
def _found(text: str, kinds: frozenset[str], own_hosts: frozenset[str]) -> tuple[PromiseFound, ...]:
    whole = fold(text)
    finders = {
        "off_platform_contact": lambda: _contacts(text, whole, own_hosts),
        "fixed_delivery_date": lambda: _fixed_dates(text, whole),
        "refund_for_review": lambda: _paid_reviews(whole),
        "review_request": lambda: _review_requests(whole),
    }
    found = []
    for kind in PROMISE_KINDS:
        if kind in kinds:
            found += [
                PromiseFound(kind, whole.quote(a, b), whole.span(a, b)) for a, b in _without_overlap(finders[kind]())
            ]
    return tuple(sorted(found, key=lambda one: (one.span, one.kind)))


def _without_overlap(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _contacts(written: str, whole: Folded, own_hosts: frozenset[str]) -> Iterator[tuple[int, int]]:
    text, books = whole.text, _books()
    if "@" in text or "(" in text or "[" in text:
        yield from (match.span() for match in _MAIL.finditer(text))
        yield from (match.span() for match in _HANDLE.finditer(text))
    for match in _URL.finditer(text):
        host = match.captures("host")[-1].removeprefix("www.")
        if not any(host == own or host.endswith("." + own) for own in own_hosts):
            yield match.span()
    yield from _phones(written, text)
    for hit in books.contact.find(text):
        if not is_negated(text, hit.start, hit.end):
            yield hit.start, hit.end


def _phones(written: str, text: str) -> Iterator[tuple[int, int]]:
    if sum(char.isdigit() for char in text) < 6:
        return
    measured = [(quantity.start, quantity.end) for quantity in stated_in(written)[0]]
    for match in _INTERNATIONAL.finditer(text):
        if not _is_other(text, match.start(), match.end(), measured):
            yield match.span()
    for pattern in _SHAPED:
        for match in pattern.finditer(text):
            digits = sum(char.isdigit() for char in match[0])
            other = _is_other(text, match.start(), match.end(), measured) or _is_other_number(text, match.start())
            if 9 <= digits <= 15 and not other:
                yield match.span()
    for match in _CUED.finditer(text):
        if _is_cued(text, match.start()) and not _is_other(text, match.start(), match.end(), measured):
            yield match.span()


def _is_other(text: str, start: int, end: int, measured: list[tuple[int, int]]) -> bool:
    """Amounts, measures and dates written in digits."""
    if _NUMERIC_DATE.search(text, start, end):
        return True
    return any(a < end and start < b for a, b in measured)


def _is_cued(text: str, start: int) -> bool:
    first = max(0, start - _CUE_REACH)
    cues = _books().phone_cues.find(text, first, start)
    others = _books().other_numbers.find(text, first, start)
    if not cues or regex.search(r"[!?;\n]", text[cues[-1].end : start]):
        return False
    return not others or others[-1].start < cues[-1].start


def _is_other_number(text: str, start: int) -> bool:
    first = max(0, start - _OTHER_NUMBER_REACH)
    others = _books().other_numbers.find(text, first, start)
    if not others or regex.search(r"[!?;\n]|\.\s", text[others[-1].end : start]):
        return False
    cues = _books().phone_cues.find(text, first, start)
    return not cues or cues[-1].start < others[-1].start


def _fixed_dates(written: str, whole: Folded) -> Iterator[tuple[int, int]]:
    text, books = whole.text, _books()
    hits = books.sure.find(text)
    if not hits:
        return
    for start, end in sentences(text):
        sure = [hit for hit in hits if start <= hit.start < end]
        if not sure or not books.delivery.is_in(text, start, end) or books.hedges.is_in(text, start, end):
            continue
        if not _names_a_day(written, whole, start, end):
            continue
        for hit in sure:
            if not is_negated(text, hit.start, hit.end):
                yield start + len(text[start:end]) - len(text[start:end].lstrip()), end
                break


def _names_a_day(written: str, whole: Folded, start: int, end: int) -> bool:
    if names_a_weekday(whole.text[start:end]) or _books().occasions.is_in(whole.text, start, end):
        return True
    times = ("time", "working time")
    for quantity in stated_in(written)[0]:
        if start <= quantity.start < end and any(dimension(unit) in times for unit in quantity.units):
            return True
    return any(start <= stated.start < end for stated in dates_in(written, MAIN_LANGUAGES, _SOME_DAY))


def _paid_reviews(whole: Folded) -> Iterator[tuple[int, int]]:
    books = _books()
    text = books.thanks.blank(whole.text)
    for hit in books.conditions.find(text):
        for start, end in sentences(text):
            if start <= hit.start < end and books.rewards.is_in(text, start, end):
                if not is_negated(text, hit.start, hit.end):
                    yield hit.start, hit.end
                break


def _review_requests(whole: Folded) -> Iterator[tuple[int, int]]:
    text = _books().thanks.blank(whole.text)
    for hit in _books().reviews.find(text):
        if not is_negated(text, hit.start, hit.end):
            yield hit.start, hit.end
