// Sends files in portions into one batch, then asks what becomes of each. After a reload, and on other pages, what was sent goes on,
// and what was not is named.
import { call, Refusal, renewToken, waitsFor } from "../api";
import { announce, el, need } from "../dom";
import { say } from "../words";
import { portions, unfit } from "./chunks";
import { chosen, dropped, MOST, type Chosen } from "./entries";
import { keepUpload, keptUpload, type Kept } from "./kept";
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

type Waiting = Chosen & { line: HTMLElement };

/** A list of files on their way. */
export class Uploads {
  readonly #list: HTMLElement;
  readonly #waiting: HTMLElement;
  readonly #lines = new Map<string, HTMLElement>();
  #queue: Promise<void> = Promise.resolve();
  readonly #unsent = new Set<Waiting>();
  /** Files of the page before, which only a person can choose again. */
  readonly #lost = new Map<string, HTMLElement>();
  #batch = "";
  #tag = "";
  #polling = false;

  constructor(private readonly place: HTMLElement) {
    this.#list = need(".files", place);
    this.#waiting = el("ul", { class: "files" });
    this.#list.before(this.#waiting);
    need(".stop", place).addEventListener("click", () => void this.#cancel());
    addEventListener("beforeunload", (event) => {
      if (this.#unsent.size > 0) event.preventDefault();
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
    for (const file of files) this.#found(file.name);
    const waiting = fit.map((file) => ({ ...file, line: this.#local(file.name, say("file_waiting"), "") }));
    for (const one of waiting) this.#unsent.add(one);
    if (waiting.length > 0) this.#begun();
    this.#keep();
    for (const portion of portions(waiting)) this.#queue = this.#queue.then(() => this.#send(portion));
    this.#queue = this.#queue.then(() => this.#close());
  }

  /** Goes on with a batch that was begun before: with what was sent of it, for nothing more will be when its page is gone. */
  follow({ batch, unsent }: Kept): void {
    this.#shown();
    for (const name of unsent) this.#lost.set(name, this.#local(name, say("file_unsent"), "warn"));
    if (unsent.length > 0) this.#tellLost(unsent.length);
    this.#batch = batch;
    this.#keep();
    if (!batch) return;
    this.#begun();
    void this.#poll();
    this.#hold(batch, () => void this.#close());
  }

  /** Holds a batch while this page sends; `then` is done when no other page of this browser does. */
  #hold(batch: string, then: () => void = () => undefined): void {
    void navigator.locks?.request(`bpm2sop.batch.${batch}`, () => {
      then();
      return new Promise(() => undefined);
    });
  }

  /** Tells which files the page before has not sent, and lets the person leave them out. */
  #tellLost(count: number): void {
    const leave = el("button", { class: "button", type: "button" }, say("unsent_leave"));
    const told = el("li", { class: "unsent" }, el("span", { class: "name" }, say("unsent", { count })), leave);
    leave.addEventListener("click", () => {
      for (const name of [...this.#lost.keys()]) this.#found(name);
      this.#keep();
    });
    this.#waiting.prepend(told);
  }

  /** Tells that more was dropped than is taken at once. */
  tellCut(): void {
    const words = say("drop_cut", { count: MOST.toLocaleString(document.documentElement.lang) });
    this.#waiting.prepend(el("li", { role: "alert" }, el("span", { class: "name" }, words)));
  }

  /** A file of the page before is chosen again, or left out. */
  #found(name: string): void {
    this.#lost.get(name)?.remove();
    if (this.#lost.delete(name) && this.#lost.size === 0) this.#waiting.querySelector(".unsent")?.remove();
  }

  /** The last answer of the page before was lost: what the server has need not be chosen again, nor a zip that it unpacked. */
  #foundIn(names: string[]): void {
    if (this.#lost.size === 0) return;
    const known = new Set(names);
    for (const name of [...this.#lost.keys()]) {
      if (known.has(name) || (/\.zip$/i.test(name) && names.some((one) => one.startsWith(`${name}/`)))) this.#found(name);
    }
    this.#keep();
  }

  #keep(): void {
    keepUpload({ batch: this.#batch, unsent: [...this.#lost.keys(), ...[...this.#unsent].map((one) => one.name)] });
  }

  #shown(): void {
    this.place.hidden = false;
  }

  /** Shows how far it is, once something has been sent. */
  #begun(): void {
    need<HTMLButtonElement>(".stop", this.place).disabled = false;
    need("progress", this.place).hidden = false;
  }

  #local(name: string, words: string, kind: string, more = ""): HTMLElement {
    const line = el("li", {}, el("span", { class: "name" }, name), el("span", { class: `chip ${kind}` }, words));
    if (more) line.append(el("div", { class: "more" }, more));
    this.#waiting.append(line);
    return line;
  }

  async #send(files: Waiting[]): Promise<void> {
    const portion = files.filter((one) => this.#unsent.has(one));
    if (portion.length === 0) return;
    for (const one of portion) mark(one.line, say("file_sending"), "info");
    const body = new FormData();
    for (const one of portion) body.append("files", one.file, one.name);
    try {
      await this.#post(body, true);
    } catch (error) {
      if (await this.#later(error, portion)) return this.#send(portion);
      return this.#refused(portion, error);
    }
    for (const one of portion) one.line.remove();
    this.#sent(portion);
    void this.#poll();
  }

  #sent(portion: Waiting[]): void {
    for (const one of portion) this.#unsent.delete(one);
    this.#keep();
  }

  /** Waits for what is missing, the connection or a session, and tells so; tells whether to try again. */
  async #later(error: unknown, portion: Waiting[] = []): Promise<boolean> {
    if (error instanceof Refusal && error.problem.code === "batch-closed") {
      // It was taken as complete while nothing could be sent: the rest is a batch of its own.
      const batch = await this.#ask();
      if (batch) this.#show(batch);
      this.#batch = this.#tag = "";
      return portion.length > 0;
    }
    const waits = waitsFor(error);
    if (!waits) return false;
    for (const one of portion) mark(one.line, say(`file_${waits.replace("-", "_")}`), "warn");
    if (waits === "signed-out") this.#askIn();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (waits === "signed-out") await renewToken("/upload");
    return true;
  }

  /** Says that somebody must sign in, and where. */
  #askIn(): void {
    const way = el("a", { href: "/sign-in", target: "_blank", rel: "noopener" }, say("sign_in"));
    const sum = need(".sum", this.place);
    if (!sum.querySelector("a")) sum.replaceChildren(say("batch_signed_out"), " ", way);
  }

  /** A portion was refused: what is good in it goes by itself. */
  async #refused(portion: Waiting[], error: unknown): Promise<void> {
    const [one] = portion;
    if (portion.length > 1) {
      for (const each of portion) await this.#send([each]);
    } else if (one) {
      this.#sent(portion);
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
      this.#hold(batch.id);
      if (this.place.id === "uploads") history.replaceState(null, "", `${location.pathname}?batch=${batch.id}`);
    }
    this.#show(batch);
  }

  /** Tells that no more files come. */
  async #close(): Promise<void> {
    if (this.#unsent.size > 0 || !this.#batch) return;
    try {
      await this.#post(new FormData(), false);
      void this.#poll();
    } catch (error) {
      if (await this.#later(error)) await this.#close();
    }
  }

  async #cancel(): Promise<void> {
    this.#forget();
    this.#keep();
    if (this.#batch) this.#show((await (await call(`${API}/${this.#batch}/cancel`, { method: "POST" })).json()) as Batch);
  }

  #forget(): void {
    this.#queue = Promise.resolve();
    this.#unsent.clear();
    this.#lost.clear();
    this.#waiting.replaceChildren();
  }

  async #poll(): Promise<void> {
    if (this.#polling) return;
    this.#polling = true;
    for (let pause = 700; ; pause = Math.min(SLOWEST, pause * 1.3)) {
      const batch = await this.#ask();
      if (batch) this.#show(batch);
      if (!this.#batch) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.#polling = false;
  }

  /** Asks how far the batch is; nothing where that has not changed, or nobody answers. */
  async #ask(): Promise<Batch | undefined> {
    const asked = this.#batch;
    try {
      const headers = new Headers(this.#tag ? { "If-None-Match": this.#tag } : {});
      const answer = await fetch(`${API}/${asked}`, { headers, credentials: "same-origin", cache: "no-store" });
      if (asked !== this.#batch) return undefined;
      if (answer.status === 404) {
        this.#batch = "";
        this.#keep();
      }
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
    this.#foundIn(batch.jobs.map((job) => job.name));
    const over = OVER.has(batch.state);
    const progress = need<HTMLProgressElement>("progress", this.place);
    const done = (batch.counts["done"] ?? 0) + (batch.counts["failed"] ?? 0);
    progress.max = Math.max(1, batch.total + this.#unsent.size);
    progress.value = over ? progress.max : done * 0.9;
    const sum = need(".sum", this.place);
    sum.textContent = say(`batch_${batch.state}`, { done, total: batch.total + this.#unsent.size });
    if (!over || batch.id !== this.#batch) return;
    if (batch.state === "cancelled") this.#forget();
    this.#batch = "";
    this.#tag = "";
    this.#keep();
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
  const before = begun();
  if (before.batch || before.unsent.length > 0) open().follow(before);
  const veil = el("div", { class: "dropveil", role: "status", hidden: "" }, say("drop_here"));
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
    void dropped(event.dataTransfer).then(({ files, cut }) => {
      open().add(files);
      if (cut) open().tellCut();
    });
  });
}

/** Gives the upload that was begun before: the one that the address names, or this tab's own. */
function begun(): Kept {
  const named = document.getElementById("uploads") ? new URLSearchParams(location.search).get("batch") : null;
  const kept = keptUpload();
  return !named || named === kept.batch ? kept : { batch: named, unsent: kept.batch ? [] : kept.unsent };
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
    el("progress", { "aria-label": say("tray"), value: "0", hidden: "" }),
    el("p", { class: "sum small muted" }),
    el("ul", { class: "files" }),
    el("button", { class: "button stop", type: "button", disabled: "" }, say("tray_stop")),
  );
  document.body.append(made);
  return made;
}
