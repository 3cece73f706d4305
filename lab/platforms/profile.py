"""What one platform demands, shows and charges on a given day.

A profile is data: `seed/platforms/<key>.yaml`, every figure with its source, date and confidence. Code asks
`profile.bullets_max`; it never asks which platform it has. Behaviour that differs becomes a field.
Not here: whether a listing or a message keeps these rules (`lab.listings`, `lab.messages`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field

from lab.values.chance import below, mix64
from lab.values.dated import (
    AmountOrNone,
    Country,
    Dated,
    Figure,
    Placed,
    Share,
    Source,
    StrictModel,
    in_force,
    load_figures,
)
from lab.values.errors import NotFound
from lab.values.money import Money
from lab.values.places import SEED

FOLDER = SEED / "platforms"
ORDER_STATES = (
    "held", "unshipped", "part_shipped", "shipped", "delivered", "cancelled", "refused", "lost", "returned",
)  # fmt: skip
NAME_LANGUAGES = ("en", "zh", "ar", "de", "ru")
_DIGITS = "0123456789"
_LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

MessageTaboo = Literal["off_platform_contact", "fixed_delivery_date", "refund_for_review", "review_request"]
FeeBase = Literal["goods", "goods_and_shipping"]


@dataclass(frozen=True, slots=True)
class Market:
    """One country's shop front. `languages` may be written in a listing there, the first is the main one."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    country: str
    currency_shown: str
    languages: tuple[str, ...]
    domain_label: str


@dataclass(frozen=True, slots=True)
class TitleLimit:
    """A longest title in code points, for one language ("" is any) and every country but `not_in`."""

    chars: int
    language: str
    not_in: tuple[str, ...]
    source: Source

    def holds(self, country: str, language: str) -> bool:
        return country not in self.not_in and self.language in ("", language)


@dataclass(frozen=True, slots=True)
class PlatformProfile:
    """One platform on one day. Lengths in code points after NFC unless named bytes; shares are exact.

    `_min_fill` is a share of the longer side in permille; `_rate` and `_rate_max` run from 0 to 1.
    """

    key: str
    display_name: str
    item_id_label: str
    seller_centre_name: str
    accent: str
    markets: Mapping[str, Market]

    title_limits: tuple[TitleLimit, ...]
    title_min_chars: int
    title_forbidden_chars: str
    title_word_max_repeats: int
    title_all_caps_allowed: bool
    title_forbidden_phrases: Mapping[str, tuple[str, ...]]
    title_small_words: Mapping[str, tuple[str, ...]]

    bullets_used: bool
    bullets_min: int
    bullets_max: int
    bullet_min_chars: int
    bullet_max_chars: int
    bullet_forbidden_symbols: str
    description_min_chars: int
    description_max_chars: int
    search_terms_used: bool
    search_terms_max_bytes: int

    image_max_count: int
    image_max_bytes: int
    image_formats: tuple[str, ...]
    image_side_min_px: int
    image_side_advised_px: int
    image_side_max_px: int
    main_image_white_background: bool
    main_image_min_fill: int
    main_image_square: bool
    main_image_marks_allowed: bool

    referral_fee_rates: Mapping[str, Fraction]
    referral_fee_min: Money | None
    commission_names: Mapping[str, str]
    fee_on: FeeBase

    defect_rate_max: Fraction
    defect_window_days: int
    late_shipment_rate_max: Fraction
    late_shipment_window_days: int
    cancel_rate_max: Fraction
    cancel_window_days: int
    valid_tracking_rate_min: Fraction
    valid_tracking_window_days: int

    message_reply_hours: int
    message_max_chars: int
    message_forbidden: tuple[str, ...]
    message_emoji_allowed: bool
    handling_days_max: int
    return_window_days: int

    payment_hold_permille: int
    payment_hold_hours: int
    acknowledge_hours: int
    cancel_wish_hours: int
    tax_numbers: Mapping[str, str]
    """Numbers under which the platform collects a country's import tax at the sale, by country; they travel with the parcel."""

    payout_every_days: int
    payout_hold_days: int
    exchange_margin: Fraction
    refund_fee_kept: Fraction
    chargeback_fee: Money | None

    return_decision_hours: int
    claim_names: Mapping[str, str]
    claim_answer_hours: int
    claim_ruling_hours: int
    denied_claims_are_defects: bool
    review_reply_max_chars: int

    discount_max_percent: int
    discount_max_days: int
    coupon_max_percent: int
    flash_min_percent: int
    flash_lead_hours: int
    flash_hours: int
    promotion_max_listings: int

    order_states: Mapping[str, Mapping[str, str]]
    order_number_pattern: str
    catalogue_id_pattern: str
    sources: Mapping[str, Source]

    @property
    def commission_name(self) -> str:
        """The platform's English word for its share of a sale; `commission_names` has the other languages."""
        return self.commission_names["en"]

    def title_max_chars(self, country: str, language: str) -> int:
        """The longest title for a country's shop front and a listing language (BCP 47)."""
        return self._title_limit(country, language).chars

    def _title_limit(self, country: str, language: str) -> TitleLimit:
        base = language.split("-")[0]
        fitting = [limit for limit in self.title_limits if limit.holds(country, base)]
        if not fitting:
            raise NotFound("no_title_limit", country=country, language=language)
        return fitting[-1]

    def referral_fee_rate(self, category_path: str) -> Fraction:
        """The platform's share of the sale, by the longest category path that has a rate of its own."""
        parts = category_path.split("/")
        for length in range(len(parts), 0, -1):
            rate = self.referral_fee_rates.get("/".join(parts[:length]))
            if rate is not None:
                return rate
        return self.referral_fee_rates["default"]

    def source_of(self, name: str, country: str = "", language: str = "") -> Source:
        """Where the figure of a field comes from. Raises NotFound for a name without a figure."""
        if name == "title_max_chars":
            return self._title_limit(country, language).source
        if name not in self.sources:
            raise NotFound("no_such_figure", name=name)
        return self.sources[name]

    def state_name(self, state: str, language: str) -> str:
        """What this platform calls an order's state, in an interface language (English as a last resort)."""
        names = self.order_states[state]
        return names.get(language.split("-")[0], names["en"])

    def order_number(self, draw: int) -> str:
        """An order number in the platform's shape; equal draws give equal numbers."""
        return fill_pattern(self.order_number_pattern, draw)

    def catalogue_id(self, draw: int) -> str:
        """A product number in the platform's shape; equal draws give equal numbers."""
        return fill_pattern(self.catalogue_id_pattern, draw)


