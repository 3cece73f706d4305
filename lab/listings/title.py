"""What a platform demands of a title, rule by rule."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

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


def title_verdicts(title: str, profile: PlatformProfile, country: str) -> list[TitleVerdict]:
    """A verdict for every rule of the platform, in the order in which a seller would read them.

    Length counts Unicode code points after NFC. Small words (articles, prepositions) are not counted as repeats.
    Shouting is a word of four letters or more in capitals only; model names with digits are not words here.
    """
    title = unicodedata.normalize("NFC", title)
    language = profile.markets[country].languages[0]
    longest = profile.title_max_chars(country, language)
    words = [word.casefold() for word in _WORD.findall(title)]
    small = {word for words_ in profile.title_small_words.values() for word in words_}
    counts = Counter(word for word in words if word not in small and not word.isdigit())
    repeated = sorted(word for word, count in counts.items() if count > profile.title_word_max_repeats)
    odd = sorted({c for c in title if c in profile.title_forbidden_chars})
    folded = title.casefold()
    promo = sorted({p for phrases in profile.title_forbidden_phrases.values() for p in phrases if _holds(folded, p)})
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


def _holds(folded: str, phrase: str) -> bool:
    phrase = regex.escape(phrase.casefold())
    return regex.search(rf"(?<![\p{{L}}\p{{N}}]){phrase}(?![\p{{L}}\p{{N}}])", folded) is not None
