"""Who may do what."""

import pytest

from bpm2sop.errors import Forbidden
from bpm2sop.workspace.rights import LOCAL, OPERATOR, Person, Right, Role, require

ALLOWED = {
    Role.VIEWER: {Right.READ},
    Role.ANALYST: {Right.READ, Right.COMMENT, Right.WRITE},
    Role.REVIEWER: {Right.READ, Right.COMMENT, Right.WRITE, Right.REVIEW},
    Role.APPROVER: set(Right) - {Right.KEEP},
    Role.ADMIN: {Right.READ, Right.COMMENT, Right.KEEP},
}


def rights_of(*roles: Role) -> set[Right]:
    """What a person with these roles may."""
    person = Person("p", "p", "P", frozenset(roles))
    return {right for right in Right if person.may(right)}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_table_says(role: Role) -> None:
    """No more, no less."""
    assert rights_of(role) == ALLOWED[role]


def test_rights_of_several_roles_add_up() -> None:
    """Who keeps house and writes may both; nobody is anything without a role."""
    assert rights_of(Role.ADMIN, Role.ANALYST) == ALLOWED[Role.ADMIN] | ALLOWED[Role.ANALYST]
    assert rights_of() == set()


def test_the_machine_without_people_may_all_and_its_operator_keeps_house() -> None:
    """Opening the file is no approval."""
    assert {right for right in Right if LOCAL.may(right)} == set(Right)
    assert not OPERATOR.may(Right.APPROVE)
    assert OPERATOR.may(Right.KEEP)


def test_a_refusal_names_the_roles_that_may() -> None:
    """So that one knows whom to ask."""
    viewer = Person("p", "p", "P", frozenset({Role.VIEWER}))
    with pytest.raises(Forbidden, match="not-allowed") as refusal:
        require(viewer, Right.REVIEW, "SOP 1")
    assert refusal.value.params == {"right": "review", "roles": "reviewer, approver"}
    require(viewer, Right.READ)
