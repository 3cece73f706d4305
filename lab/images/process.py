"""The process in which strange bytes are decoded and pictures are measured: never a web server's own.

Decoders are written in C and meet hostile files; whatever a file does there, the server lives on. A child runs
`python -m lab.images.process`, gets one task after another through a pipe (length and msgpack, no pickle: the child may
have been taken over) and may do nothing but answer: it has a minimal environment, cannot write files, and has limits of
memory and time. One that is too slow or dies is replaced; the next task finds a fresh one.
What a child can do is listed in `lab.images.tasks`.
"""

import atexit
import faulthandler
import inspect
import os
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, ParamSpec, TypeAlias, TypeVar, get_type_hints

import msgspec

from lab.images import tasks
from lab.images.intake import MAX_PIXELS, AcceptedImage
from lab.images.recipe import Step
from lab.images.renditions import WIDTHS, Rendition
from lab.images.tasks import TASKS, Developed, Examined, Finished, Preview
from lab.values.errors import BadInput, LabError, NotFound, Refused
from lab.values.places import ROOT

SECONDS = 10
"""How much processor time one task may take; on a machine that does not count it, time by the clock on the wall."""
SECONDS_PER_REFERENCE = 3
"""How much more for every reference photo that a task names: a fresh child must first develop it."""
WALL_FACTOR = 4
"""How many times as long a task may take by the clock on the wall: a busy machine is no fault of the picture's."""
SECONDS_TO_START = 60
SECONDS_TO_WAIT = 30
"""How long a task waits for a child that is free."""
MEMORY = 1 << 30
"""Bytes of address space that a child may take above what it has when it starts."""
MAX_MESSAGE = 64 << 20
"""Bytes of the longest answer that is believed: a picture of 50 megapixels takes half of it."""
GRACE_SECONDS = 5
"""So long after its time a child ends itself, should nobody be there any more who ends it."""
_LENGTH = 8
_OPENCV_NO_MEMORY = -4
_MAX_OPEN_FILES = 64
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "2",
    # sums must not depend on how many processors share them
    "OPENBLAS_NUM_THREADS": "1",
    # every arena of glibc reserves 64 MB of the address space that is counted
    "MALLOC_ARENA_MAX": "2",
}

P = ParamSpec("P")
T = TypeVar("T")


class Ready(msgspec.Struct, tag=True):
    """The child has loaded what it needs and waits for tasks."""


class Done(msgspec.Struct, tag=True):
    """A task's result, still packed."""

    result: msgspec.Raw


class Declined(msgspec.Struct, tag=True):
    """An error of the lab that the task raised, by the name of its class."""

    kind: str
    code: str
    args: dict[str, Any]


class Failed(msgspec.Struct, tag=True):
    """Any other error: a fault of ours, as text for the log."""

    trace: str


Answer: TypeAlias = Ready | Done | Declined | Failed
_ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
_ERRORS: Mapping[str, type[LabError]] = {cls.__name__: cls for cls in (LabError, BadInput, NotFound, Refused)}


class PictureFault(RuntimeError):
    """A task failed through a fault of the lab itself; the text is what the child had to say."""


class _ChildGone(Exception):
    """The child has died, or speaks nonsense."""


