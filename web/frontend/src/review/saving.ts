// How edits reach the server, and what the page says about it.
import { Refusal, renewToken, send, waitsFor } from "../api";
import { el, need } from "../dom";
import { say } from "../words";
import { cellAt, read, showTyped, write, type CellState } from "./cell";
import { EditQueue, worst, type Outcome, type Place, type State, type Text, type Theirs } from "./queue";

/** What the server answers to an edit. */
interface Saved extends CellState {
  status: string;
  counts: Record<string, number>;
}

export type OnSaved = (place: Place, saved: Saved) => void;

/** What waits beside the cells. */
export interface Others {
  readonly state: State;
  readonly waiting: number;
  flush(): Promise<void>;
}

/** Makes the queue of a page whose SOP is `sop`; `others` are told of, and sent, together with the cells. */
export function queueFor(sop: string, onSaved: OnSaved, others: () => Others): EditQueue {
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
    changed: (state, waiting) => tell(worst([state, others().state]), waiting + others().waiting),
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
      tellWhy(words);
    },
  });
  const flush = (): Promise<void> => queue.flush().then(() => others().flush());
  guardLeaving(() => queue.waiting + others().waiting, flush);
  need("#save-again").addEventListener("click", () => void renewToken().then(flush));
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
  const before = place.dataset["state"];
  place.dataset["state"] = state;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.textContent = say(`save_${state.replace("-", "_")}`, { time, waiting });
  const stuck = state === "offline" || state === "signed-out" || state === "refused";
  need("#save-again").hidden = !stuck;
  if (before === "refused" && state !== before) need("#save-why").hidden = true;
  need("#save-sign-in").hidden = state !== "signed-out";
}

/** Says why something was refused; of a cell it stands until that is mended. */
export function tellWhy(words: string): void {
  const place = need("#save-why");
  place.textContent = words;
  place.hidden = false;
}

function guardLeaving(waiting: () => number, flush: () => Promise<void>): void {
  addEventListener("beforeunload", (event) => {
    if (waiting() > 0) {
      void flush();
      event.preventDefault();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting() > 0) void flush();
  });
  addEventListener("online", () => void flush());
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
      column(say("conflict_theirs"), el("pre", {}, theirs.theirs || say("conflict_nothing")), choose(say("conflict_use_theirs"), "theirs")),
      column(say("conflict_map"), el("pre", {}, theirs.map || say("conflict_nothing")), choose(say("conflict_use_map"), "map")),
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
