"""The package around the pages: python-docx's template once, then our parts in it.

The core properties are always the same.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

from bpm2sop.writers.office.zipped import zipped

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DOCUMENT: Final = "word/document.xml"
CORE: Final = "docProps/core.xml"
HIDDEN: Final = "customXml/item1.xml"
_HIDDEN_ABOUT: Final = "customXml/itemProps1.xml"
_APP: Final = "docProps/app.xml"
_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "word/_rels/document.xml.rels"
_MADE: Final = "2000-01-01T00:00:00Z"
_LANGUAGES: Final = {"id": "id-ID", "en": "en-GB"}
_MODE: Final = "15"
_KEPT_STYLES: Final = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "No List"})
_UNUSED: Final = (
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.CUSTOM_XML,
)
_DATA_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


class Extra(NamedTuple):
    """A part that the main part names by an id: a footer, a picture. `path` is from the main part's folder."""

    id: str
    path: str
    data: bytes
    relation: str
    content: str = ""
    """Its type, where the end of its name does not tell that."""


def footer_part(number: int, text: str) -> Extra:
    """Return a footer as a part."""
    data = text.encode()
    return Extra(
        f"rIdFooter{number}",
        f"footer{number}.xml",
        data,
        RELATIONSHIP_TYPE.FOOTER,
        CONTENT_TYPE.WML_FOOTER,
    )


def picture_part(name: str, kind: str, data: bytes) -> Extra:
    """Return a picture as a part; `kind` is `png` or `jpeg`."""
    return Extra(f"rIdPicture{name}", f"media/{name}.{kind}", data, RELATIONSHIP_TYPE.IMAGE)


def packed(
    parts: Mapping[str, str], *, language: str, extras: Sequence[Extra] = (), space: str = ""
) -> bytes:
    """Return the file that holds these parts; one with a hidden part says that part's namespace."""
    held = dict(_template(language, hidden=HIDDEN in parts))
    held.update({name: text.encode() for name, text in parts.items()})
    if HIDDEN in parts:
        held[_HIDDEN_ABOUT] = _about(parts[HIDDEN], space).encode()
    _relate(held, extras)
    return zipped(held)


def _relate(held: dict[str, bytes], extras: Sequence[Extra]) -> None:
    """Add parts, and say in the package what they are and that the main part names them."""
    held.update({f"word/{extra.path}": extra.data for extra in extras})
    relations = "".join(
        f'<Relationship Id="{extra.id}" Type="{extra.relation}" Target="{extra.path}"/>'
        for extra in extras
    )
    types = "".join(
        f'<Override PartName="/word/{extra.path}" ContentType="{extra.content}"/>'
        for extra in extras
        if extra.content
    )
    kinds = sorted({extra.path.rpartition(".")[2] for extra in extras if not extra.content})
    known = held[_TYPES]
    types += "".join(
        f'<Default Extension="{kind}" ContentType="image/{kind}"/>'
        for kind in kinds
        if f'Extension="{kind}"'.encode() not in known
    )
    held[_TYPES] = known.replace(b"</Types>", f"{types}</Types>".encode())
    end = b"</Relationships>"
    held[_RELATIONS] = held[_RELATIONS].replace(end, relations.encode() + end)


def core(title: str, language: str) -> str:
    """Return the core properties: a title and nothing of who, when or where."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>bpm2sop</dc:creator>"
        "<cp:lastModifiedBy>bpm2sop</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:modified>'
        f"<dc:language>{_LANGUAGES.get(language, 'id-ID')}</dc:language></cp:coreProperties>"
    )


def _about(hidden: str, space: str) -> str:
    """Return the properties of the hidden part; its number comes from what it holds."""
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, hidden)).upper()
    return (
        f'{HEAD}<ds:datastoreItem ds:itemID="{{{number}}}" xmlns:ds="{_DATA_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{space}"/></ds:schemaRefs></ds:datastoreItem>'
    )


@lru_cache(maxsize=8)
def _template(language: str, *, hidden: bool) -> dict[str, bytes]:
    """Return the parts of an empty document, made once a language."""
    document = docx.Document()
    main = document.part
    _drop(main, _UNUSED)
    _drop(main.package, (RELATIONSHIP_TYPE.THUMBNAIL,))
    _set_styles(document, language)
    _set_settings(document.settings.element, language)
    if hidden:
        _add_hidden(main)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[_APP] = (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>bpm2sop</Application></Properties>"
    ).encode()
    return parts


def _drop(part: Any, kinds: tuple[str, ...]) -> None:  # noqa: ANN401  (python-docx's package or part)
    """Drop what a part is related to by these kinds."""
    for name in [name for name, rel in part.rels.items() if rel.reltype in kinds]:
        del part.rels[name]


def _set_styles(document: Any, language: str) -> None:  # noqa: ANN401
    """Say Arial and no free height for all text; drop the styles that no page uses."""
    element = document.styles.element
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    faces = element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = faces.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), "Arial")
    for name in ("w:sz", "w:szCs"):
        faces.find(qn(name)).set(qn("w:val"), "16")
    faces.find(qn("w:lang")).set(qn("w:val"), _LANGUAGES.get(language, "id-ID"))
    spacing = element.find(
        f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    )
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "240")


def _set_settings(settings: Any, language: str) -> None:  # noqa: ANN401
    """Ask for Word's present way of laying out; what the template has is edited, not doubled."""
    compat = settings.find(qn("w:compat"))
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _MODE)
    for parent, name in (
        (compat, "w:useFELayout"),
        (settings, "w:savePreviewPicture"),
        (settings, "w:rsids"),
    ):
        for found in parent.findall(qn(name)):
            parent.remove(found)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    face = settings.find(qn("w:themeFontLang"))
    face.set(qn("w:val"), _LANGUAGES.get(language, "id-ID"))


def _add_hidden(main: Any) -> None:  # noqa: ANN401
    """Add the part that no program shows, and its properties."""
    held = Part(PackURI(f"/{HIDDEN}"), CONTENT_TYPE.XML, b"", main.package)
    about = Part(
        PackURI(f"/{_HIDDEN_ABOUT}"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, b"", main.package
    )
    main.relate_to(held, RELATIONSHIP_TYPE.CUSTOM_XML)
    held.relate_to(about, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
