// A cell of the table as the page holds it: its words, where they come from, and the version that was seen.
import { need } from "../dom";
import type { Place, Text } from "./queue";

/** What the server says of a cell. */
export interface CellState {
  value: string;
  source: "map" | "assumed" | "person" | "none";
  map: string;
  seen: number;
}

/** Tells which cell this is. */
export function placeOf(cell: HTMLElement): Place {
  const owner = cell.closest<HTMLElement>("[data-key]");
  return { key: owner?.dataset["key"] ?? "", field: cell.dataset["field"] ?? "" };
}

/** Finds a cell. */
export function cellAt(place: Place): HTMLElement | null {
  return document.querySelector(`[data-key="${CSS.escape(place.key)}"] [data-field="${CSS.escape(place.field)}"]`);
}

/** Reads a cell; `raw` is there where the page had to show a text otherwise than it is. */
export function read(cell: HTMLElement): CellState {
  const { source, map, seen, raw } = cell.dataset;
  const value = raw ?? need(".value", cell).textContent ?? "";
  return { value, source: (source ?? "none") as CellState["source"], map: map ?? value, seen: Number(seen ?? 0) };
}

/** Gives what a person typed into a cell, or null where the map speaks. */
export function typed(cell: HTMLElement): Text {
  const state = read(cell);
  return state.source === "person" ? state.value : null;
}

/** Writes a cell. */
export function write(cell: HTMLElement, state: Partial<CellState>): void {
  if (state.value !== undefined) {
    need(".value", cell).textContent = state.value;
    delete cell.dataset["raw"];
  }
  if (state.source !== undefined) cell.dataset["source"] = state.source;
  if (state.seen !== undefined) cell.dataset["seen"] = String(state.seen);
  if (state.map !== undefined) cell.dataset["map"] = state.map;
}

/** Shows what was typed before the server has answered; what the map says is kept beside it. */
export function showTyped(cell: HTMLElement, text: Text): void {
  const before = read(cell);
  if (text !== null) write(cell, { value: text, source: "person", map: before.source === "person" ? before.map : before.value });
  else write(cell, { value: before.map, source: before.map === "" ? "none" : ((cell.dataset["was"] ?? "map") as CellState["source"]) });
}
