"""What is a logo, and what is refused by name before any document takes it."""

import io
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from bpm2sop.errors import Refused
from bpm2sop.settings import load_profile, read_logo
from bpm2sop.wording import Language, messages


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """A plain picture, ten pixels an inch."""
    figure = Figure(figsize=size, dpi=10)
    stream = io.BytesIO()
    figure.savefig(stream, format=kind)
    return stream.getvalue()


PNG, JPEG = picture("png", (20, 10)), picture("jpeg", (5, 30))


@pytest.mark.parametrize(
    ("data", "kind", "size"), [(PNG, "png", (200, 100)), (JPEG, "jpeg", (50, 300))]
)
def test_png_and_jpeg_are_taken(data: bytes, kind: str, size: tuple[int, int]) -> None:
    """With their own size in pixels."""
    logo = read_logo(data, "logo")
    assert (logo.data, logo.kind, (logo.w, logo.h)) == (data, kind, size)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "logo-not-picture"),
        (b"<svg/>", "logo-not-picture"),
        (b"GIF89a" + bytes(60), "logo-not-picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(3), "logo-not-picture"),
        (PNG[:-20], "logo-not-picture"),
        (PNG[:60] + b"\x00" + PNG[61:], "logo-not-picture"),
        (JPEG[: len(JPEG) // 2], "logo-not-picture"),
        (b"\xff\xd8\xff\xd9", "logo-not-picture"),
        (picture("png", (2_000, 1)), "logo-too-large"),
        (PNG + bytes(2_000_001), "logo-too-large"),
    ],
    ids=["empty", "svg", "gif", "headless", "cut", "changed", "half", "nothing", "wide", "heavy"],
)
def test_what_is_no_logo_is_refused(data: bytes, code: str) -> None:
    """By name, with a sentence in each language."""
    with pytest.raises(Refused) as caught:
        read_logo(data, "logo.png")
    assert (caught.value.code, caught.value.where.file) == (code, "logo.png")
    for language in Language:
        sentence = messages(language).sentences[f"refused.{code}.title"]
        assert sentence.format_map(caught.value.params)


def test_a_profile_brings_its_logo_along(tmp_path: Path) -> None:
    """The path counts from the profile's own folder."""
    (tmp_path / "logo.png").write_bytes(PNG)
    profile = tmp_path / "own.toml"
    profile.write_text('[unit]\nlogo = "logo.png"\n', encoding="utf-8")
    logo = load_profile(str(profile)).logo
    assert logo is not None
    assert logo.data == PNG


def test_a_profile_without_its_logo_is_refused(tmp_path: Path) -> None:
    """A picture that is not there, or is none, stops the run before anything is drafted."""
    profile = tmp_path / "own.toml"
    profile.write_text('[unit]\nlogo = "logo.png"\n', encoding="utf-8")
    with pytest.raises(Refused, match="logo-not-found"):
        load_profile(str(profile))
    (tmp_path / "logo.png").write_bytes(b"none")
    with pytest.raises(Refused, match="logo-not-picture"):
        load_profile(str(profile))
