"""Groups of students who do an assignment in one run, and what each of them may do in it.

A member with roles does the work of these roles only, so that a group has to talk; without roles everything is open to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from lab.school.accounts import Viewer
from lab.school.assignments import taught_assignment, visible_assignment
from lab.school.clock import now
from lab.school.database import Database
from lab.school.models import Assignment, Group, GroupMember, Member, Run, User
from lab.school.staff import place_of
from lab.values.errors import BadInput, NotFound, Refused
from lab.values.text import tidy

ROLES = ("operator", "service", "logistics", "finance")
_AREAS: Mapping[str, str] = {
    "listing": "operator", "price": "operator", "promotion": "operator", "ads": "operator", "image": "operator", "social": "operator",
    "message": "service", "review": "service", "return": "service", "dispute": "service",
    "order": "logistics", "shipping": "logistics", "stock": "logistics", "document": "logistics", "compliance": "logistics",
    "pricing": "finance", "worksheet": "finance", "account": "finance",
}  # fmt: skip
"""Who does what, by the first part of an action's name. What is not named here (the clock, decisions, the reflection) is everybody's."""
_EXCEPTIONS: Mapping[str, str] = {"order.refund": "service", "order.answer_cancel": "service", "order.answer_address": "service"}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its members (id, name, roles) who are in the course; `run_id` is that of its newest attempt."""

    id: int
    name: str
    members: tuple[tuple[int, str, tuple[str, ...]], ...]
    run_id: int | None


def role_for(action: str) -> str | None:
    """The role whose work an action is; None for what everybody may do."""
    return _EXCEPTIONS.get(action) or _AREAS.get(action.split(".")[0])


def check_role(session: Session, assignment_id: int, user_id: int, action: str) -> None:
    """Raises Refused when a member of a group wants to do another's work."""
    needed = role_for(action)
    roles = session.scalar(
        select(GroupMember.roles).where(GroupMember.assignment_id == assignment_id, GroupMember.user_id == user_id)
    )
    if needed is not None and roles and needed not in roles:
        raise Refused("not_your_role", needed=needed, roles=list(roles))


def groups_of(db: Database, viewer: Viewer, assignment_id: int) -> list[GroupLine]:
    """The groups of an assignment, by name. For the course's leaders, and for its students: they see who is where. Raises NotFound."""
    with db.session() as session:
        assignment, _ = visible_assignment(session, viewer, assignment_id)
        groups = session.scalars(select(Group).where(Group.assignment_id == assignment.id)).all()
        rows = session.execute(
            select(GroupMember, User.name)
            .join(User, User.id == GroupMember.user_id)
            .where(GroupMember.assignment_id == assignment.id, GroupMember.user_id.in_(_students(session, assignment)))
        ).all()
        runs = dict(
            session.execute(
                select(Run.group_id, func.max(Run.id)).where(Run.assignment_id == assignment.id, Run.group_id.is_not(None)).group_by(Run.group_id)
            ).all()
        )
    by_group: dict[int, list[tuple[int, str, tuple[str, ...]]]] = {}
    for member, name in rows:
        by_group.setdefault(member.group_id, []).append((member.user_id, name, tuple(member.roles)))
    return [
        GroupLine(group.id, group.name, tuple(sorted(by_group.get(group.id, []), key=lambda one: (one[1].casefold(), one[0]))), runs.get(group.id))
        for group in sorted(groups, key=lambda group: (group.name.casefold(), group.id))
    ]


