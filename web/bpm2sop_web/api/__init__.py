"""The use cases as JSON, described by OpenAPI."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api

from bpm2sop import __version__
from bpm2sop_web.api import batches, cells, records
from bpm2sop_web.api.shapes import Problem


class _Api(Api):
    """Leaves the errors to `problems`."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        pass


def register_api(app: Flask) -> None:
    """Give the application its API."""
    app.config.update(
        API_TITLE="bpm2sop",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = _Api(app)
    for module in (batches, cells, records):
        api.register_blueprint(module.blueprint)
