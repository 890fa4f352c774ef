"""Every sentence that a page or a script says is there, and templates leave escaping on."""

import re
from pathlib import Path

import pytest

from bpm2sop.model.processmap import NodeType
from bpm2sop.wording import Language, messages

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = sorted((WEB / "bpm2sop_web" / "templates").glob("*.html"))
SCRIPTS = sorted((WEB / "frontend" / "src").rglob("*.ts"))
SENTENCES = messages(Language.ID).sentences
CLIENT = {key.removeprefix("web.client.") for key in SENTENCES if key.startswith("web.client.")}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_only_what_the_catalogues_have(path: Path) -> None:
    """A key written out is there; one that is put together has its beginning there."""
    text = path.read_text("utf-8")
    for key, joined in re.findall(r"""\bt\(["']([\w.-]+)["']\s*([~]?)""", text):
        known = any(one.startswith(key) for one in SENTENCES) if joined else key in SENTENCES
        assert known, key


@pytest.mark.parametrize("kind", NodeType)
def test_every_kind_of_shape_has_a_name(kind: NodeType) -> None:
    """No page shows a tag of BPMN."""
    assert SENTENCES[f"web.shape.{kind}"] != kind


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_leave_escaping_on(path: Path) -> None:
    """Nothing is declared safe, nothing inline, no text of our own outside the catalogues' reach."""
    text = path.read_text("utf-8")
    for forbidden in ("|safe", "| safe", "autoescape false", "<style", " style=", "javascript:"):
        assert forbidden not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)


def test_the_script_says_what_the_catalogues_have() -> None:
    """And they have nothing that it never says."""
    said: set[str] = set()
    begun: set[str] = set()
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        said |= set(re.findall(r"""\bsay\(["']([\w-]+)["']""", text))
        begun |= set(re.findall(r"""\bsay\(`([\w-]*)\$\{""", text))
        said |= set(re.findall(r"""["']((?:minimap|drill)_\w+)["']""", text))
        said |= set(re.findall(r"""say\(\w+ === "\w+" \? "(\w+)" : """, text))
        said |= set(re.findall(r"""say\(\w+ === "\w+" \? "\w+" : "(\w+)" """, text))
        said |= {
            word for pair in re.findall(r"""\? "(undone)" : "(redone)\"""", text) for word in pair
        }
    assert said - CLIENT == set()
    assert {key for key in CLIENT - said if not key.startswith(tuple(begun))} == set()


def test_no_text_is_made_markup_by_the_script() -> None:
    """Text goes in as text."""
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        for forbidden in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ):
            assert forbidden not in text, path.name
