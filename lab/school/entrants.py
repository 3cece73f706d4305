"""Who does an assignment: its students, and groups in the place of their members."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from lab.school.models import Assignment, Group, GroupMember, Member, User
from lab.school.names import Names, key_of


@dataclass(frozen=True, slots=True)
class Entrant:
    """A student, or a group, which stands for all of its members.

    `user_id` is the student's, or that of the group's first member by name; `user_ids` are all of them. `key` says whose a run
    is (`lab.school.names.key_of`). `login` and `section` are empty for a group and where names are hidden. Sorting by `order`
    goes by label, and where names are hidden is random and always the same.
    """

    user_id: int
    user_ids: tuple[int, ...]
    group_id: int | None
    key: str
    label: str
    order: str
    login: str
    section: str


def entrants(session: Session, assignment: Assignment, names: Names) -> list[Entrant]:
    """Everybody who does an assignment, in one question, by the name of the student or of the group's first member."""
    rows = session.execute(
        select(User, Member.section, Group.id, Group.name)
        .join(Member, Member.user_id == User.id)
        .outerjoin(GroupMember, and_(GroupMember.assignment_id == assignment.id, GroupMember.user_id == User.id))
        .outerjoin(Group, Group.id == GroupMember.group_id)
        .where(Member.course_id == assignment.course_id, Member.role == "student")
    ).all()
    together: dict[str, list[tuple[User, str, int | None, str]]] = {}
    for user, section, own_group, name in sorted(rows, key=lambda row: (row[0].name.casefold(), row[0].id)):
        together.setdefault(key_of(user.id, own_group), []).append((user, section, own_group, name or ""))
    found = []
    for key, members in together.items():
        user, section, group_id, group = members[0]
        label = names.of(user.id, user.name, group_id, group)
        bare = names.hidden or group_id is not None
        found.append(
            Entrant(
                user.id, tuple(member.id for member, *_ in members), group_id, key, label,
                names.order(user.id, group_id) if names.hidden else label.casefold(), "" if bare else user.login, "" if bare else section,
            )
        )  # fmt: skip
    return found
