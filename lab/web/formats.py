"""How values are written on a page: money, numbers, simulated and real time, names of places, rich text.

Filters give markup that is safe to show; the variants ending in `_text` give plain text for attributes
and sentences. Numbers, prices and codes stand in `<bdi>`, so that they keep their order in Arabic.
"""

import copy
import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import nh3
from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale, get_timezone, ngettext, to_user_timezone
from flask_babel import gettext as _
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from lab.values.moment import DAY, HOUR, Moment, day_of, minute_of_day, to_datetime
from lab.values.money import Money, minor_digits

# CLDR asks for a space between a currency that ends in a letter and its digits ("KZT 500"); Babel leaves it out.
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "a",
}  # fmt: skip


def locale() -> Locale:
    """The locale of the page; English when no page is being made."""
    return get_locale() or Locale("en", "GB")


def money_text(money: Money) -> str:
    """An amount with its currency as the locale writes it, always with all the currency's digits."""
    digits = minor_digits(money.currency)
    pattern = copy.copy(locale().currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    value = Decimal(money.amount).scaleb(-digits)
    text = str(pattern.apply(value, locale(), currency=money.currency, currency_digits=False))
    return _signed(_LETTER_BEFORE_DIGIT.sub("\u00a0", text))


def _signed(text: str) -> str:
    """A number whose minus stays before it where people write from right to left: CLDR's sign there bears a mark, which Babel drops."""
    return text.replace("-", "\u200e-") if locale().character_order == "right-to-left" else text


def money(money: Money | None) -> Markup:
    """`money_text` as an isolated number; a dash for None."""
    if money is None:
        return Markup("–")
    return _number(money_text(money))


def amount_text(money: Money | None) -> str:
    """The bare amount with a point, as a money field takes it; empty for None."""
    return "" if money is None else str(money).split(" ")[0]


def number(value: int | float | Decimal | Fraction | None, digits: int = 0) -> Markup:
    """A number with at most `digits` decimals; a dash for None."""
    if value is None:
        return Markup("–")
    return _number(number_text(value, digits))


def number_text(value: int | float | Decimal | Fraction, digits: int = 0) -> str:
    plain = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return _signed(str(format_decimal(plain, format="#,##0." + "#" * digits if digits else "#,##0", locale=locale())))


def percent(share: float | Fraction | None, digits: int = 0) -> Markup:
    """A share from 0 to 1 as a percentage; a dash for None (nothing to divide by)."""
    if share is None:
        return Markup("–")
    pattern = "#,##0" + ("." + "#" * digits if digits else "") + "%"
    return _number(str(format_percent(float(share), format=pattern, locale=locale())))


def points(value: str | int | Fraction | None) -> Markup:
    """Points of a grade: "6.40" is shown as 6.4, "12.00" as 12; a dash for None."""
    if value is None or value == "":
        return Markup("–")
    try:
        plain = Decimal(str(value)) if not isinstance(value, Fraction) else Decimal(value.numerator) / value.denominator
    except InvalidOperation:
        return _number(str(value))
    return _number(number_text(plain, 2))


def moment_text(moment: Moment, start: datetime) -> str:
    """A moment of a run as "Day 3 · 14:00"; the first calendar day is day 1."""
    minute = minute_of_day(start, moment)
    clock = f"{minute // HOUR:02d}:{minute % HOUR:02d}"
    return str(_("Day %(day)s · %(time)s", day=day_of(start, moment) + 1, time=clock))


def moment(moment: Moment | None, start: datetime) -> Markup:
    """`moment_text` with the run's own date as the machine-readable time; a dash for None."""
    if moment is None:
        return Markup("–")
    stamp = to_datetime(start, moment)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        stamp.isoformat(timespec="minutes"), long_date_text(stamp.date()), moment_text(moment, start)
    )


