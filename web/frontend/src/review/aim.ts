// What letters are for: on a cell that a person chose they are words, as in a spreadsheet; on a row they are keys. The root tells the style sheet.

const CELL = "[data-edit=yes]";

export class Aim {
  #tab = false;

  constructor() {
    const options = { capture: true };
    addEventListener("keydown", (event) => (this.#tab = event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey), options);
    addEventListener("pointerdown", () => (this.#tab = false), options);
    addEventListener("focusin", (event) => this.#tab && this.#chosen(event.target), options);
    addEventListener("click", (event) => this.#chosen(event.target), options);
  }

  /** A cell was chosen: by the pointer, by Tab, by an arrow along the row, by writing in it. */
  cell(): void {
    document.documentElement.dataset["aim"] = "cell";
  }

  /** A row was come to, or a cell was left. */
  row(): void {
    document.documentElement.dataset["aim"] = "row";
  }

  /** Gives the cell that a key pressed there would write in; `?` lists the keys everywhere. */
  written(event: KeyboardEvent): HTMLElement | undefined {
    const { target, key } = event;
    if (document.documentElement.dataset["aim"] !== "cell" || key.length !== 1 || key === "?" || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    return target instanceof HTMLElement && target.matches(CELL) ? target : undefined;
  }

  #chosen(target: EventTarget | null): void {
    if (target instanceof Element && target.closest(CELL)) this.cell();
  }
}
