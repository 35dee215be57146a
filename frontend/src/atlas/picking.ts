/** What lies under the pointer: the nearest place, else the nearest tie. */
import { arcPoint, lift, piecesOf, TIE_FLOATS } from "./arcs.ts";
import type { AtlasData } from "./decode.ts";
import { HIDDEN, type Shown } from "./filter.ts";
import { type Projector, RADIANS } from "./projection.ts";

export interface Scene {
  data: AtlasData;
  vectors: Float32Array;
  arcs: Float32Array;
  shown: Shown;
}

const PLACE_REACH = 10;
const TIE_REACH = 5;

/** The point of the earth under the pointer as a vector; a little beside the globe, the nearest point of its edge. */
function vectorUnder(projector: Projector, x: number, y: number): number[] | null {
  let under = projector.unproject(x, y);
  if (!under && projector.camera.morph <= 0.5) {
    const { width, height } = projector.camera;
    const [dx, dy] = [x - width / 2, y - height / 2];
    const part = (0.9999 * projector.radius) / Math.hypot(dx, dy);
    if (part > 0.8) under = projector.unproject(width / 2 + dx * part, height / 2 + dy * part);
  }
  if (!under) return null;
  const [lng, lat] = [under[0] * RADIANS, under[1] * RADIANS];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}

/** How far (radians) places can be that are drawn within reach: much farther at the globe's edge than in its middle. */
function capAround({ camera, radius, scale }: Projector, reach: number): number {
  return camera.morph > 0.5
    ? Math.min(3, (reach * 4) / scale)
    : Math.min(1.5, 1.5 * Math.sqrt((2 * reach) / radius));
}

/** Returns the shown place nearest to a point of the screen, within reach, or -1. Busier places win a near tie. */
export function pickPlace(
  scene: Scene,
  projector: Projector,
  x: number,
  y: number,
  reach = PLACE_REACH,
): number {
  const under = vectorUnder(projector, x, y);
  if (!under) return -1;
  const [ux, uy, uz] = under;
  const { vectors, shown } = scene;
  const cap = Math.cos(capAround(projector, reach));
  let best = -1;
  let bestScore = reach;
  for (let i = 0; i < shown.degree.length; i++) {
    if (!shown.degree[i]) continue;
    const k = 3 * i;
    if (vectors[k] * ux + vectors[k + 1] * uy + vectors[k + 2] * uz < cap) continue;
    projector.project(vectors[k], vectors[k + 1], vectors[k + 2]);
    const distance = Math.hypot(projector.x - x, projector.y - y);
    const score = distance - Math.min(3, Math.sqrt(shown.degree[i]) * 0.3);
    if (projector.visible && distance < reach && score < bestScore) {
      best = i;
      bestScore = score;
    }
  }
  return best;
}

/** Returns the shown tie nearest to a point of the screen, within reach, or -1. */
export function pickTie(
  scene: Scene,
  projector: Projector,
  x: number,
  y: number,
  reach = TIE_REACH,
): number {
  const under = vectorUnder(projector, x, y);
  if (!under) return -1;
  const [ux, uy, uz] = under;
  const { arcs, shown } = scene;
  const flat = projector.camera.morph > 0.5;
  const slack = (reach * 3) / Math.min(projector.radius, projector.scale);
  let best = -1;
  let bestDistance = reach;
  for (let tie = 0; tie < shown.standing.length; tie++) {
    if (shown.standing[tie] === HIDDEN) continue;
    const at = TIE_FLOATS * tie;
    const angle = arcs[at + 3];
    // The arc's plane: how far the point lies beside it decides for most ties.
    const nx = arcs[at + 1] * arcs[at + 6] - arcs[at + 2] * arcs[at + 5];
    const ny = arcs[at + 2] * arcs[at + 4] - arcs[at] * arcs[at + 6];
    const nz = arcs[at] * arcs[at + 5] - arcs[at + 1] * arcs[at + 4];
    const beside = Math.abs(nx * ux + ny * uy + nz * uz);
    if (beside > slack + (flat ? 0 : 1.5 * lift(angle))) continue;
    const distance = distanceToArc(arcs, tie, angle, projector, x, y);
    if (distance < bestDistance) {
      best = tie;
      bestDistance = distance;
    }
  }
  return best;
}

const point = new Float64Array(3);

function distanceToArc(
  arcs: Float32Array,
  tie: number,
  angle: number,
  projector: Projector,
  x: number,
  y: number,
): number {
  const pieces = piecesOf(angle, projector.camera.zoom > 4 ? 2 : 1);
  let best = Number.POSITIVE_INFINITY;
  let [lastX, lastY, lastVisible] = [0, 0, false];
  for (let piece = 0; piece <= pieces; piece++) {
    arcPoint(arcs, tie, piece / pieces, point);
    projector.project(point[0], point[1], point[2]);
    const { visible } = projector;
    if (piece && visible && lastVisible)
      best = Math.min(best, distanceToPiece(x, y, lastX, lastY, projector.x, projector.y));
    [lastX, lastY, lastVisible] = [projector.x, projector.y, visible];
  }
  return best;
}

/** Returns the distance of a point from a straight piece between two others. */
export function distanceToPiece(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  // A piece as wide as the screen is one that leaves the map on one side and enters on the other.
  if (length > 4e5) return Number.POSITIVE_INFINITY;
  const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
