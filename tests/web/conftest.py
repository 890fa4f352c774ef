"""A site on a fresh workspace, with a clock and counted ids."""

import pytest

from bpm2sop.store import Store
from bpm2sop.workspace.opening import Workspace
from bpm2sop_web import Options, create_app
from tests.stores import Clock, Tokens
from tests.web.site import Site


@pytest.fixture
def site(sqlite_store: Store, clock: Clock) -> Site:
    """A site with nothing in it."""
    workspace = Workspace(store=sqlite_store, clock=clock, token=Tokens())
    app = create_app(workspace, Options(once="by-the-link", secret=b"s" * 32))
    app.testing = True
    return Site(app, workspace, "by-the-link")
