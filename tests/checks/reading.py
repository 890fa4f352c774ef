"""Maps of the tests, and what is found in them."""

from pathlib import Path

from bpm2sop.checks import check
from bpm2sop.model.findings import Finding
from bpm2sop.readers import read_file

MAPS = Path(__file__).resolve().parent / "maps"


def findings_in(path: Path) -> tuple[Finding, ...]:
    """Check all maps of a file."""
    read = read_file(path.name, path.read_bytes())
    return tuple(finding for one in read.maps for finding in check(one))
