"""Dates stated in a text, in any language of the lab.

Month names come from CLDR (through Babel) and seed/phrases/<language>/days.yaml; a day number must stand beside the
month. A date without a year is the occurrence nearest to `today` (from 200 days before to 165 after).
"03/04/2026" is read both ways in English, day first elsewhere. Persian texts may count by the solar calendar, and years
of Thailand (+ 543) are read everywhere. Not read: Hijri and other calendars, weekdays alone, days in words other than Chinese ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import regex
from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict

from lab.languages import solar
from lab.languages.folders import read_any, read_kind
from lab.languages.folding import UNSPACED, WORD_CHAR, fold, folded
from lab.languages.phrases import PhraseBook

MAIN_LANGUAGES = (
    "en", "de", "ru", "kk", "es", "ar", "zh", "pt", "fr", "tr", "uz", "fa", "ur", "hi", "id", "th", "vi",
)  # fmt: skip
_LOCALES = {"sr": ("sr", "sr_Latn"), "uz": ("uz", "uz_Cyrl")}
# Case endings: the languages that add whole syllables need more room.
LONG_ENDINGS = frozenset(["kk", "ky", "uz", "tr", "az", "tk", "hu", "mn", "ka", "hy"])
_LINKS = {
    **dict.fromkeys(["en"], "of|the|of the"),
    **dict.fromkeys(["es", "pt", "fr", "it"], "de|del|di|d'"),
    "de": "",
    "zh": "",
}
_ANY_LINK = r"\p{L}[\p{L}\p{M}]{0,7}"
_HAN_DAY = regex.compile("[一二三四五六七八九十]{1,3}(?=[月日号號])")
_HAN = {char: place for place, char in enumerate("零一二三四五六七八九")}
_YMD = regex.compile(r"(?<![\d.,/-])(\d{4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})(?!\d)")
_DMY = regex.compile(r"(?<![\d.,/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_DM_SLASH = regex.compile(r"(?<![\d.,/-])(\d{1,2})/(\d{1,2})(?![\d/])")
_DM_DOT = regex.compile(
    r"(?:(?<![\d.,])(\d{1,2})\.\s?(\d{1,2})\.(?!\d)|"
    r"(?<=\b(?:am|bis|zum|vom|до|с|на|к|по|dia|el|le|on|by) )(\d{2})\.(\d{2})(?![\d.]))"
)
_EAST = regex.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
_YEAR_AFTER = regex.compile(r"[^\d\n!?]{0,16}?(?<!\d)((?:19|20|24|25|26)\d{2})(?!\d)")
_YEAR_BEFORE = regex.compile(r"(?<![\d-])((?:19|20|24|25|26)\d{2})[^\d\n!?]{0,20}$")
_EARLIER_DAY = regex.compile(
    r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|\.|-?го|-?е)?\s?"
    r"(?:-|bis|und|oder|до|по|и|или|to|and|or|till|y|e|a|al|à|et|au|ile|ve|و|تا|اور|سے|से|और|sampai|hingga|dan|đến|tới|và|ถึง|และ)"
    r"\s?(?:zum|dem|den|the)?\s?$"
)
_SOLAR_MONTHS = {folded(name): month for month, name in enumerate(solar.MONTHS, 1)}
_SOLAR = regex.compile(
    rf"(?<![\d.,:/])(?P<day>\d{{1,2}})(?:ام|م)?\s{{1,3}}(?P<month>{'|'.join(_SOLAR_MONTHS)})(?:\s?ماه)?(?!{WORD_CHAR})"
    r"(?:\s{0,2},?\s{0,2}(?:سال\s)?(?P<year>1[1-6]\d\d)(?!\d))?"
)
# Taken out before Gregorian months are looked for: مهر begins like مه, which is May.
_SOLAR_MONTH = regex.compile(rf"(?<!{WORD_CHAR})(?:{'|'.join(_SOLAR_MONTHS)})(?!{WORD_CHAR})")
_DIGIT = regex.compile("[0-9]")
_FIRST_YEAR = 1900  # earlier years are of another calendar
_LATER_DAY = regex.compile(r"(?:st|nd|rd|th)?\s?(?:-|to|and|or|through)\s?(\d{1,2})(?![\d:/]|[.,]\d)")


class _DayFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    relative: dict[str, list[str]] = {}
    not_relative: list[str] = []
    months: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date and its span in the folded text."""

    on: date
    start: int
    end: int


@cache
def _day_files() -> dict[str, _DayFile]:
    return read_kind(_DayFile, "days")


