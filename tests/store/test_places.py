"""Where no store can be, a sentence says so and nothing is changed."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bpm2sop.errors import Missing, Refused, StoreProblem
from bpm2sop.store import Store, open_store
from bpm2sop.store.opening import connect
from bpm2sop.store.places import file_system, read_address, refuse_network
from bpm2sop.wording import Language, messages
from tests.stores import PostgresCluster, nobody

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
tmpfs /mnt/nfs/scratch tmpfs rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
user@host: /mnt/ssh fuse.sshfs rw 0 0
/dev/sdb1 /mnt/ntfs fuseblk rw 0 0
host:/gone /mnt/over nfs rw 0 0
/dev/sdc1 /mnt/over xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/a.db", "ext4"),
        ("/mnt/nfs/a.db", "nfs4"),
        ("/mnt/nfs/scratch/a.db", "tmpfs"),
        ("/mnt/nfsx/a.db", "ext4"),
        ("/mnt/my share/a.db", "cifs"),
        ("/mnt/ssh/deep/er/a.db", "fuse.sshfs"),
        ("/mnt/ntfs/a.db", "fuseblk"),
        ("/mnt/over/a.db", "xfs"),
    ],
)
def test_the_file_system_of_a_path_is_known(path: str, kind: str) -> None:
    """The deepest mount counts, and of two on one place the later."""
    assert file_system(Path(path), MOUNTS) == kind


@pytest.mark.parametrize("place", ["/mnt/nfs", "/mnt/my share", "/mnt/ssh"])
def test_a_network_file_system_is_refused(place: str) -> None:
    """SQLite would lose writes there."""
    with pytest.raises(StoreProblem, match="store-on-network"):
        refuse_network(Path(place) / "a.db", MOUNTS)


@pytest.mark.parametrize("place", ["/srv", "/mnt/nfs/scratch", "/mnt/ntfs", "/mnt/over"])
def test_a_disk_of_this_machine_is_accepted(place: str) -> None:
    """Whatever lies around it."""
    refuse_network(Path(place) / "a.db", MOUNTS)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "store-address"),
        ("a\x00b", "store-address"),
        ("sqlite://", "store-address"),
        ("sqlite:///:memory:", "store-address"),
        ("sqlite:///file:a.db?mode=ro&uri=true", "store-address"),
        ("postgresql://host:port/name", "store-address"),
        ("mysql://user@host/name", "store-kind"),
        ("postgresql+asyncpg://user@host/name", "store-kind"),
        ("https://host/bpm2sop.db", "store-kind"),
    ],
)
def test_what_is_no_address_of_ours_is_refused(address: str, code: str) -> None:
    """With the kind of it where it has one."""
    with pytest.raises(StoreProblem, match=code):
        connect(address)


def test_a_password_is_in_no_message() -> None:
    """Neither where the store is named nor where it cannot be reached."""
    store = connect("postgresql://user:rahasia@127.0.0.1:1/none?connect_timeout=1")
    with pytest.raises(StoreProblem, match="store-unreachable") as refusal, store.reading():
        pass
    assert "rahasia" not in str(refusal.value) + str(refusal.value.params) + store.place
    assert "rahasia" in store.address


def test_plain_paths_and_addresses_mean_what_they_say() -> None:
    """A path is a SQLite file, however odd."""
    assert read_address("a b?c.db").database == "a b?c.db"
    assert read_address("sqlite:////srv/a.db").database == "/srv/a.db"
    assert read_address("postgres://u@h/n").drivername == "postgresql+psycopg"


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """No folder is made by mistake."""
    with pytest.raises(StoreProblem, match="store-folder"):
        open_store(str(tmp_path / "none" / "bpm2sop.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_should_be_there_is_not_made(tmp_path: Path) -> None:
    """A wrong address of a backup makes no new store."""
    with pytest.raises(StoreProblem, match="store-missing"):
        open_store(str(tmp_path / "bpm2sop.db"), make=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"%PDF-1.7 " * 300, b"x", b"SQLite format 2\0" * 100])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """Not one byte of it changes."""
    path = tmp_path / "bpm2sop.db"
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match="store-not-sqlite"):
        open_store(str(path))
    assert path.read_bytes() == content


def test_a_database_of_another_program_keeps_its_bytes(tmp_path: Path) -> None:
    """Even the mode of its journal, which is written into it."""
    path = tmp_path / "recipes.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="store-foreign"):
        open_store(str(path))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["recipes.db"]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """It is refused by name."""
    with pytest.raises(StoreProblem, match="store-not-sqlite"):
        open_store(str(tmp_path))


def test_a_damaged_file_is_refused(sqlite_store: Store) -> None:
    """What says so is SQLite, in our words."""
    path = Path(sqlite_store.place)
    sqlite_store.close()
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreProblem, match="store-damaged"):
        open_store(str(path))


def test_a_file_cut_short_is_refused(sqlite_store: Store) -> None:
    """By its first page, or by what it lacks."""
    path = Path(sqlite_store.place)
    sqlite_store.close()
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(StoreProblem, match="store-damaged"):
        open_store(str(path))


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A new store cannot be there."""
    tmp_path.chmod(0o555)
    with nobody(tmp_path), pytest.raises(StoreProblem, match="store-unwritable"):
        open_store(str(tmp_path / "bpm2sop.db"))


