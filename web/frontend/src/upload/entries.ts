// The files of a drop, folders included, each with the path under which it was dropped.

/** A file and its name for people: the path within what was dropped. */
export interface Chosen {
  file: File;
  name: string;
  size: number;
}

/** Files of one drop that are taken: more is hardly a folder of maps, and reading all its names may take minutes. */
export const MOST = 5_000;

/** What was dropped; `cut` tells that there was more. */
export interface Dropped {
  files: Chosen[];
  cut: boolean;
}

/** Lists what a person dropped. */
export async function dropped(transfer: DataTransfer): Promise<Dropped> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: Chosen[] = entries.length === 0 ? [...transfer.files].map(chosen) : [];
  for (const entry of entries) await walk(entry, found, entry.isDirectory ? entry.fullPath : "");
  return { files: found.slice(0, MOST), cut: found.length > MOST };
}

/** Gives a file of an input element; a folder's files know their path, which counts from within the folder. */
export function chosen(file: File): Chosen {
  return { file, name: file.webkitRelativePath.replace(/^[^/]*\//, "") || file.name, size: file.size };
}

async function walk(entry: FileSystemEntry, found: Chosen[], above: string): Promise<void> {
  if (found.length > MOST) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ file, name: entry.fullPath.slice(above.length).replace(/^\//, "") || file.name, size: file.size });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const next = (): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  // A reader gives a hundred at a time, and nothing when it is done.
  for (let some = await next(); some.length > 0 && found.length <= MOST; some = await next()) {
    for (const inner of some) await walk(inner, found, above);
  }
}
