"""Child processes and the watch over them: one that dies, takes too long or too much costs its input, nothing else."""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Final, Self

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


class Stopped(Exception):  # noqa: N818  (no fault: nobody wants the results any more)
    """The crew was sent home."""


class _Late(Exception):  # noqa: N818
    """The process was ended because its time was over."""


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

    def work(self, item: bytes, seconds: float) -> Frame:
        """Give the child's answer on one input.

        Raises:
            _Late: it took more than `seconds`.
            _Died: the process ended.
        """
        with self._watched(seconds):
            begun = self._asked(Frame(ITEM, item)).kind == BEGUN
            return self._asked(None, begun=begun)

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


class Crew:
    """Child processes, as many as there are threads that ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def work(self, task: Task, items: list[bytes]) -> list[Answer]:
        """Work through pickled inputs, each on its own account.

        Raises:
            Stopped: `stop` was called meanwhile.
            Refused: processes die before they begin.
        """
        return [self._one(task, item) for item in items]

    def stop(self) -> None:
        """End all processes."""
        with self._lock:
            self._stopped = True
            for child in self._busy:
                child.kill()
            idle, self._idle = self._idle, []
        for child in idle:
            child.close()

    def _one(self, task: Task, item: bytes) -> Answer:
        """Work on one input, in another process where one dies."""
        deaths = starts = 0
        while True:
            try:
                with self._child() as child:
                    failed = child.load(task)
                    return failed or _answer(child.work(item, task.seconds))
            except _Late:
                return _failed("file-too-slow", limit=f"{task.seconds:g}")
            except MemoryError:
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
        with self._lock:
            if self._stopped:
                raise Stopped
            child = self._idle.pop() if self._idle else Child()
            self._busy.add(child)
        try:
            yield child
        except BaseException:
            with self._lock:
                self._busy.discard(child)
                stopped = self._stopped
            child.close()
            if stopped:
                raise Stopped from None
            raise
        with self._lock:
            self._busy.discard(child)
            kept = not self._stopped
            if kept:
                self._idle.append(child)
        if not kept:
            child.close()


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """Give a stream that there is: we asked for pipes."""
    if stream is None:
        raise EOFError
    return stream


def _answer(frame: Frame) -> Answer:
    """Read the child's answer.

    Raises `MemoryError` where the child had not enough of it.
    """
    if frame.kind == MEMORY:
        raise MemoryError
    return Answer(result=frame.data) if frame.kind == DONE else Answer(raised=frame.data)


def _failed(code: str, **params: str) -> Answer:
    return Answer(failure=Failure(code, params))


def _name(code: int) -> str:
    """Say how a process ended: the signal's name, or its exit code."""
    with contextlib.suppress(ValueError):
        if code < 0:
            return signal.Signals(-code).name
    return f"exit {code}"
