"""What the same shoppers would have done."""

from dataclasses import replace

import msgspec
import pytest

from lab.coach.change import Change
from lab.coach.days import days_of
from lab.coach.what_if import WhatIf, rerun_of, what_if
from lab.listings.actions import SaveListing, SetPrice
from lab.market.base import Market
from lab.scenarios.play import Play
from lab.values.errors import BadInput
from lab.world.action import Action
from tests.coach.plays import LAMP, act, fresh_play, lived_play, play_reference

TEN_LESS = Change("price_percent", LAMP, percent=-10)


def ten_less(action: Action) -> Action:
    """The same action of a student who asks ten per cent less for the lamp in Germany."""
    from lab.coach.change import price_changed

    if isinstance(action, (SaveListing, SetPrice)) and action.listing == LAMP and action.price is not None:
        return replace(action, price=price_changed(action.price, -10))
    return action


def test_without_a_change_there_is_no_difference_at_all(lived: Play) -> None:
    nothing = Change("nothing")
    result = what_if(lived, nothing)
    assert result.is_same and result.gain == 0 and result.left_out == 0
    assert rerun_of(lived, nothing).play.world_hash() == lived.world_hash()


def test_a_price_ten_per_cent_lower_gives_what_a_real_run_with_that_price_gives(market: Market, lived: Play) -> None:
    before = lived.world_hash()
    result = what_if(lived, TEN_LESS)
    real = lived_play(market, twist=ten_less)
    assert list(result.after) == days_of(real.world)
    assert list(result.before) == days_of(lived.world)
    assert not result.is_same
    assert lived.world_hash() == before, "the play that is asked about is only read"


def test_and_so_does_every_quarter_of_the_world_itself(market: Market) -> None:
    """Without parcels, whose numbers may differ, the two worlds are the same to the byte, but for the list of prices once set."""
    plain = play_reference(fresh_play(market), 18 * 60)
    real = play_reference(fresh_play(market), 18 * 60, ten_less)
    from lab.engine.actions import EndDay

    act(plain, EndDay(), EndDay())
    act(real, EndDay(), EndDay())
    again = rerun_of(plain, TEN_LESS).play
    assert [point.price for point in again.world.prices][-1:] == [point.price for point in real.world.prices][-1:]
    again.world.prices = real.world.prices
    assert again.world_hash() == real.world_hash() != plain.world_hash()


def test_the_same_question_always_has_the_same_answer(lived: Play) -> None:
    first, second = what_if(lived, TEN_LESS), what_if(lived, TEN_LESS)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert msgspec.convert(msgspec.to_builtins(first), WhatIf) == first


@pytest.mark.parametrize(
    ("change", "figure", "more"),
    [
        (Change("price_percent", LAMP, percent=-40), "clicked", True),
        (Change("price_percent", LAMP, percent=80), "clicked", False),
        (Change("picture", LAMP, permille=100), "clicked", False),
        (Change("words", LAMP, title="Ding", bullets=("Gut",), description="Neu", search_terms=""), "looked", False),
        (Change("slack", "meridian/DE", number=25), "looked", False),
    ],
    ids=lambda value: value.kind if isinstance(value, Change) else None,
)
def test_shoppers_react_as_they_should(lived: Play, change: Change, figure: str, more: bool) -> None:
    result = what_if(lived, change)
    before, after = getattr(result.total_before, figure), getattr(result.total_after, figure)
    assert after > before if more else after < before


def test_a_change_from_a_later_day_leaves_the_days_before(lived: Play) -> None:
    result = what_if(lived, replace(TEN_LESS, percent=-60, from_day=3))
    # profit of earlier days may move: what is still to be paid for an order hangs on whether it was sent later
    assert [(day.looked, day.clicked, day.orders) for day in result.before[:3]] == [
        (day.looked, day.clicked, day.orders) for day in result.after[:3]
    ]
    assert result.before[3:] != result.after[3:]


def test_progress_is_told_after_each_day_and_may_stop_the_work(lived: Play) -> None:
    told: list[tuple[int, int]] = []
    what_if(lived, TEN_LESS, lambda done, of: told.append((done, of)))
    assert told == [(done, 7) for done in range(1, 7)]

    def stop(_done: int, _of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        what_if(lived, TEN_LESS, stop)


def test_an_impossible_change_is_refused_before_anything_is_played(lived: Play) -> None:
    with pytest.raises(BadInput, match="no_such_listing"):
        what_if(lived, Change("price_percent", "meridian/DE/none", percent=5))
