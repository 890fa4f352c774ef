"""How rows, columns, bands and sheets come out."""

from __future__ import annotations

from itertools import combinations

import pytest
from random_sops import actor, arrow, random_sop, sop, step

from bpm2sop.layout import (
    Capsule,
    Document,
    Page,
    PageStyle,
    Part,
    RowKind,
    SymbolKind,
    lay_out,
    measure,
)
from bpm2sop.layout.pagination import letters
from bpm2sop.layout.style import A3, A4, F4, LEGAL, FormLabels, paper_named
from bpm2sop.model.sop import Cell, CellSource, Identity, NextKind, Sop, StepKind, Symbol

LANES = tuple(actor(f"Aktor {i}", i) for i in range(3))


def chain(count: int, **last: object) -> Sop:
    """Return an SOP of so many steps in a row, over three lanes."""
    steps = [step(i, (f"L{i % 3}",), next=(arrow(i + 1),)) for i in range(1, count)]
    return sop((*steps, step(count, (f"L{count % 3}",), **last)), LANES)


def shown(page: Page) -> list[str]:
    """Return what the rows of a page are."""
    return [row.kind.value for row in page.rows]


def pentagons(document: Document) -> dict[str, list[tuple[int, str, int]]]:
    """Return, by letter, the pages, bands and columns of the pentagons."""
    found: dict[str, list[tuple[int, str, int]]] = {}
    for page in document.pages:
        for symbol in page.symbols:
            if symbol.kind is SymbolKind.OFFPAGE:
                place = (page.number, page.rows[symbol.row].kind.value, symbol.column)
                found.setdefault(symbol.letter, []).append(place)
    return found


def test_a_short_sop_stands_on_one_sheet_without_bands() -> None:
    """Ten rows of one line fit under the head of an A4 sheet."""
    document = lay_out(chain(10))
    assert [shown(page) for page in document.pages] == [["step"] * 10]
    assert len(document.identity) == 1


def test_a_forward_link_leaves_at_the_foot_and_arrives_at_the_head() -> None:
    """Same letter, same column, next page."""
    document = lay_out(chain(14))
    ((first, second),) = pentagons(document).values()
    assert first[:2] == (2, "bottom_band")
    assert second[:2] == (3, "top_band")
    assert first[2] == second[2]


def test_a_back_link_leaves_at_the_head_and_arrives_at_the_foot() -> None:
    """A loop over a page break."""
    document = lay_out(chain(14, next=(arrow(2),)))
    back = pentagons(document)["B"]
    assert [place[:2] for place in back] == [(2, "bottom_band"), (3, "top_band")]
    assert back[0][2] == back[1][2]


def test_links_to_one_step_share_their_letter() -> None:
    """Two loops from a later page to one step meet in one pentagon on each page."""
    steps = [step(i, (f"L{i % 3}",), next=(arrow(i + 1),)) for i in range(1, 14)]
    steps[11] = step(12, ("L0",), symbol=Symbol.DECISION, next=(arrow(13, "Ya"), arrow(3, "Tidak")))
    last = step(14, ("L1",), symbol=Symbol.DECISION, next=(arrow(3, "Ulang"),))
    document = lay_out(sop((*steps[:13], last), LANES))
    assert {letter: len(places) for letter, places in pentagons(document).items()} == {
        "A": 2,
        "B": 2,
    }


def test_letters_go_on_after_z() -> None:
    """A, B, to Z, then AA."""
    assert [letters(n) for n in (0, 25, 26, 27, 702)] == ["A", "Z", "AA", "AB", "AAA"]


def test_every_page_repeats_the_head_and_counts_itself() -> None:
    """*Halaman x dari y*, the identity sheet counted too."""
    document = lay_out(random_sop(3))
    pages = document.pages
    assert {tuple(box.full for box in page.header) for page in pages} == {
        tuple(box.full for box in pages[0].header)
    }
    total = len(document.identity) + len(pages)
    footers = [page.footer[1].full for page in (*document.identity, *pages)]
    assert footers == [f"Halaman {n} dari {total}" for n in range(1, total + 1)]


