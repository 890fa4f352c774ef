"""Folders and zips that mean harm, or hold no map: refused with a code, the others go on."""

import gzip
import io
import stat
import struct
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bpm2sop.errors import Refused
from bpm2sop.sources import SourceFile, SourceLimits, gather
from bpm2sop.wording.catalogue import say
from bpm2sop.wording.language import Language

MAP = b"<definitions/>"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Make a zip of names and contents."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def told(path: Path, limits: SourceLimits | None = None) -> list[tuple[str, str]]:
    """Give names with their refusal's code, or "read"."""
    answer: list[tuple[str, str]] = []
    for found in gather([str(path)], limits=limits or SourceLimits()):
        match found:
            case SourceFile():
                answer.append((found.name.replace(f"{path.parent}/", ""), "read"))
            case Refused():
                for language in Language:
                    assert say(language, f"refused.{found.code}.title", **found.params)
                    assert say(language, f"refused.{found.code}.hint", **found.params)
                answer.append((found.where.file.replace(f"{path.parent}/", ""), found.code))
    return answer


def told_of_zip(
    folder: Path, data: bytes, limits: SourceLimits | None = None
) -> list[tuple[str, str]]:
    """Write bytes as `set.zip` and say what becomes of them; nothing else may be written."""
    path = folder / "set.zip"
    path.write_bytes(data)
    answer = told(path, limits)
    assert list(folder.iterdir()) == [path]
    return answer


def test_a_zip_gives_its_maps_by_name(tmp_path: Path) -> None:
    """Other files, folders and what a desktop leaves behind are passed over."""
    data = zipped(
        {
            "b/x.bpmn": MAP,
            "a.BPMN": MAP,
            "c.xml": MAP,
            "notes.txt": b"",
            "__MACOSX/a.bpmn": b"",
            ".x.bpmn": b"",
            "d/": b"",
        }
    )
    assert told_of_zip(tmp_path, data) == [
        ("set.zip/a.BPMN", "read"),
        ("set.zip/b/x.bpmn", "read"),
        ("set.zip/c.xml", "read"),
    ]


