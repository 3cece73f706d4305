"""Budgets of reading a reply, against the yardstick of `test_engine` (about 10 ms).

An ordinary reply is four sentences of a seller, some 250 characters; none was read before, so nothing comes from a memory.
"""

import time
from collections.abc import Sequence
from datetime import date

from benchmarks.test_engine import yardstick
from lab.languages.claims import claims_made
from lab.languages.dates import dates_in
from lab.languages.facts import QuantityFact, find_fact
from lab.languages.identify import language_verdict
from lab.languages.manners import dress_of, questions_in
from lab.languages.promises import PROMISE_KINDS, promises_found
from lab.languages.quantities import stated_in
from lab.languages.topics import topics_in
from tests.languages.test_fact_table import LANGUAGES, rows_of

TODAY = date(2026, 3, 5)
SENTENCES = 4
BUDGET_YARDSTICKS, BUDGET_MS = 3.0, 30.0
COLD_YARDSTICKS = 600


def read(text: str, language: str) -> None:
    """All that is asked of a reply: its language, promises, claims, topics, dress, questions, and what the needs look for."""
    language_verdict(text, (language,))
    promises_found(text, PROMISE_KINDS)
    claims_made(text, language)
    topics_in(text, language)
    dress_of(text, language, "Anna Berger")
    questions_in(text, language)
    stated_in(text)
    dates_in(text, (language, "en"), TODAY)
    find_fact(text, QuantityFact("180", "cm"), language, TODAY)


def replies(language: str, first: int, mark: str) -> list[str]:
    """Four replies of a language: rows of its table from `first` on, with a mark that makes them new."""
    texts = [row.text for row in rows_of(language)]
    starts = range(first, first + 4)
    return [" ".join(texts[(start + step) % len(texts)] for step in range(SENTENCES)) + f" {mark}." for start in starts]


def processor(texts: Sequence[tuple[str, str]]) -> float:
    """Milliseconds of the processor for one reply, on average."""
    begin = time.process_time()
    for text, language in texts:
        read(text, language)
    return (time.process_time() - begin) / len(texts) * 1000


def processor_yardstick() -> float:
    """Milliseconds of the processor for the yardstick, which does its work five times."""
    begin = time.process_time()
    yardstick()
    return (time.process_time() - begin) / 5 * 1000


def test_an_ordinary_reply_is_read_in_under_three_yardsticks_and_thirty_milliseconds() -> None:
    begin = time.process_time()
    processor([(text, language) for language in LANGUAGES for text in replies(language, 0, "A 0")])
    cold = time.process_time() - begin
    unit = processor_yardstick()
    warm = {
        language: min(processor([(text, language) for text in replies(language, 0, f"A {number}")]) for number in (1, 2, 3))
        for language in LANGUAGES
    }
    slowest = max(warm, key=lambda language: warm[language])
    print(
        f"\n{len(LANGUAGES)} languages: {sum(warm.values()) / len(warm):.1f} ms a reply, at most {warm[slowest]:.1f} ms ({slowest}), "
        f"{warm[slowest] / unit:.2f} yardsticks of {unit:.1f} ms; the first 64 replies with all lists read: {cold:.1f} s"
    )
    assert warm[slowest] < BUDGET_MS
    assert warm[slowest] < BUDGET_YARDSTICKS * unit
    assert cold * 1000 < COLD_YARDSTICKS * unit
