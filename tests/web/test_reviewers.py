"""Reviewers who write in the same cells at the same time, over HTTP, on both databases."""

from bpm2sop.store import audit
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from bpm2sop_web import Options, create_app
from tests.web.reviewers import invite, lines, listening, wanted, write
from tests.workspace.maps import bring

PEOPLE, EDITS = 8, 10


def test_nobody_s_words_are_lost(workspace: Workspace) -> None:
    """Every line is there once, and the audit's chain is whole."""
    sop = bring(workspace).lines[0].sops[0].id
    keys = [step.key for step in sop_view(workspace, LOCAL, sop).steps]
    with listening(create_app(workspace, Options(secret=b"s" * 32))) as place:
        reviewers = invite(workspace, place, PEOPLE)
        write(sop, keys, reviewers, EDITS)
    assert lines(workspace, sop) == wanted(reviewers, EDITS)
    with workspace.store.reading() as connection:
        assert audit.broken(connection) is None