def test_a_file_that_cannot_be_written_is_refused(sqlite_store: Store) -> None:
    """By the first who would write."""
    path = Path(sqlite_store.place)
    sqlite_store.close()
    path.chmod(0o444)
    with nobody(path.parent), pytest.raises(StoreProblem, match="store-unwritable"):
        write(path)


def write(path: Path) -> None:
    """Open a store and write."""
    with closing(open_store(str(path))) as store, store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM meta")


def test_a_server_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With what the driver says."""
    with pytest.raises(StoreProblem, match="store-unreachable") as refusal:
        open_store(f"postgresql:///none?host={tmp_path}&connect_timeout=1")
    assert refusal.value.params["why"]


def test_a_database_that_is_not_there_is_refused(postgres_cluster: PostgresCluster) -> None:
    """The server says so."""
    with pytest.raises(StoreProblem, match="store-unreachable") as refusal:
        open_store(postgres_cluster.address("nowhere"))
    assert '"nowhere" does not exist' in refusal.value.params["why"]


def test_a_database_without_unicode_is_refused(postgres_cluster: PostgresCluster) -> None:
    """Names of people and places would be lost."""
    address = postgres_cluster.empty("ENCODING 'SQL_ASCII'")
    with pytest.raises(StoreProblem, match="store-encoding"):
        open_store(address)
    postgres_cluster.drop(address)


def test_a_server_that_goes_away_is_refused(postgres_cluster: PostgresCluster) -> None:
    """In the middle of reading; the next try works again."""
    address = postgres_cluster.fresh()
    store = open_store(address)

    def answer(before: Callable[[], None]) -> object:
        with store.reading() as connection:
            before()
            return connection.exec_driver_sql("SELECT 1").scalar()

    with pytest.raises(StoreProblem, match="store-unreachable"):
        answer(lambda: postgres_cluster.end_sessions(address))
    assert answer(lambda: None) == 1
    store.close()
    postgres_cluster.drop(address)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "refusal", [StoreProblem, Missing, Refused], ids=lambda kind: str(kind.__name__)
)
def test_every_refusal_of_the_store_has_words(language: Language, refusal: type[Refused]) -> None:
    """A title and what to do, in both languages."""
    sentences = messages(language).sentences
    folder = Path(__file__).parents[2] / "bpm2sop" / "store"
    begin = f"{refusal.__name__}("
    codes = {
        part.split('"')[1]
        for path in folder.glob("*.py")
        for part in path.read_text("utf-8").split(begin)[1:]
        if part.lstrip().startswith('"')
    }
    lacking = {
        f"{code}.{end}"
        for code in codes
        for end in ("title", "hint")
        if f"refused.{code}.{end}" not in sentences
    }
    assert lacking == set()
