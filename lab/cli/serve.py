"""`lab serve` and the start without a command: set up what is missing, then serve."""

import os
import socket

import click

from lab.cli.console import note, out, stages, steps
from lab.cli.market import STAGES
from lab.cli.worker import worker_beside
from lab.market.store import current_market
from lab.scenarios.script import load_scenario, scenario_folders
from lab.school.database import open_database
from lab.school.demo import load_demo
from lab.school.settings import load_settings
from lab.values.errors import BadInput

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; the loopback unless told otherwise.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages. Sets up what is missing first."""
    _prepare(demo=False)
    _run(host, port, workers)


@click.command()
def start() -> None:
    """First-time set-up with the demo course, then the server on the loopback."""
    _prepare(demo=True)
    _run("127.0.0.1", _free_port(8000), 2)


def _prepare(*, demo: bool) -> None:
    settings = load_settings(os.environ)
    with steps() as progress:
        task = progress.add_task("Reading the scenarios", total=4 if demo else 3)
        for folder in scenario_folders():
            load_scenario(folder)
        progress.update(task, advance=1, description="Building the market")
        current_market(settings.markets, stages(progress, STAGES))
        progress.update(task, advance=1, description="Preparing the database")
        database = open_database(settings)
        progress.advance(task)
        people = []
        if demo:
            progress.update(task, description="Loading the demo course")
            people = load_demo(database, settings)
            progress.advance(task)
        progress.update(task, description="Ready")
    database.close()
    if people:
        out.print("\n[bold]Demo sign-ins[/] (shown only now; they work on this machine only)")
        for login, password, role in people:
            out.print(f"  {role:<11} {login:<14} {password}", markup=False)
    elif demo:
        note("The demo sign-ins were printed at the first start. A new password: python run.py account password demo-student")


def _run(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    if not _is_free(host, port):
        raise BadInput("port_in_use", port=port, hint="choose another with --port")
    os.environ["LAB_LISTENS_ON"] = "loopback" if host in LOOPBACK else "network"
    out.print(f"\nTradewind Lab is at [bold]http://{host}:{port}/[/]  (stop it with Ctrl+C)")
    server = Granian(
        "lab.app:from_environment",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backlog=256,
        backpressure=64,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    )
    with worker_beside():
        server.serve()


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _free_port(wanted: int) -> int:
    """The wanted port, else one of the next twenty that is free."""
    for port in range(wanted, wanted + 20):
        if _is_free("127.0.0.1", port):
            return port
    raise BadInput("port_in_use", port=wanted, hint="choose another with: python run.py serve --port N")
