"""What the documents say is true, and no file names a machine."""

import re
import shlex
from collections.abc import Iterator

import pytest

from bpm2sop.cli.main import COMMANDS
from tests.house.tree import ROOT, tracked

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
BLOCK = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)

# In pieces, so that this file does not name what it forbids.
FOLDERS = "work|home|root|Users"
REGISTRIES = "|".join(
    (
        "pypi" + r"\.org",
        "python" + "hosted",
        r"registry\.npm" + "js",
        "npm" + r"mirror\.",
        "/simple" + "/",
    )
)
MACHINE = re.compile(rf"(?<![\w.:/*~-])/(?:{FOLDERS})/\w|[A-Z]:\\Users\\|{REGISTRIES}")
LOCKS = ("requirements.lock", "package-lock.json")


def commands(text: str) -> Iterator[list[str]]:
    """The commands shown in a document's shell blocks."""
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if words := shlex.split(line.removeprefix("$ "), comments=True):
                yield words


def unknown(words: list[str]) -> bool:
    """Whether a command is ours and does not exist."""
    program, *rest = words
    first = next((word for word in rest if not word.startswith("-") and "=" not in word), "")
    if program == "make":
        return bool(first) and first not in TARGETS
    if program.rpartition("/")[2] == "bpm2sop":
        return bool(first) and first not in COMMANDS
    return False


def test_readme_shows_only_commands_that_exist() -> None:
    """A reader who copies a command gets what it promises."""
    shown = list(commands(README))
    assert ["make", "run"] in shown
    assert ["make", "test"] in shown
    assert [words for words in shown if unknown(words)] == []


def test_an_invented_command_is_noticed() -> None:
    """The test above would see a command that is gone."""
    assert unknown(["make", "coffee"])
    assert unknown([".venv/bin/bpm2sop", "brew"])
    assert not unknown(["make", "OUT=there", "run"])


def test_every_command_is_in_the_documents() -> None:
    """Each command of the program is named in the README or under docs/."""
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join([README, *pages])
    named = {name for name in COMMANDS if re.search(rf"bpm2sop {re.escape(name)}\b", text)}
    assert set(COMMANDS) - named == set()


def test_make_help_tells_every_target() -> None:
    """Each target that a person calls has its line in `make help`."""
    declared = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert declared
    told = set(re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, re.MULTILINE))
    assert told == set(declared[1].split())


@pytest.mark.parametrize(
    "text",
    ["see /" + "work/main", "'/" + "home/a/b'", "https://pypi" + ".org/x", "C:" + "\\Users\\a"],
)
def test_a_machine_is_recognised(text: str) -> None:
    """The rule below knows what a machine's folder and a registry look like."""
    assert MACHINE.search(text)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is committed works, and reads, the same everywhere."""
    files = tracked()
    if not files:
        pytest.skip("not a git checkout")
    named = {}
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        wanted = re.compile("https?://") if path.name in LOCKS else MACHINE
        if found := wanted.search(text):
            named[path.relative_to(ROOT).as_posix()] = found[0]
    assert named == {}
