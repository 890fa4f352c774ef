// Files in portions that a request may hold.

export const MOST_FILES = 20;
export const MOST_BYTES = 20 * 1024 * 1024;

/** Splits files, in their order, into portions of at most 20 files and 20 MB; a larger file goes alone. */
export function portions<T extends { size: number }>(files: readonly T[]): T[][] {
  const made: T[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = made.at(-1);
    if (last && last.length < MOST_FILES && bytes + file.size <= MOST_BYTES) {
      last.push(file);
      bytes += file.size;
    } else {
      made.push([file]);
      bytes = file.size;
    }
  }
  return made;
}

const TOO_LARGE = 64 * 1024 * 1024;
const ENDINGS = /\.(bpmn|bpmn2|bpmn20\.xml|xml|zip)$/i;

/** Tells why a file need not be sent at all: its ending, its size. */
export function unfit(file: { name: string; size: number }): "ending" | "size" | undefined {
  if (!ENDINGS.test(file.name)) return "ending";
  return file.size > TOO_LARGE ? "size" : undefined;
}
