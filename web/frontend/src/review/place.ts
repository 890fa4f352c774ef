// The address names the row and the element that are looked at.

export interface Spot {
  step?: string;
  el?: string;
}

export function parsed(hash: string): Spot {
  const found = new URLSearchParams(hash.replace(/^#/, ""));
  const step = found.get("step");
  const element = found.get("el");
  return { ...(step ? { step } : {}), ...(element ? { el: element } : {}) };
}

export function written(spot: Spot): string {
  const made = new URLSearchParams();
  if (spot.step) made.set("step", spot.step);
  if (spot.el) made.set("el", spot.el);
  const text = made.toString();
  return text ? `#${text}` : "";
}

/** Puts a spot into the address without a new entry in the history. */
export function keep(spot: Spot): void {
  history.replaceState(null, "", `${location.pathname}${location.search}${written(spot)}`);
}
