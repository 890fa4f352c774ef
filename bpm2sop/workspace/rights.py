"""Who may do what. Rules about single SOPs (nobody approves alone) stand where the act is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from bpm2sop.errors import Forbidden, Where


class Role(StrEnum):
    """What a person is in a workspace; each may do what those before may, except that only admins keep house."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMIN = "admin"


class Right(StrEnum):
    """What a use case asks for."""

    READ = "read"
    WRITE = "write"
    """Import, revise, edit, submit."""
    COMMENT = "comment"
    REVIEW = "review"
    """Review and clear steps, verify, send back, fill in evaluations."""
    APPROVE = "approve"
    """Approve, enact, revoke."""
    KEEP = "keep"
    """Users, units, profile, backup."""


_RIGHTS = {
    Role.VIEWER: {Right.READ},
    Role.ANALYST: {Right.READ, Right.COMMENT, Right.WRITE},
    Role.REVIEWER: {Right.READ, Right.COMMENT, Right.WRITE, Right.REVIEW},
    Role.APPROVER: {Right.READ, Right.COMMENT, Right.WRITE, Right.REVIEW, Right.APPROVE},
    Role.ADMIN: {Right.READ, Right.COMMENT, Right.KEEP},
}


class Person(NamedTuple):
    """Who acts."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    unit: str | None = None
    language: str = "id"

    def may(self, right: Right) -> bool:
        """Tell whether one of the person's roles has a right."""
        return any(right in _RIGHTS[role] for role in self.roles)


LOCAL = Person("", "local", "", frozenset(Role))
"""Whoever sits at the machine while a workspace has no users."""
OPERATOR = Person("", "operator", "", frozenset({Role.ADMIN}))
"""Whoever may open the store's file or database with the program itself: keeps house, and approves nothing."""


def require(who: Person, right: Right, subject: str = "") -> None:
    """Refuse an act for which the person has no role.

    Raises:
        Forbidden: naming the roles that have the right.
    """
    if not who.may(right):
        roles = ", ".join(role.value for role in Role if right in _RIGHTS[role])
        raise Forbidden("not-allowed", Where(file=subject), {"right": right.value, "roles": roles})
