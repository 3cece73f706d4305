"""A bundle played again gives the same world and the same grade, or names the first action that differs."""

from dataclasses import replace

import pytest

from lab.bundles.layout import Bundle, Differs
from lab.bundles.replaying import replay, variant_of
from lab.engine.chain import START, chain
from lab.market.base import Market
from lab.scenarios.marking import grade_play
from lab.values.errors import BadInput
from tests.bundles.made import Made, read


def again(bundle: Bundle, made: Made, market: Market) -> None:
    scenario = made.play.scenario
    replay(bundle, scenario, variant_of(bundle, scenario, market, bundle.head.deal.seed or ""), market)


def rechained(bundle: Bundle, seq: int, old: bytes, new: bytes) -> Bundle:
    """A forger's bundle: an action or outcome changed, and every hash after it made to fit."""
    rows, last = [], START
    for row in bundle.rows:
        if row.seq == seq:
            assert old in row.action + row.outcome
            row = replace(row, action=row.action.replace(old, new), outcome=row.outcome.replace(old, new))
        last = chain(last, row.action, row.outcome)
        rows.append(replace(row, chain_hash=last))
    return Bundle(bundle.head, tuple(rows), bundle.pictures, bundle.receipts)


def test_the_grade_of_a_replay_is_the_grade_of_the_play(made: Made, market: Market) -> None:
    bundle = read(made.data)
    scenario = made.play.scenario
    found = replay(bundle, scenario, variant_of(bundle, scenario, market, "5"), market)
    assert found.play.world_hash() == made.play.world_hash()
    assert found.grade().to_json() == grade_play(made.play).to_json() == found.grade_with({}).to_json()
    assert found.grade().grade.points == "10.00"


def test_a_forged_outcome_is_found_at_its_action(made: Made, market: Market) -> None:
    forged = rechained(read(made.data), 3, b'{"ok":true}', b'{"ok":false,"args":{},"code":"x"}')
    with pytest.raises(Differs) as caught:
        again(forged, made, market)
    assert (caught.value.code, caught.value.args_["seq"], caught.value.args_["what"]) == ("bundle_differs", 3, "outcome")


def test_a_forged_action_that_the_world_refuses_is_found(made: Made, market: Market) -> None:
    seq = next(row.seq for row in made.play.rows if b"order.ship" in row.action)
    with pytest.raises(Differs) as caught:
        again(rechained(read(made.data), seq, b'"quantity":2', b'"quantity":900'), made, market)
    assert (caught.value.args_["seq"], caught.value.args_["action"]) == (seq, "order.ship")


def test_an_action_that_nobody_knows_or_that_is_written_otherwise_is_found(made: Made, market: Market) -> None:
    with pytest.raises(Differs, match="bundle_action_unknown"):
        again(rechained(read(made.data), 0, b'"do":"clock.advance"', b'"do":"world.end"'), made, market)
    with pytest.raises(Differs) as caught:
        again(rechained(read(made.data), 0, b'"do":"clock.advance"', b'"do": "clock.advance"'), made, market)
    assert caught.value.args_["what"] == "action"


def test_another_seed_or_another_end_is_found(made: Made, market: Market) -> None:
    bundle = read(made.data)
    scenario = made.play.scenario
    with pytest.raises(BadInput):
        replay(bundle, scenario, variant_of(bundle, scenario, market, "6"), market)
    late = Bundle(read(made.resealed(lambda number, plain: plain.replace(b'"ended_at":', b'"ended_at":1'))).head, bundle.rows, {}, ())
    with pytest.raises(BadInput, match="bundle_world_differs"):
        again(late, made, market)


def test_a_pick_that_the_scenario_does_not_have_is_refused(made: Made, market: Market) -> None:
    data = made.resealed(lambda number, plain: plain.replace(b'"deal":{', b'"deal":{"picks":{"worry":"luck"},'))
    with pytest.raises(BadInput, match="bundle_pick_unknown"):
        again(read(data), made, market)
