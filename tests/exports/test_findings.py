"""Findings in plain lines."""

from lab.exports.findings import MOST_LINES, outcome_words, plain
from tests.exports.results import check


def test_a_finding_says_its_status_what_was_found_and_the_evidence() -> None:
    words = outcome_words(check(evidence=[{"kind": "text", "found": "98 cm", "expected": "180 cm", "note": ""}]))
    assert words == "Full points. Facts match.\n- kind text, found 98 cm, expected 180 cm"


def test_much_evidence_is_cut() -> None:
    lines = outcome_words(check(evidence=[{"found": str(number)} for number in range(MOST_LINES + 7)])).splitlines()
    assert len(lines) == MOST_LINES + 2
    assert lines[-1] == "- and 7 more"


def test_signs_that_break_lines_or_xml_are_taken_out() -> None:
    assert plain("a\x00b\nc\u202ed\u2028e") == "a b c d e"
    assert plain("Ж 灯 مصباح") == "Ж 灯 مصباح"
