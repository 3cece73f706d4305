"""Two markers: neither knows of the other before having marked; alike makes the mark, unlike is settled by somebody who sees both."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from lab.school.accounts import Viewer, create_user
from lab.school.assignments import AssignmentView, change_rules
from lab.school.courses import CourseView
from lab.school.database import Database
from lab.school.judging import mark, override
from lab.school.models import Mark, Opinion
from lab.school.opinions import agreement_of, give_opinion, independent, opinions_of, settle
from lab.school.rules import Rules
from lab.school.runs import grades_of, report_for
from lab.school.staff import add_staff
from lab.values.errors import BadInput, NotFound, Refused
from tests.school.conftest import PASSWORD
from tests.school.test_judging import best_levels

CHECK = "thoughts"


@pytest.fixture
def staff(db: Database, course: CourseView, teacher: Viewer) -> dict[str, Viewer]:
    """Two graders and a guest of the course."""
    people = {}
    for login, place in (("gerda", "grader"), ("gustav", "grader"), ("gast", "guest")):
        people[login] = create_user(db, login=login, name=login.title(), password=PASSWORD, role="student")
        add_staff(db, teacher, course.id, place, login)
    return people


@pytest.fixture
def both(db: Database, assignment: AssignmentView, handed_in: int, teacher: Viewer) -> int:
    """The run that was handed in, in an assignment with two markers."""
    rules = Rules(markers=2, show_score="after_release")
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=rules)
    return handed_in


def test_two_that_agree_make_the_mark(db: Database, both: int, staff: dict[str, Viewer], teacher: Viewer) -> None:
    best = best_levels(db, teacher, both)
    assert give_opinion(db, staff["gerda"], both, CHECK, best, "Well argued.").state == "waits"
    assert next(one for one in report_for(db, teacher, both).checks if one.id == CHECK).status == "waiting"
    given = give_opinion(db, staff["gustav"], both, CHECK, best, "Convincing.")
    assert given.state == "marked" and given.judged is not None and given.judged.mark_id is not None
    found = next(one for one in report_for(db, teacher, both).checks if one.id == CHECK)
    assert found.status == "pass"
    assert "Well argued.\n\nConvincing." in found.evidence[0]["comment"]
    assert grades_of(db, teacher, both)[0].reason == "mark of thoughts, two markers agree"
    for viewer in (staff["gerda"], staff["gast"], teacher):
        with pytest.raises(Refused, match="marked_already"):
            give_opinion(db, viewer, both, CHECK, best)


def test_neither_sees_the_other_before_having_marked(db: Database, both: int, staff: dict[str, Viewer], teacher: Viewer) -> None:
    best = best_levels(db, teacher, both)
    give_opinion(db, staff["gerda"], both, CHECK, best, "Secret words.")
    for viewer in (staff["gustav"], staff["gast"], teacher):
        seen = opinions_of(db, viewer, both, CHECK)
        assert (seen.state, seen.given, seen.seen, seen.may_settle) == ("open", 1, (), False)
    own = opinions_of(db, staff["gerda"], both, CHECK)
    assert (own.state, [one.comment for one in own.seen]) == ("waits", ["Secret words."])
    give_opinion(db, staff["gustav"], both, CHECK, dict.fromkeys(best, 0), "Thin.")
    for viewer in (*staff.values(), teacher):
        seen = opinions_of(db, viewer, both, CHECK)
        assert (seen.state, [one.comment for one in seen.seen]) == ("differs", ["Secret words.", "Thin."])
        assert seen.may_settle is (viewer.name not in ("Gerda", "Gustav"))


def test_two_that_differ_are_settled_by_a_third_with_a_reason(db: Database, both: int, staff: dict[str, Viewer], teacher: Viewer) -> None:
    best = best_levels(db, teacher, both)
    worst = dict.fromkeys(best, 0)
    with pytest.raises(Refused, match="nothing_to_settle"):
        settle(db, teacher, both, CHECK, best, "Nobody has marked.")
    give_opinion(db, staff["gerda"], both, CHECK, best)
    with pytest.raises(Refused, match="nothing_to_settle"):
        settle(db, teacher, both, CHECK, best, "One has marked.")
    assert give_opinion(db, staff["gustav"], both, CHECK, worst).state == "differs"
    with pytest.raises(Refused, match="two_have_marked"):
        give_opinion(db, staff["gast"], both, CHECK, best)
    with pytest.raises(Refused, match="third_person_needed"):
        settle(db, staff["gerda"], both, CHECK, best, "I am right.")
    with pytest.raises(BadInput, match="reason_needed"):
        settle(db, staff["gast"], both, CHECK, best, " ")
    with pytest.raises(BadInput, match="rubric_incomplete"):
        settle(db, staff["gast"], both, CHECK, {}, "Because.")
    assert settle(db, staff["gast"], both, CHECK, best, "Reasons are given.", "Good.").mark_id is not None
    assert grades_of(db, teacher, both)[0].reason == "settled between two markers of thoughts: Reasons are given."
    with db.session() as session:
        row = session.scalars(select(Mark)).one()
    assert (row.comment, row.marker_id) == ("Good.", staff["gast"].id)
    with pytest.raises(Refused, match="nothing_to_settle"):
        settle(db, teacher, both, CHECK, worst, "Once more.")


def test_one_of_the_two_may_come_round_and_a_leader_among_them_may_settle(
    db: Database, both: int, staff: dict[str, Viewer], teacher: Viewer
) -> None:
    best = best_levels(db, teacher, both)
    give_opinion(db, staff["gerda"], both, CHECK, best)
    give_opinion(db, teacher, both, CHECK, dict.fromkeys(best, 0))
    assert opinions_of(db, teacher, both, CHECK).may_settle
    assert give_opinion(db, staff["gerda"], both, CHECK, dict.fromkeys(best, 0)).state == "marked"
    with db.session() as session:
        assert len(session.scalars(select(Opinion)).all()) == 3


def test_a_mark_by_one_person_is_refused_where_two_mark_and_the_other_way_round(
    db: Database, both: int, assignment: AssignmentView, staff: dict[str, Viewer], teacher: Viewer
) -> None:
    best = best_levels(db, teacher, both)
    for viewer in (teacher, staff["gerda"]):
        with pytest.raises(Refused, match="second_marker_needed"):
            mark(db, viewer, both, CHECK, best)
    change_rules(db, teacher, assignment.id, opens_at=assignment.opens_at, due_at=None, attempts=2, rules=Rules())
    with pytest.raises(Refused, match="one_marker_only"):
        give_opinion(db, staff["gerda"], both, CHECK, best)
    assert mark(db, staff["gerda"], both, CHECK, best).grade_id is not None


def test_graders_and_guests_cannot_override_and_others_find_nothing(
    db: Database, both: int, staff: dict[str, Viewer], student: Viewer, stranger: Viewer, other_teacher: Viewer, teacher: Viewer
) -> None:
    for viewer in (*staff.values(), student, stranger, other_teacher):
        with pytest.raises(NotFound, match="no_such_run"):
            override(db, viewer, both, "de_live", "1", "Because.")
    calls: tuple[Callable[[Viewer], object], ...] = (
        lambda viewer: give_opinion(db, viewer, both, CHECK, {}),
        lambda viewer: settle(db, viewer, both, CHECK, {}, "Because."),
        lambda viewer: opinions_of(db, viewer, both, CHECK),
    )
    for call in calls:
        for viewer in (student, stranger, other_teacher):
            with pytest.raises(NotFound, match="no_such_run"):
                call(viewer)


def test_an_override_ends_the_matter(db: Database, both: int, staff: dict[str, Viewer], teacher: Viewer) -> None:
    best = best_levels(db, teacher, both)
    give_opinion(db, staff["gerda"], both, CHECK, best)
    override(db, teacher, both, CHECK, "1/2", "Decided.")
    assert opinions_of(db, staff["gustav"], both, CHECK).state == "marked"


def test_agreement_counts_what_each_thought_alone(
    db: Database, both: int, assignment: AssignmentView, staff: dict[str, Viewer], student: Viewer, teacher: Viewer
) -> None:
    assert agreement_of(db, teacher, assignment.id) == []
    best = best_levels(db, teacher, both)
    give_opinion(db, staff["gerda"], both, CHECK, best)
    assert agreement_of(db, staff["gerda"], assignment.id) == []
    give_opinion(db, staff["gustav"], both, CHECK, dict.fromkeys(best, 0))
    give_opinion(db, staff["gustav"], both, CHECK, best)  # came round after seeing the other
    found = agreement_of(db, teacher, assignment.id)
    assert [one.criterion for one in found] == sorted(best)
    assert {(one.answers, one.share, one.kappa) for one in found} == {(1, 0, 0)}
    with pytest.raises(NotFound):
        agreement_of(db, student, assignment.id)


def test_the_first_one_s_last_word_before_the_second_spoke_is_what_counts() -> None:
    rows = [Opinion(id=number, marker_id=marker) for number, marker in ((1, 5), (2, 5), (3, 7), (4, 5), (5, 7))]
    first, second = independent(rows)
    assert first is not None and second is not None and (first.id, second.id) == (2, 3)
    assert independent(rows[:2])[1] is None and independent([]) == (None, None)