def set_groups(db: Database, viewer: Viewer, assignment_id: int, wanted: Mapping[int, tuple[str, Sequence[str]]]) -> int:
    """Put students into groups: by student the name of the group and their roles; who is left out is in none. How many groups there are.

    Who has left the course stays in a group that has begun, to be there again after coming back.
    Raises NotFound for who does not lead the course; BadInput for somebody who is no student of it, a group that is too large, an
    unknown role; Refused for moving somebody whose group has begun.
    """
    names = {user_id: tidy(name)[:60] for user_id, (name, _) in wanted.items()}
    with db.write() as session:
        assignment, _ = taught_assignment(session, viewer, assignment_id)
        students = _students(session, assignment)
        for user_id, (_, roles) in wanted.items():
            if user_id not in students:
                raise BadInput("not_in_course", user=user_id)
            _check_roles(roles)
        sizes: dict[str, int] = {}
        for name in names.values():
            sizes[name] = sizes.get(name, 0) + bool(name)
        if assignment.group_size and max(sizes.values(), default=0) > assignment.group_size:
            raise BadInput("group_too_large", found=max(sizes.values()), limit=assignment.group_size)
        begun = set(session.scalars(select(Run.group_id).where(Run.assignment_id == assignment.id, Run.group_id.is_not(None))))
        groups = {group.name: group for group in session.scalars(select(Group).where(Group.assignment_id == assignment.id))}
        members = {row.user_id: row for row in session.scalars(select(GroupMember).where(GroupMember.assignment_id == assignment.id))}
        old_names = {group.id: group.name for group in groups.values()}
        for user_id, row in members.items():
            if user_id in students and row.group_id in begun and names.get(user_id, "") != old_names[row.group_id]:
                raise Refused("group_has_begun", group=old_names[row.group_id])
        for name in sorted({name for name in names.values() if name} - set(groups)):
            groups[name] = Group(assignment_id=assignment.id, name=name, made_at=now())
            session.add(groups[name])
        session.flush()
        replaced = or_(GroupMember.user_id.in_(students), GroupMember.group_id.not_in(begun))
        session.execute(delete(GroupMember).where(GroupMember.assignment_id == assignment.id, replaced))
        session.expunge_all()
        for user_id, name in names.items():
            if name:
                session.add(GroupMember(assignment_id=assignment.id, user_id=user_id, group_id=groups[name].id, roles=list(wanted[user_id][1])))
        session.flush()
        used = {groups[name].id for name in names.values() if name} | begun
        session.execute(delete(Group).where(Group.assignment_id == assignment.id, Group.id.not_in(used)))
        return len(used)


def form_groups(students: Iterable[int], size: int) -> list[list[int]]:
    """Students in the order given, cut into groups that differ by one at most and are not larger than `size`."""
    left = list(students)
    count = -(-len(left) // max(1, size))
    return [left[number::count] for number in range(count)]


def join_group(db: Database, viewer: Viewer, assignment_id: int, name: str, roles: Sequence[str] = ()) -> None:
    """A student joins a group, or makes it.

    Raises NotFound; Refused where groups are made by the teacher, for leaving or joining one that has begun, and for one that is full.
    """
    name = tidy(name)[:60]
    with db.write() as session:
        assignment, course = visible_assignment(session, viewer, assignment_id)
        if place_of(session, viewer, course) != "student":
            raise NotFound("no_such_assignment")
        # Two who join at once wait for each other, and for who forms the groups.
        session.execute(select(Assignment.id).where(Assignment.id == assignment.id).with_for_update())
        _check_roles(roles)
        if not name:
            raise BadInput("group_needs_name", field="name")
        if not assignment.group_size or assignment.group_by != "students":
            raise Refused("groups_by_teacher")
        begun = set(session.scalars(select(Run.group_id).where(Run.assignment_id == assignment.id, Run.group_id.is_not(None))))
        own = session.get(GroupMember, (assignment.id, viewer.id))
        group = session.scalar(select(Group).where(Group.assignment_id == assignment.id, Group.name == name))
        is_own = own is not None and group is not None and group.id == own.group_id
        left = own is not None and own.group_id in begun
        # Whoever could join a group at work would get what it has earned.
        if not is_own and (left or (group is not None and group.id in begun)):
            raise Refused("group_has_begun", group=name)
        if group is None:
            group = Group(assignment_id=assignment.id, name=name, made_at=now())
            session.add(group)
            session.flush()
        others = session.scalar(
            select(func.count())
            .select_from(GroupMember)
            .where(GroupMember.group_id == group.id, GroupMember.user_id != viewer.id, GroupMember.user_id.in_(_students(session, assignment)))
        )
        if (others or 0) >= assignment.group_size:
            raise Refused("group_is_full", group=name, limit=assignment.group_size)
        if own is None:
            session.add(GroupMember(assignment_id=assignment.id, user_id=viewer.id, group_id=group.id, roles=list(roles)))
        else:
            own.group_id, own.roles = group.id, list(roles)


def _students(session: Session, assignment: Assignment) -> set[int]:
    return set(session.scalars(select(Member.user_id).where(Member.course_id == assignment.course_id, Member.role == "student")))


def _check_roles(roles: Sequence[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise BadInput("no_such_choice", field="roles", known=list(ROLES))
