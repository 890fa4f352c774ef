// A map on the screen, whoever draws it.
import type { Spot } from "./nearest";

/** What a badge on an element says; the title is for a pointer that rests on it. */
export interface Badge {
  element: string;
  text: string;
  kind: "no" | "finding" | "comment";
  title?: string;
}

export interface MapView {
  /** The elements drawn, in no order; labels, pools and lanes left out. */
  elements(): string[];
  /** The shapes that are shown, with their places. */
  spots(): Spot[];
  /** What the map calls an element. */
  name(element: string): string;
  /** Adds a class to elements, and takes it from all others. */
  mark(elements: Iterable<string>, name: string): void;
  badges(badges: Iterable<Badge>): void;
  /** Takes the badges of a kind away. */
  unbadge(kind: Badge["kind"]): void;
  /** Brings elements into view, in their own plane, large enough to read. */
  reveal(elements: string[]): void;
  /** Shows a sub-process that has a plane of its own. */
  enter(scope: string): void;
  zoom(factor: number): void;
  fit(): void;
  onPick(act: (element: string) => void): void;
  /** Picks an element as if it were clicked. */
  pick(element: string): void;
}

/** Where the map's bytes and its picture are, and which of its drawings is meant. */
export interface MapSource {
  bytes: string;
  picture: string;
  /** The collaboration or process whose drawing is shown. */
  map: string;
  /** The sub-process that an SOP is about, or "". */
  scope: string;
  /** The form value that holds the file where the server does not keep it yet, or "". */
  inline: string;
  /** Whether the file has drawing data for it. */
  drawn: boolean;
}

/** Reads a map's place from the attributes of its pane. */
export function sourceOf(pane: HTMLElement): MapSource {
  const data = pane.dataset;
  return {
    bytes: data["bytes"] ?? "",
    picture: data["picture"] ?? "",
    map: data["map"] ?? "",
    scope: data["scope"] ?? "",
    inline: data["inline"] ?? "",
    drawn: data["drawn"] === "yes",
  };
}
