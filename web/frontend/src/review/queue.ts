// What was typed and is not yet saved. One request at a time; of each cell only the newest text is sent.

/** A cell of a step, or of the SOP itself. */
export interface Place {
  key: string;
  field: string;
}

/** What a person typed; null gives the cell back to the map. */
export type Text = string | null;

/** The two others in a conflict, and the version that stands now. */
export interface Theirs {
  theirs: string;
  map: string;
  seen: number;
}

/** What became of a request. */
export type Outcome =
  | { kind: "saved"; seen: number }
  | ({ kind: "conflict" } & Theirs)
  | { kind: "offline" }
  | { kind: "signed-out" }
  | { kind: "refused"; words: string };

export type Send = (place: Place, text: Text, seen: number) => Promise<Outcome>;

/** How the whole stands, worst first. */
export type State = "refused" | "conflict" | "signed-out" | "offline" | "saving" | "waiting" | "saved";

/** Gives the worst of several. */
export function worst(states: Iterable<State>): State {
  const found = new Set(states);
  return WORST_FIRST.find((state) => found.has(state)) ?? "saved";
}

const WORST_FIRST: State[] = ["refused", "conflict", "signed-out", "offline", "saving", "waiting"];

interface Entry {
  place: Place;
  text: Text;
  state: Exclude<State, "saved">;
  due: number;
}

export interface Hooks {
  /** Something changed: how the whole stands now, and how many cells wait. */
  changed(state: State, waiting: number): void;
  saved(place: Place, text: Text): void;
  conflict(place: Place, mine: Text, theirs: Theirs): void;
  refused(place: Place, mine: Text, words: string): void;
}

export interface Clock {
  now(): number;
  after(ms: number, act: () => void): void;
}

const CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, act) => void setTimeout(act, ms),
};

/** Milliseconds from the last key to the request, and from a lost connection to the next try. */
export const DELAY = 1_000;
export const RETRY = 4_000;

export class EditQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #seen = new Map<string, number>();
  #busy = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly sendOne: Send,
    private readonly hooks: Hooks,
    private readonly clock: Clock = CLOCK,
  ) {}

  /** Notes the version of a cell that the person saw. */
  know(place: Place, seen: number): void {
    this.#seen.set(id(place), seen);
  }

  /** Gives what waits for a cell, if anything does. */
  pending(place: Place): { text: Text } | undefined {
    return this.#entries.get(id(place));
  }

  /** Takes what a person typed; it is sent after a pause, or at once. */
  put(place: Place, text: Text, delay: number = DELAY): void {
    const held = this.#entries.get(id(place));
    const state = held?.state === "conflict" ? "conflict" : "waiting";
    this.#entries.set(id(place), { place, text, state, due: this.clock.now() + delay });
    this.#tell();
    this.clock.after(delay, () => void this.#run());
  }

  /** Sends all that waits, now. */
  async flush(): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (entry.state !== "conflict") Object.assign(entry, { state: "waiting", due: 0 });
    }
    await this.#run();
  }

  /** Ends a conflict: what a person decided is typed over the version that they saw. */
  settle(place: Place, text: Text | undefined, seen: number): void {
    this.#entries.delete(id(place));
    this.know(place, seen);
    if (text === undefined) this.#tell();
    else this.put(place, text, 0);
  }

  /** Lets go of what the server refuses. */
  drop(place: Place): void {
    this.#entries.delete(id(place));
    this.#tell();
  }

  get state(): State {
    return worst([...this.#entries.values()].map((entry) => entry.state));
  }

  get waiting(): number {
    return this.#entries.size;
  }

  /** Says again how the whole stands. */
  tell(): void {
    this.#tell();
  }

  #tell(): void {
    this.hooks.changed(this.state, this.waiting);
  }

  #next(): Entry | undefined {
    const now = this.clock.now();
    return [...this.#entries.values()].find((entry) => entry.state === "waiting" && entry.due <= now);
  }

  /** Sends what is due; who asks while something is on its way waits for that, too. */
  #run(): Promise<void> {
    if (!this.#busy) this.#running = this.#sendDue();
    return this.#running;
  }

  async #sendDue(): Promise<void> {
    this.#busy = true;
    try {
      for (let entry = this.#next(); entry; entry = this.#next()) await this.#one(entry);
    } finally {
      this.#busy = false;
    }
  }

  async #one(entry: Entry): Promise<void> {
    const { place, text } = entry;
    entry.state = "saving";
    this.#tell();
    const outcome = await this.sendOne(place, text, this.#seen.get(id(place)) ?? 0);
    const current = this.#entries.get(id(place));
    const newer = current !== entry;
    switch (outcome.kind) {
      case "saved":
        this.know(place, outcome.seen);
        if (!newer) this.#entries.delete(id(place));
        this.hooks.saved(place, text);
        break;
      case "conflict":
        if (current) current.state = "conflict";
        this.hooks.conflict(place, current ? current.text : text, outcome);
        break;
      case "refused":
        if (!newer) entry.state = "refused";
        this.hooks.refused(place, text, outcome.words);
        break;
      default:
        this.#later(current ?? entry, outcome.kind);
    }
    this.#tell();
  }

  #later(entry: Entry, state: "offline" | "signed-out"): void {
    entry.state = state;
    this.clock.after(RETRY, () => {
      if (entry.state === "offline") void this.flush();
    });
  }
}

function id(place: Place): string {
  return `${place.key}\n${place.field}`;
}
