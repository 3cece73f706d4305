"""Any text at all goes through everything that reads a reply: no exception, spans inside the text, and twice the same."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lab.languages.claims import claims_found, claims_made
from lab.languages.dates import dates_in
from lab.languages.facts import DateFact, Fact, QuantityFact, RangeFact, TextFact, find_fact
from lab.languages.folding import fold
from lab.languages.identify import language_verdict
from lab.languages.manners import dress_of, questions_in
from lab.languages.promises import PROMISE_KINDS, promises_found
from lab.languages.quantities import stated_in
from lab.languages.topics import topics_in
from lab.messages.dialogue_book import NEEDS
from lab.messages.needs import judge_need
from lab.world.thread import Message, Thread
from lab.world.world import World
from tests.builders import ANNA, make_order, make_world

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "hi", "id", "kk", "pt", "ru", "th", "tr", "ur", "uz", "vi", "zh", "nl")
TODAY = date(2026, 3, 5)
FACTS: tuple[Fact, ...] = (
    QuantityFact("180", "cm", ("Kabel", "สาย", "तार", "سلك")), QuantityFact("45.90", "EUR"), RangeFact(7, 10, "day"),
    DateFact(date(2026, 3, 14)), TextFact(("E27",)),
)  # fmt: skip
# What readers trip over: pieces of real replies, signs that fold to several characters or to none, markup, bidi marks.
PIECES = (
    "Guten Tag, das Kabel ist 180 cm lang. ", "Мы отправили посылку 9 мая. ", "१,२५,००० रुपये ", "٤٥٫٩٠ يورو ", "45/90 ",
    "۴۵/۹۰ یورو ", "23 اسفند 1404 ", "ค่าสินค้า 1,250 บาท ", "Rp1.250.000,00 ", "12 мың 500 теңге ", "7 ila on gün ", "五月九日",
    "十月十日", "½ m", "１８０㎝", "ﷺ", "ﬃ", "İ", "ß", "\u202e", "\u200f", "\u200b", "\ud7ff", "\x00", "\x1b[31m", "\r\n", "<b>", "</script>",
    "&#x41;", "{order}", "[x](y)", "?", "؟", "।", "۔", "...", "+49 170 1234567", "a@b.de", "https://x.com/y", "🙂", "e\u0301", "\u0903", "31.02.2026",
    "99999999999999999999", "0000-00-00", "1404/13/45", "0/0 cm", "()" * 20, "%" * 9, "-" * 30,
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60).map("".join),
    st.tuples(st.sampled_from(PIECES), st.integers(1, 600)).map(lambda one: (one[0] * one[1])[:5000]),
)


def spans_read(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of all that is read in a text."""
    whole = fold(text)
    quantities, ranges = stated_in(text)
    spans = [whole.span(one.start, one.end) for one in (*quantities, *ranges)]
    spans += [whole.span(one.start, one.end) for one in dates_in(text, (language, "en"), TODAY)]
    spans += [one.span for one in promises_found(text, PROMISE_KINDS)]
    spans += [one.span for one in claims_found(text, language)]
    spans += topics_in(text, language).values()
    spans += questions_in(text, language)
    if (dress := dress_of(text, language, "Anna Berger")) is not None:
        worn = (dress.greeting, dress.closing, dress.polite, dress.familiar, dress.apology, dress.thanks, dress.blame, dress.name, dress.wrong_name)
        spans += [span for span in worn if span is not None]
    statements = [find_fact(text, fact, language, TODAY) for fact in FACTS]
    return spans + [one.span for one in statements if one.span is not None]


def threads_of(world: World, language: str) -> Iterator[Thread]:
    """A question before buying, and what a buyer writes about an order."""
    message = Message("buyer", "?", world.now)
    yield Thread("t1", "meridian", "DE", ANNA, language, "?", None, [message], intent="ask_discount")
    yield Thread("t2", "meridian", "DE", ANNA, language, "?", "o1", [message], intent="cancel_wish")


WORLD = make_world()
make_order(WORLD)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_harm_and_twice_the_same(text: str, language: str) -> None:
    length = len(unicodedata.normalize("NFC", text))
    spans = spans_read(text, language)
    assert [span for span in spans if not 0 <= span[0] <= span[1] <= length] == []
    assert spans_read(text, language) == spans
    stored = unicodedata.normalize("NFC", text)
    for thread in threads_of(WORLD, language):
        met = [judge_need(WORLD, thread, need, stored, WORLD.now) for need in NEEDS]
        assert [one for one in met if one.span is not None and not 0 <= one.span[0] <= one.span[1] <= length] == []
        assert [judge_need(WORLD, thread, need, stored, WORLD.now) for need in NEEDS] == met
    verdict = language_verdict(text, (language,))
    assert language_verdict(text, (language,)) == verdict
    assert all(0 <= share <= 1000 for share in verdict.shares.values())
    assert claims_made(text, language) == {one.claim for one in claims_found(text, language)}
