import { describe, expect, test } from "vitest";
import { Refusal, Unreachable } from "../src/api";
import { type Act, Acts } from "../src/review/acts";

const NONE = new Unreachable("");
const ENDED = new Refusal({ title: "", status: 401, code: "", hint: "" });
const NO = new Refusal({ title: "no", status: 409, code: "x", hint: "" });

function act(text: string, action = "/comments"): Act {
  const body = new FormData();
  body.set("text", text);
  return { url: "/step", action, body, renew: false };
}

/** A server that fails as told, and what reached it. */
function bench(failures: unknown[]) {
  const [sent, refused, timers]: [string[], string[], (() => void)[]] = [[], [], []];
  const acts = new Acts(
    async (one) => {
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push(String(one.body.get("text")));
    },
    { changed: () => undefined, refused: (one) => refused.push(String(one.body.get("text"))) },
    (again) => timers.push(again),
  );
  return { acts, sent, refused, timers };
}

describe("acts that wait", () => {
  test("are sent in their order when the server is reached, each once", async () => {
    const { acts, sent } = bench([]);
    for (const text of ["a", "b", "a"]) acts.put(act(text), NONE);
    expect([acts.waiting, acts.state]).toEqual([2, "offline"]);
    await acts.flush();
    expect([sent, acts.waiting, acts.state]).toEqual([["a", "b"], 0, "saved"]);
  });

  test("wait on while nobody answers, and are tried again by themselves", async () => {
    const { acts, sent, timers } = bench([NONE]);
    acts.put(act("a"), NONE);
    await acts.flush();
    expect(acts.waiting).toBe(1);
    timers.at(-1)?.();
    await new Promise((resolve) => setTimeout(resolve));
    expect([sent, acts.waiting]).toEqual([["a"], 0]);
  });

  test("of an ended session wait until the person says to go on", async () => {
    const { acts, sent, timers } = bench([]);
    acts.put(act("a"), ENDED);
    for (const again of timers) again();
    expect([acts.state, sent]).toEqual(["signed-out", []]);
    await acts.flush();
    expect(sent).toEqual(["a"]);
  });

  test("that are refused are told, and keep no other back", async () => {
    const { acts, sent, refused } = bench([NO]);
    acts.put(act("a"), NONE);
    acts.put(act("b"), NONE);
    await acts.flush();
    expect([refused, sent]).toEqual([["a"], ["b"]]);
  });

  test("are not those that the server has refused at once", () => {
    const { acts } = bench([]);
    expect([acts.put(act("a"), NO), acts.waiting]).toEqual([false, 0]);
  });
});
