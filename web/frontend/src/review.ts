// The review page: table and map in step, editing in place, the panel of a step. The table works before the map is drawn.
import { announce, need, typing } from "./dom";
import { openMap } from "./map/open";
import type { Badge, MapView } from "./map/view";
import { Aim } from "./review/aim";
import { cellAt, read, showTyped, typed } from "./review/cell";
import { Editor } from "./review/editing";
import { countsOf, recount, wireFilters } from "./review/filters";
import { Grid } from "./review/grid";
import { Panel } from "./review/panel";
import { keep, parsed } from "./review/place";
import { queueFor, tellWhy } from "./review/saving";
import { wireSplit, wireTabs } from "./review/split";
import { Tracing, type Row } from "./review/tracing";
import { History, type Change } from "./review/undo";
import { say } from "./words";

const OPEN = new Set(["fresh", "new", "edited", "suspect", "conflict"]);

class Review {
  readonly #work = need("#work");
  readonly #table = need<HTMLTableElement>("#steps");
  readonly #counts = need("#counts");
  readonly #history = new History();
  readonly #aim = new Aim();
  readonly #queue = queueFor(
    this.#work.dataset["sop"] ?? "",
    (place, saved) => {
      const row = this.#rowOf(place.key);
      if (row && saved.status) this.#status(row, saved.status);
      if (place.field === "title") need("h1").textContent = saved.value;
      recount(this.#counts, saved.counts);
      this.#filtered();
      void this.#panel.again();
    },
    () => this.#panel.acts,
  );
  readonly #editor = new Editor(this.#queue, this.#history, () => this.#buttons(), this.#aim);
  readonly #panel = new Panel(need("#panel"), {
    changed: (row) => this.#replace(row),
    counted: (counts) => {
      recount(this.#counts, countsOf(counts));
      this.#markRemarks(counts.getAttribute("data-remarks") ?? "[]");
    },
    settled: async () => {
      this.#editor.close();
      const waiting = this.#queue.waiting > 0;
      await this.#queue.flush();
      return waiting;
    },
    waits: () => this.#queue.tell(),
    refused: (words) => tellWhy(words),
  });
  readonly #grid = new Grid(this.#table, { entered: (row) => this.#entered(row), open: (cell) => this.#editor.open(cell) }, this.#aim);
  #tracing = new Tracing(this.#rows());
  #filtered: () => void = () => undefined;
  /** The rows from which arrows were followed. */
  #trail: string[] = [];
  #map: MapView | undefined;
  #showTab: (name: string) => void = () => undefined;
  #quiet = false;
  #turn: Promise<void> = Promise.resolve();

  start(): void {
    wireSplit(this.#work, () => this.#resized());
    this.#showTab = wireTabs(this.#work, () => this.#resized());
    this.#filtered = wireFilters(this.#counts, () => this.#allRows());
    this.#wireHead();
    this.#wireButtons();
    addEventListener("keydown", (event) => this.#written(event), { capture: true });
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => this.#goToAddress());
    this.#goToAddress();
    document.documentElement.dataset["table"] = "ready";
    void this.#drawMap();
  }

  *#rows(): Iterable<Row> {
    for (const row of this.#allRows()) {
      yield {
        key: row.dataset["key"] ?? "",
        no: row.dataset["no"] ?? "",
        elements: JSON.parse(row.dataset["elements"] ?? "[]") as string[],
        via: JSON.parse(row.dataset["via"] ?? "[]") as string[],
      };
    }
  }

  #allRows(): NodeListOf<HTMLTableRowElement> {
    return this.#table.querySelectorAll<HTMLTableRowElement>("tr[data-key]");
  }

  #rowOf(key: string): HTMLTableRowElement | null {
    return this.#table.querySelector<HTMLTableRowElement>(`tr[data-key="${CSS.escape(key)}"]`);
  }

  async #drawMap(): Promise<void> {
    const pane = document.querySelector<HTMLElement>(".mappane[data-map]");
    if (!pane) return;
    const view = await openMap(pane);
    this.#map = view;
    const badges: Badge[] = [...this.#tracing.badges()].map(([element, no]) => ({ element, text: no, kind: "no" }));
    view.badges([...badges, ...(JSON.parse(pane.dataset["notes"] ?? "[]") as Badge[])]);
    this.#markRemarks();
    view.mark(JSON.parse(pane.dataset["unrowed"] ?? "[]") as string[], "unrowed");
    this.#markStatuses();
    view.onPick((element) => this.#picked(element));
    const spot = parsed(location.hash);
    if (spot.step) this.#show(spot.step, true);
    else if (spot.el) this.#picked(spot.el);
    document.documentElement.dataset["map"] = "ready";
  }

  /** Marks the elements on which comments wait; given what a later answer tells, by that. */
  #markRemarks(fresh?: string): void {
    const pane = need("#mappane");
    if (fresh !== undefined && fresh === pane.dataset["remarks"]) return;
    pane.dataset["remarks"] = fresh ?? pane.dataset["remarks"] ?? "[]";
    this.#map?.unbadge("comment");
    this.#map?.badges(JSON.parse(pane.dataset["remarks"]) as Badge[]);
  }

  #markStatuses(): void {
    const suspect = [...this.#allRows()].filter((row) => row.dataset["status"] === "suspect" || row.dataset["status"] === "conflict");
    this.#map?.mark(suspect.flatMap((row) => this.#tracing.row(row.dataset["key"] ?? "")?.elements ?? []), "is-suspect");
  }

  /** A row took the focus: mark its elements, show its panel, name it in the address. */
  #entered(row: HTMLTableRowElement): void {
    const key = row.dataset["key"] ?? "";
    this.#show(key, !this.#quiet);
    keep({ step: key });
    this.#filtered();
    void this.#panel.show(row.dataset["url"] ?? "");
  }

  #show(key: string, reveal: boolean): void {
    const row = this.#tracing.row(key);
    if (!row || !this.#map) return;
    this.#map.mark([...row.elements, ...row.via], "hit");
    if (reveal) this.#map.reveal(row.elements);
  }

  /** An element was picked on the map: go to its row, or say why it has none. */
  #picked(element: string): void {
    const row = this.#tracing.owner(element);
    const target = row && this.#rowOf(row.key);
    if (target) {
      target.hidden = false;
      this.#quiet = true;
      this.#grid.go(target, 1, false);
      this.#quiet = false;
      keep({ step: row.key, el: element });
      return;
    }
    this.#map?.mark([element], "hit");
    keep({ el: element });
    const listed = document.querySelector<HTMLElement>(`#unrowed [data-el="${CSS.escape(element)}"]`);
    if (!listed) return;
    need<HTMLDetailsElement>("#unrowed").open = true;
    listed.scrollIntoView({ block: "nearest" });
    announce(listed.textContent ?? "");
  }

  #goToAddress(): void {
    const { step, el } = parsed(location.hash);
    const row = step ? this.#rowOf(step) : null;
    if (row) this.#grid.go(row, 1, false);
    else if (el) this.#picked(el);
  }

  #wireHead(): void {
    for (const cell of document.querySelectorAll<HTMLElement>(".identity [data-field]")) {
      cell.addEventListener("dblclick", () => this.#editor.open(cell));
      cell.addEventListener("keydown", (event) => {
        if ((event.key === "Enter" || event.key === "F2") && event.target === cell) {
          event.preventDefault();
          this.#editor.open(cell);
        }
        if (event.key === "Escape") this.#aim.row();
      });
    }
  }

  #wireButtons(): void {
    need("#undo").addEventListener("click", () => this.#step(this.#history.undo(), "before"));
    need("#redo").addEventListener("click", () => this.#step(this.#history.redo(), "after"));
    need("#next-open").addEventListener("click", () => this.#nextOpen());
    need("#keys-button").addEventListener("click", () => need<HTMLDialogElement>("#keys").showModal());
    document.addEventListener("click", (event) => this.#click(event));
    this.#buttons();
  }

  #click(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const go = target.closest<HTMLElement>("[data-go]")?.dataset["go"];
    const row = go ? this.#rowOf(go) : null;
    if (row && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const from = this.#grid.current?.dataset["key"];
      if (from && from !== go) this.#trail.push(from);
      this.#go(row);
    }
    const element = target.closest<HTMLElement>("[data-el]")?.dataset["el"];
    if (element) {
      this.#map?.mark([element], "hit");
      this.#map?.reveal([element]);
      keep({ el: element });
      if (this.#work.dataset["pane"]) this.#showTab("map");
    }
    const reset = target.closest<HTMLElement>("[data-reset]");
    const owner = reset?.closest<HTMLElement>("[data-key]") ?? this.#grid.current;
    const cell = reset && owner ? cellAt({ key: owner.dataset["key"] ?? "", field: reset.dataset["reset"] ?? "" }) : null;
    if (cell) {
      event.preventDefault();
      this.#editor.reset(cell);
    }
    const number = target.closest<HTMLElement>("#steps a.number");
    if (number && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      number.closest<HTMLElement>("th")?.focus();
      if (this.#work.dataset["pane"]) this.#showTab("panel");
    }
  }

  #go(row: HTMLTableRowElement): void {
    row.hidden = false;
    this.#grid.go(row);
  }

  #step(change: Change | undefined, side: "before" | "after"): void {
    if (!change) return;
    const cell = cellAt(change.place);
    if (cell) {
      this.#queue.know(change.place, read(cell).seen);
      showTyped(cell, change[side]);
      this.#queue.put(change.place, change[side], 0);
      const row = cell.closest("tr");
      if (row) this.#grid.go(row, (cell as HTMLTableCellElement).cellIndex);
      else cell.focus();
      this.#aim.cell();
      announce(say(side === "before" ? "undone" : "redone", { text: typed(cell) ?? read(cell).value }));
    }
    this.#buttons();
  }

  #buttons(): void {
    need<HTMLButtonElement>("#undo").disabled = !this.#history.canUndo;
    need<HTMLButtonElement>("#redo").disabled = !this.#history.canRedo;
  }

  /** Rows first, then what waits outside the table: a conflict of title or identity, words without a step. */
  #nextOpen(): void {
    const open = (row: HTMLElement): boolean => OPEN.has(row.dataset["status"] ?? "");
    const rows = this.#grid.rows();
    const last = !rows.slice(this.#grid.current ? rows.indexOf(this.#grid.current) + 1 : 0).some(open);
    const outside = [...document.querySelectorAll<HTMLElement>("#identity .alert, #orphans .orphan")];
    const next = outside[outside.findIndex((one) => one.contains(document.activeElement)) + 1];
    if (next && (last || next !== outside[0])) {
      for (let fold = next.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
      next.tabIndex = -1;
      next.focus();
      return;
    }
    if (!this.#grid.goNext(open)) announce(say("none_open"));
  }

  /** Follows the first arrow out of the current row, or goes to where the panel lists them. */
  #follow(): void {
    const links = document.querySelectorAll<HTMLElement>("#panel .next [data-go]");
    if (links.length === 1) links[0]?.click();
    else links[0]?.focus();
  }

  /** Goes back to the row that one came from, else to the first that leads here. */
  #back(): void {
    const keys = [...document.querySelectorAll<HTMLElement>("#panel .before [data-go]")].map((link) => link.dataset["go"] ?? "");
    const from = this.#trail.pop();
    if (from === undefined || !keys.includes(from)) this.#trail = [];
    const row = this.#rowOf(from !== undefined && keys.includes(from) ? from : (keys[0] ?? ""));
    if (row) this.#go(row);
  }

  /** Marks the step as reviewed; who may not is told so. */
  #review(): void {
    if (this.#work.dataset["review"] !== "yes") announce(say("may_not_review"));
    document.querySelector<HTMLButtonElement>("#panel button[data-key-r]")?.click();
  }

  /** A letter on a chosen cell opens it before any key acts; the browser then types it there. */
  #written(event: KeyboardEvent): void {
    const cell = this.#aim.written(event);
    if (!cell) return;
    event.stopPropagation();
    this.#editor.open(cell, true);
  }

  #key(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key.toLowerCase() === "z" && !this.#editor.editing) {
      event.preventDefault();
      if (event.shiftKey) this.#step(this.#history.redo(), "after");
      else this.#step(this.#history.undo(), "before");
      return;
    }
    if (ctrl && event.key.toLowerCase() === "s") {
      event.preventDefault();
      this.#editor.leave();
      void this.#queue.flush();
      return;
    }
    if (ctrl || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const acts: Record<string, () => void> = {
      n: () => this.#nextOpen(),
      ".": () => this.#follow(),
      ",": () => this.#back(),
      c: () => document.querySelector<HTMLElement>("#panel textarea[name=text]")?.focus(),
      r: () => this.#review(),
      p: () => need("#panel").focus(),
      m: () => document.querySelector<HTMLElement | SVGElement>(".canvas .sheet, .canvas svg[tabindex]")?.focus(),
      "?": () => need<HTMLDialogElement>("#keys").showModal(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    this.#inTurn(act);
  }

  /** Keys act one after the other, each on what the one before has left: `r` and `n` may be pressed as fast as one reads. */
  #inTurn(act: () => void): void {
    this.#turn = this.#turn.then(() => this.#panel.idle()).then(() => {
      if (!this.#editor.editing) act();
    });
  }

  /** Puts the server's new row in the place of the old one, keeping the focus. */
  #replace(fresh: HTMLTableRowElement): void {
    const old = this.#rowOf(fresh.dataset["key"] ?? "");
    if (!old) return;
    this.#status(old, fresh.dataset["status"] ?? "");
    old.dataset["comments"] = fresh.dataset["comments"] ?? "0";
    const [head, freshHead] = [old.cells[0], fresh.cells[0]];
    if (head && freshHead) head.replaceChildren(...freshHead.childNodes);
    this.#markStatuses();
    this.#filtered();
  }

  #status(row: HTMLTableRowElement, status: string): void {
    if (row.dataset["status"] === status) return;
    row.dataset["status"] = status;
    const sign = document.querySelector<HTMLTemplateElement>(`template[data-sign="${CSS.escape(status)}"]`);
    const place = row.querySelector(".status");
    if (sign && place) place.replaceWith(sign.content.cloneNode(true));
  }

  #resized(): void {
    dispatchEvent(new Event("resize"));
  }
}

new Review().start();
