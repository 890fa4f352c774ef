"""The files of the repository, as the house rules see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {"node_modules", "dist", "__pycache__"}


@cache
def sources(*folders: str, endings: tuple[str, ...] = (".py",)) -> tuple[Path, ...]:
    """Hand-written files under the named folders, those that exist."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return tuple(
        sorted(path for path in found if path.suffix in endings and MADE.isdisjoint(path.parts))
    )


@cache
def tree(path: Path) -> ast.Module:
    """A source file, parsed."""
    return ast.parse(path.read_bytes(), str(path))


def place(path: Path, line: int) -> str:
    """A file and line as an editor understands it."""
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


@cache
def tracked() -> tuple[Path, ...]:
    """Files that are committed or would be; empty outside a git checkout."""
    command = [
        "git",
        "-C",
        str(ROOT),
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, capture_output=True, check=False).stdout.decode()
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())
