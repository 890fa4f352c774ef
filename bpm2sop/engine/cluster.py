"""Work on several machines: dask's scheduler and workers, who are joined with certificates and must be of our version."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from bpm2sop import __version__
from bpm2sop.engine.crew import Crew
from bpm2sop.engine.values import Answer, Failure, Task
from bpm2sop.errors import Refused, Where

TLS: Final = ("BPM2SOP_TLS_CA", "BPM2SOP_TLS_CERT", "BPM2SOP_TLS_KEY")
"""The environment's names of the files that a client needs: the private CA, its certificate and its key."""
SECONDS: Final = 30
"""How long to wait for a scheduler and for its first worker."""


def about() -> str:
    """Say what must be the same everywhere, for results to be the same."""
    return f"bpm2sop {__version__}, Python {'.'.join(platform.python_version_tuple()[:2])}"


def work(asked: str, task: Task, items: list[bytes]) -> list[Answer]:
    """Work through a chunk on a worker; a child process of the worker does it.

    Raises:
        Refused: the worker is of another version than the one who asks.
    """
    if about() != asked:
        raise Refused(
            "engine-version", Where(file=platform.node()), {"here": asked, "there": about()}
        )
    return _crew().work(task, items)


@cache
def _crew() -> Crew:
    """Give the child processes of this worker; they end with it."""
    return Crew()


class _Cluster:
    """A scheduler that we are joined to, and how many inputs are sent at a time."""

    def __init__(self, client: Any, address: str, chunk: int) -> None:  # noqa: ANN401  (dask has no types)
        self.chunk = chunk
        self._client = client
        self._address = address

    @property
    def width(self) -> int:
        """Count the threads of all workers as they are now."""
        with _reached(self._address):
            threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, task: Task, items: list[bytes]) -> Any:  # noqa: ANN401  (as above)
        """Send a chunk to whichever worker has room."""
        with _reached(self._address):
            return self._client.submit(work, about(), task, items, pure=False)

    def result(self, future: Any, timeout: float) -> list[Answer] | Failure:  # noqa: ANN401  (as above)
        """Give the answers of a chunk, or how it went when every worker that tried it is gone."""
        from distributed import KilledWorker  # noqa: PLC0415  (an extra)

        try:
            with _reached(self._address):
                answers: list[Answer] = future.result(timeout)
        except KilledWorker as killed:
            tries = str(killed.allowed_failures + 1)
            return Failure("file-ends-worker", {"tries": tries, "why": killed.last_worker.address})
        return answers


@contextmanager
def _reached(address: str) -> Iterator[None]:
    """Say in our words that the scheduler is gone."""
    try:
        yield
    except TimeoutError:
        raise
    except (CancelledError, OSError) as error:
        raise _lost(address) from error


@contextmanager
def joined(address: str, chunk: int) -> Iterator[_Cluster]:
    """Join a cluster for as long as it is needed.

    Raises:
        Refused: it cannot be reached, has no workers, or one of another version; or a certificate is missing.
    """
    try:
        import dask  # noqa: PLC0415  (an extra)
        import distributed  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise Refused("engine-extra", Where(file=address)) from error
    quiet = {"distributed.admin.large-graph-warning-threshold": "1GB"}
    security = _security(address)
    with dask.config.set(quiet):
        try:
            client = _untyped(distributed).Client(
                address, security=security, set_as_default=False, timeout=SECONDS
            )
        except (OSError, ValueError) as error:
            raise _lost(address) from error
        with client:
            _compared(client, address)
            yield _Cluster(client, address, chunk)


def _security(address: str) -> Any:  # noqa: ANN401  (dask has no types)
    """Give our certificates; none are needed on this machine itself."""
    from distributed import security  # noqa: PLC0415  (an extra)

    if not address.startswith("tls://"):
        return None
    files = [os.environ.get(name, "") for name in TLS]
    for name, file in zip(TLS, files, strict=True):
        if not os.path.isfile(file):  # noqa: PTH113  ("" is no file)
            raise Refused("engine-no-certificate", Where(file=file or name), {"name": name})
    authority, certificate, key = files
    return _untyped(security).Security(
        tls_ca_file=authority,
        tls_client_cert=certificate,
        tls_client_key=key,
        require_encryption=True,
    )


def _compared(client: Any, address: str) -> None:  # noqa: ANN401  (as above)
    """Refuse workers that are not as we are."""
    try:
        client.wait_for_workers(1, timeout=SECONDS)
        found: dict[str, str] = client.run(about)
    except TimeoutError as error:
        raise Refused("engine-no-workers", Where(file=address)) from error
    except (
        ImportError,
        AttributeError,
    ) as error:  # ours is not installed there, or older than this
        raise Refused(
            "engine-version", Where(file=address), {"here": about(), "there": "-"}
        ) from error
    for worker, there in sorted(found.items()):
        if there != about():
            raise Refused("engine-version", Where(file=worker), {"here": about(), "there": there})


def _lost(address: str) -> Refused:
    return Refused("engine-unreachable", Where(file=address))


def _untyped(module: Any) -> Any:  # noqa: ANN401  (dask has types in part only)
    """Let a module be used without its types."""
    return module
