// Moving in the table by keys: one cell is in the tab order, arrows lead to the others.
import { typing } from "../dom";
import type { Aim } from "./aim";
import { moved, nextWanted, type Spot } from "./moving";

export interface GridActs {
  /** The row that holds the focus changed. */
  entered(row: HTMLTableRowElement): void;
  open(cell: HTMLElement): void;
}

export class Grid {
  constructor(
    private readonly table: HTMLTableElement,
    private readonly acts: GridActs,
    private readonly aim: Aim,
  ) {
    table.addEventListener("keydown", (event) => this.#key(event));
    table.addEventListener("focusin", (event) => this.#entered(event.target as HTMLElement));
    table.addEventListener("dblclick", (event) => {
      const cell = (event.target as HTMLElement).closest<HTMLElement>("td, th");
      if (cell) this.acts.open(cell);
    });
    table.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      if (typing(target) || target.closest("a, button")) return;
      const cell = target.closest<HTMLElement>("td, th");
      if (cell) focus(cell);
    });
    this.rows()[0]?.cells[0]?.setAttribute("tabindex", "0");
  }

  /** The rows that a filter has left. */
  rows(): HTMLTableRowElement[] {
    return [...this.table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden && row.dataset["key"] !== undefined);
  }

  get current(): HTMLTableRowElement | undefined {
    return this.table.querySelector<HTMLTableRowElement>("tr.current") ?? undefined;
  }

  /** Makes a row the current one and puts the focus in it. */
  go(row: HTMLTableRowElement, column = 1, take = true): void {
    this.aim.row();
    this.#to(row, column, take);
  }

  #to(row: HTMLTableRowElement, column: number, take = true): void {
    const cell = row.cells[Math.min(column, row.cells.length - 1)];
    if (!cell) return;
    if (take) {
      focus(cell);
    } else {
      this.#mark(row, cell);
    }
    row.scrollIntoView({ block: "nearest" });
  }

  /** Goes to the next row that is wanted, from the top again after the last. */
  goNext(wanted: (row: HTMLTableRowElement) => boolean): boolean {
    const rows = [...this.table.querySelectorAll<HTMLTableRowElement>("tr[data-key]")];
    const at = nextWanted(rows.map((row) => !row.hidden && wanted(row)), this.current ? rows.indexOf(this.current) : -1);
    const row = rows[at];
    if (row) this.go(row);
    return row !== undefined;
  }

  #key(event: KeyboardEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>("td, th");
    if (!cell || typing(event.target) || event.altKey || event.metaKey) return;
    if ((event.key === "Enter" || event.key === "F2") && event.target === cell) {
      event.preventDefault();
      this.acts.open(cell);
      return;
    }
    if (event.key === "Escape") this.aim.row();
    const goal = this.#goal(cell, event);
    if (!goal) return;
    event.preventDefault();
    const row = this.rows()[goal.row];
    // Up and down one walks along the rows; an arrow along the row is for a cell.
    if (goal.column !== cell.cellIndex) this.aim.cell();
    if (row) this.#to(row, goal.column);
  }

  #goal(cell: HTMLTableCellElement, event: KeyboardEvent): Spot | undefined {
    const rows = this.rows();
    const row = cell.parentElement as HTMLTableRowElement;
    const from = { row: rows.indexOf(row), column: cell.cellIndex };
    return from.row < 0 ? undefined : moved(from, event.key, event.ctrlKey, rows.length, row.cells.length);
  }

  #entered(target: HTMLElement): void {
    const cell = target.closest<HTMLTableCellElement>("td, th");
    const row = cell?.closest<HTMLTableRowElement>("tr[data-key]");
    if (cell && row) this.#mark(row, cell);
  }

  #mark(row: HTMLTableRowElement, cell: HTMLElement): void {
    for (const other of this.table.querySelectorAll('[tabindex="0"]')) if (other !== cell) other.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
    if (row.classList.contains("current")) return;
    this.current?.classList.remove("current");
    row.classList.add("current");
    this.acts.entered(row);
  }
}

/** Cells take the focus only when a person comes to them: hundreds of stops would be in nobody's way, but cost. */
function focus(cell: HTMLElement): void {
  if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
}
