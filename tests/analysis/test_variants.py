"""Whether some variants were easier."""

from fractions import Fraction

from lab.analysis.scores import Graded
from lab.analysis.variants import SHUFFLES, alternatives, by_chance
from tests.analysis.classes import graded


def class_of(*shares: str, product: str, first: int = 1) -> list[Graded]:
    return [graded(first + place, {"a": share}, product=product) for place, share in enumerate(shares)]


def test_groups_have_means_and_sizes() -> None:
    class_ = class_of("1", "0", product="mug") + class_of("1/2", product="kettle", first=10)
    (found,) = alternatives(class_)
    assert [(group.value, group.n, group.mean) for group in found.groups] == [("kettle", 1, Fraction(1, 2)), ("mug", 2, Fraction(1, 2))]
    assert found.groups[0].deviation is None and found.by_chance is None


def test_groups_far_apart_are_hardly_chance() -> None:
    class_ = class_of(*["1"] * 8, product="mug") + class_of(*["0"] * 8, product="kettle", first=10)
    (found,) = alternatives(class_)
    assert found.by_chance is not None and found.by_chance <= Fraction(2, SHUFFLES + 1)


def test_equal_groups_are_what_chance_gives() -> None:
    class_ = class_of(*["1", "0"] * 4, product="mug") + class_of(*["0", "1"] * 4, product="kettle", first=10)
    assert alternatives(class_)[0].by_chance == 1


def test_the_chance_is_near_the_exact_one_and_the_same_each_time() -> None:
    # 1..5 against 6..10: of the 252 deals only the true one and its mirror image lie so far apart, 2/252 = 0.8 %.
    groups = [[Fraction(n) for n in range(1, 6)], [Fraction(n) for n in range(6, 11)]]
    found = by_chance(groups, "product")
    assert found == by_chance([group[::-1] for group in groups], "product")
    assert Fraction(1, 500) <= found <= Fraction(12, 500)


def test_one_alternative_or_few_people_are_not_asked_about() -> None:
    assert alternatives(class_of(*["1"] * 6, product="mug"))[0].by_chance is None
    few = class_of(*["1"] * 6, product="mug") + class_of(*["0"] * 4, product="kettle", first=10)
    assert alternatives(few)[0].by_chance is None
    assert alternatives([graded(1, {"a": "1"})]) == ()
