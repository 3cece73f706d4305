"""The real server on a free port of this machine, over an instance of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from lab.school.database import Database, open_database
from lab.school.settings import load_settings
from lab.values.places import ROOT

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class House:
    """An instance and the server over it, which can be killed and started again on the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open_database(self) -> Database:
        """The database of the instance, beside the server."""
        return open_database(load_settings({"LAB_INSTANCE": str(self.folder)}))

    def start(self, workers: int = 2) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "lab.cli", "serve", "--port", str(self.port), "--workers", str(workers)]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LAB_")}
        environ |= {"LAB_INSTANCE": str(self.folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                command, env=environ, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError(f"the server did not start:\n{self.log()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL to the server and its workers: nothing can be written or said any more."""
        if self.server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)  # it leads the session that it was started in
            self.server.wait()
            self.server = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")[-4000:]
