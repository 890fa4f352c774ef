"""A program that was installed from its wheel, and somebody who visits what it serves."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

import pytest

from tests.conftest import ROOT

PATIENCE = 300
"""Seconds: a shared machine may be slow, and nothing here is timed."""
_ADDRESS = re.compile(r"http://\S+")


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel in it, and an empty folder to work in."""

    environment: Path
    here: Path

    @property
    def variables(self) -> dict[str, str]:
        """Nothing of the one who runs the tests: no node on the path, no Python path, no home."""
        return {
            "PATH": str(self.environment / "bin"), "HOME": str(self.here), "LANG": "C.UTF-8",
            "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8",
        }  # fmt: skip

    def sample(self, name: str) -> str:
        """Copy a sample into the folder; give its name there."""
        [found] = (ROOT / "samples").rglob(name)
        (self.here / name).write_bytes(found.read_bytes())
        return name

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment."""
        return subprocess.run(
            [str(self.environment / "bin" / program), *arguments],
            cwd=self.here,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    @contextmanager
    def served(self, *arguments: str) -> Iterator[str]:
        """Serve a workspace; give the address that it prints."""
        with subprocess.Popen(
            [str(self.environment / "bin" / "bpm2sop"), "serve", "--port", "0", *arguments],
            cwd=self.here,
            env=self.variables,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            said = ""
            for line in process.stderr:
                said += line
                if found := _ADDRESS.search(line):
                    break
            else:
                pytest.fail(f"nothing is served: {said}")
            try:
                yield found[0]
            finally:
                process.terminate()
                process.wait(PATIENCE)


class Visitor:
    """Somebody with a browser's cookies."""

    def __init__(self) -> None:
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> tuple[HTTPMessage, bytes]:
        """Ask for a page; one that is refused is an error."""
        request = Request(address)  # noqa: S310  (of our own server)
        with self._opener.open(request, timeout=PATIENCE) as answer:
            return answer.headers, answer.read()
