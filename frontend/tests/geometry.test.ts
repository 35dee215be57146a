import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAtlas } from "../samples/encode.mjs";
import {
  arcPoint,
  listPieces,
  piecesOf,
  placeVectors,
  shuffled,
  tieArcs,
} from "../src/atlas/arcs.ts";
import { decodeAtlas } from "../src/atlas/decode.ts";
import { applyFilter, NO_FILTER } from "../src/atlas/filter.ts";
import { byDegree } from "../src/atlas/overlay.ts";
import { distanceToPiece, pickPlace, pickTie } from "../src/atlas/picking.ts";
import { flatLat, flatY, Projector, RADIANS, wrap, zoomToSee } from "../src/atlas/projection.ts";
import { placeAlpha, strokeOf } from "../src/atlas/stroke.ts";

const CITIES = [
  { name: "Vladivostok", country: "RU", lat: 43.12, lng: 131.89 },
  { name: "San Diego", country: "US", lat: 32.72, lng: -117.16 },
  { name: "Moscow", country: "RU", lat: 55.75, lng: 37.62 },
];
const data = decodeAtlas(
  encodeAtlas(CITIES, [
    { a: 0, b: 1 },
    { a: 1, b: 2, legalA: 3 },
  ]).slice().buffer as ArrayBuffer,
);
const vectors = placeVectors(data.places);
const arcs = tieArcs(data.ties, vectors);
const scene = { data, vectors, arcs, shown: applyFilter(data, NO_FILTER) };
const near = (a: number, b: number, by = 1e-6) =>
  assert.ok(Math.abs(a - b) < by, `${a} is not ${b}`);

function camera(lng: number, lat: number, morph: number, zoom = 1) {
  return new Projector({ width: 800, height: 600, lng, lat, zoom, morph });
}

for (const [name, morph] of [
  ["globe", 0],
  ["flat map", 1],
] as const) {
  test(`on the ${name} a place is found where it is drawn`, () => {
    for (const [lng, lat] of [
      [100, 50],
      [-150, 40],
      [37, 60],
      [179.9, 30],
    ]) {
      const projector = camera(lng, lat, morph, 2);
      for (let i = 0; i < data.places.count; i++) {
        projector.project(vectors[3 * i], vectors[3 * i + 1], vectors[3 * i + 2]);
        if (!projector.visible) continue;
        const [x, y] = [projector.x, projector.y];
        const under = projector.unproject(x, y);
        assert.ok(under);
        near(wrap((under[0] - data.places.lng[i]) * RADIANS), 0, 1e-4);
        near(under[1], data.places.lat[i], 1e-2);
        assert.equal(pickPlace(scene, projector, x + 2, y - 3), i);
      }
    }
  });

  test(`on the ${name} a tie is found at the middle of its arc`, () => {
    const projector = camera(180, 50, morph);
    const point = new Float64Array(3);
    for (let tie = 0; tie < data.ties.count; tie++) {
      arcPoint(arcs, tie, 0.5, point);
      projector.project(point[0], point[1], point[2]);
      if (projector.visible) assert.equal(pickTie(scene, projector, projector.x, projector.y), tie);
    }
    assert.equal(pickTie(scene, projector, 5, 5), -1);
  });
}

test("what lies behind the globe is not visible, and cannot be picked", () => {
  const projector = camera(-60, -20, 0);
  const index = data.places.names.indexOf("Vladivostok");
  projector.project(vectors[3 * index], vectors[3 * index + 1], vectors[3 * index + 2]);
  assert.equal(projector.visible, false);
  assert.notEqual(pickPlace(scene, projector, projector.x, projector.y), index);
  assert.equal(projector.unproject(1, 1), null);
});

test("the flat map's heights can be turned back", () => {
  for (let lat = -85; lat <= 85; lat += 5) near(flatLat(flatY(lat * RADIANS)) / RADIANS, lat, 1e-6);
});

test("an arc begins and ends at its places, and its middle is as far from both", () => {
  const point = new Float64Array(3);
  for (let tie = 0; tie < data.ties.count; tie++) {
    for (const [t, place] of [
      [0, data.ties.a[tie]],
      [1, data.ties.b[tie]],
    ]) {
      arcPoint(arcs, tie, t, point);
      for (let k = 0; k < 3; k++) near(point[k], vectors[3 * place + k], 1e-5);
    }
  }
});

test("places at the same spot or opposite one another give an arc of numbers", () => {
  const places = [
    [10, 20],
    [10, 20],
    [-10, -160],
  ].map(([lat, lng], i) => ({ name: `${i}`, country: "AA", lat, lng }));
  const odd = decodeAtlas(
    encodeAtlas(places, [
      { a: 0, b: 1 },
      { a: 0, b: 2 },
    ]).slice().buffer as ArrayBuffer,
  );
  assert.ok(tieArcs(odd.ties, placeVectors(odd.places)).every(Number.isFinite));
});

test("every tie shown is listed with all its pieces, the special ones last", () => {
  const pieces = listPieces(data.ties, arcs, scene.shown, shuffled(data.ties.count), 1);
  const expected = [0, 1].reduce((sum, tie) => sum + piecesOf(arcs[8 * tie + 3], 1), 0);
  assert.equal(pieces.count, expected);
  const suspended = data.ties.legal.indexOf(3);
  for (let i = 0; i < pieces.count; i++)
    assert.equal(pieces.list[2 * i] === suspended, i >= pieces.special);
});

test("the order without order holds every tie once", () => {
  const order = shuffled(5000);
  assert.equal(new Set(order).size, 5000);
  assert.notDeepEqual([...order.slice(0, 10)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the busiest places come first", () => {
  assert.deepEqual([...byDegree(Uint16Array.of(1, 0, 9, 4))], [2, 3, 0]);
});

test("the distance to a piece of line", () => {
  near(distanceToPiece(5, 3, 0, 0, 10, 0), 3);
  near(distanceToPiece(-3, 4, 0, 0, 10, 0), 5);
  assert.equal(distanceToPiece(5, 3, 0, 0, 1000, 0), Number.POSITIVE_INFINITY);
});

test("what lies close together is seen from nearer, and never less than the globe", () => {
  assert.equal(zoomToSee(Math.PI), 1);
  assert.equal(zoomToSee(1.4), 1);
  assert.ok(zoomToSee(0.2) > 3);
  assert.equal(zoomToSee(0), 6);
});

test("the more ties are shown, the fainter each: their shades together stay the same", () => {
  const shade = (ties: number) => strokeOf(ties, 280).alpha * Math.sqrt(ties);
  assert.ok(Math.abs(shade(1000) - shade(28000)) < 0.01);
  assert.ok(strokeOf(87, 280).alpha > 0.8);
  for (const ties of [0, 1, 87, 1000, 28000, 5_000_000]) {
    for (const dark of [false, true]) {
      const { width, alpha } = strokeOf(ties, 280, dark);
      assert.ok(alpha >= 0.05 && alpha <= 0.95, String(ties));
      assert.ok(width >= 1);
      assert.ok(alpha <= strokeOf(ties, 900, dark).alpha, "nearer, they lie farther apart");
    }
    assert.ok(placeAlpha(ties, 280) >= 0.4 && placeAlpha(ties, 280) <= 0.92);
  }
});
