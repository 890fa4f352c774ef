"""The API keeps its own description, whoever asks and whatever they send: no fault of the server, ever."""

import os
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode

from bpm2sop.workspace.rights import Role
from tests.web.site import Site

ROLES = (Role.VIEWER, Role.APPROVER, Role.ADMIN)
EXAMPLES = int(os.environ.get("BPM2SOP_EXAMPLES", "3"))
"""For each operation, role and way; more take minutes."""
KNOWN = {200, 201, 204, 304, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428}
"""Answers that the description, or HTTP itself, allows."""


def answers(site: Site, operation: APIOperation, headers: dict[str, str], sop: str) -> list[int]:
    """Send requests as the description has them, and such as it has not; give the statuses."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    found: list[int] = []
    for mode in modes:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Case) -> None:
            if "sop" in (case.path_parameters or {}) and len(found) % 2:
                case.path_parameters["sop"] = sop
            found.append(case.call(headers=headers).status_code)

        # Nothing can be wrong with a request that takes nothing.
        with suppress(Unsatisfiable):
            one()
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_request_makes_the_server_fail(site: Site, role: Role) -> None:
    """By any role."""
    sop = site.sop()
    visitor = site.person("ani", role)
    cookie = visitor.client.get_cookie("bpm2sop")
    assert cookie
    headers = {
        "X-CSRFToken": visitor.token(),
        "Cookie": f"bpm2sop={cookie.value}",
        "Host": "localhost",
    }
    site.app.testing = False
    schema = schemathesis.openapi.from_dict(visitor.get("/api/openapi.json").json or {})
    schema.app = site.app
    told = {
        operation.label: set(answers(site, operation, headers, sop))
        for operation in (result.ok() for result in schema.get_all_operations())
    }
    assert len(told) > 8
    assert {label: statuses - KNOWN for label, statuses in told.items() if statuses - KNOWN} == {}
