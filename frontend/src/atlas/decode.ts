/** Reads the atlas file: columns of variable-length integers (see docs/data-model.md). */

export const LEGAL = ["none", "proposed", "in_force", "suspended", "ended"] as const;
export const FORMS = [
  "unknown",
  "twinning",
  "partnership",
  "friendship",
  "cooperation",
  "project",
  "contact",
  "solidarity",
] as const;

/** The tie as a whole: in force only while it is so on both sides; the first of these that either side has. */
const COMBINED_ORDER = [4, 3, 0, 1, 2];

export interface AtlasHeader {
  revision: string;
  lang: string;
  places: number;
  ties: number;
  countries: string[];
  today: string;
  truncated: number;
}

export interface Places {
  count: number;
  /** Degrees. */
  lat: Float32Array;
  lng: Float32Array;
  kind: Uint8Array;
  /** Index in the header's countries. */
  country: Uint16Array;
  names: string[];
}

export interface Ties {
  count: number;
  a: Uint32Array;
  b: Uint32Array;
  form: Uint8Array;
  legalA: Uint8Array;
  legalB: Uint8Array;
  /** Both sides together, an index in LEGAL. */
  legal: Uint8Array;
  disputed: Uint8Array;
  /** Year in which it began, 0 where unknown. */
  since: Int16Array;
  /** Year of the last suspension or ending, 0 where there was none. */
  changed: Int16Array;
}

export interface AtlasData {
  header: AtlasHeader;
  places: Places;
  ties: Ties;
}

/** Combines the standing of two sides. */
export function combine(a: number, b: number): number {
  return COMBINED_ORDER.find((legal) => legal === a || legal === b) ?? 0;
}

/** Reads integers one after the other. */
export class Reader {
  position = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** An unsigned integer of up to 32 bits. */
  int(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      if (this.position >= this.bytes.length) throw new RangeError("The file ends too early.");
      const byte = this.bytes[this.position++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
      shift += 7;
      if (shift > 28) throw new RangeError("An integer is too long.");
    }
  }

  /** A signed integer (zigzag). */
  signed(): number {
    const value = this.int();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A text with its length before it. */
  text(): string {
    const length = this.int();
    const end = this.position + length;
    if (end > this.bytes.length) throw new RangeError("The file ends too early.");
    const text = new TextDecoder().decode(this.bytes.subarray(this.position, end));
    this.position = end;
    return text;
  }

  /** Running sums of signed differences. */
  sums<T extends Int16Array | Int32Array | Float32Array>(into: T, factor = 1): T {
    let value = 0;
    for (let i = 0; i < into.length; i++) {
      value += this.signed();
      into[i] = value * factor;
    }
    return into;
  }

  /** Integers as they are. */
  fill<T extends Uint8Array | Uint16Array | Uint32Array>(into: T): T {
    for (let i = 0; i < into.length; i++) into[i] = this.int();
    return into;
  }
}

const MAGIC = 0x4a41544c; // "JATL"

/** Decodes an atlas file. */
export function decodeAtlas(buffer: ArrayBuffer): AtlasData {
  if (buffer.byteLength < 5 || new DataView(buffer).getUint32(0) !== MAGIC)
    throw new TypeError("This is no atlas file.");
  const reader = new Reader(new Uint8Array(buffer));
  reader.position = 4;
  const version = reader.int();
  if (version !== 1) throw new TypeError(`Version ${version} of the atlas file is not known.`);
  const header = JSON.parse(reader.text()) as AtlasHeader;
  const places = readPlaces(reader, header);
  return { header, places, ties: readTies(reader, header, places.count) };
}

function readPlaces(reader: Reader, header: AtlasHeader): Places {
  const count = header.places;
  const country = new Uint16Array(count);
  let next = 0;
  for (let index = 0; index < header.countries.length; index++) {
    const end = next + reader.int();
    country.fill(index, next, end);
    next = end;
  }
  if (next !== count) throw new RangeError("The places of the countries do not add up.");
  return {
    count,
    country,
    lat: reader.sums(new Float32Array(count), 0.01),
    lng: reader.sums(new Float32Array(count), 0.01),
    kind: reader.fill(new Uint8Array(count)),
    names: reader.text().split("\n").slice(0, count),
  };
}

function readTies(reader: Reader, header: AtlasHeader, placeCount: number): Ties {
  const count = header.ties;
  const [a, b] = [new Uint32Array(count), new Uint32Array(count)];
  let next = 0;
  for (let place = 0; place < placeCount; place++) {
    const end = next + reader.int();
    a.fill(place, next, end);
    next = end;
  }
  if (next !== count) throw new RangeError("The ties of the places do not add up.");
  for (let i = 0; i < count; i++) {
    const before = i && a[i - 1] === a[i] ? b[i - 1] : a[i];
    b[i] = before + reader.int();
    if (b[i] >= placeCount) throw new RangeError("A tie leads to no place.");
  }
  const form = reader.fill(new Uint8Array(count));
  const status = reader.fill(new Uint8Array(count));
  return {
    count,
    a,
    b,
    form,
    legalA: status.map((value) => value & 7),
    legalB: status.map((value) => (value >> 3) & 7),
    legal: status.map((value) => combine(value & 7, (value >> 3) & 7)),
    disputed: status.map((value) => value >> 6),
    since: reader.sums(new Int16Array(count)),
    changed: reader.sums(new Int16Array(count)),
  };
}
