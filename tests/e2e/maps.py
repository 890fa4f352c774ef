"""Maps of the samples, and new versions of them."""

import io
import zipfile
from pathlib import Path

from lxml import etree

SAMPLES = Path(__file__).parents[2] / "samples"
LICENCE = SAMPLES / "level-3" / "01.01.01.01-pelayanan-izin-usaha.bpmn"
PURCHASE = SAMPLES / "level-3" / "02.02.02.01-pengadaan-langsung.bpmn"
LICENCE_TITLE = "Pelayanan Izin Usaha"
SURVEY = "Menjadwalkan survei lapangan"
NEW_SURVEY = "Menyusun jadwal survei lapangan"
OPINION = "Menyusun telaahan hasil rekomendasi"
CHECKING = "Memeriksa kelengkapan berkas"
NEW_CHECKING = "Memeriksa kelengkapan dan kesesuaian berkas"


def zipped(folder: Path, **more: bytes) -> bytes:
    """A folder of samples as a zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in sorted(folder.glob("*.bpmn")):
            archive.write(path, path.name)
        for name, data in more.items():
            archive.writestr(name, data)
    return held.getvalue()


def without(data: bytes, name: str) -> bytes:
    """A map without one task of a line: the arrow into it leads to what came after it."""
    root = etree.fromstring(data)
    task = next(one for one in root.iter() if one.get("name") == name)
    gone = task.get("id")
    into = next(one for one in root.iter() if one.get("targetRef") == gone)
    out = next(one for one in root.iter() if one.get("sourceRef") == gone)
    into.set("targetRef", str(out.get("targetRef")))
    lost = {gone, out.get("id")}
    for one in list(root.iter()):
        parent = one.getparent()
        if parent is None or not isinstance(one.tag, str):
            continue
        if one.get("id") in lost or one.get("bpmnElement") in lost or (one.text or "") in lost:
            parent.remove(one)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def revised() -> bytes:
    """The licence map in its second version: two steps are renamed, one is gone."""
    data = LICENCE.read_bytes()
    for old, new in ((SURVEY, NEW_SURVEY), (CHECKING, NEW_CHECKING)):
        data = data.replace(old.encode(), new.encode())
    return without(data, OPINION)


def untidy() -> bytes:
    """A map without a drawing: a task without a name, one that nothing leads to, a word from another language."""
    nodes = (
        '<startEvent id="mulai"/><task id="catat" name="Catat aset"/><task id="kosong"/>'
        '<exclusiveGateway id="layak"/><task id="setuju" name="Approve request"/>'
        '<task id="lepas" name="Arsipkan berita acara"/><endEvent id="selesai"/>'
    )
    way = ("mulai catat", "catat kosong", "kosong layak", "layak setuju", "layak catat")
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="{source}" targetRef="{target}"/>'
        for at, (source, target) in enumerate(one.split() for one in (*way, "setuju selesai"))
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">'
        f'<process id="Aset" name="Pencatatan aset">{nodes}{flows}</process></definitions>'
    ).encode()
