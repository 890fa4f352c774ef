"""`doctor` says what is lacking, and changes nothing."""

from pathlib import Path

import pytest

from bpm2sop.store import Store, open_store
from bpm2sop.store.migrating import downgrade, head
from bpm2sop.wording import Language, messages
from bpm2sop.workspace.doctor import Check, State, doctor
from tests.store.test_migrating import later
from tests.stores import PostgresCluster, nobody


def states(address: object) -> dict[str, Check]:
    """What was looked at, by its code."""
    return {check.code: check for check in doctor(str(address))}


def test_the_program_here_lacks_nothing(tmp_path: Path) -> None:
    """But a browser's files, which are built, and the workspace, which is made by who needs it."""
    checks = states(tmp_path / "bpm2sop.db")
    poor = {code for code, check in checks.items() if check.state is not State.GOOD}
    assert poor - {"bundle", "terminal"} == {"store"}
    assert checks["store"].state is State.POOR
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_is_told_with_its_schema(store: Store) -> None:
    """On both databases."""
    found = states(store.address)["store"]
    assert (found.state, dict(found.params)["schema"]) == (State.GOOD, head())


def test_a_workspace_of_an_older_program_is_told(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not brought up by looking at it."""
    known = head()
    later(tmp_path, monkeypatch)
    found = states(sqlite_store.address)["store"]
    assert (found.state, dict(found.params)["schema"]) == (State.POOR, known)
    downgrade(sqlite_store, "base")
    assert dict(states(sqlite_store.address)["store"].params)["schema"] == "-"


def test_a_workspace_of_a_newer_program_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do."""
    with monkeypatch.context() as newer:
        later(tmp_path, newer)
        open_store(address).close()
    assert reason(states(address)) == "store-newer"


def reason(checks: dict[str, Check]) -> str:
    """Why the workspace cannot be used."""
    assert checks["store"].state is State.BAD
    assert checks["store"].refusal
    return checks["store"].refusal.code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("none/bpm2sop.db", "store-folder"),
        ("mysql://host/name", "store-kind"),
        ("postgresql:///none?host=/nowhere&connect_timeout=1", "store-unreachable"),
    ],
)
def test_a_place_where_no_workspace_can_be_is_told(
    address: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the refusal that would come."""
    monkeypatch.chdir(tmp_path)
    assert reason(states(address)) == code


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Before anybody has worked for nothing."""
    states(tmp_path / "bpm2sop.db")
    tmp_path.chmod(0o555)
    with nobody(tmp_path):
        assert reason(states(tmp_path / "bpm2sop.db")) == "store-unwritable"


def test_a_server_that_forgets_when_the_power_fails_is_told(
    postgres_cluster: PostgresCluster,
) -> None:
    """As the one of these tests does."""
    address = postgres_cluster.fresh()
    server = states(address)["server"]
    assert server.state is State.BAD
    assert dict(server.params)["settings"] == "fsync, full_page_writes"
    postgres_cluster.drop(address)


def test_a_package_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that one knows what to install."""
    told = ["alembic>=1", "no-such-package>=2", 'psycopg; extra == "postgres"', "lxml"]
    monkeypatch.setattr("bpm2sop.workspace.doctor.requires", lambda _name: told)
    packages = states(tmp_path / "a.db")["packages"]
    assert packages.state is State.BAD
    assert dict(packages.params)["names"] == "no-such-package"


@pytest.mark.parametrize("language", Language)
def test_every_state_has_words(language: Language) -> None:
    """Each thing that is looked at can be told as good, and as what is wrong with it."""
    sentences = messages(language).sentences
    source = Path("bpm2sop/workspace/doctor.py")
    text = (Path(__file__).parents[2] / source).read_text("utf-8")
    codes = {part.partition('"')[0] for part in text.split('Check("')[1:]}
    assert codes == {
        key.split(".")[1] for key in sentences if key.startswith("doctor.") and key.count(".") == 2
    }
