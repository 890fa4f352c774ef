"""Nobody passes what they wrote: who wrote an SOP since its last edition."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from bpm2sop.errors import Forbidden, Where
from bpm2sop.store import editions, reviews
from bpm2sop.store.sops import SopRow
from bpm2sop.workspace.acting import PLACED, SUBMITTED, acts_of
from bpm2sop.workspace.material import find_sop
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.preferences import in_use
from bpm2sop.workspace.rights import Person, Right, require


def authors_of(connection: Connection, row: SopRow) -> frozenset[str]:
    """Name who typed in an SOP, put words in it or submitted it since its last edition."""
    heads = editions.heads(connection, row.id)
    last = json.loads(heads[-1].acts)["approved"]["edit"] if heads else 0
    acts = acts_of(row)
    submitted = acts.get(SUBMITTED, {}).get("who")
    found = {*reviews.authors(connection, row.id, int(last)), *acts.get(PLACED, {})}
    return frozenset(found | ({submitted} if submitted else set()))


def somebody_else_has_to(workspace: Workspace, who: Person, sop_id: str) -> bool:
    """Tell whether a person would be refused as an author, so that nobody is offered what will be refused."""
    require(who, Right.READ, sop_id)
    with workspace.store.reading() as connection:
        try:
            refuse_authors(connection, workspace, who, find_sop(connection, sop_id))
        except Forbidden:
            return True
    return False


def refuse_authors(connection: Connection, workspace: Workspace, who: Person, row: SopRow) -> None:
    """Refuse a person who would pass what they wrote, unless the profile lets them.

    Raises:
        Forbidden: the person is an author.
    """
    profile = in_use(connection, workspace.settings).profile
    if profile.review.author_may_approve:
        return
    if who.login in authors_of(connection, row):
        raise Forbidden("author-may-not", Where(file=row.title), {"who": who.login})
