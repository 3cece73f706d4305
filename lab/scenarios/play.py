"""One run in memory: the world, its journal and the chain of hashes. The same journal always gives the same play."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field

from lab.engine.chain import START, chain
from lab.engine.clone import clone
from lab.engine.codec import decode_action, encode_action
from lab.engine.do import Outcome, decode_outcome, do
from lab.engine.pack import pack, unpack, world_hash
from lab.grading.evidence import Deed
from lab.market.base import Market
from lab.scenarios.alarm import Alarm
from lab.scenarios.deal import Variant
from lab.scenarios.script import Scenario
from lab.scenarios.stage import stage
from lab.values.errors import BadInput, LabError
from lab.values.moment import Moment
from lab.world.action import Action, is_staff_action, is_staff_actor
from lab.world.setting import Setting
from lab.world.world import World


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a journal: canonical action and outcome, the simulated minute before it, and the chain so far."""

    seq: int
    sim_time: Moment
    actor: str
    action: bytes
    outcome: bytes
    chain_hash: str

    @property
    def deed(self) -> Deed:
        return Deed(self.seq, self.sim_time, decode_action(self.action), decode_outcome(self.outcome).ok)


@dataclass(slots=True)
class Play:
    """A run being played. `rows` holds the whole journal; `chain_hash` is the last row's."""

    scenario: Scenario
    variant: Variant
    world: World
    alarm: Alarm
    rows: list[Row] = field(default_factory=list)
    chain_hash: str = START

    @property
    def seq(self) -> int:
        """The number of rows so far, and so the number of the next one."""
        return len(self.rows)

    def act(self, action: Action, actor: str) -> tuple[Row, Outcome]:
        """Do one action and write it down, accepted or refused.

        The action goes through its canonical form first, so that a replay sees exactly what this world saw.
        Raises BadInput, and writes nothing down, for an action of staff by anybody else, and any other action by staff.
        """
        if is_staff_action(action.name) != is_staff_actor(actor):
            raise BadInput("action_of_another_hand", action=action.name)
        data = encode_action(action)
        sim_time = self.world.now
        outcome = do(self.world, decode_action(data))
        if self.alarm.waiting:
            self.alarm.ring(self.world, self.deeds())
        written = outcome.encode()
        self.chain_hash = chain(self.chain_hash, data, written)
        row = Row(self.seq, sim_time, actor, data, written, self.chain_hash)
        self.rows.append(row)
        return row, outcome

    def fork(self) -> "Play":
        """A play whose world and journal are its own; scenario, variant and setting never change and are shared."""
        alarm = copy(self.alarm)
        alarm.waiting = list(self.alarm.waiting)
        return Play(self.scenario, self.variant, clone(self.world), alarm, list(self.rows), self.chain_hash)

    def snapshot(self) -> bytes:
        """The world, packed; `resume` goes on from it."""
        return pack(self.world)

    def world_hash(self) -> str:
        return world_hash(self.world)

    def deeds(self) -> list[Deed]:
        """The journal as checks see it."""
        return [row.deed for row in self.rows]


def start(scenario: Scenario, variant: Variant, market: Market) -> Play:
    """A run before its first action."""
    return Play(scenario, variant, stage(scenario, variant, market), Alarm(scenario, variant))


def resume(
    scenario: Scenario,
    variant: Variant,
    market: Market,
    rows: Sequence[Row],
    snapshot: bytes | None = None,
    snapshot_seq: int = 0,
) -> Play:
    """A run from its journal; with a snapshot taken after `snapshot_seq` rows only the rest is replayed.

    A snapshot of an older lab, whose world had another shape, is passed over and the whole journal replayed.
    Raises LabError("journal_broken") when an outcome or a hash differs from what was written down.
    """
    play = start(scenario, variant, market)
    kept = _unpacked(snapshot, play.world.setting) if snapshot is not None and not play.alarm.waiting else None
    if kept is not None:
        play.world = kept
        for row in rows[:snapshot_seq]:
            play.chain_hash = chain(play.chain_hash, row.action, row.outcome)
            if play.chain_hash != row.chain_hash or row.seq != play.seq:
                raise LabError("journal_broken", seq=row.seq)
            play.rows.append(row)
        rows = rows[snapshot_seq:]
    for row in rows:
        try:
            again, _ = play.act(decode_action(row.action), row.actor)
        except BadInput:
            raise LabError("journal_broken", seq=row.seq) from None
        if again != row:
            raise LabError("journal_broken", seq=row.seq)
    return play


def _unpacked(snapshot: bytes, setting: Setting) -> World | None:
    try:
        return unpack(snapshot, setting)
    except LabError:
        return None
