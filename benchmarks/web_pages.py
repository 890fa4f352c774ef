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
SIZES = (20, 200, 1_000)


def lane_map(shapes: int) -> bytes:
    """A drawn map with about so many shapes: tasks in lanes, a decision after every fifth that may go back."""
    nodes, flows, held = [], [], [[] for _ in range(LANES)]
    drawn = []
    tasks = max(2, round(shapes / 1.25))

    def place(own: str, at: int, lane: int, size: tuple[int, int]) -> None:
        width, height = size
        x, y = 160 + at * 150, 40 + lane * 130 + (80 - height) // 2
        held[lane].append(own)
        drawn.append(
            f'<bpmndi:BPMNShape id="{own}_s" bpmnElement="{own}">'
            f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/></bpmndi:BPMNShape>'
        )

    def flow(a: str, b: str, name: str = "") -> None:
        own = f"f_{a}_{b}"
        flows.append(f'<sequenceFlow id="{own}" sourceRef="{a}" targetRef="{b}" name="{name}"/>')
        drawn.append(
            f'<bpmndi:BPMNEdge id="{own}_e" bpmnElement="{own}">'
            '<di:waypoint x="0" y="0"/><di:waypoint x="10" y="10"/></bpmndi:BPMNEdge>'
        )

    nodes.append('<startEvent id="start"/>')
    place("start", 0, 0, (36, 36))
    last = "start"
    for number in range(tasks):
        own = f"t{number}"
        nodes.append(f'<task id="{own}" name="Memeriksa berkas nomor {number}"/>')
        place(own, len(drawn) - len(flows), number % LANES, (100, 80))
        flow(last, own, "Ya" if last.startswith("g") else "")
        last = own
        if number % 5 == 4 and number + 1 < tasks:
            gate = f"g{number}"
            nodes.append(f'<exclusiveGateway id="{gate}" name="Berkas {number} lengkap?"/>')
            place(gate, len(drawn) - len(flows), number % LANES, (50, 50))
            flow(last, gate)
            flow(gate, f"t{number - 2}", "Tidak")
            last = gate
    nodes.append('<endEvent id="end"/>')
    place("end", len(drawn) - len(flows), 0, (36, 36))
    flow(last, "end", "Ya" if last.startswith("g") else "")
    lanes = "".join(
        f'<lane id="l{n}" name="Seksi {n}">{"".join(f"<flowNodeRef>{one}</flowNodeRef>" for one in own)}</lane>'
        for n, own in enumerate(held)
    )
    return (
        f'<definitions xmlns="{BPMN}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
        'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
        f'targetNamespace="t"><process id="p" name="Peta {shapes}"><laneSet id="ls">{lanes}</laneSet>'
        f'{"".join(nodes)}{"".join(flows)}</process><bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" '
        f'bpmnElement="p">{"".join(drawn)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>'
    ).encode()


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
