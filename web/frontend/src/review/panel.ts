// The panel of one step: the page of that step, put beside the table; its forms are sent from here.
import { piece, Refusal, Unreachable } from "../api";
import { announce, el, need } from "../dom";
import { say } from "../words";

export class Panel {
  #wanted = "";
  #stop: AbortController | undefined;

  constructor(
    private readonly place: HTMLElement,
    private readonly changed: (row: HTMLTableRowElement) => void,
    /** Brings what was typed to the server first; tells whether there was anything. */
    private readonly settled: () => Promise<boolean>,
  ) {
    place.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (form.method !== "post" || event.defaultPrevented) return;
      event.preventDefault();
      void this.#submit(form, event.submitter);
    });
  }

  /** Shows a step. */
  async show(url: string): Promise<void> {
    this.#wanted = url;
    this.#stop?.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.place.setAttribute("aria-busy", "true");
    try {
      this.#take(await piece(url, { signal }), url);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    } finally {
      if (this.#wanted === url) this.place.removeAttribute("aria-busy");
    }
  }

  /** Shows the step again, after something of it changed. */
  async again(): Promise<void> {
    const inside = this.place.contains(document.activeElement);
    if (this.#wanted && !inside) await this.show(this.#wanted);
  }

  async #submit(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const body = new FormData(form, submitter);
    this.place.setAttribute("aria-busy", "true");
    try {
      if (await this.settled()) await this.#renew(form, body);
      this.#take(await piece(form.action, { method: "POST", body }), this.#wanted);
      announce(say("done"));
    } catch (error) {
      this.#tell(error, form);
    } finally {
      this.place.removeAttribute("aria-busy");
    }
  }

  /** The row was just saved: the act is on what stands there now. */
  async #renew(form: HTMLFormElement, body: FormData): Promise<void> {
    const page = await piece(this.#wanted);
    const same = page.querySelector(`form[action="${CSS.escape(form.getAttribute("action") ?? "")}"] input[name=seen]`);
    if (same instanceof HTMLInputElement) body.set("seen", same.value);
  }

  #take(page: Document, url: string): void {
    if (url !== this.#wanted) return;
    const focused = document.activeElement?.id;
    const content = need("#panel-content", page);
    this.place.replaceChildren(...content.childNodes);
    if (focused) this.place.querySelector<HTMLElement>(`#${CSS.escape(focused)}`)?.focus();
    const row = page.querySelector<HTMLTableRowElement>("#fresh-row tr");
    if (row) this.changed(row);
    const counts = page.querySelector("#counts");
    if (counts) document.querySelector("#counts")?.replaceChildren(...counts.childNodes);
  }

  /** Says what went wrong beside the form, whose words stay. */
  #tell(error: unknown, form: HTMLFormElement): void {
    form.querySelector(".note")?.remove();
    form.prepend(el("p", { class: "note bad", role: "alert" }, wordsOf(error)));
  }

  #fail(error: unknown): void {
    this.place.replaceChildren(el("p", { class: "note bad", role: "alert" }, wordsOf(error)));
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return error instanceof Unreachable ? say("save_offline", { waiting: 1 }) : String(error);
}
