"""A backup that is not as it was written, or no backup, is refused, and nothing is where it was to be restored."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bpm2sop.errors import Missing, Refused, StoreProblem
from bpm2sop.store import open_store
from bpm2sop.store.archives import MANIFEST
from bpm2sop.workspace.keeping import restore
from tests.store.filling import contents
from tests.stores import Clock

Change = Callable[[dict[str, bytes]], None]


def rewritten(path: Path, folder: Path, change: Change) -> Path:
    """A copy of a backup in which something was changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    made = folder / "changed.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made


def manifest_with(**values: object) -> Change:
    """Say something else in the manifest."""

    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | values).encode()

    return change


def test_a_backup_of_a_newer_schema_is_refused(filled: Path, target: str, tmp_path: Path) -> None:
    """Nothing is at the address afterwards."""
    newer = rewritten(filled, tmp_path, manifest_with(revision="9999"))
    with pytest.raises(StoreProblem, match="backup-newer") as refusal:
        restore(newer, target)
    assert refusal.value.params["schema"] == "9999"
    restore(filled, target)


def lose(name: str) -> Change:
    """Take a member out."""

    def change(members: dict[str, bytes]) -> None:
        del members[next(one for one in members if one.startswith(name))]

    return change


def replace_in(name: str, old: bytes, new: bytes) -> Change:
    """Change bytes of a member."""

    def change(members: dict[str, bytes]) -> None:
        key = next(one for one in members if one.startswith(name))
        assert old in members[key]
        members[key] = members[key].replace(old, new, 1)

    return change


def add(name: str, data: bytes = b"x") -> Change:
    """Put a member in."""
    return lambda members: members.__setitem__(name, data)


def told_again(name: str, change: Change) -> Change:
    """Change a table, and have the manifest agree."""

    def both(members: dict[str, bytes]) -> None:
        change(members)
        data = members[f"table/{name}.jsonl"]
        manifest = json.loads(members[MANIFEST])
        count = len(data.splitlines()) - 1
        manifest["tables"][name] = {"rows": count, "sha256": hashlib.sha256(data).hexdigest()}
        members[MANIFEST] = json.dumps(manifest).encode()

    return both


DAMAGE: dict[str, Change] = {
    "a stored file is missing": lose("blob/"),
    "a stored file too many": add("blob/" + "0" * 64),
    "other bytes in a stored file": replace_in("blob/", b"\x01", b"\x02"),
    "a table is missing": lose("table/unit"),
    "a table too many": add("table/recipe.jsonl", b'["name"]\n'),
    "a row was changed": replace_in("table/unit", b"unit name 1", b"unit name X"),
    "a row is missing": lambda m: m.__setitem__(
        "table/unit.jsonl", m["table/unit.jsonl"].rpartition(b"\n[")[0] + b"\n"
    ),
    "the last line is cut": lambda m: m.__setitem__("table/unit.jsonl", m["table/unit.jsonl"][:-5]),
    "a table is empty": lambda m: m.__setitem__("table/unit.jsonl", b""),
    "no JSON": told_again("unit", replace_in("table/unit", b'["id"', b'["id')),
    "a row is no list": told_again(
        "unit", lambda m: m.__setitem__("table/unit.jsonl", m["table/unit.jsonl"] + b'{"a":1}\n')
    ),
    "a value too many": told_again("unit", replace_in("table/unit", b",1]", b",1,1]")),
    "text for a number": told_again("unit", replace_in("table/unit", b",1]", b',"1"]')),
    "a number for text": told_again(
        "phrase", replace_in("table/phrase", b'["phrase label 0', b'[0,"')
    ),
    "no base64": told_again("draft", replace_in("table/draft", b'"AgD/', b'"A!D/')),
    "an unknown column": told_again("unit", replace_in("table/unit", b'"short"', b'"shirt"')),
    "a column twice": told_again("unit", replace_in("table/unit", b'"short"', b'"name"')),
    "an act was changed": told_again("audit", replace_in("table/audit", b'"t1"', b'"t2"')),
    "the last act is missing": told_again(
        "audit",
        lambda m: m.__setitem__(
            "table/audit.jsonl", m["table/audit.jsonl"].rpartition(b"\n[")[0] + b"\n"
        ),
    ),
    "the audit ends elsewhere": manifest_with(head="0" * 64),
    "a hash is no text": told_again("blob", replace_in("table/blob", b'["', b'[1,"')),
    "an unsafe name": add("../evil"),
    "an absolute name": add("/evil"),
    "a folder": add("table/"),
    "a manifest that is no object": add(MANIFEST, b"[]"),
    "a manifest without tables": add(MANIFEST, b'{"schema":"bpm2sop/backup/1"}'),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_backup_that_is_not_as_it_was_written_is_refused(
    filled: Path, sqlite_target: Path, tmp_path: Path, what: str
) -> None:
    """Nothing is at the address afterwards."""
    changed = rewritten(filled, tmp_path, DAMAGE[what])
    with pytest.raises(StoreProblem, match="backup-damaged"):
        restore(changed, str(sqlite_target))
    assert [path.name for path in tmp_path.iterdir()] == ["changed.zip"]


@pytest.mark.parametrize("what", ["a row is missing", "an act was changed"])
def test_what_is_refused_in_the_middle_leaves_the_place_empty(
    filled: Path, target: str, tmp_path: Path, what: str
) -> None:
    """The good backup can be restored there."""
    changed = rewritten(filled, tmp_path, DAMAGE[what])
    with pytest.raises(StoreProblem, match="backup-damaged"):
        restore(changed, target)
    restore(filled, target)


def test_a_row_that_refers_to_nothing_is_refused(filled: Path, target: str, tmp_path: Path) -> None:
    """By the database, however well hashes fit."""
    change = told_again("comment", replace_in("table/comment", b'"sop id 1', b'"sop id X'))
    with pytest.raises(StoreProblem, match=r"store-dangling|store-failed"):
        restore(rewritten(filled, tmp_path, change), target)
    restore(filled, target)


@pytest.mark.parametrize("extra", ["", "later/part.bin"])
def test_a_backup_of_a_later_format_is_told_so(
    filled: Path, sqlite_target: Path, tmp_path: Path, extra: str
) -> None:
    """Whatever it holds: a newer program made it."""
    later = tmp_path / "later.zip"
    with zipfile.ZipFile(filled) as old, zipfile.ZipFile(later, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"bpm2sop/backup/1", b"bpm2sop/backup/2"))
        if extra:
            new.writestr(extra, "x")
    with pytest.raises(StoreProblem, match="backup-newer") as told:
        restore(later, str(sqlite_target))
    assert told.value.params == {"schema": "bpm2sop/backup/2", "known": "bpm2sop/backup/1"}
    assert not sqlite_target.exists()


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_backup_cut_short_is_refused(
    filled: Path, sqlite_target: Path, tmp_path: Path, keep: float
) -> None:
    """Wherever."""
    data = filled.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(StoreProblem, match="backup-foreign"):
        restore(cut, str(sqlite_target))
    assert not sqlite_target.exists()


