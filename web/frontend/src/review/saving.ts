// How edits reach the server, and what the page says about it.
import { Refusal, renewToken, send, waitsFor } from "../api";
import { el, need } from "../dom";
import { say } from "../words";
import { cellAt, read, showTyped, write, type CellState } from "./cell";
import { EditQueue, type Outcome, type Place, type State, type Text, type Theirs } from "./queue";

/** What the server answers to an edit. */
interface Saved extends CellState {
  status: string;
  counts: Record<string, number>;
}

export type OnSaved = (place: Place, saved: Saved) => void;

/** Makes the queue of a page whose SOP is `sop`. */
export function queueFor(sop: string, onSaved: OnSaved): EditQueue {
  const answers = new Map<string, Saved>();
  const id = (place: Place): string => `${place.key}\n${place.field}`;

  async function sendOne(place: Place, value: Text, seen: number): Promise<Outcome> {
    const url = `/api/sops/${encodeURIComponent(sop)}/cells/${encodeURIComponent(place.key || "-")}/${encodeURIComponent(place.field)}`;
    try {
      const answer = await send("PUT", url, { value }, { "If-Match": `"${seen}"` });
      const saved = (await answer.json()) as Saved;
      answers.set(id(place), saved);
      return { kind: "saved", seen: saved.seen };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  const queue: EditQueue = new EditQueue(sendOne, {
    changed: (state, waiting) => tell(state, waiting),
    saved: (place) => {
      const cell = cellAt(place);
      const saved = answers.get(id(place));
      if (cell && saved) {
        write(cell, { seen: saved.seen, map: saved.map });
        if (!queue.pending(place) && !cell.classList.contains("open")) write(cell, { source: saved.source, value: saved.value });
      }
      if (saved) onSaved(place, saved);
    },
    conflict: (place, mine, theirs) => void settle(queue, place, mine, theirs),
    refused: (_place, _mine, words) => {
      need("#save-why").textContent = words;
    },
  });
  guardLeaving(queue);
  need("#save-again").addEventListener("click", () => void renewToken().then(() => queue.flush()));
  return queue;
}

function outcomeOf(error: unknown): Outcome {
  const waits = waitsFor(error);
  if (waits) return { kind: waits };
  if (!(error instanceof Refusal)) throw error;
  const { problem } = error;
  if (problem.status === 412) return { kind: "conflict", theirs: problem.theirs ?? "", map: problem.map ?? "", seen: problem.seen ?? 0 };
  return { kind: "refused", words: error.message };
}

function tell(state: State, waiting: number): void {
  const place = need("#save-state");
  place.dataset["state"] = state;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.textContent = say(`save_${state.replace("-", "_")}`, { time, waiting });
  const stuck = state === "offline" || state === "signed-out" || state === "refused";
  need("#save-again").hidden = !stuck;
  need("#save-why").hidden = state !== "refused";
  need("#save-sign-in").hidden = state !== "signed-out";
}

function guardLeaving(queue: EditQueue): void {
  addEventListener("beforeunload", (event) => {
    if (queue.state !== "saved") {
      void queue.flush();
      event.preventDefault();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && queue.waiting > 0) void queue.flush();
  });
  addEventListener("online", () => void queue.flush());
}

/** Shows mine, theirs and the map's, and lets the person decide; closing the window keeps the conflict open. */
async function settle(queue: EditQueue, place: Place, mine: Text, theirs: Theirs): Promise<void> {
  const cell = cellAt(place);
  const area = el("textarea", { rows: "4", "aria-label": say("conflict_mine") });
  area.value = mine ?? theirs.map;
  const choose = (words: string, value: string, primary = false): HTMLButtonElement => el("button", { class: `button${primary ? " primary" : ""}`, value }, words);
  const column = (title: string, body: Node, button: HTMLButtonElement): HTMLElement => el("div", {}, el("h3", {}, title), body, button);
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", {}, say("conflict_title")),
    el("p", {}, say("conflict_words", { column: cell?.dataset["name"] ?? "" })),
    el(
      "div",
      { class: "three" },
      column(say("conflict_mine"), area, choose(say("conflict_use_mine"), "mine", true)),
      column(say("conflict_theirs"), el("pre", {}, theirs.theirs), choose(say("conflict_use_theirs"), "theirs")),
      column(say("conflict_map"), el("pre", {}, theirs.map), choose(say("conflict_use_map"), "map")),
    ),
    el("button", { class: "button plain", value: "later" }, say("conflict_later")),
  );
  const dialog = el("dialog", { class: "conflict" }, form);
  document.body.append(dialog);
  dialog.showModal();
  const choice = await new Promise<string>((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue)));
  dialog.remove();
  decide(queue, place, choice, area.value, theirs);
  cell?.focus();
}

function decide(queue: EditQueue, place: Place, choice: string, mine: string, theirs: Theirs): void {
  const cell = cellAt(place);
  if (cell) write(cell, { map: theirs.map, seen: theirs.seen });
  if (choice === "theirs") {
    if (cell) write(cell, { value: theirs.theirs, source: theirs.theirs === theirs.map ? read(cell).source : "person" });
    queue.settle(place, undefined, theirs.seen);
  } else if (choice === "map" || choice === "mine") {
    const text = choice === "map" ? null : mine.trim();
    if (cell) showTyped(cell, text);
    queue.settle(place, text, theirs.seen);
  }
}
