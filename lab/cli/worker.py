"""`lab worker`: does the jobs that take too long for a page; and the worker that `lab serve` keeps beside itself."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from lab.cli.console import note
from lab.school.database import open_database
from lab.school.settings import load_settings
from lab.school.worker import work
from lab.values.places import ROOT

GRACE_SECONDS = 10
"""A worker that does not come to the end of a simulated day in this time is ended; its job goes to the next one."""
WATCH_SECONDS = 0.5


@click.command()
@click.option("--until-idle", is_flag=True, help="Stop when no job waits.")
@click.option("--server", type=int, default=None, hidden=True, help="Stop when the process with this id is gone.")
def worker(until_idle: bool, server: int | None) -> None:
    """Do waiting jobs, one after another. Stop it with Ctrl+C or SIGTERM; the job at hand goes back to waiting."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _stop(stop))
    if server is not None:
        threading.Thread(target=_watch_server, args=(server, stop), daemon=True).start()
    database = open_database(load_settings(os.environ))
    try:
        taken = work(database, stop, until_idle=until_idle)
    finally:
        database.close()
    if until_idle:
        note(f"{taken} jobs")


def _stop(stop: threading.Event) -> None:
    stop.set()
    timer = threading.Timer(GRACE_SECONDS, lambda: os._exit(0))
    timer.daemon = True
    timer.start()


def _watch_server(server: int, stop: threading.Event) -> None:
    """Stop when the server is gone: its end of the pipe closes (Windows), or this process gets another parent."""
    if os.name == "nt":
        with suppress(OSError, ValueError):
            sys.stdin.buffer.read()
        _stop(stop)
        return
    while not stop.wait(WATCH_SECONDS):
        if os.getppid() != server:
            _stop(stop)
            return


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker process as long as the block runs; one that dies is started again."""
    over = threading.Event()
    # Started here and not in the thread: the server forks its own workers meanwhile, and a fork copies locks as they are.
    keeper = threading.Thread(target=_keep_worker, args=(_start_worker(), over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(GRACE_SECONDS + 5)


def _keep_worker(process: "subprocess.Popen[bytes]", over: threading.Event) -> None:
    rest = 1.0
    while True:
        while process.poll() is None and not over.wait(0.2):
            pass
        if process.poll() is None:
            _end(process)
            return
        if over.wait(rest):
            return
        rest = min(60.0, rest * 2)  # it died by itself: try again, less and less often
        process = _start_worker()


def _start_worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "lab.cli", "worker", "--server", str(os.getpid())]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603 - our own module


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    with suppress(OSError):
        process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