class PictureProcess:
    """Children that decode, measure and make pictures; safe for several threads. They start when first needed.

    Every method runs the task of its name and raises what that raises; besides BadInput `picture_too_slow` after `seconds` of
    processor time, `too_many_pixels` when `memory` does not suffice, `picture_unreadable` when the child dies of it; Refused
    `pictures_busy` when no child gets free within `wait` seconds; and PictureFault.
    """

    def __init__(
        self, count: int = 1, *, seconds: float = SECONDS, wait: float = SECONDS_TO_WAIT, memory: int = MEMORY
    ) -> None:
        self._count, self._seconds, self._wait, self._memory = count, seconds, wait, memory
        self._start_over()

    def __enter__(self) -> "PictureProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all children, also one that works on something. The next task starts a new one."""
        for place in self._places:
            place.stop()

    def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one of `lab.images.tasks` in a child. Raises as said of the class, ValueError for any other function."""
        if TASKS.get(task.__name__) is not task:
            raise ValueError(f"{task.__name__} is no task of the picture process")
        given = inspect.signature(task).bind(*args, **kwargs).arguments
        # What a child has developed it keeps, but which child gets a task is not known here.
        seconds = self._seconds + SECONDS_PER_REFERENCE * len(given.get("assets", ()))
        request = msgspec.msgpack.encode((task.__name__, seconds, given))
        if self._owner != os.getpid():
            # a fork of the process that started the children: they are not ours
            self._start_over()
        try:
            place = self._free.get(timeout=self._wait)
        except queue.Empty:
            raise Refused("pictures_busy") from None
        try:
            answer = place.ask(request, seconds * WALL_FACTOR)
        finally:
            self._free.put(place)
        if isinstance(answer, Done):
            result: T = msgspec.msgpack.decode(answer.result, type=_types_of(task)["return"])
            return result
        if isinstance(answer, Declined):
            raise _ERRORS.get(answer.kind, LabError)(answer.code, **answer.args)
        raise PictureFault(answer.trace if isinstance(answer, Failed) else "the child answered out of turn")

    def accept(self, data: bytes) -> AcceptedImage:
        return self.run(tasks.accept, data)

    def renditions(self, jpeg: bytes, widths: Sequence[int] = WIDTHS) -> list[Rendition]:
        return self.run(tasks.renditions, jpeg, tuple(widths))

    def develop(self, asset: str, seed: int, mark: str = "") -> Developed:
        return self.run(tasks.develop, asset, seed, mark)

    def preview(self, original: bytes, steps: Sequence[Step], side: int) -> Preview:
        return self.run(tasks.preview, original, tuple(steps), side)

    def suggest(self, original: bytes, steps: Sequence[Step], box: tuple[int, int, int, int], strokes: str = "") -> str:
        return self.run(tasks.suggest, original, tuple(steps), box, strokes)

    def gains(self, original: bytes, steps: Sequence[Step], x: int, y: int) -> tuple[int, int, int]:
        return self.run(tasks.gains, original, tuple(steps), x, y)

    def finish(self, original: bytes, steps: Sequence[Step], assets: Sequence[str] = ()) -> Finished:
        return self.run(tasks.finish, original, tuple(steps), tuple(assets))

    def examine(self, data: bytes, assets: Sequence[str] = ()) -> Examined:
        return self.run(tasks.examine, data, tuple(assets))

    def _start_over(self) -> None:
        self._owner = os.getpid()
        self._places = tuple(_Place(self._memory) for _ in range(self._count))
        self._free: queue.LifoQueue[_Place] = queue.LifoQueue()
        for place in self._places:
            self._free.put(place)


@cache
def shared_process() -> PictureProcess:
    """The children of this process, for everybody in it: the second one starts when the first is busy."""
    made = PictureProcess(count=2)
    atexit.register(made.close)
    return made


class _Place:
    """Room for one child, which is there from the first task until it dies or is stopped. One thread asks at a time."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, request: bytes, seconds: float) -> Answer:
        child = self._child
        if child is None or child.poll() is not None:
            self.stop()
            child = self._started()
        return self._exchange(child, request, seconds)

    def stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            # what was still to be written has nobody to go to
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-X", "utf8", "-B", "-m", __name__, str(self._memory)]
        # No variable of the server reaches the child. On Windows, Python does not start without some of them.
        environment = None if sys.platform == "win32" else dict(_ENVIRONMENT)
        child = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._child = child
        answer = self._exchange(
            child, None, SECONDS_TO_START, failure=PictureFault("the picture process does not start")
        )
        if not isinstance(answer, Ready):
            self.stop()
            raise PictureFault(answer.trace if isinstance(answer, Failed) else "the child answered out of turn")
        return child

    def _exchange(
        self, child: "subprocess.Popen[bytes]", request: bytes | None, seconds: float, failure: Exception | None = None
    ) -> Answer:
        """Send a request, if there is one, and wait for an answer; a child that does not give one in time is killed."""
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                _send(child.stdin, request)
            answer = _ANSWERS.decode(_received(child.stdout))
        except (OSError, ValueError, _ChildGone, msgspec.MsgspecError):
            slow = late.is_set() or _ran_out_of_time(child)
            self.stop()
            raise failure or BadInput("picture_too_slow" if slow else "picture_unreadable") from None
        except BaseException:
            # interrupted half way: what the child would say next is an answer to nobody
            self.stop()
            raise
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            # the answer came at the last moment, and the child ends all the same
            self.stop()
        return answer


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    if pipe is None:
        raise _ChildGone
    pipe.write(len(message).to_bytes(_LENGTH, "big"))
    pipe.write(message)
    pipe.flush()


