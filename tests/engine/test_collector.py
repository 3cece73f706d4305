"""The garbage collector is off only inside, however many are inside."""

import gc
import threading

import pytest

from lab.engine.collector import paused


def test_the_collector_is_off_inside_and_on_again_after() -> None:
    with paused():
        assert not gc.isenabled()
        with paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), paused():
        raise ValueError("x")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_last_of_several_threads_switches_it_on() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def other() -> None:
        with paused():
            inside.set()
            go_on.wait(10)

    thread = threading.Thread(target=other)
    with paused():
        thread.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    go_on.set()
    thread.join()
    assert gc.isenabled()
