// Opens a map in its pane: bpmn-js where the file has a drawing, our own picture where it has none or cannot be drawn.
import { announce, el, need } from "../dom";
import { say } from "../words";
import { nearest } from "./nearest";
import { Notes } from "./notes";
import type { MapView } from "./view";
import { sourceOf } from "./view";

/** Draws the map of a pane and wires the pane's buttons. */
export async function openMap(pane: HTMLElement): Promise<MapView> {
  const canvas = need(".canvas", pane);
  await visible(pane);
  const source = sourceOf(pane);
  pane.setAttribute("aria-busy", "true");
  try {
    const notes = new Notes(pane);
    const view = await drawn(canvas, source, notes);
    wire(pane, view);
    wireKeys(canvas, view);
    view.onPick((element) => notes.show(element, view));
    return view;
  } finally {
    pane.removeAttribute("aria-busy");
    need(".loading", pane).hidden = true;
  }
}

/** Waits until a pane has a size: behind a tab there is nothing to draw on. */
function visible(pane: HTMLElement): Promise<void> {
  if (pane.clientWidth > 0 && pane.clientHeight > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const watch = new ResizeObserver(() => {
      if (pane.clientWidth === 0 || pane.clientHeight === 0) return;
      watch.disconnect();
      resolve();
    });
    watch.observe(pane);
  });
}

async function drawn(canvas: HTMLElement, source: ReturnType<typeof sourceOf>, notes: Notes): Promise<MapView> {
  if (source.drawn) {
    try {
      const { openBpmn } = await import("./bpmn");
      return await openBpmn(canvas, source, notes);
    } catch (error) {
      // A file that the viewer cannot draw is still shown.
      console.warn(error);
      canvas.replaceChildren();
    }
  }
  try {
    const { openPicture } = await import("./picture");
    return await openPicture(canvas, source, notes);
  } catch (error) {
    canvas.replaceChildren(el("p", { class: "empty", role: "alert" }, say("map_failed")));
    throw error;
  }
}

function wire(pane: HTMLElement, view: MapView): void {
  const acts: Record<string, () => void> = {
    in: () => view.zoom(1.25),
    out: () => view.zoom(0.8),
    fit: () => view.fit(),
  };
  for (const button of pane.querySelectorAll<HTMLButtonElement>("[data-zoom]")) {
    button.disabled = false;
    button.addEventListener("click", () => acts[button.dataset["zoom"] ?? ""]?.());
  }
}

/** Arrows lead from shape to shape, Enter picks one. */
function wireKeys(canvas: HTMLElement, view: MapView): void {
  let at = "";
  canvas.addEventListener("keydown", (event) => {
    const own = event.target instanceof Element && event.target.matches("svg, .sheet");
    if (!own || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && at) view.pick(at);
    const next = nearest(view.spots(), at, event.key);
    if (!next) return;
    event.preventDefault();
    at = next.id;
    view.mark([at], "is-here");
    view.reveal([at]);
    announce(view.name(at));
  });
}
