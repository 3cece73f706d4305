"""Writing to the terminal: results to standard output, everything about the way there to standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

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


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
