"""What may stand in the file of a run."""

import json
from typing import Any

import pytest

from lab.school.course_layout import to_json
from lab.school.course_run_layout import GradeData, MarkData, RunFile, read_run
from lab.values.errors import BadInput
from tests.school.test_course_layout import AT

RUN = RunFile(
    times=[AT], actors=["s1"], pictures=[], grades=[GradeData(made_at=AT, by="s1", reason="=1+1", record="{}")],
    marks=[MarkData(check="thoughts", fraction="1/2", levels={"words": 2}, comment="مرحبا", by="s1", made_at=AT)],
)  # fmt: skip


def test_a_run_comes_back_as_it_was_written() -> None:
    assert read_run(to_json(RUN), "r1") == RUN


def test_a_run_of_the_first_format_has_nothing_said_about_it() -> None:
    plain = {name: part for name, part in json.loads(to_json(RUN)).items() if name in ("times", "actors", "pictures", "grades", "marks")}
    found = read_run(json.dumps(plain).encode(), "r1")
    assert (found.grades, found.opinions, found.proposals, found.appeals, found.questions, found.regrades, found.receipts) == (RUN.grades, *[[]] * 6)


@pytest.mark.parametrize(
    "change",
    [
        {"fraction": "-1/2"}, {"fraction": "1/0"}, {"fraction": "1e9"}, {"levels": {"words": -1}}, {"levels": {"words": {"deep": 1}}}, {"by": "x1"},
        {"made_at": "2026-11-26T08:00:00"}, {"comment": "x" * 20_001}, {"unknown": 1},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(change: dict[str, Any]) -> None:
    plain = json.loads(to_json(RUN))
    plain["marks"][0].update(change)
    with pytest.raises(BadInput, match="course_file_unreadable: file=r1"):
        read_run(json.dumps(plain).encode(), "r1")


def test_a_run_names_its_file() -> None:
    with pytest.raises(BadInput, match=r"course_file_unreadable: file=runs/r1\.json"):
        read_run(b"[]", "runs/r1.json")
