// The divider between map and table: moved by pointer and keys, remembered; below 900 px tabs take its place.
import { need, remember, remembered } from "../dom";

const LEAST = 15;
const MOST = 85;
const STEP = 4;

type Layout = "side" | "stack";

export function wireSplit(work: HTMLElement, resized: () => void): void {
  const divider = need(".divider", work);
  const layout = (): Layout => (getComputedStyle(work).getPropertyValue("--layout").trim() === "side" ? "side" : "stack");

  const chosen = remembered("layout");
  if (chosen === "side" || chosen === "stack") work.dataset["layout"] = chosen;
  const set = (share: number): void => {
    const kept = Math.max(LEAST, Math.min(MOST, share));
    work.style.setProperty("--share", `${kept}%`);
    divider.setAttribute("aria-valuenow", String(Math.round(kept)));
    remember(`share.${layout()}`, String(kept));
    resized();
  };
  const restore = (): void => {
    divider.setAttribute("aria-orientation", layout() === "side" ? "vertical" : "horizontal");
    const share = Number(remembered(`share.${layout()}`) ?? Number.NaN);
    if (Number.isFinite(share)) set(share);
    else work.style.removeProperty("--share");
  };
  restore();
  wireKeys(divider, layout, set);
  wirePointer(work, divider, layout, set);
  need("[data-layout-turn]").addEventListener("click", () => {
    const next: Layout = layout() === "side" ? "stack" : "side";
    work.dataset["layout"] = next;
    remember("layout", next);
    restore();
    resized();
  });
}

function wireKeys(divider: HTMLElement, layout: () => Layout, set: (share: number) => void): void {
  divider.addEventListener("keydown", (event) => {
    const now = Number(divider.getAttribute("aria-valuenow"));
    const [less, more] = layout() === "side" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const goal = event.key === less ? now - STEP : event.key === more ? now + STEP : event.key === "Home" ? LEAST : event.key === "End" ? MOST : undefined;
    if (goal === undefined) return;
    event.preventDefault();
    set(goal);
  });
}

function wirePointer(work: HTMLElement, divider: HTMLElement, layout: () => Layout, set: (share: number) => void): void {
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const box = work.getBoundingClientRect();
      set(layout() === "side" ? ((moved.clientX - box.left) / box.width) * 100 : ((moved.clientY - box.top) / box.height) * 100);
    };
    divider.addEventListener("pointermove", move);
    divider.addEventListener("lostpointercapture", () => divider.removeEventListener("pointermove", move), { once: true });
  });
}

/** Shows one pane at a time on a narrow screen. */
export function wireTabs(work: HTMLElement, resized: () => void): (name: string) => void {
  const tabs = [...document.querySelectorAll<HTMLButtonElement>("[role=tab][data-pane]")];
  const show = (name: string): void => {
    work.dataset["pane"] = name;
    for (const tab of tabs) {
      const here = tab.dataset["pane"] === name;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    }
    resized();
  };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => show(tab.dataset["pane"] ?? ""));
    tab.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = by && tabs[(at + by + tabs.length) % tabs.length];
      if (!next) return;
      next.focus();
      show(next.dataset["pane"] ?? "");
    });
  }
  return show;
}
