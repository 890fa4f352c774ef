"""What tests may need from outside the repository: skipped with a reason where absent, a failure under CI=true."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from bpm2sop.store import Store, open_store
from bpm2sop.workspace.opening import Workspace
from tests.stores import Clock, PostgresCluster, SqliteFiles, Tokens, stored

# No timed tests: a shared machine may be slow. CI draws the same examples every time, a laptop new ones.
settings.register_profile("laptop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("laptop"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI", "").lower() == "true" else "laptop")

ROOT = Path(__file__).resolve().parent.parent


def corpus_path() -> Path | None:
    """The folder of interchange maps, from BPM2SOP_CORPUS or beside the repository."""
    named = os.environ.get("BPM2SOP_CORPUS")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None


def chromium_path() -> Path | None:
    """The browser's program."""
    return _program("chromium") or _program("chromium-browser") or _program("google-chrome")


def soffice_path() -> Path | None:
    """LibreOffice's program."""
    return _program("soffice") or _program("libreoffice")


def postgres_path() -> Path | None:
    """The folder that holds the programs of the newest PostgreSQL server."""
    if found := _program("initdb"):
        return found.parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda path: int(path.parent.name), default=None)


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


CORPUS_WANTED = "the interchange maps are missing: put them at ../shared/corpus or name their folder in BPM2SOP_CORPUS"
NEEDS: dict[str, tuple[str, Callable[[], Path | None], str]] = {
    "corpus": ("corpus_dir", corpus_path, CORPUS_WANTED),
    "browser": ("chromium", chromium_path, "chromium is missing: install chromium"),
    "office": (
        "soffice",
        soffice_path,
        "LibreOffice is missing: install libreoffice-calc and libreoffice-writer",
    ),
    "postgres": ("postgres_bin", postgres_path, "PostgreSQL is missing: install postgresql"),
}


def absent(reason: str) -> NoReturn:
    """Skip on a laptop, fail where everything has to be there."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def found_or_absent(need: str) -> Path:
    """The place of what a test needs."""
    _fixture, find, reason = NEEDS[need]
    return find() or absent(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the fixtures that it asks for."""
    for item in items:
        for need, (fixture, _find, _reason) in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(need)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Hold a marked test to its need, whether or not it asks for the fixture."""
    for need in NEEDS:
        if item.get_closest_marker(need):
            found_or_absent(need)


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The folder of interchange maps."""
    return found_or_absent("corpus")


@pytest.fixture(scope="session")
def corpus_maps(corpus_dir: Path) -> tuple[Path, ...]:
    """All interchange maps, in the order of their names."""
    return tuple(sorted(corpus_dir.rglob("*.bpmn"))) or absent(CORPUS_WANTED)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return found_or_absent("browser")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice's program."""
    return found_or_absent("office")


@pytest.fixture(scope="session")
def postgres_bin() -> Path:
    """The folder of the PostgreSQL server's programs."""
    return found_or_absent("postgres")


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """The SQLite stores of this run."""
    return SqliteFiles(tmp_path_factory.mktemp("stores"))


@pytest.fixture(scope="session")
def postgres_cluster(postgres_bin: Path) -> Iterator[PostgresCluster]:
    """A PostgreSQL server of this run's own (of each worker's own under xdist)."""
    cluster = PostgresCluster(postgres_bin)
    yield cluster
    cluster.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stores(request: pytest.FixtureRequest) -> SqliteFiles | PostgresCluster:
    """Where stores are made: each test that asks runs on both databases."""
    name = {"sqlite": "sqlite_files", "postgres": "postgres_cluster"}[request.param]
    made: SqliteFiles | PostgresCluster = request.getfixturevalue(name)
    return made


@pytest.fixture
def empty_address(stores: SqliteFiles | PostgresCluster) -> Iterator[str]:
    """The address of a place where no store is yet."""
    address = stores.empty()
    yield address
    stores.drop(address)


@pytest.fixture
def address(stores: SqliteFiles | PostgresCluster) -> Iterator[str]:
    """The address of a store with nothing in it."""
    address = stores.fresh()
    yield address
    stores.drop(address)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An open store with nothing in it."""
    opened = open_store(address)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(sqlite_files: SqliteFiles) -> Iterator[Store]:
    """An open store in a SQLite file, for what concerns SQLite alone."""
    with stored(sqlite_files) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock that goes on by one second with every look; `forward(days=1)` sets it forward."""
    return Clock()


@pytest.fixture
def workspace(store: Store, clock: Clock) -> Workspace:
    """A workspace with nothing in it, `clock` and counted ids."""
    return Workspace(store=store, clock=clock, token=Tokens())


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium without a window, one for all tests of a process: Playwright starts once in it."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
