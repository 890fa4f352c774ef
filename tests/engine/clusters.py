"""A cluster on this machine: a scheduler and two workers who speak TLS."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from bpm2sop.engine.certificates import write_certificates

ROOT = Path(__file__).parents[2]


class Cluster(NamedTuple):
    """A scheduler that answers at `address`, and the folder of the certificates that open it."""

    address: str
    certificates: Path

    def tls(self, role: str) -> list[str]:
        """Give dask's options for a role."""
        named = {"ca-file": "ca.pem", "cert": f"{role}.pem", "key": f"{role}-key.pem"}
        return [f"--tls-{name}={self.certificates / file}" for name, file in named.items()]

    def environment(self) -> dict[str, str]:
        """Give what a client is told."""
        named = {"CA": "ca.pem", "CERT": "client.pem", "KEY": "client-key.pem"}
        return {
            f"BPM2SOP_TLS_{name}": str(self.certificates / file) for name, file in named.items()
        }

    def scheduler(self) -> list[str]:
        """Give the arguments of `dask` that start the scheduler."""
        port = self.address.rpartition(":")[2]
        return ["scheduler", f"--host={self.address}", f"--port={port}", *self.tls("scheduler")]

    def worker(self, *more: str) -> list[str]:
        """Give the arguments of `dask` that start a worker."""
        return ["worker", self.address, "--nthreads=1", *self.tls("worker"), *more]


@contextmanager
def running(arguments: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `dask` as long as it is needed; it says what it does in a file of the folder."""
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    places = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, 15)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


def laid_out(folder: Path) -> Cluster:
    """Write certificates and choose a free port."""
    write_certificates(folder / "certificates")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Cluster(f"tls://127.0.0.1:{port}", folder / "certificates")


@contextmanager
def two_workers(folder: Path) -> Iterator[Cluster]:
    """Run a scheduler with two workers."""
    cluster = laid_out(folder)
    with ExitStack() as stack:
        stack.enter_context(running(cluster.scheduler(), folder))
        for _ in range(2):
            stack.enter_context(running(cluster.worker(), folder))
        yield cluster