def duration_text(minutes: int) -> str:
    """A length of simulated time in its two largest units: "1 d 4 h", "3 h 10 min", "0 min"."""
    days, rest = divmod(abs(minutes), DAY)
    hours, left = divmod(rest, HOUR)
    parts = [
        text
        for value, text in (
            (days, _("%(n)s d", n=days)),
            (hours, _("%(n)s h", n=hours)),
            (left, _("%(n)s min", n=left)),
        )
        if value
    ]
    return " ".join(parts[:2]) or _("%(n)s min", n=0)


def due_text(due: Moment, now: Moment) -> str:
    """How far off a due moment is, or by how much it has passed."""
    if due >= now:
        return str(_("in %(time)s", time=duration_text(due - now)))
    return str(_("%(time)s late", time=duration_text(now - due)))


def date_text(day: date) -> str:
    return str(format_date(day, format="medium", locale=locale()))


def long_date_text(day: date) -> str:
    return str(format_date(day, format="full", locale=locale()))


def day(day: date | None) -> Markup:
    """A date of the real or the simulated calendar; a dash for None."""
    if day is None:
        return Markup("–")
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), date_text(day))


def wall_text(stamp: datetime) -> str:
    """A real date and time in the time zone of the course's machine."""
    local = to_user_timezone(_aware(stamp))
    clock = format_skeleton("Hm", local, tzinfo=get_timezone(), locale=locale())
    joined = str(get_datetime_format("medium", locale=locale()))
    return joined.replace("{1}", date_text(local.date())).replace("{0}", str(clock)).replace("'", "")


def wall(stamp: datetime | None) -> Markup:
    """`wall_text` with its machine-readable time; a dash for None."""
    if stamp is None:
        return Markup("–")
    return Markup('<time datetime="{}">{}</time>').format(
        _aware(stamp).astimezone(UTC).isoformat(timespec="minutes"), wall_text(stamp)
    )


def ago_text(stamp: datetime, now: datetime) -> str:
    """How long ago, in one unit; for "last seen" columns."""
    minutes = max(0, int((_aware(now) - _aware(stamp)).total_seconds()) // 60)
    if minutes < 1:
        return str(_("just now"))
    if minutes < HOUR:
        return str(ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes))
    if minutes < DAY:
        return str(ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // HOUR))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", minutes // DAY))


def file_size(size: int) -> Markup:
    """Bytes as KB or MB (thousands)."""
    if size < 1_000_000:
        return _number(_("%(n)s KB", n=number_text(max(1, round(size / 1000)))))
    return _number(_("%(n)s MB", n=number_text(size / 1_000_000, 1)))


def language_name(code: str) -> str:
    """A language in the words of the page's language; the code itself when CLDR has no name."""
    try:
        return Locale.parse(code.replace("-", "_")).get_display_name(locale()) or code
    except (ValueError, LookupError):
        return code


def country_name(code: str) -> str:
    """A country in the words of the page's language; the code itself when CLDR has no name."""
    return str(locale().territories.get(code.upper(), code))


def currency_name(code: str) -> str:
    return str(locale().currencies.get(code, code))


def code(text: object) -> Markup:
    """A code (SKU, order number, hash) that keeps its direction."""
    return Markup('<bdi class="code" dir="ltr">{}</bdi>').format(text)


def rich(text: str) -> Markup:
    """Markdown as cleaned markup; HTML in the source is shown as text, links keep http(s) only."""
    html = nh3.clean(
        _MARKDOWN.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>"),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704 -- cleaned in the line above


def lines(text: str) -> Markup:
    """Plain text whose line breaks are kept."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _number(text: str) -> Markup:
    return Markup('<bdi class="num">{}</bdi>').format(text)


def _aware(stamp: datetime) -> datetime:
    # SQLite gives back what was stored in UTC without its offset.
    return stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=UTC)


def register(app: Flask) -> None:
    """Make every filter known to the templates, under the names that the functions bear."""
    for function in (
        money, money_text, amount_text, number, number_text, percent, points, moment, moment_text, duration_text,
        due_text, day, date_text, wall, wall_text, ago_text, file_size, language_name, country_name, currency_name,
        code, rich, lines,
    ):  # fmt: skip
        app.add_template_filter(function)
