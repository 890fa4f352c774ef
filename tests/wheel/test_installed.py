"""Installed from its wheel, without node and without the source tree, the program drafts, exports and serves."""

import json
import re
import zipfile
from pathlib import Path

from tests.conftest import ROOT
from tests.wheel.installed import Installed, Visitor

MAP = "02.01.01.01-penanganan-surat-masuk.bpmn"
FORMATS = ("json", "csv", "md", "html", "svg", "pdf", "png", "xlsx", "docx")
BUNDLE = "bpm2sop_web/static/dist/"


def test_the_wheel_carries_the_bundle_with_its_licences(wheel: Path) -> None:
    """Every file that a page asks for, plain and compressed; and of the bundle's sources nothing."""
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
        manifest = json.loads(held.read(f"{BUNDLE}manifest.json"))
        notices = held.read(f"{BUNDLE}NOTICES.txt").decode()
    files = {name for entry in manifest.values() for name in (entry["file"], *entry["early"])}
    assert {f"{BUNDLE}{name}{end}" for name in files for end in ("", ".gz")} <= names
    assert "bpmn-js" in notices
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"bpm2sop", "bpm2sop_web"}
    assert [name for name in names if name.endswith((".ts", ".map"))] == []


def test_the_wheel_carries_the_guide(wheel: Path) -> None:
    """In both languages, with every picture; and the whole stays small enough to be sent by mail."""
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
    wanted = {f"guide/{language}.md" for language in ("id", "en")}
    pictures = ROOT / "docs" / "pictures" / "guide"
    wanted |= {f"guide/pictures/{one.relative_to(pictures)}" for one in pictures.rglob("*.png")}
    assert len(wanted) > 30
    assert {f"bpm2sop_web/{name}" for name in wanted} <= names
    assert wheel.stat().st_size < 10_000_000


def test_the_source_tree_is_out_of_reach(installed: Installed) -> None:
    """Else the other tests of this file would show nothing."""
    code = "import bpm2sop, bpm2sop_web; print(bpm2sop.__file__, bpm2sop_web.__file__)"
    places = installed.run("python", "-c", code).stdout.split()
    assert len(places) == 2
    assert all(Path(place).is_relative_to(installed.environment) for place in places)
    paths = installed.run("python", "-c", "import sys; print(*sys.path, sep='\\n')").stdout
    assert not {str(ROOT), str(ROOT / "web")} & set(paths.splitlines())
    assert installed.run("python", "-c", "import tests").returncode == 1


def test_doctor_lacks_nothing(installed: Installed) -> None:
    """Packages, fonts, typesetting, bundle, and a place for the workspace."""
    done = installed.run("bpm2sop", "doctor", "--json")
    bad = [one for one in json.loads(done.stdout)["checks"] if one["state"] == "bad"]
    assert (done.returncode, bad) == (0, [])


def test_a_map_is_drafted_in_every_format_and_the_draft_proves_itself(installed: Installed) -> None:
    """With its profiles, words, fonts and style sheets, all out of the wheel."""
    sample = installed.sample(MAP)
    done = installed.run("bpm2sop", "draft", sample, "-o", "drafts", "--format", ",".join(FORMATS))
    assert done.returncode in {0, 1}, done.stderr
    drafts = installed.here / "drafts"
    index = json.loads((drafts / "index.json").read_text("utf-8"))
    [draft] = [path for path in drafts.glob("*.json") if path.name != "index.json"]
    assert {path.suffix[1:] for path in drafts.glob(f"{draft.stem}*")} == set(FORMATS), index
    assert installed.run("bpm2sop", "verify", str(draft), sample).returncode == 0


def test_the_screens_are_served_with_their_bundle(installed: Installed, visitor: Visitor) -> None:
    """The link opens the workspace; the review page and each file of the bundle come."""
    sample = installed.sample(MAP)
    with installed.served("--no-browser", "--import", sample) as address:
        atlas = visitor.get(address)[1].decode()
        found = re.search(r'href="(/sops/[^"/#?]+)"', atlas)
        assert found, atlas
        start = address.partition("/local/")[0]
        page = visitor.get(start + found[1])[1].decode()
        assert "data-key=" in page
        asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        assert any("/review-" in path for path in asked)
        manifest = json.loads(visitor.get(f"{start}/static/dist/manifest.json")[1])
        asked |= {f"/static/dist/{entry['file']}" for entry in manifest.values()}
        guide = visitor.get(f"{start}/guide")[1].decode()
        asked |= set(re.findall(r'src="(/guide/pictures/[^"]+)"', guide))
        assert any("/guide/" in path for path in asked)
        for path in asked:
            assert visitor.get(start + path)[1], path
