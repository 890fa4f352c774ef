"""`bpm2sop import`, `export`, `revise`: the workspace from the command line."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

from tests.cli.conftest import Call, calls_on
from tests.workspace.maps import SERVICE, bpmn

OTHER = "w Ambil uang @Kas; x Hitung uang @Kas; y Bayar gaji @Kas; z Tutup buku @Kas"


@pytest.fixture
def apa(tmp_path: Path) -> Call:
    """Run a command on the same workspace as `call` does, in the language that is spoken where none is named."""
    return calls_on(tmp_path / "b.db")


def value(result: Result) -> Any:  # noqa: ANN401  (whatever JSON can hold)
    """The JSON that a command printed."""
    return json.loads(result.stdout)


def test_maps_are_imported_and_told(call: Call, surat: Path) -> None:
    """Again they are the same."""
    first = call("import", surat, "--json")
    assert first.exit_code == 0
    (line,) = value(first)["files"]
    assert (line["status"], line["version"], line["sops"][0]["title"]) == (
        "new",
        1,
        "Pelayanan surat",
    )
    assert "0 new, 0 revised, 1 unchanged, 0 refused." in call("import", surat).stderr


def test_a_refused_file_ends_with_5_beside_a_good_one_and_with_3_alone(
    call: Call, surat: Path, tmp_path: Path
) -> None:
    """As `draft` does."""
    bad = tmp_path / "rusak.bpmn"
    bad.write_bytes(b"<definitions")
    assert call("import", surat, bad).exit_code == 5
    assert call("import", bad).exit_code == 3


def test_a_set_is_looked_at_first(call: Call, apa: Call, surat: Path) -> None:
    """Which SOPs it touches, and in which steps."""
    call("import", surat)
    surat.write_bytes(bpmn(SERVICE.replace("Kirim", "Antar")))
    looked = call("import", surat, "--preview", "--json")
    assert value(looked)["sops"] == [
        {
            "file": "surat.bpmn",
            "title": "Pelayanan surat",
            "what": "changed",
            "steps": ["4"],
            "conflicts": 0,
        }
    ]
    assert "1 SOPs would be touched" in looked.stderr
    told = apa("import", surat, "--preview").stderr
    assert "Pelayanan surat (surat.bpmn): berubah: 4" in told
    assert "0 new, 1 revised, 0 unchanged" in call("import", surat).stderr
    assert call("import", "--fill", surat, "--preview").exit_code == 2


def test_nothing_to_import_is_wrong_use(call: Call) -> None:
    """It says what is missing."""
    assert call("import").exit_code == 2


def test_sops_are_exported_by_any_of_their_names(call: Call, surat: Path, tmp_path: Path) -> None:
    """All of them where none is named."""
    call("import", surat)
    out = tmp_path / "out"
    done = call("export", "-o", out, "--format", "json,csv", "--json")
    assert done.exit_code == 0
    (line,) = value(done)["sops"]
    assert sorted(path.name for path in out.iterdir()) == sorted(line["files"])
    assert call("export", line["key"], "-o", tmp_path / "one").exit_code == 0
    assert call("export", "Nowhere", "-o", tmp_path / "none").exit_code == 3
    assert call("export", "-o", out, "--format", "odt").exit_code == 2


def test_export_makes_no_workspace(call: Call, tmp_path: Path) -> None:
    """A mistyped address is told, and nothing appears there."""
    assert call("export", "-o", tmp_path / "out").exit_code == 4
    assert not (tmp_path / "b.db").exists()


def test_a_filled_file_goes_back(call: Call, surat: Path, tmp_path: Path) -> None:
    """One of nothing that is here is refused."""
    call("import", surat)
    call("export", "-o", tmp_path / "out", "--format", "xlsx")
    (path,) = (tmp_path / "out").iterdir()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if sheet.sheet_state == "visible" and cell.value == "Memeriksa berkas":
                    cell.value = "Meneliti berkas"
    book.save(path)
    done = call("import", "--fill", path, "--json")
    assert done.exit_code == 0
    assert value(done)["fills"][0]["cells"] == [["b", "text", "Meneliti berkas"]]
    other = call("import", "--fill", surat)
    assert (other.exit_code, "is not an Excel workbook" in other.stderr) == (3, True)
    assert call("import", "--fill", path, "--fill", surat).exit_code == 5


def test_a_revision_is_looked_at_then_carried_out(call: Call, surat: Path) -> None:
    """A question is answered by a pair."""
    call("import", surat)
    surat.write_bytes(bpmn(SERVICE.replace("b Periksa berkas", "x Telaah isi permohonan")))
    shown = value(call("revise", surat, "--preview", "--json"))
    assert [one["old"] for one in shown["questions"]] == ["b"]
    answered = value(call("revise", surat, "--preview", "--pair", "b=x", "--json"))
    assert (answered["questions"], answered["seen"]) == ([], 1)
    done = call("revise", surat, "--pair", "b=x", "--json")
    assert (done.exit_code, value(done)["version"]) == (0, 2)
    assert call("revise", surat, "--seen", "1").exit_code == 3


def test_a_question_names_the_steps_by_number_and_words(call: Call, apa: Call, surat: Path) -> None:
    """Their ids stand behind, for the answer."""
    call("import", surat)
    surat.write_bytes(bpmn(SERVICE.replace("b Periksa berkas", "x Telaah isi permohonan")))
    asked = apa("revise", surat, "--preview").stderr
    assert 'langkah 2 "Memeriksa berkas" [b] kini yang mana?' in asked
    assert 'Mungkin langkah 2 "Menelaah isi permohonan" [x], ' in asked
    assert "--pair b=ID" in asked


def test_a_pair_that_is_none_is_refused(call: Call, apa: Call, surat: Path) -> None:
    """One that cannot be read is wrong use, one of steps that are not there is refused input; nothing is changed."""
    call("import", surat)
    surat.write_bytes(bpmn(SERVICE.replace("b Periksa berkas", "x Telaah isi permohonan")))
    unread = apa("revise", surat, "--pair", "b")
    assert (unread.exit_code, "b: tulis LAMA=BARU" in unread.stderr) == (2, True)
    twice = call("revise", surat, "--pair", "b=x", "--pair", "b=c")
    assert (twice.exit_code, "step b has another pair already" in twice.stderr) == (2, True)
    nowhere = apa("revise", surat, "--pair", "b=zzz")
    assert (nowhere.exit_code, "Langkah zzz tidak ada di versi baru" in nowhere.stderr) == (3, True)
    assert value(call("revise", surat, "--preview", "--json"))["seen"] == 1


def test_nothing_in_force_is_told(call: Call, surat: Path, tmp_path: Path) -> None:
    """An SOP that is named and not in force is refused input."""
    call("import", surat)
    every = call("export", "--in-force", "-o", tmp_path / "out")
    assert (every.exit_code, "No SOP is in force" in every.stderr) == (0, True)
    one = call("export", "Pelayanan surat", "--in-force", "-o", tmp_path / "out")
    assert (one.exit_code, "No edition of this SOP is in force" in one.stderr) == (3, True)


def test_wrong_use_is_told_in_the_language_of_the_call(call: Call, apa: Call) -> None:
    """Indonesian where none is named, wherever the option stands."""
    assert "Sebutkan PATH atau --fill BERKAS." in apa("import").stderr
    assert "Name a PATH or --fill FILE." in call("import").stderr
    wrong = call("revise", "--pair", "b", "surat.bpmn")
    assert "b: write OLD=NEW" in wrong.stderr


def test_another_map_is_no_revision(call: Call, surat: Path) -> None:
    """Unless a person says so."""
    call("import", surat)
    surat.write_bytes(bpmn(OTHER))
    refused = call("revise", surat)
    assert refused.exit_code == 3
    assert "too little in common" in refused.stderr
    assert call("revise", surat, "--other").exit_code == 0
    assert call("revise", surat, "--map", "nowhere").exit_code == 3
