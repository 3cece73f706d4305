"""Answers that win a sale: what shoppers who ask before buying do when the shop answers right, wrong or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab.bands.keeper import keep_shop
from lab.bands.shops import Answers, Manner, goods_of_shop, open_shop, setting_of
from lab.bands.table import Row, share
from lab.market.base import Market

GROUP = "Answers before a purchase"
WAYS: tuple[Answers, ...] = ("right", "wrong", "silent")
SEED = 23


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """One shop in which every question is answered in each of the ways, after the same hours."""

    number: int
    days: int = 3
    visits: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one way to answer: questions before buying, those that ended in a purchase, and all orders of the shop."""

    questions: int
    won: int
    orders: int


def ask(market: Market, task: AnswerTask) -> tuple[Asked, ...]:
    """One shop, once for each of `WAYS`."""
    found = []
    for way in WAYS:
        setting = setting_of(
            market, goods_of_shop(market, task.number), seed=SEED, visits=task.visits, days=task.days, consequences=True
        )  # fmt: skip
        manner = Manner(reviews=30, ship_hours=12, reply_hours=1, answers=way)
        world = open_shop(setting, manner)
        keep_shop(world, manner, task.days)
        asked = [thread for thread in world.threads.values() if thread.about]
        found.append(Asked(len(asked), sum(thread.outcome == "bought" for thread in asked), len(world.orders)))
    return tuple(found)


def answer_rows(found: Sequence[tuple[Asked, ...]]) -> list[Row]:
    """Shares of questions that end in a purchase, and what answering is worth in orders."""
    totals = [
        Asked(*(sum(getattr(one[place], name) for one in found) for name in ("questions", "won", "orders"))) for place in range(len(WAYS))
    ]  # fmt: skip
    right, wrong, silent = totals
    note = f"{right.questions} questions, {right.orders} orders"
    return [
        Row(GROUP, "questions per order", share(right.questions, right.orders), 0.1, 1.0, "number", note),
        Row(GROUP, "questions that end in a sale, answered right within 1-7 hours", share(right.won, right.questions), 0.04, 0.20, "percent", note),
        Row(GROUP, "sales won by wrong answers, by those won by right ones", share(wrong.won, right.won), 0.1, 0.9, "times"),
        Row(GROUP, "questions that end in a sale, not answered", share(silent.won, silent.questions), 0.0, 0.0, "percent"),
        Row(GROUP, "orders with right answers, by orders with none", share(right.orders, silent.orders), 1.005, 1.10, "times"),
    ]
