// What was found at an element, said beside it on the map: pressed with a pointer or reached by keys, until something else is.
import { el } from "../dom";
import { say } from "../words";
import type { Badge, MapView } from "./view";

export class Notes {
  readonly #words = new Map<string, string>();
  readonly #marks: (HTMLElement | SVGElement)[] = [];
  readonly #place = el("div", { class: "mapnote", role: "status", hidden: "" });

  constructor(pane: HTMLElement) {
    pane.append(this.#place);
    pane.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#place.hidden = true;
    });
  }

  /** Makes a finding's badge one that is pressed: the first is in the tab order, arrows lead to the others. */
  wire({ element, kind, title }: Badge, mark: HTMLElement | SVGElement, view: MapView): void {
    if (!title || kind !== "finding") return;
    const before = this.#words.get(element);
    this.#words.set(element, before ? `${before}\n${title}` : title);
    const stop = this.#marks.length === 0 ? "0" : "-1";
    for (const [name, value] of Object.entries({ role: "button", tabindex: stop, "aria-label": title })) mark.setAttribute(name, value);
    this.#marks.push(mark);
    mark.addEventListener("click", (event) => {
      event.stopPropagation();
      view.pick(element);
    });
    mark.addEventListener("focus", () => mark.matches(":focus-visible") && view.reveal([element]));
    mark.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent, mark, () => view.pick(element)));
  }

  #key(event: KeyboardEvent, mark: HTMLElement | SVGElement, pick: () => void): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) {
      const count = this.#marks.length;
      const next = this.#marks[(this.#marks.indexOf(mark) + by + count) % count];
      mark.setAttribute("tabindex", "-1");
      next?.setAttribute("tabindex", "0");
      next?.focus({ preventScroll: true });
    } else if (event.key === "Enter" || event.key === " ") pick();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Says what was found at an element, or nothing. */
  show(element: string, view: MapView): void {
    const words = this.#words.get(element);
    this.#place.hidden = words === undefined;
    if (words === undefined) return;
    const close = el("button", { class: "button only plain", type: "button", "aria-label": say("note_close") }, "×");
    close.addEventListener("click", () => (this.#place.hidden = true));
    this.#place.replaceChildren(close, el("strong", {}, view.name(element)), ...words.split("\n").map((line) => el("p", {}, line)));
  }
}
