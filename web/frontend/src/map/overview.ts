// The small map in the corner: there while a part of the map is out of view, so that it lies over nothing that is shown whole.
import type Canvas from "diagram-js/lib/core/Canvas";
import type EventBus from "diagram-js/lib/core/EventBus";

/** What of the small map is used here. */
export interface Minimap {
  isOpen(): boolean;
  toggle(open: boolean): void;
}

/** Opens and closes the small map, until a person does by its button or its own cross: then that holds. `suits` where it helps more than it costs. */
export function wireOverview(minimap: Minimap, canvas: Canvas, bus: EventBus, button: HTMLElement | null, suits: boolean): void {
  let chosen = false;
  let ours = false;
  const show = (open: boolean): void => {
    ours = true;
    minimap.toggle(open);
    ours = false;
  };
  bus.on("minimap.toggle", ({ open }: { open: boolean }) => {
    chosen ||= !ours;
    button?.setAttribute("aria-pressed", String(open));
  });
  bus.on("canvas.viewbox.changed", () => {
    if (!chosen) show(suits && !whole(canvas));
  });
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => minimap.toggle(!minimap.isOpen()));
}

/** Tells whether all of the map is in view; a pixel more or less is not seen. */
function whole(canvas: Canvas): boolean {
  const { x, y, width, height, inner, scale } = canvas.viewbox();
  const near = 1 / scale;
  const across = inner.x >= x - near && inner.x + inner.width <= x + width + near;
  return across && inner.y >= y - near && inner.y + inner.height <= y + height + near;
}
