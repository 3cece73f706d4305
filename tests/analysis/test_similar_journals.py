"""Unusual steps and mistakes in common."""

from collections.abc import Sequence
from typing import Any

from lab.analysis.similar_journals import Doing, similar_journals, token_of
from lab.analysis.steps import Step, step_of
from lab.grading.grade import CheckResult
from lab.market.base import Market
from lab.scenarios.deal import deal
from lab.scenarios.marking import grade_play
from lab.scenarios.robot import play_plan, reference_plan
from lab.scenarios.script import load_scenario
from lab.values.chance import mix64
from lab.values.places import SCENARIOS
from tests.analysis.classes import result, step

USUAL = [step(place, "order.ship", f"o{place}", service="post") for place in range(6)]


def odd(seed: int, count: int, first: int = 10) -> list[Step]:
    """Prices that nobody else sets."""
    return [step(first + place, "price.set", "meridian/DE/lamp", price=mix64(100 * seed + place) % 100_000) for place in range(count)]


def moved(steps: Sequence[Step], by: int) -> list[Step]:
    return [step(one.seq + by, one.name, one.about, ok=one.ok, **one.fields) for one in steps]


def class_of(size: int, own: int = 8) -> dict[int, Doing]:
    return {run: Doing([*USUAL, *odd(run, own)], []) for run in range(1, size + 1)}


def test_the_same_unusual_steps_in_the_same_order_are_found_with_their_rows() -> None:
    runs = class_of(20)
    runs[7] = Doing([*USUAL, step(9, "ads.save", "x"), *moved(odd(3, 8), 20)], [])
    (hint,) = similar_journals(runs)
    assert (hint.kind, hint.run, hint.other, hint.permille) == ("journals", 3, 7, 1000)
    assert [(one.seq, one.other_seq, one.runs) for one in hint.steps] == [(10 + place, 30 + place, 2) for place in range(8)]


def test_a_copy_with_own_steps_between_is_found_and_says_how_much() -> None:
    runs = class_of(20)
    mixed = [one for pair in zip(odd(3, 8), odd(99, 8), strict=True) for one in pair]
    runs[7] = Doing([*USUAL, *mixed], [])
    (hint,) = similar_journals(runs)
    assert (hint.run, hint.other) == (3, 7) and len(hint.steps) == 8 and hint.permille > 900


def test_another_order_is_not_the_same_way() -> None:
    runs = class_of(20)
    runs[7] = Doing([*USUAL, *odd(3, 8)[::-1]], [])
    assert similar_journals(runs) == ()


def test_an_honest_class_is_not_suspected() -> None:
    assert similar_journals(class_of(30)) == ()


def test_what_all_do_is_not_unusual() -> None:
    assert similar_journals({run: Doing(USUAL + odd(1, 10), []) for run in range(1, 13)}) == ()


def test_words_hashes_time_and_staff_do_not_count() -> None:
    one, two = (step(1, "listing.save", "x", title=title, images=[title], price="9 EUR") for title in ("a", "b"))
    assert token_of(one) == token_of(two) != token_of(step(1, "listing.save", "x", price="9 EUR", ok=False))
    noise = [step(50 + place, name) for place in range(20) for name in ("clock.advance", "staff.hint")]
    runs = class_of(12)
    runs[2], runs[3] = Doing([*USUAL, *noise], []), Doing([*USUAL, *noise], [])
    assert similar_journals(runs) == ()


def wrong(check: str, found: str) -> CheckResult:
    shown: dict[str, Any] = {"kind": "code", "found": found, "share": "0"}
    return result(check, "0", evidence=[shown])


def test_the_same_odd_mistakes_are_found_and_common_ones_are_not() -> None:
    common = wrong("hs", "9405.40")
    runs = {run: Doing(USUAL, [common, wrong("duty", str(run)), wrong("vat", str(run)), wrong("post", str(run))]) for run in range(1, 21)}
    runs[9] = Doing(USUAL, runs[4].results)
    (hint,) = similar_journals(runs)
    assert (hint.run, hint.other, hint.steps) == (4, 9, ())
    assert [(one.check, one.found, one.runs) for one in hint.mistakes] == [("duty", "4", 2), ("post", "4", 2), ("vat", "4", 2)]


def test_what_a_variant_asks_of_its_few_runs_is_no_copy() -> None:
    runs = {run: Doing([*USUAL, *odd(run % 6, 10)], [], f"variant {run % 6}") for run in range(1, 13)}  # six pairs
    assert similar_journals(runs) == ()
    runs = {run: Doing([*USUAL, *odd(run % 8, 10)], [], f"variant {run % 8}") for run in range(1, 41)}  # eight times five
    assert similar_journals(runs) == ()


def test_a_copy_within_a_variant_is_found_beside_the_others_of_it() -> None:
    runs = {run: Doing([*USUAL, *odd(run % 4, 10), *odd(50 + run, 8, 30)], [], f"variant {run % 4}") for run in range(1, 41)}
    runs[5] = Doing(runs[1].steps, [], runs[1].variant)
    (hint,) = similar_journals(runs)
    assert (hint.run, hint.other, len(hint.steps)) == (1, 5, 8)


def test_robots_that_play_the_solution_are_not_suspected(market: Market) -> None:
    scenario = load_scenario(SCENARIOS / "desk-lamp-two-markets")
    runs = {}
    for run in range(1, 9):
        played = play_plan(scenario, variant := deal(scenario, mix64(run), market), market, reference_plan(scenario)).play
        steps = [step_of(row.seq, 60 * row.seq, row.action, row.outcome) for row in played.rows]
        runs[run] = Doing(steps, grade_play(played).grade.checks, repr(dict(variant.picks)))
    assert similar_journals(runs) == ()


def test_nobody_and_one_are_no_fault() -> None:
    assert similar_journals({}) == () and similar_journals({1: Doing([], [])}) == ()
