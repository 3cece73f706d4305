"""How a shop front speaks to a buyer: language, currency, amounts, and the addresses of its pages.

Addresses are relative to the page of results, so that what is put together for one run serves all.
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from urllib.parse import urlencode

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from werkzeug.datastructures import MultiDict

from lab.ledger.rates import dearer
from lab.market.base import REFERENCE, Market
from lab.market.calendars import DAYS, FIRST_DAY
from lab.platforms.profile import Market as Front
from lab.platforms.storewords import store_languages, store_words
from lab.search import facets
from lab.search.facets import SORTS, STARS, Sort, Wish, brands_of, is_value
from lab.values.money import Money, minor_digits
from lab.web.languages import direction
from lab.web.lookback import NAME
from lab.world.setting import Setting
from lab.world.world import World

MICRO = 1_000_000
MOST_CHOICES = 20
_PLAIN = frozenset({"q", "in", "cur", "page", NAME})
LOCALES = {
    "zh": "zh_Hans_CN", "pt": "pt_BR", "kk": "kk_KZ", "en": "en_US", "es": "es_419", "fa": "fa_IR", "ur": "ur_PK", "hi": "hi_IN", "id": "id_ID",
    "ms": "ms_MY", "th": "th_TH", "vi": "vi_VN", "tr": "tr_TR", "fr": "fr_FR", "uz": "uz_Latn_UZ", "tk": "tk_TM", "az": "az_Latn_AZ",
    "ky": "ky_KG", "tg": "tg_TJ", "mn": "mn_MN", "sr": "sr_Latn_RS",
}  # fmt: skip
"""The CLDR locale of a language where there is none of the language in the country."""
_LATIN_DIGITS = frozenset({"ar"})
"""Languages whose shop fronts keep Latin digits in every country, whatever CLDR says of some of them."""
_ZEROS = {"latn": 0x30, "arab": 0x660, "arabext": 0x6F0, "deva": 0x966, "beng": 0x9E6, "mymr": 0x1040}
"""The digit zero of numbering systems; the others follow it (CLDR, numberingSystems.xml)."""
# CLDR asks for a space between a currency that ends in a letter and its digits; Babel leaves it out.
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_AMOUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class StoreView:
    """A shop front as one buyer reads it. `rate` is millionths of `currency` for one unit of the reference currency;
    `kept` are the arguments of addresses that keep the buyer's choice of language and currency, and the moment looked back at."""

    platform: str
    country: str
    language: str
    currency: str
    rate: int
    kept: tuple[tuple[str, str], ...]
    below: str = ""
    """From the page at hand to the addresses of the shop front's pages: "" on results, "../../" on a product's page."""

    @property
    def words(self) -> Mapping[str, str]:
        return store_words(self.language)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def fill(self, name: str, **values: object) -> str:
        """The words of that name; numbers among the values as the language writes them."""
        text = self.words[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", self.number(value) if isinstance(value, int) else str(value))
        return text

    def tongue(self, code: str) -> str:
        """A language by its name in the buyer's."""
        return str(locale_of(self.language, self.country).languages.get(code, code))

    def apart(self, text: str) -> str:
        """A text that somebody typed, as part of a sentence: kept apart where the sentence runs the other way."""
        return f"\u2068{text}\u2069" if self.direction == "rtl" else text

    def amount(self, money: Money) -> str:
        """An amount in the currency shown, as the shop front writes it."""
        return shown_price(self.shown(money), self.language, self.country, whole=self.rate > 100 * MICRO)

    def whole_amount(self, units: int) -> str:
        """Whole units of the currency shown, as limits of price bands are written."""
        return shown_price(Money(units * 10 ** minor_digits(self.currency), self.currency), self.language, self.country, whole=True)

    def shown(self, money: Money) -> Money:
        """An amount of the reference currency in the currency shown; one that is in it already stays."""
        if money.currency == self.currency:
            return money
        if money.currency != REFERENCE:
            raise ValueError("only amounts of the market can be shown")
        digits = minor_digits(self.currency) - minor_digits(REFERENCE)
        amount = Decimal(money.amount * self.rate).scaleb(digits - 6).quantize(Decimal(1), ROUND_HALF_UP)
        return Money(int(amount), self.currency)

    def stars(self, rating: int) -> str:
        """Milli-stars as the buyer's language writes them."""
        return number_text(round(rating / 1000, 1), "0.#", self.language, self.country)

    def percent_off(self, value: int) -> str:
        """A reduction in whole percent as the buyer's language writes it, with a minus sign: "−20 %"."""
        pattern = locale_of(self.language, self.country).percent_formats[None].pattern
        return f"\u2212{number_text(value / 100, pattern, self.language, self.country)}"

    def land(self, country: str) -> str:
        """A country by its name in the buyer's language."""
        return str(locale_of(self.language, self.country).territories.get(country, country))

    def number(self, value: int) -> str:
        """A whole number with the groups and digits of the language."""
        pattern = locale_of(self.language, self.country).decimal_formats[None].pattern
        return number_text(value, pattern, self.language, self.country)

    def in_language(self, code: str) -> "StoreView":
        """The same in one of the platform's languages, with nothing kept but that and the moment."""
        return replace(self, language=code, kept=(("in", code), *(pair for pair in self.kept if pair[0] == NAME)))

    def results(self, query: str = "", wish: Wish | None = None, page: int = 1) -> str:
        """The address of a page of results, relative."""
        pairs = [("q", query)] if query else []
        pairs += _pairs(wish) if wish is not None else []
        pairs += self.kept
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{self.below}{self.country if self.below else ''}?{urlencode(pairs)}"

    def item(self, ref: str) -> str:
        """The address of a product's page, relative."""
        start = "" if self.below else f"{self.country}/item/"
        return f"{start}{ref}?{urlencode(self.kept)}" if self.kept else f"{start}{ref}"


def view_of(
    world: World, platform: str, front: Front, arguments: MultiDict[str, str], below: str = "", at: int | None = None
) -> StoreView:
    """The shop front as the arguments of an address ask for it; what they ask in vain is left out.

    `at` is the number of actions after which the shop is looked at, None for the present.
    """
    setting = world.setting
    language = arguments.get("in", "")
    currency = arguments.get("cur", "")
    kept = []
    if language in tongues_of(setting, front):
        kept.append(("in", language))
    else:
        language = front.languages[0]
    if currency in currencies_of(setting, front):
        kept.append(("cur", currency))
    else:
        currency = front.currency_shown
    if at is not None:
        kept.append((NAME, str(at)))
    rate = rate_of(setting.market, currency, world)
    return StoreView(platform, front.country, language, currency, rate, tuple(kept), below)


def rate_of(market: Market, currency: str, world: World) -> int:
    """Millionths of a currency's unit for one unit of the reference currency on the simulated day."""
    day = (world.setting.date_at(world.now) - FIRST_DAY).days
    rate = int(market.demand.rates[currency][max(0, min(day, DAYS - 1))])
    return round(rate / dearer(world.setting, currency, world.now))


@lru_cache(maxsize=256)
def tongues_of_front(languages: tuple[str, ...], spoken: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*languages, *spoken]))


