"""Write the golden documents anew and say which changed: `python -m tests.writers.golden`."""

import sys
from pathlib import Path

from bpm2sop.wording import Language
from bpm2sop.writers import WRITERS, Context
from tests.writers.examples import LETTERS
from tests.writers.test_writers import GOLDEN, without_style

TEXTS = ("json", "csv", "md", "html")


def main() -> None:
    """Write each golden document and name those that differ from before."""
    GOLDEN.mkdir(exist_ok=True)
    for writer in WRITERS:
        if writer.format in TEXTS:
            data = without_style(writer.write(LETTERS, Context(language=Language.ID)))
            sys.stdout.write(f"{_place(GOLDEN / f'letters{writer.suffix}', data)}\n")


def _place(path: Path, data: bytes) -> str:
    old = path.read_bytes() if path.exists() else b""
    path.write_bytes(data)
    before, after = old.splitlines(), data.splitlines()
    changed = sum(line not in before for line in after) + sum(line not in after for line in before)
    return f"{path.name}: {changed} lines differ" if old != data else f"{path.name}: as it was"


if __name__ == "__main__":
    main()
