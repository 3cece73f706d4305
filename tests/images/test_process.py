"""The process that decodes and measures: its results, its limits, and that it lives and dies as it should."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from lab.images import intake, process, renditions, tasks
from lab.images.process import PictureProcess, shared_process
from lab.values.errors import BadInput, Refused
from lab.values.places import ROOT

linux = pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="limits are read from /proc")


def jpeg(width=320, height=240, seed=1):
    """A picture that takes some work: blocks of chance colours."""
    blocks = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    out = BytesIO()
    Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC).save(out, "JPEG", quality=85)
    return out.getvalue()


LARGE = jpeg(6000, 4500)


@pytest.fixture(scope="module")
def pictures():
    with PictureProcess() as made:
        yield made


def children():
    return [one for one in psutil.Process().children() if "lab.images.process" in " ".join(one.cmdline())]


def wait_until(holds, seconds=20):
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return False


def kill_at_work(child):
    """Kill a child that is there already, once it is busy with its next task."""
    begun = child.cpu_times().user
    wait_until(lambda: child.cpu_times().user > begun + 0.1)
    child.kill()


# what comes back


def test_a_task_in_the_child_gives_what_it_gives_here(pictures):
    data = jpeg(700, 500)
    assert pictures.accept(data) == intake.accept(data)
    assert pictures.renditions(data) == renditions.renditions(data)


def test_a_task_can_be_named_by_its_function(pictures):
    data = jpeg()
    assert pictures.run(tasks.accept, data) == pictures.run(tasks.accept, data=data) == intake.accept(data)


@pytest.mark.parametrize("data", [b"", b"<svg/>", jpeg()[:2000], jpeg(900, 100), bytes(12_000_001)])
def test_a_refusal_arrives_with_its_code_and_arguments(pictures, data):
    with pytest.raises(BadInput) as here:
        intake.accept(data)
    with pytest.raises(BadInput) as there:
        pictures.accept(data)
    assert (there.value.code, there.value.args_) == (here.value.code, here.value.args_)


def test_a_fault_of_ours_is_no_refusal_and_says_where_it_is(pictures):
    with pytest.raises(process.PictureFault, match=r"msgspec\.ValidationError"):
        pictures.run(tasks.accept, "text where bytes belong")
    assert pictures.accept(jpeg()).width == 320


def test_any_other_function_is_refused_here_already(pictures):
    with pytest.raises(ValueError, match="no task"):
        pictures.run(intake.accept, jpeg())
    with pytest.raises(ValueError, match="no task"):
        pictures.run(os.getpid)


def test_a_wrong_number_of_arguments_is_refused_here_already(pictures):
    with pytest.raises(TypeError):
        pictures.run(tasks.accept)


# when it starts, and how often


def test_no_child_starts_before_the_first_task():
    before = children()
    with PictureProcess() as pictures:
        assert children() == before
        pictures.accept(jpeg())
        (child,) = [one for one in children() if one not in before]
        pictures.accept(jpeg())
        assert [one for one in children() if one not in before] == [child]
    assert wait_until(lambda: not child.is_running())
    assert children() == before


def test_it_works_again_after_it_was_closed():
    with PictureProcess() as pictures:
        assert pictures.accept(jpeg()).width == 320
        pictures.close()
        assert pictures.accept(jpeg()).width == 320


def test_everybody_in_a_process_shares_the_same_children():
    assert shared_process() is shared_process()


def test_many_threads_get_each_their_own_answer():
    pictures_of = {seed: jpeg(200, 150, seed) for seed in range(16)}
    expected = {seed: intake.accept(data).sha256 for seed, data in pictures_of.items()}
    before = children()
    with PictureProcess(2) as pictures, ThreadPoolExecutor(8) as pool:
        found = dict(
            zip(pictures_of, pool.map(lambda data: pictures.accept(data).sha256, pictures_of.values()), strict=True)
        )
        assert len([one for one in children() if one not in before]) <= 2
    assert found == expected


# too slow, too large, dead


def test_a_task_that_takes_too_long_is_ended_and_the_next_one_works():
    with PictureProcess(seconds=0.05) as pictures:
        for _ in range(2):
            with pytest.raises(BadInput, match="picture_too_slow"):
                pictures.accept(LARGE)
        pictures._seconds = 60
        assert pictures.accept(jpeg()).width == 320


@linux
def test_a_task_that_takes_too_much_memory_is_refused_and_the_same_child_lives_on():
    before = children()
    with PictureProcess(memory=150 << 20) as pictures:
        pictures.accept(jpeg())
        (child,) = [one for one in children() if one not in before]
        with pytest.raises(BadInput, match="too_many_pixels"):
            pictures.accept(LARGE)
        assert pictures.accept(jpeg()).width == 320
        assert [one for one in children() if one not in before] == [child]


def test_a_child_that_dies_of_a_task_is_a_refusal_and_the_next_task_works():
    before = children()
    with PictureProcess(seconds=120) as pictures:
        pictures.accept(jpeg())
        (child,) = [one for one in children() if one not in before]
        killer = threading.Thread(target=kill_at_work, args=(child,))
        killer.start()
        with pytest.raises(BadInput, match="picture_unreadable"):
            pictures.accept(LARGE)
        killer.join()
        assert pictures.accept(jpeg()).width == 320


def test_a_child_that_died_between_two_tasks_is_replaced_unnoticed():
    before = children()
    with PictureProcess() as pictures:
        pictures.accept(jpeg())
        (child,) = [one for one in children() if one not in before]
        child.kill()
        assert wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
        assert pictures.accept(jpeg()).width == 320


def test_who_waits_too_long_for_a_free_child_is_told_so():
    with PictureProcess(wait=0.05) as pictures, ThreadPoolExecutor(1) as pool:
        pictures.accept(jpeg())
        working = pool.submit(pictures.accept, LARGE)
        assert wait_until(lambda: pictures._free.empty())
        with pytest.raises(Refused, match="pictures_busy"):
            pictures.accept(jpeg())
        assert working.result().width == 6000


# what it may not do


@linux
def test_a_child_has_its_limits_and_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("LAB_DATABASE_URL", "postgresql://user:secret@host/db")
    before = children()
    with PictureProcess(memory=1 << 30) as pictures:
        pictures.accept(jpeg())
        (child,) = [one for one in children() if one not in before]
        assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_NOFILE) == (64, 64)
        soft, hard = child.rlimit(psutil.RLIMIT_AS)
        assert soft == hard
        assert 1 << 30 < soft < (1 << 30) + (2 << 30)
        assert set(child.environ()) == set(process._ENVIRONMENT)


# when it ends


def start_by_hand():
    return subprocess.Popen(
        [sys.executable, "-m", "lab.images.process", str(1 << 30)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_a_child_ends_when_its_pipe_closes():
    child = start_by_hand()
    assert process._ANSWERS.decode(process._received(child.stdout)) == process.Ready()
    child.stdin.close()
    assert child.wait(20) == 0
    child.stdout.close()


def test_ctrl_c_does_not_end_a_child():
    child = start_by_hand()
    process._received(child.stdout)
    child.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.3)
    child.stdin.close()
    assert child.wait(20) == 0
    child.stdout.close()


PARENT = """
import sys
from lab.images.process import PictureProcess
pictures = PictureProcess()
pictures.accept(sys.stdin.buffer.read())
print(pictures._places[0]._child.pid, flush=True)
while True:
    pass
