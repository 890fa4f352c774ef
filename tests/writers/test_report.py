"""The coverage report of the samples: figures as counted by hand, the same words in each format, the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from bpm2sop.drafting import Settings
from bpm2sop.settings import Coverage
from bpm2sop.sources import SourceFile, gather
from bpm2sop.trace import How, trace
from bpm2sop.trace.ladders import Standing
from bpm2sop.trace.report import Header, Holdings, Register, Report, report
from bpm2sop.wording import Language
from bpm2sop.workspace import draft_sources
from bpm2sop.writers.figures import share_of
from bpm2sop.writers.report_json import report_value
from bpm2sop.writers.report_registry import REPORT_WRITERS, ReportWriter

SAMPLES = Path(__file__).parents[2] / "samples"
ON = date(2026, 11, 21)


@cache
def drafted() -> tuple[Header, Holdings]:
    """The samples as they are drafted."""
    run = draft_sources(gather([str(SAMPLES)]), Settings())
    header = Header(on=ON, agency="DPMPTSP", files=tuple((f.name, f.sha256) for f in run.files))
    return header, Holdings(trace(run.sops, run.files, run.atlas), run.atlas, run.sops)


def made(register: Register | None = None) -> Report:
    """The report of the samples."""
    return report(*drafted(), register or Register(), cuts=Coverage())


def rows(found: Report, title: str) -> list[list[object]]:
    """The rows of one table of the report, found by its English title."""
    tables = report_value(found, Language.EN)["tables"]
    return next(table["rows"] for table in tables if table["title"] == title)


def test_each_process_of_the_top_level_has_a_line() -> None:
    """Codes and groups as samples/level-0 draws them; 02.02 holds four cross-functional maps and seven SOPs."""
    lines = {line[0]: line for line in rows(made(), "By process of the top level")}
    assert list(lines) == ["01.01", "01.02", "01.03", "02.01", "02.02", "02.03", "03.01", "03.02"]
    assert lines["02.02"][2:7] == ["Support", 10, 4, 4, 7]
    assert lines["01.03"][3:7] == [0, 0, 0, 0]


def test_a_unit_owns_what_lies_below_its_map() -> None:
    """Pengadaan Langsung names its owner; its sub-process has none of its own. The lines add up to the whole."""
    assert [line[:3] for line in rows(made(), "By work unit")] == [
        ["Subbagian Umum", 2, 2],
        ["without a unit", 18, 18],
    ]
    assert made().trace.maps == (20, 20)


def test_what_is_in_force_and_applied_comes_from_the_register() -> None:
    """One SOP in force, found running well last month; another whose map has changed since."""
    sops = drafted()[1].sops
    held = Standing(
        sop=sops[0].key,
        title=sops[0].title,
        unit="Bidang Pengaduan",
        number="001",
        linked=True,
        in_force=True,
        effective=date(2026, 1, 5),
        monitored=date(2026, 10, 1),
        well=date(2026, 10, 1),
    )
    behind = replace(held, sop=sops[1].key, title=sops[1].title, number="002", behind=True)
    found = made(Register(standings=(held, behind), units=("Bidang Pengaduan", "Sekretariat")))
    assert [
        line[0] for line in rows(found, "SOPs whose map has changed since they were approved")
    ] == ["002"]
    due = rows(found, "Monitoring and evaluation that fall due")
    assert [(line[0], line[2]) for line in due] == [
        ("5 January 2027", "001"),
        ("5 January 2027", "002"),
        ("1 April 2027", "001"),
        ("1 April 2027", "002"),
    ]
    ladder = {line[0]: line[4] for line in rows(found, "Governance of work procedures (PMPRB)")}
    assert ladder["Has a process map that fits tasks and functions"] == "C"


def test_a_monitoring_that_found_an_sop_wanting_says_so() -> None:
    """The last one is told, whatever it found; and from when an SOP that waits for its day is in force."""
    sop = drafted()[1].sops[0]
    held = Standing(
        sop=sop.key,
        title=sop.title,
        in_force=True,
        effective=date(2026, 1, 5),
        monitored=date(2026, 11, 1),
        well=date(2026, 5, 1),
    )
    waits = replace(held, in_force=False, effective=None, coming=date(2027, 6, 1), monitored=None)
    title = "SOPs and how they stand"
    assert (
        rows(made(Register(standings=(held,))), title)[0][6]
        == "1 November 2026 (does not run well)"
    )
    assert rows(made(Register(standings=(waits,))), title)[0][4:7] == ["from 1 June 2027", "", ""]


def test_actors_are_compared_only_with_a_list() -> None:
    """Without the organisation's list nobody is unknown."""
    title = "Actors that the organisation's list does not have"
    actors = {actor.name for sop in drafted()[1].sops for actor in sop.actors}
    assert rows(made(), title) == []
    assert rows(made(Register(actors=actors - {"Pemohon"})), title)
    assert {line[1] for line in rows(made(Register(actors=actors - {"Pemohon"})), title)} == {
        "Pemohon"
    }