@cache
def _relative_words() -> tuple[PhraseBook, tuple[tuple[int, PhraseBook], ...]]:
    files = _day_files().values()
    numbers = sorted({int(days) for file in files for days in file.relative}, reverse=True)
    books = ((days, PhraseBook(word for file in files for word in file.relative.get(str(days), ()))) for days in numbers)
    others = [*read_any(_DayFile, "days").not_relative, *(phrase for file in files for phrase in file.not_relative)]
    return PhraseBook(others), tuple(books)


def _locales_of(language: str) -> Iterator[Locale]:
    for name in _LOCALES.get(language, (language,)):
        try:
            yield Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue


@cache
def _month_names(language: str) -> dict[str, int]:
    """Folded month name -> month number, from CLDR and the day file; numbered months are left to other patterns."""
    names: dict[str, int] = {}
    for locale in _locales_of(language):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in locale.months[context][width].items():
                    bare = folded(name).strip(". ")
                    if len(bare) >= 2 and not bare[0].isdigit() and not bare.endswith("月"):
                        names.setdefault(bare, month)
                        if len(bare) >= 5 and bare[-1].isalpha():
                            names.setdefault(bare[:-1], month)
    file = _day_files().get(language)
    for written_month, extra in (file.months if file else {}).items():
        names.update({folded(name): int(written_month) for name in extra})
    return names


@cache
def _month_pattern(language: str) -> "regex.Pattern[str] | None":
    names = _month_names(language)
    if not names:
        return None
    ending = 6 if language in LONG_ENDINGS else 3
    prefix = "[בלמהו]?-?" if language == "he" else ""
    options = "|".join(regex.escape(name, special_only=True) for name in sorted(names, key=lambda n: (-len(n), n)))
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}]){prefix}(?P<name>{options})"
        rf"(?:(?<=[{UNSPACED}])|'?{WORD_CHAR}{{0,{ending}}}(?!{WORD_CHAR}))|"
        rf"(?<=[{UNSPACED}])(?P<name>{options})(?<=[{UNSPACED}.])"
    )


@cache
def _beside(language: str) -> "tuple[regex.Pattern[str], regex.Pattern[str]]":
    """Patterns for a day number right before and right after a month name."""
    link = _LINKS.get(language, _ANY_LINK)
    word = rf"(?:(?:{link})[\s.]*)?" if link else ""
    suffix = r"(?:-?(?:st|nd|rd|th|er|го|е|ого|ші|шы|нчи|нчы|nci|ncı|nji|njy|ი|ին|ที่)(?!\p{L}))?"
    before = regex.compile(rf"(?<![\d.,:/])(\d{{1,2}})(?![\d:/]){suffix}[\s.,º°ª'\-]*{word}$")
    after = regex.compile(rf"['\s.,\-]*{word}(\d{{1,2}})(?![\d:/]|[.,]\d)")
    return before, after


def _year(written: str | None) -> int | None:
    if not written:
        return None
    year = int(written)
    return year - 543 if 2400 < year < 2700 else year + 2000 if year < 100 else year