"""


def test_a_child_ends_when_its_parent_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    parent.stdin.write(jpeg())
    parent.stdin.close()
    child = psutil.Process(int(parent.stdout.readline()))
    assert child.is_running()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_a_child_that_nobody_ends_ends_itself(monkeypatch):
    """Its parent is gone in the middle of a task that goes on: here, one that is told to take no time at all."""
    child = start_by_hand()
    process._received(child.stdout)
    request = process.msgspec.msgpack.encode(("accept", (0.001 - process.GRACE_SECONDS) / process.WALL_FACTOR, {"data": LARGE}))
    process._send(child.stdin, request)
    assert child.wait(20) == 1
    child.stdin.close()
    child.stdout.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_after_a_fork_the_copy_has_children_of_its_own(pictures):
    """What a server that forks its workers would do."""
    pictures.accept(jpeg())
    mine = pictures._places[0]._child.pid
    reader, writer = os.pipe()
    copy = os.fork()
    if copy == 0:
        code = 1
        try:
            width = pictures.accept(jpeg()).width
            other = pictures._places[0]._child.pid
            pictures.close()
            code = 0 if width == 320 and other != mine else 2
        finally:
            os.write(writer, bytes([code]))
            os._exit(code)
    os.close(writer)
    assert os.read(reader, 1) == b"\0"
    os.close(reader)
    os.waitpid(copy, 0)
    assert pictures.accept(jpeg()).width == 320
    assert pictures._places[0]._child.pid == mine


# answers that no honest child gives


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\0\0",
        (1 << 40).to_bytes(8, "big"),
        (9).to_bytes(8, "big") + b"short",
        (4).to_bytes(8, "big") + b"\xc1\xc1\xc1\xc1",
    ],
    ids=["nothing", "half a length", "a huge length", "too few bytes", "no msgpack"],
)
def test_what_is_no_answer_counts_as_a_dead_child(answer):
    with pytest.raises((process._ChildGone, ValueError)):
        process._ANSWERS.decode(process._received(BytesIO(answer)))
