import { describe, expect, test } from "vitest";
import { moved, nextWanted } from "../src/review/moving";
import { decoded } from "../src/map/bytes";
import { nearest } from "../src/map/nearest";
import { parsed, written } from "../src/review/place";
import { Tracing } from "../src/review/tracing";
import { History } from "../src/review/undo";
import { dropped, MOST } from "../src/upload/entries";
import { MOST_BYTES, portions, unfit } from "../src/upload/chunks";
import { filled } from "../src/words";

const ROWS = [
  { key: "a", no: "1", elements: ["Start", "Task"], via: ["f1", "Gateway_fold"] },
  { key: "b", no: "2", elements: ["Task2"], via: [] },
];

describe("table and map", () => {
  const tracing = new Tracing(ROWS);

  test("a row has several elements, and each leads back to it", () => {
    expect(tracing.row("a")?.elements).toEqual(["Start", "Task"]);
    expect(tracing.owner("Task")?.no).toBe("1");
  });

  test("a flow and a folded gateway lead to the row whose arrow they lie on", () => {
    expect(tracing.owner("Gateway_fold")?.key).toBe("a");
  });

  test("what no row has is known", () => {
    expect(tracing.without(["Task", "Lost"])).toEqual(["Lost"]);
  });
});

describe("undo", () => {
  test("takes back in order, does again in order, and forgets what was undone after a new change", () => {
    const history = new History();
    const change = (after: string) => ({ place: { key: "a", field: "text" }, before: null, after });
    history.record(change("1"));
    history.record(change("2"));
    expect(history.undo()?.after).toBe("2");
    expect(history.redo()?.after).toBe("2");
    history.undo();
    history.record(change("3"));
    expect([history.canRedo, history.undo()?.after, history.undo()?.after, history.undo()]).toEqual([false, "3", "1", undefined]);
  });

  test("a change that changes nothing is none", () => {
    const history = new History();
    history.record({ place: { key: "a", field: "text" }, before: "x", after: "x" });
    expect(history.canUndo).toBe(false);
  });
});

describe("keys", () => {
  test("arrows stay within the table", () => {
    expect(moved({ row: 0, column: 0 }, "ArrowUp", false, 5, 3)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 3, column: 1 }, "PageDown", false, 5, 3)).toEqual({ row: 4, column: 1 });
    expect(moved({ row: 3, column: 1 }, "End", true, 5, 3)).toEqual({ row: 4, column: 2 });
    expect(moved({ row: 3, column: 1 }, "x", false, 5, 3)).toBeUndefined();
  });

  test("the next open row is looked for from the top again after the last", () => {
    expect(nextWanted([true, false, false], 1)).toBe(0);
    expect(nextWanted([false, false], 0)).toBe(-1);
  });
});

describe("keys on the map", () => {
  const spots = [
    { id: "b", x: 100, y: 0 },
    { id: "a", x: 0, y: 0 },
    { id: "below", x: 110, y: 80 },
    { id: "far", x: 300, y: 0 },
  ];

  test("lead to the nearest shape that lies that way, from nowhere to the first on the left", () => {
    expect(nearest(spots, "", "ArrowRight")?.id).toBe("a");
    expect(nearest(spots, "a", "ArrowRight")?.id).toBe("b");
    expect(nearest(spots, "b", "ArrowDown")?.id).toBe("below");
    expect(nearest(spots, "b", "ArrowRight")?.id).toBe("below");
    expect(nearest(spots, "far", "ArrowLeft")?.id).toBe("b");
  });

  test("stay where nothing lies that way, and are not taken from others", () => {
    expect(nearest(spots, "a", "ArrowLeft")).toBeUndefined();
    expect(nearest(spots, "a", "x")).toBeUndefined();
    expect(nearest([], "", "ArrowUp")).toBeUndefined();
  });
});

describe("address", () => {
  test("a row and an element survive the way there and back, whatever their names", () => {
    const spot = { step: "a&b=c", el: "x y#\"<" };
    expect(parsed(written(spot))).toEqual(spot);
    expect(written({})).toBe("");
  });
});

describe("upload", () => {
  test("portions hold at most 20 files and 20 MB; a larger file goes alone; the order stays", () => {
    const small = Array.from({ length: 45 }, (_, at) => ({ size: 10, at }));
    expect(portions(small).map((one) => one.length)).toEqual([20, 20, 5]);
    const large = [{ size: 10 }, { size: MOST_BYTES + 1 }, { size: 10 }];
    expect(portions(large).map((one) => one.length)).toEqual([1, 1, 1]);
    expect(portions(small).flat()).toEqual(small);
  });

  test("a picture is not sent, and a 2 GB file neither", () => {
    expect(unfit({ name: "a.png", size: 10 })).toBe("ending");
    expect(unfit({ name: "a.bpmn", size: 2 ** 31 })).toBe("size");
    expect(unfit({ name: "A.BPMN", size: 10 })).toBeUndefined();
  });
});

describe("a folder that is dropped", () => {
  const file = (path: string) => ({ isFile: true, isDirectory: false, fullPath: path, file: (give: (file: File) => void) => give(new File(["x"], path.split("/").pop() ?? "")) });
  const folder = (path: string, entries: unknown[]) => {
    // A browser gives a hundred at a time.
    const reader = () => ({ readEntries: (give: (some: unknown[]) => void) => give(entries.splice(0, 100)) });
    return { isFile: false, isDirectory: true, fullPath: path, createReader: reader };
  };
  const drop = (...entries: unknown[]) => ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files: [] }) as unknown as DataTransfer;
  const many = (count: number) => Array.from({ length: count }, (_, at) => file(`/peta/${at}.bpmn`));

  test("gives all its files, those of inner folders by their path within it", async () => {
    const found = await dropped(drop(folder("/peta", [file("/peta/a.bpmn"), folder("/peta/in", [file("/peta/in/b.bpmn")])]), file("/c.zip")));
    expect(found).toMatchObject({ files: [{ name: "a.bpmn" }, { name: "in/b.bpmn" }, { name: "c.zip" }], cut: false });
  });

  test("is cut where there are too many, and that is known", async () => {
    expect(await dropped(drop(folder("/peta", many(MOST))))).toMatchObject({ cut: false });
    const found = await dropped(drop(folder("/peta", many(MOST + 1))));
    expect([found.files.length, found.cut]).toEqual([MOST, true]);
  });
});

test("a sentence is filled once, whatever it is filled with", () => {
  expect(filled("{a} and {b}", { a: "{b}", b: "2" })).toBe("{b} and 2");
});

describe("a map's encoding", () => {
  const bytes = (text: string, map: (code: number) => number[]) => new Uint8Array([...text].flatMap((one) => map(one.charCodeAt(0)))).buffer;

  test("is told by the byte order mark, else by the declaration", () => {
    const utf16 = bytes("\uFEFF<a>é</a>", (code) => [code & 255, code >> 8]);
    const latin = bytes("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", (code) => [code]);
    expect(decoded(utf16)).toContain("é");
    expect(decoded(latin)).toContain("é");
    expect(decoded(new TextEncoder().encode("<a>é漢</a>").buffer as ArrayBuffer)).toBe("<a>é漢</a>");
  });
});
