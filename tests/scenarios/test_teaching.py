"""The three scenarios for those who teach: what their papers say is so, and free texts are judged by what they say."""

import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

import pytest

import lab.engine.codec  # noqa: F401 - registers every action
from lab.languages.facts import find_fact
from lab.ledger.sale import unit_lines
from lab.market.base import Market
from lab.scenarios.brief import brief_of
from lab.scenarios.deal import Variant, all_picks, deal
from lab.scenarios.play import start
from lab.scenarios.script import Scenario, load_scenario, scenario_folders
from lab.scenarios.stage import facts_of
from lab.values.money import Money
from lab.values.places import SCENARIOS
from lab.values.text import chosen

WRITE, MARK, RUN = "teach-write-a-task", "teach-mark-fairly", "teach-run-a-class"
LESSONS = ("morning", "evening")


@cache
def _scenario(name: str) -> Scenario:
    return load_scenario(SCENARIOS / name)


def _variant(name: str, pick: str, market: Market) -> Variant:
    scenario = _scenario(name)
    picks = next(picks for picks in all_picks(scenario) if pick in picks.values())
    return deal(scenario, 1, market, picks)


def _task(name: str, pick: str, task: str, market: Market, language: str = "en") -> str:
    brief = brief_of(_scenario(name), _variant(name, pick, market), language)
    return next(one.text for one in brief.tasks if one.id == task)


def _rows(text: str, columns: int) -> list[list[str]]:
    """The cells of every row of a table with so many columns, without head and rule."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in cells if len(row) == columns and not set(row[0]) <= set("- ")][1:]


def _right(name: str, pick: str, question: str, market: Market) -> set[str]:
    """What is right to choose for a question in a variant."""
    scenario = _scenario(name)
    check = next(check for check in scenario.checks if getattr(check, "question", "") == question)
    if check.accept:
        return set(check.accept)
    fact = facts_of(scenario, _variant(name, pick, market))[check.accept_from]
    return set(fact.groups[0])


def _text_of(name: str, question: str, option: str) -> str:
    return chosen(next(one for one in _scenario(name).file.questions if one.id == question).options[option], "en")


def test_only_these_three_are_for_those_who_teach() -> None:
    loaded = [load_scenario(folder) for folder in scenario_folders()]
    assert {one.id for one in loaded if one.file.audience == "instructor"} == {WRITE, MARK, RUN}


# --- the draft ---


def test_the_shop_is_as_the_draft_says(market: Market) -> None:
    """Parts that "the shop earns before anybody has done anything", the price of a hint, and a profit."""
    world = start(_scenario(WRITE), _variant(WRITE, "a", market), market).world
    tea_set = world.listings["meridian/US/teaset"]
    assert tea_set.is_live and len(tea_set.images) < 5
    assert world.templates["meridian/US"].handling_hours <= 48
    now, lower = unit_lines(world, tea_set), unit_lines(world, tea_set, price=Money(4450, "USD"))
    assert now is not None and now.price.amount > 4490 and str(now.profit) == "22.43 USD"
    assert lower is not None and lower.margin is not None and lower.margin >= Fraction(1, 4)


@pytest.mark.parametrize("draft", ["a", "b"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_draft_has_eight_parts_and_a_hundred_points(draft: str, language: str, market: Market) -> None:
    rows = _rows(_task(WRITE, draft, "review", market, language), 5)
    assert len(rows) == 8
    assert sum(int(row[3]) for row in rows) == 100


def test_no_part_has_the_same_fault_in_both_drafts(market: Market) -> None:
    for number in range(1, 9):
        assert not _right(WRITE, "a", f"part{number}", market) & _right(WRITE, "b", f"part{number}", market)


# --- six papers ---


@pytest.mark.parametrize(("batch", "right_lines"), [("gold", 4), ("blue", 3)])
def test_the_books_add_up_and_paper_six_has_so_many_right_lines(batch: str, right_lines: int, market: Market) -> None:
    sheet = brief_of(_scenario(MARK), _variant(MARK, batch, market), "en").sheets["ware"]
    books = [Fraction(row[1]) for row in _rows(sheet, 2)[-5:]]
    own = [Fraction(row[1]) for row in _rows(_task(MARK, batch, "mark", market), 2)[-5:]]
    for lines in (books, own):
        assert lines[0] - sum(lines[1:4]) == lines[4]
    # A profit that follows from one's own lines is right, whatever the books say.
    assert sum(mine == theirs for mine, theirs in zip(own[:4], books[:4], strict=True)) + 1 == right_lines
    assert books[3] == max(books[1:4])
    assert _right(MARK, batch, "p6_figures", market) == {"half" if right_lines == 4 else "none"}


@pytest.mark.parametrize("batch", ["gold", "blue"])
def test_good_and_poor_english_are_right_as_often(batch: str, market: Market) -> None:
    """Of the plain and of the polished letters one states the truth in either batch, so that language decides nothing."""
    levels = {paper: _right(MARK, batch, f"p{paper}_facts", market) for paper in (1, 2, 4)}
    assert (levels[1] == {"full"}) != (levels[4] == {"full"})
    assert (levels[1] == {"full"}) != (levels[2] == {"full"})


# --- a lesson ---


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_board_shows_who_is_stuck_and_who_is_idle(lesson: str, market: Market) -> None:
    rows = _rows(_task(RUN, lesson, "board", market), 6)
    assert len(rows) == 24
    stuck, idle = set(), set()
    for name, minutes, refused, _, lately, state in rows:
        count = int(re.match(r"\d+", refused)[0]) if refused != "–" else 0  # type: ignore[index]
        if count >= 3 and lately == "0" and "another" not in refused:
            stuck.add(name.lower())
        if int(minutes) >= 10 and state == "at work":
            idle.add(name.lower())
    assert stuck == _right(RUN, lesson, "stuck", market)
    assert idle == _right(RUN, lesson, "idle", market)


@pytest.mark.parametrize("lesson", LESSONS)
def test_one_reason_holds_up_many_only_where_all_are_helped_together(lesson: str, market: Market) -> None:
    refused = [row[2].partition(": ")[2] for row in _rows(_task(RUN, lesson, "board", market), 6) if row[2] != "–"]
    most = max(refused.count(reason) for reason in refused)
    assert (most >= 5) == (_right(RUN, lesson, "whole", market) == {"together"})


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of that September; all of a class are in one time zone."""
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC)


