"""Faults put into child processes from outside: no file of ours ends or stops one."""

from __future__ import annotations

from pathlib import Path

_SITE = """
import os, pickle, sys, time
loads = pickle.loads
def faulty(data, *args, **more):
    if sys.argv == ["-c"] and b"Racun" in data:
        os.kill(os.getpid(), 9)
    if sys.argv == ["-c"] and b"Lama" in data:
        time.sleep(600)
    return loads(data, *args, **more)
pickle.loads = faulty
"""


def lay(folder: Path) -> dict[str, str]:
    """Give the environment in which a file with "Racun" ends each child process that gets it, and one with "Lama" stops it."""
    (folder / "sitecustomize.py").write_text(_SITE)
    return {"PYTHONPATH": str(folder)}
