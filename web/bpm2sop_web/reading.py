"""JSON that comes in: no twice named members, no numbers that are none, not too deep; and text without control characters."""

from __future__ import annotations

import json
import re
from typing import Any, Never

from flask.json.provider import DefaultJSONProvider


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says one thing twice."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a member is named twice")
    return read


class StrictJson(DefaultJSONProvider):
    """Reads only JSON that every reader understands alike."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401  (whatever JSON can hold)
        """Read a JSON text.

        Raises:
            ValueError: it is not JSON, or ambiguous, or nested too deeply.
        """
        try:
            return json.loads(s, parse_constant=_no_constant, object_pairs_hook=_once, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def is_plain(text: str) -> bool:
    """Tell whether a text can be stored, shown and exported: no control characters, no half characters."""
    return not _UNFIT.search(text)
