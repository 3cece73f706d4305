"""Milli-utils in words that everybody can use: by how many per cent something changes the odds."""

from lab.market.exact import exp_milli

MOST = 5000
"""Beyond e**5, that is 148 times the odds, a percentage says nothing more."""


def odds_percent(milli: int) -> int:
    """100 (e**(milli / 1000) - 1), to the nearest whole: +182 is a fifth more, -693 half as much."""
    return (exp_milli(max(-MOST, min(MOST, milli))) - 1000 + 5) // 10
