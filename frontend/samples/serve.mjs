/**
 * Shows the samples: `node samples/serve.mjs [--atlas FILE] [--port 8099]` after `node build.mjs`, then open
 * /home.en.html, /pair.ru.html, /tie.en.html, /list.ru.html, /place.en.html, /atlas.en.html … A sample holds only the content of
 * its page; the rest comes from shell.html. Without FILE an atlas of random places is made.
 */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "..", "src", "jumelage", "static", "dist");
const option = (name, usual) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? usual : process.argv[at + 1];
};
const port = Number(option("--port", "8099"));
let atlas = option("--atlas", "");
if (!atlas) {
  atlas = join(tmpdir(), `jumelage-sample-${process.pid}.bin`);
  execFileSync(process.execPath, [join(here, "make-sample.mjs"), atlas]);
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".bin": "application/octet-stream",
};
// The same policy as the site's, so that a sample cannot do what a page may not.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'";
const PLACE = `<h2><a href="/place.en.html">Vladivostok</a></h2><p class="kicker">City, Russia</p>
<ul><li><a href="/tie.en.html">San Diego</a>, United States<br><span class="standing standing--in_force">in force</span> since 1991</li>
<li><a href="#">Tacoma</a>, United States<br><span class="standing standing--suspended">suspended</span> since 2022</li></ul>`;
const SUGGESTIONS = {
  results: [
    { name: "Vladivostok", note: "city, Russia", url: "/place.en.html" },
    { name: "Vladikavkaz", note: "city, Russia", url: "/place.en.html" },
    { name: "Vladimir", note: "city, Russia", url: "/place.en.html" },
  ],
};

async function sample(name) {
  const [shell, land, content] = await Promise.all([
    readFile(join(here, "shell.html"), "utf8"),
    readFile(join(dist, "land-path.json"), "utf8"),
    readFile(join(here, name), "utf8"),
  ]);
  const lang = name.includes(".ru.") ? "ru" : "en";
  const paths = JSON.parse(land);
  const words = await readFile(join(here, `words.${lang}.json`), "utf8");
  return shell
    .replaceAll("{lang}", lang)
    .replace("{main}", name.startsWith("atlas") ? "atlas-page" : "wrap")
    .replace("{content}", () => content)
    .replaceAll("{words}", () => words.replaceAll("&", "&amp;").replaceAll("'", "&#39;"))
    .replaceAll("{land}", () => paths.land)
    .replaceAll("{borders}", () => paths.borders);
}

async function answer(path) {
  if (path === "/") return ["text/html", '<a href="/home.en.html">home</a>'];
  if (path === "/suggest") return [TYPES[".json"], JSON.stringify(SUGGESTIONS)];
  if (path === "/atlas/sample.bin") return [TYPES[".bin"], await readFile(atlas)];
  if (path.startsWith("/atlas/sample/")) return [TYPES[".html"], PLACE];
  if (path.endsWith(".html")) return [TYPES[".html"], await sample(normalize(path).slice(1))];
  const file = normalize(path).replace(/^\/static\//, "");
  return [TYPES[extname(file)] ?? "text/plain", await readFile(join(dist, file))];
}

createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  try {
    const [type, body] = await answer(pathname);
    const packed = !type.startsWith("font");
    response.writeHead(200, {
      "content-type": type,
      "content-security-policy": POLICY,
      ...(packed ? { "content-encoding": "br" } : {}),
    });
    response.end(packed ? brotliCompressSync(body) : body);
  } catch (error) {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end(String(error));
  }
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/home.en.html`));
