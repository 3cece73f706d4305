"""Errors carry a code and arguments, and files list all their faults in order."""

from lab.values.errors import BadFile, BadInput, Fault, NotFound, Refused


def test_an_error_says_its_code_and_arguments() -> None:
    assert str(Refused("too_long", field="title", found=501)) == "too_long: field=title, found=501"
    assert str(NotFound("no_such_run")) == "no_such_run"


def test_each_kind_of_error_has_its_status() -> None:
    assert [kind.status for kind in (BadInput, NotFound, Refused, BadFile)] == [422, 404, 409, 422]


def test_the_faults_of_a_file_stand_in_the_order_of_the_file() -> None:
    later, earlier = Fault("a.yaml", 9, 1, "x", "late"), Fault("a.yaml", 2, 5, "", "early")
    assert str(BadFile([later, earlier])) == "a.yaml:2:5: early\na.yaml:9:1: x: late"
