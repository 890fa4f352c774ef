"""The floors hold, and each module stands alone."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from importlinter.cli import lint_imports

from tests.house.tree import ROOT, sources

# One interpreter that has loaded nothing of ours, but all that ours needs of others; a fork of it a module.
ALONE = """
import contextlib, importlib, json, os, sys, traceback

def forked(work):
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0

def others(names):
    read, write = os.pipe()

    def tell():
        for name in names:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
        kept = [name for name in sys.modules if not name.startswith("bpm2sop")]
        os.write(write, json.dumps(kept).encode())

    pid = os.fork()
    if pid == 0:
        os.close(read)
        tell()
        os._exit(0)
    os.close(write)
    with open(read, "rb") as stream:
        told = json.loads(stream.read())
    os.waitpid(pid, 0)
    return told

names = json.load(sys.stdin)
for name in others(names):
    with contextlib.suppress(Exception):
        importlib.import_module(name)
assert not [name for name in sys.modules if name.startswith("bpm2sop")]
print(json.dumps([name for name in names if not forked(lambda: importlib.import_module(name))]))
"""


@pytest.fixture
def _restored() -> Iterator[None]:
    """Put back what the linter changes in this process."""
    path, level = sys.path[:], logging.getLogger().level
    yield
    sys.path[:] = path
    logging.getLogger().setLevel(level)


@pytest.mark.usefixtures("_restored")
def test_floors_import_only_lower_floors(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The contracts of pyproject.toml are kept."""
    monkeypatch.chdir(ROOT)
    broken = lint_imports(no_cache=True, no_logo=True)
    assert not broken, capsys.readouterr().out


def module_names() -> list[str]:
    """The dotted name of every module that is installed."""
    found = []
    for root in (ROOT, ROOT / "web"):
        package = "bpm2sop" if root == ROOT else "bpm2sop_web"
        for path in sources(str((root / package).relative_to(ROOT))):
            parts = path.relative_to(root).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return [name for name in found if not name.endswith("__main__") and ".migrations." not in name]


def test_every_module_imports_alone() -> None:
    """No module depends on another having been imported before it."""
    names = module_names()
    assert {"bpm2sop", "bpm2sop.cli", "bpm2sop_web"} <= set(names)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT.parent,
    )
    assert json.loads(done.stdout) == [], done.stderr
