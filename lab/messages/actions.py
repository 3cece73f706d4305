"""What a seller does in the inbox."""

from dataclasses import dataclass

from lab.messages.asking import let_answer_be_read
from lab.messages.dialogue import expect_reading
from lab.values.errors import Refused
from lab.values.text import tidy_lines
from lab.world.action import Action, action
from lab.world.thread import Message, Thread
from lab.world.world import World


def thread_or_refuse(world: World, thread_id: str) -> Thread:
    """The thread of that id. Raises Refused."""
    thread = world.threads.get(thread_id)
    if thread is None:
        raise Refused("no_such_thread", thread=thread_id)
    return thread


@action("message.reply", about="thread", body="text")
@dataclass(frozen=True, slots=True)
class Reply(Action):
    """Answer a buyer. What the platform forbids in messages is sent all the same, and has its consequences."""

    thread: str
    text: str

    def apply(self, world: World) -> None:
        thread = thread_or_refuse(world, self.thread)
        text = tidy_lines(self.text)
        if not text:
            raise Refused("text_empty", field="text")
        limit = world.setting.platforms[thread.platform].message_max_chars
        if len(text) > limit:
            raise Refused("too_long", field="text", found=len(text), limit=limit)
        thread.messages.append(Message("shop", text, world.now))
        let_answer_be_read(world, thread)
        expect_reading(world, thread)


@action("message.close", about="thread")
@dataclass(frozen=True, slots=True)
class CloseThread(Action):
    """Mark a conversation as needing no answer."""

    thread: str

    def apply(self, world: World) -> None:
        thread = thread_or_refuse(world, self.thread)
        if thread.closed_at is not None:
            raise Refused("already_closed", thread=thread.id)
        thread.closed_at = world.now
