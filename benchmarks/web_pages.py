"""Times the screens in one run: a review page until table and map are ready, a cell saved, pages served a second.

Usage: python benchmarks/web_pages.py [SECONDS]. Needs chromium and the built bundle.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import sync_playwright

from bpm2sop.sources import SourceFile
from bpm2sop.workspace.importing import import_maps
from bpm2sop.workspace.opening import open_workspace
from bpm2sop.workspace.rights import LOCAL
from bpm2sop.workspace.views import sop_view

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LANES = 6
CLIENTS = 8
EDITS = 100
SHAPES = {
    "task": (100, 80),
    "exclusiveGateway": (50, 50),
    "startEvent": (36, 36),
    "endEvent": (36, 36),
}
SIZES = (20, 200, 1_000)


@dataclass
class Canvas:
    """A map that is being drawn, node by node from left to right."""

    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    held: list[list[str]] = field(default_factory=lambda: [[] for _ in range(LANES)])

    def add(self, tag: str, own: str, lane: int, name: str = "") -> None:
        """Draw a node in a lane."""
        width, height = SHAPES[tag]
        x, y = 160 + len(self.nodes) * 150, 40 + lane * 130 + (80 - height) // 2
        self.nodes.append(f'<{tag} id="{own}" name="{name}"/>')
        self.held[lane].append(own)
        self.drawn.append(
            f'<bpmndi:BPMNShape id="{own}_s" bpmnElement="{own}">'
            f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
        )

    def flow(self, a: str, b: str, name: str = "") -> None:
        """Draw an arrow; where it runs does not matter here."""
        own = f"f_{a}_{b}"
        self.flows.append(
            f'<sequenceFlow id="{own}" sourceRef="{a}" targetRef="{b}" name="{name}"/>'
        )
        self.drawn.append(
            f'<bpmndi:BPMNEdge id="{own}_e" bpmnElement="{own}">'
            '<di:waypoint x="0" y="0"/><di:waypoint x="10" y="10"/></bpmndi:BPMNEdge>'
        )

    def document(self, name: str) -> bytes:
        """Give the map as BPMN."""
        lanes = "".join(
            f'<lane id="l{n}" name="Seksi {n}">'
            + "".join(f"<flowNodeRef>{one}</flowNodeRef>" for one in own)
            + "</lane>"
            for n, own in enumerate(self.held)
        )
        return (
            f'<definitions xmlns="{BPMN}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
            'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
            f'targetNamespace="t"><process id="p" name="{name}"><laneSet id="ls">{lanes}</laneSet>'
            f"{''.join(self.nodes)}{''.join(self.flows)}</process>"
            f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">{"".join(self.drawn)}'
            "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
        ).encode()


def lane_map(shapes: int) -> bytes:
    """Make a drawn map with about so many shapes: tasks in lanes, a decision after every fifth that may go back."""
    canvas = Canvas()
    tasks = max(2, round(shapes / 1.25))
    canvas.add("startEvent", "start", 0)
    last = "start"
    for number in range(tasks):
        own, lane = f"t{number}", number % LANES
        canvas.add("task", own, lane, f"Memeriksa berkas nomor {number}")
        canvas.flow(last, own, "Ya" if last.startswith("g") else "")
        last = own
        if number % 5 == 4 and number + 1 < tasks:
            last = f"g{number}"
            canvas.add("exclusiveGateway", last, lane, f"Berkas {number} lengkap?")
            canvas.flow(own, last)
            canvas.flow(last, f"t{number - 2}", "Tidak")
    canvas.add("endEvent", "end", 0)
    canvas.flow(last, "end")
    return canvas.document(f"Peta {shapes}")


def p(values: list[float], share: float) -> float:
    """A percentile, in milliseconds."""
    return 1_000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ready(base: str, link: str, sops: dict[int, str]) -> str:
    """Time until table and map are ready, median of five; print it, give the cookie."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=base)
        page = context.new_page()
        page.goto(link)
        for size, sop in sops.items():
            found = {"table": [], "map": []}
            for _ in range(5):
                start = time.perf_counter()
                page.goto(f"/sops/{sop}", wait_until="commit")
                for part, times in found.items():
                    page.wait_for_selector(f"html[data-{part}=ready]", timeout=60_000)
                    times.append(time.perf_counter() - start)
            told = ", ".join(
                f"{part} {statistics.median(times):.2f} s" for part, times in found.items()
            )
            print(f"{size:>5} shapes: {told}")
        [cookie] = [one["value"] for one in context.cookies() if one["name"] == "bpm2sop"]
        browser.close()
    return f"bpm2sop={cookie}"


