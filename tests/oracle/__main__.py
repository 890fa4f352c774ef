"""The command: ``python -m tests.oracle OUT_DIR INPUT...`` prints what is wrong, exit 1 if anything."""

import sys
from collections import Counter

from tests.oracle.contract import check_output


def main(arguments: list[str]) -> int:
    """Check an output folder against its inputs."""
    if len(arguments) < 2:
        sys.stderr.write("usage: python -m tests.oracle OUT_DIR INPUT...\n")
        return 2
    violations = check_output(arguments[0], arguments[1:])
    for violation in violations:
        sys.stdout.write(f"{violation}\n")
    for code, times in sorted(Counter(violation.code for violation in violations).items()):
        sys.stderr.write(f"{times:6} {code}\n")
    sys.stderr.write(f"{len(violations)} violations\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
