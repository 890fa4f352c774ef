"""What tests may need from outside the repository: skipped with a reason where absent, a failure under CI=true."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

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
