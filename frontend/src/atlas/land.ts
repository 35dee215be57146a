/** The land: decoded from land.bin (see build/land.mjs) and cut into small triangles and pieces of line. */
import earcut from "earcut";
import { Reader } from "./decode.ts";

export interface Land {
  /** Per corner: longitude, latitude, and the longitude of its triangle's middle, in degrees. */
  triangles: Float32Array;
  /** Per piece: longitude and latitude of both ends, and its kind. */
  lines: Float32Array;
}

export const COAST = 0;
export const BORDER = 1;
export const GRATICULE = 2;
/** Degrees: the longest side of a triangle, so that it lies close to the globe. */
const LONGEST = 6;

type Point = [number, number];

function readPoints(reader: Reader, scale: number): Point[] {
  let [lng, lat] = [0, 0];
  return Array.from({ length: reader.int() }, () => {
    lng += reader.signed();
    lat += reader.signed();
    return [lng / scale, lat / scale] as Point;
  });
}

/** Decodes land.bin. */
export function decodeLand(buffer: ArrayBuffer): Land {
  const reader = new Reader(new Uint8Array(buffer));
  const scale = reader.int();
  const triangles: number[] = [];
  const lines: number[] = [];
  for (let polygons = reader.int(); polygons > 0; polygons--) {
    const rings = Array.from({ length: reader.int() }, () => readPoints(reader, scale));
    triangulate(rings, triangles);
    for (const ring of rings) addLine(ring, COAST, lines);
  }
  for (let borders = reader.int(); borders > 0; borders--)
    addLine(readPoints(reader, scale), BORDER, lines);
  addGraticule(lines);
  return { triangles: Float32Array.from(triangles), lines: Float32Array.from(lines) };
}

/** Adds the pieces of a line, but not those along the cut at the antimeridian or at the pole. */
function addLine(points: Point[], kind: number, lines: number[]): void {
  for (let i = 1; i < points.length; i++) {
    const [[lng0, lat0], [lng1, lat1]] = [points[i - 1], points[i]];
    const alongCut = Math.abs(lng0) > 179.9 && Math.abs(lng1) > 179.9;
    const alongPole = lat0 < -89.5 && lat1 < -89.5;
    if (!alongCut && !alongPole) lines.push(lng0, lat0, lng1, lat1, kind);
  }
}

function addGraticule(lines: number[]): void {
  for (let lng = -180; lng < 180; lng += 30)
    for (let lat = -80; lat < 80; lat += 5) lines.push(lng, lat, lng, lat + 5, GRATICULE);
  for (let lat = -60; lat <= 60; lat += 30)
    for (let lng = -180; lng < 180; lng += 5) lines.push(lng, lat, lng + 5, lat, GRATICULE);
}

function triangulate(rings: Point[][], triangles: number[]): void {
  const flat = rings.flat(2);
  let corners = 0;
  const holes = rings.map((ring) => {
    corners += ring.length;
    return corners;
  });
  const indexes = earcut(flat, holes.slice(0, -1));
  for (let i = 0; i < indexes.length; i += 3) {
    const corner = (k: number): Point => [flat[2 * indexes[i + k]], flat[2 * indexes[i + k] + 1]];
    split(corner(0), corner(1), corner(2), triangles);
  }
}

/** Halves a triangle at its longest side until no side is too long; neighbours split their common side alike. */
function split(a: Point, b: Point, c: Point, triangles: number[]): void {
  const [ab, bc, ca] = [distance(a, b), distance(b, c), distance(c, a)];
  const longest = Math.max(ab, bc, ca);
  if (longest <= LONGEST) {
    const middle = (a[0] + b[0] + c[0]) / 3;
    triangles.push(...a, middle, ...b, middle, ...c, middle);
  } else if (longest === ab) {
    const half: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    split(a, half, c, triangles);
    split(half, b, c, triangles);
  } else if (longest === bc) {
    split(b, c, a, triangles);
  } else {
    split(c, a, b, triangles);
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
