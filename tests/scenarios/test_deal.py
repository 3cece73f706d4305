"""Dealing a variant: the same seed always deals the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.scenarios.deal import all_picks, deal, insert
from lab.scenarios.script import load_scenario
from lab.values.errors import BadInput
from lab.values.money import Money
from tests.builders import ANNA, quiet_market
from tests.scenarios.small import write_small

MARKET = quiet_market()


def test_a_seed_deals_the_same_again_and_other_seeds_deal_everything(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    dealt = [deal(scenario, seed, MARKET) for seed in range(200)]
    assert dealt[7] == deal(scenario, 7, MARKET)
    assert {variant.picks["worry"] for variant in dealt} == {"cord", "gift"}
    assert {variant.draws["cord_cm"] for variant in dealt} == {str(length) for length in range(150, 221, 10)}
    costs = {variant.draws["cost"] for variant in dealt}
    assert costs == {str(Money(amount, "EUR")) for amount in range(100, 201, 10)}


def test_a_pick_can_be_fixed_without_moving_the_draws(tmp_path: Path) -> None:
    scenario = load_scenario(write_small(tmp_path))
    one, other = (deal(scenario, 3, MARKET, {"worry": pick}) for pick in ("cord", "gift"))
    assert (one.picks, other.picks) == ({"worry": "cord"}, {"worry": "gift"})
    assert one.draws == other.draws
    with pytest.raises(KeyError, match="worry=luck"):
        deal(scenario, 3, MARKET, {"worry": "luck"})


def test_somebody_may_write_in_a_language_of_another_country_and_live_there_or_here(tmp_path: Path) -> None:
    people = "people: {buyer: {language: tr}, guest: {language: kk, country: DE}}"
    scenario = load_scenario(write_small(tmp_path, ("people: {buyer: DE}", people)))
    dealt = deal(scenario, 3, MARKET).people
    assert (dealt["buyer"].language, dealt["buyer"].country) == ("tr", "TR")
    assert (dealt["guest"].language, dealt["guest"].country, dealt["guest"].street) == ("kk", "DE", ANNA.street)
    assert dealt == deal(scenario, 3, MARKET).people


def test_texts_may_insert_picks_draws_and_names(tmp_path: Path) -> None:
    variant = deal(load_scenario(write_small(tmp_path)), 1, MARKET, {"worry": "cord"})
    assert variant.values == {"worry": "cord", **variant.draws, "buyer": ANNA.name}


def test_all_combinations_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    folder = write_small(tmp_path, ("pool: {worry: [cord, gift]}", "pool: {worry: [cord, gift], lamp: [arc, brass]}"))
    assert [tuple(pick.values()) for pick in all_picks(load_scenario(folder))] == [
        ("cord", "arc"), ("cord", "brass"), ("gift", "arc"), ("gift", "brass"),
    ]  # fmt: skip


def test_without_pools_there_is_one_combination(tmp_path: Path) -> None:
    folder = write_small(
        tmp_path,
        ("  pool: {worry: [cord, gift]}\n", ""),
        ('"worry/${worry}.yaml"', "worry/cord.yaml"),
        ('"texts/q2.${worry}.txt"', "texts/q2.cord.txt"),
    )
    assert all_picks(load_scenario(folder)) == [{}]


def test_insertion_puts_names_in_and_computes_nothing() -> None:
    values = {"a": "1", "b": "${a}"}
    assert insert("${a} + ${a} = $a ${A} ${a-b} {a}", values) == "1 + 1 = $a ${A} ${a-b} {a}"
    assert insert("${b}", values) == "${a}"  # what was put in is not looked at again
    assert insert("${order.o1.number}", values, {"order.o1.number": "7"}.get) == "7"
    with pytest.raises(BadInput, match="no_such_name: name=c"):
        insert("${c}", values)


@given(st.text(alphabet="ab${}._ ", max_size=30))
def test_any_text_is_filled_or_names_what_is_missing(text: str) -> None:
    try:
        insert(text, {"a": "x"})
    except BadInput as error:
        assert error.code == "no_such_name"
