"""What all writers promise: one registry, the same bytes every time, and documents that were read by eye once."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bpm2sop.model.findings import Finding, Severity
from bpm2sop.model.sop import Sop
from bpm2sop.wording import Language
from bpm2sop.writers import WRITERS, Context, Writer
from bpm2sop.writers.findings import finding_words
from bpm2sop.writers.json_document import write_json
from tests.oracle.schema import SOP, shaped
from tests.writers.examples import ATTACK, EMPTY, LETTERS
from tests.writers.sops import sops

GOLDEN = Path(__file__).parent / "golden"
UPDATE = f"{sys.executable} -m tests.writers.golden"
STYLE = re.compile(rb"(?<=<style>).*?(?=</style>)|(?<=sha256-)[\w+/=]+", re.DOTALL)

# A process of its own, where sets and dicts of strings have another order.
ELSEWHERE = """
import sys
from bpm2sop.wording import Language
from bpm2sop.writers import WRITERS, Context
from tests.writers.examples import LETTERS
writer = next(w for w in WRITERS if w.format == sys.argv[1])
sys.stdout.buffer.write(writer.write(LETTERS, Context(language=Language.ID)))
"""

every_writer = pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.format)


def test_each_format_has_one_writer() -> None:
    """Names and endings tell the writers apart."""
    assert (
        len({writer.format for writer in WRITERS})
        == len({writer.suffix for writer in WRITERS})
        == len(WRITERS)
    )
    assert {"json", "csv", "md", "html"} <= {writer.format for writer in WRITERS}


@every_writer
@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_sop_gives_the_same_bytes(writer: Writer, seed: str) -> None:
    """Another process, with another order of sets, writes the same file."""
    here = writer.write(LETTERS, Context(language=Language.ID))
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, writer.format],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": seed},
    )
    assert there.stdout == here


@every_writer
@settings(deadline=None)
@given(sop=sops(), language=st.sampled_from(Language))
def test_every_sop_can_be_written(writer: Writer, sop: Sop, language: Language) -> None:
    """No SOP that the types allow stops a writer."""
    assert writer.write(sop, Context(language=language))


@pytest.mark.parametrize(
    "sop", [LETTERS, replace(ATTACK, level=3), replace(EMPTY, level=3)], ids=lambda sop: sop.key
)
def test_the_json_is_the_contracts(sop: Sop) -> None:
    """The oracle, which knows the contract's words and none of our code, has nothing to object to."""
    document = json.loads(write_json(sop, Context(language=Language.ID)))
    assert list(shaped(SOP)(document)) == []


def test_a_finding_without_words_still_says_what_it_knows() -> None:
    """A rule that the catalogues lack is named with its parameters."""
    finding = Finding(
        "made-up",
        Severity.INFO,
        "a.bpmn",
        params=(("name", "Periksa"), ("key", "k"), ("language", "x")),
    )
    message, hint = finding_words(finding, Language.EN)
    assert message == "Finding made-up (name: Periksa, key: k, language: x)."
    assert hint == ""


def test_a_refusal_is_told_as_a_finding() -> None:
    """The code of a refused file finds the refusal's sentences."""
    finding = Finding(
        "json-shape", Severity.ERROR, "a.json", params=(("path", "$.steps"), ("wanted", "array"))
    )
    assert finding_words(finding, Language.EN) == (
        "$.steps is not: array.",
        "Correct it, or export the SOP again.",
    )


@pytest.mark.parametrize(
    "writer",
    [writer for writer in WRITERS if (GOLDEN / f"letters{writer.suffix}").exists()],
    ids=lambda writer: writer.format,
)
def test_documents_are_as_they_were_read_by_eye(writer: Writer) -> None:
    """A change of what people see is deliberate: look at the difference, then run the update command."""
    golden = GOLDEN / f"letters{writer.suffix}"
    assert (
        without_style(writer.write(LETTERS, Context(language=Language.ID))) == golden.read_bytes()
    ), UPDATE


def without_style(data: bytes) -> bytes:
    """A page without its style sheet, which may change without changing a word."""
    return STYLE.sub(b"", data)
