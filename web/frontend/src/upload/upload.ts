// Sends files in portions, one line a file; what is bad never holds up what is good.
import { call, Refusal, Unreachable } from "../api";
import { announce, el, need } from "../dom";
import { say } from "../words";
import { portions, unfit } from "./chunks";
import { chosen, dropped, type Chosen } from "./entries";

/** What became of one file; a zip gives one for each file in it. */
export interface FileLine {
  name: string;
  status: "new" | "same" | "revised" | "refused";
  url?: string;
  findings: { severity: string; message: string; hint: string }[];
  sops: { title: string; url: string }[];
}

const CHIPS: Record<FileLine["status"], string> = { new: "ok", same: "", revised: "info", refused: "bad" };
const PAUSE = 3_000;
const SHOWN = 3;

/** A list of files on their way. */
export class Uploads {
  readonly #list: HTMLElement;
  readonly #progress: HTMLProgressElement;
  readonly #sum: HTMLElement;
  #queue: Promise<void> = Promise.resolve();
  #total = 0;
  #done = 0;
  #stopped = false;
  readonly #counts = new Map<string, number>();

  constructor(private readonly place: HTMLElement) {
    this.#list = need(".files", place);
    this.#progress = need<HTMLProgressElement>("progress", place);
    this.#sum = need(".sum", place);
    need(".stop", place).addEventListener("click", () => {
      this.#stopped = true;
      need<HTMLButtonElement>(".stop", place).disabled = true;
    });
    addEventListener("beforeunload", (event) => {
      if (this.#done < this.#total && !this.#stopped) event.preventDefault();
    });
  }

  /** Takes files; they are sent after those that wait already. */
  add(files: Chosen[]): void {
    if (files.length === 0) return;
    this.place.hidden = false;
    this.#stopped = false;
    need<HTMLButtonElement>(".stop", this.place).disabled = false;
    this.#total += files.length;
    const fit = files.filter((file) => {
      const why = unfit(file);
      if (why) this.#finish(this.#line(file.name), [refused(file.name, say(`unfit_${why}`))]);
      return !why;
    });
    const waiting = fit.map((file) => ({ ...file, line: this.#line(file.name) }));
    this.#tell();
    for (const portion of portions(waiting)) this.#queue = this.#queue.then(() => this.#send(portion));
    this.#queue = this.#queue.then(() => this.#finished());
  }

  #line(name: string): HTMLElement {
    const line = el("li", {}, el("span", { class: "name" }, name), el("span", { class: "chip" }, say("file_waiting")));
    this.#list.append(line);
    return line;
  }

  async #send(portion: (Chosen & { line: HTMLElement })[]): Promise<void> {
    if (this.#stopped) {
      for (const one of portion) this.#mark(one.line, say("file_stopped"), "warn");
      return;
    }
    for (const one of portion) this.#mark(one.line, say("file_sending"), "info");
    const body = new FormData();
    for (const one of portion) body.append("files", one.file, one.name);
    try {
      const answer = await call("/api/uploads", { method: "POST", body });
      this.#show(portion, ((await answer.json()) as { files: FileLine[] }).files);
    } catch (error) {
      if (error instanceof Unreachable) return this.#again(portion);
      if (portion.length > 1) {
        for (const one of portion) await this.#send([one]);
        return;
      }
      const words = error instanceof Refusal ? error.message : String(error);
      for (const one of portion) this.#finish(one.line, [refused(one.name, words)]);
    }
    this.#tell();
  }

  async #again(portion: (Chosen & { line: HTMLElement })[]): Promise<void> {
    for (const one of portion) this.#mark(one.line, say("file_offline"), "warn");
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return this.#send(portion);
  }

  /** Puts each answer behind the file that it is about. */
  #show(portion: (Chosen & { line: HTMLElement })[], lines: FileLine[]): void {
    for (const one of portion) {
      const own = lines.filter((line) => line.name === one.name || line.name.startsWith(`${one.name}/`) || line.name.startsWith(`${one.name}!`));
      this.#finish(one.line, own.length > 0 ? own : lines.length === 1 && portion.length === 1 ? lines : []);
    }
  }

  #mark(line: HTMLElement, words: string, kind: string): void {
    const chip = need(".chip", line);
    chip.className = `chip ${kind}`;
    chip.textContent = words;
  }

  #finish(line: HTMLElement, lines: FileLine[]): void {
    this.#done += 1;
    const [first] = lines;
    if (lines.length === 1 && first) return this.#fill(line, first);
    this.#mark(line, say("file_holds", { count: lines.length }), "");
    let after: Element = line;
    for (const each of lines) {
      const inner = el("li", { class: "inner" }, el("span", { class: "name" }, each.name), el("span", { class: "chip" }));
      after.after(inner);
      after = inner;
      this.#fill(inner, each);
    }
  }

  #fill(line: HTMLElement, file: FileLine): void {
    this.#counts.set(file.status, (this.#counts.get(file.status) ?? 0) + 1);
    this.#mark(line, say(`file_${file.status}`), CHIPS[file.status]);
    if (file.url) need(".name", line).replaceChildren(el("a", { href: file.url }, file.name));
    const more = el("div", { class: "more" });
    const links = file.sops.map((sop) => el("a", { href: sop.url }, sop.title));
    if (links.length > 0) more.append(say("file_sops"), " ", ...links.flatMap((link, at) => (at ? [", ", link] : [link])));
    for (const finding of file.findings.slice(0, SHOWN)) more.append(el("div", { class: finding.severity }, `${finding.message} ${finding.hint}`.trim()));
    if (file.findings.length > SHOWN) more.append(el("div", {}, say("file_more", { count: file.findings.length - SHOWN })));
    if (more.childNodes.length > 0) line.append(more);
  }

  #tell(): void {
    this.#progress.max = this.#total;
    this.#progress.value = this.#done;
    const parts = [...this.#counts].map(([status, count]) => `${say(`file_${status}`)}: ${count}`);
    this.#sum.textContent = [say("files_done", { done: this.#done, total: this.#total }), ...parts].join(" · ");
  }

  #finished(): void {
    this.#tell();
    if (this.#done < this.#total) return;
    announce(this.#sum.textContent ?? "");
    need<HTMLButtonElement>(".stop", this.place).disabled = true;
    this.place.dispatchEvent(new CustomEvent("uploaded", { bubbles: true }));
  }
}

function refused(name: string, words: string): FileLine {
  return { name, status: "refused", findings: [{ severity: "error", message: words, hint: "" }], sops: [] };
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
  const veil = el("div", { class: "dropveil", hidden: "" }, say("drop_here"));
  document.body.append(veil);
  let depth = 0;
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
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

/** Makes the list that other pages show in a corner. */
function tray(): HTMLElement {
  const made = el(
    "section",
    { class: "tray card", "aria-label": say("tray") },
    el("div", { class: "line" }, el("strong", {}, say("tray")), el("a", { class: "push", href: "/" }, say("tray_open"))),
    el("progress", { "aria-label": say("tray") }),
    el("p", { class: "sum small muted" }),
    el("ul", { class: "files" }),
    el("button", { class: "button stop", type: "button" }, say("tray_stop")),
  );
  document.body.append(made);
  return made;
}
