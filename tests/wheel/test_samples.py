"""The samples come along in the wheel, for who installs it has no source tree."""

from tests.conftest import ROOT
from tests.wheel.installed import Installed


def test_an_installed_program_has_the_samples(installed: Installed) -> None:
    """By the same names, and the same in number."""
    code = "from bpm2sop.workspace.samples import sample_files; print(*(one.name for one in sample_files()), sep='\\n')"
    done = installed.run("python", "-c", code)
    assert done.returncode == 0, done.stderr
    found = {
        path.relative_to(ROOT / "samples").as_posix() for path in (ROOT / "samples").rglob("*.bpmn")
    }
    assert set(done.stdout.splitlines()) == found
