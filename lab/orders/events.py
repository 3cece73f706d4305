"""What happens to orders by itself: each kind of thing on the agenda, and what has come of it."""

from lab.orders.aftermath import (
    bring_goods_back,
    close_dispute,
    expect_aftermath,
    open_dispute,
    wish_return,
    write_review,
)
from lab.orders.cancellation import cancel_if_open
from lab.orders.transit import deliver, give_up
from lab.world.due import Due, DueKind
from lab.world.world import World

KINDS: frozenset[DueKind] = frozenset(
    {"delivery", "missing", "cancel", "overdue", "review", "return", "goods_back", "dispute", "dispute_end"}
)


def happen(world: World, due: Due) -> str:
    """Let one thing happen to the order `due.ref`; gives what has come of it, "" for nothing.

    One of delivered, refused, lost, cancelled, reviewed, return_wished, goods_back, dispute_opened, dispute_closed.
    Raises ValueError for a kind that is not in KINDS.
    """
    order_id = due.ref
    order = world.orders[order_id]
    match due.kind:
        case "delivery":
            if not deliver(world, order_id):
                return ""
            expect_aftermath(world, order)
            return order.state
        case "missing":
            give_up(world, order_id)
            expect_aftermath(world, order)
            return "lost"
        case "cancel" | "overdue":
            return "cancelled" if cancel_if_open(world, order_id, "buyer" if due.kind == "cancel" else "platform") else ""
        case "review":
            return "reviewed" if write_review(world, order_id) else ""
        case "return":
            return "return_wished" if wish_return(world, order_id) else ""
        case "goods_back":
            bring_goods_back(world, order_id)
            return "goods_back"
        case "dispute":
            return "dispute_opened" if open_dispute(world, order_id) else ""
        case "dispute_end":
            close_dispute(world, order_id)
            return "dispute_closed"
        case _:
            raise ValueError(f"{due.kind} does not happen to an order")
