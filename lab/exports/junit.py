"""Results as JUnit XML, as build servers read it: a suite for each bundle, a case for each check."""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lab.bundles.batch import Graded
from lab.exports.findings import outcome_words, plain
from lab.grading.grade import CheckResult
from lab.values.errors import LabError


def junit_xml(graded: Sequence[Graded], tell: Callable[[LabError], str]) -> bytes:
    """All bundles in one document. A bundle that was refused is a case of its own with an error; `tell` puts it into a sentence."""
    suites = Element("testsuites", name="tradewind-lab")
    for one in graded:
        _suite(suites, one, tell)
    counts = ("tests", "failures", "errors", "skipped")
    for name in counts:
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(suites, " ")
    body: str = tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode("utf-8", "replace")


def _suite(suites: Element, graded: Graded, tell: Callable[[LabError], str]) -> None:
    suite = SubElement(suites, "testsuite", name=plain(graded.path.name))
    problem, record = graded.problem, graded.record
    if problem is not None or record is None:
        case = SubElement(suite, "testcase", classname="bundle", name="can be graded")
        words = plain(tell(problem)) if problem is not None else ""
        SubElement(case, "error", type=graded.code, message=words).text = words
    else:
        properties = SubElement(suite, "properties")
        grade = record.grade
        for name, value in (
            ("scenario", f"{record.scenario} {record.version}"), ("content_hash", record.content_hash), ("market", record.market),
            ("journal_hash", record.journal_hash), ("world_hash", record.world_hash), ("points", "" if grade.withheld else grade.points),
            ("max_points", str(grade.max_points)), ("waiting_points", str(grade.waiting_points)),
        ):  # fmt: skip
            SubElement(properties, "property", name=name, value=plain(value))
        for check in grade.checks:
            _case(suite, check)
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in kinds.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))


def _case(suite: Element, check: CheckResult) -> None:
    case = SubElement(suite, "testcase", classname=plain(check.task), name=plain(check.id))
    words = "\n".join(plain(line) for line in outcome_words(check).splitlines())
    message = f"{check.points} of {check.max_points} points"
    if check.status in ("fail", "partial", "not_reached"):
        SubElement(case, "failure", type=check.status, message=message).text = words
    elif check.status == "error":
        SubElement(case, "error", type="check", message=message).text = words
    elif check.status == "waiting":
        SubElement(case, "skipped", message=words)
