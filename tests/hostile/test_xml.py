"""XML that means harm, or is not what it says: refused with a code, or read with a finding.

The numbers are those of the list of hostile inputs that the project keeps.
"""

import gzip
import io
import re
import socket
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest

from bpm2sop.errors import Refused
from bpm2sop.model.processmap import FileStatus
from bpm2sop.readers import Limits, read_file
from bpm2sop.wording.catalogue import say
from bpm2sop.wording.language import Language

OPEN = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">'
CLOSE = b"</definitions>"
GOOD = OPEN + b'<process id="P"><task id="A" name="Periksa"/></process>' + CLOSE


def bpmn(inside: bytes) -> bytes:
    """Wrap bytes in a root."""
    return OPEN + inside + CLOSE


def code(data: bytes, limits: Limits | None = None) -> str:
    """Give the code that a file is refused with, quickly and without much memory."""
    tracemalloc.start()
    before = time.process_time()
    with pytest.raises(Refused) as refusal:
        read_file("hostile.bpmn", data, limits=limits or Limits())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
    assert time.process_time() - before < 10
    assert refusal.value.where.file == "hostile.bpmn"
    for language in Language:
        assert say(language, f"refused.{refusal.value.code}.title", **refusal.value.params)
        assert say(language, f"refused.{refusal.value.code}.hint", **refusal.value.params)
    return refusal.value.code


LAUGHS = (
    b"<!DOCTYPE d ["
    + b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
    + b"]>"
)
DOCTYPES = {
    "1 billion laughs": LAUGHS + bpmn(b"&l9;"),
    "2 quadratic blow-up": b'<!DOCTYPE d [<!ENTITY a "'
    + b"x" * 50_000
    + b'">]>'
    + bpmn(b"&a;" * 50_000),
    "3 external entity, local file": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + bpmn(b"&x;"),
    "4 external entity, HTTP": b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'
    + bpmn(b"&x;"),
    "5 parameter entity": b'<!DOCTYPE d [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>' + GOOD,
    "6 external DTD": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + GOOD,
    "7 empty": b"<!DOCTYPE definitions>" + GOOD,
    "7 empty brackets": b"<?xml version='1.0'?>\n<!DOCTYPE definitions []>" + GOOD,
    "8 after a long comment": b"<!--" + b"x" * 1_000_000 + b"--><?pi ?><!DOCTYPE d>" + GOOD,
    "9 in UTF-16": b"".decode().join([]).encode()
    + ("<!DOCTYPE d>" + GOOD.decode()).encode("utf-16"),
}


