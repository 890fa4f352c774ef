"""The API keeps its own description, whoever asks and whatever they send: no fault of the server, ever."""

import json
import os
from contextlib import suppress
from functools import cache
from typing import NamedTuple

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.batches import Import, start_batch
from bpm2sop.workspace.rights import Role
from bpm2sop.workspace.views import sop_view
from tests.web.site import Site, Visitor
from tests.workspace.maps import ANI, person

EXAMPLES = int(os.environ.get("BPM2SOP_EXAMPLES", "12"))
"""For each operation and way; more take minutes."""
DRAWING = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
REFUSED = {400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428}
"""Answers other than success that HTTP, or the description, allows."""
READS = {
    "GET /api/batches/{batch}", "GET /api/maps", "GET /api/sops", "GET /api/sops/{sop}",
    "GET /api/search",
}  # fmt: skip
OWN = {"POST /api/batches/{batch}/cancel"}
"""Of a batch that one began oneself, whatever one may do by now."""
REMARKS = {"POST /api/sops/{sop}/comments"}
WRITES = {
    "POST /api/batches", "POST /api/batches/{batch}/files",
    "PUT /api/sops/{sop}/cells/{key}/{field}",
}  # fmt: skip
MAY: dict[Role | None, set[str]] = {
    None: set(),
    Role.VIEWER: READS | OWN,
    Role.ANALYST: READS | OWN | REMARKS | WRITES,
    Role.REVIEWER: READS | OWN | REMARKS | WRITES,
    Role.APPROVER: READS | OWN | REMARKS | WRITES,
    Role.ADMIN: READS | OWN | REMARKS,
}


NOWHERE = {"key": "", "element": "", "answers": None}
"""Of a remark on the whole SOP."""


class Drawn(NamedTuple):
    """Requests as the description has them, and such as it has not, by operation."""

    schema: BaseSchema
    cases: dict[str, list[Case]]


@cache
def drawn(description: str) -> Drawn:
    """Draw requests; once for all roles, for that takes longer than sending them."""
    schema = schemathesis.openapi.from_dict(json.loads(description))
    # Who asks is for the tests to say.
    schema.config.generation.update(with_security_parameters=False)
    operations = [result.ok() for result in schema.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return Drawn(
        schema, {one.label: [c for mode in modes for c in cases(one, mode)] for one in operations}
    )


def cases(operation: APIOperation, mode: GenerationMode) -> list[Case]:
    """Draw requests of one kind."""
    found: list[Case] = []

    @DRAWING
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Case) -> None:
        found.append(case)

    # Nothing can be wrong with a request that takes nothing.
    with suppress(Unsatisfiable):
        one()
    return found


def real(site: Site) -> dict[str, str]:
    """Names of what is there."""
    sop = site.sop()
    batch = start_batch(
        site.workspace,
        person("dewi"),
        Import(sources=[SourceFile("satu.bpmn", b"<x/>")], more=True),
    )
    key = sop_view(site.workspace, ANI, sop).steps[0].key
    return {"sop": sop, "batch": batch, "key": key, "field": "time"}


def sent(app: Flask, case: Case, visitor: Visitor, names: dict[str, str] | None) -> int:
    """Send a request, for things that are there or as it was drawn; hold the answer to the description."""
    drawn_names = dict(case.path_parameters or {})
    if names is not None:
        case.path_parameters = {name: names[name] for name in drawn_names}
        if "If-Match" in case.headers:
            case.headers["If-Match"] = '"0"'
        if isinstance(case.body, dict):
            case.body |= {name: value for name, value in NOWHERE.items() if name in case.body}
    cookie = visitor.client.get_cookie("bpm2sop")
    cookies = {"bpm2sop": cookie.value} if cookie else {}
    answer = case.call(app=app, headers={"X-CSRFToken": visitor.token()}, cookies=cookies)
    case.validate_response(answer, checks=CHECKS)
    case.path_parameters = drawn_names
    return int(answer.status_code)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_answer_is_as_described(site: Site, role: Role | None) -> None:
    """To nobody and to each role: no fault of the server, and success only where the role may."""
    schema, requests = drawn(site.local().get("/api/openapi.json").text)
    names = real(site)
    site.add("dewi", role or Role.VIEWER)
    visitor = site.person("dewi") if role else site.stranger()
    visitor.token()
    site.app.testing = False
    schema.app = site.app
    done = {
        label: {
            sent(site.app, case, visitor, there) for case in drawn_cases for there in (names, None)
        }
        for label, drawn_cases in requests.items()
    }
    assert set(done) == READS | OWN | REMARKS | WRITES
    odd = {label: found - {200, 201} - REFUSED for label, found in done.items()}
    assert {label: found for label, found in odd.items() if found} == {}
    succeeded = {label for label, found in done.items() if found & {200, 201}}
    assert succeeded == MAY[role]
