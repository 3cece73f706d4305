"""A buyer reads what the shop answers, and goes on: asks again, says thanks, or loses patience.

The course of a conversation is fixed by its intent, by what the answers say, and by how long they took; chance only chooses
among wordings, so that it is as hard for everybody. Nothing of this happens in a world without dialogue.

    answer read ->  not in the buyer's language      says so, patience - 2
                    untrue, or blames the buyer       objects, patience - 2, mood upset
                    a need is left out                asks for the first one, patience - 1
                    every need is met                 says thanks; settled
    a day without an answer                           reminds, patience - 1, mood upset from the second time on
    patience 0                                        gives up
"""

from lab.languages.identify import language_verdict
from lab.languages.manners import dress_of
from lab.messages.dialogue_book import graph, lines_of, needs_of
from lab.messages.needs import Met, judge_need
from lab.messages.phrasebook import Mood, drawn, filled
from lab.orders.agenda import put
from lab.values.chance import below, draw, key_of
from lab.values.moment import HOUR
from lab.world.due import Due
from lab.world.thread import Message, Thread
from lab.world.world import World

LIES, LEFT_OUT = 2, 1
"""What an untrue answer, and one that leaves something out, cost of the buyer's patience."""


def begin_dialogue(world: World, thread: Thread, mood: Mood) -> None:
    """The buyer has written about a new matter and waits for an answer; a thread whose matter needs none stays as it is."""
    if not world.setting.dialogue or not needs_of(thread.intent):
        return
    thread.mood, thread.patience = mood, graph().patience[mood]
    thread.met, thread.outcome, thread.asked = [], "", ""
    _expect_reminder(world, thread)


def expect_reading(world: World, thread: Thread) -> None:
    """The shop has answered: a buyer who waits reads it soon."""
    if not is_open(thread):
        return
    low, high = graph().reads_after_minutes
    minutes = low + below(draw(_key(thread), "reads"), high - low + 1)
    put(world, Due(at=world.now + minutes, number=0, kind="reading", ref=thread.id, quantity=len(thread.messages)))


def wait_again(world: World, thread: Thread) -> None:
    """The buyer has written out of turn: patience for an answer begins anew, where the buyer still wants something."""
    if is_open(thread):
        _expect_reminder(world, thread)


def is_open(thread: Thread) -> bool:
    """Whether the buyer of a thread still wants something."""
    return thread.patience > 0 and not thread.outcome


def read_answer(world: World, due: Due) -> None:
    """The buyer reads what the shop has written since the buyer's last message, and goes on."""
    thread = world.threads[due.ref]
    if not is_open(thread) or len(thread.messages) != due.quantity:
        return  # something was written after; that is read at its own time
    unread = unread_answers(thread)
    if not unread:
        return
    text = "\n".join(message.text for message in unread)
    lines = lines_of(thread.language)
    if language_verdict(text, (thread.language,)).answer == "no" and not _is_bare(text):
        _go_on(world, thread, drawn(lines.wrong_language, _key(thread), "line"), LIES, "wrong_language")
        return
    found = judge_answer(world, thread, unread)
    untrue = next((one for one in found if one.verdict == "wrong"), None)
    if untrue is not None or blames(text, thread.language):
        thread.mood = "upset"
        _go_on(world, thread, drawn(lines.wrong_fact, _key(thread), "line"), LIES, "wrong_fact")
        return
    thread.met += [one.need for one in found if one.verdict == "right"]
    left = next((need for need in needs_of(thread.intent) if need not in thread.met), None)
    if left is not None:
        _go_on(world, thread, drawn(lines.follow_up[left], _key(thread), "line"), LEFT_OUT, left)
        return
    _say(world, thread, drawn(lines.thanks.upset if thread.mood == "upset" else lines.thanks.calm, _key(thread), "line"))
    thread.outcome = "settled"
    thread.closed_at = world.now


def remind(world: World, due: Due) -> None:
    """A day has passed without an answer: the buyer asks where it is, or gives up."""
    thread = world.threads[due.ref]
    waits = thread.waits_since
    if not is_open(thread) or waits is None or len(thread.messages) != due.quantity:
        return
    reminders = lines_of(thread.language).reminder
    lines = reminders.upset if thread.mood == "upset" else reminders.calm
    _go_on(world, thread, drawn(lines, _key(thread), "line"), LEFT_OUT, "reminder")
    thread.mood = "upset"


def unread_answers(thread: Thread) -> list[Message]:
    """What the shop has written since the buyer last did."""
    unread: list[Message] = []
    for message in thread.messages:
        unread = [] if message.by == "buyer" else [*unread, message]
    return unread


def judge_answer(world: World, thread: Thread, messages: list[Message]) -> tuple[Met, ...]:
    """How messages of the shop stand to the needs of a thread's buyer that have not been met yet, judged as of the last one."""
    text = "\n".join(message.text for message in messages)
    return tuple(
        judge_need(world, thread, need, text, messages[-1].at) for need in needs_of(thread.intent) if need not in thread.met
    )


def blames(text: str, language: str) -> bool:
    """Whether a text blames or lectures the buyer."""
    dress = dress_of(text, language)
    return dress is not None and dress.blame is not None


def _is_bare(text: str) -> bool:
    """Numbers and codes alone are read in every language."""
    return sum(char.isalpha() for char in text) < 4


def _go_on(world: World, thread: Thread, line: str, cost: int, asked: str) -> None:
    """The buyer writes a line and waits on, or gives up when it cost the last patience. `asked` is what the buyer now asks for."""
    thread.patience = max(0, thread.patience - cost)
    if thread.patience == 0:
        _say(world, thread, drawn(lines_of(thread.language).give_up, _key(thread), "line"))
        thread.mood, thread.outcome, thread.asked = "upset", "gave_up", ""
        thread.closed_at = world.now  # whatever is answered now helps nobody
        return
    _say(world, thread, line)
    thread.asked = asked
    _expect_reminder(world, thread)


def _say(world: World, thread: Thread, line: str) -> None:
    order = world.orders.get(thread.order) if thread.order else None
    slots = {"order": order.number if order is not None else ""}
    thread.messages.append(Message("buyer", filled(line, slots).strip(), world.now))


def _expect_reminder(world: World, thread: Thread) -> None:
    hours = graph().reminder_hours
    put(world, Due(at=world.now + hours * HOUR, number=0, kind="reminder", ref=thread.id, quantity=len(thread.messages)))


def _key(thread: Thread) -> int:
    """The key of the draws of a thread at this length, so that no two lines are drawn alike."""
    return key_of("dialogue", thread.id, len(thread.messages))
