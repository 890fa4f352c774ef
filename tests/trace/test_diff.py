"""What a revised map changes: told fully, and nothing told where nothing changed."""

import random
from pathlib import Path

import pytest

from bpm2sop.drafting import Settings
from bpm2sop.sources import SourceFile
from bpm2sop.trace.matching_changes import SopDiff, What, compare
from bpm2sop.wording import Language
from bpm2sop.workspace.diffing import compare_sources
from bpm2sop.writers.diff_html import write_diff_html
from bpm2sop.writers.diff_json import diff_value
from bpm2sop.writers.diff_text import write_diff_text
from bpm2sop.writers.diff_words import word_diff
from tests.oracle.generate import random_bpmn, seeded
from tests.oracle.metamorphic import KEEPING
from tests.oracle.plainmap import read
from tests.oracle.sketch import write
from tests.trace.revising import Reviser
from tests.trace.test_matching import OLD, sop


def one(rows: str, arrows: str) -> SopDiff:
    """Compare the usual SOP with another."""
    (found,) = compare([OLD], [sop(rows, arrows)])
    return found


def test_added_removed_and_moved_steps_are_told_as_such() -> None:
    """Each with its kind, removed ones where they stood."""
    found = one("a Terima; n Setujui; c Catat surat; d Kirim", "a>n n>c c>d")
    assert [(s.what.value, s.step.key) for s in found.steps] == [
        ("changed", "a"),
        ("removed", "b"),
        ("added", "n"),
        ("same", "c"),
        ("same", "d"),
    ]
    assert found.steps[0].kinds == ("flow",)


def test_another_order_is_told_for_the_fewest_steps() -> None:
    """One step set behind another has moved; the others have not."""
    found = one("a Terima; c Catat surat; b Periksa berkas; d Kirim", "a>c c>b b>d")
    moved = [step.step.key for step in found.steps if step.moved]
    assert len(moved) == 1
    assert set(moved) <= {"b", "c"}


def test_another_actor_is_told_with_both_names() -> None:
    """From whom to whom, and which actors come and go."""
    found = one("a Terima; b Periksa berkas @Loket; c Catat surat; d Kirim", "a>b b>c c>d")
    (changed,) = [step for step in found.steps if step.what is not What.SAME]
    assert changed.kinds == ("actor",)
    assert found.actors_added == ("Loket",)


def test_numbers_that_shift_change_nothing() -> None:
    """A step in front: only it is new, though every number differs."""
    found = one("n Siapkan; a Terima; b Periksa berkas; c Catat surat; d Kirim", "n>a a>b b>c c>d")
    assert [s.what.value for s in found.steps] == ["added", "same", "same", "same", "same"]


def test_sops_come_and_go() -> None:
    """An SOP that one version has not."""
    assert [s.what for s in compare([], [OLD])] == [What.ADDED]
    assert [s.what for s in compare([OLD], [])] == [What.REMOVED]


def same(data: bytes, twin: bytes, name: str = "b.bpmn") -> str:
    """What differs between a file and its twin under another name, in words; nothing where nothing does."""
    found = compare_sources([SourceFile("a.bpmn", data)], [SourceFile(name, twin)], Settings())
    return "" if found.diff.same else write_diff_text(found.diff, Language.EN).decode()


@pytest.mark.parametrize("change", KEEPING)
@pytest.mark.parametrize("seed", range(8))
def test_what_keeps_its_meaning_is_no_change(change: str, seed: int) -> None:
    """Generated maps, messy ones too."""
    data = random_bpmn(seeded(seed))
    assert same(data, KEEPING[change](data, seeded(seed))) == ""


@pytest.mark.corpus
def test_no_real_map_differs_from_its_twin(corpus_maps: tuple[Path, ...]) -> None:
    """Real files of many tools against themselves with ids renewed, moved, or written otherwise."""
    names = list(KEEPING)
    compared = 0
    for at, path in enumerate(corpus_maps[::2]):
        data = path.read_bytes()
        if read(data).broken:
            continue
        for change in {names[at % len(names)], "rename-ids"}:
            assert same(data, KEEPING[change](data, seeded(at))) == "", (path.name, change)
            compared += 1
    assert compared > 200


def test_maps_of_a_set_are_paired_though_file_and_ids_change() -> None:
    """By file, else by title, else by most of their steps."""
    rng = random.Random(5)  # noqa: S311 - tests want chance, not secrets
    maps = [write(Reviser(random.Random(seed)).map()) for seed in range(4)]  # noqa: S311
    old = [SourceFile(f"{at}.bpmn", data) for at, data in enumerate(maps)]
    new = [
        SourceFile(f"baru-{at}.bpmn", KEEPING["rename-ids"](data, rng))
        for at, data in enumerate(maps)
    ]
    found = compare_sources(old, reversed(new), Settings()).diff
    assert all(one.old is not None and one.new is not None for one in found.maps)
    steps = [step for one in found.sops for step in one.steps]
    assert steps
    assert all(step.what is What.SAME for step in steps)


def test_words_are_compared_one_by_one() -> None:
    """What both have, and what only one has."""
    old, new = word_diff("Periksa berkas masuk", "Periksa kelengkapan berkas")
    assert "".join(piece.words for piece in old) == "Periksa berkas masuk"
    assert [piece.words for piece in new if not piece.same] == ["kelengkapan "]


def test_every_form_tells_the_same_and_hostile_words_stay_words() -> None:
    """Text, JSON and page; markup in a label shows as it is."""
    reviser = Reviser(random.Random(3))  # noqa: S311 - tests want chance, not secrets
    sketch = reviser.map()
    data = write(sketch)
    task = next(i for b in sketch.bodies for i in b.items if i.tag.endswith("Task") and i.name)
    task.name = "<script>alert(1)</script> \x1b[31m".replace("\x1b", "")
    diff = compare_sources(
        [SourceFile("a.bpmn", data)], [SourceFile("a.bpmn", write(sketch))], Settings()
    ).diff
    page = write_diff_html(diff, Language.ID).decode()
    assert "<script" not in page.replace("base64", "")
    assert page.count("<figure>") == 2
    assert "data:image/svg+xml;base64," in page
    value = diff_value(diff)
    assert value["schema"] == "bpm2sop/diff/1"
    assert value["counts"]["steps"]["changed"] == len(value["sops"][0]["steps"])
    assert "script" in write_diff_text(diff, Language.EN).decode()
    assert write_diff_html(diff, Language.ID).decode() == page