def tongues_of(setting: Setting, front: Front) -> tuple[str, ...]:
    """The platform's own languages there, then those that its shoppers speak besides, then all that a shop front has words for."""
    return tongues_of_front(front.languages, (*setting.destinations[front.country].languages, *store_languages()))


def near_tongues(setting: Setting, front: Front) -> tuple[str, ...]:
    """The languages of a place: the platform's own there, and those that its shoppers speak."""
    return tongues_of_front(front.languages, tuple(setting.destinations[front.country].languages))


@lru_cache(maxsize=64)
def own_name(language: str) -> str:
    """A language by its own name for itself."""
    locale = locale_of(language)
    return str(locale.languages.get(language, language))


def currencies_of(setting: Setting, front: Front) -> tuple[str, ...]:
    """The buyer's currency, then the shop's own, the euro and the dollar."""
    rates = setting.market.demand.rates
    return tuple(code for code in dict.fromkeys([front.currency_shown, setting.currency, "EUR", "USD"]) if code in rates)


def wish_of(market: Market, arguments: MultiDict[str, str]) -> Wish:
    """What the arguments of an address ask of the results; what the market does not know is left out."""
    if arguments.keys() <= _PLAIN:
        return Wish()
    category = arguments.get("cat", "")
    low, high = (_whole(arguments.get(name, "")) for name in ("low", "high"))
    stars, days = (_whole(arguments.get(name, "")) or 0 for name in ("stars", "days"))
    sort: Sort = next((name for name in SORTS if name == arguments.get("sort")), "relevance")
    brands = [name for name in arguments.getlist("brand") if name in brands_of(market)[0]]
    stated = [
        (key[2:], value)
        for key in sorted(arguments)
        if key.startswith("a.")
        for value in arguments.getlist(key)
        if is_value(market, key[2:], value)
    ]
    return Wish(
        category if category in market.categories else "", low, high, stars if stars in STARS else 0,
        days if days in facets.DAYS else 0, arguments.get("returns") == "1",
        tuple(dict.fromkeys(brands))[:MOST_CHOICES], tuple(dict.fromkeys(stated))[:MOST_CHOICES], sort,
    )  # fmt: skip


