"""Kill -9 at random times: a child acts on a store and says what was acknowledged; it is killed, and nothing said is lost.

`Killing` runs a process beside the tests that has everything loaded; each round is a fork of it, so that a kill costs
milliseconds. What a round does is a function named as `module:function`, called with the address of the store, a folder,
the number of the round and `say`, which tells one acknowledgement a call.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tests.house.tree import ROOT

KILLS = int(os.environ.get("BPM2SOP_KILLS", "0"))
"""How many kills a test should make; without it, each makes the few that a test run has time for."""
_READY = "ready"
_FAILED = "! "
_PATIENCE = 60


class Act(Protocol):
    """What a round does. It goes on until it is killed, or is done."""

    def __call__(self, address: str, folder: Path, number: int, say: Callable[[str], None]) -> None:
        """Act on the store, and say what was acknowledged."""


@dataclass
class Killed:
    """What came of all rounds: everything that was said, and how many were killed at work."""

    said: list[str] = field(default_factory=list)
    rounds: int = 0
    kills: int = 0


class Killing:
    """The process that forks and kills."""

    def __init__(self, act: str) -> None:
        """Name what a round does, as `module:function`."""
        self._act = act

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.killing", self._act],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:
            if self._process.stdin:
                self._process.stdin.close()
            self._process.wait(timeout=_PATIENCE)

    def rounds(
        self,
        address: str,
        folder: Path,
        *,
        kills: int,
        longest: float,
        seed: int = 0,
        from_start: bool = False,
    ) -> Killed:
        """Have so many rounds killed.

        Args:
            address: of the store.
            folder: for files.
            kills: how many; rounds that end by themselves do not count.
            longest: seconds after which a round is killed at the latest; any time before is as likely.
            seed: another one gives other times.
            from_start: counts the time from the beginning, not from the first acknowledgement.
        """
        chance = random.Random(seed)  # noqa: S311  (any times do)
        done = Killed()
        while done.kills < kills and done.rounds < 4 * kills:
            order = {
                "address": address,
                "folder": str(folder),
                "number": done.rounds,
                "after": chance.uniform(0, longest),
                "lines": 1 if from_start else 2,
            }
            answer = self._ask(order)
            done.rounds += 1
            done.kills += bool(answer["killed"])
            for line in answer["said"]:
                assert not line.startswith(_FAILED), json.loads(line.removeprefix(_FAILED))
                done.said.append(line)
        return done

    def _ask(self, order: dict[str, object]) -> dict[str, list[str]]:
        """Have one round."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, list[str]] = json.loads(self._process.stdout.readline())
        return answer


def one_round(act: Act, order: dict[str, object]) -> dict[str, object]:
    """Fork, let the child act, kill it when its time is over, and give what it had said by then."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        _be_the_child(act, order, writable)
    os.close(writable)
    said = _said(readable, child, lines=int(str(order["lines"])), after=float(str(order["after"])))
    os.close(readable)
    status = os.waitpid(child, 0)[1]
    lines = said.decode().splitlines(keepends=True)
    whole = [line.rstrip("\n") for line in lines if line.endswith("\n") and line != f"{_READY}\n"]
    return {"said": whole, "killed": os.WIFSIGNALED(status)}


def _be_the_child(act: Act, order: dict[str, object], writable: int) -> None:
    """Act, and say what was acknowledged."""

    def say(words: str) -> None:
        os.write(writable, f"{words}\n".encode())

    code = 0
    try:
        say(_READY)
        act(str(order["address"]), Path(str(order["folder"])), int(str(order["number"])), say)
    except BaseException:  # noqa: BLE001  (told to whoever reads)
        say(_FAILED + json.dumps(traceback.format_exc()))
        code = 1
    os._exit(code)


def _said(readable: int, child: int, *, lines: int, after: float) -> bytes:
    """Read what a child says until it ends; kill it some time after it has said so many lines."""
    said, end = b"", None
    while True:
        left = None if end is None else max(0.0, end - time.monotonic())
        if not select.select([readable], [], [], _PATIENCE if left is None else left)[0]:
            os.kill(child, signal.SIGKILL)
            end = time.monotonic() + _PATIENCE
        elif part := os.read(readable, 65536):
            said += part
            if end is None and said.count(b"\n") >= lines:
                end = time.monotonic() + after
        else:
            return said


def main() -> None:
    """Have a round for each order on standard input."""
    module, _, name = sys.argv[1].partition(":")
    act: Act = getattr(importlib.import_module(module), name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(one_round(act, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