def _made(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        if year is not None:
            return date(year, month, day)
        for guess in (today.year - 1, today.year, today.year + 1):
            found = date(guess, month, day) if (month, day) != (2, 29) or guess % 4 == 0 else None
            if found is not None and today - timedelta(days=200) <= found <= today + timedelta(days=165):
                return found
    except (ValueError, OverflowError):
        pass
    return None


def _solar_day(year: int | None, month: int, day: int, today: date) -> date | None:
    """The Gregorian day; without a year the one nearest to `today`."""
    guesses = (year,) if year is not None else (today.year - 622, today.year - 621, today.year - 620)
    for guess in guesses:
        try:
            found = solar.gregorian(guess, month, day)
        except ValueError:
            continue
        if year is not None or today - timedelta(days=200) <= found <= today + timedelta(days=165):
            return found
    return None


def _han_days(text: str) -> str:
    """Chinese numerals before 月 and 日 as digits, in as many characters."""

    def digits(match: "regex.Match[str]") -> str:
        written = match[0]
        if "十" in written:
            tens, _, ones = written.partition("十")
            if len(tens) > 1 or len(ones) > 1:
                return str(written)
            value = str((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))
        else:
            value = "".join(str(_HAN[char]) for char in written)
        return value.rjust(len(written), " ")[-len(written) :] if len(value) <= len(written) else "10"

    return str(_HAN_DAY.sub(digits, text))


@lru_cache(maxsize=1024)
def dates_in(written: str, languages: tuple[str, ...], today: date) -> tuple[StatedDate, ...]:
    """Every date stated in a text in one of the languages (BCP 47 base codes), by place, each once per place.

    Places count characters of `fold(written)`, save that 十月 and 十日 move later ones by a character.
    """
    text = fold(written).text
    if any(char in text for char in "月日号號"):
        text = _han_days(text)
    found: dict[tuple[date, int], StatedDate] = {}

    def add(year: int | None, month: int, day: int, start: int, end: int) -> None:
        if year is None or year >= _FIRST_YEAR:
            keep(_made(year, month, day, today), start, end)
        elif "fa" in languages:
            keep(_solar_day(year, month, day, today), start, end)

    def keep(on: date | None, start: int, end: int) -> None:
        if on is not None:
            found.setdefault((on, start), StatedDate(on, min(start, length), min(end, length)))

    length = len(fold(written).text)
    for m in _YMD.finditer(text):
        add(_year(m[1]), int(m[2]), int(m[3]), m.start(), m.end())
    for m in _DMY.finditer(text):
        add(_year(m[4]), int(m[3]), int(m[1]), m.start(), m.end())
        if "en" in languages:
            add(_year(m[4]), int(m[1]), int(m[3]), m.start(), m.end())
    for m in _DM_SLASH.finditer(text):
        add(None, int(m[2]), int(m[1]), m.start(), m.end())
    for m in _DM_DOT.finditer(text):
        day, month = (m[1], m[2]) if m[1] else (m[3], m[4])
        add(None, int(month), int(day), m.start(), m.end())
    for m in _EAST.finditer(text):
        add(_year(m[1]), int(m[2]), int(m[3]), m.start(), m.end())
    if "fa" in languages:
        for m in _SOLAR.finditer(text):
            solar_year = int(m["year"]) if m["year"] else None
            keep(_solar_day(solar_year, _SOLAR_MONTHS[m["month"]], int(m["day"]), today), m.start(), m.end())
    for language in dict.fromkeys(languages):
        named_in = _SOLAR_MONTH.sub(lambda month: " " * len(month[0]), text) if language == "fa" else text
        for year, month, day, start, end in _named_dates(named_in, language):
            add(year, month, day, start, end)
    not_relative, relative = _relative_words()
    plain = not_relative.blank(text)
    for days, book in relative:
        for hit in book.find(plain):
            found.setdefault(
                (today + timedelta(days), hit.start), StatedDate(today + timedelta(days), hit.start, hit.end)
            )
        plain = book.blank(plain)
    return tuple(sorted(found.values(), key=lambda stated: (stated.start, stated.on)))


def _named_dates(text: str, language: str) -> Iterator[tuple[int | None, int, int, int, int]]:
    pattern = _month_pattern(language)
    if pattern is None:
        return
    names = _month_names(language)
    if not _DIGIT.search(text) or not any(name in text for name in names):
        return
    before, after = _beside(language)
    for m in pattern.finditer(text):
        month = names[m.captures("name")[-1]]
        if not _DIGIT.search(text, max(0, m.start() - 30), m.end() + 12):
            continue
        head_start = max(0, m.start() - 30)
        head = text[head_start : m.start()]
        day = before.search(head)
        if day and 1 <= int(day[1]) <= 31:
            start, end = head_start + day.start(1), m.end()
        else:
            day = after.match(text, m.end())
            if not day or not 1 <= int(day[1]) <= 31:
                continue
            start, end = m.start(), day.end(1)
        year_after = _YEAR_AFTER.match(text, end)
        year_before = _YEAR_BEFORE.search(text, max(0, start - 26), start)
        year = _year(year_after[1] if year_after else year_before[1] if year_before else None)
        yield year, month, int(day[1]), start, end
        if start == m.start() and (later := _LATER_DAY.match(text, end)) and 1 <= int(later[1]) <= 31:
            yield year, month, int(later[1]), start, later.end(1)
        if (earlier := _EARLIER_DAY.search(text, max(0, start - 24), start)) and 1 <= int(earlier[1]) <= 31:
            yield year, month, int(earlier[1]), earlier.start(1), end


@cache
def _weekday_pattern() -> "regex.Pattern[str]":
    names: set[str] = set()
    for language in MAIN_LANGUAGES:
        for locale in _locales_of(language):
            names |= {folded(name) for name in locale.days["format"]["wide"].values()}
    stems = sorted({name[:-1] if name[-1] in "аяу" else name for name in names}, key=lambda n: (-len(n), n))
    return regex.compile(
        rf"(?<!{WORD_CHAR})(?:{'|'.join(regex.escape(s, special_only=True) for s in stems)}){WORD_CHAR}{{0,4}}"
        r"|(?:星期|周|礼拜)[一二三四五六日天]"
    )


def names_a_weekday(text: str) -> bool:
    """Whether a folded text names a day of the week in one of the main languages."""
    return _weekday_pattern().search(text) is not None
