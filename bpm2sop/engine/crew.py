"""Child processes and the watch over them: one that dies, takes too long or too much costs its input, nothing else."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import signal
import subprocess
import threading
from collections.abc import Iterator
from typing import IO, Final

from bpm2sop.engine.child import command
from bpm2sop.engine.frames import (
    BEGUN,
    DONE,
    ITEM,
    MEMORY,
    READY,
    TASK,
    Frame,
    receive,
    send,
)
from bpm2sop.engine.values import Answer, Failure, Task
from bpm2sop.errors import Refused, Where

TRIES: Final = 3
"""How often an input may take its process with it."""
_STARTS: Final = 20
"""How often in a row a process may die before it has begun."""
_START_SECONDS: Final = 60.0
_IDLE_SECONDS: Final = 60.0


class Stopped(Exception):  # noqa: N818  (no fault: nobody wants the results any more)
    """The crew was sent home."""


class _Late(Exception):  # noqa: N818
    """The process was ended because its time was over."""


class _Full(Exception):  # noqa: N818
    """The memory was not enough. What others left in a process that is not fresh may have taken it."""

    def __init__(self, *, fresh: bool) -> None:
        super().__init__(fresh)
        self.fresh = fresh


class _Died(Exception):  # noqa: N818
    """The process is gone."""

    def __init__(self, code: int, *, begun: bool) -> None:
        super().__init__(code, begun)
        self.code = code
        self.begun = begun
        """Whether it had begun with the input: else its end is not the input's doing."""


class Child:
    """One child process, with one function loaded at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  (ourselves)
            command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._task: Task | None = None
        self._fresh = True

    def load(self, task: Task) -> Answer | None:
        """Load the function; give what it raised when it cannot be loaded.

        Raises:
            _Died: the process ended, or did not come up.
        """
        if task == self._task:
            return None
        frame = Frame(TASK, pickle.dumps(task))
        try:
            with self._watched(_START_SECONDS):
                answer = self._asked(frame)
        except _Late:
            raise _Died(self._code(), begun=False) from None
        if answer.kind != READY:
            return Answer(raised=answer.data)
        self._task = task
        return None

    def work(self, item: bytes, seconds: float) -> Answer:
        """Give the child's answer on one input.

        Raises:
            _Late: it took more than `seconds`.
            _Full: the memory was not enough.
            _Died: the process ended.
        """
        with self._watched(seconds):
            begun = self._asked(Frame(ITEM, item)).kind == BEGUN
            kind, data = self._asked(None, begun=begun)
        if kind == MEMORY:
            raise _Full(fresh=self._fresh)
        self._fresh = False
        return Answer(result=data) if kind == DONE else Answer(raised=data)

    def lives(self) -> bool:
        """Tell whether the process is there."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process; whoever waits for its answer learns of it."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not sent is not wanted
                _open(stream).close()

    def _asked(self, frame: Frame | None, *, begun: bool = False) -> Frame:
        """Send a frame and give the answer."""
        try:
            if frame is not None:
                send(_open(self._process.stdin), frame)
            return receive(_open(self._process.stdout))
        except (EOFError, OSError):
            raise _Died(self._code(), begun=begun) from None

    def _code(self) -> int:
        """Give the exit code of the process whose pipe has ended."""
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Iterator[None]:
        """End the process when its time is over."""
        over = threading.Event()

        def end() -> None:
            over.set()
            self._process.kill()

        watch = threading.Timer(seconds, end)
        watch.daemon = True
        watch.start()
        try:
            yield
        except _Died:
            if over.is_set():
                raise _Late from None
            raise
        finally:
            watch.cancel()


class _Idle:
    """Processes that wait for work: to start one takes longer than most inputs. They end when nobody asks for some time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._clock: threading.Timer | None = None

    def take(self) -> Child | None:
        """Give a process that is still there."""
        with self._lock:
            while self._children:
                child = self._children.pop()
                if child.lives():
                    return child
                child.close()
        return None

    def put(self, children: list[Child]) -> None:
        """Let processes wait."""
        if not children:
            return
        with self._lock:
            self._children += children
            if self._clock is not None:
                self._clock.cancel()
            self._clock = threading.Timer(_IDLE_SECONDS, self.dismiss)
            self._clock.daemon = True
            self._clock.start()

    def dismiss(self) -> None:
        """End all processes that wait."""
        with self._lock:
            children, self._children = self._children, []
        for child in children:
            child.close()

    def forget(self) -> None:
        """Begin anew: this process is a copy of one to whom the children belong."""
        self._lock = threading.Lock()
        self._children = []
        self._clock = None


_IDLE: Final = _Idle()
atexit.register(_IDLE.dismiss)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.forget)


def dismiss() -> None:
    """End the child processes that wait for work."""
    _IDLE.dismiss()


class Crew:
    """Child processes, as many as there are threads that ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy: set[Child] = set()
        self._spare: list[Child] = []
        self._stopped = False

    def work(self, task: Task, items: list[bytes]) -> list[Answer]:
        """Work through pickled inputs, each on its own account.

        Raises:
            Stopped: `stop` was called meanwhile.
            Refused: processes die before they begin.
        """
        return [self._one(task, item) for item in items]

    def stop(self) -> None:
        """End the processes that are at work; the others wait for what comes next."""
        with self._lock:
            self._stopped = True
            for child in self._busy:
                child.kill()
            spare, self._spare = self._spare, []
        _IDLE.put(spare)

    def _one(self, task: Task, item: bytes) -> Answer:
        """Work on one input, in another process where one dies."""
        deaths = starts = 0
        while True:
            try:
                with self._child() as child:
                    failed = child.load(task)
                    return failed or child.work(item, task.seconds)
            except _Late:
                return _failed("file-too-slow", limit=f"{task.seconds:g}")
            except _Full as full:
                if full.fresh:
                    return _failed("file-too-much-memory", limit=str(task.memory >> 20))
            except _Died as died:
                if died.begun:
                    deaths += 1
                else:
                    starts += 1
                if deaths == TRIES:
                    return _failed("file-ends-worker", tries=str(TRIES), why=_name(died.code))
                if starts == _STARTS:
                    raise Refused("engine-no-start", Where(file=_name(died.code))) from None

    @contextlib.contextmanager
    def _child(self) -> Iterator[Child]:
        """Give a process; one that something happened to is not used again."""
        child = self._taken()
        try:
            yield child
        except BaseException:
            child.close()
            if not self._given_back(child, used_again=False):
                raise Stopped from None
            raise
        if not self._given_back(child, used_again=True):
            _IDLE.put([child])

    def _taken(self) -> Child:
        """Give a process that waits, or another one.

        Raises:
            Stopped: `stop` was called.
        """
        with self._lock:
            if self._stopped:
                raise Stopped
            child = self._spare.pop() if self._spare else _IDLE.take() or Child()
            self._busy.add(child)
            return child

    def _given_back(self, child: Child, *, used_again: bool) -> bool:
        """Take a process back; say whether the work goes on."""
        with self._lock:
            self._busy.discard(child)
            if used_again and not self._stopped:
                self._spare.append(child)
            return not self._stopped


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """Give a stream that there is: we asked for pipes."""
    if stream is None:
        raise EOFError
    return stream


def _failed(code: str, **params: str) -> Answer:
    return Answer(failure=Failure(code, params))


def _name(code: int) -> str:
    """Say how a process ended: the signal's name, or its exit code."""
    with contextlib.suppress(ValueError):
        if code < 0:
            return signal.Signals(-code).name
    return f"exit {code}"
