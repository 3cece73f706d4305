"""Common wrong answers."""

from typing import Any

from lab.analysis.mistakes import MOST, choices, mistakes, wrong_answers
from lab.analysis.scores import Graded
from tests.analysis.classes import result


def run_with(run: int, *evidence: dict[str, Any], share: str = "0", **more: Any) -> Graded:
    return Graded(run, run, 1, {}, [result("hs_code", share, evidence=list(evidence), message="codes_wrong", **more)])


def wrong(found: str, **more: Any) -> dict[str, Any]:
    return {"kind": "code", "object": "lamp", "found": found, "expected": "940521", "share": "0", **more}


def test_the_most_frequent_wrong_answer_stands_first_with_up_to_five_runs() -> None:
    class_ = [run_with(run, wrong("940540", ref=f"action:{run}")) for run in range(1, 8)] + [run_with(8, wrong("853931"))]
    first, second = mistakes(class_)
    assert (first.check, first.proof["found"], first.count, first.runs) == ("hs_code", "940540", 7, (1, 2, 3, 4, 5))
    assert (second.proof["found"], second.count, second.message) == ("853931", 1, "codes_wrong")


def test_where_and_when_something_stands_makes_no_other_mistake() -> None:
    one, two = (list(wrong_answers(run_with(1, wrong("940540", **more)).checks[0])) for more in ({"at": "+1h", "ref": "action:1"}, {"at": "+9h", "text": "…"}))
    assert one[0][0] == two[0][0]


def test_an_answer_given_twice_in_a_run_counts_once() -> None:
    (found,) = mistakes([run_with(1, wrong("940540", ref="action:1"), wrong("940540", ref="action:2"))])
    assert found.count == 1 and found.proof["ref"] == "action:1"


def test_right_parts_of_a_partly_right_answer_are_no_mistakes() -> None:
    found = mistakes([run_with(1, wrong("940540"), wrong("940521", share="1"), share="1/2")])
    assert [one.proof["found"] for one in found] == ["940540"]


def test_full_points_and_unknown_results_have_no_mistakes() -> None:
    class_ = [run_with(1, wrong("940521", share="1"), share="1"), run_with(2, wrong("x"), status="waiting"), run_with(3, wrong("x"), status="error")]
    assert mistakes(class_) == ()


def test_evidence_without_shares_is_all_of_it_wrong_and_no_evidence_leaves_the_message() -> None:
    (found,) = mistakes([run_with(1, {"kind": "listing", "object": "lamp", "found": "draft"})])
    assert found.proof["found"] == "draft"
    (bare,) = mistakes([run_with(1)])
    assert bare.proof == {} and bare.message == "codes_wrong"


def test_somebodys_own_text_is_no_answer_that_others_give_too() -> None:
    class_ = [run_with(run, wrong("a long text of one's own, " * 4 + str(run))) for run in (1, 2)]
    (found,) = mistakes(class_)
    assert found.count == 2


def test_at_most_so_many_are_told_of_a_check() -> None:
    assert len(mistakes([run_with(run, wrong(str(run))) for run in range(1, 20)])) == MOST


def test_choices_are_counted_with_options_before_reasons() -> None:
    def decision(found: str, share: str, **more: Any) -> dict[str, Any]:
        return {"kind": "decision", "question": "markets", "found": found, "share": share, **more}

    class_ = [
        run_with(1, decision("de", "1"), decision("price, law", "1/2", rule="reason"), share="1/2"),
        run_with(2, decision("de", "1"), share="1"),
        run_with(3, decision("us", "0")),
        run_with(4, {"kind": "decision", "question": "markets", "found": "no decision"}),
    ]
    found = [(one.found, one.is_reason, one.right, one.count) for one in choices(class_)]
    assert found == [("de", False, True, 2), ("no decision", False, False, 1), ("us", False, False, 1), ("price, law", True, False, 1)]
