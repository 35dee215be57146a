/**
 * Writes an atlas file, for tests and for looking at.
 *
 * @typedef {{name: string, country: string, lat: number, lng: number, kind?: number}} Place
 * @typedef {{a: number, b: number, form?: number, legalA?: number, legalB?: number, disputed?: number,
 *   since?: number, changed?: number}} Tie
 */

/** The integers of a file, put one after the other. */
export class Writer {
  /** @type {number[]} */
  bytes = [];

  /** @param {number} value an unsigned integer */
  int(value) {
    let rest = value >>> 0;
    while (rest > 127) {
      this.bytes.push((rest & 127) | 128);
      rest >>>= 7;
    }
    this.bytes.push(rest);
  }

  /** @param {number} value a signed integer */
  signed(value) {
    this.int(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** @param {string} text */
  text(text) {
    const bytes = new TextEncoder().encode(text);
    this.int(bytes.length);
    for (const byte of bytes) this.bytes.push(byte);
  }

  /** @param {number[]} values written as differences */
  differences(values) {
    let last = 0;
    for (const value of values) {
      this.signed(value - last);
      last = value;
    }
  }
}

/** How finely places are ordered along the curve. */
const ORDER = 12;

/**
 * The position of a point on Hilbert's curve, along which neighbours stay neighbours.
 * @param {number} lng
 * @param {number} lat
 */
function hilbert(lng, lat) {
  const side = 1 << ORDER;
  let x = Math.min(side - 1, Math.floor(((lng + 180) / 360) * side));
  let y = Math.min(side - 1, Math.floor(((lat + 90) / 180) * side));
  let d = 0;
  for (let s = side / 2; s > 0; s /= 2) {
    const rx = (x & s) > 0 ? 1 : 0;
    const ry = (y & s) > 0 ? 1 : 0;
    d += s * s * ((3 * rx) ^ ry);
    if (!ry) {
      if (rx) {
        x = s - 1 - x;
        y = s - 1 - y;
      }
      [x, y] = [y, x];
    }
  }
  return d;
}

/**
 * Encodes places and ties (whose `a` and `b` are indexes in `places`), which need no order.
 * @param {Place[]} places
 * @param {Tie[]} ties
 * @param {{today?: string, lang?: string, revision?: string}} [about]
 * @returns {Uint8Array}
 */
export function encodeAtlas(places, ties, about = {}) {
  const countries = [...new Set(places.map((place) => place.country))].sort();
  const order = places
    .map((place, old) => ({ place, old, key: hilbert(place.lng, place.lat) }))
    .sort(
      (p, q) =>
        countries.indexOf(p.place.country) - countries.indexOf(q.place.country) || p.key - q.key,
    );
  const indexes = new Map(order.map(({ old }, index) => [old, index]));
  const sorted = ties
    .map((tie) => turned(tie, indexes.get(tie.a) ?? 0, indexes.get(tie.b) ?? 0))
    .sort((s, t) => s.a - t.a || s.b - t.b);
  const writer = new Writer();
  for (const letter of "JATL") writer.bytes.push(letter.charCodeAt(0));
  writer.int(1);
  writer.text(
    JSON.stringify({
      revision: about.revision ?? "sample",
      lang: about.lang ?? "en",
      places: places.length,
      ties: ties.length,
      countries,
      today: about.today ?? "2026-11-24",
      truncated: 0,
    }),
  );
  for (const country of countries)
    writer.int(places.filter((place) => place.country === country).length);
  writer.differences(order.map(({ place }) => Math.round(place.lat * 100)));
  writer.differences(order.map(({ place }) => Math.round(place.lng * 100)));
  for (const { place } of order) writer.int(place.kind ?? 0);
  writer.text(order.map(({ place }) => place.name).join("\n"));
  writeTies(writer, sorted, places.length);
  return Uint8Array.from(writer.bytes);
}

/**
 * @param {Tie} tie
 * @param {number} a
 * @param {number} b
 * @returns {Required<Tie>}
 */
function turned(tie, a, b) {
  const { form = 0, legalA = 2, legalB = 2, disputed = 0, since = 0, changed = 0 } = tie;
  const rest = { form, disputed, since, changed };
  return a < b
    ? { a, b, legalA, legalB, ...rest }
    : { a: b, b: a, legalA: legalB, legalB: legalA, ...rest };
}

/**
 * @param {Writer} writer
 * @param {Required<Tie>[]} ties
 * @param {number} placeCount
 */
function writeTies(writer, ties, placeCount) {
  const degrees = new Uint32Array(placeCount);
  for (const tie of ties) degrees[tie.a]++;
  for (const degree of degrees) writer.int(degree);
  for (const [index, tie] of ties.entries()) {
    const before = ties[index - 1]?.a === tie.a ? ties[index - 1].b : tie.a;
    writer.int(tie.b - before);
  }
  for (const tie of ties) writer.int(tie.form);
  for (const tie of ties) writer.int(tie.legalA + 8 * tie.legalB + 64 * tie.disputed);
  writer.differences(ties.map((tie) => tie.since));
  writer.differences(ties.map((tie) => tie.changed));
}
