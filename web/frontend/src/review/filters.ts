// Which rows are shown: all, or those of a status.
import { el } from "../dom";

/** Wires the buttons that filter; a button that is pressed again shows all.
 *
 * What is given brings the rows up to date: one that no longer fits goes when the person has left it, not from under their hands. */
export function wireFilters(counts: HTMLElement, rows: () => Iterable<HTMLTableRowElement>): () => void {
  let chosen = "";
  const apply = (pressed = false): void => {
    for (const row of rows()) {
      const here = !pressed && !row.hidden && row.classList.contains("current");
      row.hidden = chosen !== "" && !matches(row, chosen) && !here;
    }
    for (const button of counts.querySelectorAll<HTMLButtonElement>("button[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.dataset["filter"] === chosen));
    }
  };
  counts.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-filter]");
    if (!button) return;
    const name = button.dataset["filter"] ?? "";
    chosen = chosen === name ? "" : name;
    apply(true);
  });
  return () => apply();
}

function matches(row: HTMLTableRowElement, name: string): boolean {
  return name === "comments" ? Number(row.dataset["comments"] ?? 0) > 0 : row.dataset["status"] === name;
}

/** Reads the counts of other buttons. */
export function countsOf(counts: Element): Record<string, number> {
  const buttons = [...counts.querySelectorAll<HTMLElement>("button[data-filter]")];
  return Object.fromEntries(buttons.map((one) => [one.dataset["filter"] ?? "", Number(one.querySelector("b")?.textContent ?? 0)]));
}

/** Writes new counts on the buttons. */
export function recount(counts: HTMLElement, numbers: Record<string, number>): void {
  for (const button of counts.querySelectorAll<HTMLButtonElement>("button[data-filter]")) {
    const count = numbers[button.dataset["filter"] ?? ""];
    if (count === undefined) continue;
    const place = button.querySelector("b") ?? button.appendChild(el("b"));
    place.textContent = String(count);
    button.classList.toggle("none", count === 0);
  }
}