def _whole(text: str) -> int | None:
    return int(text) if _AMOUNT.fullmatch(text.strip()) else None


def _pairs(wish: Wish) -> list[tuple[str, str]]:
    pairs = [("cat", wish.category)] if wish.category else []
    pairs += [(name, str(value)) for name, value in (("low", wish.low), ("high", wish.high)) if value is not None]
    pairs += [(name, str(value)) for name, value in (("stars", wish.stars), ("days", wish.days)) if value]
    pairs += [("returns", "1")] if wish.free_returns else []
    pairs += [("brand", name) for name in wish.brands]
    pairs += [(f"a.{key}", value) for key, value in wish.attributes]
    pairs += [("sort", wish.sort)] if wish.sort != "relevance" else []
    return pairs


def pairs_of(wish: Wish, *without: str) -> list[tuple[str, str]]:
    """A wish as the arguments of an address, those named left out: for the hidden fields of a form."""
    return [pair for pair in _pairs(wish) if pair[0] not in without]


def with_brand(wish: Wish, name: str) -> Wish:
    """The wish with a brand added, or taken away."""
    kept = tuple(one for one in wish.brands if one != name)
    return replace(wish, brands=kept if name in wish.brands else (*wish.brands, name))


def with_value(wish: Wish, key: str, value: str) -> Wish:
    """The wish with a value of an attribute added, or taken away."""
    one = (key, value)
    kept = tuple(other for other in wish.attributes if other != one)
    return replace(wish, attributes=kept if one in wish.attributes else (*wish.attributes, one))


@lru_cache(maxsize=256)
def locale_of(language: str, country: str = "") -> Locale:
    for name in (f"{language}_{country}", LOCALES.get(language, language)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "US")


@lru_cache(maxsize=16_384)
def number_text(value: float, pattern: str, language: str, country: str) -> str:
    """A number by a CLDR pattern. Kept: a page writes two hundred, and most are the same few."""
    text = str(format_decimal(value, format=pattern, locale=locale_of(language, country), numbering_system=digits_of(language, country)))
    return in_digits(text, language, country)


@lru_cache(maxsize=256)
def digits_of(language: str, country: str) -> str:
    """The numbering system in which a shop front writes a language (CLDR)."""
    found = "latn" if language in _LATIN_DIGITS else str(locale_of(language, country).default_numbering_system)
    return found if found in _ZEROS else "latn"


def in_digits(text: str, language: str, country: str) -> str:
    """A text with the digits of the language: Babel takes the signs between them from CLDR, and leaves them Latin."""
    zero = _ZEROS[digits_of(language, country)]
    return text if zero == ord("0") else text.translate({ord("0") + digit: zero + digit for digit in range(10)})


@lru_cache(maxsize=16_384)
def shown_price(money: Money, language: str, country: str, *, whole: bool = False) -> str:
    """An amount as a shop front writes it; `whole` without fractions."""
    digits = minor_digits(money.currency)
    amount = Decimal(money.amount).scaleb(-digits)
    if whole:
        amount, digits = amount.quantize(Decimal(1), ROUND_HALF_UP), 0
    locale = locale_of(language, country)
    pattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    digits_by = digits_of(language, country)
    text = str(pattern.apply(amount, locale, currency=money.currency, currency_digits=False, numbering_system=digits_by))
    return in_digits(_LETTER_BEFORE_DIGIT.sub("\u00a0", text), language, country)


def date_text(day: date, view: StoreView) -> str:
    """A day without its year as the buyer's language writes it: "Tue, May 5"."""
    text = str(format_skeleton("MMMEd", day, locale=locale_of(view.language, view.country)))
    return in_digits(text, view.language, view.country)
