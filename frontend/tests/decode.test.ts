import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAtlas, Writer } from "../samples/encode.mjs";
import { combine, decodeAtlas, Reader } from "../src/atlas/decode.ts";

const PLACES = [
  { name: "San Diego", country: "US", lat: 32.72, lng: -117.16, kind: 0 },
  { name: "Владивосток", country: "RU", lat: 43.12, lng: 131.89, kind: 0 },
  { name: "Iowa", country: "US", lat: 42.03, lng: -93.58, kind: 4 },
  { name: "Stavropol Krai", country: "RU", lat: 44.82, lng: 43.32, kind: 3 },
];
const TIES = [
  { a: 0, b: 1, form: 1, since: 1991 },
  { a: 3, b: 2, form: 1, legalA: 2, legalB: 4, disputed: 1, since: 1988, changed: 2022 },
  { a: 3, b: 1 },
];

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

test("what was encoded is decoded", () => {
  const { header, places, ties } = decodeAtlas(bufferOf(encodeAtlas(PLACES, TIES)));
  assert.deepEqual(header.countries, ["RU", "US"]);
  assert.equal(places.count, 4);
  const find = (name: string) => places.names.indexOf(name);
  for (const place of PLACES) {
    const index = find(place.name);
    assert.equal(header.countries[places.country[index]], place.country);
    assert.ok(Math.abs(places.lat[index] - place.lat) < 0.006, place.name);
    assert.ok(Math.abs(places.lng[index] - place.lng) < 0.006, place.name);
    assert.equal(places.kind[index], place.kind);
  }
  assert.equal(ties.count, 3);
  const [low, high] = [find("Stavropol Krai"), find("Iowa")].sort((a, b) => a - b);
  const index = ties.a.findIndex((a, i) => a === low && ties.b[i] === high);
  assert.equal(ties.since[index], 1988);
  assert.equal(ties.changed[index], 2022);
  assert.equal(ties.disputed[index], 1);
  assert.deepEqual([ties.legalA[index], ties.legalB[index]].sort(), [2, 4]);
  assert.equal(ties.legal[index], 4);
  assert.ok(ties.a.every((a, i) => a < ties.b[i]));
});

test("many random places and ties keep their number and their ends", () => {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const places = Array.from({ length: 300 }, (_, i) => ({
    name: `P${i}`,
    country: ["AA", "BB", "CC"][i % 3],
    lat: random() * 180 - 90,
    lng: random() * 360 - 180,
  }));
  const keys = new Set<number>();
  while (keys.size < 900) {
    const [a, b] = [Math.floor(random() * 300), Math.floor(random() * 300)];
    if (a !== b) keys.add(Math.min(a, b) * 300 + Math.max(a, b));
  }
  const pairs = [...keys].map((key) => ({ a: Math.floor(key / 300), b: key % 300 }));
  const data = decodeAtlas(bufferOf(encodeAtlas(places, pairs)));
  const number = (index: number) => Number(data.places.names[index].slice(1));
  const found = [...data.ties.a].map((a, i) => {
    const [x, y] = [number(a), number(data.ties.b[i])];
    return Math.min(x, y) * 300 + Math.max(x, y);
  });
  assert.deepEqual(new Set(found), keys);
});

test("an empty atlas is read", () => {
  const data = decodeAtlas(bufferOf(encodeAtlas([], [])));
  assert.equal(data.places.count, 0);
  assert.deepEqual(data.places.names, []);
});

test("what is no atlas file is refused", () => {
  assert.throws(() => decodeAtlas(new ArrayBuffer(0)), TypeError);
  assert.throws(
    () => decodeAtlas(bufferOf(new TextEncoder().encode("<!doctype html>"))),
    TypeError,
  );
  const whole = encodeAtlas(PLACES, TIES);
  assert.throws(() => decodeAtlas(bufferOf(whole.slice(0, whole.length - 1))), RangeError);
  const later = whole.slice();
  later[4] = 9;
  assert.throws(() => decodeAtlas(bufferOf(later)), /Version 9/);
});

test("integers survive, large and negative ones too", () => {
  const writer = new Writer();
  const values = [0, 1, 127, 128, 16383, 16384, 2147483647, 4294967295];
  const signed = [0, -1, 1, -64, 64, -18000, 18000, 1073741823, -1073741824];
  for (const value of values) writer.int(value);
  for (const value of signed) writer.signed(value);
  const reader = new Reader(Uint8Array.from(writer.bytes));
  assert.deepEqual(
    values.map(() => reader.int()),
    values,
  );
  assert.deepEqual(
    signed.map(() => reader.signed()),
    signed,
  );
});

test("a tie is in force only while it is so on both sides", () => {
  assert.equal(combine(2, 2), 2);
  assert.equal(combine(2, 3), 3);
  assert.equal(combine(3, 4), 4);
  assert.equal(combine(2, 1), 1);
  assert.equal(combine(0, 2), 0);
});
