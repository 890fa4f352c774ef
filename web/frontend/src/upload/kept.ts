// What this tab keeps of an upload beyond a reload, and on other pages: its batch, and the names of files not yet sent.

export interface Kept {
  batch: string;
  unsent: string[];
}

const KEY = "bpm2sop.upload";

export function keepUpload(kept: Kept): void {
  try {
    if (kept.batch || kept.unsent.length > 0) sessionStorage.setItem(KEY, JSON.stringify(kept));
    else sessionStorage.removeItem(KEY);
  } catch {
    // Then a reload finds nothing; the server takes what came all the same.
  }
}

export function keptUpload(): Kept {
  const none = { batch: "", unsent: [] };
  try {
    return { ...none, ...(JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Kept>) };
  } catch {
    return none;
  }
}
