/**
 * Builds everything the pages load into src/jumelage/static/dist: `node build.mjs [--watch]`.
 * Names are fixed; Django's manifest storage adds the hashes, so every address inside a file is relative.
 */
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { makeLand } from "./build/land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "jumelage", "static", "dist");
const watch = process.argv.includes("--watch");

const FONTS = [
  ["literata", ["400-normal", "600-normal", "400-italic"]],
  ["golos-text", ["400-normal", "600-normal"]],
];
const SCRIPTS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];

/** Bundles the scripts and the style sheet. */
const options = {
  absWorkingDir: here,
  entryPoints: {
    accounts: "src/accounts.ts",
    arrivals: "src/arrivals.ts",
    atlas: "src/atlas/main.ts",
    live: "src/live.ts",
    renew: "src/renew.ts",
    review: "src/review/main.ts",
    site: "src/site.ts",
    theme: "src/theme.ts",
    app: "css/app.css",
  },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome123", "firefox121", "safari17.5"],
  external: ["fonts/*"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

/** Copies the font files that css/fonts.css names. */
async function copyFonts() {
  await mkdir(join(out, "fonts"), { recursive: true });
  const copies = FONTS.flatMap(([family, styles]) =>
    SCRIPTS.flatMap((script) =>
      styles.map((style) => {
        const file = `${family}-${script}-${style}.woff2`;
        return cp(
          join(here, "node_modules", "@fontsource", family, "files", file),
          join(out, "fonts", file),
        );
      }),
    ),
  );
  await Promise.all(copies);
}

/** Writes land.bin (for the atlas), land-path.json and land.svg (for pictures drawn on the server). */
async function writeLand() {
  const source = join(here, "node_modules", "world-atlas", "countries-110m.json");
  const land = makeLand(JSON.parse(await readFile(source, "utf8")));
  await writeFile(join(out, "land.bin"), land.binary);
  await writeFile(join(out, "land-path.json"), JSON.stringify(land.paths));
  await writeFile(join(out, "land.svg"), land.svg);
}

/** Removes what an earlier build left. Only afterwards, so that a page being served misses nothing. */
async function removeOld(since) {
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await stat(path)).mtimeMs < since) await rm(path);
  }
}

async function build() {
  const started = Date.now();
  await mkdir(out, { recursive: true });
  await Promise.all([
    esbuild.build(options),
    copyFonts(),
    writeLand(),
    cp(join(here, "images"), out, { recursive: true }),
  ]);
  await removeOld(started);
  const names = ["app.css", "site.js", "theme.js", "atlas.js", "land.bin", "land.svg"];
  const sizes = await Promise.all(
    names.map(async (name) => `${name} ${(await stat(join(out, name))).size}`),
  );
  console.log(`built in ${Date.now() - started} ms: ${sizes.join(", ")} bytes`);
}

await build();
if (watch) {
  const context = await esbuild.context(options);
  await context.watch();
  console.log("watching for changes");
}