def _received(pipe: IO[bytes] | None) -> bytes:
    """The next message. Raises _ChildGone where the pipe ends, or for a length beyond MAX_MESSAGE."""
    if pipe is None:
        raise _ChildGone
    head = pipe.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > MAX_MESSAGE:
        raise _ChildGone
    message = pipe.read(length)
    if len(message) < length:
        raise _ChildGone
    return message


@cache
def _types_of(task: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(task)


def serve(memory: int) -> None:
    """What a child does: get ready, then answer one task after another until the pipe closes.

    Requests come on standard input, answers go to standard output; nothing else may be written there.
    """
    # Ctrl-C in a terminal goes to us too; our parent decides when we end
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        try:
            tasks.load()
            _limit(memory)
        except Exception:
            _send(answers, msgspec.msgpack.encode(Failed(traceback.format_exc())))
            return
        _send(answers, msgspec.msgpack.encode(Ready()))
        while True:
            request = _received(requests)
            _send(answers, msgspec.msgpack.encode(_answer(request), enc_hook=str))
    except (_ChildGone, OSError):
        return  # the parent is gone, or wants us no longer


def _limit(memory: int) -> None:
    """Take away from this process what no task needs, as far as the platform knows such limits."""
    if sys.platform == "win32":
        return
    import resource

    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)]
    now = _address_space()
    if now:
        limits.append((resource.RLIMIT_AS, now + memory))
    for kind, most in limits:
        # a limit that is lower already stays
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _count_processor_time(seconds: float) -> None:
    """End this process, by the signal's own default, once it has used so much processor time; 0 to count no longer."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, max(0.0, seconds))


def _ran_out_of_time(child: "subprocess.Popen[bytes]") -> bool:
    """Whether a child that stopped talking was ended by `_count_processor_time`."""
    with suppress(subprocess.TimeoutExpired):
        return hasattr(signal, "SIGPROF") and child.wait(timeout=1) == -signal.SIGPROF
    return False


def _address_space() -> int:
    """Bytes of address space that this process has; 0 where that cannot be told."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _answer(request: bytes) -> Answer:
    name, seconds, given = msgspec.msgpack.decode(request, type=tuple[str, float, msgspec.Raw])
    faulthandler.dump_traceback_later(seconds * WALL_FACTOR + GRACE_SECONDS, exit=True)
    _count_processor_time(seconds)
    try:
        task = TASKS[name]
        arguments = msgspec.structs.asdict(msgspec.msgpack.decode(given, type=_arguments_of(task)))
        return Done(msgspec.Raw(msgspec.msgpack.encode(task(**arguments))))
    except LabError as error:
        kind = next(cls.__name__ for cls in type(error).__mro__ if cls.__name__ in _ERRORS)
        return Declined(kind, error.code, error.args_)
    except Exception as error:
        if _is_out_of_memory(error):
            return Declined("BadInput", "too_many_pixels", {"limit": MAX_PIXELS})
        return Failed(traceback.format_exc())
    finally:
        _count_processor_time(0)
        faulthandler.cancel_dump_traceback_later()


def _is_out_of_memory(error: Exception) -> bool:
    # OpenCV has an error class of its own, and in it a number for what happened
    return isinstance(error, MemoryError) or getattr(error, "code", None) == _OPENCV_NO_MEMORY


@cache
def _arguments_of(task: Callable[..., Any]) -> type[msgspec.Struct]:
    """A record of a task's arguments, so that what comes through the pipe has the types that the task asks for."""
    types = _types_of(task)
    names = [
        (name, types[name]) if part.default is part.empty else (name, types[name], part.default)
        for name, part in inspect.signature(task).parameters.items()
    ]
    return msgspec.defstruct(task.__name__, names, forbid_unknown_fields=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
