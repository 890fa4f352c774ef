"""What holds after every test of the workspace."""

from collections.abc import Iterator

import pytest

from bpm2sop.store.migrating import head, revision
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.sealed import unlike
from tests.workspace.meddling import MEDDLED, unsealed


@pytest.fixture(autouse=True)
def _sealed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did by acts is sealed by them, and stands as they left it."""
    if "workspace" not in request.fixturenames:
        yield
        return
    workspace: Workspace = request.getfixturevalue("workspace")
    yield
    if workspace.store.engine in MEDDLED or revision(workspace.store) != head():
        return
    with workspace.store.reading() as connection:
        assert list(unlike(connection)) == []
        assert unsealed(connection) == []
