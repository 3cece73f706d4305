"""Budget of the shop front: a real server, and half the pages per second of a bare Flask page of the same size on the same server.

Both are served by Granian with one worker as `lab serve` runs it, and asked by another process over connections that stay open. Ours is
asked for two hundred different keywords in turn, signed in as a student whose own listing is on sale.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psutil
import pytest
from flask import Flask

from lab.app import create_app
from lab.engine.actions import EndDay
from lab.market.base import Market
from lab.school.accounts import create_user, sign_in
from lab.school.assignments import assign
from lab.school.courses import create_course, join_course
from lab.school.runs import act, open_run
from lab.school.scripts import present_market
from lab.school.settings import load_settings
from lab.values.places import ROOT
from tests.markets import market_folder
from tests.web.browser import PASSWORD, SCENARIO

KEYWORDS = 200
SECONDS, ROUNDS, CONNECTIONS = 1.5, 7, 2
AT_LEAST = 0.5


@contextmanager
def served(target: str, **environment: str) -> Iterator[int]:
    """The port of an application served by Granian, one worker, as `lab serve` runs it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--backlog", "256", "--backpressure", "64", "--no-ws", "--log-level", "warning", target,
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment})
    try:
        for _ in range(300):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def load(port: int, paths: list[str], seconds: float, cookie: str = "") -> tuple[float, float, int]:
    """Pages per second, the mean bytes of a page, and how many were served."""
    heads = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n" for path in paths]
    command = [sys.executable, "-m", "benchmarks.load", str(port), str(seconds), str(CONNECTIONS)]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(heads), capture_output=True, text=True, check=True)
    rate, size, pages = json.loads(done.stdout)
    return rate, size, pages


def browser_cookies(app: Flask, token: str) -> str:
    """The cookies that a browser sends once it has signed in and seen a page."""
    client = app.test_client()
    client.set_cookie("tradewind", token)
    client.get("/account")
    kept = (client.get_cookie(name) for name in ("tradewind", "tradewind_page"))
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept if cookie is not None)


def processor_seconds(port: int) -> float:
    """Seconds of processor time that the server at a port has used, over all its processes."""
    parents = [process for process in psutil.Process().children() if str(port) in process.cmdline()]
    times = [one.cpu_times() for parent in parents for one in (parent, *parent.children(recursive=True))]
    return sum(time.user + time.system for time in times)


@dataclass(frozen=True)
class Measured:
    """`rate` is pages per second of the clock, `busy_rate` pages per second of the server's own processor time."""

    rate: float
    busy_rate: float
    size: float


def measured(port: int, paths: list[str], cookie: str = "") -> Measured:
    before = processor_seconds(port)
    rate, size, pages = load(port, paths, SECONDS, cookie)
    return Measured(rate, pages / max(0.01, processor_seconds(port) - before), size)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, int, Market]:
    """An instance with a student's run after one day: its folder, the student's cookies, the run, the market."""
    folder = tmp_path_factory.mktemp("instance")
    app = create_app(load_settings({"LAB_INSTANCE": str(folder)}))
    db = app.extensions["lab_database"]
    db.settings.markets.symlink_to(market_folder(), target_is_directory=True)
    teacher = create_user(db, login="teacher", name="Teacher", password=PASSWORD, role="instructor")
    student = create_user(db, login="student", name="Student", password=PASSWORD, role="student")
    course = create_course(db, teacher, "Benchmark")
    join_course(db, student, course.join_code or "")
    run = open_run(db, student, assign(db, teacher, course.id, scenario_id=SCENARIO).id)
    act(db, student, run, EndDay())
    cookie = browser_cookies(app, sign_in(db, login="student", password=PASSWORD, address="127.0.0.1").token)
    market = present_market(db.settings)
    db.close()
    return folder, cookie, run, market


def test_the_shop_front_serves_half_as_many_pages_as_a_bare_page_of_its_size(instance: tuple[Path, str, int, Market]) -> None:
    folder, cookie, run, market = instance
    most = sorted(market.keywords_of("de"), key=lambda keyword: -keyword.volume)[:KEYWORDS]
    paths = [f"/runs/{run}/store/meridian/DE?q={quote(keyword.text)}" for keyword in most]
    with served("lab.app:from_environment", LAB_INSTANCE=str(folder)) as ours:
        load(ours, paths[:1], 0, cookie)
        first, _, _ = load(ours, paths, 0, cookie)
        _, size, _ = load(ours, paths, 0, cookie)
        with served("benchmarks.bare:make", BARE_BYTES=str(round(size))) as bare:
            load(bare, ["/"], 1.0)
            rounds = [(measured(ours, paths, cookie), measured(bare, ["/"])) for _ in range(ROUNDS)]
    rate, bare_rate = (median(round_[side].rate for round_ in rounds) for side in (0, 1))
    busy, bare_busy = (median(round_[side].busy_rate for round_ in rounds) for side in (0, 1))
    print(
        f"\nshop front {rate:.0f} pages/s of {size:.0f} bytes ({first:.0f} while they are made for the first time), bare page "
        f"{bare_rate:.0f} pages/s of {rounds[0][1].size:.0f} bytes: ratio {rate / bare_rate:.2f}; "
        f"by the servers' own processor time {busy:.0f} and {bare_busy:.0f}: ratio {busy / bare_busy:.2f}"
    )
    assert abs(rounds[0][1].size - size) < size / 10
    # On a machine that has other things to do the clock says little, the processor time still holds.
    assert max(rate / bare_rate, busy / bare_busy) >= AT_LEAST
