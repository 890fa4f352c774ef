"""What wording adds to a whole draft, as a multiple of bare lxml on the same bytes in one run.

    python benchmarks/wording.py FOLDER

Every call from drafting and the SOP checks into wording's proposals (step text, questions, titles, languages) is timed by
the processor, while everything in FOLDER is drafted; what wording remembers of labels is emptied before each round.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from reading import bare, draft_all

from bpm2sop.drafting import draft, linking, naming, steps
from bpm2sop.garbage import look_seldom
from bpm2sop.sopchecks import step_verb_first, title_form
from bpm2sop.sources import SourceFile

ROUNDS = 9
CALLED = {
    steps: ("phrase", "question", "is_check"),
    draft: ("language_of_labels",),
    naming: ("title",),
    linking: ("title",),
    step_verb_first: ("phrase",),
    title_form: ("title", "language_of"),
}


class Watch:
    """Adds up processor time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.seconds, self.calls = 0.0, 0

    def over(self, work: Callable[..., object]) -> Callable[..., object]:
        """Give work that is timed."""

        def timed(*given: object, **options: object) -> object:
            start = time.process_time()
            try:
                return work(*given, **options)
            finally:
                self.seconds += time.process_time() - start
                self.calls += 1

        return timed


@contextmanager
def watched() -> Iterator[Watch]:
    """Time every call into wording."""
    watch = Watch()
    with ExitStack() as stack:
        for module, names in CALLED.items():
            for name in names:
                stack.enter_context(patch.object(module, name, watch.over(getattr(module, name))))
        yield watch


def forget() -> None:
    """Empty what wording remembers of labels; its tables stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith("bpm2sop.wording"):
            for held in vars(module).values():
                if hasattr(held, "cache_parameters") and held.cache_parameters()["maxsize"]:
                    held.cache_clear()


def seconds(work: Callable[[Sequence[SourceFile]], None], files: Sequence[SourceFile]) -> float:
    """Give the seconds of processor time that work takes on files."""
    start = time.process_time()
    work(files)
    return time.process_time() - start


def main(folder: Path) -> None:
    """Print the ratios: each the fastest of some rounds."""
    files = [
        SourceFile(str(path.relative_to(folder)), path.read_bytes())
        for path in sorted(folder.rglob("*.bpmn"))
    ]
    look_seldom()
    draft_all(files)
    base = min(seconds(bare, files) for _ in range(ROUNDS))
    whole, wording, calls = [], [], 0
    for _ in range(ROUNDS):
        forget()
        with watched() as watch:
            whole.append(seconds(draft_all, files))
        wording.append(watch.seconds)
        calls = watch.calls
    print(f"{len(files)} files, {calls} calls into wording")
    print(f"whole draft {min(whole) / base:.1f} x lxml, of which wording {min(wording) / base:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
