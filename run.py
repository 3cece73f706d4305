#!/usr/bin/env python3
"""Sets Tradewind Lab up on a machine with nothing but Python 3.11+, then hands over to its command line.

    python run.py                  first-time set-up, then the server
    python run.py <command> ...    any command of the lab; `python run.py --help` lists them
    python run.py test [args]      every check of the project; args go to pytest
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(lock: str) -> None:
    """Install a lock file into the virtual environment, unless exactly this was installed before."""
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / f".{lock}.sha256"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making a virtual environment in .venv ...")
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:  # some systems ship venv without pip
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python's venv is incomplete here. On Debian and Ubuntu: apt-get install python3-venv")
    say(f"Installing packages from {lock} (once; needs the network) ...")
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--progress-bar", "on"]
    if sys.stderr.isatty():
        pip.remove("--quiet")
    result = subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / lock)], cwd=ROOT, check=False)
    if result.returncode:
        sys.exit("Installing failed. Look at the lines above; with the network back, run the same command again.")
    stamp.write_text(wanted)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def check(arguments: list[str]) -> int:
    """Run every check of the project, all of them even when one fails; 0 if all hold."""
    install("requirements-test.lock")
    parallel = [] if any(a.startswith(("-n", "--numprocesses")) for a in arguments) else ["-n", "2", "--dist", "worksteal"]
    tools = {
        "ruff": ["-m", "ruff", "check", "."],
        "mypy": ["-m", "mypy"],
        "import-linter": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
        "pytest": ["-m", "pytest", *parallel, *arguments],
    }
    # Tests start processes by the hundred; each of them would compile the lab anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    failed = []
    for name, command in tools.items():
        say(f"\n== {name}")
        if subprocess.run([PYTHON, *command], cwd=ROOT, env=environment, check=False).returncode:
            failed.append(name)
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nEvery check holds.")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    if tuple(sys.version_info) < (3, 11):
        sys.exit("Tradewind Lab needs Python 3.11 or later; this is " + sys.version.split()[0])
    install("requirements.lock")
    if arguments[:1] == ["test"]:
        return check(arguments[1:])
    os.environ.setdefault("PYTHONUTF8", "1")
    command = [str(PYTHON), "-m", "lab.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if os.name == "nt":
        return subprocess.run(command, env=environment, check=False).returncode
    os.execve(command[0], command, environment)  # the server must get the signals itself


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
