"""The use cases as JSON, described by OpenAPI."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask
from flask_smorest import Api

from bpm2sop import __version__
from bpm2sop_web.api import batches, cells, records
from bpm2sop_web.api.describing import PROBLEM, SCHEMES, SIGNED_IN
from bpm2sop_web.api.shapes import Problem


class _Api(Api):
    """Leaves the errors to `problems`, and describes them as what they are."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        """Describe the problems to which operations refer."""
        content = {PROBLEM: {"schema": self.ERROR_SCHEMA}}
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                said = {"description": status.phrase, "content": content}
                self.spec.components.response(status.name, said, lazy=True)
        said = {"description": HTTPStatus.NOT_MODIFIED.phrase}
        self.spec.components.response(HTTPStatus.NOT_MODIFIED.name, said, lazy=True)
        said = {"description": "A problem, in words", "content": content}
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, said, lazy=True)


def register_api(app: Flask) -> None:
    """Give the application its API."""
    app.config.update(
        API_TITLE="bpm2sop",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "components": {"securitySchemes": SCHEMES},
            "security": [SIGNED_IN],
        },
    )
    api = _Api(app)
    for module in (batches, cells, records):
        api.register_blueprint(module.blueprint)
