import { describe, expect, test } from "vitest";
import { DELAY, EditQueue, RETRY, type Outcome, type Place, type State, type Text } from "../src/review/queue";

const CELL: Place = { key: "s-1", field: "text" };
const OTHER: Place = { key: "s-2", field: "time" };

/** A server that answers as told, a clock that is moved by hand, and what the page was told. */
function bench(answers: Outcome[]) {
  const sent: { place: Place; text: Text; seen: number }[] = [];
  const told: { states: State[]; conflicts: Text[]; refused: string[] } = { states: [], conflicts: [], refused: [] };
  const timers: { at: number; act: () => void }[] = [];
  let now = 0;
  const queue = new EditQueue(
    async (place, text, seen) => {
      sent.push({ place, text, seen });
      return answers.shift() ?? { kind: "saved", seen: seen + 1 };
    },
    {
      changed: (state) => told.states.push(state),
      saved: () => undefined,
      conflict: (_place, mine) => told.conflicts.push(mine),
      refused: (_place, _mine, words) => told.refused.push(words),
    },
    { now: () => now, after: (ms, act) => timers.push({ at: now + ms, act }) },
  );
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    for (const timer of timers.filter((one) => one.at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.act();
    }
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { queue, sent, told, pass };
}

describe("edit queue", () => {
  test("waits for a pause in typing, then sends the newest text once", async () => {
    const { queue, sent, pass } = bench([]);
    queue.know(CELL, 3);
    queue.put(CELL, "a");
    await pass(DELAY / 2);
    queue.put(CELL, "ab");
    await pass(DELAY / 2);
    expect(sent).toEqual([]);
    await pass(DELAY / 2);
    expect(sent).toEqual([{ place: CELL, text: "ab", seen: 3 }]);
    expect(queue.state).toBe("saved");
  });

  test("sends the next edit of a cell over the version that the last one made", async () => {
    const { queue, sent, pass } = bench([]);
    queue.put(CELL, "a", 0);
    await pass(0);
    queue.put(CELL, "b", 0);
    await pass(0);
    expect(sent.map((one) => one.seen)).toEqual([0, 1]);
  });

  test("who asks that all be sent waits for what is on its way already", async () => {
    const arrived: (() => void)[] = [];
    const nothing = (): void => undefined;
    const queue = new EditQueue(
      (_place, _text, seen) => new Promise((resolve) => arrived.push(() => resolve({ kind: "saved", seen: seen + 1 }))),
      { changed: nothing, saved: nothing, conflict: nothing, refused: nothing },
      { now: () => 0, after: (_ms, act) => act() },
    );
    queue.put(CELL, "a", 0);
    const flushed = queue.flush().then(() => queue.waiting);
    arrived[0]?.();
    expect(await flushed).toBe(0);
  });

  test("keeps the words while the server is not reached, and sends them later", async () => {
    const { queue, sent, pass } = bench([{ kind: "offline" }]);
    queue.put(CELL, "a", 0);
    await pass(0);
    expect(queue.state).toBe("offline");
    await pass(RETRY);
    expect(sent).toHaveLength(2);
    expect(queue.state).toBe("saved");
  });

  test("keeps the words of an expired session until the person says to go on", async () => {
    const { queue, sent, pass } = bench([{ kind: "signed-out" }]);
    queue.put(CELL, "a", 0);
    await pass(0);
    await pass(RETRY * 3);
    expect([queue.state, sent.length]).toEqual(["signed-out", 1]);
    await queue.flush();
    expect(queue.state).toBe("saved");
  });

  test("holds a conflict, with what is typed after it, until it is decided; other cells go on", async () => {
    const { queue, sent, told, pass } = bench([{ kind: "conflict", theirs: "x", map: "m", seen: 9 }]);
    queue.put(CELL, "mine", 0);
    queue.put(OTHER, "5 menit", 0);
    await pass(0);
    expect(told.conflicts).toEqual(["mine"]);
    queue.put(CELL, "mine, more", 0);
    await pass(RETRY);
    expect(sent.map((one) => one.text)).toEqual(["mine", "5 menit"]);
    queue.settle(CELL, "both", 9);
    await pass(0);
    expect(sent.at(-1)).toEqual({ place: CELL, text: "both", seen: 9 });
    expect(queue.state).toBe("saved");
  });

  test("says why a text is refused and lets the person change it", async () => {
    const { queue, told, pass } = bench([{ kind: "refused", words: "too long" }]);
    queue.put(CELL, "a", 0);
    await pass(0);
    expect([queue.state, told.refused]).toEqual(["refused", ["too long"]]);
    queue.put(CELL, "b", 0);
    await pass(0);
    expect(queue.state).toBe("saved");
  });
});
