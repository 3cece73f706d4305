"""Playing a scenario by hand in the terminal: the same actions as on the pages, one a line."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from rich.markdown import Markdown

from lab.bundles.layout import Deal
from lab.bundles.writing import bundle_lines, head_of, seed_text
from lab.cli.console import err, out
from lab.cli.report import print_record
from lab.engine.actions import Advance, EndDay
from lab.scenarios.brief import brief_of
from lab.scenarios.contents import action_of
from lab.scenarios.marking import grade_play
from lab.scenarios.play import Play
from lab.values.errors import BadInput, LabError
from lab.values.moment import format_offset, parse_duration, to_datetime
from lab.values.yamlfile import read_yaml
from lab.world.action import ACTIONS, Action

PLAYER = "terminal"
HELP = """brief                          the tasks, and what the supplier says
look                           the shop: listings, orders, letters, stock
read THREAD                    one conversation
do ACTION [ABOUT] [CONTENTS]   one action; contents are a text, a mapping {price: "7.50 EUR"}, or @file of the scenario
actions                        the names of all actions
wait 2h30m, day                let time pass; until the next morning
grade                          what the run would earn if it were handed in now
save FILE                      the run as a bundle, for lab grade and lab replay
quit"""


class Terminal:
    """One run played line by line. What cannot be done is said, and nothing changes."""

    def __init__(self, play: Play, picks: Mapping[str, str]) -> None:
        self.play = play
        self._picks = dict(picks)
        self._commands: Mapping[str, Callable[[str], None]] = {
            "help": lambda rest: out.print(HELP, markup=False), "brief": self._brief, "look": self._look, "read": self._read,
            "do": self._do, "actions": lambda rest: out.print("  ".join(ACTIONS)), "wait": self._wait,
            "day": lambda rest: self._act(EndDay()), "grade": self._grade, "save": self._save,
        }  # fmt: skip

    def run(self, lines: Iterable[str]) -> None:
        """Do line after line until `quit` or the end."""
        for line in lines:
            name, _, rest = line.strip().partition(" ")
            if name in ("quit", "exit"):
                return
            if not name or name.startswith("#"):
                continue
            command = self._commands.get(name)
            if command is None:
                err.print(f"There is no command '{name}'; help lists them.", markup=False)
                continue
            try:
                command(rest.strip())
            except LabError as error:
                err.print(str(error), style="yellow", markup=False)

    def ask(self) -> Iterator[str]:
        """Lines as they are typed, with a prompt; those of a pipe without."""
        if not sys.stdin.isatty():
            yield from sys.stdin
            return
        while True:
            try:
                yield input(self.prompt)
            except EOFError:
                return

    @property
    def prompt(self) -> str:
        """The simulated time, and how many letters wait."""
        now = to_datetime(self.play.world.setting.start, self.play.world.now)
        waiting = sum(thread.waits_since is not None for thread in self.play.world.threads.values())
        return f"{now:%a %d %b %H:%M}  {waiting} waiting> "

    def _brief(self, rest: str) -> None:
        brief = brief_of(self.play.scenario, self.play.variant, "en")
        out.print(Markdown(f"# {brief.title}\n\n{brief.summary}"))
        for task in brief.tasks:
            due = to_datetime(self.play.world.setting.start, task.due)
            out.print(Markdown(f"## {task.title} ({brief.points[task.id]} points, until {due:%A %d %B %H:%M})\n\n{task.text}"))
        for sku, sheet in brief.sheets.items():
            out.print(Markdown(f"## {sku}\n\n{sheet}"))
        for question in self.play.scenario.file.questions:
            options = "\n".join(f"- {key}: {texts['en']}" for key, texts in question.options.items())
            out.print(Markdown(f"## {question.id}: {question.title['en']}\n\n{options}"))

    def _look(self, rest: str) -> None:
        world = self.play.world
        for key, listing in world.listings.items():
            out.print(f"{key}  {'on sale' if listing.is_live else 'draft'}  {listing.price}  {listing.stock} pieces  {listing.title[:60]}", markup=False)
        for sku in world.setting.products:
            out.print(f"{sku}  {world.shop.stock.get(sku, 0)} in the store-room", markup=False)
        for name, order in world.orders.items():
            goods = ", ".join(f"{item.quantity} {item.sku}" for item in order.items)
            out.print(f"{name}  {order.state}  {order.place}  {goods}  {order.total}  since {format_offset(order.placed_at)}", markup=False)
        for name, thread in world.threads.items():
            state = "waits" if thread.waits_since is not None else "answered"
            out.print(f"{name}  {state}  {thread.buyer.name} ({thread.language})  {thread.subject}", markup=False)

    def _read(self, rest: str) -> None:
        thread = self.play.world.threads.get(rest)
        if thread is None:
            raise BadInput("no_such_thread", thread=rest[:40])
        for message in thread.messages:
            out.print(f"[{message.by} {format_offset(message.at)}]\n{message.text}\n", markup=False)

    def _do(self, rest: str) -> None:
        name, _, more = rest.partition(" ")
        cls = ACTIONS.get(name)
        if cls is None:
            raise BadInput("no_such_action", action=name[:40])
        about, _, contents = more.strip().partition(" ") if cls.about else ("", "", more)
        content = self._contents(cls, contents.strip())
        play = self.play
        self._act(action_of(play.scenario.folder, name, about or None, content, play.variant, play.world))

    @staticmethod
    def _contents(cls: type[Action], text: str) -> object:
        if not text:
            return None
        if text.startswith("@"):
            return text[1:]
        if not text.startswith("{") and cls.body:
            return {cls.body: text.replace("\\n", "\n")}
        data = read_yaml(text, "contents")[0]
        if not isinstance(data, dict):
            raise BadInput("action_field_wrong", action=cls.name, reason="the contents must be a mapping")
        return data

    def _wait(self, rest: str) -> None:
        self._act(Advance(parse_duration(rest)))

    def _act(self, action: Action) -> None:
        before = set(self.play.world.orders) | set(self.play.world.threads)
        _, outcome = self.play.act(action, PLAYER)
        if not outcome.ok:
            raise BadInput(outcome.code, **outcome.args)
        for name in [*self.play.world.orders, *self.play.world.threads]:
            if name not in before:
                out.print(f"new: {name}", style="green")

    def _grade(self, rest: str) -> None:
        print_record(PLAYER, grade_play(self.play))

    def _save(self, rest: str) -> None:
        if not rest:
            raise BadInput("file_needed")
        head = head_of(self.play, Deal(seed=seed_text(self.play.variant.seed), picks=self._picks or None), "played")
        try:
            with Path(rest).open("wb") as file:
                file.writelines(bundle_lines(head, self.play.rows, {PLAYER: "student"}))
        except OSError as error:
            raise BadInput("file_unwritable", reason=str(error)) from None
        out.print(f"wrote {rest}", markup=False)
