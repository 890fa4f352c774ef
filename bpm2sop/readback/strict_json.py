"""JSON as the standard has it, nothing else: UTF-8, each name once in an object, no NaN, no endless nesting."""

import json
from collections import Counter
from typing import Any, NoReturn

from bpm2sop.errors import Refused, Where


class _Repeated(Exception):  # noqa: N818  (never leaves this module)
    """An object names a field twice."""


class _NotANumber(Exception):  # noqa: N818
    """A word that stands for no number of JSON."""


def load(name: str, data: bytes) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """Parse the bytes of a JSON file; `name` is how the user calls it."""
    try:
        return json.loads(_decode(name, data), object_pairs_hook=_object, parse_constant=_constant)
    except _Repeated as error:
        raise Refused("json-repeated-name", Where(file=name), {"name": str(error)}) from None
    except _NotANumber as error:
        raise Refused("json-not-a-number", Where(file=name), {"word": str(error)}) from None
    except RecursionError:
        raise Refused("json-too-deep", Where(file=name)) from None
    except json.JSONDecodeError as error:
        where = Where(file=name, line=error.lineno, column=error.colno)
        raise Refused("json-syntax", where, {"detail": error.msg}) from None
    except ValueError:
        # Python reads no whole number of more than a few thousand digits.
        raise Refused("json-not-a-number", Where(file=name), {"word": "999…"}) from None


def _decode(name: str, data: bytes) -> str:
    """Decode UTF-8, with or without a mark at the front."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("json-encoding", Where(file=name, line=line)) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields, each named once."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Repeated(Counter(name for name, _ in pairs).most_common(1)[0][0])
    return made


def _constant(word: str) -> NoReturn:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise _NotANumber(word)
