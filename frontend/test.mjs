/** Bundles the tests (they are TypeScript) and runs them with node's own runner: `npm test`. */
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, "node_modules", ".cache", "tests");
const names = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
await rm(outdir, { recursive: true, force: true });
await esbuild.build({
  entryPoints: names.map((name) => join(here, "tests", name)),
  outdir,
  bundle: true,
  platform: "node",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const files = names.map((name) => join(outdir, name.replace(/\.ts$/, ".mjs")));
process.exit(
  spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", cwd: here }).status ?? 1,
);
