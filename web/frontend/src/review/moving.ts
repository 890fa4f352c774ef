// Where the keys lead in the table.

export interface Spot {
  row: number;
  column: number;
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/** Gives the spot that a key leads to, or nothing if the key is another's. */
export function moved(from: Spot, key: string, ctrl: boolean, rows: number, columns: number): Spot | undefined {
  if (key === "Home") return { row: ctrl ? 0 : from.row, column: 0 };
  if (key === "End") return { row: ctrl ? rows - 1 : from.row, column: columns - 1 };
  const step = STEPS[key];
  if (!step || ctrl) return undefined;
  return { row: within(from.row + step[0], rows), column: within(from.column + step[1], columns) };
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

/** Gives the next index after `from` that is wanted, beginning anew at the top; -1 if there is none. */
export function nextWanted(wanted: boolean[], from: number): number {
  for (let off = 1; off <= wanted.length; off += 1) {
    const at = (from + off) % wanted.length;
    if (wanted[at]) return at;
  }
  return -1;
}
