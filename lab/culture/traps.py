"""The traps in a text: places that go against a culture card of the reader's country.

Words are searched in the language of the text and among the signs of no language; a clause that denies a thing ("without
alcohol") does not offer it. A promise counts only for one certain day that is still to come: a span of days, a day that
something comes before, and a question promise none. Known limits: irony, days in other calendars, words in a language other
than the text's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import regex

from lab.culture.cards import (
    Card,
    CurrencySignTrap,
    DateFormTrap,
    DigitsTrap,
    HolidayTrap,
    NameOrderTrap,
    NumberTrap,
    Order,
    PhrasesTrap,
    Rule,
    WeekendTrap,
    cards_of,
)
from lab.culture.words import PromiseWords, promise_words
from lab.languages.dates import dates_in
from lab.languages.folding import Folded, fold, folded, sentences
from lab.languages.manners import dress_of
from lab.languages.negation import is_negated
from lab.languages.phrases import PhraseBook, example_of

ANY = "any"
_SPARE_REACH = 14
"""Characters before a day within which a "before" belongs to it."""
_DENIAL_REACH = 14
"""Characters before a word within which "without" or "free of" belongs to it."""
_CURRENCY_REACH = 14
"""Characters around an amount within which its currency may be said."""
_LONGEST_NUMBER = 5
"""Digits of a plain number; longer ones are order numbers and codes."""
_FIGURES = regex.compile(r"(?<![\w#./-])(\d{1,4})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\w/-])")
_NATIVE = regex.compile(r"[٠-٩۰-۹]+")
_WESTERN = regex.compile(rf"(?<![\w#.,:/-])[0-9]{{1,{_LONGEST_NUMBER}}}(?![\w#-])")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trap:
    """One place in a text: the card that it goes against, its span in the NFC text, and the words there."""

    card: Card
    span: Span
    words: str


def traps_in(
    text: str, language: str, country: str, today: date, name: str = "", topics: Iterable[str] = ()
) -> tuple[Trap, ...]:
    """Every trap in a text to a reader in a country, by place.

    `language` (BCP 47) is the text's, `country` (ISO 3166-1) the reader's, `today` the day on which it is written, `name` the
    reader's as it stands on the order ("" does without). `topics` narrows to those of `lab.culture.cards.TOPICS`.
    """
    return _found(text, language.split("-")[0].lower(), country, today, name, tuple(sorted(set(topics))))


def trap_examples(languages: Iterable[str], country: str, topics: tuple[str, ...] = ()) -> list[str]:
    """Words that go against a card of a country in one of some languages, one example a card, for trying a check against."""
    found = []
    for card in cards_of(country, topics):
        if isinstance(card.rule, PhrasesTrap):
            said = [example_of(phrase) for language in (*languages, "any") for phrase in card.rule.phrases.get(language, ())[:1]]
            found += said[:1]
    return found


@lru_cache(maxsize=512)
def _found(text: str, language: str, country: str, today: date, name: str, topics: tuple[str, ...]) -> tuple[Trap, ...]:
    whole = fold(text)
    found = []
    for card in cards_of(country, topics):
        if card.rule is not None and (card.since is None or card.since <= today):
            for start, end in _without_overlap(_spans(card, card.rule, whole, text, language, country, today, name)):
                found.append(Trap(card, (start, end), whole.original[start:end]))
    return tuple(sorted(found, key=lambda trap: (trap.span, trap.card.id)))


def _without_overlap(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _spans(
    card: Card, rule: Rule, whole: Folded, text: str, language: str, country: str, today: date, name: str
) -> Iterator[Span]:
    match rule:
        case PhrasesTrap():
            yield from _phrases(card.id, rule, whole, language)
        case WeekendTrap() | HolidayTrap():
            for day, start, end in _promised(text, whole, language, today):
                fits = rule.holds(country, day) if isinstance(rule, HolidayTrap) and isinstance(day, date) else False
                if isinstance(rule, WeekendTrap):
                    fits = (day if isinstance(day, int) else day.isoweekday()) in rule.days
                if fits:
                    yield whole.span(start, end)
        case NameOrderTrap():
            dress = dress_of(text, language, name) if name else None
            if dress is not None and dress.wrong_name is not None:
                yield dress.wrong_name
        case DateFormTrap():
            for figures in _FIGURES.finditer(whole.text):
                if _is_read_otherwise(figures, rule.order):
                    yield whole.span(*figures.span())
        case CurrencySignTrap():
            yield from _bare_signs(rule, whole)
        case NumberTrap():
            for match in _number_pattern(rule.numbers, rule.beside).finditer(whole.text):
                yield whole.span(*match.span())
        case DigitsTrap():
            yield from _mixed_digits(whole)


@cache
def _books(card_id: str, language: str) -> tuple[PhraseBook, PhraseBook]:
    """The phrases and spares of a card in a language and in none."""
    rule = next(card.rule for card in cards_of() if card.id == card_id)
    assert isinstance(rule, PhrasesTrap)
    both = [[*one.get(language, ()), *one.get(ANY, ())] for one in (rule.phrases, rule.spares)]
    return PhraseBook(both[0]), PhraseBook(both[1])


def _phrases(card_id: str, rule: PhrasesTrap, whole: Folded, language: str) -> Iterator[Span]:
    phrases, spares = _books(card_id, language)
    words = promise_words(language)
    for hit in phrases.find(spares.blank(whole.text)):
        first = max(0, hit.start - _DENIAL_REACH)
        if is_negated(whole.text, hit.start, hit.end) or (words and words.denials.is_in(whole.text, first, hit.start)):
            continue
        yield whole.span(hit.start, hit.end)


def _promised(text: str, whole: Folded, language: str, today: date) -> Iterator[tuple[date | int, int, int]]:
    """Days (a date, or a day of the week by itself) for which a delivery or an answer is promised, with places in the folded
    text."""
    words = promise_words(language)
    if words is None:
        return
    stated = dates_in(text, (language,), today)
    for start, end in sentences(whole.text):
        if "?" in whole.text[start:end] or not _is_promised(words, whole.text, start, end):
            continue
        dates: list[tuple[date | int, int, int]] = [
            (one.on, one.start, one.end) for one in stated if start <= one.start < end and one.on > today
        ]
        named: list[tuple[date | int, int, int]] = [
            (day, hit.start, hit.end) for day, book in words.weekdays.items() for hit in book.find(whole.text, start, end)
        ]
        days = dates or named
        # A weekday beside its date is the same day; two dates, or two weekdays alone, are a span.
        if len({day for day, _, _ in days}) != 1:
            continue
        day, first, last = days[0]
        if not words.spares.is_in(whole.text, max(start, first - _SPARE_REACH), last):
            yield day, first, last


def _is_promised(words: PromiseWords, text: str, start: int, end: int) -> bool:
    return any(not is_negated(text, hit.start, hit.end) for hit in words.promises.find(text, start, end))


def _is_read_otherwise(figures: "regex.Match[str]", order: Order) -> bool:
    """Whether a date in figures has another order than a country's, or could have either."""
    first, second, year = figures[1], int(figures[3]), figures[4]
    if len(first) > 2:
        return False  # the year first is read one way
    a = int(first)
    if year is None and not (figures[2] == "/" and len(first) == len(figures[3]) == 2 and "0" in (first[0], figures[3][0])):
        return False  # 1/2 is a half, 24/7 no day, 10-12 a span
    if not (1 <= a <= 31 and 1 <= second <= 31) or (a > 12 and second > 12):
        return False
    if a <= 12 and second <= 12:
        return a != second
    return order != ("dmy" if a > 12 else "mdy")


