// The map as bpmn-js draws it. Its bpmn.io mark stays as it is, and nothing lies over it.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import minimap from "diagram-js-minimap";
import { el } from "../dom";
import { say } from "../words";
import { textOf } from "./bytes";
import { addHatch } from "./hatch";
import type { Spot } from "./nearest";
import type { Notes } from "./notes";
import { wireOverview, type Minimap } from "./overview";
import type { Badge, MapSource, MapView } from "./view";

interface Drawn {
  id: string;
  type?: string;
  labelTarget?: unknown;
  businessObject?: { id: string; name?: string };
  waypoints?: unknown;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}

interface Diagram {
  plane?: { bpmnElement?: { id: string } };
}

const FRAMES = new Set(["bpmn:Participant", "bpmn:Lane", "bpmn:Group", "label"]);
const READABLE = 0.55;
const COMFORTABLE = 0.85;
/** Above this many elements the small map costs more than it helps, until it is asked for. */
const MANY = 400;
/** Pixels of width from which there is room for the small map. */
const ROOMY = 860;
/** Pixels at the edges that an element keeps clear of: the bpmn.io mark is in the lower right corner, the small map in the upper one. */
const EDGE = 60;
const MARK = 90;
const SMALL_MAP = 210;

/** Draws a map with bpmn-js; throws where it cannot. */
export async function openBpmn(container: HTMLElement, source: MapSource, notes: Notes): Promise<MapView> {
  const xml = await textOf(source);
  const viewer = new NavigatedViewer({ container, additionalModules: [minimap, words()] });
  const bus = viewer.get<EventBus>("eventBus");
  bus.on("import.parse.complete", (event: { definitions?: { diagrams?: Diagram[] } }) => wantedFirst(event.definitions?.diagrams, source));
  await viewer.importXML(xml);
  const view = new BpmnView(viewer, bus, container, notes);
  if (view.elements().length === 0) {
    viewer.destroy();
    throw new Error("nothing drawn");
  }
  if (source.scope) view.enter(source.scope);
  view.fit();
  return view;
}

/** Puts the drawing that is meant before the others of the file. */
function wantedFirst(diagrams: Diagram[] | undefined, source: MapSource): void {
  const rank = (one: Diagram): number => (one.plane?.bpmnElement?.id === source.map ? 0 : 1);
  diagrams?.sort((a, b) => rank(a) - rank(b));
}

/** Our words for the viewer's own. */
function words(): Record<string, unknown> {
  const own: Record<string, string> = { "Open minimap": "minimap_open", "Close minimap": "minimap_close", "Open {element}": "drill_down" };
  return { translate: ["value", (sentence: string) => (own[sentence] ? say(own[sentence]) : sentence)] };
}

class BpmnView implements MapView {
  readonly #canvas: Canvas;
  readonly #registry: ElementRegistry;
  readonly #overlays: Overlays;
  readonly #minimap: Minimap;
  readonly #marked = new Map<string, string[]>();

  constructor(
    viewer: NavigatedViewer,
    private readonly bus: EventBus,
    container: HTMLElement,
    private readonly notes: Notes,
  ) {
    this.#canvas = viewer.get<Canvas>("canvas");
    this.#registry = viewer.get<ElementRegistry>("elementRegistry");
    this.#overlays = viewer.get<Overlays>("overlays");
    addHatch(container.querySelector("svg"));
    // A badge that takes the focus is brought into view by moving the map; the browser's own scrolling would tear the two apart.
    container.querySelector(".djs-container")?.addEventListener("scroll", (event) => (event.target as HTMLElement).scrollTo(0, 0));
    this.#minimap = viewer.get<Minimap>("minimap");
    const suits = this.elements().length <= MANY && container.clientWidth > ROOMY;
    wireOverview(this.#minimap, this.#canvas, bus, container.closest(".mappane")?.querySelector<HTMLElement>("[data-overview]") ?? null, suits);
  }

  elements(): string[] {
    const roots = new Set(this.#canvas.getRootElements().map((root) => (root as { id: string }).id));
    return (this.#registry.getAll() as Drawn[])
      .filter((one) => !roots.has(one.id) && !one.labelTarget && !FRAMES.has(one.type ?? ""))
      .map((one) => one.id);
  }

  spots(): Spot[] {
    const root = this.#canvas.getRootElement();
    return this.elements()
      .map((id) => this.#registry.get(id) as Drawn)
      .filter((one) => !one.waypoints && this.#canvas.findRoot(one as never) === root)
      .map(({ id, x = 0, y = 0, width = 0, height = 0 }) => ({ id, x: x + width / 2, y: y + height / 2 }));
  }

  name(element: string): string {
    const found = this.#registry.get(element) as Drawn | undefined;
    return found?.businessObject?.name ?? element;
  }

  mark(elements: Iterable<string>, name: string): void {
    for (const old of this.#marked.get(name) ?? []) this.#canvas.removeMarker(old, name);
    const known = [...elements].filter((one) => this.#registry.get(one));
    for (const one of known) this.#canvas.addMarker(one, name);
    this.#marked.set(name, known);
  }

  badges(badges: Iterable<Badge>): void {
    const places = { no: { top: -11, left: -11 }, finding: { top: -11, right: 11 }, comment: { bottom: 9, right: 11 } };
    for (const badge of badges) {
      const { element, text, kind, title } = badge;
      const shape = this.#registry.get(element) as Drawn | undefined;
      if (!shape || shape.waypoints) continue;
      const html = el("div", { class: `badge badge-${kind}`, ...(title ? { title } : {}) }, text);
      this.notes.wire(badge, html, this);
      this.#overlays.add(element, kind, { position: places[kind], html, scale: kind === "finding" ? false : { min: 0.5, max: 1.2 } });
    }
  }

  unbadge(kind: Badge["kind"]): void {
    this.#overlays.remove({ type: kind });
  }

  reveal(elements: string[]): void {
    const known = elements.filter((one) => this.#registry.get(one));
    if (known.length === 0) return;
    const first = this.#registry.get(known[0] as string);
    const root = first && this.#canvas.findRoot(first as never);
    if (root && root !== this.#canvas.getRootElement()) this.#canvas.setRootElement(root);
    if (this.#canvas.zoom() < READABLE) this.#canvas.zoom(COMFORTABLE);
    const open = this.#minimap.isOpen();
    this.#bring(known);
    // The scrolling itself may have brought the small map.
    if (this.#minimap.isOpen() && !open) this.#bring(known);
  }

  #bring(elements: string[]): void {
    const right = this.#minimap.isOpen() ? SMALL_MAP : MARK;
    this.#canvas.scrollToElement(elements as never, { top: EDGE, left: EDGE, bottom: EDGE, right });
  }

  enter(scope: string): void {
    const root = this.#canvas.findRoot(`${scope}_plane`) ?? this.#canvas.findRoot(scope);
    if (root) this.#canvas.setRootElement(root);
  }

  zoom(factor: number): void {
    this.#canvas.zoom(Math.max(0.1, Math.min(4, this.#canvas.zoom() * factor)));
  }

  fit(): void {
    this.#canvas.zoom("fit-viewport", "auto" as never);
  }

  onPick(act: (element: string) => void): void {
    this.bus.on("element.click", (event: { element: Drawn }) => {
      const picked = event.element.businessObject?.id ?? event.element.id;
      act(picked);
    });
  }

  pick(element: string): void {
    this.bus.fire("element.click", { element: this.#registry.get(element) });
  }
}
