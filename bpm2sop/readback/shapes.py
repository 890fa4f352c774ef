"""Small readers of JSON values: each gives a typed value, or says where something else stands and what was wanted."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Read = Callable[[Any], T]


class Unfit(Exception):  # noqa: N818  (an answer; the caller makes a refusal of it)
    """A value is not what the contract has in its place: `path` leads to it from the value being read."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(path, wanted)
        self.path = path
        self.wanted = wanted


def field(holder: Any, name: str, read: Read[T]) -> T:  # noqa: ANN401  (whatever JSON can hold)
    """Read a field of an object."""
    if not isinstance(holder, dict):
        raise Unfit("", "object")
    if name not in holder:
        raise Unfit(f".{name}", "present")
    try:
        return read(holder[name])
    except Unfit as unfit:
        raise Unfit(f".{name}{unfit.path}", unfit.wanted) from None


def each(read: Read[T]) -> Read[tuple[T, ...]]:
    """Read a list whose items are all read alike."""

    def run(value: Any) -> tuple[T, ...]:  # noqa: ANN401
        if not isinstance(value, list):
            raise Unfit("", "array")
        items: list[T] = []
        try:
            items.extend(map(read, value))
        except Unfit as unfit:
            raise Unfit(f"[{len(items)}]{unfit.path}", unfit.wanted) from None
        return tuple(items)

    return run


def maybe(read: Read[T]) -> Read[T | None]:
    """Read a value that may be null."""
    return lambda value: None if value is None else read(value)


def text(value: Any) -> str:  # noqa: ANN401
    """Read a string, of characters that a file can hold."""
    if not isinstance(value, str):
        raise Unfit("", "string")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Unfit("", "string (Unicode)") from None
    return value


def words(value: Any) -> str:  # noqa: ANN401
    """Read a string that other programs may leave null."""
    return "" if value is None else text(value)


def whole(value: Any) -> int:  # noqa: ANN401
    """Read a whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unfit("", "integer >= 0")
    return value


def flag(value: Any) -> bool:  # noqa: ANN401
    """Read true or false."""
    if not isinstance(value, bool):
        raise Unfit("", "true | false")
    return value


def member(kind: type[E]) -> Read[E]:
    """Read one of an enumeration's words."""

    def run(value: Any) -> E:  # noqa: ANN401
        try:
            return kind(text(value))
        except ValueError:
            raise Unfit("", " | ".join(kind)) from None

    return run


def one_of(*choices: str) -> Read[str]:
    """Read one of a few words."""

    def run(value: Any) -> str:  # noqa: ANN401
        if value not in choices:
            raise Unfit("", " | ".join(choices))
        return text(value)

    return run
