"""The parts of an archive: what may stand in them."""

from datetime import UTC, datetime

import pytest

from lab.school.course_layout import CourseData, PersonData, read_course, to_json
from lab.values.errors import BadInput

AT = datetime(2026, 11, 26, 8, 0, 0, 1, tzinfo=UTC)
COURSE = CourseData(title="Trade", archived=False, with_names=True, people=[PersonData(key="p1", name="Li Wei", joined_at=AT)], assignments=[])


def test_a_course_comes_back_as_it_was_written() -> None:
    assert read_course(to_json(COURSE)) == COURSE
    assert to_json(COURSE) == to_json(read_course(to_json(COURSE)))


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        (b'"course/2"', b'"course/3"', "course/3"), (b'"p1"', b'"x1"', "regex"), (b'"Li Wei"', b'""', "length >= 1"),
        (b'"people"', b'"folk"', "folk"), (b"08:00:00.000001Z", b"08:00:00", "timezone"), (b"}", b"", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(was: bytes, now: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match="course_file_unreadable") as caught:
        read_course(to_json(COURSE).replace(was, now))
    assert reason in str(caught.value)


def test_the_first_format_is_still_read() -> None:
    old = to_json(COURSE).replace(b'"course/2"', b'"course/1"').replace(b' "staff": [],\n', b"")
    assert old != to_json(COURSE) and b"staff" not in old
    assert read_course(old).staff == []
