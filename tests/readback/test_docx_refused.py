"""Documents that are not read back: each refused by name, with sentences in every language, none a crash."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from bpm2sop.errors import Refused
from bpm2sop.readback import read_docx, read_sop
from bpm2sop.wording import Language, messages
from bpm2sop.writers import Context
from bpm2sop.writers.docx import write_docx
from tests.writers.examples import LETTERS

CONTEXT = Context(language=Language.ID)


def with_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A document with its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def refusal(data: bytes, name: str = "sop.docx") -> Refused:
    """The refusal of a file, which has its sentences in every language."""
    with pytest.raises(Refused) as caught:
        read_sop(name, data)
    for language in Language:
        for part in ("title", "hint"):
            sentence = messages(language).sentences[f"refused.{caught.value.code}.{part}"]
            assert sentence.format_map(caught.value.params)
    return caught.value


DOCUMENT = write_docx(LETTERS, CONTEXT)


@pytest.mark.parametrize("length", [0, 3, 30, 2_000, len(DOCUMENT) - 30])
def test_a_file_cut_off_is_refused(length: int) -> None:
    """However much of it is there."""
    assert refusal(DOCUMENT[:length]).code == "docx-broken"


def test_no_flipped_byte_is_a_crash() -> None:
    """A damaged document is refused or read, nothing else."""
    for place in range(0, len(DOCUMENT), 97):
        data = bytearray(DOCUMENT)
        data[place] ^= 0x55
        try:
            read_docx("sop.docx", bytes(data))
        except Refused as refused:
            assert refused.code.startswith(("docx-", "json-"))  # noqa: PT017


def test_a_document_of_something_else_is_refused() -> None:
    """And so is one without its hidden part."""
    stream = io.BytesIO()
    docx.Document().save(stream)
    assert refusal(stream.getvalue()).code == "docx-not-ours"


def test_an_old_or_encrypted_file_is_refused() -> None:
    """Its container is not a zip."""
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).code == "docx-encrypted"


@pytest.mark.parametrize("name", ["sop.docx", "sop.docm", "download"])
def test_macros_are_refused_whatever_the_name(name: str) -> None:
    """By a part of a program, or by the type that the package tells."""
    with_program = io.BytesIO(DOCUMENT)
    with zipfile.ZipFile(with_program, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert refusal(with_program.getvalue(), name).code == "docx-macros"
    plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    enabled = b"vnd.ms-word.document.macroEnabled.main+xml"
    changed = with_parts(DOCUMENT, lambda _, part: part.replace(plain, enabled))
    assert refusal(changed, name).code == "docx-macros"


def test_a_newer_schema_is_refused() -> None:
    """By its name, with what can be read."""

    def newer(_: str, part: bytes) -> bytes:
        return part.replace(b"bpm2sop/docx/1", b"bpm2sop/docx/2")

    refused = refusal(with_parts(DOCUMENT, newer))
    assert refused.code == "docx-schema-newer"
    assert refused.params == {"schema": "bpm2sop/docx/2", "newest": "1"}


def test_hidden_data_that_was_changed_is_not_trusted() -> None:
    """The digest tells."""

    def other(name: str, part: bytes) -> bytes:
        return part.replace(b"parallelGateway", b"inclusiveGateway") if "item1" in name else part

    assert refusal(with_parts(DOCUMENT, other)).code == "docx-data-changed"


@pytest.mark.parametrize("part", ["word/document.xml", "customXml/item1.xml", "_rels/.rels"])
def test_a_document_type_in_a_part_is_refused(part: str) -> None:
    """Entities never get as far as being resolved."""
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b"?>" + evil, 1) if name == part else data

    refused = refusal(with_parts(DOCUMENT, change))
    assert refused.code == "docx-part"
    assert refused.params["reason"] == "doctype"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """Bytes are counted while they are unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCUMENT)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            if name == "word/document.xml":
                with new.open(name, "w") as part:
                    for _ in range(80):
                        part.write(b" " * 1_000_000)
            else:
                new.writestr(name, old.read(name))
    assert len(stream.getvalue()) < 200_000
    assert refusal(stream.getvalue()).code == "docx-too-large"


def test_too_many_members_are_refused() -> None:
    """Before any is looked at."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}", b"")
    assert refusal(stream.getvalue()).code == "docx-too-large"
