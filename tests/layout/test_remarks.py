"""What stands in the remarks of a printed row: what symbols and arrows cannot say, in one order, nothing twice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from random_sops import actor, arrow, sop, step

from bpm2sop.layout import Capsule, PageStyle, lay_out
from bpm2sop.model.sop import (
    Cell,
    CellSource,
    NextKind,
    Sop,
    SopKey,
    Split,
    Step,
    StepKind,
    Symbol,
    Wait,
)

LANES = tuple(actor(f"Aktor {i}", i) for i in range(4))


def printed(made: Sop, no: str, style: PageStyle | None = None) -> list[str]:
    """Return the lines in the remarks of the row with that number."""
    rows = [row for page in lay_out(made, style).pages for row in page.rows if row.cells]
    (row,) = (row for row in rows if row.cells[0].full == no)
    return row.cells[-1].full.splitlines()


def after(*exits: object, symbol: Symbol = Symbol.PROCESS, split: Split = Split.ONE) -> Sop:
    """Return an SOP of six steps whose second has these exits."""
    middle = step(2, ("L1",), next=exits, symbol=symbol, split=split)
    rest = [step(n, (f"L{n % 4}",), next=(arrow(n + 1),)) for n in range(3, 6)]
    end = step(6, ("L1",), symbol=Symbol.TERMINATOR)
    return sop((step(1, ("L0",), next=(arrow(2),)), middle, *rest, end), LANES)


def test_one_way_on_is_said_by_its_arrow_alone() -> None:
    """Also where the map writes something on it."""
    assert printed(after(arrow(3)), "2") == []
    assert printed(after(arrow(3, "Setelah paraf")), "2") == []


def test_a_diamond_says_its_answers_itself() -> None:
    """Two ways or three: the words stand on the arrows."""
    two = (arrow(3, "Ya"), arrow(1, "Tidak"))
    three = (arrow(3, "Terima"), arrow(4, "Tolak"), arrow(1, "Perbaiki"))
    assert printed(after(*two, symbol=Symbol.DECISION), "2") == []
    assert printed(after(*three, symbol=Symbol.DECISION), "2") == []


def test_the_rest_of_several_answers_is_said() -> None:
    """An arrow without words among three could mean anything; of two it cannot."""
    rest = arrow(4)._replace(default=True)
    three = (arrow(3, "Terima"), rest, arrow(1, "Perbaiki"))
    assert printed(after(*three, symbol=Symbol.DECISION), "2") == ["Selain itu lanjut ke 4"]
    assert printed(after(arrow(3, "Terima"), rest, symbol=Symbol.DECISION), "2") == []


def test_a_condition_that_is_no_label_is_said() -> None:
    """It is not written on the arrow."""
    exits = (arrow(3, "Ya"), arrow(1)._replace(condition="${ulang}"))
    said = printed(after(*exits, symbol=Symbol.DECISION), "2")
    assert said == ["Jika ${ulang} kembali ke 1"]


@pytest.mark.parametrize(
    ("split", "words"),
    [
        (Split.ALL, "Lanjut bersamaan ke 3 dan 4"),
        (Split.SOME, "Lanjut ke satu atau lebih dari 3 atau 4"),
        (Split.FIRST, "Lanjut ke kejadian yang lebih dulu: 3 atau 4"),
    ],
)
def test_how_several_ways_belong_together_is_said(split: Split, words: str) -> None:
    """No symbol tells; what stands on the arrows is not repeated."""
    assert printed(after(arrow(3), arrow(4), split=split), "2") == [words]
    assert printed(after(arrow(3, "A"), arrow(4, "B"), split=split), "2") == [words]


def test_what_waits_says_for_what() -> None:
    """Arrows that meet look alike whether one or all must have come."""
    made = after(arrow(3), arrow(4), split=Split.ALL)
    steps = [replace(one, next=(arrow(5),)) if one.no == "3" else one for one in made.steps]
    steps[4] = replace(steps[4], wait=Wait.ALL)
    assert printed(replace(made, steps=tuple(steps)), "5") == ["Menunggu 3 dan 4 selesai"]


def test_exceptions_and_messages_are_said() -> None:
    """Whether work stops cannot be seen from an arrow; a message has none."""
    late = arrow(6, "Lewat 2 hari", kind=NextKind.EXCEPTION)
    secret = arrow(4, "Surat rahasia", kind=NextKind.EXCEPTION)._replace(interrupting=False)
    letter = arrow(5, "konsep", kind=NextKind.MESSAGE)
    assert printed(after(arrow(3), late, secret, letter), "2") == [
        "Jika Lewat 2 hari: hentikan, lanjut ke 6",
        "Jika Surat rahasia: lakukan juga 4",
        "Kirim konsep ke langkah 5",
    ]


def test_a_handler_says_that_it_runs_at_any_time() -> None:
    """No arrow leads to it."""
    handler = step(7, ("L1",), kind=StepKind.HANDLER, symbol=Symbol.TERMINATOR)
    made = after(arrow(3))
    assert printed(replace(made, steps=(*made.steps, handler)), "7") == ["Sewaktu-waktu"]


def test_an_arrow_that_is_not_drawn_is_said_as_everywhere() -> None:
    """A symbol has three sides to leave from; the fourth way is said in the words of the other formats."""
    exits = (arrow(3, "A"), arrow(4, "B"), arrow(5, "C"), arrow(1, "D"))
    assert printed(after(*exits, symbol=Symbol.DECISION), "2") == ["Jika D kembali ke 1"]


def test_an_end_that_no_capsule_shows_is_said() -> None:
    """In a row of boxes, and inside a step that goes on elsewhere."""
    plain = sop((step(1, ("L0",)),), LANES)
    assert printed(plain, "1") == ["Selesai"]
    capsule = sop((step(1, ("L0",), symbol=Symbol.TERMINATOR),), LANES)
    assert printed(capsule, "1") == []
    assert printed(capsule, "1", PageStyle(capsule=Capsule.ROWS)) == []


def inside(*exits: object) -> Sop:
    """Return an SOP whose second step has two ends inside."""
    choice = (arrow(22, "A"), arrow(23, "B"))
    first = step(21, ("L1",), no="2.1", next=choice, symbol=Symbol.DECISION)
    ends = tuple(step(n, ("L2",), no=f"2.{n - 20}", symbol=Symbol.TERMINATOR) for n in (22, 23))
    parent = step(2, ("L1",), steps=(first, *ends), next=exits, symbol=Symbol.DECISION)
    rest = (step(n, ("L0",), symbol=Symbol.TERMINATOR) for n in (3, 4))
    return sop((step(1, ("L0",), next=(arrow(2),)), parent, *rest), LANES)


def test_an_end_inside_a_step_is_shown_by_the_arrow_onward_or_said() -> None:
    """Where several ends meet several exits the exits stay at the parent, and the ends have no arrow."""
    one = inside(arrow(3))
    assert [printed(one, no) for no in ("2", "2.2", "2.3")] == [[], [], []]
    two = inside(arrow(3, "Ya"), arrow(4, "Tidak"))
    assert printed(two, "2.2") == ["Akhir bagian ini dari langkah 2"]
    assert printed(two, "2") == []


def test_remarks_stand_in_one_order() -> None:
    """Question, other actors, waiting, what follows, the other SOP, the map's notes."""
    remarks = (
        Cell("Dimulai bila surat datang", CellSource.MAP, "Start_1", "start"),
        Cell("Apakah berkas lengkap?", CellSource.ASSUMED, "T", "question"),
    )
    made = after(arrow(3), arrow(4), split=Split.ALL)
    middle = replace(
        made.steps[1],
        actors=("L1", "L3"),
        remarks=remarks,
        kind=StepKind.REFERENCE,
        refers_to=SopKey("izin-1"),
        refers_name="Izin Usaha (01.02)",
    )
    assert printed(replace(made, steps=(made.steps[0], middle, *made.steps[2:])), "2") == [
        "Apakah berkas lengkap?",
        "Bersama Aktor 3",
        "Lanjut bersamaan ke 3 dan 4",
        "Lihat SOP Izin Usaha (01.02)",
        "Dimulai bila surat datang",
    ]


def test_an_end_that_the_map_names_is_not_said_again() -> None:
    """*Selesai: surat diarsipkan* is enough."""
    named = Cell("Selesai: surat diarsipkan", CellSource.MAP, "End_1", "end")
    only: Step = step(1, ("L0",), remarks=(named,))
    assert printed(sop((only,), LANES), "1") == ["Selesai: surat diarsipkan"]
