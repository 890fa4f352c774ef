"""A missing part of the system never passes for a passed test."""

from pathlib import Path

import pytest

from tests import conftest


@pytest.mark.parametrize("need", sorted(conftest.NEEDS))
def test_a_missing_part_skips_on_a_laptop(need: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop without the part gets a reason and what to install."""
    lose(need, monkeypatch)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="missing: "):
        conftest.found_or_absent(need)


@pytest.mark.parametrize("need", sorted(conftest.NEEDS))
def test_a_missing_part_fails_under_ci(need: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything has to be there, its absence is a failure."""
    lose(need, monkeypatch)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="missing: "):
        conftest.found_or_absent(need)


def lose(need: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a need look absent."""
    fixture, _find, reason = conftest.NEEDS[need]
    monkeypatch.setitem(conftest.NEEDS, need, (fixture, lambda: None, reason))


def test_the_corpus_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BPM2SOP_CORPUS names the folder of interchange maps."""
    monkeypatch.setenv("BPM2SOP_CORPUS", str(tmp_path))
    assert conftest.corpus_path() == tmp_path
    monkeypatch.setenv("BPM2SOP_CORPUS", str(tmp_path / "nowhere"))
    assert conftest.corpus_path() is None


@pytest.mark.parametrize("need", ["corpus", "browser", "office", "postgres"])
def test_each_marker_has_its_fixture(need: str, request: pytest.FixtureRequest) -> None:
    """Markers and fixtures are told in one table."""
    assert any(line.startswith(f"{need}:") for line in request.config.getini("markers"))
    assert need in conftest.NEEDS
