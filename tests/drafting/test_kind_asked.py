"""A row that is only a gateway asking for a kind is told as work."""

import pytest

from tests.drafting.small import draft, line, step, task


def first_text(question: str, *labels: str) -> tuple[str, str]:
    """Draft a map that begins with this gateway, and give its row's text and rule."""
    ways = "".join(
        f'<task id="b{place}" name="Mencatat surat {place}"/>'
        f'<sequenceFlow id="g{place}" sourceRef="x" targetRef="b{place}" name="{label}"/>'
        for place, label in enumerate(labels)
    )
    more = f'<exclusiveGateway id="x" name="{question}"/>{ways}<sequenceFlow id="g" sourceRef="j" targetRef="x"/>'
    more += '<exclusiveGateway id="j"/><sequenceFlow id="h" sourceRef="a" targetRef="j"/>'
    more += '<sequenceFlow id="i" sourceRef="b0" targetRef="j"/>'
    row = step(draft(line(task("a", "Menerima surat"), more=more)), "2")
    return row.text, row.text_rule


@pytest.mark.parametrize(
    ("question", "labels", "told"),
    [
        ("Jenis surat?", ("Undangan", "Edaran"), ("Menentukan jenis surat", "kind-asked")),
        ("Jenis surat?", ("Ya", "Tidak"), ("Jenis surat?", "kept")),
        ("Jenis surat?", ("Undangan", ""), ("Jenis surat?", "kept")),
        ("Surat lengkap?", ("Undangan", "Edaran"), ("Surat lengkap?", "kept")),
    ],
)
def test_only_a_choice_among_named_kinds_is_determined(
    question: str, labels: tuple[str, ...], told: tuple[str, str]
) -> None:
    """Anything else stays as it is drawn."""
    assert first_text(question, *labels) == told