def test_the_table_fills_the_paper_between_its_margins() -> None:
    """Whatever the number of actors, no gap and no overhang."""
    for actors in (1, 2, 5, 9, 12):
        document = lay_out(random_sop(8, actors=actors, steps=8))
        _, right, _, left = document.margins
        last = document.columns[-1]
        assert (document.columns[0].x, last.x + last.w) == (left, document.paper.w - right)


@pytest.mark.parametrize(("actors", "paper"), [(6, A4), (9, A4), (11, F4), (13, LEGAL), (17, A3)])
def test_more_actors_take_a_larger_paper(actors: int, paper: object) -> None:
    """Text columns give first, then lanes down to 60, then the paper grows."""
    document = lay_out(random_sop(5, actors=actors, steps=6))
    assert document.paper == paper
    assert min(c.w for c in document.columns if c.actor) >= 60
    assert ("layout-paper-enlarged" in {f.rule for f in document.findings}) == (paper != A4)


def test_a_long_remark_gets_room_where_other_columns_have_some() -> None:
    """Six actors on A4: the remarks are as wide as their text needs, not a ribbon of many lines."""
    people = tuple(actor(f"Aktor {i}", i) for i in range(6))
    remark = Cell(
        "Bila berkas tidak lengkap dalam tiga hari kerja permohonan dianggap " * 3, CellSource.MAP
    )
    steps = (
        step(1, ("L0",), remarks=(remark,), next=(arrow(2),)),
        *(step(i, (f"L{i % 6}",), next=(arrow(i + 1),)) for i in range(2, 8)),
    )
    document = lay_out(sop(steps, people))
    cell = document.pages[0].rows[0].cells[-1]
    assert len(cell.text.lines) <= 9
    assert document.paper == A4
    assert measure(document).faults == 0


def test_a_last_row_does_not_stand_alone() -> None:
    """Where the last page had one row only, the row before it comes over."""
    rows = [[shown(page).count("step") for page in lay_out(chain(n)).pages] for n in range(5, 40)]
    assert all(counts[-1] > 1 for counts in rows)


def test_fewer_actors_on_a_split_sheet_get_wider_lanes() -> None:
    """The width of a large sheet is not left empty, as far as lanes may grow."""
    document = lay_out(random_sop(1, actors=40, steps=60))
    for page in document.pages:
        lanes = [c.w for c in page.columns if c.actor]
        last = page.columns[-1]
        assert min(lanes) == 124 or last.x + last.w > document.paper.w - document.margins[1] - len(
            lanes
        )


def test_forty_actors_are_split_over_sheets() -> None:
    """Each sheet shows the actors of its rows, and a finding says so."""
    document = lay_out(random_sop(1, actors=40, steps=60))
    assert document.split
    assert "layout-actors-split" in {f.rule for f in document.findings}
    assert measure(document).faults == 0
    for page in document.pages:
        assert all(page.columns[symbol.column].actor for symbol in page.symbols)


def test_a_text_of_10000_characters_is_clipped_at_one_page() -> None:
    """The row is as high as a page can be; the text ends in an ellipsis; a finding says so."""
    long = step(1, ("L0",), text="kata " * 2000)
    document = lay_out(sop((long, step(2, ("L1",), text="x" * 10_000)), LANES))
    assert [f.rule for f in document.findings] == ["layout-text-clipped"] * 2
    cell = document.pages[0].rows[0].cells[1]
    assert cell.text.clipped
    assert cell.text.lines[-1].endswith("…")
    assert measure(document).faults == 0


def test_a_label_of_10000_characters_is_shortened_and_said_in_words() -> None:
    """The drawing shows its beginning, the remarks the whole."""
    document = lay_out(
        sop((step(1, ("L0",), next=(arrow(2, "syarat " * 1400),)), step(2, ("L1",))), LANES)
    )
    assert [f.rule for f in document.findings if "label" in f.rule] == ["layout-label-shortened"]
    assert "Lanjut ke 2 (syarat" in document.pages[0].rows[0].cells[-1].full


@pytest.mark.parametrize(
    "label", ["\x1b", "\x00\n\x7f", "\u202e", "\u200b", " \t", "\ud800", "\u0301"]
)
def test_a_label_with_nothing_to_print_is_no_label(label: str) -> None:
    """Control characters alone draw nothing, and break nothing."""
    exits = (arrow(2, label), arrow(3, f"{label}Ya{label}"))
    steps = (step(1, ("L0",), symbol=Symbol.DECISION, next=exits), step(2, ("L1",)), step(3, ()))
    document = lay_out(sop(steps, LANES))
    shown = [c.label for c in document.pages[0].connectors]
    assert "".join(next(label for label in shown[::-1] if label).text.lines).strip(label) == "Ya"
    assert measure(document).faults == 0


