// The page of a revision: both maps, what was added, changed and removed coloured, a row of the list bringing its element up.
import { openMap } from "./map/open";
import type { MapView } from "./map/view";

const KINDS = ["added", "changed", "removed"] as const;
const views = new Map<string, MapView>();

async function open(pane: HTMLElement): Promise<void> {
  const view = await openMap(pane);
  for (const kind of KINDS) view.mark(JSON.parse(pane.dataset[kind] ?? "[]") as string[], `is-${kind}`);
  views.set(pane.dataset["side"] ?? "", view);
}

await Promise.all([...document.querySelectorAll<HTMLElement>(".mappane[data-map]")].map(open));

document.addEventListener("click", (event) => {
  const item = (event.target as HTMLElement).closest<HTMLElement>("[data-old], [data-new]");
  if (!item) return;
  for (const side of ["old", "new"] as const) {
    const elements = JSON.parse(item.dataset[side] ?? "[]") as string[];
    views.get(side)?.mark(elements, "hit");
    views.get(side)?.reveal(elements);
  }
});
document.documentElement.dataset["map"] = "ready";
