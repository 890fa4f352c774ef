"""Text of a map, of people and of file names is text in every document, page and line; numbers are those of the list."""

import re
import subprocess
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpm2sop.cli import main
from bpm2sop.sources import SourceFile
from bpm2sop.store import Store
from bpm2sop.trace.overlay import Field
from bpm2sop.workspace.exporting import export_sop
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import Workspace
from bpm2sop.workspace.reviewing import AddComment, EditCell, add_comment, edit_cell
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view
from tests.stores import Clock, Tokens
from tests.workspace.maps import BPMN
from tests.writers.office import parts, root_of

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "</textarea></style>]]>",
    "{{7*7}} ${7*7} %n",
    "https://evil.example/x",
    "PAGE \\* MERGEFORMAT",
)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "a;=1+1", "a\n=1+1",
    '=HYPERLINK("http://evil.example")',
)  # fmt: skip
FORMATS = ("json", "csv", "md", "html", "svg", "pdf", "xlsx", "docx")


def infested(said: str) -> bytes:
    """A map that says it wherever a map can say anything."""
    text = (
        escape(said, quote=True).replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
    )
    return f"""<definitions xmlns="{BPMN}" id="D" targetNamespace="t"><process id="P" name="{text}">
      <documentation>{text}</documentation>
      <laneSet id="S"><lane id="L" name="{text}"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>
        <flowNodeRef>g</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>
      <startEvent id="s" name="{text}"/><task id="a" name="{text}"><documentation>{text}</documentation>
        <dataOutputAssociation id="o"><targetRef>d</targetRef></dataOutputAssociation></task>
      <exclusiveGateway id="g" name="{text}?"/><endEvent id="e" name="{text}"/>
      <dataObjectReference id="d" name="{text}" dataObjectRef="D0"/><dataObject id="D0"/>
      <textAnnotation id="t"><text>{text}</text></textAnnotation>
      <association id="x" sourceRef="t" targetRef="a"/>
      <sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
      <sequenceFlow id="f3" sourceRef="g" targetRef="a" name="{text}"/>
      <sequenceFlow id="f4" sourceRef="g" targetRef="e" name="Ya"/></process></definitions>""".encode()


@pytest.fixture
def workspace(sqlite_store: Store, clock: Clock) -> Workspace:
    """A workspace with nothing in it."""
    return Workspace(store=sqlite_store, clock=clock, token=Tokens())


def exported(workspace: Workspace, said: str, *formats: str) -> dict[str, bytes]:
    """The documents of an SOP whose map, file name, comment and typed words say it, by format."""
    name = "".join(c for c in said if c.isprintable() and c != "/")
    source = SourceFile(f"{name} {said.encode().hex()}.bpmn", infested(said))
    line = import_maps(workspace, LOCAL, [source]).lines[0]
    sop = line.sops[0].id
    key = sop_view(workspace, LOCAL, sop).steps[0].key
    typed = said.replace("\r", " ")
    edit_cell(workspace, LOCAL, EditCell(sop, key, Field.REMARKS, typed, 0))
    add_comment(workspace, LOCAL, AddComment(sop, typed, key=key))
    made = export_sop(workspace, LOCAL, sop, list(formats))
    return {Path(file).suffix[1:]: data for file, data in made.items()}


class Elements(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("said", MARKUP)
def test_markup_is_text_in_every_document(workspace: Workspace, said: str) -> None:
    """56, 58, 59: no element, handler, live link, field or sum comes of it."""
    made = exported(workspace, said, *FORMATS)
    assert set(made) == set(FORMATS)
    page = Elements(made["html"].decode())
    assert not page.tags & {"script", "img", "iframe", "object", "textarea"}
    assert [name for name, _ in page.attributes if name.startswith("on")] == []
    assert {value[:1] for name, value in page.attributes if name == "href"} <= {"#"}
    assert "<script" not in made["svg"].decode()
    assert not re.search(rb"/URI|/JavaScript|/JS\b", made["pdf"])
    assert not re.search(r"(?<!\\)\]\(\s*(javascript|https?):", made["md"].decode())
    if "7*7" in said:
        told = [made[kind].decode() for kind in ("html", "svg", "md", "csv", "json")]
        assert not [text for text in told if re.search(r"\b49\b", text)]


@pytest.mark.parametrize("said", MARKUP)
def test_an_office_file_links_to_nothing_outside(workspace: Workspace, said: str) -> None:
    """56, 58, 59: no field but our page numbers, no formula, no link; every part is well-formed."""
    for data in exported(workspace, said, "docx", "xlsx").values():
        for name, part in parts(data).items():
            if not name.endswith((".xml", ".rels")):
                continue
            tags = {str(one.tag).rpartition("}")[2] for one in root_of(part).iter()}
            assert not tags & {"instrText", "oleObject", "altChunk", "f"}, name
            assert b'TargetMode="External"' not in part, name


def test_a_formula_stays_text_when_a_spreadsheet_program_saves_it_again(
    workspace: Workspace, soffice: Path, tmp_path: Path
) -> None:
    """57: CSV and XLSX opened by LibreOffice and saved anew hold no formula; what was said is there."""
    for number, said in enumerate(FORMULAS):
        for kind, data in exported(workspace, said, "csv", "xlsx").items():
            (tmp_path / f"{number}-{kind}.{kind}").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        soffice,
        "--headless",
        profile,
        "--convert-to",
        "ods:calc8",
        "--outdir",
        tmp_path / "again",
    ]
    subprocess.run(
        [*command, *tmp_path.glob("*-*.*")], check=True, capture_output=True, timeout=500
    )
    saved = sorted((tmp_path / "again").glob("*.ods"))
    assert len(saved) == 2 * len(FORMULAS)
    for path in saved:
        content = parts(path.read_bytes())["content.xml"]
        assert b"table:formula" not in content, path.name
        assert re.search(rb"1\+1|SUM\(A1\)|HYPERLINK", content), path.name


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.bpmn", "\x1b[2J\x1b]0;x\x07.bpmn", "a\u202enmpb.bpmn"]
)
def test_a_file_s_name_is_one_line_that_a_terminal_does_not_obey(tmp_path: Path, name: str) -> None:
    """62: in what the program prints, about maps that it reads and maps that it refuses."""
    (tmp_path / name).write_bytes(infested("Periksa"))
    (tmp_path / f"bad {name}").write_bytes(b"<x/>")
    for command in (("check",), ("draft", "-o", str(tmp_path / "out"), "-v")):
        told = CliRunner().invoke(main, [command[0], str(tmp_path), *command[1:]])
        assert told.exit_code in {1, 5}
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", told.output), command
        assert not re.search("^Set-Cookie", told.output, re.MULTILINE)