def test_labels_of_two_exits_do_not_stand_at_one_spot() -> None:
    """Each stands apart from the other, so that none is read as the other's."""
    stacked = 0
    for seed in range(12):
        for page in lay_out(random_sop(seed, actors=5, steps=20)).pages:
            exits = [(c.src, c.label.box) for c in page.connectors if c.label is not None]
            for (one, a), (two, b) in combinations(exits, 2):
                apart = max(b.x - a.right, a.x - b.right, b.y - a.bottom, a.y - b.bottom)
                stacked += one == two and apart < 6
    assert stacked == 0


def test_a_fourth_exit_is_said_in_words() -> None:
    """A symbol has three sides to leave from."""
    exits = tuple(arrow(n, f"Jawaban {n}") for n in range(2, 7))
    rest = tuple(step(n, ("L1",)) for n in range(2, 7))
    document = lay_out(sop((step(1, ("L0",), symbol=Symbol.DECISION, next=exits), *rest), LANES))
    remark = document.pages[0].rows[0].cells[-1].full
    assert remark == "Jika Jawaban 5 lanjut ke 5\nJika Jawaban 6 lanjut ke 6"
    assert measure(document).failed == 0


def test_a_message_is_no_arrow() -> None:
    """It orders nothing by itself; the remarks say it."""
    steps = (step(1, ("L0",), next=(arrow(2, kind=NextKind.MESSAGE),)), step(2, ("L1",)))
    assert lay_out(sop(steps, LANES)).pages[0].connectors == ()


def test_an_exception_is_drawn_like_flow_and_knows_its_kind() -> None:
    """The five symbols have no other arrow."""
    steps = (
        step(1, ("L0",), next=(arrow(2, "Batas waktu", kind=NextKind.EXCEPTION),)),
        step(2, ("L1",)),
    )
    (connector,) = lay_out(sop(steps, LANES)).pages[0].connectors
    assert connector.kind is NextKind.EXCEPTION


def nested() -> Sop:
    """Return an SOP whose second step has two steps inside."""
    inner = (step(21, ("L1",), no="2.1", next=(arrow(22),)), step(22, ("L2",), no="2.2"))
    parent = step(
        2, ("L1",), steps=inner, next=(arrow(3), arrow(4, "Batal", kind=NextKind.EXCEPTION))
    )
    handler = step(5, ("L2",), kind=StepKind.HANDLER)
    return sop(
        (
            step(1, ("L0",), next=(arrow(2),)),
            parent,
            step(3, ("L0",), next=(arrow(4),)),
            step(4, ("L0",)),
            handler,
        ),
        LANES,
    )


def test_the_line_runs_through_nested_steps() -> None:
    """1, 2, 2.1, 2.2, 3; the exception leaves the parent; no arrow leads into the handler."""
    (page,) = lay_out(nested()).pages
    assert [row.cells[0].full for row in page.rows] == ["1", "2", "2.1", "2.2", "3", "4", "5"]
    assert [row.depth for row in page.rows] == [0, 0, 1, 1, 0, 0, 0]
    arrows = {(c.origin, c.target) for c in page.connectors}
    assert arrows == {
        ("s1", "s2"),
        ("s2", "s21"),
        ("s21", "s22"),
        ("s22", "s3"),
        ("s2", "s4"),
        ("s3", "s4"),
    }


def test_capsules_in_rows_of_their_own() -> None:
    """The other style: *Mulai* and *Selesai* without a number, boxes between."""
    document = lay_out(chain(3, symbol=Symbol.TERMINATOR), PageStyle(capsule=Capsule.ROWS))
    (page,) = document.pages
    assert [row.kind for row in page.rows] == [
        RowKind.CAPSULE,
        *[RowKind.STEP] * 3,
        RowKind.CAPSULE,
    ]
    kinds = [symbol.kind.value for symbol in page.symbols]
    assert kinds == ["terminator", "process", "process", "process", "terminator"]
    assert len(page.connectors) == 4


