/**
 * Makes an atlas file to look at: `node make-sample.mjs OUT [--places 17717] [--ties 25917] [--seed 1]` of random places
 * around some centres, or `--from places.csv pairs.csv` of two tables (`city,country,lat,lng` and
 * `city1,country1,city2,country2`), with random years and a few suspended, ended and disputed ties.
 */
import { readFile, writeFile } from "node:fs/promises";
import { encodeAtlas } from "./encode.mjs";

const CENTRES = [
  [50, 10, "DE"],
  [47, 2, "FR"],
  [52, 19, "PL"],
  [52, -1, "GB"],
  [55.7, 38, "RU"],
  [43.1, 131.9, "RU"],
  [40, -75, "US"],
  [37, -121, "US"],
  [36, 138, "JP"],
  [37, 127, "KR"],
  [31, 118, "CN"],
  [-23, -46, "BR"],
  [-34, -58, "AR"],
  [-33, 150, "AU"],
  [6, 3, "NG"],
  [39, 33, "TR"],
];

/** @param {number} seed returns numbers from 0 to 1, the same ones for the same seed */
function randomOf(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** @param {number} count @param {() => number} random */
function randomPlaces(count, random) {
  return Array.from({ length: count }, (_, index) => {
    const [lat, lng, country] = CENTRES[Math.floor(random() ** 1.6 * CENTRES.length)];
    const spread = () => (random() + random() + random() - 1.5) * 7;
    return {
      name: `Place ${index + 1}`,
      country: String(country),
      lat: Number(lat) + spread(),
      lng: Number(lng) + spread() * 1.5,
    };
  });
}

/** @param {number} count @param {number} placeCount @param {() => number} random */
function randomPairs(count, placeCount, random) {
  const pairs = new Set();
  while (pairs.size < count) {
    const a = Math.floor(random() ** 2 * placeCount);
    const b = Math.floor(random() * placeCount);
    if (a !== b) pairs.add(Math.min(a, b) * placeCount + Math.max(a, b));
  }
  return [...pairs].map((key) => ({ a: Math.floor(key / placeCount), b: key % placeCount }));
}

/** @param {{a: number, b: number}} pair @param {() => number} random */
function withHistory(pair, random) {
  const since = random() < 0.3 ? 0 : Math.round(2024 - 70 * random() ** 1.3);
  const fate = random();
  if (fate > 0.03 || !since) return { ...pair, form: 1 + Math.floor(random() ** 3 * 7), since };
  const legalA = fate < 0.015 ? 3 : fate < 0.024 ? 4 : 1;
  return {
    ...pair,
    form: 1,
    since,
    legalA,
    disputed: random() < 0.15 ? 1 : 0,
    changed: legalA === 1 ? 0 : 2022,
  };
}

/** @param {string} text */
function rowsOf(text) {
  const [, ...lines] = text.trim().split(/\r?\n/);
  return lines.map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  );
}

/** @template {{country: string}} T @param {T[]} places @returns {Map<string, T[]>} */
function groupBy(places) {
  const groups = new Map();
  for (const place of places)
    groups.set(place.country, [...(groups.get(place.country) ?? []), place]);
  return groups;
}

/** @param {string} placesFile @param {string} pairsFile @param {() => number} random */
async function fromTables(placesFile, pairsFile, random) {
  const names = new Intl.DisplayNames("en", { type: "region" });
  const codes = new Map();
  for (let i = 0; i < 676; i++) {
    const code = String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26));
    if (!codes.has(names.of(code))) codes.set(names.of(code), code);
  }
  const places = rowsOf(await readFile(placesFile, "utf8")).map(([name, country, lat, lng]) => ({
    name,
    country: codes.get(country) ?? "ZZ",
    lat: Number(lat),
    lng: Number(lng),
    key: `${name}|${country}`,
  }));
  const indexes = new Map(places.map((place, index) => [place.key, index]));
  const known = groupBy(places);
  const pairs = new Map();
  // A place whose coordinates the table lacks is put beside some other place of its country: good enough to look at.
  const indexOf = (name, country) => {
    const key = `${name}|${country}`;
    const near = known.get(codes.get(country));
    if (!indexes.has(key) && name && near) {
      const { lat, lng } = near[Math.floor(random() * near.length)];
      indexes.set(key, places.length);
      const beside = () => (random() - 0.5) * 0.8;
      places.push({
        name,
        country: codes.get(country),
        lat: lat + beside(),
        lng: lng + beside(),
        key,
      });
    }
    return indexes.get(key);
  };
  for (const [city1, country1, city2, country2] of rowsOf(await readFile(pairsFile, "utf8"))) {
    const a = indexOf(city1, country1);
    const b = indexOf(city2, country2);
    if (a === undefined || b === undefined || a === b) continue;
    pairs.set(`${Math.min(a, b)} ${Math.max(a, b)}`, { a, b });
  }
  return { places, pairs: [...pairs.values()] };
}

/** @param {string[]} args */
async function main(args) {
  const option = (/** @type {string} */ name, /** @type {string} */ usual) =>
    args.includes(name) ? args[args.indexOf(name) + 1] : usual;
  const random = randomOf(Number(option("--seed", "1")));
  const at = args.indexOf("--from");
  const { places, pairs } =
    at >= 0
      ? await fromTables(args[at + 1], args[at + 2], random)
      : await (async () => {
          const made = randomPlaces(Number(option("--places", "17717")), random);
          return {
            places: made,
            pairs: randomPairs(Number(option("--ties", "25917")), made.length, random),
          };
        })();
  const plain = args.includes("--plain");
  const ties = pairs.map((pair) => (plain ? pair : withHistory(pair, random)));
  const bytes = encodeAtlas(places, ties);
  await writeFile(args[0], bytes);
  console.log(`${places.length} places, ${ties.length} ties, ${bytes.length} bytes`);
}

await main(process.argv.slice(2));