@pytest.mark.parametrize("data", DOCTYPES.values(), ids=DOCTYPES)
def test_any_document_type_is_refused(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """1-9: no entity is ever expanded and nothing is fetched, for no declaration is let in."""

    def no_network(*_: object) -> NoReturn:
        pytest.fail("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    assert code(data) == "doctype"


def test_the_word_doctype_in_the_body_is_text() -> None:
    """A comment, a label or a CDATA section may speak of document types."""
    inside = (
        b'<!-- <!DOCTYPE x> --><process id="P"><documentation><![CDATA[<!DOCTYPE html>]]></documentation>'
        b'<task id="A" name="&lt;!DOCTYPE"/></process>'
    )
    held = read_file("x", b"<!-- <!DOCTYPE x> -->" + bpmn(inside))
    assert held.maps[0].nodes["A"].name == "<!DOCTYPE"


def test_an_xinclude_is_left_alone() -> None:
    """10: nothing is included."""
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    inside = b'<process id="P">' + include + b"</process>"
    held = read_file("x", bpmn(inside))
    assert "root:" not in repr(held)
    assert [found.rule for found in held.findings] == ["include-ignored"]


def test_a_stylesheet_instruction_is_ignored() -> None:
    """11: processing instructions mean nothing."""
    held = read_file("x", b'<?xml-stylesheet href="file:///etc/passwd"?>' + GOOD)
    assert list(held.maps[0].nodes) == ["A"]


@pytest.mark.parametrize("depth", [251, 300, 100_000])
def test_too_deep_is_refused(depth: int) -> None:
    """12: more than 250 elements within one another."""
    within = depth - 1
    assert code(bpmn(b"<a>" * within + b"</a>" * within)) == "too-deep"


@pytest.mark.parametrize("depth", [251, 300])
def test_too_deep_is_said_in_our_own_words(depth: int) -> None:
    """12: what, where and what to do, whoever noticed it; no option of the XML library."""
    within = depth - 1
    with pytest.raises(Refused) as refusal:
        read_file("x.bpmn", bpmn(b"<a>\n" * within + b"</a>" * within))
    params, where = refusal.value.params, refusal.value.where
    assert (where.file, where.line) in {("x.bpmn", 250), ("x.bpmn", 256)}
    said = [say(Language.EN, f"refused.too-deep.{part}", **params) for part in ("title", "hint")]
    assert said[0] == "Its elements are nested more than 250 levels deep."
    assert "--limit depth=N" in said[1]


def test_250_deep_is_read() -> None:
    """12: the limit is inclusive."""
    assert read_file("x", bpmn(b"<a>" * 249 + b"</a>" * 249)).status is FileStatus.READ


def test_a_raised_limit_lets_deeper_files_in() -> None:
    """12: limits are settings; the model is built without recursion."""
    subs = b"".join(b'<subProcess id="S%d">' % n for n in range(1500))
    data = bpmn(b'<process id="P">' + subs + b"</subProcess>" * 1500 + b"</process>")
    held = read_file("x", data, limits=Limits(depth=2000))
    assert len(held.maps[0].scopes) == 1501


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (bpmn(b"<a>" + b"x" * 12_000_000 + b"</a>"), "too-long"),
        (bpmn(b'<a b="' + b"x" * 12_000_000 + b'"/>'), "too-long"),
        (bpmn(b"<" + b"a" * 60_000 + b"/>"), "too-long"),
        (bpmn(b"<a/>" * 500_000), "too-many-elements"),
        (bpmn(b"<a" + b"".join(b' a%d=""' % n for n in range(100_000)) + b"/>"), "too-many-attributes"),
        (bpmn(b"<a" + b"".join(b' a%d=""' % n for n in range(201)) + b"/>"), "too-many-attributes"),
        (bpmn(b"<a" + b"".join(b' xmlns:a%d="u:%d"' % (n, n) for n in range(50_000)) + b"/>"), "too-many-namespaces"),
        (bpmn(b"<a" + b"".join(b' xmlns:a%d="u"' % n for n in range(101)) + b"/>"), "too-many-namespaces"),
        (b" " * 20_000_001, "too-large"),
    ],
    ids=["13 text", "14 attribute", "15 name", "16 elements", "17 attributes", "17 just", "18 namespaces", "18 just", "bytes"],
)  # fmt: skip
def test_too_much_of_anything_is_refused(data: bytes, expected: str) -> None:
    """13-18: each limit has its code."""
    assert code(data) == expected


def test_200_attributes_are_read() -> None:
    """17: the limit is inclusive."""
    assert read_file("x", bpmn(b"<a" + b"".join(b' a%d=""' % n for n in range(200)) + b"/>"))


def test_a_duplicate_id_names_both_lines() -> None:
    """19: the map is read, and the finding says where both are."""
    held = read_file("x", bpmn(b'<process id="P">\n<task id="A"/>\n<task id="A"/></process>'))
    (found,) = held.findings
    assert (dict(found.params)["first"], dict(found.params)["second"]) == ("2", "3")


def test_a_flow_to_a_missing_node_is_a_finding() -> None:
    """20: never a crash."""
    held = read_file(
        "x",
        bpmn(
            b'<process id="P"><task id="A"/><sequenceFlow id="F" sourceRef="A" targetRef="Z"/></process>'
        ),
    )
    assert [found.rule for found in held.findings] == ["reference-to-nothing"]


def test_a_call_in_a_circle_ends() -> None:
    """21: a process that calls itself is read."""
    held = read_file(
        "x", bpmn(b'<process id="P"><callActivity id="A" calledElement="P"/></process>')
    )
    assert held.maps[0].nodes["A"].called == "P"


def test_odd_ids_are_kept_and_long_ones_refused() -> None:
    """22: quotes, angle brackets and blanks are text; 255 characters are enough."""
    held = read_file("x", bpmn(b'<process id="P"><task id="a &lt;&quot;&apos; b"/></process>'))
    assert list(held.maps[0].nodes) == ["a <\"' b"]
    assert code(bpmn(b'<process id="P"><task id="%s"/></process>' % (b"x" * 256))) == "id-too-long"


def test_a_label_has_10_000_characters_at_most() -> None:
    """61: one more is refused, with its line."""
    held = read_file(
        "x", bpmn(b'<process id="P"><task id="A" name="%s"/></process>' % (b"x" * 10_000))
    )
    assert len(held.maps[0].nodes["A"].name) == 10_000
    assert (
        code(bpmn(b'<process id="P"><task id="A" name="%s"/></process>' % (b"x" * 10_001)))
        == "label-too-long"
    )


