"""The changes that would have gained most."""

from dataclasses import replace

import pytest

from lab.coach.gains import BEST, candidates, gains
from lab.coach.what_if import what_if
from lab.engine.pack import pack, unpack
from lab.scenarios.play import Play
from lab.values.errors import BadInput
from lab.values.money import Money
from lab.world.campaign import Campaign, Target
from tests.coach.plays import KZ_LAMP, LAMP


def test_the_list_holds_only_what_the_shop_could_do_better(lived: Play) -> None:
    world = unpack(pack(lived.world), lived.world.setting)
    kinds = {change.kind for change in candidates(world, LAMP)}
    assert "price_percent" in kinds and not kinds & {"handling", "slack", "stock", "no_ads", "incoterm"}
    template = world.templates["meridian/DE"]
    world.templates["meridian/DE"] = replace(template, handling_hours=48, slack_days=3)
    world.listings[LAMP].stock = 0
    world.campaigns["c"] = Campaign("c", "meridian/DE", "Lamps", Money(500, "EUR"), [LAMP], [Target("auto", "de", Money(40, "EUR"))])
    kinds = {change.kind for change in candidates(world, LAMP)}
    assert {"handling", "slack", "stock", "no_ads", "bids"} <= kinds
    assert "incoterm" in {change.kind for change in candidates(world, KZ_LAMP)}


def test_the_best_come_first_and_each_is_what_the_question_alone_gives(lived: Play) -> None:
    told: list[tuple[int, int]] = []
    found = gains(lived, LAMP, lambda done, of: told.append((done, of)))
    assert found.tried == len(candidates(lived.world, LAMP))
    assert len(found.best) <= BEST and all(one.gain > 0 for one in found.best)
    assert [one.gain for one in found.best] == sorted((one.gain for one in found.best), reverse=True)
    assert len({one.change.kind for one in found.best}) == len(found.best)
    for one in found.best:
        assert what_if(lived, one.change) == one
    assert told == sorted(told) and told[-1][0] <= told[-1][1]


def test_an_unknown_listing_has_no_list(lived: Play) -> None:
    with pytest.raises(BadInput, match="no_such_listing"):
        gains(lived, "meridian/DE/none")
