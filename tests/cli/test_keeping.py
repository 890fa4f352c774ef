"""The commands that keep a workspace: `user`, `backup`, `restore`, `fsck`, `doctor`, `db`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Call

WORDS = "empat kata biasa saja\n"


@pytest.fixture
def db(bpm2sop: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one person, in the current folder."""
    monkeypatch.chdir(tmp_path)
    assert bpm2sop("user", "add", "dewi", "--role", "admin", stdin=WORDS).exit_code == 0
    return tmp_path / "bpm2sop.db"


def value(result: Result) -> object:
    """The JSON that a command printed; nothing else is on standard output."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.usefixtures("db")
def test_people_are_kept(bpm2sop: Call) -> None:
    """Added, listed, given roles and a password, let out and in again, signed out."""
    added = bpm2sop(
        "user", "add", "budi", "--name", "Budi S.", "--role", "analyst", "--json", stdin=WORDS
    )
    assert value(added) | {"id": ""} == {
        "id": "",
        "login": "budi",
        "name": "Budi S.",
        "roles": ["analyst"],
        "unit": None,
        "language": "id",
        "state": "active",
        "has_password": True,
        "version": 1,
    }
    roles = bpm2sop("user", "roles", "budi", "--role", "viewer", "--role", "reviewer", "--json")
    assert value(roles)["roles"] == ["viewer", "reviewer"]
    other = bpm2sop("user", "password", "budi", "--json", stdin="kata sandi lain\n")
    assert value(other) == {"login": "budi"}
    assert value(bpm2sop("user", "deactivate", "budi", "--json"))["state"] == "gone"
    assert value(bpm2sop("user", "reactivate", "budi", "--json"))["state"] == "active"
    assert value(bpm2sop("user", "sign-out", "budi", "--json"))["sessions"] == 0
    listed = value(bpm2sop("user", "list", "--json"))
    assert [person["login"] for person in listed] == ["budi", "dewi"]
    assert "budi: viewer, reviewer, active. Budi S." in bpm2sop("user", "list").stdout


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("arguments", "stdin", "words"),
    [
        (("add", "dewi", "--role", "viewer"), WORDS, "This login is already there."),
        (("add", "budi", "--role", "viewer"), "short\n", "A password has 12 to 1024 characters."),
        (("add", "budi", "--role", "viewer"), "", "A password has 12 to 1024 characters."),
        (("roles", "dewi", "--role", "viewer"), "", "After this nobody could keep this workspace."),
        (("deactivate", "nobody"), "", "There is nobody with this login."),
    ],
)
def test_what_is_refused_is_said_and_ends_with_3(
    bpm2sop: Call, arguments: tuple[str, ...], stdin: str, words: str
) -> None:
    """In the language asked for; nothing is changed."""
    result = bpm2sop("user", *arguments, "--language", "en", stdin=stdin)
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr
    assert len(value(bpm2sop("user", "list", "--json"))) == 1


def test_what_a_role_may_not_is_told_by_the_names_of_the_pages(
    bpm2sop: Call, db: Path, surat: Path
) -> None:
    """Right and roles in the language of the call; no id of ours stands for a place."""
    assert db.is_file()
    bpm2sop("user", "add", "vina", "--role", "viewer", stdin=WORDS)
    told = bpm2sop("import", surat, "--as", "vina", stdin=WORDS)
    assert told.exit_code == 3
    assert "bpm2sop: Peran Anda tidak memberi hak untuk ini (menulis)." in told.stderr
    assert "Penyusun, Peninjau" in told.stderr
    said = bpm2sop("import", surat, "--as", "vina", "--language", "en", stdin=WORDS)
    assert "Analyst, Reviewer" in said.stderr


def test_a_role_that_is_none_is_wrong_use(bpm2sop: Call, db: Path) -> None:
    """As is none at all."""
    assert bpm2sop("user", "add", "budi", "--role", "king", stdin=WORDS).exit_code == 2
    assert bpm2sop("user", "add", "budi", stdin=WORDS).exit_code == 2
    assert db.is_file()


def test_a_workspace_goes_through_a_backup(bpm2sop: Call, db: Path, tmp_path: Path) -> None:
    """Out, in again somewhere else, and all of it is as it was."""
    made = value(bpm2sop("backup", "friday.zip", "--json"))
    assert made["acts"] == 1
    restored = value(bpm2sop("restore", "friday.zip", "--db", "other.db", "--json"))
    assert restored["head"] == made["head"]
    assert value(bpm2sop("fsck", "--db", "other.db", "--json"))["clean"]
    people = value(bpm2sop("user", "list", "--db", "other.db", "--json"))
    assert [person["login"] for person in people] == ["dewi"]


def test_a_backup_without_a_name_is_named_for_the_time(
    bpm2sop: Call, db: Path, tmp_path: Path
) -> None:
    """In the current folder."""
    assert bpm2sop("backup").exit_code == 0
    (path,) = tmp_path.glob("bpm2sop-????????-??????.zip")
    assert path.stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("backup", "taken.zip"), "There is a file here already."),
        (("backup", "--db", "none.db"), "There is no database here."),
        (("restore", "taken.zip", "--db", "new.db"), "This file is no backup of bpm2sop."),
        (("restore", "taken.zip"), "There is a file here already."),
        (("fsck", "--db", "none.db"), "There is no database here."),
        (("fsck", "--db", "taken.zip"), "This file is no SQLite database."),
        (("user", "list", "--db", "none/a.db"), "The folder for the database does not exist."),
        (
            ("db", "revision", "--db", "oracle://a"),
            "Databases of the kind oracle are not supported.",
        ),
    ],
)
def test_what_the_store_cannot_do_is_said_and_ends_with_4(
    bpm2sop: Call, db: Path, arguments: tuple[str, ...], words: str
) -> None:
    """Where, what, and what to do; no file is made."""
    (db.parent / "taken.zip").write_bytes(b"x")
    before = {path.name for path in db.parent.iterdir()}
    result = bpm2sop(*arguments, "--language", "en")
    assert (result.exit_code, result.stdout) == (4, "")
    assert words in result.stderr
    assert {path.name for path in db.parent.iterdir()} == before


def test_the_address_may_come_from_the_environment(
    bpm2sop: Call, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BPM2SOP_DB names it for every command."""
    monkeypatch.setenv("BPM2SOP_DB", str(tmp_path / "office.db"))
    assert bpm2sop("user", "add", "ani", "--role", "admin", stdin=WORDS).exit_code == 0
    assert (tmp_path / "office.db").is_file()
    assert [person["login"] for person in value(bpm2sop("user", "list", "--json"))] == ["ani"]


