// What was changed on the page, in order, so that it can be taken back and done again.
import type { Place, Text } from "./queue";

/** One change of one cell; null is what the map says. */
export interface Change {
  place: Place;
  before: Text;
  after: Text;
}

const KEPT = 500;

export class History {
  #done: Change[] = [];
  #undone: Change[] = [];

  record(change: Change): void {
    if (change.before === change.after) return;
    this.#done.push(change);
    if (this.#done.length > KEPT) this.#done.shift();
    this.#undone = [];
  }

  /** Gives the change to take back. */
  undo(): Change | undefined {
    const change = this.#done.pop();
    if (change) this.#undone.push(change);
    return change;
  }

  /** Gives the change to do again. */
  redo(): Change | undefined {
    const change = this.#undone.pop();
    if (change) this.#done.push(change);
    return change;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }
}
