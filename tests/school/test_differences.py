"""What differs between two grades."""

from lab.grading.grade import CheckResult, Grade, Status
from lab.school.differences import Difference, differences, from_plain, to_plain


def check(name: str, status: Status = "pass", fraction: str = "1", max_points: int = 4, task: str = "list") -> CheckResult:
    proof = [{"kind": "text", "found": "her own words"}]
    return CheckResult(name, "listing.published", task, status, fraction, "0", max_points, "m", {"n": 1}, proof, "always", "law", {"en": "Hint."})


def grade(*checks: CheckResult) -> Grade:
    return Grade("0.00", sum(one.max_points for one in checks), False, 0, list(checks))


def found(old: Grade | None, new: Grade) -> list[str]:
    return [one.check for one in differences(old, new)]


def test_the_same_results_differ_in_nothing_whatever_their_words() -> None:
    assert found(grade(check("a"), check("b")), grade(check("b"), check("a"))) == []


def test_a_share_points_a_state_or_a_place_makes_a_difference() -> None:
    old = grade(check("a"), check("b"), check("c"), check("d", "fail", "0"), check("e"))
    new = grade(check("a", "partial", "1/2"), check("b", max_points=5), check("c", task="ship"), check("d", "not_reached", "0"), check("e"))
    assert found(old, new) == ["a", "b", "c", "d"]


def test_checks_that_came_and_went_are_told_the_gone_ones_last() -> None:
    came, went = differences(grade(check("old")), grade(check("new")))
    assert (came.check, came.was, came.shown.id) == ("new", None, "new")
    assert (went.check, went.now, went.shown.id) == ("old", None, "old")
    assert (came.rises, came.falls, went.rises, went.falls) == (True, False, False, True)
    assert found(None, grade(check("a"))) == ["a"]


def test_rising_and_falling_is_by_what_is_earned() -> None:
    def one(was: CheckResult, now: CheckResult) -> Difference:
        return differences(grade(was), grade(now))[0]

    assert one(check("a", "partial", "1/2"), check("a")).rises
    assert one(check("a"), check("a", "partial", "3/4")).falls
    same = one(check("a", "partial", "1/2", 4), check("a", "pass", "1", 2))
    assert not same.rises and not same.falls


def test_differences_are_kept_without_evidence_and_read_back() -> None:
    made = differences(grade(check("a")), grade(check("a", "fail", "0")))
    assert made[0].was is not None and made[0].was.evidence == [] and made[0].was.hint == {}
    assert from_plain(to_plain(made)) == made
    assert "her own words" not in str(to_plain(made))
