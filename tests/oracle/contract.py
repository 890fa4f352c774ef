"""The check of the contract: one SOP beside its map, and a whole output folder beside its inputs."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.oracle import accounting, honesty, index, order, plainmap, quoting, schema, shaping
from tests.oracle.bench import lay_out
from tests.oracle.violations import Json, Violation

__all__ = ["Violation", "check_output", "check_sop"]

SUFFIXES = {".bpmn", ".xml"}


def check_sop(
    sop: Json, files: Mapping[str, bytes], all_sops: list[Json] | None = None
) -> list[Violation]:
    """Hold one SOP's JSON against the file it came from.

    Args:
        sop: The parsed ``<key>.json``.
        files: The input files, by any name; the right one is found by name or by its sha256.
        all_sops: Every SOP of the same run, for references between them.
    """
    data = source_of(sop, files) if isinstance(sop.get("source"), dict) else None
    others = [other for other in all_sops or [] if not _blocked(other)]
    return judge(sop, data, others)


def judge(sop: Json, data: bytes | None, others: list[Json]) -> list[Violation]:
    """Hold a SOP against the bytes of its file, beside others whose shape is known to be right."""
    name = str(sop.get("key", "?"))
    found = schema.problems(sop, schema.SOP)
    violations = [Violation("schema", name, f"sop{path}", why) for path, why in found]
    if schema.blocking(found):
        return violations
    if data is None:
        return [*violations, Violation("source", name, sop["source"]["file"], "is no input file")]
    if hashlib.sha256(data).hexdigest() != sop["source"]["sha256"]:
        violations.append(Violation("sha256", name, sop["source"]["file"], "sha256 is wrong"))
    plain = plainmap.read(data)
    if plain.irregular:
        return violations  # Ids that the file gives twice or not at all: nothing to go by.
    bench = lay_out(sop, plain)
    accounting.check(bench, others)
    shaping.check(bench)
    order.check(bench)
    honesty.check(bench)
    quoting.check(bench)
    return sorted({*violations, *bench.violations})


def _blocked(sop: Json) -> bool:
    return schema.blocking(schema.problems(sop, schema.SOP))


def source_of(sop: Json, files: Mapping[str, bytes]) -> bytes | None:
    """The bytes a SOP was drawn from: by sha256, else by its file's name."""
    source = sop["source"]
    for data in files.values():
        if hashlib.sha256(data).hexdigest() == source.get("sha256"):
            return data
    return files.get(source.get("file"))


def check_output(out_dir: Path | str, inputs: Iterable[Path | str]) -> list[Violation]:
    """Hold a whole output folder of ``bpm2sop draft`` against its inputs."""
    folder, files = Path(out_dir), gather(inputs)
    front = _load(folder / "index.json")
    if not isinstance(front, dict):
        return [Violation("index", "-", "index.json", "is missing or no JSON object")]
    found = schema.problems(front, schema.INDEX)
    violations = [Violation("schema", "-", f"index{path}", why) for path, why in found]
    if schema.blocking(found):
        return violations
    sops = {entry["json"]: _load(folder / entry["json"]) for entry in front["sops"]}
    listed = {*sops, "index.json"}
    strays = sorted(path.name for path in folder.glob("*.json") if path.name not in listed)
    violations += [Violation("index", "-", name, "is not in the index") for name in strays]
    for name, sop in sops.items():
        if not isinstance(sop, dict):
            violations.append(Violation("index", "-", name, "is missing or no JSON object"))
    read = {name: sop for name, sop in sops.items() if isinstance(sop, dict)}
    good = {name: sop for name, sop in read.items() if not _blocked(sop)}
    by_digest = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    for name, sop in read.items():
        digest = sop["source"]["sha256"] if name in good else ""
        violations += judge(sop, by_digest.get(digest), list(good.values()))
    violations += index.check(front, good, files)
    return violations


def gather(inputs: Iterable[Path | str]) -> dict[str, bytes]:
    """Every map in the inputs: files as they are, folders and archives searched through."""
    files: dict[str, bytes] = {}
    for path in map(Path, inputs):
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and inner.suffix.lower() in SUFFIXES:
                    files[str(inner)] = inner.read_bytes()
        elif zipfile.is_zipfile(path):
            files |= _unzip(path)
        else:
            files[str(path)] = path.read_bytes()
    return files


def _unzip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if Path(name).suffix.lower() in SUFFIXES]
        return {f"{path}!{name}": archive.read(name) for name in names}


def _load(path: Path) -> object:
    try:
        value: object = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return value