@pytest.mark.parametrize(
    "name", ["UTF-7", "IBM037", "EBCDIC-CP-US", "x-nothing", "ISO-8859-15", "UTF-32", "Shift_JIS"]
)
def test_other_encodings_are_refused(name: str) -> None:
    """23: the allow-list is short."""
    assert (
        code(f'<?xml version="1.0" encoding="{name}"?>'.encode() + GOOD) == "encoding-not-allowed"
    )


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("US-ASCII", "ascii"), ("ISO-8859-1", "latin-1"),
        ("windows-1252", "cp1252"), ("UTF-16", "utf-16"), ("UTF-8", "utf-8-sig"),
    ],
)  # fmt: skip
def test_allowed_encodings_are_read(name: str, codec: str) -> None:
    """25: with a byte order mark where there must be one."""
    label = "Pemeriksaan" if codec == "ascii" else "Überprüfung"
    text = f"<?xml version='1.0' encoding='{name}'?>" + GOOD.decode().replace("Periksa", label)
    held = read_file("x", text.encode(codec))
    assert (held.maps[0].nodes["A"].name, held.status) == (label, FileStatus.READ)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_without_a_mark_is_refused(codec: str) -> None:
    """25: UTF-16 needs its byte order mark, UTF-32 is never read."""
    assert code(GOOD.decode().encode(codec)) == "encoding-not-allowed"


@pytest.mark.parametrize(
    "wrong", [b"\xff\xfe", b"\xc3(", b"\x81", b"\xe9t\xc3\xa9 \xe9t\xe9 \xc3\xa9", b"\xed\xa0\x80"]
)
def test_bytes_of_no_encoding_are_refused(wrong: bytes) -> None:
    """24: declared UTF-8, and neither that nor plainly another."""
    data = b'<?xml version="1.0" encoding="UTF-8"?>' + GOOD.replace(b"Periksa", wrong)
    assert code(data) == "encoding-broken"


def test_bytes_of_windows_that_claim_to_be_utf_8_are_repaired() -> None:
    """24: a tool that writes the wrong declaration is understood, with a finding."""
    data = b'<?xml version="1.0" encoding="UTF-8"?>' + GOOD.replace(
        b"Periksa", "Müller prüft".encode("cp1252")
    )
    held = read_file("x", data)
    assert (held.maps[0].nodes["A"].name, held.status) == ("Müller prüft", FileStatus.REPAIRED)
    assert [found.rule for found in held.findings] == ["encoding-guessed"]


def test_text_that_claims_to_be_utf_16_is_repaired() -> None:
    """25: converted, and the declaration forgotten."""
    held = read_file("x", b'<?xml version="1.0" encoding="UTF-16"?>' + GOOD)
    assert (list(held.maps[0].nodes), held.status) == (["A"], FileStatus.REPAIRED)


@pytest.mark.parametrize("at", [0, 100, len(GOOD)])
def test_a_nul_byte_is_refused(at: int) -> None:
    """26: anywhere; in UTF-16 too."""
    assert code(GOOD[:at] + b"\0" + GOOD[at:]) in {"nul-byte", "encoding-not-allowed"}
    wide = GOOD.decode()[:50] + "\0" + GOOD.decode()[50:]
    assert code(wide.encode("utf-16")) == "nul-byte"


