"""Text is measured as the font says and wrapped without loss."""

from __future__ import annotations

import runpy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bpm2sop.layout.measuring import clean, clip, fitted, text_width, wrap
from bpm2sop.layout.pages import Font

ROOT = Path(__file__).parents[2]
FONT = Font(16)


def test_the_widths_file_is_what_the_font_says() -> None:
    """The table shipped with the package is the one that the script makes from the font."""
    made = runpy.run_path(str(ROOT / "benchmarks" / "layout_widths.py"))["table"]()
    assert (ROOT / "bpm2sop" / "layout" / "arimo.json").read_text(encoding="ascii") == made


def test_a_known_line_has_arials_width() -> None:
    """565.27 units in Arial at 12 px for this text, as measured with the metric twin."""
    assert text_width("Memeriksa", Font(16)) == text_width("Memeriksa", Font(16, bold=False))
    assert text_width("0" * 100, Font(15)) == 557  # 100 * 1139 / 2048 * 10 px, rounded up


def test_bold_is_wider() -> None:
    """Heads are measured in bold."""
    assert text_width("Pelaksana", Font(16, bold=True)) > text_width("Pelaksana", FONT)


def test_characters_that_the_font_lacks_have_a_width() -> None:
    """Chinese characters are an em wide, marks and controls take no room."""
    assert text_width("文", Font(30)) == 20
    assert text_width("\u0301\u200b", FONT) == 0


@given(st.text(max_size=200), st.integers(10, 300))
def test_lines_fit_or_hold_one_character(text: str, width: int) -> None:
    """No line is wider than asked unless a single character already is."""
    for line in wrap(text, FONT, width):
        visible = [char for char in line if text_width(char, FONT)]
        assert text_width(line, FONT) <= width + 1 or len(visible) <= 1


@given(st.text(max_size=200), st.integers(1, 300))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    """All that can be printed is still there, in order."""
    assert "".join("".join(wrap(text, FONT, width)).split()) == "".join(clean(text).split())


@given(st.text(alphabet="abc de", max_size=80), st.integers(60, 200))
def test_words_that_fit_are_not_broken(text: str, width: int) -> None:
    """Lines break at spaces."""
    words = text.split()
    if all(text_width(word, FONT) <= width for word in words):
        assert " ".join(wrap(text, FONT, width)).split() == words


def test_overrides_of_direction_are_taken_out() -> None:
    """A right-to-left override cannot turn the line round."""
    assert clean("surat\u202etxt\x00 \u2066ok") == "surattxt ok"


def test_a_clipped_text_ends_in_an_ellipsis() -> None:
    """What is cut is seen to be cut."""
    assert clip(("a", "bcd", "e"), 2) == (("a", "bc…"), True)
    assert clip(("a", "b"), 2) == (("a", "b"), False)


def test_a_long_word_is_set_smaller_before_it_is_broken() -> None:
    """`fitted` finds the largest size at which no word breaks."""
    small = fitted("ditandatangani", FONT, 66)
    assert small.half_points < 16
    assert text_width("ditandatangani", small) <= 66
