"""Arrows in words."""

import pytest
from msgspec.structs import replace

from bpm2sop.layout.flowwords import FlowWords, text_of
from bpm2sop.model.sop import Next, NextKind, Sop, Split, Step, StepKey, StepKind, Wait
from bpm2sop.wording import Language
from tests.writers.examples import LETTERS, flow, step

ID, EN = Language.ID, Language.EN


def table(*steps: Step) -> Sop:
    """An SOP of these steps."""
    return replace(LETTERS, steps=steps, regions=())


def chain(middle: Step) -> Sop:
    """Steps 1 to 5, the third of which is given."""
    plain = [step(f"T{no}", str(no), f"Langkah {no}", "Lane_1") for no in range(1, 6)]
    return table(*plain[:2], middle, *plain[3:])


def third(*arrows: Next, split: Split = Split.ONE, kind: StepKind = StepKind.ACTIVITY) -> Step:
    """Step 3 with these arrows."""
    return step("T3", "3", "Langkah 3", "Lane_1", next=arrows, split=split, kind=kind)


def exception(to: str, label: str, *, interrupting: bool) -> Next:
    """An arrow from an event on the step's border."""
    return Next(StepKey(to), NextKind.EXCEPTION, ("E", "F"), interrupting=interrupting, label=label)


def said(middle: Step, language: Language = ID) -> str:
    """What is said to follow the third step."""
    return text_of(FlowWords.of(chain(middle), language).after(middle))


@pytest.mark.parametrize(
    ("split", "arrows", "words"),
    [
        (Split.ONE, [], "selesai"),
        (Split.ONE, [flow("T4", "F")], "lanjut ke 4"),
        (Split.ONE, [flow("T2", "F")], "kembali ke 2"),
        (Split.ONE, [flow("T3", "F")], "kembali ke 3"),
        (Split.ONE, [flow("T4", "F", "Setelah paraf")], "lanjut ke 4 (Setelah paraf)"),
        (
            Split.ONE,
            [flow("T5", "F", "Ya"), flow("T2", "G", "Tidak")],
            "jika Ya lanjut ke 5, jika Tidak kembali ke 2",
        ),
        (
            Split.ONE,
            [flow("T5", "F", "Ya"), flow("T2", "G", default=True)],
            "jika Ya lanjut ke 5, selain itu kembali ke 2",
        ),
        (
            Split.ONE,
            [flow("T5", "F", "Ya"), flow("T2", "G", "Tidak", default=True)],
            "jika Ya lanjut ke 5, jika Tidak (atau selain itu) kembali ke 2",
        ),
        (
            Split.ONE,
            [flow("T4", "F")._replace(condition="${ok}"), flow("T5", "G")],
            "jika ${ok} lanjut ke 4, lanjut ke 5",
        ),
        (Split.ONE, [flow("T4", "F"), flow("T5", "G")], "lanjut ke salah satu dari 4 atau 5"),
        (Split.ONE, [flow("T4", "F"), flow("T2", "G")], "lanjut ke 4 atau kembali ke 2"),
        (Split.ALL, [flow("T4", "F"), flow("T5", "G")], "lanjut bersamaan ke 4 dan 5"),
        (Split.ALL, [flow("T4", "F"), flow("T2", "G")], "semuanya: lanjut ke 4, kembali ke 2"),
        (Split.SOME, [flow("T4", "F"), flow("T5", "G")], "lanjut ke satu atau lebih dari 4 atau 5"),
        (
            Split.SOME,
            [flow("T4", "F", "A"), flow("T5", "G", default=True)],
            "satu atau lebih yang berlaku: jika A lanjut ke 4, selain itu lanjut ke 5",
        ),
        (
            Split.FIRST,
            [flow("T4", "F"), flow("T5", "G")],
            "lanjut ke kejadian yang lebih dulu: 4 atau 5",
        ),
        (
            Split.FIRST,
            [flow("T4", "F", "Jawaban"), flow("T5", "G", "Tujuh hari")],
            "mana yang lebih dulu terjadi: jika Jawaban lanjut ke 4, jika Tujuh hari lanjut ke 5",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), exception("T5", "Batal", interrupting=True)],
            "lanjut ke 4; Jika Batal: hentikan, lanjut ke 5",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), exception("T1", "Batal", interrupting=True)],
            "lanjut ke 4; Jika Batal: hentikan, kembali ke 1",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), exception("T5", "3 hari kerja", interrupting=False)],
            "lanjut ke 4; Jika lewat 3 hari kerja: lakukan juga 5",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), exception("T5", "", interrupting=False)],
            "lanjut ke 4; Jika kejadian tanpa nama: lakukan juga 5",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), Next(StepKey("T5"), NextKind.MESSAGE, ("M",), label="Undangan")],
            "lanjut ke 4; kirim Undangan ke langkah 5",
        ),
        (
            Split.ONE,
            [flow("T4", "F"), Next(StepKey("T5"), NextKind.MESSAGE, ("M",))],
            "lanjut ke 4; kirim pesan ke langkah 5",
        ),
        (Split.ONE, [flow("Gone", "F")], "lanjut ke Gone"),
        (Split.ONE, [flow("T4", "F", "a\0b\nc")], "lanjut ke 4 (a b c)"),
    ],
)
def test_what_follows_is_said_as_a_person_would(
    split: Split, arrows: list[Next], words: str
) -> None:
    """Each combination of split, direction and label has its own sentence."""
    assert said(third(*arrows, split=split)) == words