def test_fsck_says_what_is_wrong_and_ends_with_4(bpm2sop: Call, db: Path) -> None:
    """A line a fault."""
    with closing(sqlite3.connect(db)) as raw, raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("UPDATE audit SET who = 'nobody'")
    result = bpm2sop("fsck", "--language", "en")
    broken, guards = result.stdout.splitlines()
    assert (result.exit_code, broken) == (4, "The audit's chain breaks at row 1.")
    assert guards.endswith("overwritten: audit_no_update.")
    assert "2 things are not as they were written." in result.stderr
    told = json.loads(bpm2sop("fsck", "--json").stdout)
    assert [fault["code"] for fault in told["faults"]] == ["audit", "guard"]


def test_doctor_says_how_it_stands(bpm2sop: Call, db: Path) -> None:
    """A line a thing, the same as JSON."""
    lines = bpm2sop("doctor", "--language", "en").stdout.splitlines()
    assert any(line.startswith("good") and "SQLite" in line for line in lines)
    result = bpm2sop("doctor", "--json")
    checks = json.loads(result.stdout)["checks"]
    assert len(checks) == len(lines)
    assert result.exit_code == int(any(check["state"] == "bad" for check in checks))


def test_doctor_ends_with_1_when_something_is_lacking(bpm2sop: Call, tmp_path: Path) -> None:
    """And says what to do in the words of the refusal."""
    result = bpm2sop("doctor", "--db", tmp_path / "none" / "a.db", "--language", "en")
    assert result.exit_code == 1
    assert "The folder for the database does not exist. Make the folder" in result.stdout


def test_the_schema_is_shown_and_goes_down_and_up(bpm2sop: Call, db: Path, tmp_path: Path) -> None:
    """Down only for who says yes; a copy is made before."""
    shown = value(bpm2sop("db", "revision", "--json"))
    assert shown["schema"] == shown["known"][-1]
    assert bpm2sop("db", "downgrade", stdin="n\n").exit_code == 130
    assert value(bpm2sop("db", "revision", "--json")) == shown
    assert value(bpm2sop("db", "downgrade", "base", "--yes", "--json"))["schema"] is None
    assert len(list(tmp_path.glob("bpm2sop.db.before-*.bak"))) == 1
    assert value(bpm2sop("db", "upgrade", "--json")) == shown
    assert bpm2sop("db", "upgrade", "invented").exit_code == 4