def test_any_byte_of_a_backup_that_changed_is_found(
    filled: Path, sqlite_target: Path, tmp_path: Path
) -> None:
    """Or it did no harm: then what is restored is the same."""
    data = filled.read_bytes()
    restore(filled, str(sqlite_target), clock=Clock())
    with closing(open_store(str(sqlite_target))) as store:
        whole = contents(store)
    damaged = tmp_path / "damaged.zip"
    found = 0
    for place in range(0, len(data), max(1, len(data) // 60)):
        damaged.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        goal = tmp_path / f"{place}.db"
        try:
            restore(damaged, str(goal), clock=Clock())
        except Refused:
            found += 1
            assert not goal.exists()
            continue
        with closing(open_store(str(goal))) as store:
            restored = contents(store)
        assert restored == whole
    assert found > 40


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", bytes(range(99, 198))],
    ids=["nothing", "empty zip", "PDF", "noise"],
)
def test_what_is_no_backup_is_refused(sqlite_target: Path, tmp_path: Path, content: bytes) -> None:
    """An empty zip, and no zip at all."""
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match="backup-foreign"):
        restore(path, str(sqlite_target))


def test_another_zip_is_refused(sqlite_target: Path, tmp_path: Path) -> None:
    """Even with a manifest in it."""
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MANIFEST, '{"schema": "other/1"}')
    with pytest.raises(StoreProblem, match="backup-foreign"):
        restore(path, str(sqlite_target))


def test_a_name_that_is_there_twice_is_refused(
    filled: Path, sqlite_target: Path, tmp_path: Path
) -> None:
    """Which of them counts is nobody's to guess."""
    path = tmp_path / "twice.zip"
    shutil.copyfile(filled, path)
    with (
        zipfile.ZipFile(path, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("table/unit.jsonl", "[]\n")
    with pytest.raises(StoreProblem, match="backup-damaged"):
        restore(path, str(sqlite_target))


def test_a_stored_file_that_unpacks_to_far_more_is_refused(
    filled: Path, sqlite_target: Path, tmp_path: Path
) -> None:
    """Before it is unpacked: there is no room for what it says it has."""
    path = tmp_path / "bomb.zip"
    change = add("blob/" + "0" * 64, bytes(300 * 1024 * 1024))
    with pytest.raises(StoreProblem, match=r"backup-damaged|store-full"):
        restore(rewritten(filled, path.parent, change), str(sqlite_target))
    assert not sqlite_target.exists()


def test_a_backup_that_is_not_there_is_refused(sqlite_target: Path, tmp_path: Path) -> None:
    """By name."""
    with pytest.raises(Missing, match="file-missing"):
        restore(tmp_path / "none.zip", str(sqlite_target))
    with pytest.raises(StoreProblem, match="store-folder"):
        restore(tmp_path / "none.zip", str(tmp_path / "none" / "a.db"))
