"""How the API reads JSON (by our strict reader, so that every reader understands a body alike) and versions."""

from __future__ import annotations

from typing import Any

import flask_smorest
from flask import Request, current_app
from marshmallow import missing
from webargs.core import is_json
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import ETags
from werkzeug.exceptions import BadRequest

_LONGEST = 18
"""Digits of a version, at most."""


class StrictParser(FlaskParser):
    """Reads a body once, strictly."""

    def load_json(self, req: Request, schema: Any) -> Any:  # noqa: ANN401  (whatever JSON can hold)
        """Read the body.

        Raises:
            BadRequest: it is no JSON, ambiguous, or nested too deeply.
        """
        del schema
        if not is_json(req.mimetype):
            return missing
        try:
            return current_app.json.loads(req.get_data())
        except ValueError as error:
            raise BadRequest from error


class Blueprint(flask_smorest.Blueprint):
    """A part of the API."""

    ARGUMENTS_PARSER = StrictParser()


def version_in(tags: ETags) -> int | None:
    """Read the version that a header names; None where it names none, several, or what was never one."""
    known = [tag or "" for tag in tags.as_set()]  # an empty tag is read as None
    if len(known) != 1 or len(known[0]) > _LONGEST:
        return None
    return int(known[0]) if known[0].isascii() and known[0].isdecimal() else None
