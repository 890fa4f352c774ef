// Acts on steps that could not be sent: a comment, a review. They wait in their order until the server is reached, each once.
import { waitsFor } from "../api";
import { RETRY } from "./queue";

/** A form that was sent, on the step whose page is `url`. */
export interface Act {
  url: string;
  action: string;
  body: FormData;
  /** What was typed before it is not saved yet: the act is on what stands then. */
  renew: boolean;
}

export interface ActHooks {
  changed(): void;
  refused(act: Act, error: unknown): void;
}

export class Acts {
  readonly #held: Act[] = [];
  #state: "offline" | "signed-out" = "offline";
  #busy = false;

  constructor(
    private readonly sendOne: (act: Act) => Promise<void>,
    private readonly hooks: ActHooks,
    private readonly later: (act: () => void) => void = (act) => void setTimeout(act, RETRY),
  ) {}

  get waiting(): number {
    return this.#held.length;
  }

  get state(): "offline" | "signed-out" | "saved" {
    return this.#held.length > 0 ? this.#state : "saved";
  }

  /** Takes an act that has just failed; tells whether it waits now, for the same one waits once. */
  put(act: Act, error: unknown): boolean {
    const waits = waitsFor(error);
    if (!waits) return false;
    this.#state = waits;
    if (!this.#held.some((one) => same(one, act))) this.#held.push(act);
    this.hooks.changed();
    this.#again();
    return true;
  }

  /** Sends all that waits, now. */
  async flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let act = this.#held[0]; act && (await this.#one(act)); act = this.#held[0]) continue;
    } finally {
      this.#busy = false;
    }
    this.hooks.changed();
  }

  /** Sends one; tells whether to go on. */
  async #one(act: Act): Promise<boolean> {
    try {
      await this.sendOne(act);
    } catch (error) {
      const waits = waitsFor(error);
      if (waits) {
        this.#state = waits;
        this.#again();
        return false;
      }
      this.hooks.refused(act, error);
    }
    this.#held.shift();
    return true;
  }

  #again(): void {
    this.later(() => {
      if (this.#state === "offline") void this.flush();
    });
  }
}

/** Tells whether two acts are one that was pressed twice: the same form with the same words. */
function same(one: Act, other: Act): boolean {
  const words = (act: Act): string => JSON.stringify([...act.body].filter(([name]) => name !== "csrf_token" && name !== "seen"));
  return one.action === other.action && words(one) === words(other);
}
