"""What a platform demands of a title, rule by rule."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

import regex

from lab.platforms.profile import PlatformProfile

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*")


@dataclass(frozen=True, slots=True)
class TitleVerdict:
    """One rule: whether the title keeps it, what was found and what is allowed."""

    rule: str
    kept: bool
    found: str
    limit: str


def title_verdicts(title: str, profile: PlatformProfile, country: str, language: str = "") -> list[TitleVerdict]:
    """A verdict for every rule of the platform, in the order in which a seller would read them.

    `language` is the one that the title is written for; "" is the first of the place.
    Length counts Unicode code points after NFC. Small words (articles, prepositions) are not counted as repeats.
    Shouting is a word of four letters or more in capitals only; model names with digits are not words here.
    """
    title = unicodedata.normalize("NFC", title)
    longest = profile.title_max_chars(country, language or profile.markets[country].languages[0])
    words = [word.casefold() for word in _WORD.findall(title)]
    small = {word for words_ in profile.title_small_words.values() for word in words_}
    counts = Counter(word for word in words if word not in small and not word.isdigit())
    repeated = sorted(word for word, count in counts.items() if count > profile.title_word_max_repeats)
    odd = sorted({c for c in title if c in profile.title_forbidden_chars})
    phrases = tuple(phrase for phrases in profile.title_forbidden_phrases.values() for phrase in phrases)
    promo = sorted(set(_any_of(phrases).findall(title.casefold())))
    loud = [w for w in _WORD.findall(title) if len(w) >= 4 and w.isalpha() and w.isupper()]
    verdicts = [
        TitleVerdict("long_enough", len(title) >= profile.title_min_chars, str(len(title)), str(profile.title_min_chars)),
        TitleVerdict("short_enough", len(title) <= longest, str(len(title)), str(longest)),
        TitleVerdict("characters", not odd, " ".join(odd), profile.title_forbidden_chars),
        TitleVerdict("repeats", not repeated, ", ".join(repeated), str(profile.title_word_max_repeats)),
        TitleVerdict("promotion", not promo, ", ".join(promo), ""),
    ]
    if not profile.title_all_caps_allowed:
        verdicts.append(TitleVerdict("capitals", not loud, ", ".join(loud), ""))
    return verdicts


@cache
def _any_of(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    """Finds any of the phrases as whole words in folded text; the longest one where several begin."""
    ordered = sorted({phrase.casefold() for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    inner = "|".join(regex.escape(phrase) for phrase in ordered) or r"(?!)"
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{inner})(?![\p{{L}}\p{{N}}])")
