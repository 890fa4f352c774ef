// The panel of one step: the page of that step, put beside the table; its forms are sent from here.
import { piece, Refusal, Unreachable } from "../api";
import { announce, el, need } from "../dom";
import { say } from "../words";
import { type Act, Acts } from "./acts";

export interface PanelHooks {
  /** A row is as it stands now. */
  changed(row: HTMLTableRowElement): void;
  counted(counts: Element): void;
  /** Brings what was typed to the server first; tells whether there was anything. */
  settled(): Promise<boolean>;
  /** Acts wait, or wait no more. */
  waits(): void;
  refused(words: string): void;
}

export class Panel {
  #wanted = "";
  #shown = "";
  #stop: AbortController | undefined;
  #busy: Promise<void> = Promise.resolve();
  /** Words typed in forms and not sent, by the step's page and the field. */
  readonly #drafts = new Map<string, string>();
  readonly acts = new Acts((act) => this.#carryOut(act), {
    changed: () => this.hooks.waits(),
    refused: (act, error) => this.hooks.refused([wordsOf(error), act.body.get("text") ?? ""].join(" ").trim()),
  });

  constructor(
    private readonly place: HTMLElement,
    private readonly hooks: PanelHooks,
  ) {
    place.addEventListener("input", (event) => {
      if (event.target instanceof HTMLTextAreaElement) this.#drafts.set(`${this.#shown} ${event.target.id}`, event.target.value);
    });
    addEventListener("online", () => this.#wanted !== this.#shown && void this.show(this.#wanted));
    place.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method !== "post" || event.defaultPrevented) return;
      event.preventDefault();
      this.#busy = this.#submit(form, event.submitter);
    });
  }

  /** Waits until what was asked for is shown, and what was sent is answered. */
  async idle(): Promise<void> {
    for (let waited: Promise<void> | undefined; waited !== this.#busy; ) {
      waited = this.#busy;
      await waited;
    }
  }

  /** Shows a step. */
  show(url: string): Promise<void> {
    this.#busy = this.#load(url);
    return this.#busy;
  }

  async #load(url: string): Promise<void> {
    this.#wanted = url;
    // Nothing of the step before can be pressed as if it were this one's.
    this.place.inert = url !== this.#shown;
    this.#stop?.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.place.setAttribute("aria-busy", "true");
    try {
      this.#take(await piece(url, { signal }), url);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      if (this.#wanted === url) {
        this.place.removeAttribute("aria-busy");
        this.place.inert = false;
      }
    }
  }

  /** Shows the step again, after something of it changed. */
  async again(): Promise<void> {
    const inside = this.place.contains(document.activeElement);
    if (this.#wanted && !inside) await this.show(this.#wanted);
  }

  async #submit(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const act: Act = { url: this.#wanted, action: form.action, body: new FormData(form, submitter), renew: false };
    this.place.setAttribute("aria-busy", "true");
    try {
      await this.#carryOut(act);
      announce(say("done"));
    } catch (error) {
      if (this.acts.put(act, error)) this.#tellWaiting(form, String(act.body.get("text") ?? ""));
      else this.#tell(error, form);
    } finally {
      this.place.removeAttribute("aria-busy");
    }
  }

  async #carryOut(act: Act): Promise<void> {
    act.renew = (await this.hooks.settled()) || act.renew;
    if (act.renew) await this.#renew(act);
    act.body.set("csrf_token", document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "");
    const page = await piece(act.action, { method: "POST", body: act.body });
    for (const [key, words] of this.#drafts) if (words.trim() === String(act.body.get("text") ?? "").trim()) this.#drafts.delete(key);
    this.#take(page, act.url);
  }

  /** The row was just saved: the act is on what stands there now. */
  async #renew(act: Act): Promise<void> {
    const page = await piece(act.url);
    const action = act.action.slice(location.origin.length);
    const same = page.querySelector(`form[action="${CSS.escape(action)}"] input[name=seen]`);
    if (same instanceof HTMLInputElement) act.body.set("seen", same.value);
  }

  /** Takes the row and the counts of an answer, and its step if the person is still there. */
  #take(page: Document, url: string): void {
    if (url === this.#wanted) {
      const focused = document.activeElement?.id;
      this.place.replaceChildren(...need("#panel-content", page).childNodes);
      this.#shown = url;
      for (const area of this.place.querySelectorAll("textarea")) area.value ||= this.#drafts.get(`${url} ${area.id}`) ?? "";
      if (focused) this.place.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus();
    }
    const row = page.querySelector<HTMLTableRowElement>("#fresh-row tr");
    if (row) this.hooks.changed(row);
    const counts = page.querySelector("#counts");
    if (counts) this.hooks.counted(counts);
  }

  /** Says what went wrong beside the form, whose words stay. */
  #tell(error: unknown, form: HTMLFormElement): void {
    form.querySelector(".note")?.remove();
    form.prepend(el("p", { class: "note bad", role: "alert" }, wordsOf(error)));
  }

  /** Says beside the form that what was sent waits, and what it was; the same cannot be sent twice. */
  #tellWaiting(form: HTMLFormElement, text: string): void {
    form.querySelector(".note")?.remove();
    form.prepend(el("p", { class: "note warn", role: "status" }, [say("act_waits"), text].join(" ").trim()));
    const area = form.querySelector("textarea");
    if (!area) for (const button of form.querySelectorAll("button")) button.disabled = true;
    else area.value = "";
    if (area) this.#drafts.delete(`${this.#shown} ${area.id}`);
  }

  #fail(error: unknown): void {
    this.#shown = "";
    this.place.replaceChildren(el("p", { class: "note bad", role: "alert" }, wordsOf(error)));
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return error instanceof Unreachable ? say("not_reached") : String(error);
}
