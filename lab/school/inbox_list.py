"""Which conversations a page of the inbox shows: by what is to be done, language, market and matter, or by a text.

One pass over the conversations, which looks at the messages of each once (and at their words only for a search), however
many orders there are.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from lab.values.moment import HOUR, Moment
from lab.values.text import clip
from lab.world.order import Order
from lab.world.thread import Thread
from lab.world.world import World

PAGE = 50
MAX_SEARCH = 80
EXCERPT = 160
View = Literal["waiting", "all", "closed"]
VIEWS: tuple[View, ...] = get_args(View)
SAME_MATTER = {"ask_yes_no": "ask_attribute"}
"""Intents that are one matter to the shop."""
Result = Literal["waits", "answered", "closed"]


@dataclass(frozen=True, slots=True)
class InboxWish:
    """What somebody wants to see; empty fields do not narrow the list.

    `matter` is an intent, `text` a part of an order's number, of a name, of a subject or of a message.
    """

    view: View = "waiting"
    language: str = ""
    place: str = ""
    matter: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the view narrows the list."""
        return bool(self.language or self.place or self.matter or self.text)

    @property
    def args(self) -> dict[str, str]:
        """The wish as arguments of an address; what is usual is left out."""
        plain = {"language": self.language, "place": self.place, "matter": self.matter, "q": self.text}
        view = {"view": str(self.view)} if self.view != "waiting" else {}
        return {**view, **{name: value for name, value in plain.items() if value}}


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One conversation. `due` is until when the platform expects an answer; None while nobody waits."""

    thread: Thread
    due: Moment | None

    @property
    def result(self) -> Result:
        if self.due is not None:
            return "waits"
        return "closed" if self.thread.closed_at is not None else "answered"

    @property
    def excerpt(self) -> str:
        """The beginning of the buyer's last message in one line."""
        text = next((message.text for message in reversed(self.thread.messages) if message.by == "buyer"), "")
        return clip(" ".join(text[: 2 * EXCERPT].split()), EXCERPT)


@dataclass(frozen=True, slots=True)
class InboxFound:
    """Conversations in the order in which they are worth looking at, how many each view has, and what there is to choose from.

    The counts leave the wish's view aside, so that they tell what each view would show; the choices leave all of it aside.
    """

    rows: tuple[InboxRow, ...]
    counts: dict[View, int]
    languages: tuple[str, ...]
    places: tuple[str, ...]
    matters: tuple[str, ...]


def inbox_wish_of(view: str, language: str, place: str, matter: str, text: str, world: World) -> InboxWish:
    """A wish as it came in an address; what is no such view, language, place or matter of the run is left out."""
    languages, places, matters = _choices(world)
    return InboxWish(
        view if view in VIEWS else "waiting",
        language if language in languages else "",
        place if place in places else "",
        matter if matter in matters else "",
        " ".join(text.split())[:MAX_SEARCH],
    )


def find_threads(world: World, wish: InboxWish) -> InboxFound:
    """Conversations in which a buyer waits first, the one due first at the top; then the others, those written in last first."""
    text = wish.text.casefold()
    hours = {key: profile.message_reply_hours * HOUR for key, profile in world.setting.platforms.items()}
    counts: dict[View, int] = dict.fromkeys(VIEWS, 0)
    waiting: list[InboxRow] = []
    rest: list[InboxRow] = []
    for thread in world.threads.values():
        if wish.language and thread.language != wish.language:
            continue
        if wish.place and thread.place != wish.place:
            continue
        if wish.matter and matter_of(thread) != wish.matter:
            continue
        if text and not matches(thread, text, world.orders.get(thread.order or "")):
            continue
        since = thread.waits_since
        counts["all"] += 1
        if since is not None:
            counts["waiting"] += 1
            if wish.view != "closed":
                waiting.append(InboxRow(thread, since + hours[thread.platform]))
            continue
        if thread.closed_at is not None:
            counts["closed"] += 1
        if wish.view == "all" or (wish.view == "closed" and thread.closed_at is not None):
            rest.append(InboxRow(thread, None))
    waiting.sort(key=lambda row: row.due or 0)
    rest.sort(key=lambda row: -row.thread.messages[-1].at)
    return InboxFound((*waiting, *rest), counts, *_choices(world))


def neighbours(found: InboxFound, thread_id: str) -> tuple[str, str]:
    """The threads before and after one in a list, "" where there is none; beside one that is not in it, the first comes next."""
    ids = [row.thread.id for row in found.rows]
    if thread_id not in ids:
        return "", ids[0] if ids else ""
    place = ids.index(thread_id)
    return ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else ""


def matter_of(thread: Thread) -> str:
    """What a thread is about, as a filter has it; "" for a message that a scenario sends."""
    return SAME_MATTER.get(thread.intent, thread.intent)


def matches(thread: Thread, text: str, order: Order | None) -> bool:
    """Whether a text (case-folded) is part of the order's number, the buyer's name, the subject or a message."""
    if order is not None and text in order.number.casefold():
        return True
    if text in thread.buyer.name.casefold() or text in thread.subject.casefold():
        return True
    return any(text in message.text.casefold().replace("\n", " ") for message in thread.messages)


def _choices(world: World) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The languages, places and matters of a run's conversations; languages by code, places as the scenario has them."""
    languages: set[str] = set()
    places: set[str] = set()
    matters: dict[str, None] = {}
    for thread in world.threads.values():
        languages.add(thread.language)
        places.add(thread.place)
        if thread.intent:
            matters[matter_of(thread)] = None
    return tuple(sorted(languages)), tuple(place for place in world.setting.places if place in places), tuple(matters)