def fill_pattern(pattern: str, draw: int) -> str:
    """A pattern with `#` filled by digits and `@` by capital letters or digits, from one 64-bit draw."""
    sets = {"#": _DIGITS, "@": _LETTERS_AND_DIGITS}
    room = 1
    for sign in pattern:
        room *= len(sets.get(sign, "."))
    rest = below(mix64(draw), room)
    filled = []
    for sign in reversed(pattern):
        if sign in sets:
            rest, place = divmod(rest, len(sets[sign]))
            sign = sets[sign][place]
        filled.append(sign)
    return "".join(reversed(filled))


def load_platforms(on: date, folder: Path = FOLDER) -> dict[str, PlatformProfile]:
    """Every platform as it is on a day, by key (the file's name), in the order of the keys.

    Raises BadFile for a faulty file and BadInput when a figure has no value for that day.
    """
    return {path.stem: load_platform(path.stem, on, folder) for path in sorted(folder.glob("*.yaml"))}


@lru_cache(maxsize=256)
def load_platform(key: str, on: date, folder: Path = FOLDER) -> PlatformProfile:
    """One platform as it is on a day. Raises NotFound when there is no such platform, else as `load_platforms`."""
    path = folder / f"{key}.yaml"
    if path not in folder.glob("*.yaml"):
        raise NotFound("no_such_platform", key=key[:40])
    return _resolve(key, _read(path), on)


def _has_default(rates: dict[str, Fraction]) -> dict[str, Fraction]:
    if "default" not in rates:
        raise ValueError("a rate for 'default' is missing")
    return rates


def _has_name_languages(texts: dict[str, str]) -> dict[str, str]:
    missing = [code for code in NAME_LANGUAGES if not texts.get(code)]
    if missing:
        raise ValueError(f"the name is missing in: {', '.join(missing)}")
    return texts


def _has_states(states: dict[str, Any]) -> dict[str, Any]:
    if tuple(states) != ORDER_STATES:
        raise ValueError(f"the states must be exactly: {', '.join(ORDER_STATES)}")
    return states


def _named_by_country(markets: dict[str, Market]) -> dict[str, Market]:
    wrong = [country for country, market in markets.items() if market.country != country or not market.languages]
    if wrong:
        raise ValueError(f"the key must be the market's country, and a language must stand there: {', '.join(wrong)}")
    return markets


Count = Annotated[int, Field(ge=0)]
Permille = Annotated[int, Field(ge=0, le=1000)]
Phrases = dict[str, tuple[str, ...]]
Names = Annotated[dict[str, str], AfterValidator(_has_name_languages)]
Word = Annotated[str, Field(min_length=1)]