def test_the_cut_offs_by_which_letters_were_given_are_told() -> None:
    """Those of the profile, in each format; nobody is told of others."""
    found = report(*drafted(), Register(), cuts=Coverage(a=80, b=33.5, c=10))
    said = (
        "semua berarti paling sedikit 80%, sebagian besar lebih dari 33,5%, "
        "sebagian kecil lebih dari 10%"
    )
    value = report_value(found, Language.ID)
    assert value["cuts"] == {"a": 80, "b": 33.5, "c": 10}
    assert said in value["tables"][0]["note"]
    ladder = next(one for one in value["tables"] if "(PMPRB)" in one["title"])
    assert said in ladder["rows"][0][-1]
    assert "at least 80%, most more than 33.5%" in str(report_value(found, Language.EN)["tables"])
    writers = {writer.format: writer.write(found, Language.ID) for writer in REPORT_WRITERS}
    assert said in writers["html"].decode()
    book = openpyxl.load_workbook(io.BytesIO(writers["xlsx"]))
    assert said in str(book.worksheets[1]["A2"].value)


def test_shares_are_written_as_the_language_does() -> None:
    """With a comma in Indonesian, with a point in English."""
    assert share_of(2 / 3, Language.ID) == "66,7%"
    assert share_of(2 / 3, Language.EN) == "66.7%"
    page = REPORT_WRITERS[0].write(made(), Language.ID).decode()
    assert "100,0%" in page
    assert "100.0%" not in page


def test_the_workbook_draws_the_charts_of_the_page() -> None:
    """Nodes by transformation, maps by level: from cells that hold the same figures."""
    data = next(one for one in REPORT_WRITERS if one.format == "xlsx").write(made(), Language.ID)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    counts = {row[0]: row[1:3] for row in cells if isinstance(row[1], int)}
    assert counts["langsung"][0] == made().trace.how[How.DIRECT]
    for line in made().trace.levels:
        if line.flowing:
            assert counts[f"T{line.level}"] == [line.with_sop, line.flowing - line.with_sop]
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        charts = [held.read(name).decode() for name in held.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert all("bpm2sop!$A$" in one for one in charts)


@pytest.mark.parametrize("writer", REPORT_WRITERS, ids=lambda writer: writer.format)
@pytest.mark.parametrize("language", Language)
def test_the_same_report_gives_the_same_bytes(writer: ReportWriter, language: Language) -> None:
    """No clock, no chance."""
    assert writer.write(made(), language) == writer.write(made(), language)


def test_every_cell_of_the_workbook_is_the_cell_of_the_page() -> None:
    """Both hold the tables in one order; figures of the workbook are numbers."""
    writers = {writer.format: writer.write(made(), Language.ID) for writer in REPORT_WRITERS}
    book = openpyxl.load_workbook(io.BytesIO(writers["xlsx"]))
    sheets = [
        [
            cell.value
            for row in sheet.iter_rows(min_row=5)
            for cell in row
            if cell.value not in (None, "")
        ]
        for sheet in book.worksheets[1:]
    ]
    tables = report_value(made(), Language.ID)["tables"]
    assert len(sheets) == len(tables)
    for sheet, table in zip(sheets, tables, strict=True):
        wanted = [cell for row in table["rows"] for cell in row if cell != ""]
        assert sheet == (wanted or ["Tidak ada."])
        assert f">{table['title']}</h2>" in writers["html"].decode()


def test_hostile_names_are_text_everywhere() -> None:
    """Markup, formulas and control characters of a map do nothing in the report."""
    evil = "<script>alert(1)</script>=1+1"
    data = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="'
        + evil.replace("<", "&lt;")
        + '"><startEvent id="s"/><task id="t" name="=HYPERLINK(1)"/><endEvent id="e"/>'
        '<sequenceFlow id="a" sourceRef="s" targetRef="t"/><sequenceFlow id="b" sourceRef="t" targetRef="e"/>'
        "</process></definitions>"
    ).encode()
    run = draft_sources([SourceFile("evil.bpmn", data)], Settings())
    holdings = Holdings(trace(run.sops, run.files, run.atlas), run.atlas, run.sops)
    found = report(Header(on=ON, agency=evil), holdings, Register(), cuts=Coverage())
    written = {writer.format: writer.write(found, Language.ID) for writer in REPORT_WRITERS}
    assert "<script" not in written["html"].decode()
    book = openpyxl.load_workbook(io.BytesIO(written["xlsx"]))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_the_page_allows_no_script_and_only_its_own_styles() -> None:
    """Its policy names each style by its hash."""
    page = next(w for w in REPORT_WRITERS if w.format == "html").write(made(), Language.ID).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert "default-src 'none'" in policy[1].replace("&#x27;", "'")
    assert "script" not in policy[1]
    assert page.count("<style") == policy[1].count("sha256-")
