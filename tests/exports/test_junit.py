"""JUnit XML: suites, cases, counts, and text that XML cannot carry."""

from xml.etree.ElementTree import fromstring

from lab.exports.junit import junit_xml
from tests.exports.results import check, graded, refused, tell


def test_every_check_is_a_case_and_every_status_has_its_element() -> None:
    statuses = ("pass", "partial", "fail", "not_reached", "error", "waiting")
    root = fromstring(junit_xml([graded(*(check(id=status, status=status) for status in statuses))], tell))
    (suite,) = root
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {"tests": "6", "failures": "3", "errors": "1", "skipped": "1"}
    assert suite.get("name") == "one.tradewind"
    inside = {case.get("name"): [part.tag for part in case] for case in suite.findall("testcase")}
    assert inside == {"pass": [], "partial": ["failure"], "fail": ["failure"], "not_reached": ["failure"], "error": ["error"], "waiting": ["skipped"]}
    assert suite.findall("testcase")[0].get("classname") == "answer"


def test_a_refused_bundle_is_an_error_and_the_counts_add_up() -> None:
    root = fromstring(junit_xml([graded(check()), refused()], tell))
    assert (root.get("tests"), root.get("errors"), root.get("failures")) == ("2", "1", "0")
    error = root.find("testsuite[@name='bad.tradewind']/testcase/error")
    assert error is not None and (error.get("type"), error.text) == ("bundle_action_changed", "told: bundle_action_changed: seq=3, action=order.ship, line=5")


def test_texts_of_students_cannot_break_the_document() -> None:
    hostile = "]]> <script>&\x00\x1b\ufffe\ud800 'x' \u202e"
    data = junit_xml([graded(check(status="fail", evidence=[{"found": hostile}]), name="a<b>&.tradewind")], tell)
    failure = fromstring(data).find("testsuite/testcase/failure")
    assert failure is not None and "<script>&" in (failure.text or "")


def test_the_points_of_a_withheld_total_are_left_out() -> None:
    root = fromstring(junit_xml([graded(check(), withheld=True)], tell))
    values = {part.get("name"): part.get("value") for part in root.iter("property")}
    assert (values["points"], values["max_points"]) == ("", "4")
