// Editing a cell where it stands: Enter, a double click or a letter opens it, Tab opens the next, Escape leaves it; what was typed is kept.
import { say } from "../words";
import type { Aim } from "./aim";
import { placeOf, read, showTyped, typed } from "./cell";
import type { EditQueue, Text } from "./queue";
import type { History } from "./undo";

const LONGEST = 10_000;
const SINGLE = new Set(["text", "time", "title"]);

export class Editor {
  #open: { cell: HTMLElement; area: HTMLTextAreaElement; before: Text; was: string; sent: boolean } | undefined;

  constructor(
    private readonly queue: EditQueue,
    private readonly history: History,
    private readonly after: () => void,
    private readonly aim: Aim,
  ) {}

  get editing(): boolean {
    return this.#open !== undefined;
  }

  /** Opens a cell for typing; `anew` lets the next letter take the place of what stands, which the browser's undo brings back. */
  open(cell: HTMLElement, anew = false): void {
    if (cell.dataset["edit"] !== "yes" || this.#open?.cell === cell) return;
    this.close();
    this.aim.cell();
    const { value } = read(cell);
    const area = document.createElement("textarea");
    area.className = "typing";
    area.value = value;
    area.maxLength = LONGEST;
    area.setAttribute("aria-label", say("editing", { column: cell.dataset["name"] ?? "", no: cell.closest<HTMLElement>("[data-no]")?.dataset["no"] ?? "" }));
    this.#open = { cell, area, before: typed(cell), was: value, sent: false };
    cell.classList.add("open");
    cell.append(area);
    grow(area);
    area.focus();
    // The field takes the cell's place among what Tab leads to.
    cell.tabIndex = -1;
    area.setSelectionRange(anew ? 0 : value.length, value.length);
    area.addEventListener("input", () => {
      grow(area);
      if (this.#open) this.#open.sent = true;
      this.#type(cell, area.value);
    });
    area.addEventListener("keydown", (event) => this.#key(event, cell));
    area.addEventListener("blur", () => this.close());
  }

  /** Leaves the cell that is open. */
  close(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const { cell, area, before, was, sent } = open;
    const text = area.value.trim();
    area.remove();
    cell.classList.remove("open");
    cell.tabIndex = 0;
    if (text === was.trim()) {
      // Nothing changed in the end; what was sent in between is put right.
      if (sent) this.put(cell, before);
      return;
    }
    this.put(cell, text);
    this.history.record({ place: placeOf(cell), before, after: text });
    this.after();
  }

  /** Leaves the cell that is open, and keeps the focus on it. */
  leave(): void {
    const cell = this.#open?.cell;
    this.close();
    cell?.focus();
  }

  /** Puts a text into a cell and on its way to the server. */
  put(cell: HTMLElement, text: Text): void {
    const place = placeOf(cell);
    this.queue.know(place, read(cell).seen);
    showTyped(cell, text);
    this.queue.put(place, text, 0);
  }

  /** Gives a cell back to the map. */
  reset(cell: HTMLElement): void {
    const before = typed(cell);
    if (before === null) return;
    this.put(cell, null);
    this.history.record({ place: placeOf(cell), before, after: null });
    this.after();
  }

  #type(cell: HTMLElement, text: string): void {
    const place = placeOf(cell);
    this.queue.know(place, read(cell).seen);
    this.queue.put(place, text.trim());
  }

  #key(event: KeyboardEvent, cell: HTMLElement): void {
    const single = SINGLE.has(cell.dataset["field"] ?? "");
    if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && (single || event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopPropagation();
      this.leave();
      if (event.key === "Escape") this.aim.row();
    } else if (event.key === "Tab") {
      const next = beside(cell, event.shiftKey ? -1 : 1);
      // After the last one the browser leads on from the cell itself.
      this.leave();
      if (!next) return;
      event.preventDefault();
      this.open(next, true);
    } else if (!event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
  }
}

/** Gives the cell after one, or before it, in the order of reading: in the table, or in title and identity. */
function beside(cell: HTMLElement, step: number): HTMLElement | undefined {
  const all = [...(cell.closest("table, dl")?.querySelectorAll<HTMLElement>("tr:not([hidden]) [data-edit=yes], dl [data-edit=yes]") ?? [])];
  return all[all.indexOf(cell) + step];
}

/** Lets a field be as high as its text. */
function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