@cache
def _sign_pattern(signs: tuple[str, ...]) -> "regex.Pattern[str]":
    options = "|".join(
        regex.escape(sign, special_only=True) for sign in sorted(map(folded, signs), key=lambda sign: (-len(sign), sign))
    )
    after = r"(?![\p{L}])"
    return regex.compile(rf"(?<![\p{{Latin}}\p{{Cyrillic}}\p{{Arabic}}\p{{Sc}}])(?:{options})\.?\s?\d[\d.,]*\d?|(?<!\w)\d[\d.,\s]*(?:{options}){after}(?!\s?\d)")


@cache
def _unless(phrases: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(phrases)


def _bare_signs(rule: CurrencySignTrap, whole: Folded) -> Iterator[Span]:
    for match in _sign_pattern(rule.signs).finditer(whole.text):
        first, last = max(0, match.start() - _CURRENCY_REACH), min(len(whole.text), match.end() + _CURRENCY_REACH)
        if not _unless(rule.unless).is_in(whole.text, first, last):
            yield whole.span(match.start(), match.end())


@cache
def _number_pattern(numbers: tuple[int, ...], beside: tuple[str, ...]) -> "regex.Pattern[str]":
    number = rf"(?<![\d.,])(?:{'|'.join(map(str, numbers))})(?:[.,]0{{1,2}})?(?![.,]?\d)"
    signs = "|".join(
        regex.escape(sign, special_only=True) for sign in sorted(map(folded, beside), key=lambda sign: (-len(sign), sign))
    )
    return regex.compile(rf"(?<![\p{{Latin}}\p{{Cyrillic}}\p{{Arabic}}])(?:{signs})\s?{number}|{number}\s?(?:{signs})(?!\p{{Latin}})")


def _mixed_digits(whole: Folded) -> Iterator[Span]:
    native, western = (list(pattern.finditer(whole.original)) for pattern in (_NATIVE, _WESTERN))
    if native and western:
        fewer = min(native, western, key=len)
        yield from (match.span() for match in fewer)
