"""Writing to the terminal: results to standard output, everything about the way there to standard error."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

# One message is one line, whatever the width of the terminal: logs and scripts read them too.
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def problem(text: str) -> None:
    """One error in plain words."""
    err.print(f"[bold red]Error:[/] {_plain(text)}")


def note(text: str) -> None:
    err.print(_plain(text), style="dim")


@contextmanager
def steps() -> Iterator[Progress]:
    """A progress bar on standard error."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=False) as progress:
        yield progress


def stages(progress: Progress, names: Mapping[str, str]) -> Callable[[str, int, int], None]:
    """What slow work tells ("rounds", 3 done, of 80), as one bar for each stage; `names` has their words."""
    bars: dict[str, TaskID] = {}

    def tell(stage: str, done: int, of: int) -> None:
        if stage not in bars:
            bars[stage] = progress.add_task(names[stage], total=of)
        progress.update(bars[stage], completed=done, total=of)

    return tell


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
