"""Workbooks that LibreOffice itself opened, changed and saved."""

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bpm2sop.model.sop import Sop
from bpm2sop.readback import json_document, read_xlsx
from bpm2sop.writers.xlsx import write_xlsx
from tests.layout.random_sops import random_sop
from tests.readback.office import CONTEXT, as_contract, unchanged
from tests.writers.examples import ATTACK, LETTERS

LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>
</library:library>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>
"""
# Rows and columns count from 0: row 3 is the first below the hidden row and the heads, column 11 holds the keys.
AFTERNOON = """
Sub Afternoon(source As String, target As String)
  Dim quiet(0) As New com.sun.star.beans.PropertyValue
  quiet(0).Name = "Hidden" : quiet(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, quiet())
  sheet = book.Sheets.getByName("Prosedur")
  count = 0
  For row = 5 To 200
    key = sheet.getCellByPosition(11, row).String
    If Left(key, 9) = "bpm2sop:" & Chr(34) And count < 20 Then
      sheet.getCellByPosition(10, row).String = "catatan " & count
      count = count + 1
    End If
  Next
  book.Sheets.getByName("Identitas").getCellByPosition(2, 0).String = "SOP-7"
  sheet.getCellByPosition(8, 2).String = "Lama"
  sheet.Rows.removeByIndex(4, 1)
  sheet.Rows.insertByIndex(7, 1)
  sheet.getCellByPosition(1, 7).String = "baris baru"
  Move(sheet, 3, 11)
  Move(sheet, 20, 6)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, how())
  book.close(True)
End Sub
Sub Move(sheet, source, target)
  sheet.Rows.insertByIndex(target, 1)
  If source >= target Then source = source + 1
  cells = sheet.getCellRangeByPosition(0, source, 20, source).RangeAddress
  sheet.moveRange(sheet.getCellByPosition(0, target).CellAddress, cells)
  sheet.Rows.removeByIndex(source, 1)
End Sub
"""


def libreoffice(soffice: Path, folder: Path, *arguments: str | Path) -> None:
    """Run LibreOffice with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def saved_by(soffice: Path, data: bytes, folder: Path) -> bytes:
    """A workbook opened and saved by LibreOffice."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "sop.xlsx").write_bytes(data)
    arguments = ("--convert-to", "xlsx", "--outdir", folder, folder / "in" / "sop.xlsx")
    libreoffice(soffice, folder, *arguments)
    return (folder / "sop.xlsx").read_bytes()


@pytest.mark.parametrize(
    "made", [LETTERS, ATTACK, random_sop(3, actors=5, steps=30)], ids=lambda made: made.key
)
def test_saving_changes_nothing(made: Sop, soffice: Path, tmp_path: Path) -> None:
    """Opened and saved, the workbook says what it said."""
    read = read_xlsx("sop.xlsx", saved_by(soffice, write_xlsx(made, CONTEXT), tmp_path))
    assert unchanged(read)
    wanted = json_document.read_sop("sop.json", as_contract(made))
    assert as_contract(read.sop) == as_contract(wanted)


def test_an_afternoon_of_editing_is_read_back(soffice: Path, tmp_path: Path) -> None:
    """Twenty cells filled, a field, a head, a row gone, a row new, two moved: all found, none invented."""
    made = random_sop(11, actors=5, steps=40)
    # The first run makes the profile, in which the macro then stands.
    (tmp_path / "start.xlsx").write_bytes(saved_by(soffice, write_xlsx(made, CONTEXT), tmp_path))
    macros = tmp_path / "profile" / "user" / "basic" / "Standard"
    (macros / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (macros / "Module1.xba").write_text(MODULE.format(escape(AFTERNOON)), encoding="utf-8")
    start, end = ((tmp_path / f"{name}.xlsx").as_uri() for name in ("start", "end"))
    libreoffice(soffice, tmp_path, f'macro:///Standard.Module1.Afternoon("{start}","{end}")')
    read = read_xlsx("sop.xlsx", (tmp_path / "end.xlsx").read_bytes())
    filled = {(edit.field, edit.new) for edit in read.edits}
    assert filled == {
        *(("remarks", f"catatan {number}") for number in range(20)),
        ("number", "SOP-7"),
        ("head:time", "Lama"),
    }
    assert len(read.edits) == 22
    assert read.deleted == ("s2",)
    assert [row.cells for row in read.added] == [(("activity", "baris baru"),)]
    assert sorted(read.moved) == ["s1", "s16"]
    assert not read.conflicts
    assert not read.lost
