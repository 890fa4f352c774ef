"""Where work runs. The result never depends on it."""

from __future__ import annotations

import concurrent.futures
import ipaddress
import os
import pickle
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from bpm2sop.engine.crew import Crew, Stopped
from bpm2sop.engine.values import Answer, Engine, Failure, Task
from bpm2sop.errors import Refused, Where

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK: Final = 20
"""Inputs sent to another machine at a time: small tasks cost more to send than to do."""
CHUNK_HERE: Final = 4
"""Inputs given to a process of this machine at a time, so that a few files are enough for several processes."""
CHUNK_BYTES: Final = 4_000_000
"""A chunk ends after this many bytes."""
_AHEAD: Final = 3
"""Chunks under way for each process."""
_PATIENCE: Final = 0.5
"""Seconds between two looks at whether the results are still wanted."""


def parse_engine(text: str) -> Engine:
    """Read `serial`, `local`, `local:N`, `tls://HOST:PORT` or, on this machine only, `tcp://HOST:PORT`.

    Raises `Refused` for anything else: plain `tcp://` would let whoever reaches the port run code.
    """
    if text == "serial":
        return Engine()
    if text == "local":
        return Engine(workers=os.cpu_count() or 1)
    if found := re.fullmatch(r"local:([1-9]\d{0,3})", text, re.ASCII):
        return Engine(workers=int(found[1]))
    address = re.fullmatch(r"(tls|tcp)://(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})", text, re.ASCII)
    if address is None:
        raise Refused("engine-unknown", Where(file="--engine"), {"engine": text})
    if address[1] == "tcp" and not _here(address[2].strip("[]")):
        raise Refused("engine-not-encrypted", Where(file="--engine"), {"engine": text})
    return Engine(address=text)


def _here(host: str) -> bool:
    """Tell whether a host is surely this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Place(Protocol):
    """Where chunks are worked on."""

    @property
    def width(self) -> int:
        """How many chunks run at once."""

    @property
    def chunk(self) -> int:
        """How many inputs are a chunk."""

    def submit(self, task: Task, items: list[bytes]) -> Any:  # noqa: ANN401  (a future of the place)
        """Begin with a chunk."""

    def result(self, future: Any, timeout: float) -> list[Answer] | Failure:  # noqa: ANN401  (as above)
        """Give the answers, or how it went when all who tried are gone.

        Raises:
            TimeoutError: not yet.
        """


class _Chunk(NamedTuple):
    """Inputs under way."""

    items: list[Any]
    data: list[bytes]
    future: Any


def run(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    engine: Engine,
    *,
    failed: Callable[[Item, Failure], Result],
    wanted: Callable[[], bool] = lambda: True,
) -> Generator[Result, None, None]:
    """Apply a pure function to every input; results come in the order of the inputs.

    What the function raises is raised here. The next inputs are asked for in this thread, when there is room for them.

    Args:
        function: found by its name in another process, and free of effects: it may run twice.
        items: the inputs.
        engine: where to work.
        failed: makes a result of an input that took too long or too much memory, or ended its process three times.
        wanted: asked twice a second; when it says no, all work ends and no more results come.

    Raises:
        Refused: the engine cannot be reached, or is of another version.
    """
    if not engine.watches:
        for item in items:
            if not wanted():
                return
            yield function(item)
        return
    task = Task(
        pickle.dumps(function, protocol=pickle.HIGHEST_PROTOCOL), engine.seconds, engine.memory
    )
    with _place(engine) as place:
        try:
            for item, answer in _in_order(place, task, _chunks(items, place.chunk), wanted):
                yield _result(item, answer, failed)
        except Stopped:
            return


def _result(item: Item, answer: Answer, failed: Callable[[Item, Failure], Result]) -> Result:
    """Unpack what a process of ours answered."""
    if answer.failure is not None:
        return failed(item, answer.failure)
    if answer.raised is not None:
        error: BaseException = pickle.loads(answer.raised)  # noqa: S301  (from our own process)
        raise error
    result: Result = pickle.loads(answer.result or b"")  # noqa: S301  (from our own process)
    return result


def _in_order(
    place: Place,
    task: Task,
    chunks: Iterator[tuple[list[Item], list[bytes]]],
    wanted: Callable[[], bool],
) -> Iterator[tuple[Item, Answer]]:
    """Keep the place busy, and give the answers in order."""
    under_way: deque[_Chunk] = deque()
    more = True
    while more or under_way:
        while more and len(under_way) < _AHEAD * place.width:
            chunk = next(chunks, None)
            if chunk is None:
                more = False
            else:
                under_way.append(_Chunk(*chunk, place.submit(task, chunk[1])))
        if under_way:
            first = under_way.popleft()
            answers = _waited(place, first.future, wanted)
            if isinstance(answers, Failure):
                answers = [_alone(place, task, data, wanted) for data in first.data]
            yield from zip(first.items, answers, strict=True)


def _waited(place: Place, future: Any, wanted: Callable[[], bool]) -> list[Answer] | Failure:  # noqa: ANN401  (a future of the place)
    """Wait for a chunk as long as somebody wants it."""
    while True:
        if not wanted():
            raise Stopped
        try:
            return place.result(future, _PATIENCE)
        except TimeoutError:
            continue


def _alone(place: Place, task: Task, data: bytes, wanted: Callable[[], bool]) -> Answer:
    """Try an input by itself, whose chunk took everyone with it who worked on it."""
    answers = _waited(place, place.submit(task, [data]), wanted)
    return Answer(failure=answers) if isinstance(answers, Failure) else answers[0]


def _chunks(items: Iterable[Item], size: int) -> Iterator[tuple[list[Item], list[bytes]]]:
    """Cut the inputs into chunks, each beside its pickled form."""
    chunk: list[Item] = []
    data: list[bytes] = []
    for item in items:
        chunk.append(item)
        data.append(pickle.dumps(item, protocol=pickle.HIGHEST_PROTOCOL))
        if len(chunk) == size or sum(map(len, data)) >= CHUNK_BYTES:
            yield chunk, data
            chunk, data = [], []
    if chunk:
        yield chunk, data


class _Local:
    """Threads of this process, each with a child process that works for it."""

    def __init__(self, workers: int, crew: Crew, threads: concurrent.futures.Executor) -> None:
        self.width = workers
        self.chunk = CHUNK_HERE
        self._crew = crew
        self._threads = threads

    def submit(self, task: Task, items: list[bytes]) -> concurrent.futures.Future[list[Answer]]:
        """Begin with a chunk."""
        return self._threads.submit(self._crew.work, task, items)

    def result(
        self, future: concurrent.futures.Future[list[Answer]], timeout: float
    ) -> list[Answer] | Failure:
        """Give the answers of a chunk."""
        return future.result(timeout)


@contextmanager
def _local(workers: int) -> Iterator[Place]:
    """Hire a crew for as long as it is needed."""
    with concurrent.futures.ThreadPoolExecutor(workers) as threads:
        crew = Crew()
        try:
            yield _Local(workers, crew, threads)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            crew.stop()


def _place(engine: Engine) -> AbstractContextManager[Place]:
    """Open the place that an engine names."""
    if engine.address is None:
        return _local(engine.workers)
    from bpm2sop.engine.cluster import joined  # noqa: PLC0415  (an extra, and slow to import)

    return joined(engine.address, CHUNK)
