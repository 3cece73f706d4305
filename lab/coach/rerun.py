"""A journal played once more, with a change laid over it, in step with the first time.

The clock of the second play follows that of the first, action by action: letting time pass "until something happens" means
the same minutes as then. What the shop did with an order or a conversation is done with that of the same shopper, whatever
its number is now. An order that only the second play has leaves with the next parcel of the same listing that the shop
sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lab.coach.change import Overlay
from lab.engine.actions import Advance, AdvanceToNext, EndDay
from lab.engine.advance import advance, next_part
from lab.engine.codec import encode_action
from lab.engine.do import Outcome, do
from lab.orders.actions import CancelOrder, ShipOrder
from lab.scenarios.play import Play, Row
from lab.values.moment import Moment, day_of
from lab.world.action import Action
from lab.world.order import Order, PackedItem
from lab.world.thread import Thread
from lab.world.world import World

CLOCK = (Advance, AdvanceToNext, EndDay)
OnDay = Callable[[int], None]
BeforePart = Callable[[World], None]


@dataclass(slots=True)
class Rerun:
    """A play that goes through the rows of a journal again.

    `play` stands where the rows begin and is changed; `last` is the moment at which the journal ends. With `first`, the world
    at the end of the first play, actions find orders and conversations again by their shoppers. `on_day` is told the
    number of each day when it is over and may raise to stop; `before_part` sees the world in the minute before each
    quarter of a day.
    """

    play: Play
    last: Moment
    overlay: Overlay | None = None
    first: World | None = None
    on_day: OnDay | None = None
    before_part: BeforePart | None = None
    left_out: int = 0
    """Actions that found nothing to act on: the order or conversation never came to be."""
    _laid: bool = False
    _hands: "Hands | None" = field(default=None)

    def run(self, rows: Sequence[Row]) -> World:
        """Play the rows; the world afterwards."""
        world = self.play.world
        if self.first is not None:
            self._hands = Hands(self.first, world, self.overlay)
        self._begin_if_due()
        for place, row in enumerate(rows):
            after = rows[place + 1].sim_time if place + 1 < len(rows) else self.last
            action = row.deed.action
            if isinstance(action, CLOCK):
                self._pass_time(after)
                self._note(row, action, Outcome(True))
            else:
                self._act(row, action)
        return world

    def _act(self, row: Row, action: Action) -> None:
        world = self.play.world
        fitted = action if self._hands is None else self._hands.fitted(action)
        if fitted is None:
            self.left_out += 1
            return
        self._lift()
        outcome = do(world, fitted)
        if self._hands is not None and isinstance(action, ShipOrder) and isinstance(fitted, ShipOrder) and outcome.ok:
            for more in self._hands.along_with(action, fitted):
                do(world, more)
        self._note(row, fitted, outcome)
        self._lay()

    def _note(self, row: Row, action: Action, outcome: Outcome) -> None:
        """Write the action down and ring the alarm of the scenario, as `Play.act` does."""
        play = self.play
        if play.alarm.waiting:
            play.alarm.ring(play.world, play.deeds())
        play.rows.append(Row(play.seq, row.sim_time, row.actor, encode_action(action), outcome.encode(), ""))

    def _pass_time(self, until: Moment) -> None:
        world = self.play.world
        until = min(until, world.setting.end)  # time ends with the run
        while world.now < until:
            stop = until
            begins = self.overlay.begins_at(world) if self.overlay is not None and not self._laid else 0
            if world.now < begins < stop:
                stop = begins
            eve = next_part(world) - 1
            if eve > world.now:
                stop = min(stop, eve)
            else:
                stop = world.now + 1
                if self.before_part is not None:
                    self.before_part(world)
            day = day_of(world.setting.start, world.now)
            advance(world, stop - world.now)
            self._begin_if_due()
            if self.on_day is not None and day_of(world.setting.start, world.now) != day:
                self.on_day(day)

    def _begin_if_due(self) -> None:
        if self.overlay is not None and not self._laid and self.play.world.now >= self.overlay.begins_at(self.play.world):
            self._laid = True
            self.overlay.lay(self.play.world)

    def _lift(self) -> None:
        if self.overlay is not None and self._laid:
            self.overlay.lift(self.play.world)

    def _lay(self) -> None:
        if self.overlay is not None and self._laid:
            self.overlay.lay(self.play.world)


class Hands:
    """What the shop did in the first play, done in the second one to the same shoppers."""

    def __init__(self, first: World, world: World, overlay: Overlay | None = None) -> None:
        self._first, self._world = first, world
        self._keys = {order.key for order in first.orders.values()}
        self._change = overlay.change if overlay is not None else None

    def fitted(self, action: Action) -> Action | None:
        """The action as it has to be now; None when what it was about never came to be."""
        if isinstance(action, (ShipOrder, CancelOrder)):
            before = self._first.orders.get(action.order)
            if before is None:  # there was no such order then, either
                return action
            order = self._same_order(before)
            if order is None:
                return None
            return self._parcel(action, before, order) if isinstance(action, ShipOrder) else replace(action, order=order.id)
        thread = getattr(action, "thread", None)
        if isinstance(thread, str) and thread in self._first.threads:
            same = self._same_thread(self._first.threads[thread])
            return None if same is None else replace(action, thread=same.id)  # type: ignore[type-var]
        return action

    def along_with(self, then: ShipOrder, sent: ShipOrder) -> list[ShipOrder]:
        """Parcels that leave together with the one just sent: of orders for the same listing that only this play has."""
        before, model = self._first.orders[then.order], self._world.orders[sent.order]
        waiting = [
            order
            for order in self._world.orders.values()
            if order.state == "unshipped" and order.listing == model.listing and order.key not in self._keys
        ]
        return [self._parcel(then, before, order) for order in waiting]

    def _same_order(self, before: Order) -> Order | None:
        same = self._world.orders.get(before.id)
        if same is not None and same.key == before.key:
            return same
        return next((order for order in self._world.orders.values() if order.key == before.key), None)

    def _same_thread(self, before: Thread) -> Thread | None:
        if before.order is None or before.order not in self._first.orders:
            same = self._world.threads.get(before.id)
            return same if same is not None and same.buyer == before.buyer else None
        order = self._same_order(self._first.orders[before.order])
        if order is None:
            return None
        then = [thread.id for thread in self._first.threads.values() if thread.order == before.order]
        now = [thread for thread in self._world.threads.values() if thread.order == order.id]
        place = then.index(before.id)
        return now[place] if place < len(now) else None

    def _parcel(self, then: ShipOrder, before: Order, order: Order) -> ShipOrder:
        """The parcel for an order, packed as the one of `before` was."""
        ordered = tuple(PackedItem(item.sku, item.quantity) for item in before.items)
        items = then.items
        if sorted(items, key=_by_sku) == sorted(ordered, key=_by_sku):
            items = tuple(PackedItem(item.sku, item.quantity) for item in order.items)
        form = then.customs_form
        if form is not None:
            pieces = Fraction(sum(item.quantity for item in items), max(1, sum(item.quantity for item in then.items)))
            worth = Fraction(order.goods.amount, max(1, before.goods.amount))
            form = replace(
                form,
                quantity=int(form.quantity * pieces),
                weight_g=int(form.weight_g * pieces),
                value=form.value.times(worth),
            )
        lane, change = then.lane, self._change
        if change is not None and change.kind == "lane" and change.on == order.place:
            lane = change.choice
        return replace(then, order=order.id, items=items, lane=lane, customs_form=form)


def _by_sku(item: PackedItem) -> tuple[str, int]:
    return item.sku, item.quantity