def test_a_folder_is_searched_through_in_order(tmp_path: Path) -> None:
    """Names are relative to the folder; hidden files and other endings are passed over."""
    folder = tmp_path / "maps"
    for name in (
        "b.bpmn",
        "a/z.xml",
        "a/b.bpmn20.xml",
        ".git/x.bpmn",
        ".h.bpmn",
        "a/notes.md",
        "c.bpmn2",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(MAP)
    assert [found.name for found in gather([str(folder)]) if isinstance(found, SourceFile)] == [
        "a/b.bpmn20.xml", "a/z.xml", "b.bpmn", "c.bpmn2",
    ]  # fmt: skip


def test_a_folder_or_zip_without_maps_is_refused(tmp_path: Path) -> None:
    """One clear refusal."""
    (tmp_path / "empty").mkdir()
    assert told(tmp_path / "empty") == [("empty", "folder-without-maps")]
    assert told_of_zip(tmp_path / "empty", zipped({"a.txt": b""})) == [
        ("set.zip", "folder-without-maps")
    ]
    (tmp_path / "empty" / "set.zip").unlink()
    assert told_of_zip(tmp_path / "empty", zipped({})) == [("set.zip", "folder-without-maps")]


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    """A missing file, a device, a name with a NUL; the others go on."""
    (tmp_path / "a.bpmn").write_bytes(MAP)
    paths = [str(tmp_path / "gone.bpmn"), "/dev/null", "a\0b", str(tmp_path / "a.bpmn")]
    codes = [found.code if isinstance(found, Refused) else "read" for found in gather(paths)]
    assert codes == ["file-missing", "not-a-file", "file-unreadable", "read"]


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """A link that leads in a ring cannot be read, not even by root: a refusal, not a crash."""
    path = tmp_path / "a.bpmn"
    path.symlink_to(path)
    assert told(path) == [("a.bpmn", "file-unreadable")]


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """Not a byte more than the limit is kept."""
    path = tmp_path / "a.bpmn"
    path.write_bytes(b" " * 11)
    assert told(path, SourceLimits(file_size=10, zip_size=100)) == [("a.bpmn", "too-large")]
    path.write_bytes(b" " * 10)
    assert told(path, SourceLimits(file_size=10, zip_size=100)) == [("a.bpmn", "read")]


def test_the_standard_input_is_a_file_or_a_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads bytes."""

    class Input:
        """A standard input."""

        def __init__(self, data: bytes) -> None:
            self.buffer = io.BytesIO(data)

    monkeypatch.setattr(sys, "stdin", Input(MAP))
    assert list(gather(["-"])) == [SourceFile("stdin", MAP)]
    monkeypatch.setattr(sys, "stdin", Input(zipped({"a.bpmn": MAP})))
    assert list(gather(["-"])) == [SourceFile("stdin/a.bpmn", MAP)]


def test_gzip_stays_gzip(tmp_path: Path) -> None:
    """42: nothing is unpacked on the way; the reader refuses it by name."""
    (tmp_path / "a.bpmn").write_bytes(gzip.compress(MAP))
    (found,) = gather([str(tmp_path / "a.bpmn")])
    assert isinstance(found, SourceFile)
    assert found.data[:2] == b"\x1f\x8b"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """44: a thousand to one; unpacking stops at the limit."""
    assert told_of_zip(tmp_path, zipped({"a.bpmn": b"\0" * 50_000_000})) == [
        ("set.zip/a.bpmn", "too-large")
    ]


def test_many_maps_that_are_too_much_together_are_refused(tmp_path: Path) -> None:
    """44: the counter runs over all entries."""
    data = zipped({f"{n}.bpmn": b" " * 90 for n in range(5)})
    answer = told_of_zip(tmp_path, data, SourceLimits(file_size=100, unpacked=200))
    assert answer == [
        ("set.zip/0.bpmn", "read"),
        ("set.zip/1.bpmn", "read"),
        ("set.zip", "zip-too-large"),
    ]


@pytest.mark.parametrize("claimed", [5, 10**9])
def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path, claimed: int) -> None:
    """45: what is unpacked decides, not the directory."""
    data = bytearray(zipped({"a.bpmn": b"x" * 1000}))
    for magic, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(magic) + offset, claimed)
    assert told_of_zip(tmp_path, bytes(data)) == [("set.zip/a.bpmn", "zip-broken")]


def test_a_zip_within_a_zip_is_refused(tmp_path: Path) -> None:
    """46: nothing is unpacked twice; the maps beside it are read."""
    data = zipped({"inner.zip": zipped({"a.bpmn": MAP}), "b.bpmn": MAP})
    assert told_of_zip(tmp_path, data) == [
        ("set.zip/b.bpmn", "read"),
        ("set.zip/inner.zip", "zip-nested"),
    ]


def test_very_many_entries_are_refused(tmp_path: Path) -> None:
    """47: before any is opened."""
    assert told_of_zip(tmp_path, zipped({f"{n}.txt": b"" for n in range(20_000)})) == [
        ("set.zip", "zip-too-many")
    ]


@pytest.mark.parametrize(
    "name", ["../a.bpmn", "/a.bpmn", "C:/a.bpmn", "..\\a.bpmn", "x/../../a.bpmn", "C:a.bpmn"]
)
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    """48: zip slip in all its spellings."""
    assert [code for _, code in told_of_zip(tmp_path, zipped({name: MAP}))] == ["zip-name-unsafe"]


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    """49: a link leads elsewhere."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        entry = zipfile.ZipInfo("a.bpmn")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    assert told_of_zip(tmp_path, held.getvalue()) == [("set.zip/a.bpmn", "zip-link")]


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    """50: with a code that says so."""
    data = bytearray(zipped({"a.bpmn": MAP}))
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        struct.pack_into("<H", data, data.index(magic) + offset, 1)
    assert told_of_zip(tmp_path, bytes(data)) == [("set.zip/a.bpmn", "zip-encrypted")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_with_one_name_are_refused(tmp_path: Path) -> None:
    """51: no one can say which is meant."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.bpmn", MAP)
        archive.writestr("a.bpmn", b"other")
    assert told_of_zip(tmp_path, held.getvalue()) == [("set.zip/a.bpmn", "zip-name-twice")] * 2


@pytest.mark.parametrize(
    "name",
    [
        "CON.bpmn",
        "x" * 300 + ".bpmn",
        "a..bpmn",
        "\U0001f600.bpmn",
        "\u0410.bpmn",
        "a\nb.bpmn",
        "a\u202eb.bpmn",
    ],
)
def test_odd_names_are_shown_on_one_line(tmp_path: Path, name: str) -> None:
    """52: the name is a label, never a path."""
    ((shown, what),) = told_of_zip(tmp_path, zipped({name: MAP}))
    assert what == "read"
    assert shown.isprintable()


@pytest.mark.parametrize("cut", [10, 40, 80])
def test_a_broken_zip_is_refused(tmp_path: Path, cut: int) -> None:
    """A zip that was cut off."""
    assert told_of_zip(tmp_path, zipped({"a.bpmn": MAP * 50})[:cut]) == [("set.zip", "zip-broken")]


def test_a_zip_too_large_to_open_is_refused(tmp_path: Path) -> None:
    """The size of the zip itself has a limit."""
    assert told_of_zip(tmp_path, zipped({"a.bpmn": MAP}), SourceLimits(zip_size=20)) == [
        ("set.zip", "too-large")
    ]
