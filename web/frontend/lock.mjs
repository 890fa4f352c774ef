// Leaves in the lock only what `npm ci` needs: no address of any kind.
import { readFile, writeFile } from "node:fs/promises";

const path = new URL("package-lock.json", import.meta.url);
const lock = JSON.parse(await readFile(path, "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.funding;
  delete entry.resolved;
  delete entry.deprecated;
}
await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