def test_three_numbers_are_joined_as_a_list() -> None:
    """More than two targets get commas."""
    middle = third(flow("T4", "F"), flow("T5", "G"), flow("T6", "H"), split=Split.ALL)
    sop = table(*chain(middle).steps, step("T6", "6", "Langkah 6", "Lane_1"))
    assert text_of(FlowWords.of(sop, ID).after(middle)) == "lanjut bersamaan ke 4, 5, dan 6"
    assert text_of(FlowWords.of(sop, EN).after(middle)) == "go to 4, 5, and 6 at once"


def test_english_is_spoken_too() -> None:
    """The words are in the language asked for."""
    middle = third(flow("T5", "F", "Yes"), flow("T2", "G", "No"))
    assert said(middle, EN) == "if Yes go to 5, if No go back to 2"


def test_numbers_are_parts_of_their_own() -> None:
    """A page can make links: the text around a number is one part, the number with its step another."""
    words = FlowWords.of(LETTERS, ID)
    first, second = words.after(LETTERS.steps[1])
    assert [part.to for part in first.parts] == [None, "Task_4"]
    assert [part.text for part in second.parts] == ["jika Tidak (atau selain itu) lanjut ke ", "3"]


def before(sop: Sop, key: str) -> str:
    """What is said to come before a step."""
    words = FlowWords.of(sop, ID)
    found = next(step for step in sop.steps if step.key == key)
    return str(words.before(found) or "")


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (Wait.ANY, ""),
        (Wait.ALL, "menunggu 1 dan 2 selesai"),
        (Wait.SOME, "menunggu 1 dan 2 selesai, sejauh dijalankan"),
    ],
)
def test_a_join_says_what_it_waits_for(wait: Wait, words: str) -> None:
    """Only a step that waits says so, and names all that it waits for."""
    arrows = {"next": (flow("T3", "F"),)}
    sop = table(
        step("T1", "1", "a", "Lane_1", **arrows),
        step("T2", "2", "b", "Lane_1", **arrows),
        step("T3", "3", "c", "Lane_1", wait=wait),
    )
    assert before(sop, "T3") == words


def test_messages_are_not_waited_for() -> None:
    """A message orders nothing, so a step never waits for it."""
    message = Next(StepKey("T2"), NextKind.MESSAGE, ("M",))
    sop = table(
        step("T1", "1", "a", "Lane_1", next=(flow("T2", "F"), message)),
        step("T2", "2", "b", "Lane_1", wait=Wait.ALL),
    )
    assert before(sop, "T2") == ""


def test_a_handler_runs_at_any_time() -> None:
    """Nothing leads to a handler; it says so, and has no end of its own where steps are nested below it."""
    words = FlowWords.of(LETTERS, ID)
    handler = LETTERS.steps[-1]
    assert before(LETTERS, "Sub_9") == "sewaktu-waktu"
    assert text_of(words.after(handler)) == ""
    assert text_of(words.after(handler.steps[0])) == "akhir bagian ini dari langkah 9"
