/** Great circles: a tie is `a·cos(θ) + c·sin(θ)` for θ from 0 to its angle, with `c` at right angles to `a`. */
import type { Places, Ties } from "./decode.ts";
import type { Shown } from "./filter.ts";
import { HIDDEN } from "./filter.ts";
import { RADIANS } from "./projection.ts";

/** Numbers per tie: a (3), angle, c (3), a constant random number that spreads the first drawing over time. */
export const TIE_FLOATS = 8;
/** Degrees that one straight piece of an arc spans. */
const PIECE = 4 * RADIANS;
const MAX_PIECES = 90;
/** Numbers per row of the texture of pieces. */
const ROW = 2 * 2048;
const IN_FORCE = 2;

/** Returns unit vectors of all places, three numbers each. */
export function placeVectors(places: Places): Float32Array {
  const vectors = new Float32Array(places.count * 3);
  for (let i = 0; i < places.count; i++) {
    const lat = places.lat[i] * RADIANS;
    const lng = places.lng[i] * RADIANS;
    vectors[3 * i] = Math.cos(lat) * Math.cos(lng);
    vectors[3 * i + 1] = Math.cos(lat) * Math.sin(lng);
    vectors[3 * i + 2] = Math.sin(lat);
  }
  return vectors;
}

/** Returns the great circle of every tie, TIE_FLOATS numbers each. */
export function tieArcs(ties: Ties, vectors: Float32Array): Float32Array {
  const arcs = new Float32Array(ties.count * TIE_FLOATS);
  for (let i = 0; i < ties.count; i++) {
    const [ia, ib, at] = [3 * ties.a[i], 3 * ties.b[i], TIE_FLOATS * i];
    const [ax, ay, az] = [vectors[ia], vectors[ia + 1], vectors[ia + 2]];
    const [bx, by, bz] = [vectors[ib], vectors[ib + 1], vectors[ib + 2]];
    const dot = ax * bx + ay * by + az * bz;
    let [cx, cy, cz] = [bx - dot * ax, by - dot * ay, bz - dot * az];
    const length = Math.hypot(cx, cy, cz);
    if (length < 1e-7) {
      // The same point, or opposite ones: any direction will do.
      [cx, cy, cz] = [-ay, ax, 0];
    } else {
      [cx, cy, cz] = [cx / length, cy / length, cz / length];
    }
    arcs[at] = ax;
    arcs[at + 1] = ay;
    arcs[at + 2] = az;
    arcs[at + 3] = Math.atan2(length, dot);
    arcs[at + 4] = cx;
    arcs[at + 5] = cy;
    arcs[at + 6] = cz;
    arcs[at + 7] = (Math.imul(i + 1, 0x9e3779b1) >>> 0) / 4294967296;
  }
  return arcs;
}

/** How high the middle of an arc stands above the globe; long arcs rise, short ones lie flat. */
export function lift(angle: number): number {
  return 0.016 * angle * angle;
}

/** Returns the number of straight pieces an arc is drawn with. */
export function piecesOf(angle: number, density: number): number {
  return Math.max(1, Math.min(MAX_PIECES, Math.ceil((angle / PIECE) * density)));
}

/** The ties in an order without order, so that any part of the list is a fair sample of all. */
export function shuffled(count: number): Uint32Array {
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    keys[i] = (Math.imul(i + 1, 0x85ebca6b) >>> 0) * 0x200000 + i;
  }
  keys.sort();
  return Uint32Array.from(keys, (key) => key % 0x200000);
}

export interface Pieces {
  /** Two numbers per piece: the tie; piece | pieces << 8 | standing << 16 | disputed << 20. */
  list: Uint32Array;
  count: number;
  /** Where the ties begin that are not simply in force; they are always drawn, and last. */
  special: number;
}

/** Lists the pieces of all ties shown, those in force first. The memory of `into` is used again if it suffices. */
export function listPieces(
  ties: Ties,
  arcs: Float32Array,
  shown: Shown,
  order: Uint32Array,
  density: number,
  into?: Pieces,
): Pieces {
  let total = 0;
  for (let i = 0; i < ties.count; i++)
    if (shown.standing[i] !== HIDDEN) total += piecesOf(arcs[TIE_FLOATS * i + 3], density);
  // Whole rows of a texture, so that it can be handed over without a copy.
  const room = ROW * Math.max(1, Math.ceil((2 * total) / ROW));
  const list = into && into.list.length >= room ? into.list : new Uint32Array(room);
  let at = 0;
  const put = (tie: number) => {
    const pieces = piecesOf(arcs[TIE_FLOATS * tie + 3], density);
    const rest = (pieces << 8) | (shown.standing[tie] << 16) | (ties.disputed[tie] << 20);
    for (let piece = 0; piece < pieces; piece++) {
      list[at++] = tie;
      list[at++] = piece | rest;
    }
  };
  const isPlain = (tie: number) => shown.standing[tie] === IN_FORCE && !ties.disputed[tie];
  for (const tie of order) if (shown.standing[tie] !== HIDDEN && isPlain(tie)) put(tie);
  const special = at / 2;
  for (const tie of order) if (shown.standing[tie] !== HIDDEN && !isPlain(tie)) put(tie);
  return { list, count: total, special };
}

/** Writes the point of an arc at `t` (0 to 1), raised above the globe, into `out`. */
export function arcPoint(arcs: Float32Array, tie: number, t: number, out: Float64Array): void {
  const at = TIE_FLOATS * tie;
  const angle = arcs[at + 3];
  const [sin, cos] = [Math.sin(angle * t), Math.cos(angle * t)];
  const height = 1 + lift(angle) * 4 * t * (1 - t);
  for (let k = 0; k < 3; k++) out[k] = (arcs[at + k] * cos + arcs[at + 4 + k] * sin) * height;
}
