"""Where work runs. The result never depends on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

from bpm2sop.errors import Refused, Where

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 20
"""Inputs sent to another process at a time: small tasks cost more to send than to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """`workers` processes on this machine (0: this process), or the scheduler at `address`."""

    workers: int = 0
    address: str | None = None


def parse_engine(text: str) -> Engine:
    """Read `serial`, `local`, `local:N` or `tls://HOST:PORT`.

    Raises `Refused` for anything else: plain `tcp://` would let whoever reaches the port run code.
    """
    if text == "serial":
        return Engine()
    if text == "local":
        return Engine(workers=os.cpu_count() or 1)
    head, _, count = text.partition(":")
    if head == "local" and count.isdigit() and int(count) > 0:
        return Engine(workers=int(count))
    if text.startswith("tls://"):
        return Engine(address=text)
    raise Refused("engine-unknown", Where(file="--engine"), {"engine": text})


def run(
    function: Callable[[Item], Result], items: Iterable[Item], engine: Engine
) -> Iterator[Result]:
    """Apply a pure function to every item, in order."""
    if engine.address is None and engine.workers < 2:  # noqa: PLR2004  (one worker is this process)
        yield from map(function, items)
        return
    settings: dict[str, Any] = {"backend": "loky", "n_jobs": engine.workers}
    if engine.address is not None:
        settings = {"backend": "dask", "scheduler_host": engine.address}
    with parallel_config(**settings):
        parallel = Parallel(return_as="generator", batch_size=1, pre_dispatch="3*n_jobs")
        for results in parallel(delayed(_all)(function, chunk) for chunk in _chunks(items)):
            yield from results


def _all(function: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    """Work through one chunk."""
    return [function(item) for item in chunk]


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut the items into chunks."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
