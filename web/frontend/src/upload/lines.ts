// One line a file: how far it is, what it gave, what was found in it.
import { el, need } from "../dom";
import { say } from "../words";

/** A file of a batch; `status` is there when it has come in. */
export interface FileLine {
  name: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  status: "new" | "same" | "revised" | "refused" | null;
  url: string | null;
  findings: { severity: string; message: string; hint: string }[];
  sops: { title: string; url: string }[];
}

const CHIPS: Record<string, string> = { new: "ok", revised: "info", refused: "bad", failed: "bad", running: "info", cancelled: "warn" };
const SHOWN = 3;

/** Changes what a line's mark says. */
export function mark(line: HTMLElement, words: string, kind: string): void {
  const chip = need(".chip", line);
  chip.className = `chip ${kind}`;
  chip.textContent = words;
}

/** Writes a line anew where something has changed. */
export function fill(line: HTMLElement, file: FileLine): void {
  const what = file.status ?? file.state;
  const stamp = `${what} ${file.findings.length} ${file.sops.length}`;
  if (line.dataset["stamp"] === stamp) return;
  line.dataset["stamp"] = stamp;
  const name = file.url ? el("a", { href: file.url }, file.name) : file.name;
  line.replaceChildren(el("span", { class: "name" }, name), el("span", { class: `chip ${CHIPS[what] ?? ""}` }, say(`file_${what}`)));
  const more = el("div", { class: "more" });
  const links = file.sops.map((sop) => el("a", { href: sop.url }, sop.title));
  if (links.length > 0) more.append(say("file_sops"), " ", ...links.flatMap((link, at) => (at > 0 ? [", ", link] : [link])));
  for (const finding of file.findings.slice(0, SHOWN)) more.append(el("div", { class: finding.severity }, `${finding.message} ${finding.hint}`.trim()));
  if (file.findings.length > SHOWN) more.append(el("div", {}, say("file_more", { count: file.findings.length - SHOWN })));
  if (more.childNodes.length > 0) line.append(more);
}