def test_further_actors_are_named_in_the_remarks() -> None:
    """The symbol stands in the first actor's column."""
    only = step(1, ("L2", "L0"), symbol=Symbol.TERMINATOR)
    (page,) = lay_out(sop((only,), LANES)).pages
    assert page.columns[page.symbols[0].column].actor == "L2"
    assert page.rows[0].cells[-1].full == "Bersama Aktor 0"


def test_a_step_without_actor_stands_with_the_row_above() -> None:
    """And is a finding, for the map says nothing."""
    document = lay_out(sop((step(1, ("L1",)), step(2, ())), LANES))
    assert [s.column for s in document.pages[0].symbols] == [3, 3]
    assert [f.rule for f in document.findings] == ["layout-no-actor"]


def test_nothing_at_all_gives_an_identity_sheet() -> None:
    """No steps, no actors: no flowchart, and no error."""
    document = lay_out(sop((), ()))
    assert (len(document.identity), document.pages) == (1, ())


def test_the_identity_sheet_has_the_forms_fields() -> None:
    """In the form's order, with a place for the logo and the lists numbered."""
    identity = Identity(
        number=Cell("SOP-001/2026", CellSource.PERSON),
        legal_basis=Cell("UU 25/2009\nPermenPANRB 35/2012", CellSource.PERSON),
    )
    plain = chain(2)
    filled = type(plain)(
        key=plain.key, title="Penerbitan Izin", source=plain.source, proof=plain.proof, identity=identity,
        actors=plain.actors, steps=plain.steps,
    )  # fmt: skip
    (page,) = lay_out(filled, PageStyle(letterhead=("Dinas Perizinan", "Bidang A"))).identity
    heads = [box.full for box in page.boxes if box.part is Part.HEADING]
    assert heads == [
        "Nomor SOP", "Tanggal Pembuatan", "Tanggal Revisi", "Tanggal Efektif", "Disahkan oleh", "Nama SOP",
    ]  # fmt: skip
    lists = {
        box.name: box.text.lines for box in page.boxes if box.part is Part.FIELD and box.text.heads
    }
    assert list(lists) == [
        "legal_basis",
        "qualifications",
        "related",
        "equipment",
        "warning",
        "records",
    ]
    assert lists["legal_basis"] == ("DASAR HUKUM:", "1. UU 25/2009", "2. PermenPANRB 35/2012")
    assert next(box for box in page.boxes if box.part is Part.LOGO).ruled is False


def test_a_long_legal_basis_goes_on_overleaf() -> None:
    """No line is lost."""
    laws = "\n".join(f"Peraturan {n}" for n in range(120))
    plain = chain(2)
    filled = type(plain)(
        key=plain.key, title="T", source=plain.source, proof=plain.proof,
        identity=Identity(legal_basis=Cell(laws, CellSource.PERSON)), actors=plain.actors, steps=plain.steps,
    )  # fmt: skip
    document = lay_out(filled)
    assert len(document.identity) > 1
    lines = [
        line
        for page in document.identity
        for box in page.boxes
        if box.name == "legal_basis" and box.part is Part.FIELD
        for line in box.text.lines[1:]
    ]
    assert lines == [f"{n + 1}. Peraturan {n}" for n in range(120)]
    bottom = document.paper.h - document.margins[2]
    assert all(box.box.bottom <= bottom for page in document.identity for box in page.boxes)


def test_english_words_and_words_of_ones_own() -> None:
    """The form's words follow the SOP's language unless a profile gives its own."""
    heads = {
        box.name: box.full
        for box in lay_out(chain(2), PageStyle(labels=FormLabels(activity="Aktivitas")))
        .pages[0]
        .header
    }
    assert heads["activity"] == "Aktivitas"
    assert paper_named("folio") == F4


def test_columns_are_numbered_where_the_profile_wants_it() -> None:
    """A third head row on every page: (1), (2) and so on, one a column."""
    document = lay_out(chain(14), PageStyle(column_numbers=True))
    assert len(document.head_heights) == 3
    for page in document.pages:
        numbers = [box.full for box in page.header if box.part is Part.NUMBER]
        assert numbers == [f"({n})" for n in range(1, len(page.columns) + 1)]
        assert page.rows[0].y == page.table.y + sum(document.head_heights)
    assert measure(document).faults == 0
