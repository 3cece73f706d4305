"""What a seller does in the inbox."""

import pytest

from lab.engine.pack import world_hash
from tests.builders import HOSTILE, KZ, act, make_thread, make_world


def test_an_answer_is_tidied_and_dated() -> None:
    world = make_world()
    thread = make_thread(world)
    world.now = 90
    assert act(world, "message.reply", thread="q1", text="Guten Tag,\r\n\r\ndas Kabel  ist 180 cm lang.\n").ok
    assert (thread.messages[-1].by, thread.messages[-1].at) == ("shop", 90)
    assert thread.messages[-1].text == "Guten Tag,\n\ndas Kabel ist 180 cm lang."


@pytest.mark.parametrize(
    ("thread", "text", "code"),
    [("q9", "Hallo", "no_such_thread"), ("q1", " \n\u200b ", "text_empty"), ("q1", "x" * 4001, "too_long")],
)
def test_an_answer_is_refused(thread: str, text: str, code: str) -> None:
    world = make_world()
    make_thread(world)
    before = world_hash(world)
    assert act(world, "message.reply", thread=thread, text=text).code == code
    assert world_hash(world) == before


def test_the_limit_is_the_platforms_own() -> None:
    world = make_world()
    make_thread(world, place=KZ)
    assert act(world, "message.reply", thread="q1", text="я" * 2000).ok
    assert act(world, "message.reply", thread="q1", text="я" * 2001).code == "too_long"


def test_a_thread_is_closed_once() -> None:
    world = make_world()
    thread = make_thread(world)
    world.now = 50
    assert act(world, "message.close", thread="q1").ok
    assert thread.closed_at == 50
    assert act(world, "message.close", thread="q1").code == "already_closed"
    assert act(world, "message.close", thread="q9").code == "no_such_thread"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text_or_refused(text: str) -> None:
    world = make_world()
    make_thread(world)
    outcome = act(world, "message.reply", thread="q1", text=text)
    assert outcome.ok or outcome.code in ("text_empty", "too_long")
