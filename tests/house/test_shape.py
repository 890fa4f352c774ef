"""Functions and files stay small, and only the command line prints."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import place, sources, tree

LONGEST_FUNCTION = 50
LONGEST_FILE = 500
CODE = ("bpm2sop", "web", "tests", "benchmarks")


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from its `def`, its docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def long_functions(path: Path) -> Iterator[str]:
    """The functions of a file that are over the limit."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = lines_of(node)
            if lines > LONGEST_FUNCTION:
                yield f"{place(path, node.lineno)} {node.name} has {lines} lines"


def prints(path: Path) -> Iterator[str]:
    """The calls of print in a file."""
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ):
            yield place(path, node.lineno)


def test_the_rules_see_the_code() -> None:
    """The house rules read real files, so that green means something."""
    names = {path.name for path in sources(*CODE)}
    assert {"gate.py", "test_shape.py"} <= names


def test_no_function_is_long() -> None:
    """A function fits on a screen."""
    assert [long for path in sources(*CODE) for long in long_functions(path)] == []


def test_no_file_is_long() -> None:
    """A file is one topic."""
    files = sources(*CODE, endings=(".py", ".ts"))
    counts = {place(path, 1): len(path.read_bytes().splitlines()) for path in files}
    assert {name: lines for name, lines in counts.items() if lines > LONGEST_FILE} == {}


def test_only_the_command_line_prints() -> None:
    """Below the command line, results are returned and nothing is printed."""
    below = (path for path in sources("bpm2sop", "web") if "cli" not in path.parts)
    assert [found for path in below for found in prints(path)] == []
