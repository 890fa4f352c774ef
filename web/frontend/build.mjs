// Builds the bundle into the Python package: hashed names, a manifest, the licences of what is in it.
import { context } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const here = new URL(".", import.meta.url).pathname;
const out = join(here, "../bpm2sop_web/static/dist");
const LIMITS = { ".js": 90_000, ".css": 15_000 };

const options = {
  absWorkingDir: here,
  entryPoints: ["main", "review", "map", "revision"].map((name) => `src/${name}.ts`).concat(["src/css/main.css", "src/css/map.css"]),
  outdir: out,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["chrome105", "firefox115", "safari16"],
  minify: !process.argv.includes("--plain"),
  metafile: true,
  legalComments: "none",
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  plugins: [{ name: "after", setup: (build) => build.onEnd(finish) }],
};

/** Writes what goes with the bundle and holds it to its sizes. */
async function finish(result) {
  if (result.errors.length > 0) return;
  const outputs = Object.entries(result.metafile.outputs);
  const kept = new Set(outputs.map(([path]) => basename(path)));
  for (const name of await readdir(out)) if (!kept.has(name)) await rm(join(out, name), { recursive: true });
  const manifest = {};
  for (const [path, made] of outputs) {
    if (made.entryPoint === undefined) continue;
    const early = made.imports.filter((one) => one.kind === "import-statement").map((one) => basename(one.path));
    manifest[basename(made.entryPoint)] = { file: basename(path), early };
  }
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(sorted(manifest), null, 1)}\n`);
  await writeFile(join(out, "NOTICES.txt"), await notices(result.metafile));
  await weigh(outputs.map(([path]) => join(here, path)));
}

function sorted(value) {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The licences of all packages of which something is in the bundle. */
async function notices(metafile) {
  const used = new Set();
  for (const made of Object.values(metafile.outputs)) {
    for (const [path, part] of Object.entries(made.inputs)) {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
      if (found && part.bytesInOutput > 0) used.add(found[1]);
    }
  }
  const parts = [];
  for (const name of [...used].sort()) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? await readFile(join(folder, file), "utf8") : "";
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

/** Writes each file compressed beside itself, for browsers that take it so, and weighs it. */
async function compressed(path) {
  const made = gzipSync(await readFile(path), { level: 9 });
  await writeFile(`${path}.gz`, made);
  return made.length;
}

/** Fails where script or style outgrow what was promised. */
async function weigh(paths) {
  for (const [ending, limit] of Object.entries(LIMITS)) {
    let total = 0;
    for (const path of paths.filter((one) => one.endsWith(ending))) {
      const size = await compressed(path);
      total += size;
      process.stdout.write(`${String(size).padStart(7)} ${basename(path)}\n`);
    }
    process.stdout.write(`${String(total).padStart(7)} bytes of ${ending} compressed, of ${limit}\n`);
    if (total > limit) throw new Error(`${ending} is over its limit`);
  }
}

await mkdir(out, { recursive: true });
const build = await context(options);
if (process.argv.includes("--watch")) await build.watch();
else {
  await build.rebuild();
  await build.dispose();
}
