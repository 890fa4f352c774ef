"""Office files that are not read back: each refused by name, with sentences in every language, none a crash."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import docx
import openpyxl
import pytest

from bpm2sop.errors import Refused
from bpm2sop.readback import read_sop
from bpm2sop.readback.office_compare import Hidden, exported_of
from bpm2sop.readback.office_package import DOCX as CODES
from bpm2sop.wording import Language, messages
from bpm2sop.writers.docx import write_docx
from bpm2sop.writers.xlsx import write_xlsx
from tests.readback.office import CONTEXT, with_parts
from tests.writers.examples import LETTERS


class Kind(NamedTuple):
    """A kind of office file: its name, one of ours, how an empty one of others is made, where things are in it."""

    name: str
    ours: bytes
    other: Callable[[], object]
    program: str
    type: tuple[bytes, bytes]
    """The type of its main part, and that of one with programs."""
    parts: tuple[str, ...]
    large: str
    changed: tuple[bytes, bytes]
    """Something in its hidden data, and what to make of it."""


XLSX = Kind(
    "xlsx",
    write_xlsx(LETTERS, CONTEXT),
    openpyxl.Workbook,
    "xl/vbaProject.bin",
    (b"spreadsheetml.sheet.main+xml", b"excel.sheet.macroEnabled.main+xml"),
    ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"),
    "xl/sharedStrings.xml",
    (b'"type": "parallelGateway"', b'"type": "inclusiveGateway"'),
)
DOCX = Kind(
    "docx",
    write_docx(LETTERS, CONTEXT),
    docx.Document,
    "word/vbaProject.bin",
    (b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
     b"vnd.ms-word.document.macroEnabled.main+xml"),
    ("word/document.xml", "customXml/item1.xml", "_rels/.rels"),
    "word/document.xml",
    (b'"type": "parallelGateway"', b'"type": "inclusiveGateway"'),
)  # fmt: skip
both = pytest.mark.parametrize("kind", [XLSX, DOCX], ids=["xlsx", "docx"])


def refusal(data: bytes, name: str) -> Refused:
    """The refusal of a file, which has its sentences in every language."""
    with pytest.raises(Refused) as caught:
        read_sop(name, data)
    for language in Language:
        for part in ("title", "hint"):
            sentence = messages(language).sentences[f"refused.{caught.value.code}.{part}"]
            assert sentence.format_map(caught.value.params)
    return caught.value


def code(kind: Kind, data: bytes) -> str:
    """What a file is refused for, without its kind."""
    return refusal(data, f"sop.{kind.name}").code.removeprefix(f"{kind.name}-")


@both
def test_a_file_cut_off_is_refused(kind: Kind) -> None:
    """However much of it is there; of nothing there is no saying what it was."""
    for length in (3, 30, 2_000, len(kind.ours) - 30):
        assert code(kind, kind.ours[:length]) == "broken"
    assert code(kind, b"") == "foreign"


@both
def test_a_file_of_another_kind_is_told_so(kind: Kind) -> None:
    """A picture or a map under the name of an office file."""
    for data in (b"\x89PNG\r\n\x1a\n" + bytes(60), b"<definitions/>"):
        assert code(kind, data) == "foreign"


@both
def test_a_zip_without_a_main_part_is_told_so(kind: Kind) -> None:
    """It may be a zip of anything."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert code(kind, stream.getvalue()) == "no-main"
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("surat.txt", "halo")
    assert code(kind, bare.getvalue()) == "no-main"


@both
def test_no_flipped_byte_is_a_crash(kind: Kind) -> None:
    """A damaged file is refused or read, nothing else."""
    for place in range(0, len(kind.ours), 97):
        data = bytearray(kind.ours)
        data[place] ^= 0x55
        try:
            read_sop(f"sop.{kind.name}", bytes(data))
        except Refused as refused:
            assert refused.code.startswith((f"{kind.name}-", "json-"))  # noqa: PT017


@both
def test_a_file_of_something_else_is_refused(kind: Kind) -> None:
    """And so is one without its hidden part."""
    stream = io.BytesIO()
    kind.other().save(stream)
    assert code(kind, stream.getvalue()) == "not-ours"


