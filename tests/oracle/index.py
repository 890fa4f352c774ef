"""The index: every input is listed, every SOP is told rightly, no process is forgotten, sums hold."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.oracle import plainmap
from tests.oracle.plainmap import ACTIVITIES, FLOW_NODES, PlainMap
from tests.oracle.violations import Json, Violation

PARTS = ("in_steps", "folded", "explained")


@dataclass(slots=True)
class Desk:
    """The index, its SOPs by file name, and the inputs by sha256."""

    front: Json
    sops: dict[str, Json]
    inputs: dict[str, bytes]
    violations: list[Violation] = field(default_factory=list)

    def say(self, code: str, where: str, message: str) -> None:
        """Note a violation."""
        self.violations.append(Violation(code, "-", where, message))


def check(front: Json, sops: dict[str, Json], files: Mapping[str, bytes]) -> list[Violation]:
    """Run every check of this file on an index whose shape is right."""
    inputs = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    desk = Desk(front, sops, inputs)
    _files(desk, files)
    _entries(desk)
    _atlas(desk)
    for item in front["files"]:
        if item["sha256"] in inputs:
            _file(desk, item, plainmap.read(inputs[item["sha256"]]))
    _scopes(desk)
    _coverage(desk)
    return desk.violations


def _files(desk: Desk, files: Mapping[str, bytes]) -> None:
    """Each input is listed once under its sha256, and nothing else is."""
    given = Counter(hashlib.sha256(data).hexdigest() for data in files.values())
    told = Counter(item["sha256"] for item in desk.front["files"])
    names = {hashlib.sha256(data).hexdigest(): name for name, data in files.items()}
    for digest in given - told:
        if plainmap.read(desk.inputs[digest]).counts:
            desk.say("files", names[digest], "is an input that the index does not list")
    for item in desk.front["files"]:
        if told[item["sha256"]] > given[item["sha256"]]:
            desk.say("sha256", item["file"], "sha256 is that of no input, or too often")
    for name, times in Counter(item["file"] for item in desk.front["files"]).items():
        if times > 1:
            desk.say("files", name, "is listed twice")


def _entries(desk: Desk) -> None:
    """An entry tells what its SOP says."""
    entries = desk.front["sops"]
    for name, times in Counter(entry["key"] for entry in entries).items():
        if times > 1:
            desk.say("index", name, "SOP key stands twice")
    names = {item["file"]: item for item in desk.front["files"]}
    for entry in entries:
        if entry["json"] != f"{entry['key']}.json":
            desk.say("index", entry["json"], f"is not named after its key {entry['key']}")
        sop = desk.sops.get(entry["json"])
        if sop is None:
            continue
        told = {name: sop[name] for name in ("key", "title", "code", "level")}
        told |= {"file": sop["source"]["file"], "scopes": sop["source"]["scopes"]}
        for name, value in told.items():
            if entry[name] != value:
                desk.say(
                    "index", entry["json"], f"{name} is {entry[name]!r}, the SOP says {value!r}"
                )
        item = names.get(entry["file"])
        if item is None or item["sha256"] != sop["source"]["sha256"]:
            desk.say("index", entry["json"], f"{entry['file']} is not listed with this sha256")
        elif item["status"] == "refused":
            desk.say("index", entry["json"], f"{entry['file']} was refused, yet has a SOP")


def _atlas(desk: Desk) -> None:
    """Keys are unique, parents and SOPs exist, and nothing is above itself."""
    pages = {page["key"]: page for page in desk.front["atlas"]}
    if len(pages) < len(desk.front["atlas"]):
        desk.say("atlas", "-", "a key stands twice")
    sops = {entry["key"] for entry in desk.front["sops"]}
    for key, page in pages.items():
        if page["sop"] is not None and page["sop"] not in sops:
            desk.say("atlas", key, f"refers to unknown SOP {page['sop']}")
        if page["parent"] is not None and page["parent"] not in pages:
            desk.say("atlas", key, f"has unknown parent {page['parent']}")
        if page["parent"] is not None and page["link"] is None:
            desk.say("atlas", key, "has a parent but no link that says why")
        above, seen = page["parent"], {key}
        while above in pages and above not in seen:
            seen.add(above)
            above = pages[above]["parent"]
        if above in seen:
            desk.say("atlas", key, "is above itself")


def _file(desk: Desk, item: Json, plain: PlainMap) -> None:
    """What can be read is read, and every process with work and flow has a SOP."""
    nodes = sum(plain.counts[tag] for tag in FLOW_NODES)
    if item["status"] == "refused":
        if not item["findings"]:
            desk.say("refused", item["file"], "is refused without a word")
        if nodes and not plain.broken:
            desk.say("refused", item["file"], f"is refused, yet has {nodes} flow nodes to read")
        return
    if plain.broken and item["status"] == "read":
        desk.say("status", item["file"], "is not well-formed, yet its status is read")
    if plain.irregular:
        return
    covered = {
        scope
        for entry in desk.front["sops"]
        if entry["file"] == item["file"]
        for scope in entry["scopes"]
    }
    for scope in plain.scopes.values():
        works = any(node.tag in ACTIVITIES for node in scope.nodes.values())
        flows = any(flow.whole for flow in scope.flows.values())
        if scope.tag == "process" and works and flows and scope.id not in covered:
            desk.say("scopes", f"{item['file']} [{scope.id}]", "process is in no SOP's scopes")


def _scopes(desk: Desk) -> None:
    """No scope of a file is the top of two SOPs."""
    found = Counter(
        (entry["file"], scope) for entry in desk.front["sops"] for scope in entry["scopes"]
    )
    for (name, scope), times in found.items():
        if times > 1:
            desk.say("scopes", f"{name} [{scope}]", f"is covered by {times} SOPs")


def _coverage(desk: Desk) -> None:
    """Coverage adds up, and is at least the sum of the proofs; maps without SOP may add explained."""
    told = desk.front["coverage"]
    proofs = [sop["proof"] for sop in desk.sops.values()]
    if told["nodes"] != sum(told[part] for part in PARTS):
        desk.say("coverage", "-", "in_steps, folded and explained do not add up to nodes")
    for part in ("in_steps", "folded"):
        if told[part] != (total := sum(proof[part] for proof in proofs)):
            desk.say("coverage", "-", f"{part} is {told[part]}, the proofs say {total}")
    least = sum(proof["nodes"] for proof in proofs)
    digests = [item["sha256"] for item in desk.front["files"] if item["status"] != "refused"]
    plains = [plainmap.read(desk.inputs[digest]) for digest in digests if digest in desk.inputs]
    most = sum(len(plain.nodes) for plain in plains)
    if not least <= told["nodes"] <= max(most, least):
        desk.say("coverage", "-", f"nodes is {told['nodes']}, not between {least} and {most}")