def _credit(received: datetime, more: timedelta = timedelta(0)) -> Fraction:
    """By the rules of the course: Monday, 14 September, 18:00, and its steps."""
    due = _at(14, 18) + more
    steps = ((timedelta(0), 100), (timedelta(days=1), 80), (timedelta(days=3), 50))
    return next((Fraction(share, 100) for after, share in steps if received <= due + after), Fraction(0))


@pytest.mark.parametrize(
    ("lesson", "jun", "karim", "nora"),
    [
        ("morning", _at(15, 17, 59), _at(15, 17, 40), 60),
        ("evening", _at(15, 18, 1), _at(16, 12), 66),
    ],
)
def test_late_work_counts_by_the_rules(lesson: str, jun: datetime, karim: datetime, nora: int, market: Market) -> None:
    counted = {
        "late_jun": 84 * _credit(jun),
        "late_karim": 70 * _credit(karim, timedelta(days=1)),
        "late_nora": max(Fraction(nora), 78 * _credit(_at(15, 9))),
    }
    for question, points in counted.items():
        (option,) = _right(RUN, lesson, question, market)
        assert _text_of(RUN, question, option) == f"{float(points):.2f} points"


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_check_to_repair_turns_round_and_the_hardest_separates(lesson: str, market: Market) -> None:
    rows = _rows(_task(RUN, lesson, "figures", market), 4)
    share = {f"c{row[0][0]}": Fraction(row[2]) for row in rows}
    gap = {f"c{row[0][0]}": Fraction(row[3].replace("−", "-")) for row in rows}
    assert _right(RUN, lesson, "repair", market) == {key for key, value in gap.items() if value < 0}
    hardest = min(share, key=lambda key: share[key])
    assert _right(RUN, lesson, "keep", market) == {hardest} and gap[hardest] == max(gap.values())


# --- what is written freely ---

TASK = ("refund", "letter", "due", "points", "order", "rule", "own_work")
ANSWER = ("verdict", "evidence", "onward")
HELP = ("place", "untold")


