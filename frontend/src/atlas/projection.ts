/**
 * Where a point of the earth lies on the screen, on the globe (orthographic), on the flat map (Natural Earth) and on
 * the way between the two. The shaders compute the same; keep both alike.
 */

export const RADIANS = Math.PI / 180;
export const TAU = 2 * Math.PI;
/** Half the height of the flat map, in units of its scale. */
const FLAT_TOP = flatY(Math.PI / 2);
const FLAT_RIGHT = flatX(0) * Math.PI;

export interface Camera {
  width: number;
  height: number;
  /** Degrees. */
  lng: number;
  lat: number;
  zoom: number;
  /** 0: globe, 1: flat map. */
  morph: number;
}

/** A point of the earth, in degrees, as a unit vector. */
export function toVector(lng: number, lat: number): [number, number, number] {
  const [lambda, phi] = [lng * RADIANS, lat * RADIANS];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

/** How near to come for seeing all that lies within an angle (radians) of the middle: never farther than the globe. */
export function zoomToSee(angle: number): number {
  const room = 0.85;
  if (angle >= Math.PI / 2) return 1;
  return Math.max(1, Math.min(6, room / Math.sin(Math.max(angle, 0.01))));
}

/** Natural Earth: the width of a radian of longitude at a latitude. */
export function flatX(lat: number): number {
  const l2 = lat * lat;
  const l4 = l2 * l2;
  return 0.8707 - 0.131979 * l2 + l4 * (-0.013791 + l4 * (0.003971 * l2 - 0.001529 * l4));
}

/** Natural Earth: the height of a latitude. */
export function flatY(lat: number): number {
  const l2 = lat * lat;
  const l4 = l2 * l2;
  return lat * (1.007226 + l2 * (0.015085 + l4 * (-0.044475 + 0.028874 * l2 - 0.005916 * l4)));
}

/** The latitude at a height of the flat map. */
export function flatLat(y: number): number {
  let lat = Math.max(-1.57, Math.min(1.57, y));
  for (let i = 0; i < 8; i++) {
    const slope = (flatY(lat + 1e-4) - flatY(lat - 1e-4)) / 2e-4;
    lat -= (flatY(lat) - y) / slope;
  }
  return lat;
}

/** Brings an angle in radians between -π and π. */
export function wrap(angle: number): number {
  return angle - TAU * Math.round(angle / TAU);
}

/** The camera with everything that is computed from it once. */
export class Projector {
  readonly radius: number;
  readonly scale: number;
  readonly sinLng: number;
  readonly cosLng: number;
  readonly sinLat: number;
  readonly cosLat: number;
  /** Height on the flat map of the middle of the screen. */
  readonly flatCentre: number;
  /** Result of the last `project`. */
  x = 0;
  y = 0;
  visible = false;

  constructor(readonly camera: Camera) {
    const { width, height, zoom } = camera;
    this.radius = 0.46 * Math.min(width, height) * zoom;
    this.scale = Math.max(width / (2 * FLAT_RIGHT), (0.94 * height) / (2 * FLAT_TOP)) * zoom;
    this.sinLng = Math.sin(camera.lng * RADIANS);
    this.cosLng = Math.cos(camera.lng * RADIANS);
    this.sinLat = Math.sin(camera.lat * RADIANS);
    this.cosLat = Math.cos(camera.lat * RADIANS);
    const room = Math.max(0, FLAT_TOP - height / 2 / this.scale);
    this.flatCentre = Math.max(-room, Math.min(room, flatY(camera.lat * RADIANS)));
  }

  /** Projects a point given as a vector; its length beyond 1 is its height above the globe. */
  project(px: number, py: number, pz: number): void {
    const { morph, width, height } = this.camera;
    const toward = px * this.cosLng + py * this.sinLng;
    const right = py * this.cosLng - px * this.sinLng;
    let x = 0;
    let y = 0;
    this.visible = morph > 0.5;
    if (morph < 1) {
      x = right * this.radius * (1 - morph);
      const up = pz * this.cosLat - toward * this.sinLat;
      y = up * this.radius * (1 - morph);
      const depth = pz * this.sinLat + toward * this.cosLat;
      this.visible ||= depth >= 0 || right * right + up * up > 1.01;
    }
    if (morph > 0) {
      const lat = Math.asin(Math.max(-1, Math.min(1, pz / Math.hypot(px, py, pz))));
      x += Math.atan2(right, toward) * flatX(lat) * this.scale * morph;
      y += (flatY(lat) - this.flatCentre) * this.scale * morph;
    }
    this.x = width / 2 + x;
    this.y = height / 2 - y;
  }

  /** The longitude and latitude (degrees) under a point of the screen, or null beside the earth. */
  unproject(screenX: number, screenY: number): [number, number] | null {
    const x = screenX - this.camera.width / 2;
    const y = this.camera.height / 2 - screenY;
    return this.camera.morph > 0.5 ? this.unflatten(x, y) : this.unsphere(x, y);
  }

  private unflatten(x: number, y: number): [number, number] | null {
    const height = y / this.scale + this.flatCentre;
    if (Math.abs(height) > FLAT_TOP) return null;
    const lat = flatLat(height);
    const lng = x / this.scale / flatX(lat);
    if (Math.abs(lng) > Math.PI) return null;
    return [wrap(lng + this.camera.lng * RADIANS) / RADIANS, lat / RADIANS];
  }

  private unsphere(x: number, y: number): [number, number] | null {
    const [right, up] = [x / this.radius, y / this.radius];
    const rest = 1 - right * right - up * up;
    if (rest < 0) return null;
    const depth = Math.sqrt(rest);
    const z = up * this.cosLat + depth * this.sinLat;
    const toward = depth * this.cosLat - up * this.sinLat;
    const lng = Math.atan2(right, toward) + this.camera.lng * RADIANS;
    return [wrap(lng) / RADIANS, Math.asin(z) / RADIANS];
  }
}
