// The page of a map: the drawing, findings on their elements, and the list beside it.
import { need } from "./dom";
import { openMap } from "./map/open";
import type { Badge } from "./map/view";
import { keep, parsed } from "./review/place";

const pane = need(".mappane[data-map]");
const view = await openMap(pane);
view.badges(JSON.parse(pane.dataset["notes"] ?? "[]") as Badge[]);

function show(element: string, reveal: boolean): void {
  view.mark([element], "hit");
  if (reveal) view.reveal([element]);
  keep({ el: element });
  for (const item of document.querySelectorAll<HTMLElement>("[data-el]")) {
    const here = item.dataset["el"] === element;
    item.classList.toggle("current", here);
    if (here && !reveal) item.scrollIntoView({ block: "nearest" });
  }
}

view.onPick((element) => show(element, false));
document.addEventListener("click", (event) => {
  const element = (event.target as HTMLElement).closest<HTMLElement>("[data-el]")?.dataset["el"];
  if (element) show(element, true);
});
const { el } = parsed(location.hash);
if (el) show(el, true);
document.documentElement.dataset["map"] = "ready";