@both
def test_an_old_or_encrypted_file_is_refused(kind: Kind) -> None:
    """Its container is not a zip."""
    assert code(kind, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "encrypted"


@both
def test_macros_are_refused_whatever_the_name(kind: Kind) -> None:
    """By a part of a program, or by the type that the package tells."""
    with_program = io.BytesIO(kind.ours)
    with zipfile.ZipFile(with_program, "a") as archive:
        archive.writestr(kind.program, b"x")
    plain, enabled = kind.type
    changed = with_parts(kind.ours, lambda _, part: part.replace(plain, enabled))
    for name in (f"sop.{kind.name}", f"sop.{kind.name[:-1]}m", "download"):
        assert refusal(with_program.getvalue(), name).code == f"{kind.name}-macros"
        assert refusal(changed, name).code == f"{kind.name}-macros"


@both
def test_a_newer_schema_is_refused(kind: Kind) -> None:
    """By its name, with what can be read."""
    known, newer = (f"bpm2sop/{kind.name}/{version}" for version in (1, 2))
    ends = (b"<", b'"')

    def change(_: str, part: bytes) -> bytes:
        for end in ends:
            part = part.replace(known.encode() + end, newer.encode() + end)
        return part

    refused = refusal(with_parts(kind.ours, change), f"sop.{kind.name}")
    assert refused.code == f"{kind.name}-schema-newer"
    assert refused.params == {"schema": newer, "newest": "1"}


@both
@pytest.mark.parametrize("schema", ["0", "x", "1/1", ""])
def test_a_schema_that_never_was_is_not_ours(kind: Kind, schema: str) -> None:
    """Whatever stands in the place of its number."""
    known, strange = f"bpm2sop/{kind.name}/1".encode(), f"bpm2sop/{kind.name}/{schema}".encode()

    def change(_: str, part: bytes) -> bytes:
        for end in (b"<", b'"'):
            part = part.replace(known + end, strange + end)
        return part

    assert code(kind, with_parts(kind.ours, change)) == "not-ours"


@both
def test_hidden_data_that_was_changed_is_not_trusted(kind: Kind) -> None:
    """The digest tells."""
    before, after = kind.changed

    def change(_: str, part: bytes) -> bytes:
        return part.replace(before, after).replace(
            before.replace(b'"', b"&quot;"), after.replace(b'"', b"&quot;")
        )

    assert code(kind, with_parts(kind.ours, change)) == "data-changed"


@both
def test_a_document_type_in_a_part_is_refused(kind: Kind) -> None:
    """Entities never get as far as being resolved."""
    evil = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for path in kind.parts:

        def change(name: str, data: bytes, path: str = path) -> bytes:
            return data.replace(b"?>", b"?>" + evil, 1) if name == path else data

        refused = refusal(with_parts(kind.ours, change), f"sop.{kind.name}")
        assert refused.code == f"{kind.name}-part"
        assert refused.params == {"part": path, "reason": "doctype"}


@both
def test_a_zip_bomb_is_refused_before_it_is_unpacked(kind: Kind) -> None:
    """Bytes are counted while they are unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kind.ours)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            if name == kind.large:
                with new.open(name, "w") as part:
                    for _ in range(80):
                        part.write(b" " * 1_000_000)
            else:
                new.writestr(name, old.read(name))
    assert len(stream.getvalue()) < 300_000
    assert code(kind, stream.getvalue()) == "too-large"


@both
def test_too_many_members_are_refused(kind: Kind) -> None:
    """Before any is looked at."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}", b"")
    assert code(kind, stream.getvalue()) == "too-large"


@pytest.mark.parametrize(
    "data",
    ["[]", "{}", '{"sop": {}, "exported": 1}', '{"sop": {}, "exported": {"heads": {"no": 1}}}',
     '{"sop": {}, "exported": {"heads": {}, "rows": {"a": []}, "identity": {}}}'],
)  # fmt: skip
def test_hidden_data_of_another_shape_is_refused_though_its_digest_holds(data: str) -> None:
    """Who can compute a digest gets no further than a line."""
    digest = hashlib.sha256(data.encode()).hexdigest()
    hidden = Hidden("bpm2sop/docx/1", digest, data)
    with pytest.raises(Refused, match="docx-data-changed"):
        exported_of(hidden, "sop.docx", CODES, "bpm2sop/docx/1")
