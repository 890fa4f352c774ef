"""The manifest: TOML and CSV, and errors that name key and line."""

import pytest

from bpm2sop.atlas import ManifestRow, build_atlas, parse_manifest
from bpm2sop.errors import Refused
from tests.atlas.made import Box, Call, chain, chart, read, work


def test_toml_and_csv_say_the_same() -> None:
    """Both forms give the same rows."""
    toml = b'[[map]]\nchild = "b.bpmn"\nparent = "A"\ncode = "01.02"\nlevel = 2\nowner = "Umum"\n'
    table = "\ufeffparent;child;code;level;owner\r\nA;b.bpmn;01.02;2;Umum\r\n".encode()
    row = ManifestRow("b.bpmn", "A", "01.02", 2, "Umum", 1)
    assert parse_manifest("atlas.toml", toml).rows == (row,)
    assert parse_manifest("atlas.csv", table).rows == (row._replace(line=2),)


@pytest.mark.parametrize(
    ("name", "data", "code", "line"),
    [
        ("a.toml", b"[[map]]\nchild = \n", "manifest-syntax", 2),
        ("a.toml", b"[[maps]]\nchild = 'x'\n", "manifest-key", None),
        ("a.csv", b"parent,kode\nA,B\n", "manifest-key", 1),
        ("a.csv", b'child\n"open\n', "manifest-syntax", 2),
        ("a.csv", b"child\n\xff\n", "manifest-encoding", None),
    ],
)
def test_what_is_no_manifest_is_refused_with_its_line(
    name: str, data: bytes, code: str, line: int | None
) -> None:
    """The refusal says what and where."""
    with pytest.raises(Refused) as refusal:
        parse_manifest(name, data)
    assert (refusal.value.code, refusal.value.where.line) == (code, line)


def test_a_bad_row_is_left_out_and_the_rest_is_read() -> None:
    """The finding names key and line."""
    said = parse_manifest("a.csv", b"child,level\nA,x\nB,2\n,3\n")
    assert [row.child for row in said.rows] == ["B"]
    assert [(f.rule, f.line, dict(f.params)["key"]) for f in said.findings] == [
        ("manifest-row", 2, "level"),
        ("manifest-row", 4, "child"),
    ]


def test_the_manifest_wins_over_a_call() -> None:
    """A call says one parent, the person another; no doubt is left."""
    files = read(
        {
            "a.bpmn": chain("Atas", [Call("x", "Q")]),
            "b.bpmn": work("Bawah", "Q"),
            "c.bpmn": chart("Lain", [Box("Kotak")], "R"),
        }
    )
    said = parse_manifest("a.csv", b"parent,child\nLain,Bawah\n")
    atlas = build_atlas(files, said)
    pages = {page.key: page for page in atlas.pages}
    page = next(page for page in atlas.pages if page.file == "b.bpmn")
    assert page.parent is not None
    assert (pages[page.parent].file, page.link) == ("c.bpmn", "manifest")
    assert "atlas-two-parents" not in {finding.rule for finding in atlas.findings}


def test_a_box_can_be_given_its_map() -> None:
    """A map right below a box takes the box's place."""
    files = read(
        {"c.bpmn": chart("Bagan", [Box("Kotak")], "R"), "b.bpmn": work("Bernama Lain", "Q")}
    )
    atlas = build_atlas(files, parse_manifest("a.csv", b"parent,child\nKotak,b.bpmn\n"))
    assert [(page.title, page.link) for page in atlas.pages] == [
        ("Bagan", None),
        ("Bernama Lain", "manifest"),
    ]


def test_a_word_that_fits_several_maps_is_ambiguous() -> None:
    """Nothing is guessed."""
    files = read({"a.bpmn": work("Sama", "P"), "b.bpmn": work("Sama", "Q")})
    atlas = build_atlas(files, parse_manifest("m.csv", b"parent,child\nSama,a.bpmn\n"))
    assert ("manifest-ambiguous", 2) in {(finding.rule, finding.line) for finding in atlas.findings}