@pytest.mark.parametrize(
    ("name", "pick", "facts", "language", "text"),
    [
        (WRITE, "a", TASK, "en", "Ms Reed received her tea set with one broken cup. Calculate the refund she is entitled to under the house rule (see the "
         "supplier's sheet) and her order, issue it, and email her. Deadline: Wed 16 Sept 6 p.m. Amount 8 pts, email 4 pts."),
        (WRITE, "a", TASK, "en", "One cup is broken. How much does Ms Reed get back? Check the order and the supplier sheet. Reply to her politely. By 18:00 on "
         "Wednesday. Points: amount (8), reply (4)."),
        (WRITE, "a", TASK, "zh", "请给里德女士退款：金额要自己算，参考订单和供应商资料。再写一封信给她。周三傍晚六点截止。退款金额占8分，信占4分。"),
        (WRITE, "b", TASK, "en", "The parcel for Ms Ortiz was late. Find out what is due to her by our shop rules and her order, refund it and let her know in a "
         "short message. Closes Thursday at noon; 6 points for the sum, 4 for the message."),
        (MARK, "gold", ANSWER, "en", "The server shows your first letter went out at 09:52. That was before ten, so I have changed the result to full marks. You may "
         "write to Ms Hale until Friday if you disagree."),
        (MARK, "gold", ANSWER, "en", "The later letter should not have been looked at, so I grant the appeal: sent 9:52. Questions go to Ms Hale by 18 September."),
        (MARK, "gold", ANSWER, "zh", "你的申诉有道理，第一封回复09:52已发出，我已把这一项改成满分。有疑问请在周五前联系黑尔女士。"),
        (MARK, "blue", ANSWER, "en", "The record shows your letter was only sent at 10:14, after the deadline. The 0 stands. Ms Hale can review this until Friday."),
        (MARK, "blue", ANSWER, "zh", "10:14才发出，超过截止时间，分数不变。周五之前可找黑尔女士。"),
        (RUN, "morning", HELP, "en", "Scroll down under the title box: there is a list of rules. Which of your words could it mean?"),
        (RUN, "morning", HELP, "zh", "标题栏下面有提示，把每个词对一遍，哪个词买家没法核实？"),
        (RUN, "evening", HELP, "en", "See the box with the costs next to the price. What is taken off besides the mug?"),
        (RUN, "evening", HELP, "zh", "表单旁边有成本明细，除了进货价还扣了什么？"),
    ],
)  # fmt: skip
def test_other_ways_of_saying_it_count(name: str, pick: str, facts: tuple[str, ...], language: str, text: str, market: Market) -> None:
    known = facts_of(_scenario(name), _variant(name, pick, market))
    assert {fact: find_fact(text, known[fact], language).status for fact in facts} == dict.fromkeys(facts, "right")


@pytest.mark.parametrize(
    ("name", "pick", "fact", "language", "text"),
    [
        (WRITE, "a", "own_work", "en", "Work out how much goes back to Ms Reed; it is 5.29 USD."),
        (WRITE, "a", "due", "en", "You have time until Thursday, 18:00."),
        (WRITE, "b", "own_work", "zh", "请算一算应退多少，答案是4.90美元。"),
        (MARK, "gold", "verdict", "en", "I am afraid your appeal cannot be granted."),
        (MARK, "gold", "evidence", "en", "You were in time, at 10:14."),
        (MARK, "blue", "verdict", "en", "You began early, so I grant you full points."),
        (MARK, "blue", "verdict", "zh", "申诉成立，改为满分。"),
        (RUN, "morning", "untold", "en", "Look at the rules for titles. Take out Amazing."),
        (RUN, "morning", "untold", "en", "You guessed right, look at the rules below the title."),
        (RUN, "evening", "untold", "en", "Look at the fees: 15.90 USD is enough."),
        (RUN, "evening", "untold", "zh", "看看佣金和运费，梅说得对。"),
    ],
)
def test_saying_it_wrongly_or_giving_it_away_does_not(name: str, pick: str, fact: str, language: str, text: str, market: Market) -> None:
    known = facts_of(_scenario(name), _variant(name, pick, market))
    assert find_fact(text, known[fact], language).status != "right"