def edits(host: str, cookie: str, sop: str, keys: list[str]) -> None:
    """Time cells that are saved one after the other."""
    line = http.client.HTTPConnection(host)
    line.request("GET", f"/sops/{sop}", headers={"Cookie": cookie})
    token = re.search(r'name="csrf" content="([^"]+)"', line.getresponse().read().decode())
    if not token:
        raise SystemExit("the review page has no token")
    seen: dict[str, int] = {}
    times = []
    for number in range(EDITS):
        key = keys[number % len(keys)]
        headers = {
            "Cookie": cookie, "X-CSRFToken": token[1], "Content-Type": "application/json",
            "If-Match": f'"{seen.get(key, 0)}"',
        }  # fmt: skip
        start = time.perf_counter()
        line.request(
            "PUT",
            f"/api/sops/{sop}/cells/{key}/time",
            json.dumps({"value": f"{number} menit"}),
            headers,
        )
        answer = line.getresponse()
        said = json.loads(answer.read())
        times.append(time.perf_counter() - start)
        if answer.status != HTTPStatus.OK:
            raise SystemExit(said)
        seen[key] = said["seen"]
    print(f"cell saved: p50 {p(times, 0.5):.0f} ms, p95 {p(times, 0.95):.0f} ms")


def load(host: str, cookie: str, sop: str, seconds: float) -> None:
    """Count pages served a second."""

    def client(_number: int) -> list[float]:
        line, times, end = http.client.HTTPConnection(host), [], time.perf_counter() + seconds
        while (start := time.perf_counter()) < end:
            line.request("GET", f"/sops/{sop}", headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            if answer.status != HTTPStatus.OK:
                raise SystemExit(f"{answer.status} for a page")
            times.append(time.perf_counter() - start)
        return times

    with ThreadPoolExecutor(CLIENTS) as pool:
        times = [one for many in pool.map(client, range(CLIENTS)) for one in many]
    print(
        f"review page: {len(times) / seconds:.0f} a second with {CLIENTS} clients, "
        f"p50 {p(times, 0.5):.0f} ms, p99 {p(times, 0.99):.0f} ms"
    )


def main() -> None:
    """Serve a workspace of its own and time it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "bench.db")
        workspace = open_workspace(db)
        lines = import_maps(
            workspace, LOCAL, [SourceFile(f"{n}.bpmn", lane_map(n)) for n in SIZES]
        ).lines
        sops = {size: line.sops[0].id for size, line in zip(SIZES, lines, strict=True)}
        keys = [one.key for one in sop_view(workspace, LOCAL, sops[20]).steps]
        workspace.close()
        command = [
            str(Path(sys.executable).parent / "bpm2sop"),
            "serve",
            "--db",
            db,
            "--port",
            "0",
            "--no-browser",
        ]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            link = re.search(r"http://\S+", server.stderr.readline() if server.stderr else "")
            if not link:
                raise SystemExit("the server printed no link")
            base = link[0].partition("/local/")[0]
            host = base.removeprefix("http://")
            cookie = ready(base, link[0], sops)
            edits(host, cookie, sops[20], keys)
            load(host, cookie, sops[20], seconds)
            server.terminate()


if __name__ == "__main__":
    main()
