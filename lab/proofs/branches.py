"""Playing many plans of one variant, each beginning that they share only once.

Most wrong ways do the first half of the right one. The plans are therefore laid beside each other: as long as they do the
same at the same minute, one world is played; where they part, it is copied. The world is kept at the moment of every check
on the way, so that grading needs no second play.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lab.engine.codec import encode_action
from lab.engine.do import Outcome
from lab.grading.spoil import Log, Timed
from lab.grading.timeline import Watch
from lab.scenarios.contents import action_of
from lab.scenarios.play import Play
from lab.scenarios.robot import Plan, until, wait
from lab.values.errors import LabError
from lab.values.moment import Moment
from lab.world.action import Action


@dataclass(frozen=True, slots=True)
class Move:
    """What a plan does next: from minute `at` on, the actions of `make`, which sees the world as it is then.

    Two moves of one `key` do the same in the same world.
    """

    at: Moment
    key: str
    name: str
    make: Callable[[Play], Sequence[Action]]


@dataclass(slots=True)
class Course:
    """A plan under way: the play, what it did that the world accepted or refused, and the world at moments past."""

    play: Play
    watch: Watch
    done: list[Timed] = field(default_factory=list)
    refused: dict[str, Outcome] = field(default_factory=dict)
    problem: str = ""

    def fork(self) -> "Course":
        """A course of its own from here."""
        return Course(self.play.fork(), self.watch.fork(), list(self.done), dict(self.refused), self.problem)

    def go(self, move: Move, actor: str) -> None:
        """Wait for the move's minute, and do it."""

        def act(action: Action) -> Outcome:
            before = self.watch.before(self.play.world, action)
            _, outcome = self.play.act(action, actor)
            self.watch.after(before, self.play.world.now)
            return outcome

        for moment in until(move.at, self.play, tuple(self.watch.waiting)):
            wait(self.play, moment, act)
        for action in move.make(self.play):
            at = self.play.world.now
            outcome = act(action)
            if outcome.ok:
                self.done.append(Timed(at, action))
            else:
                self.refused[move.name] = outcome


def play_all(course: Course, plans: Mapping[str, Sequence[Move]], begun: int = 0) -> Iterator[tuple[str, Course]]:
    """Every plan's finished course, in no order that means anything. `course` is used up.

    A plan whose contents do not fit ends there, with the reason as its `problem`.
    """
    while True:
        over = [name for name, moves in plans.items() if len(moves) == begun]
        going: dict[str, dict[str, Sequence[Move]]] = {}
        for name, moves in plans.items():
            if len(moves) > begun:
                going.setdefault(moves[begun].key, {})[name] = moves
        for name in over:
            ended = course.fork() if going or name != over[-1] else course
            ended.watch.end(ended.play.world)
            yield name, ended
        branches = list(going.values())
        for branch in branches[:-1]:
            yield from play_all(course.fork(), branch, begun)
        if not branches:
            return
        plans = branches[-1]
        name, moves = next(iter(plans.items()))
        try:
            course.go(moves[begun], "robot")
        except LabError as error:
            course.problem = str(error)
            for one in plans:
                yield one, course
            return
        begun += 1


def moves_of(plan: Plan) -> list[Move]:
    """The moves of an author's plan."""

    def move(number: int) -> Move:
        step = plan.steps[number]

        def make(play: Play) -> Sequence[Action]:
            return [action_of(play.scenario.folder, step.do, step.on, step.with_, play.variant, play.world)]

        return Move(step.at, f"{step.at} {step.do} {step.on} {step.with_!r}", step.id, make)

    return [move(number) for number in range(len(plan.steps))]


def moves_after(right: Sequence[Move], log: Log, changed: Log) -> list[Move]:
    """The moves of a changed log: those of the right plan as long as it did nothing else, then the changed actions.

    `log` is what the right plan did, one accepted action for each of its moves.
    """
    same = 0
    while same < min(len(log), len(changed)) and log[same] == changed[same]:
        same += 1
    return [*right[:same], *(ready(one, number) for number, one in enumerate(changed[same:], start=same))]


def ready(timed: Timed, number: int) -> Move:
    """A move that does one given action."""
    return Move(timed.at, f"{timed.at} {encode_action(timed.action).decode()}", f"change {number}", lambda play: [timed.action])
