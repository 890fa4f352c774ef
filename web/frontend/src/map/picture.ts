// The map as we draw it ourselves, for files without a drawing: the same marks on a picture that scrolls.
import { call } from "../api";
import { addHatch } from "./hatch";
import type { Spot } from "./nearest";
import type { Notes } from "./notes";
import type { Badge, MapSource, MapView } from "./view";

const SVG = "http://www.w3.org/2000/svg";
const FRAMES = /b2s-(participant|lane|group)\b/;
const LINES = /b2s-(sequenceFlow|messageFlow|association)\b/;

/** Shows the server's picture of a map. */
export async function openPicture(container: HTMLElement, source: MapSource, notes: Notes): Promise<MapView> {
  const text = await (await call(source.picture, sent(source))).text();
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg") throw new Error("no picture");
  const svg = document.importNode(parsed, true) as unknown as SVGSVGElement;
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  sheet.tabIndex = 0;
  sheet.append(svg);
  container.replaceChildren(sheet);
  svg.setAttribute("role", "group"); // its marks are pressed
  addHatch(svg);
  return new PictureView(sheet, svg, notes);
}

/** A file that the server does not keep yet is sent along, as the form holds it. */
function sent(source: MapSource): RequestInit {
  const form = source.inline ? document.getElementById(source.inline)?.closest("form") : null;
  return form ? { method: "POST", body: new FormData(form) } : {};
}

class PictureView implements MapView {
  readonly #groups = new Map<string, SVGGElement>();
  readonly #width: number;
  #scale = 1;

  constructor(
    private readonly sheet: HTMLElement,
    private readonly svg: SVGSVGElement,
    private readonly notes: Notes,
  ) {
    this.#width = Number(svg.getAttribute("width")) || 800;
    for (const group of svg.querySelectorAll<SVGGElement>("g[data-element]")) {
      this.#groups.set(group.dataset["element"] ?? "", group);
      group.classList.add("djs-element");
    }
    svg.removeAttribute("height");
    this.fit();
  }

  elements(): string[] {
    return [...this.#groups].filter(([, group]) => !FRAMES.test(group.getAttribute("class") ?? "")).map(([id]) => id);
  }

  spots(): Spot[] {
    return this.elements().flatMap((id) => {
      const group = this.#groups.get(id);
      if (!group || LINES.test(group.getAttribute("class") ?? "")) return [];
      const { x, y, width, height } = group.getBBox();
      return [{ id, x: x + width / 2, y: y + height / 2 }];
    });
  }

  name(element: string): string {
    return this.#groups.get(element)?.querySelector("title")?.textContent ?? element;
  }

  mark(elements: Iterable<string>, name: string): void {
    for (const group of this.svg.querySelectorAll(`.${CSS.escape(name)}`)) group.classList.remove(name);
    for (const one of elements) this.#groups.get(one)?.classList.add(name);
  }

  badges(badges: Iterable<Badge>): void {
    const offsets = { no: [0, 0], finding: [1, 0], comment: [1, 1] } as const;
    for (const badge of badges) {
      const { element, text, kind, title } = badge;
      const group = this.#groups.get(element);
      if (!group) continue;
      const box = group.getBBox();
      const [right, low] = offsets[kind];
      const mark = document.createElementNS(SVG, "text");
      mark.setAttribute("class", `mark mark-${kind}`);
      mark.setAttribute("x", String(box.x + right * box.width));
      mark.setAttribute("y", String(box.y + low * box.height));
      mark.textContent = text;
      if (title) mark.append(titled(title));
      this.notes.wire(badge, mark, this);
      group.append(mark);
    }
  }

  unbadge(kind: Badge["kind"]): void {
    for (const mark of this.svg.querySelectorAll(`.mark-${kind}`)) mark.remove();
  }

  reveal(elements: string[]): void {
    const first = elements.map((one) => this.#groups.get(one)).find((group) => group);
    first?.scrollIntoView({ block: "center", inline: "center" });
  }

  enter(): void {
    // The server draws the plane that is meant.
  }

  zoom(factor: number): void {
    this.#resize(this.#scale * factor);
  }

  fit(): void {
    this.#resize(Math.min(1, (this.sheet.clientWidth - 8) / this.#width));
  }

  pick(element: string): void {
    this.#groups.get(element)?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  onPick(act: (element: string) => void): void {
    this.svg.addEventListener("click", (event) => {
      const group = event.target instanceof Element ? event.target.closest<SVGGElement>("g[data-element]") : null;
      if (group) act(group.dataset["element"] ?? "");
    });
  }

  #resize(scale: number): void {
    this.#scale = Math.max(0.1, Math.min(4, scale));
    this.svg.setAttribute("width", String(Math.round(this.#width * this.#scale)));
  }
}

function titled(text: string): SVGTitleElement {
  const title = document.createElementNS(SVG, "title");
  title.textContent = text;
  return title;
}