class PlatformFile(StrictModel):
    """A platform's file as an author writes it; the figures are named as in `PlatformProfile`."""

    sources: dict[str, str]
    display_name: Word
    item_id_label: Word
    seller_centre_name: Word
    accent: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    markets: Dated[Annotated[dict[str, Market], AfterValidator(_named_by_country)]]

    title_max_chars: Placed[Count]
    title_min_chars: Dated[Count]
    title_forbidden_chars: Dated[str]
    title_word_max_repeats: Dated[Count]
    title_all_caps_allowed: Dated[bool]
    title_forbidden_phrases: Dated[Phrases]
    title_small_words: Dated[Phrases]

    bullets_used: Dated[bool]
    bullets_min: Dated[Count]
    bullets_max: Dated[Count]
    bullet_min_chars: Dated[Count]
    bullet_max_chars: Dated[Count]
    bullet_forbidden_symbols: Dated[str]
    description_min_chars: Dated[Count]
    description_max_chars: Dated[Count]
    search_terms_used: Dated[bool]
    search_terms_max_bytes: Dated[Count]

    image_max_count: Dated[Count]
    image_max_bytes: Dated[Count]
    image_formats: Dated[tuple[Literal["JPEG", "PNG"], ...]]
    image_side_min_px: Dated[Count]
    image_side_advised_px: Dated[Count]
    image_side_max_px: Dated[Count]
    main_image_white_background: Dated[bool]
    main_image_min_fill: Dated[Permille]
    main_image_square: Dated[bool]
    main_image_marks_allowed: Dated[bool]

    referral_fee_rates: Dated[Annotated[dict[str, Share], AfterValidator(_has_default)]]
    referral_fee_min: Dated[AmountOrNone]
    commission_names: Dated[Names]
    fee_on: Dated[FeeBase]

    defect_rate_max: Dated[Share]
    defect_window_days: Dated[Count]
    late_shipment_rate_max: Dated[Share]
    late_shipment_window_days: Dated[Count]
    cancel_rate_max: Dated[Share]
    cancel_window_days: Dated[Count]
    valid_tracking_rate_min: Dated[Share]
    valid_tracking_window_days: Dated[Count]

    message_reply_hours: Dated[Count]
    message_max_chars: Dated[Count]
    message_forbidden: Dated[tuple[MessageTaboo, ...]]
    message_emoji_allowed: Dated[bool]
    handling_days_max: Dated[Count]
    return_window_days: Dated[Count]

    payment_hold_permille: Dated[Permille]
    payment_hold_hours: Dated[Count]
    acknowledge_hours: Dated[Count]
    cancel_wish_hours: Dated[Count]
    tax_numbers: Dated[dict[Country, Word]]

    payout_every_days: Dated[Annotated[int, Field(ge=1)]]
    payout_hold_days: Dated[Count]
    exchange_margin: Dated[Share]
    refund_fee_kept: Dated[Share]
    chargeback_fee: Dated[AmountOrNone]

    return_decision_hours: Dated[Count]
    claim_names: Dated[Names]
    claim_answer_hours: Dated[Count]
    claim_ruling_hours: Dated[Count]
    denied_claims_are_defects: Dated[bool]
    review_reply_max_chars: Dated[Count]

    discount_max_percent: Dated[Annotated[int, Field(ge=1, le=90)]]
    discount_max_days: Dated[Count]
    coupon_max_percent: Dated[Annotated[int, Field(ge=1, le=90)]]
    flash_min_percent: Dated[Annotated[int, Field(ge=1, le=90)]]
    flash_lead_hours: Dated[Count]
    flash_hours: Dated[Count]
    promotion_max_listings: Dated[Count]

    order_states: Dated[Annotated[dict[str, Names], AfterValidator(_has_states)]]
    order_number_pattern: Dated[Word]
    catalogue_id_pattern: Dated[Word]


@cache
def _read(path: Path) -> PlatformFile:
    return load_figures(PlatformFile, path)


def _resolve(key: str, file: PlatformFile, on: date) -> PlatformProfile:
    values: dict[str, Any] = {"key": key}
    sources: dict[str, Source] = {}
    for name in (field.name for field in fields(PlatformProfile)):
        data = getattr(file, name, None)
        if isinstance(data, str):
            values[name] = data
        elif isinstance(data, tuple):
            figure: Figure[Any] = in_force(data, on, name)
            values[name] = figure.value
            sources[name] = _source(figure, file)
    in_force(file.title_max_chars, on, "title_max_chars")
    values["title_limits"] = tuple(
        TitleLimit(limit.value, limit.language, limit.not_in, _source(limit, file))
        for limit in file.title_max_chars
        if limit.since is None or limit.since <= on
    )
    return PlatformProfile(**values, sources=sources)


def _source(figure: Figure[Any], file: PlatformFile) -> Source:
    return Source(file.sources[figure.source], figure.as_of, figure.confidence)
