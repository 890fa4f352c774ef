"""A function runs over many inputs, here or in child processes; what happens to one input happens to no other."""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpm2sop.engine import Engine, Failure, dismiss, parse_engine, run
from bpm2sop.engine.run import CHUNK
from bpm2sop.errors import Refused, Stale, Where
from tests.engine import tasks

ROOT = Path(__file__).parents[2]
TWO = Engine(workers=2)


def told(number: int, failure: Failure) -> str:
    """Say what became of an input that has no result."""
    return f"{number}: {failure.code} {' '.join(map(str, failure.params.values()))}"


def test_results_come_in_the_order_of_the_inputs() -> None:
    """However the inputs were spread over processes."""
    numbers = range(5 * CHUNK + 3)
    assert list(run(tasks.double, numbers, TWO, failed=told)) == [2 * one for one in numbers]


def test_no_inputs_give_no_results() -> None:
    """Nothing is started for nothing."""
    assert list(run(tasks.double, [], TWO, failed=told)) == []


@settings(max_examples=20)
@given(st.lists(st.binary(max_size=50), max_size=4 * CHUNK), st.integers(0, 2))
def test_every_engine_gives_the_same(items: list[bytes], workers: int) -> None:
    """Serial is the measure."""
    expected = list(map(len, items))
    assert list(run(len, items, Engine(workers=workers), failed=told)) == expected


def test_work_is_done_by_several_processes(tmp_path: Path) -> None:
    """Two workers are two processes, none of them this one."""
    pids = set(run(tasks.process, [tmp_path] * (3 * CHUNK), TWO, failed=told))
    assert len(pids) == 2
    assert os.getpid() not in pids


def test_processes_wait_for_the_next_run_until_they_are_dismissed(tmp_path: Path) -> None:
    """To start one takes longer than most inputs."""
    first = set(run(tasks.process, [tmp_path] * (3 * CHUNK), TWO, failed=told))
    assert set(run(tasks.process, [tmp_path] * (3 * CHUNK), TWO, failed=told)) == first
    dismiss()
    assert not any(psutil.pid_exists(pid) for pid in first)


def test_an_input_that_ends_its_process_fails_alone_after_three_tries() -> None:
    """The others of its chunk have their results."""
    results = list(run(tasks.die_at_three, range(6), TWO, failed=told))
    assert results == [0, 1, 2, "3: file-ends-worker 3 SIGKILL", 4, 5]


def test_an_input_whose_process_died_by_chance_is_tried_again(tmp_path: Path) -> None:
    """A death is no proof against a file."""
    assert list(run(tasks.die_once, [tmp_path / "mark"], TWO, failed=told)) == ["mark"]


def test_an_input_without_end_fails_alone() -> None:
    """It is ended when its time is over."""
    engine = Engine(workers=1, seconds=0.5)
    results = list(run(tasks.sleep_at_three, range(6), engine, failed=told))
    assert results == [0, 1, 2, "3: file-too-slow 0.5", 4, 5]


def test_memory_that_another_input_left_taken_is_not_held_against_one() -> None:
    """It is tried again in a fresh process."""
    dismiss()
    engine = Engine(workers=1, memory=1 << 30)
    items = [600_000_000, 600_000_000, 10]
    assert list(run(tasks.hold, items, engine, failed=told)) == items


def test_an_input_that_wants_too_much_memory_fails_alone() -> None:
    """The system refuses it what is over the limit."""
    engine = Engine(workers=1, memory=1 << 30)
    results = list(run(tasks.swell_at_three, range(6), engine, failed=told))
    assert results == [0, 1, 2, "3: file-too-much-memory 1024", 4, 5]


@pytest.mark.parametrize("engine", [Engine(), TWO])
def test_what_the_function_raises_is_raised_in_its_place(engine: Engine) -> None:
    """After the results before it, with where it happened."""
    results = run(tasks.refuse_three, range(6), engine, failed=told)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three") as raised:
        next(results)
    assert "refuse_three" in str(raised.getrepr())


def test_what_the_function_prints_harms_nothing() -> None:
    """Answers have a channel of their own."""
    assert list(run(tasks.print_number, range(3), TWO, failed=told)) == [0, 1, 2]


def test_a_run_that_is_left_ends_its_processes(tmp_path: Path) -> None:
    """Also those that are in the middle of something."""
    dismiss()
    before = {child.pid for child in psutil.Process().children()}
    workers = run(tasks.process, [tmp_path] * 90, TWO, failed=told)
    next(workers)
    assert len({child.pid for child in psutil.Process().children()} - before) == 2
    workers.close()
    assert {child.pid for child in psutil.Process().children()} <= before


