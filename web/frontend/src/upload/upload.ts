// Sends files in portions into one batch, then asks what becomes of each; the batch's id is in the address, so that a reload goes on.
import { call, Refusal, Unreachable } from "../api";
import { announce, el, need } from "../dom";
import { say } from "../words";
import { portions, unfit } from "./chunks";
import { chosen, dropped, type Chosen } from "./entries";
import { fill, mark, type FileLine } from "./lines";

interface Batch {
  id: string;
  state: "filling" | "running" | "ending" | "done" | "cancelled";
  total: number;
  counts: Record<string, number>;
  jobs: FileLine[];
}

const API = "/api/batches";
const PAUSE = 3_000;
const SLOWEST = 5_000;
const OVER = new Set(["done", "cancelled"]);

/** A list of files on their way. */
export class Uploads {
  readonly #list: HTMLElement;
  readonly #waiting: HTMLElement;
  readonly #lines = new Map<string, HTMLElement>();
  #queue: Promise<void> = Promise.resolve();
  #unsent = 0;
  #batch = "";
  #tag = "";
  #polling = false;

  constructor(private readonly place: HTMLElement) {
    this.#list = need(".files", place);
    this.#waiting = el("ul", { class: "files" });
    this.#list.before(this.#waiting);
    need(".stop", place).addEventListener("click", () => void this.#cancel());
    addEventListener("beforeunload", (event) => {
      if (this.#unsent > 0) event.preventDefault();
    });
  }

  /** Takes files; they are sent after those that wait already. */
  add(files: Chosen[]): void {
    if (files.length === 0) return;
    this.#shown();
    const fit = files.filter((file) => {
      const why = unfit(file);
      if (why) this.#local(file.name, say("file_refused"), "bad", say(`unfit_${why}`));
      return !why;
    });
    const waiting = fit.map((file) => ({ ...file, line: this.#local(file.name, say("file_waiting"), "") }));
    this.#unsent += waiting.length;
    for (const portion of portions(waiting)) this.#queue = this.#queue.then(() => this.#send(portion));
    this.#queue = this.#queue.then(() => this.#close());
  }

  /** Goes on with a batch that was begun before. */
  follow(batch: string): void {
    this.#shown();
    this.#batch = batch;
    void this.#poll();
  }

  #shown(): void {
    this.place.hidden = false;
    need<HTMLButtonElement>(".stop", this.place).disabled = false;
  }

  #local(name: string, words: string, kind: string, more = ""): HTMLElement {
    const line = el("li", {}, el("span", { class: "name" }, name), el("span", { class: `chip ${kind}` }, words));
    if (more) line.append(el("div", { class: "more" }, more));
    this.#waiting.append(line);
    return line;
  }

  async #send(portion: (Chosen & { line: HTMLElement })[]): Promise<void> {
    for (const one of portion) mark(one.line, say("file_sending"), "info");
    const body = new FormData();
    for (const one of portion) body.append("files", one.file, one.name);
    try {
      await this.#post(body, true);
      for (const one of portion) one.line.remove();
    } catch (error) {
      if (error instanceof Unreachable) {
        for (const one of portion) mark(one.line, say("file_offline"), "warn");
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        return this.#send(portion);
      }
      await this.#refused(portion, error);
      return;
    }
    this.#unsent -= portion.length;
    void this.#poll();
  }

  /** A portion was refused: what is good in it goes by itself. */
  async #refused(portion: (Chosen & { line: HTMLElement })[], error: unknown): Promise<void> {
    const [one] = portion;
    if (portion.length > 1) {
      for (const each of portion) await this.#send([each]);
    } else if (one) {
      this.#unsent -= 1;
      mark(one.line, say("file_refused"), "bad");
      one.line.append(el("div", { class: "more" }, error instanceof Refusal ? error.message : String(error)));
    }
  }

  async #post(body: FormData, more: boolean): Promise<void> {
    body.append("more", more ? "yes" : "no");
    const answer = await call(this.#batch ? `${API}/${this.#batch}/files` : API, { method: "POST", body });
    const batch = (await answer.json()) as Batch;
    if (!this.#batch) {
      this.#batch = batch.id;
      if (this.place.id === "uploads") history.replaceState(null, "", `${location.pathname}?batch=${batch.id}`);
    }
    this.#show(batch);
  }

  /** Tells that no more files come. */
  async #close(): Promise<void> {
    if (this.#unsent > 0 || !this.#batch) return;
    try {
      await this.#post(new FormData(), false);
      void this.#poll();
    } catch (error) {
      if (!(error instanceof Unreachable)) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await this.#close();
    }
  }

  async #cancel(): Promise<void> {
    this.#queue = Promise.resolve();
    this.#unsent = 0;
    this.#waiting.replaceChildren();
    if (this.#batch) this.#show((await (await call(`${API}/${this.#batch}/cancel`, { method: "POST" })).json()) as Batch);
  }

  async #poll(): Promise<void> {
    if (this.#polling) return;
    this.#polling = true;
    for (let pause = 700; ; pause = Math.min(SLOWEST, pause * 1.3)) {
      const batch = await this.#ask();
      if (batch) this.#show(batch);
      if (batch && OVER.has(batch.state)) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.#polling = false;
  }

  /** Asks how far the batch is; nothing where that has not changed, or nobody answers. */
  async #ask(): Promise<Batch | undefined> {
    try {
      const headers = new Headers(this.#tag ? { "If-None-Match": this.#tag } : {});
      const answer = await fetch(`${API}/${this.#batch}`, { headers, credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) return undefined;
      this.#tag = answer.headers.get("ETag") ?? "";
      return (await answer.json()) as Batch;
    } catch {
      return undefined;
    }
  }

  #show(batch: Batch): void {
    for (const job of batch.jobs) {
      let line = this.#lines.get(job.name);
      if (!line) {
        line = el("li");
        this.#lines.set(job.name, line);
        this.#list.append(line);
      }
      fill(line, job);
    }
    const over = OVER.has(batch.state);
    const progress = need<HTMLProgressElement>("progress", this.place);
    const done = (batch.counts["done"] ?? 0) + (batch.counts["failed"] ?? 0);
    progress.max = Math.max(1, batch.total + this.#unsent);
    progress.value = over ? progress.max : done * 0.9;
    const sum = need(".sum", this.place);
    sum.textContent = say(`batch_${batch.state}`, { done, total: batch.total + this.#unsent });
    if (!over) return;
    this.#batch = "";
    this.#tag = "";
    need<HTMLButtonElement>(".stop", this.place).disabled = true;
    announce(sum.textContent);
  }
}

/** Takes drops anywhere on the page, and files from the page's own buttons. */
export function takeFiles(): void {
  let uploads: Uploads | undefined;
  const open = (): Uploads => (uploads ??= new Uploads(document.getElementById("uploads") ?? tray()));
  for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file][data-upload]")) {
    input.addEventListener("change", () => {
      open().add([...(input.files ?? [])].map(chosen));
      input.value = "";
    });
  }
  const before = document.getElementById("uploads") ? new URLSearchParams(location.search).get("batch") : null;
  if (before) open().follow(before);
  const veil = el("div", { class: "dropveil", hidden: "" }, say("drop_here"));
  document.body.append(veil);
  let depth = 0;
  const hasFiles = (event: DragEvent): boolean => (event.dataTransfer?.types.includes("Files") ?? false) && !inOther(event.target);
  const over = (by: number): void => {
    depth = by === 0 ? 0 : Math.max(0, depth + by);
    veil.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => hasFiles(event) && over(1));
  addEventListener("dragleave", (event) => hasFiles(event) && over(-1));
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!event.dataTransfer || !hasFiles(event)) return;
    event.preventDefault();
    over(0);
    void dropped(event.dataTransfer).then((files) => open().add(files));
  });
}

/** Tells whether a file is dropped on another file input than that for maps. */
function inOther(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "file" && !("upload" in target.dataset);
}

/** Makes the list that other pages show in a corner. */
function tray(): HTMLElement {
  const made = el(
    "section",
    { class: "tray card", "aria-label": say("tray") },
    el("div", { class: "line" }, el("strong", {}, say("tray")), el("a", { class: "push", href: "/" }, say("tray_open"))),
    el("progress", { "aria-label": say("tray"), value: "0" }),
    el("p", { class: "sum small muted" }),
    el("ul", { class: "files" }),
    el("button", { class: "button stop", type: "button" }, say("tray_stop")),
  );
  document.body.append(made);
  return made;
}
