// Which rows are shown: all, or those of a status.
import { el } from "../dom";

/** Wires the buttons that filter; a button that is pressed again shows all. */
export function wireFilters(counts: HTMLElement, rows: () => Iterable<HTMLTableRowElement>): () => void {
  let chosen = "";
  const apply = (): void => {
    for (const row of rows()) row.hidden = chosen !== "" && !matches(row, chosen);
    for (const button of counts.querySelectorAll<HTMLButtonElement>("button[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.dataset["filter"] === chosen));
    }
  };
  counts.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("button[data-filter]");
    if (!button) return;
    const name = button.dataset["filter"] ?? "";
    chosen = chosen === name ? "" : name;
    apply();
  });
  return apply;
}

function matches(row: HTMLTableRowElement, name: string): boolean {
  return name === "comments" ? Number(row.dataset["comments"] ?? 0) > 0 : row.dataset["status"] === name;
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
