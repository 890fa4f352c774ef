"""The wheel, built from this folder and installed where neither the source tree nor node is."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from bpm2sop_web.assets import built
from tests.conftest import ROOT, absent
from tests.wheel.installed import PATIENCE, Installed, Visitor


@pytest.fixture
def visitor() -> Visitor:
    """Somebody with a browser's cookies."""
    return Visitor()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is released."""
    if not built():
        absent("the browser bundle is missing: run make setup")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment; other people's packages are those of these tests, so that no network is needed."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    command += ["install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    [packages] = folder.glob("lib/python*/site-packages")
    # A plain line: .pth files over there, such as that of an editable install of ours, are not read.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    """The wheel in an environment, and an empty folder to work in."""
    return Installed(environment, tmp_path)
