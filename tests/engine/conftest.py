"""A cluster on this machine for the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.clusters import Cluster, two_workers


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    with two_workers(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(started: Cluster, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """The cluster, and certificates to join it."""
    for name, value in started.environment().items():
        monkeypatch.setenv(name, value)
    return started
