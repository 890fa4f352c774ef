"""A whole output folder is held against its inputs, by function and by command."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle.__main__ import main
from tests.oracle.contract import check_output
from tests.oracle.dull import dull_sop
from tests.oracle.generate import Style, random_bpmn, seeded
from tests.oracle.violations import Json

NAMES = ("a.bpmn", "b.bpmn")


def write(folder: Path) -> tuple[Path, Path]:
    """Inputs of two maps, and the output folder of a dull but right run."""
    maps, out = folder / "maps", folder / "out"
    maps.mkdir()
    out.mkdir()
    index: Json = {"schema": "bpm2sop/index/1", "files": [], "sops": [], "atlas": []}
    coverage = dict.fromkeys(("nodes", "in_steps", "folded", "explained"), 0)
    for number, name in enumerate(NAMES):
        data = random_bpmn(seeded(number), Style(size=4))
        (maps / name).write_bytes(data)
        sop = dull_sop(name, data) | {"key": f"sop-{number}"}
        (out / f"sop-{number}.json").write_text(json.dumps(sop), "utf-8")
        digest = hashlib.sha256(data).hexdigest()
        read: Json = {"status": "read", "exporter": None, "findings": [], "maps": []}
        index["files"].append({"file": name, "sha256": digest, **read})
        entry = {key: sop[key] for key in ("key", "title", "code", "level")}
        entry |= {"json": f"sop-{number}.json", "file": name, "scopes": sop["source"]["scopes"]}
        index["sops"].append(entry)
        coverage = {key: coverage[key] + sop["proof"][key] for key in coverage}
        page = {"key": name, "title": name, "code": None, "level": 3, "file": name}
        place = {"element": None, "parent": None, "link": None, "sop": sop["key"]}
        index["atlas"].append(page | place)
    index["coverage"] = coverage
    (out / "index.json").write_text(json.dumps(index), "utf-8")
    return out, maps


def codes(out: Path, *inputs: Path) -> set[str]:
    """The codes of what is wrong."""
    return {violation.code for violation in check_output(out, inputs)}


def test_a_right_folder_gives_no_violation(tmp_path: Path) -> None:
    """From a folder, from files, from an archive."""
    out, maps = write(tmp_path)
    assert check_output(out, [maps]) == []
    assert check_output(out, [maps / name for name in NAMES]) == []
    with zipfile.ZipFile(tmp_path / "maps.zip", "w") as archive:
        for name in NAMES:
            archive.write(maps / name, f"inner/{name}")
    assert check_output(out, [tmp_path / "maps.zip"]) == []


def change(name: str, spoil: Callable[[Json], object]) -> Callable[[Path], None]:
    """Spoil one JSON file of the folder."""

    def run(out: Path) -> None:
        value = json.loads((out / name).read_text("utf-8"))
        spoil(value)
        (out / name).write_text(json.dumps(value), "utf-8")

    return run


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("index", lambda out: (out / "index.json").unlink()),
        ("index", lambda out: (out / "sop-1.json").unlink()),
        ("index", lambda out: (out / "stray.json").write_text("{}", "utf-8")),
        ("schema", change("index.json", lambda x: x.pop("coverage"))),
        ("schema", change("index.json", lambda x: x.update(more=1))),
        ("schema", change("sop-0.json", lambda x: x.pop("proof"))),
        ("files", change("index.json", lambda x: x["files"].pop())),
        ("sha256", change("index.json", lambda x: x["files"][0].update(sha256="0" * 64))),
        ("index", change("index.json", lambda x: x["sops"][0].update(title="Lain"))),
        ("scopes", change("index.json", lambda x: x["sops"].pop())),
        ("scopes", change("index.json", lambda x: x["sops"].append(x["sops"][0]))),
        ("refused", change("index.json", lambda x: x["files"][0].update(status="refused"))),
        ("atlas", change("index.json", lambda x: x["atlas"][0].update(parent="nobody"))),
        ("atlas", change("index.json", lambda x: x["atlas"][0].update(parent="a.bpmn"))),
        ("atlas", change("index.json", lambda x: x["atlas"][0].update(sop="nobody"))),
        ("coverage", change("index.json", lambda x: x["coverage"].update(folded=99))),
        ("C1-node", change("sop-1.json", lambda x: x["steps"].pop())),
    ],
)
def test_a_wrong_folder_is_named(
    tmp_path: Path, code: str, fault: Callable[[Path], object]
) -> None:
    """Each fault gives its own code."""
    out, maps = write(tmp_path)
    fault(out)
    assert code in codes(out, maps)


def test_the_command_prints_and_exits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0 without, 1 with violations, 2 on wrong use."""
    out, maps = write(tmp_path)
    assert main([str(out), str(maps)]) == 0
    (out / "sop-0.json").unlink()
    assert main([str(out), str(maps)]) == 1
    assert "sop-0.json" in capsys.readouterr().out
    assert main([str(out)]) == 2