@pytest.mark.parametrize(
    "reference", [b"&#xD800;", b"&#xDFFF;", b"&#0;", b"&#x110000;", b"&#xFFFE;"]
)
def test_a_reference_to_no_character_is_refused(reference: bytes) -> None:
    """27: surrogates and what lies beyond Unicode."""
    assert code(GOOD.replace(b"Periksa", reference)) == "broken-xml"


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_file_that_is_cut_off_is_refused(percent: int) -> None:
    """28: at every hundredth of its length."""
    inside = (
        b'<process id="P">'
        + b"".join(b'<task id="A%d" name="Periksa &amp; catat"/>\n' % n for n in range(50))
        + b"</process>"
    )
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + bpmn(inside)
    assert code(data[: len(data) * percent // 100]) in {
        "cut-off",
        "broken-xml",
        "not-xml",
        "empty",
    }


@pytest.mark.parametrize(
    "data",
    [b"", b" \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" " * 5000, b"\xef\xbb\xbf\n"],
)
def test_nothing_is_refused(data: bytes) -> None:
    """29: no bytes, blanks, a byte order mark."""
    assert code(data) == "empty"


@pytest.mark.parametrize("more", [GOOD, b"junk", b"<a/>", b"</definitions>", b"&amp;"])
def test_something_after_the_end_is_refused(more: bytes) -> None:
    """30: a second root or anything else."""
    assert code(GOOD + more) == "junk-after-end"


OTHERS = {
    "format-html": b"<!DOCTYPE html><html><head><meta charset='x'></head></html>",
    "format-svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "format-dmn": b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
    "format-cmmn": b'<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"/>',
    "format-xpdl": b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2"/>',
    "format-drawio": b'<mxfile host="x"><diagram/></mxfile>',
    "format-bpmn-1": b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>',
    "format-visio": b'<VisioDocument xmlns="http://schemas.microsoft.com/visio/2003/core"/>',
    "format-uml": b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>',
    "format-other-xml": b"<html5><body/></html5>",
    "wrong-namespace": b'<definitions xmlns="urn:x"/>',
    "not-definitions": b'<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    "format-picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "format-pdf": b"%PDF-1.7\n%\xe2\xe3",
    "format-program": b"MZ\x90\0\x03\0",
    "format-json": b'{"definitions": {}}',
    "format-old-office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
    "format-gzip": gzip.compress(GOOD),
    "not-xml": b"Periksa berkas\nCatat",
}


@pytest.mark.parametrize("expected", OTHERS)
def test_other_formats_are_refused_by_name(expected: str) -> None:
    """31, 32, 42, 53: the code names the format, so that the hint can say what to do."""
    assert code(OTHERS[expected]) == expected


def test_html_that_is_no_xml_is_named_too() -> None:
    """31: a saved page, without a document type."""
    assert code(b"<html><body><p>x<br></body></html>") == "format-html"
    assert code(b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg/>") == "format-svg"


@pytest.mark.parametrize(
    ("member", "expected"),
    [("visio/document.xml", "format-visio"), ("xl/workbook.xml", "format-excel"), ("word/document.xml", "format-word"),
     ("a.diag", "format-bizagi"), ("a.txt", "format-zip")],
)  # fmt: skip
def test_zipped_formats_are_named(member: str, expected: str) -> None:
    """53: the members of a zip tell what it is."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(member, "x")
    assert code(held.getvalue()) == expected


def test_a_gzip_bomb_is_never_unpacked() -> None:
    """43: it is refused by its first bytes."""
    assert code(gzip.compress(b"\0" * 10_000_000)) == "format-gzip"


@pytest.mark.parametrize(
    "wrong",
    [
        b'<a x="1" x="2"/>',
        b'<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>',
        b"<a><b></a>",
        b"<a x=1/>",
        b"<1/>",
        b"<a:b:c/>",
        b"<a>]]></a>",
    ],
)  # fmt: skip
def test_what_no_repair_can_save_is_refused(wrong: bytes) -> None:
    """34: an attribute twice, tags that do not match, names that are none."""
    assert code(bpmn(wrong)) == "broken-xml"


@pytest.mark.parametrize(
    ("written", "label"),
    [
        (b"A & B", "A & B"),
        (b"A&nbsp;B &eacute; &x;", "A B é &x;"),
        (b"A < B", "A < B"),
        (b"A\x01\x1fB", "AB"),
    ],
)
def test_labels_that_are_not_quite_xml_are_repaired(written: bytes, label: str) -> None:
    """A stray sign in a label loses nothing, and is told of."""
    held = read_file("x", GOOD.replace(b"Periksa", written))
    assert (held.maps[0].nodes["A"].name, held.status) == (label, FileStatus.REPAIRED)
    assert [found.rule for found in held.findings] == ["not-well-formed"]


@pytest.mark.parametrize(
    "data",
    [
        b"\n<?xml version='1.0'?>" + GOOD,
        GOOD.replace(b"<process", b'<process camunda:x="1"'),
        GOOD.replace(b"<definitions", b'<definitions xmlns:x="a b c"'),
        GOOD.replace(b"<definitions", b'<definitions xmlns:x=""'),
        GOOD.replace(b'"/>', b'"><documentation>a & <![CDATA[b & c]]></documentation></task>'),
    ],
)
def test_tools_small_mistakes_are_repaired(data: bytes) -> None:
    """Blanks before the declaration, a prefix never bound, a namespace with blanks, a bare `&`."""
    held = read_file("x", data)
    assert (list(held.maps[0].nodes), held.status) == (["A"], FileStatus.REPAIRED)
    assert held.maps[0].documentation.get("A", "a & b & c") == "a & b & c"


def test_a_complete_graph_is_refused_by_count() -> None:
    """37: 300 tasks and 90,000 flows are more than a map."""
    flows = b"".join(
        b'<sequenceFlow id="f%d" sourceRef="t%d" targetRef="t%d"/>' % (n, n // 300, n % 300)
        for n in range(90_000)
    )
    tasks = b"".join(b'<task id="t%d"/>' % n for n in range(300))
    assert code(bpmn(b'<process id="P">' + tasks + flows + b"</process>")) == "too-many-elements"


def test_a_refusal_says_where(tmp_path: Path) -> None:
    """Line and column where the file goes wrong."""
    with pytest.raises(Refused) as refusal:
        read_file("orders.bpmn", bpmn(b"\n\n<a></b>"))
    assert re.fullmatch(r"orders\.bpmn, line 3, column \d+", str(refusal.value.where))
