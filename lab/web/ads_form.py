"""The form of a campaign: lines of targets and negatives as they were typed, and the faults beside them."""

from dataclasses import dataclass, field
from typing import get_args

from flask import request

from lab.ads.report import worth_of
from lab.engine.do import Outcome
from lab.values.errors import BadInput
from lab.web.errors import say
from lab.web.seller import Seat, amount_fault, read_money
from lab.world.campaign import MatchType, Negative, Target

SPARE_ROWS = 3
MORE_ROWS = 5
MOST_ROWS = 230
FIRST_BUDGET = "5.00"
_FAULT_FIELDS = {
    "campaign_without_listing": "listings", "no_such_listing": "listings", "campaign_without_target": "targets",
    "budget_out_of_range": "daily_budget", "bid_out_of_range": "targets", "target_without_words": "targets",
    "language_not_searched": "targets", "too_many_campaigns": "", "campaign_is_elsewhere": "",
}  # fmt: skip


@dataclass(slots=True)
class TargetRow:
    """One line of targets as it was typed; `fault` is the sentence beside it."""

    match: str = "exact"
    language: str = ""
    text: str = ""
    bid: str = ""
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        return self.match == "none" or (self.match != "auto" and not self.text.strip() and not self.bid.strip())


@dataclass(slots=True)
class NegativeRow:
    match: str = "exact"
    language: str = ""
    text: str = ""


@dataclass(slots=True)
class Typed:
    """The form of a campaign as it was typed, or as a saved campaign fills it in."""

    title: str = ""
    daily_budget: str = ""
    listings: list[str] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    negatives: list[NegativeRow] = field(default_factory=list)


def searched_languages(seat: Seat, place: str) -> list[str]:
    """The languages in which shoppers of a place search, most spoken first."""
    setting = seat.world.setting
    shares = setting.destinations[place.partition("/")[2]].languages
    return sorted((code for code in shares if code in setting.market.index), key=lambda code: (-shares[code], code))


def filled_in(seat: Seat, campaign_id: str, place: str) -> Typed:
    campaign = seat.world.campaigns.get(campaign_id)
    if campaign is None:
        live = [key for key, listing in seat.world.listings.items() if listing.place == place and listing.is_live]
        dearest = max(live, key=lambda key: _profit(seat, key), default=None)
        return Typed("", FIRST_BUDGET, [dearest] if dearest else [])
    return Typed(
        campaign.name,
        str(campaign.daily_budget).split(" ")[0],
        list(campaign.listings),
        [TargetRow(one.match, one.language, one.text, str(one.bid).split(" ")[0]) for one in campaign.targets],
        [NegativeRow(one.match, one.language, one.text) for one in campaign.negatives],
    )


def _profit(seat: Seat, listing: str) -> int:
    worth = worth_of(seat.world, listing)
    return worth[0].amount if worth else 0


def with_spare_rows(typed: Typed, seat: Seat, place: str) -> Typed:
    """At least three empty lines to write on; a line without a language gets the most spoken one."""
    languages = searched_languages(seat, place)
    if not any(row.is_empty for row in typed.targets):
        typed.targets += [TargetRow() for _n in range(SPARE_ROWS)]
    if all(row.text for row in typed.negatives):
        typed.negatives += [NegativeRow() for _n in range(SPARE_ROWS)]
    usual = languages[0] if languages else ""
    for target in typed.targets:
        target.language = target.language if target.language in languages else usual
    for negative in typed.negatives:
        negative.language = negative.language if negative.language in languages else usual
    return typed


def typed_campaign() -> Typed:
    form = request.form
    targets = zip(*(form.getlist(name)[:MOST_ROWS] for name in ("t_match", "t_language", "t_text", "t_bid")), strict=False)
    negatives = zip(*(form.getlist(name)[:MOST_ROWS] for name in ("n_match", "n_language", "n_text")), strict=False)
    return Typed(
        form.get("title", ""),
        form.get("daily_budget", ""),
        form.getlist("listings"),
        [TargetRow(*values) for values in targets],
        [NegativeRow(*values) for values in negatives],
    )


def read_targets(seat: Seat, typed: Typed) -> tuple[Target, ...]:
    """The targets that can be read; what is wrong with the others is written beside them."""
    found = []
    for row in typed.targets:
        if row.is_empty:
            continue
        match = next((one for one in get_args(MatchType) if one == row.match), None)
        if match is None:
            row.fault = say("no_such_choice")
            continue
        try:
            bid = read_money(row.bid, seat.world.setting.currency)
        except BadInput:
            row.fault = amount_fault(row.bid)
            continue
        found.append(Target(match, row.language, bid, "" if match == "auto" else row.text))
    return tuple(found)


def read_negatives(typed: Typed) -> tuple[Negative, ...]:
    rows = [row for row in typed.negatives if row.text.strip() and row.match in ("exact", "phrase")]
    return tuple(Negative("phrase" if row.match == "phrase" else "exact", row.language, row.text) for row in rows)


def field_of(outcome: Outcome, typed: Typed) -> str:
    """Where the sentence of a refusal stands; a line of targets that it is about is marked as well."""
    found = str(outcome.args.get("found", ""))
    for row in typed.targets:
        if outcome.code == "bid_out_of_range" and row.bid and found.startswith(row.bid.strip().replace(",", ".")):
            row.fault = say(outcome.code, **outcome.args)
            return "targets"
    where = str(outcome.args.get("field", ""))
    return _FAULT_FIELDS.get(outcome.code, {"title": "title", "targets": "targets", "target": "targets"}.get(where, ""))