def test_results_that_nobody_wants_are_not_waited_for() -> None:
    """A coordinator that must stop does not wait for a slow file."""
    stop = threading.Event()
    threading.Timer(1.5, stop.set).start()
    began = time.monotonic()
    wanted = lambda: not stop.is_set()  # noqa: E731  (a word)
    found = list(run(tasks.sleep_at_three, range(6), TWO, failed=told, wanted=wanted))
    assert found == []
    assert time.monotonic() - began < 60


def test_inputs_are_asked_for_when_there_is_room_and_in_this_thread() -> None:
    """So that they may come from a database as they are needed."""
    asked: list[int] = []
    threads = set()

    def numbers() -> Iterator[int]:
        for number in range(40 * CHUNK):
            threads.add(threading.get_ident())
            asked.append(number)
            yield number

    results = run(tasks.double, numbers(), TWO, failed=told)
    next(results)
    assert len(asked) <= 7 * CHUNK
    assert len(list(results)) == 40 * CHUNK - 1
    assert threads == {threading.get_ident()}


def test_processes_killed_all_the_time_cost_no_result(tmp_path: Path) -> None:
    """Only the input in hand is done again."""
    stop = threading.Event()

    def kill() -> None:
        while not stop.wait(0.7):
            for mark in tmp_path.iterdir():
                mark.unlink()
                if psutil.pid_exists(int(mark.name)):
                    psutil.Process(int(mark.name)).kill()
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    pids = list(run(tasks.process, [tmp_path] * (4 * CHUNK), TWO, failed=lambda *_: 0))
    stop.set()
    killer.join()
    assert 0 not in pids
    assert len(set(pids)) > 2


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("serial", Engine()),
        ("local:3", Engine(workers=3)),
        ("tls://scheduler.example:8786", Engine(address="tls://scheduler.example:8786")),
        ("tls://10.0.0.7:8786", Engine(address="tls://10.0.0.7:8786")),
        ("tcp://127.0.0.1:8786", Engine(address="tcp://127.0.0.1:8786")),
        ("tcp://localhost:8786", Engine(address="tcp://localhost:8786")),
        ("tcp://[::1]:8786", Engine(address="tcp://[::1]:8786")),
    ],
)
def test_an_engine_is_named_in_words(text: str, engine: Engine) -> None:
    """As `--engine` and BPM2SOP_ENGINE have it."""
    assert parse_engine(text) == engine


@pytest.mark.parametrize(
    "text",
    [
        "tcp://10.0.0.1:8786",
        "tcp://scheduler.example:8786",
        "tcp://localhost.example:8786",
        "tcp://127.0.0.1.example:8786",
        "tcp://0.0.0.0:8786",
        "tcp://[::]:8786",
        "tcp://2130706433:8786",
    ],
)
def test_a_plain_address_of_another_machine_is_refused(text: str) -> None:
    """Whoever reaches an open port could run code there (hostile input 78)."""
    with pytest.raises(Refused) as refusal:
        parse_engine(text)
    assert refusal.value.code == "engine-not-encrypted"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "foo",
        "local:",
        "local:0",
        "local:-1",
        "local:9999999",
        "tls://",
        "tls://host",
        "tcp://",
        "tls://host:1/x",
        "tls://a:1,tcp://b:2",
        "ws://127.0.0.1:1",
        "inproc://x:1",
        "tls://a b:1",
    ],
)
def test_an_unknown_engine_is_refused(text: str) -> None:
    """By name, before anything is begun."""
    with pytest.raises(Refused) as refusal:
        parse_engine(text)
    assert refusal.value.code == "engine-unknown"


def test_a_process_whose_parent_is_gone_ends_by_itself(tmp_path: Path) -> None:
    """Also one that would come to no end."""
    script = (
        "from bpm2sop.engine import Engine, run; from tests.engine import tasks\n"
        f"list(run(tasks.leave_mark_and_sleep, [{str(tmp_path)!r}], Engine(workers=1, seconds=4), failed=print))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    while not (marks := list(tmp_path.iterdir())):
        time.sleep(0.05)
    worker = psutil.Process(int(marks[0].name))
    parent.kill()
    parent.wait()
    assert worker.is_running()
    psutil.wait_procs([worker], timeout=60)
    assert not worker.is_running()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_refusal_travels_whole(protocol: int) -> None:
    """However it was made, and whatever packages have changed how exceptions are pickled (dask does)."""
    importlib.import_module("distributed")
    refusal = Stale("cell-changed", where=Where(file="a", line=3), params={"n": "1"}, mine="words")
    refusal.theirs = "others"
    data = pickle.dumps(refusal, protocol=protocol)
    assert pickle.loads(data) == refusal  # noqa: S301  (our own bytes)
